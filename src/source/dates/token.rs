//! A line cut into numbers, words and signs: what date patterns are matched against.

use std::ops::RangeInclusive;

/// One number, word or sign of a line, with its place in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub kind: Kind<'t>,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// ASCII digits.
    Number(&'t str),
    /// Letters.
    Word(&'t str),
    /// Any other character that is not white space.
    Sign(char),
}

impl<'t> Token<'t> {
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub fn word(&self) -> Option<&'t str> {
        if let Kind::Word(word) = self.kind { Some(word) } else { None }
    }

    /// Its value, when it is a number with that many digits.
    pub fn number(&self, digits: RangeInclusive<usize>) -> Option<i32> {
        let Kind::Number(number) = self.kind else { return None };
        digits.contains(&number.len()).then(|| number.parse().ok()).flatten()
    }

    /// True when this sign ties `next` to something before it (`1.` in `1.4.3.2025`).
    pub fn is_number_dot_before(&self, next: &Token<'_>) -> bool {
        self.end == next.start && matches!(self.kind, Kind::Sign('.' | '-' | '/' | ':') | Kind::Number(_))
    }

    /// True when a further digit group follows without a gap (`04.03.2025.7`).
    pub fn touches_number(&self, next: Option<&Token<'_>>) -> bool {
        next.is_some_and(|next| next.start == self.end && matches!(next.kind, Kind::Number(_)))
    }
}

pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let start = line.len() - rest.len();
        let length = token_length(rest, first);
        let (text, after) = rest.split_at(length);
        if !first.is_whitespace() {
            tokens.push(Token { kind: kind_of(text, first), start, end: start + length });
        }
        rest = after;
    }
    tokens
}

fn token_length(rest: &str, first: char) -> usize {
    let same: fn(char) -> bool = match first {
        c if c.is_ascii_digit() => |c| c.is_ascii_digit(),
        c if c.is_alphabetic() => char::is_alphabetic,
        _ => return first.len_utf8(),
    };
    rest.find(|c| !same(c)).unwrap_or(rest.len())
}

fn kind_of(text: &str, first: char) -> Kind<'_> {
    match first {
        c if c.is_ascii_digit() => Kind::Number(text),
        c if c.is_alphabetic() => Kind::Word(text),
        c => Kind::Sign(c),
    }
}
