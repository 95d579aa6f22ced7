//! Sentences: where they end in German text.
//!
//! A point, question or exclamation mark ends a sentence when white space and something that may begin a sentence
//! follow, unless the word before the point is one that is written with a point: an abbreviation, an initial, an
//! ordinal (*am 3. Oktober*, *Ludwig XIV.*). German nouns begin with capitals, so a capital after such a word proves
//! nothing; a word of grammar with a capital (*Danach*, *Die*) does: it only has one at the beginning of a sentence.
//! A blank line ends a sentence, too; a single line break does not.

mod word;

use crate::article::Span;
use word::{Reading, reading};

/// The sentences of a text, in order: byte spans on character borders, without the white space around them. Together
/// they cover every character that is not white space.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in ends(text) {
        found.extend(trimmed(text, Span::new(start, end)));
        start = end;
    }
    found.extend(trimmed(text, Span::new(start, text.len())));
    found
}

/// The span without white space at its ends; `None` when nothing is left.
pub(super) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let slice = text.get(span.start..span.end)?;
    let start = span.end - slice.trim_start().len();
    let end = span.start + slice.trim_end().len();
    (start < end).then(|| Span::new(start, end))
}

/// The places after which a new sentence begins.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let mark = at + text[at..].find(['.', '!', '?', '…', '\n'])?;
            let (end, is_end) =
                if text[mark..].starts_with('\n') { blank_line(text, mark) } else { closing(text, mark) };
            at = end;
            if is_end {
                return Some(end);
            }
        }
    })
}

/// Looks at the line break at `mark`: a blank line ends what stands before it.
fn blank_line(text: &str, mark: usize) -> (usize, bool) {
    let space = text[mark..].len() - text[mark..].trim_start().len();
    (mark + space, text[mark..mark + space].matches('\n').count() > 1)
}

/// Looks at the marks at `mark` and the quotation marks and brackets that close after them.
fn closing(text: &str, mark: usize) -> (usize, bool) {
    let rest = &text[mark..];
    let marks = &rest[..rest.find(|char| !is_mark(char)).unwrap_or(rest.len())];
    let closers = &rest[marks.len()..];
    let closers = &closers[..closers.find(|char| !is_closer(char)).unwrap_or(closers.len())];
    let end = mark + marks.len() + closers.len();
    let end = end + loose_closer(&text[end..]);
    (end, ends_sentence(&text[..mark], marks, &text[end..]))
}

/// The length of a closing quotation mark that stands alone after a space.
fn loose_closer(after: &str) -> usize {
    let Some(rest) = after.strip_prefix(' ') else { return 0 };
    let unquoted = rest.trim_start_matches(['“', '”', '"']);
    let stands_alone = unquoted.is_empty() || unquoted.starts_with(char::is_whitespace);
    if stands_alone && unquoted.len() < rest.len() { after.len() - unquoted.len() } else { 0 }
}

fn is_mark(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…')
}

fn is_closer(char: char) -> bool {
    matches!(char, '"' | '\'' | '“' | '”' | '’' | '‘' | '«' | '»' | '‹' | '›' | ')' | ']' | '¹' | '²' | '³')
}

fn is_opener(char: char) -> bool {
    matches!(char, '"' | '\'' | '„' | '‚' | '“' | '‘' | '«' | '»' | '‹' | '›' | '(' | '[' | '–' | '—' | '-' | '•' | '*')
}

/// True when a sentence ends with `marks`, standing between `before` and `after`.
fn ends_sentence(before: &str, marks: &str, after: &str) -> bool {
    if !after.starts_with(char::is_whitespace) {
        return after.is_empty();
    }
    let next = after.trim_start_matches(|char: char| char.is_whitespace() || is_opener(char));
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    match marks {
        "." => match reading(before, next) {
            Reading::PlainWord => true,
            Reading::TakesPoint => begins_with_grammar(next),
            Reading::NeedsMore => false,
        },
        // Left-out words (`[…]`, `(...)`) and a pause before a noun are no ends.
        "…" | "..." => !before.ends_with(['[', '(']) && (!before.ends_with(' ') || begins_with_grammar(next)),
        _ => true,
    }
}

/// True when the text begins with a word of grammar in a capital, which it only has at the beginning of a sentence.
fn begins_with_grammar(next: &str) -> bool {
    let word = word::first(next);
    word.starts_with(char::is_uppercase) && crate::lexicon::stopwords::contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests;
