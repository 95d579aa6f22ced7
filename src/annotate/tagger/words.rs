//! What the tagger sees in a single word, whatever stands around it; worked out once per distinct word of a text.

use super::classes::{Classes, WordList};
use super::hash;
use super::tokens::TokenKind;

/// How a token is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// A mark.
    #[default]
    Mark,
    /// Digits.
    Number,
    /// A word in lower case.
    Lower,
    /// One capital at the start.
    Capital,
    /// Capitals alone.
    Upper,
    /// Capitals inside (`McDonald`, `eBay`).
    Mixed,
}

/// What a mark does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing that matters here; also for words.
    #[default]
    Other,
    /// Opens a quotation.
    OpenQuote,
    /// Closes one.
    CloseQuote,
    /// Opens or closes one.
    Quote,
    /// Opens a bracket.
    OpenBracket,
    /// Closes one.
    CloseBracket,
    /// Ends a sentence.
    Stop,
    /// Ends a sentence or shortens a word.
    Point,
}

impl Mark {
    fn of(text: &str) -> Self {
        match text {
            "„" | "«" | "‹" | "‚" => Self::OpenQuote,
            "“" | "»" | "›" | "‘" | "”" => Self::CloseQuote,
            "\"" => Self::Quote,
            "(" | "[" => Self::OpenBracket,
            ")" | "]" => Self::CloseBracket,
            "!" | "?" | ":" | "…" => Self::Stop,
            "." => Self::Point,
            _ => Self::Other,
        }
    }
}

/// A word type and the hashes of its parts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// As written.
    pub exact: u64,
    /// In lower case, without genitive-s.
    pub stem: u64,
    /// In lower case.
    pub lower: u64,
    /// The first two to four characters.
    pub prefixes: [u64; 3],
    /// The last one to five characters.
    pub suffixes: [u64; 5],
    /// Upper, lower, digits, other, each run as one.
    pub outline: u64,
    /// Lists and usage.
    pub classes: Classes,
    /// The listed noun or role at the end of a compound; zero when there is none.
    pub head: u64,
    /// Writing and lists together.
    pub signature: u64,
    /// How it is written.
    pub shape: Shape,
    /// What it does, if it is a mark.
    pub mark: Mark,
}

impl Word {
    /// Looks at `text`; `lower` is room for its lower-case form.
    #[must_use]
    pub fn new(text: &str, kind: TokenKind, list: &WordList, lower: &mut String) -> Self {
        if kind == TokenKind::Mark {
            return Self::mark(text);
        }
        lower.clear();
        lower.extend(text.chars().filter(|&c| c != '\u{ad}').flat_map(char::to_lowercase));
        let (exact, shape) = (hash::word(text.as_bytes()), shape(text, kind));
        let lower_hash = hash::word(lower.as_bytes());
        let stem = without_genitive(lower).map_or(lower_hash, |stem| hash::word(stem.as_bytes()));
        let (classes, head) = classes(text, shape, exact, lower_hash, list);
        Self {
            exact,
            stem,
            lower: lower_hash,
            prefixes: [2, 3, 4].map(|n| hash::word(prefix(lower, n).as_bytes())),
            suffixes: [1, 2, 3, 4, 5].map(|n| hash::word(suffix(lower, n).as_bytes())),
            outline: outline(text),
            classes,
            head,
            signature: u64::from(classes.without(Classes::STARTS_PHRASE).0) << 3 | shape as u64,
            shape,
            mark: Mark::Other,
        }
    }

    fn mark(text: &str) -> Self {
        let exact = hash::word(text.as_bytes());
        Self {
            exact,
            stem: exact,
            lower: exact,
            outline: exact,
            signature: exact,
            mark: Mark::of(text),
            ..Self::default()
        }
    }

    /// True for words that start with or contain a capital, and for listed names written small (`dpa`).
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
            || self.classes.any(Classes::MEDIUM.and(Classes::ORGANISATION))
    }
}

/// The word's own entry; else, for a genitive, that of its nominative; else what its end is. Usage is that of the lower case.
fn classes(text: &str, shape: Shape, exact: u64, lower: u64, list: &WordList) -> (Classes, u64) {
    let (mut own, mut head) = (list.get(exact), 0);
    if shape != Shape::Lower && !own.any(LISTED) {
        own = without_genitive(text)
            .map_or(own, |stem| list.get(hash::word(stem.as_bytes())).without(Classes::STARTS_PHRASE));
        if shape == Shape::Capital && !own.any(LISTED) {
            (own, head) = end_classes(text, list);
        }
    }
    (own.and(list.get(usage_key(lower))), head)
}

