//! Cutting: a stretch of text that is too long becomes even pieces.

use crate::article::{CharIndex, Span};
use crate::passage::sentence::{sentences, trimmed};

/// Cuts a stretch of `text` (bytes) into pieces of at most `longest` characters and of about the same length.
///
/// Cuts lie at the ends of sentences where possible, else after a clause, else at a space, and only in text without
/// any of them within a word. The pieces leave out white space and nothing else.
pub fn cut(text: &str, index: &CharIndex<'_>, span: Span, longest: usize) -> Vec<Span> {
    let mut pieces = Vec::new();
    let starts = sentence_starts(text, span);
    let mut rest = trimmed(text, span);
    while let Some(piece) = rest {
        let end = if index.chars(piece).len() > longest {
            piece_end(text, index, &starts, piece, longest)
        } else {
            piece.end
        };
        pieces.extend(trimmed(text, Span::new(piece.start, end)));
        rest = trimmed(text, Span::new(end, piece.end));
    }
    pieces
}

fn sentence_starts(text: &str, span: Span) -> Vec<usize> {
    let slice = text.get(span.start..span.end).unwrap_or_default();
    sentences(slice).into_iter().map(|sentence| sentence.start + span.start).collect()
}

/// Where the first piece of `piece` ends, which is too long as a whole.
fn piece_end(text: &str, index: &CharIndex<'_>, starts: &[usize], piece: Span, longest: usize) -> usize {
    let chars = index.chars(piece);
    let ideal = chars.len().div_ceil(chars.len().div_ceil(longest));
    let reach = char_border(text, piece.start, longest);
    let slice = &text[piece.start..reach];
    let window = Window { index, start: chars.start, ideal };
    let first = starts.partition_point(|&at| at <= piece.start);
    let last = starts.partition_point(|&at| at <= reach);
    window
        .best(starts[first..last].iter().copied())
        .or_else(|| window.best(clause_ends(slice).map(|at| at + piece.start)))
        .or_else(|| window.best(slice.match_indices(char::is_whitespace).map(|(at, _)| at + piece.start)))
        .unwrap_or(reach)
}

/// The byte `chars` characters after `start`, at most the end of the text.
fn char_border(text: &str, start: usize, chars: usize) -> usize {
    text[start..].char_indices().nth(chars).map_or(text.len(), |(at, _)| start + at)
}

fn clause_ends(slice: &str) -> impl Iterator<Item = usize> + '_ {
    [", ", "; ", ": ", " – "].into_iter().flat_map(|sign| slice.match_indices(sign).map(move |(at, _)| at + sign.len()))
}

/// Chooses among places for a cut.
struct Window<'t> {
    index: &'t CharIndex<'t>,
    /// Where the piece begins, in characters.
    start: usize,
    /// How long it should be, in characters.
    ideal: usize,
}

impl Window<'_> {
    /// The place (in bytes) nearest to the ideal length, but none before half of it.
    fn best(&self, places: impl Iterator<Item = usize>) -> Option<usize> {
        let length = |at: usize| self.index.char_at(at) - self.start;
        places.filter(|&at| length(at) * 2 >= self.ideal).min_by_key(|&at| length(at).abs_diff(self.ideal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str, longest: usize) -> Vec<&str> {
        let spans = cut(text, &CharIndex::new(text), Span::new(0, text.len()), longest);
        spans.into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn cuts_lie_at_the_best_places() {
        for (text, longest, expected) in [
            ("", 10, &[][..]),
            ("Kurz.", 10, &["Kurz."]),
            (
                "Eins ist da. Zwei ist da. Drei ist da. Vier ist da.",
                30,
                &["Eins ist da. Zwei ist da.", "Drei ist da. Vier ist da."],
            ),
            ("Der eine ging, der andere blieb", 20, &["Der eine ging,", "der andere blieb"]),
            ("eins zwei drei vier", 10, &["eins zwei", "drei vier"]),
            ("ääääääääää", 4, &["ääää", "ääää", "ää"]),
        ] {
            assert_eq!(pieces(text, longest), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn pieces_are_short_and_lose_nothing(text in "([a-zäö]{1,9}|[., \n]| [A-Z]|😀){0,80}", longest in 1_usize..40) {
            let pieces = pieces(&text, longest);
            prop_assert!(pieces.iter().all(|piece| piece.chars().count() <= longest && !piece.trim().is_empty()));
            let letters = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&pieces.concat()), letters(&text));
        }
    }
}
