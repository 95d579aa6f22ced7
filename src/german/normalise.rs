//! Normalisation: one spelling for what looks alike, with a way back to the original's places.
//!
//! Composed letters (NFC), no invisible characters, one apostrophe, one hyphen, plain letters for ligatures and
//! full-width forms, plain digits for subscripts. Quotation marks and dashes stay as they are: they only separate
//! words, and no later step looks at which ones they are.

use crate::article::Span;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text in one spelling.
#[derive(Debug)]
pub struct Normalised<'t> {
    /// The text; borrowed when nothing had to change.
    pub text: Cow<'t, str>,
    edits: Vec<Edit>,
}

/// A stretch that was replaced.
#[derive(Debug, Clone, Copy)]
struct Edit {
    /// Where the replacement stands in the new text; empty for what was left out.
    new: Span,
    /// What it replaced in the original.
    old: Span,
}

impl Normalised<'_> {
    /// The place in the original of a stretch of the new text (both in bytes).
    ///
    /// A border within a replacement moves outwards to that replacement's border; characters left out just before or
    /// after the stretch stay outside.
    pub fn original(&self, span: Span) -> Span {
        if self.edits.is_empty() {
            return span;
        }
        Span::new(self.original_start(span.start), self.original_end(span.end))
    }

    fn original_start(&self, at: usize) -> usize {
        let (before, rest) = self.edits.split_at(self.edits.partition_point(|edit| edit.new.end <= at));
        match rest.first() {
            Some(edit) if edit.new.start < at => edit.old.start,
            _ => moved(before.last(), at),
        }
    }

    fn original_end(&self, at: usize) -> usize {
        let (before, rest) =
            self.edits.split_at(self.edits.partition_point(|edit| edit.new.start < at && edit.new.end <= at));
        match rest.first() {
            Some(edit) if edit.new.start < at => edit.old.end,
            _ => moved(before.last(), at),
        }
    }
}

/// The original place of a position that lies in unchanged text after the edit `last`.
fn moved(last: Option<&Edit>, at: usize) -> usize {
    last.map_or(at, |edit| edit.old.end + (at - edit.new.end))
}

/// Brings a text into one spelling.
pub fn normalise(text: &str) -> Normalised<'_> {
    let mut writer = Writer { text, new: String::new(), copied: 0, edits: Vec::new() };
    let mut at = 0;
    while let Some(offset) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
        at = writer.step(at + offset);
    }
    writer.finish()
}

/// Builds the new text from unchanged runs and replacements.
struct Writer<'t> {
    text: &'t str,
    new: String,
    /// Up to here the original is in `new`.
    copied: usize,
    edits: Vec<Edit>,
}

impl<'t> Writer<'t> {
    /// Looks at the character at `at`, replaces what has to be replaced, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some(char) = self.text[at..].chars().next() else { return self.text.len() };
        let end = at + char.len_utf8();
        match respell(char, self.text[..at].chars().next_back()) {
            Respelling::Plain => end,
            // A mark after it belongs to the letter before it.
            Respelling::To("") if self.mark_follows(end) => self.compose(at, end),
            Respelling::To(new) => self.replace(Span::new(at, end), new),
            Respelling::Compose => self.compose(at, end),
        }
    }

    fn mark_follows(&self, at: usize) -> bool {
        self.text[at..].chars().find(|&char| !is_invisible(char)).is_some_and(is_combining_mark)
    }

    fn replace(&mut self, old: Span, new: &str) -> usize {
        self.new.push_str(&self.text[self.copied..old.start]);
        let start = self.new.len();
        self.new.push_str(new);
        self.edits.push(Edit { new: Span::new(start, self.new.len()), old });
        self.copied = old.end;
        old.end
    }

    /// Composes the letter before `at` with the marks from `at` on, leaving out what is invisible among them.
    fn compose(&mut self, at: usize, end: usize) -> usize {
        let before = self.text[self.copied..at].chars().next_back().map_or(0, char::len_utf8);
        let is_mark = |c: char| is_combining_mark(c) || is_invisible(c);
        let end = self.text[end..].find(|c| !is_mark(c)).map_or(self.text.len(), |length| end + length);
        let old = Span::new(at - before, end);
        let slice = &self.text[old.start..old.end];
        let composed: String = slice.chars().filter(|&c| !is_invisible(c)).nfc().collect();
        if composed == slice { end } else { self.replace(old, &composed) }
    }

    fn finish(mut self) -> Normalised<'t> {
        if self.edits.is_empty() {
            return Normalised { text: Cow::Borrowed(self.text), edits: self.edits };
        }
        self.new.push_str(&self.text[self.copied..]);
        Normalised { text: Cow::Owned(self.new), edits: self.edits }
    }
}

