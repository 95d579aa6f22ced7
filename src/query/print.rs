//! Prints a tree as a query that reads as the same tree.

use crate::query::ast::{Ast, Clause, Condition, Matter, NameField, Occur, Scope, Sought, Term, Text};
use crate::query::field::Field;
use crate::query::parse::reads_as_itself;
use std::fmt::{Display, Formatter, Result};

impl Display for Ast {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        // Conditions that stand beside others narrow them: alternatives have to say that they are some.
        let stated = self.is_alternatives() && self.clauses().iter().any(|clause| clause.matter.is_condition());
        join(f, self.clauses(), if stated { " OR " } else { " " })
    }
}

fn join<T: Display>(f: &mut Formatter<'_>, parts: &[T], between: &str) -> Result {
    for (i, part) in parts.iter().enumerate() {
        let between = if i == 0 { "" } else { between };
        write!(f, "{between}{part}")?;
    }
    Ok(())
}

fn bracketed(f: &mut Formatter<'_>, inner: &impl Display) -> Result {
    write!(f, "({inner})")
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self.occur {
            Occur::Should => "",
            Occur::Must => "+",
            Occur::MustNot => "-",
        })?;
        match &self.matter {
            Matter::Text(text) => write!(f, "{text}"),
            Matter::Condition(condition) => write!(f, "{condition}"),
            Matter::Group(group) => bracketed(f, group),
        }
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.scope != Scope::All {
            write!(f, "{}:", Field::Text(self.scope).name())?;
        }
        match &self.sought {
            sought @ Sought::Near { .. } if self.scope != Scope::All => bracketed(f, sought),
            sought => write!(f, "{sought}"),
        }
    }
}

impl Display for Sought {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Term(term) => write!(f, "{term}"),
            Self::Phrase { terms, slop } => {
                f.write_str("\"")?;
                join(f, terms, " ")?;
                f.write_str("\"")?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Self::Near { distance, of } => {
                for (i, sought) in of.iter().enumerate() {
                    if i > 0 {
                        write!(f, " NEAR/{distance} ")?;
                    }
                    match sought {
                        // What stands first is read first anyhow.
                        Self::Near { .. } if i > 0 => bracketed(f, sought)?,
                        sought => write!(f, "{sought}")?,
                    }
                }
                Ok(())
            }
            Self::Any(of) => bracketed(f, &Alternatives(of)),
        }
    }
}

struct Alternatives<'s>(&'s [Sought]);

impl Display for Alternatives<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        join(f, self.0, " ")
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Word(word) if reads_as_itself(word) => f.write_str(word),
            Self::Word(word) => write!(f, "\\{word}"),
            Self::Exact(word) => write!(f, "={word}"),
            Self::Wildcard(pattern) => f.write_str(pattern),
            Self::Fuzzy { word, edits } => write!(f, "{word}~{edits}"),
            Self::Regex(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Name { field, value } if is_plain(value) => write!(f, "{field}:{value}"),
            Self::Name { field, value } => write!(f, "{field}:\"{value}\""),
            Self::Kind(kind) => write!(f, "{}:{}", Field::Kind.name(), kind.as_str()),
            Self::Date { since, until } => {
                write!(f, "{}:", Field::Date.name())?;
                match (since, until) {
                    (Some(since), Some(until)) if since == until => write!(f, "{since}"),
                    (since, until) => {
                        since.iter().try_for_each(|day| write!(f, "{day}"))?;
                        f.write_str("..")?;
                        until.iter().try_for_each(|day| write!(f, "{day}"))
                    }
                }
            }
        }
    }
}

/// True for a value that needs no quotation marks.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
}

impl Display for NameField {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(Field::Name(*self).name())
    }
}
