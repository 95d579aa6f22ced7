//! Atoms: runs of letters, digits and marks, and how each touches the next.

use super::gender;
use crate::article::Span;
use unicode_normalization::char::is_combining_mark;

/// A run of letters, digits and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Atom {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What stands between it and the next.
    pub glue: Glue,
}

impl Atom {
    /// Its letters.
    pub fn form<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.start..self.span.end]
    }

    /// True when it has only the digits 0 to 9.
    pub fn is_number(&self, text: &str) -> bool {
        self.form(text).bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// What joins two atoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glue {
    /// Nothing: they are apart.
    None,
    /// A hyphen, also one at the end of a line.
    Hyphen,
    /// An apostrophe.
    Apostrophe,
    /// A full stop.
    Point,
    /// A comma between digits.
    Comma,
    /// A space that does not break, between digits.
    Space,
    /// The sign before an ending for another gender: `:`, `*`, `_`, `/`, `(`.
    Gender,
}

/// The atoms of a text, in order.
pub fn atoms(text: &str) -> impl Iterator<Item = Atom> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|char| is_word_char(char) || char == '§')?;
        let end = atom_end(text, start);
        let (glue, next) = glue(text, Span::new(start, end));
        at = next;
        Some(Atom { span: Span::new(start, end), glue })
    })
}

fn is_word_char(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphanumeric() } else { char.is_alphanumeric() || is_combining_mark(char) }
}

fn atom_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if rest.starts_with('§') {
        return start + (rest.len() - rest.trim_start_matches('§').len());
    }
    let length = rest.find(|char| !is_word_char(char)).unwrap_or(rest.len());
    start + length + sign_length(&rest[..length], &rest[length..])
}

/// The length of a sign that belongs to the word before it: `C++`, `C#`.
fn sign_length(word: &str, rest: &str) -> usize {
    let sign = if rest.starts_with("++") && word.ends_with(char::is_alphabetic) {
        "++"
    } else if rest.starts_with('#') && word.len() == 1 && word.ends_with(char::is_alphabetic) {
        "#"
    } else {
        return 0;
    };
    if rest[sign.len()..].starts_with(is_word_char) { 0 } else { sign.len() }
}

/// What joins the atom at `span` to what follows, and where to look for the next one.
fn glue(text: &str, span: Span) -> (Glue, usize) {
    let rest = &text[span.end..];
    let found = match rest.chars().next() {
        Some('-') => hyphen(rest),
        Some('\'') => touching(rest, 1, Glue::Apostrophe, is_word_char),
        Some('.') => touching(rest, 1, Glue::Point, is_word_char),
        Some(',') if ends_with_digit(text, span) => touching(rest, 1, Glue::Comma, |char| char.is_ascii_digit()),
        Some(space @ ('\u{A0}' | '\u{2009}' | '\u{202F}')) if ends_with_digit(text, span) => {
            touching(rest, space.len_utf8(), Glue::Space, |char| char.is_ascii_digit())
        }
        Some(':' | '*' | '_' | '/' | '(') => {
            gender::sign(&text[span.start..span.end], rest).map(|sign| (Glue::Gender, sign))
        }
        _ => None,
    };
    found.map_or((Glue::None, span.end), |(glue, length)| (glue, span.end + length))
}

fn ends_with_digit(text: &str, span: Span) -> bool {
    text.as_bytes()[span.end - 1].is_ascii_digit()
}

fn touching(rest: &str, length: usize, glue: Glue, follows: impl Fn(char) -> bool) -> Option<(Glue, usize)> {
    rest[length..].starts_with(follows).then_some((glue, length))
}

/// A hyphen before a word, or at the end of a line whose word goes on in small letters.
fn hyphen(rest: &str) -> Option<(Glue, usize)> {
    touching(rest, 1, Glue::Hyphen, is_word_char).or_else(|| {
        let after = rest[1..].trim_start_matches([' ', '\r']).strip_prefix('\n')?.trim_start_matches(' ');
        let word_end = after.find(|char| !is_word_char(char)).unwrap_or(after.len());
        let goes_on = after.starts_with(char::is_lowercase) && !CONJUNCTIONS.contains(&&after[..word_end]);
        goes_on.then_some((Glue::Hyphen, rest.len() - after.len()))
    })
}

/// Words after a hyphen that stands for a left-out part (*Vor- und Nachteile*).
const CONJUNCTIONS: [&str; 6] = ["und", "oder", "bzw", "bis", "sowie", "als"];
