//! Places in a text: byte spans, and their conversion to characters.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end` within a text; bytes unless the owner says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First position inside.
    pub start: usize,
    /// First position after the end.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        Self { start, end }
    }

    /// Its length, in the units of its positions.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True for a span of no length.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one position.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span counted from `origin` on.
    #[must_use]
    pub fn relative_to(self, origin: usize) -> Span {
        Span::new(self.start - origin, self.end - origin)
    }

    /// The same span moved to the right by `offset`.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start + offset, self.end + offset)
    }
}

/// Turns byte positions of one text into character positions (Unicode scalar values).
///
/// Built in one pass; a look-up walks at most one stride, so that long texts stay cheap.
#[derive(Debug, Clone)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Characters before byte `i * STRIDE`, counted at the character border at or before it.
    marks: Vec<(usize, usize)>,
}

const STRIDE: usize = 256;

impl<'t> CharIndex<'t> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            if byte >= marks.len() * STRIDE {
                marks.push((byte, chars));
            }
        }
        Self { text, marks }
    }

    /// Characters before byte `byte`; a position inside a character counts as its start, one past the end as the end.
    #[must_use]
    pub fn char_at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let after = self.marks.partition_point(|&(start, _)| start <= byte);
        let Some(&(start, chars)) = after.checked_sub(1).and_then(|i| self.marks.get(i)) else { return 0 };
        chars + self.text[start..].char_indices().take_while(|(i, c)| start + i + c.len_utf8() <= byte).count()
    }

    /// The same span in characters.
    #[must_use]
    pub fn chars(&self, bytes: Span) -> Span {
        Span::new(self.char_at(bytes.start), self.char_at(bytes.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_know_their_neighbours() {
        let span = Span::new(3, 7);
        assert!(span.contains(Span::new(3, 7)) && !span.contains(Span::new(2, 4)));
        assert!(span.overlaps(Span::new(6, 9)) && !span.overlaps(Span::new(7, 9)));
        assert_eq!(span.relative_to(3), Span::new(0, 4));
    }

    proptest! {
        #[test]
        fn characters_are_counted_as_the_standard_library_does(text in "[a-zäöüß€😀 ]{0,900}") {
            let index = CharIndex::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_at(byte), chars);
            }
            prop_assert_eq!(index.char_at(text.len()), text.chars().count());
        }
    }
}
