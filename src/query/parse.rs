//! Reads a query as people type it: words, `"phrases"`, `+must`, `-not`. Nothing typed is an error.

use crate::query::ast::{Ast, Clause, Matter, Occur};

/// Marks that open and close a phrase; German and French quotation marks count like the straight one.
const QUOTES: &[char] = &['"', '„', '“', '”', '«', '»'];

/// A query as read, and what of it was not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked for.
    pub ast: Ast,
    /// What was not understood and how it was taken instead, each a sentence for the person who typed it.
    pub notes: Vec<String>,
}

/// Reads `text`. An unclosed phrase runs to the end; signs without a word are passed over.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut clauses = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (clause, after) = next_clause(rest);
        clauses.extend(clause);
        rest = after.trim_start();
    }
    Parsed { ast: Ast { clauses }, notes: Vec::new() }
}

fn next_clause(text: &str) -> (Option<Clause>, &str) {
    let (occur, text) = sign(text);
    let (matter, rest) = if text.starts_with(QUOTES) { phrase(text) } else { word(text) };
    (matter.map(|matter| Clause { occur, matter }), rest)
}

/// A sign counts only right before what it belongs to: `a - b` and `Ost-West` have none.
fn sign(text: &str) -> (Occur, &str) {
    let mut chars = text.chars();
    let occur = match chars.next() {
        Some('+') => Occur::Must,
        Some('-') => Occur::MustNot,
        _ => return (Occur::Should, text),
    };
    match chars.clone().next() {
        Some(next) if next.is_alphanumeric() || QUOTES.contains(&next) => (occur, chars.as_str()),
        _ => (Occur::Should, text),
    }
}

fn phrase(text: &str) -> (Option<Matter>, &str) {
    let inner = text.strip_prefix(QUOTES).unwrap_or(text);
    let (phrase, rest) = inner.split_once(QUOTES).unwrap_or((inner, ""));
    let phrase = phrase.trim();
    let matter = phrase.contains(char::is_alphanumeric).then(|| Matter::Phrase(phrase.to_owned()));
    (matter, rest)
}

fn word(text: &str) -> (Option<Matter>, &str) {
    let end = text.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let matter = word.contains(char::is_alphanumeric).then(|| Matter::Word(word.to_owned()));
    (matter, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn queries_are_read_as_typed() {
        for (typed, read) in [
            ("Panzer Nordkorea", "Panzer Nordkorea"),
            ("  +Panzer   -Nordkorea ", "+Panzer -Nordkorea"),
            ("„Die Zeit“ Leser", "\"Die Zeit\" Leser"),
            ("\"offenes Ende", "\"offenes Ende\""),
            ("Ost-West a - b", "Ost-West a b"),
            ("20:15 Uhr", "20:15 Uhr"),
            ("Merz: Kanzler", "Merz: Kanzler"),
            ("-\"kein Wort\"", "-\"kein Wort\""),
            ("\"\" + - ?", ""),
            ("Müller's", "Müller's"),
        ] {
            assert_eq!(parse(typed).ast.to_string(), read, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn printing_then_parsing_gives_the_same(typed in "\\PC{0,60}") {
            let ast = parse(&typed).ast;
            prop_assert_eq!(parse(&ast.to_string()).ast, ast);
        }
    }
}
