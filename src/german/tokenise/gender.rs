//! Gender forms: *Politiker:innen*, *Bürger\*innen*, *Lehrer_innen*, *Leser/-innen*, *Schüler(innen)*, *BürgerInnen*.
//!
//! Each is one word at one position, with the form before the sign; the full form (*Politikerinnen*) goes along with
//! it, so that both are found.

use super::Unit;
use super::atoms::{Atom, Glue};
use crate::article::Span;
use std::borrow::Cow;

/// Endings of one letter, as in *jede:r*, *ein\*e*.
const SHORT: [&str; 5] = ["e", "m", "n", "r", "s"];

/// The length of the sign at the beginning of `rest` (in bytes), when `word` stands before it and an ending for
/// another gender after it.
pub fn sign(word: &str, rest: &str) -> Option<usize> {
    let is_person = word.starts_with(char::is_uppercase) && !word.chars().skip(1).all(char::is_uppercase);
    let length = ["/-", "(-", "/", "(", ":", "*", "_"].into_iter().find(|sign| rest.starts_with(sign))?.len();
    let ending = letters(&rest[length..]);
    let bracket_closes = rest[length + ending.len()..].starts_with(')');
    let fits = match &rest[..1] {
        "(" => is_person && bracket_closes && matches!(ending, "in" | "innen"),
        "/" => is_person && matches!(ending, "in" | "innen"),
        _ if is_person => ending == "in" || ending.starts_with("innen") || SHORT.contains(&ending),
        _ => word.starts_with(char::is_lowercase) && SHORT.contains(&ending),
    };
    fits.then_some(length)
}

fn letters(text: &str) -> &str {
    &text[..text.find(|char: char| !char.is_alphabetic()).unwrap_or(text.len())]
}

/// Reads a word with an ending for another gender.
pub fn read<'t>(text: &'t str, run: &[Atom]) -> Option<(Unit<'t>, usize)> {
    let [word, ending, ..] = run else { return None };
    if word.glue != Glue::Gender {
        return None;
    }
    let in_brackets = text[word.span.end..].starts_with('(');
    let span = Span::new(word.span.start, ending.span.end + usize::from(in_brackets));
    let full = [word.form(text), ending.form(text)].concat();
    Some((Unit { span, form: Cow::Borrowed(word.form(text)), full: Some(full), glue: ending.glue }, 2))
}

/// What stands before a capital I that begins the ending (*BürgerInnen*, *KanzlerIn*).
pub fn before_capital(word: &str) -> Option<&str> {
    let (before, ending) = word.split_at(word.rfind("In")?);
    let fits = match ending {
        // Not every `In`: LinkedIn, PlugIn.
        "In" => ["er", "or", "nt", "st"].iter().any(|end| before.ends_with(end)),
        _ => ending.starts_with("Innen"),
    };
    (fits && before.ends_with(char::is_lowercase)).then_some(before)
}
