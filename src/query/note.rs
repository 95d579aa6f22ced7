//! What a reader of queries did not understand, and how it took it instead.

use crate::query::field::all_names;
use std::fmt;

/// Something in a query that was not understood; printed, a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A name before a colon that is no field.
    UnknownField(String),
    /// A field with nothing after its colon.
    EmptyField(String),
    /// What follows `date:` is no period.
    NoDate(String),
    /// What follows `kind:` is no kind of passage.
    NoKind(String),
    /// What follows a name's field can't be compared with names.
    NoName(String),
    /// A bracket that is not closed.
    OpenBracket,
    /// A closing bracket without an opening one.
    LoneBracket,
    /// Brackets nested too deeply to be told apart.
    DeepBrackets,
    /// A phrase that is not closed.
    OpenQuote,
    /// An operator with nothing before or after it.
    LoneOperator(String),
    /// What can't be near anything.
    NearOperand,
    /// A wildcard without any letter.
    LoneWildcard(String),
    /// `//`
    EmptyRegex,
    /// A regular expression with a fault.
    Regex {
        /// As typed.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A pattern that should be fuzzy as well.
    FuzzyPattern(String),
    /// More editing steps than there are.
    ManyEdits(String),
    /// Nothing but words to leave out.
    OnlyExcludes,
}

/// Notes on one query: each once, and no more than a person reads.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<Note>);

/// Most notes on one query.
const MOST: usize = 20;

impl Notes {
    pub(crate) fn add(&mut self, note: Note) {
        if self.0.len() < MOST && !self.0.contains(&note) {
            self.0.push(note);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Note> {
        self.0
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField(name) => {
                write!(f, "there is no field {name}: and it was read as a word; fields: {}", all_names().join(", "))
            }
            Self::EmptyField(name) => write!(f, "nothing stands right after {name}: and it was read as a word"),
            Self::NoDate(text) => write!(
                f,
                "{text:?} is no date and was read as words; dates look like 2025, 2025-09, 2025-09-04, \
                 2025-03..2025-09 or >=2025"
            ),
            Self::NoKind(text) => {
                write!(f, "{text:?} is no kind of passage and was read as words; kinds: lead, body, caption")
            }
            Self::NoName(text) => write!(f, "{text} is no name and was passed over"),
            Self::OpenBracket => f.write_str("a bracket is not closed; it was taken to close at the end"),
            Self::LoneBracket => f.write_str("a closing bracket without an opening one was passed over"),
            Self::DeepBrackets => f.write_str("brackets are nested too deeply; the innermost were passed over"),
            Self::OpenQuote => f.write_str("a quotation mark has no partner"),
            Self::LoneOperator(operator) => {
                write!(f, "{operator} has nothing to join on one side and was read as a word")
            }
            Self::NearOperand => {
                f.write_str("NEAR joins words, phrases and alternatives of these in brackets; it was read as AND")
            }
            Self::LoneWildcard(pattern) => {
                write!(f, "{pattern} without a letter would be every word and was passed over")
            }
            Self::EmptyRegex => f.write_str("an empty regular expression was passed over"),
            Self::Regex { pattern, reason } => {
                write!(f, "/{pattern}/ is no regular expression ({reason}) and was read as words")
            }
            Self::FuzzyPattern(typed) => write!(f, "{typed}: a pattern can't be fuzzy as well; ~ was passed over"),
            Self::ManyEdits(typed) => write!(f, "{typed}: at most 2 letters may differ"),
            Self::OnlyExcludes => f.write_str("nothing is asked for, only left out: everything else is found"),
        }
    }
}