const LISTED: Classes = Classes((1 << Classes::LISTS) - 1);

/// Bytes of the shortest first and last part of a compound, and of the longest last part.
const PARTS: (usize, usize, usize) = (3, 4, 16);

/// What the longest listed noun or role at the end of a compound is, and its hash.
fn end_classes(text: &str, list: &WordList) -> (Classes, u64) {
    let (first, last, longest) = PARTS;
    let start = first.max(text.len().saturating_sub(longest));
    let mut end = [0; PARTS.2 + 4];
    for at in (start..(text.len() + 1).saturating_sub(last)).filter(|&at| text.is_char_boundary(at)) {
        let part = &text[at..];
        let Some(capital) = part.chars().next().and_then(|c| c.to_uppercase().next()) else { break };
        let width = capital.encode_utf8(&mut end).len();
        let rest = &part.as_bytes()[part.chars().next().map_or(1, char::len_utf8)..];
        let Some(room) = end.get_mut(width..width + rest.len()) else { continue };
        room.copy_from_slice(rest);
        let head = hash::word(&end[..width + rest.len()]);
        let found = list.get(head);
        if found.any(Classes::ROLE) {
            return (Classes::ENDS_ROLE, head);
        }
        if found.any(Classes::NOUN) {
            return (Classes::ENDS_NOUN, head);
        }
    }
    (Classes::default(), 0)
}

/// Under this hash the usage of a word stands, by its lower-case form.
#[must_use]
pub fn usage_key(lower: u64) -> u64 {
    hash::mix(lower, 0x75)
}

fn without_genitive(text: &str) -> Option<&str> {
    let stem = text.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    (stem.len() >= 3 && !stem.ends_with('s')).then_some(stem)
}

fn shape(text: &str, kind: TokenKind) -> Shape {
    if kind == TokenKind::Number {
        return Shape::Number;
    }
    let (mut first, mut inner, mut lower) = (false, false, false);
    for (i, c) in text.chars().enumerate() {
        let capital = c.is_uppercase();
        first |= capital && i == 0;
        inner |= capital && i > 0;
        lower |= c.is_lowercase();
    }
    match (first, inner, lower) {
        (true, false, true) => Shape::Capital,
        (false, true, _) | (true, true, true) => Shape::Mixed,
        (true, _, false) => Shape::Upper,
        _ => Shape::Lower,
    }
}

fn outline(text: &str) -> u64 {
    let (mut hash, mut before, mut run) = (0, 0, 0_u64);
    for c in text.chars() {
        let class = if c.is_uppercase() {
            1
        } else if c.is_lowercase() {
            2
        } else if c.is_numeric() {
            3
        } else {
            4
        };
        run = if class == before { run + 1 } else { 1 };
        if run <= 2 {
            hash = hash * 5 + class;
        }
        before = class;
    }
    hash
}

fn prefix(word: &str, chars: usize) -> &str {
    word.char_indices().nth(chars).map_or(word, |(end, _)| &word[..end])
}

fn suffix(word: &str, chars: usize) -> &str {
    word.char_indices().rev().nth(chars - 1).map_or(word, |(start, _)| &word[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_their_writing() {
        for (text, expect) in [
            ("Haus", Shape::Capital),
            ("NATO", Shape::Upper),
            ("X", Shape::Upper),
            ("eBay", Shape::Mixed),
            ("McDonald", Shape::Mixed),
            ("gehen", Shape::Lower),
        ] {
            assert_eq!(shape(text, TokenKind::Word), expect, "{text}");
        }
    }

    #[test]
    fn genitives_have_the_stem_of_their_nominative() {
        let list = WordList::default();
        let word = |text: &str| Word::new(text, TokenKind::Word, &list, &mut String::new());
        assert_eq!(word("Brentas").stem, word("Brenta").stem);
        assert_ne!(word("Riss").stem, word("Ris").stem);
        assert_eq!(word("Öl").suffixes[4], word("öl").lower);
        assert_ne!(outline("Haus"), outline("HAus"));
    }
}