/// What becomes of a character beyond ASCII.
enum Respelling {
    /// It stays.
    Plain,
    /// It is replaced.
    To(&'static str),
    /// It has to be composed with its neighbours.
    Compose,
}

fn respell(char: char, before: Option<char>) -> Respelling {
    use Respelling::{Compose, Plain, To};
    match char {
        '²' if before == Some('m') => To("2"),
        '³' if before == Some('m') => To("3"),
        // Other raised digits are marks of footnotes.
        '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' => To(""),
        '\u{AD}' => To(""),
        '´' => To("'"),
        'ſ' => To("s"),
        '\u{A0}'..'\u{2B9}' => Plain,
        'ʹ' | 'ʼ' | '‘' | '’' | '‛' | '′' => To("'"),
        '‐' | '‑' | '⁃' | '﹣' => To("-"),
        '₀'..='₉' => To(digit(char, '₀')),
        'ﬀ'..='ﬆ' => To(LIGATURES[char as usize - 'ﬀ' as usize]),
        '\u{FF01}'..='\u{FF5E}' => To(full_width(char)),
        _ if is_invisible(char) => To(""),
        _ if is_combining_mark(char) => Compose,
        '\u{2010}'..='\u{2044}' => Plain,
        _ if is_nfc_quick(std::iter::once(char)) == IsNormalized::No => Compose,
        _ => Plain,
    }
}

const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

const ASCII: &str = "0123456789";
const PRINTABLE: &str =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

fn digit(char: char, zero: char) -> &'static str {
    let value = char as usize - zero as usize;
    ASCII.get(value..=value).unwrap_or_default()
}

/// The ASCII character of which this is the form as wide as a Chinese character.
fn full_width(char: char) -> &'static str {
    let place = char as usize - 0xFF01;
    PRINTABLE.get(place..=place).unwrap_or_default()
}

/// True for characters that only steer how text is set: break hints, joiners, directions, variants, byte order marks.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}'
            | '\u{34F}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_come_into_one_spelling() {
        for (text, expected) in [
            ("", ""),
            ("Größe „bleibt“ – so", "Größe „bleibt“ – so"),
            ("Betrach\u{AD}tet", "Betrachtet"),
            ("\u{FEFF}Anfang\u{200B}", "Anfang"),
            ("Mu\u{308}ller", "Müller"),
            ("u\u{AD}\u{308}ber", "über"),
            ("Müller’s", "Müller's"),
            ("Su‑35", "Su-35"),
            ("Ｔｅｓｔ！", "Test!"),
            ("ﬁnden, eﬀektiv", "finden, effektiv"),
            ("CO₂", "CO2"),
            ("12 m² Fläche²", "12 m2 Fläche"),
            ("\u{212B}ngström", "Ångström"),
        ] {
            assert_eq!(normalise(text).text, expected);
        }
    }

    #[test]
    fn untouched_text_is_borrowed() {
        assert!(matches!(normalise("„Schöne Grüße“ – aus Köln").text, Cow::Borrowed(_)));
    }

    #[test]
    fn places_lead_back_to_the_original() {
        for (text, word, expected) in [
            ("Ein Betrach\u{AD}ter", "Betrachter", "Betrach\u{AD}ter"),
            ("\u{AD}Wort\u{AD} da", "Wort", "Wort"),
            ("so Mu\u{308}ller da", "Müller", "Mu\u{308}ller"),
            ("e\u{301}a", "a", "a"),
            ("e\u{301}a", "é", "e\u{301}"),
            ("ﬁnden", "inden", "ﬁnden"),
            ("Auﬂ", "Auf", "Auﬂ"),
            ("’s geht’s", "geht", "geht"),
        ] {
            let clean = normalise(text);
            let start = clean.text.find(word).unwrap_or_else(|| unreachable!("{word} stands in {:?}", clean.text));
            let span = clean.original(Span::new(start, start + word.len()));
            assert_eq!(&text[span.start..span.end], expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn places_stay_in_order_and_on_borders(text in "[a-zäö \u{AD}\u{308}\u{301}’ﬁＡ\u{200B}😀²m]{0,40}") {
            let clean = normalise(&text);
            let borders: Vec<usize> = clean.text.char_indices().map(|(at, _)| at).chain([clean.text.len()]).collect();
            let mut last = 0;
            for pair in borders.windows(2) {
                let span = clean.original(Span::new(pair[0], pair[1]));
                prop_assert!(text.get(span.start..span.end).is_some_and(|slice| !slice.is_empty()));
                prop_assert!(span.start >= last);
                last = span.start;
            }
        }

        #[test]
        fn any_text_comes_out_composed(text in "\\PC{0,40}") {
            let clean = normalise(&text);
            prop_assert!(clean.edits.is_empty() || clean.text != text);
        }
    }
}
