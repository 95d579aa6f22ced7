//! Reads one piece of a query, what stands between white space: a word, a pattern, an expression.

use crate::german::{self, Token};
use crate::query::ast::{Sought, Term};
use crate::query::note::{Note, Notes};
use regex_automata::util::syntax;
use unicode_normalization::char::is_combining_mark;

/// Letters from which a fuzzy word may differ in two places when nothing is said.
const TWO_EDITS: usize = 8;
/// Most editing steps: beyond, everything is like everything.
const MOST_EDITS: u8 = 2;

/// Reads `piece`; `None` when it holds no word.
pub(super) fn term(piece: &str, notes: &mut Notes) -> Option<Sought> {
    if let Some(raw) = piece.strip_prefix('\\') {
        return word(raw);
    }
    if let Some(pattern) = regex_of(piece) {
        return regex(piece, pattern, notes);
    }
    if let Some(form) = piece.strip_prefix('=') {
        return exact(form);
    }
    let (base, edits) = without_tilde(piece);
    if is_wildcard(base) {
        if edits.is_some() {
            notes.add(Note::FuzzyPattern(piece.to_owned()));
        }
        return wildcard(base, notes);
    }
    edits.and_then(|edits| fuzzy(base, edits, piece, notes)).or_else(|| word(piece))
}

/// `text` as a word; brackets that are not in pairs could not be told from those of the query.
pub(super) fn word(text: &str) -> Option<Sought> {
    let word = if in_pairs(text) { text.to_owned() } else { text.replace(['(', ')'], "|") };
    has_word(text).then_some(Sought::Term(Term::Word(word)))
}

fn in_pairs(text: &str) -> bool {
    let mut open = 0_usize;
    let paired = text.chars().all(|c| match c {
        '(' => {
            open += 1;
            true
        }
        ')' => open.checked_sub(1).map(|less| open = less).is_some(),
        _ => true,
    });
    paired && open == 0
}

/// True when the German chain finds a word in `text`.
pub(super) fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric) || !german::analyse(text).is_empty()
}

/// One term, or several as a phrase.
fn in_order(mut terms: Vec<Term>) -> Option<Sought> {
    match terms.len() {
        0 => None,
        1 => terms.pop().map(Sought::Term),
        _ => Some(Sought::Phrase { terms, slop: 0 }),
    }
}

/// The expression between two slashes when `piece` is one and nothing else.
fn regex_of(piece: &str) -> Option<&str> {
    let inner = piece.trim_end_matches([',', ';']).strip_prefix('/')?.strip_suffix('/')?;
    let mut escaped = false;
    let closed = inner.chars().any(|c| {
        let closes = c == '/' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    (!closed && !escaped).then_some(inner)
}

fn regex(piece: &str, pattern: &str, notes: &mut Notes) -> Option<Sought> {
    if pattern.is_empty() {
        notes.add(Note::EmptyRegex);
        return None;
    }
    match syntax::parse(pattern) {
        Ok(_) => Some(Sought::Term(Term::Regex(pattern.to_owned()))),
        Err(error) => {
            notes.add(Note::Regex { pattern: pattern.to_owned(), reason: last_line(&error.to_string()) });
            word(piece)
        }
    }
}

/// The syntax library draws its complaints over several lines; the last one says what is wrong.
fn last_line(error: &str) -> String {
    error.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The words of a text as they stand in it, without the joined ones.
fn single_words(text: &str) -> Vec<String> {
    let tokens: Vec<Token> = german::analyse(text);
    let single = tokens.iter().filter(|token| !token.joined);
    single.map(|token| text[token.span.start..token.span.end].to_owned()).collect()
}

fn exact(form: &str) -> Option<Sought> {
    in_order(single_words(form).into_iter().map(Term::Exact).collect())
}

/// Whether `*` or `?` stand for letters. A question mark at the end of a word asks a question, a star may be a gender sign
/// (*Politiker\*innen*), and addresses of web pages hold both.
fn is_wildcard(piece: &str) -> bool {
    let stands = |run: &str| run.contains('*') || run.trim_end_matches('?').contains('?');
    runs(piece).any(stands) && !is_address(piece) && !is_gendered(piece)
}

/// Runs of letters and wildcards.
fn runs(piece: &str) -> impl Iterator<Item = &str> {
    piece.split(|c: char| !is_letter(c) && c != '*' && c != '?').filter(|run| !run.is_empty())
}

fn is_address(piece: &str) -> bool {
    piece.contains("://") || piece.starts_with("www.")
}

/// True when the German chain takes the whole of `piece` for one word with its gender sign.
pub(super) fn is_gendered(piece: &str) -> bool {
    let trimmed = piece.trim_end_matches(|c: char| !is_letter(c) && c != ')');
    let tokens = german::analyse(trimmed);
    tokens.iter().any(|token| token.joined)
        && tokens.iter().all(|token| token.span.start == 0 && token.span.end == trimmed.len())
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// A pattern; words joined by hyphens and the like make a phrase of patterns and words.
fn wildcard(piece: &str, notes: &mut Notes) -> Option<Sought> {
    let (runs, lone): (Vec<&str>, Vec<&str>) = runs(piece).partition(|run| run.contains(is_letter));
    if runs.is_empty() {
        if !lone.is_empty() {
            notes.add(Note::LoneWildcard(piece.to_owned()));
        }
        return None;
    }
    let pattern = |run: &str| {
        if is_wildcard(run) {
            return Some(Term::Wildcard(run.to_owned()));
        }
        let word = run.trim_end_matches('?');
        has_word(word).then(|| Term::Word(word.to_owned()))
    };
    in_order(runs.into_iter().filter_map(pattern).collect())
}

/// What stands before `~`, `~1` or `~2` at the end of `piece`, and how many steps that means.
fn without_tilde(piece: &str) -> (&str, Option<Edits>) {
    let trimmed = piece.trim_end_matches([',', '.', ';', ':', '!', '?']);
    let Some((base, number)) = trimmed.rsplit_once('~') else { return (piece, None) };
    match number.as_bytes() {
        [] => (base, Some(Edits::Unsaid)),
        [digit] if digit.is_ascii_digit() => (base, Some(Edits::Said(digit - b'0'))),
        _ => (piece, None),
    }
}

/// What stands behind `~`.
#[derive(Debug, Clone, Copy)]
enum Edits {
    Unsaid,
    Said(u8),
}

impl Edits {
    /// Editing steps for `word`.
    fn of(self, word: &str) -> u8 {
        match self {
            Self::Said(number) => number.min(MOST_EDITS),
            Self::Unsaid if word.chars().count() < TWO_EDITS => 1,
            Self::Unsaid => 2,
        }
    }
}

/// A word that may differ; of words joined by hyphens, the last one may.
fn fuzzy(base: &str, edits: Edits, piece: &str, notes: &mut Notes) -> Option<Sought> {
    let mut words = single_words(base);
    let word = words.pop()?;
    if matches!(edits, Edits::Said(number) if number > MOST_EDITS) {
        notes.add(Note::ManyEdits(piece.to_owned()));
    }
    let edits = edits.of(&word);
    let mut terms: Vec<Term> = words.into_iter().map(Term::Word).collect();
    terms.push(Term::Fuzzy { word, edits });
    in_order(terms)
}
