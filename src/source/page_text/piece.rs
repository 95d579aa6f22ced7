//! Copied text cut into pieces: a paragraph, a headline, a menu item. One line each, unless the text is hard-wrapped.

use crate::article::Span;

/// A stretch of the copy that was one element of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Its words, without list marker and outer white space.
    pub text: &'t str,
    /// Where `text` stands in the copy (bytes).
    pub span: Span,
    /// White space before it: in copies from text browsers, the depth of its element in the page.
    pub indent: usize,
    /// True for an item of a list.
    pub bullet: bool,
    /// True when an empty line (or the start of the text) precedes it.
    pub after_blank: bool,
    /// Its length in characters, white space at line breaks counted once.
    pub chars: usize,
}

/// One line that is not empty.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    indent: usize,
    after_blank: bool,
}

/// Lines wider than this were not wrapped by hand or mail program.
const WIDEST_WRAP: usize = 120;
/// Narrower columns than this are lists, not wrapped text.
const NARROWEST_WRAP: usize = 40;
/// How far a wrapped line may fall short of the width: a long German word that did not fit.
const WRAP_SLACK: usize = 25;

pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut last_line: Option<Line> = None;
    for line in lines {
        let joins = last_line.zip(width).is_some_and(|(last, width)| continues(text, last, line, width));
        match pieces.last_mut() {
            Some(piece) if joins => extend(piece, text, line.end),
            _ => pieces.extend(piece(text, line)),
        }
        last_line = Some(line);
    }
    drop_false_numbers(text, &mut pieces);
    pieces
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut start = 0;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let body = raw.trim();
        if body.is_empty() {
            // The `\n` of `\r\n` is no empty line.
            after_blank |= !(raw == "\n" && text[..start].ends_with('\r'));
        } else {
            let lead = raw.len() - raw.trim_start().len();
            let indent = raw[..lead].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            lines.push(Line { start: start + lead, end: start + lead + body.len(), indent, after_blank });
            after_blank = false;
        }
        start += raw.len();
    }
    lines
}

/// The column at which the text was broken by hand, if it was: most lines that are followed by another end near it.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut inner: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[1].after_blank)
        .map(|pair| text[pair[0].start..pair[0].end].chars().count())
        .collect();
    inner.sort_unstable();
    let width = *inner.get(inner.len().checked_sub(1)? * 19 / 20)?;
    let near = inner.iter().filter(|length| **length + WRAP_SLACK > width).count();
    // Where text is wrapped, hardly a line is wider.
    let wider = lines.iter().filter(|line| text[line.start..line.end].chars().count() > width + WRAP_SLACK).count();
    let wrapped = near * 3 > inner.len() * 2 && wider * 20 <= lines.len() && inner.len() > 1;
    ((NARROWEST_WRAP..=WIDEST_WRAP).contains(&width) && wrapped).then_some(width)
}

/// True when `line` continues the paragraph of `last`: its first word had no room there.
fn continues(text: &str, last: Line, line: Line, width: usize) -> bool {
    let after = &text[line.start..line.end];
    if line.after_blank || list_marker(after).is_some() || line.indent > last.indent + 4 {
        return false;
    }
    let before = &text[last.start..last.end];
    let length = before.chars().count();
    let first_word = after.split_whitespace().next().map_or(0, |word| word.chars().count());
    // Some programs count bytes, so that the edge is ragged: within a sentence a line near it goes on.
    let within_sentence = !before.ends_with(['.', '!', '?', ':', '“', '"', '«', '»']) && length + WRAP_SLACK > width;
    within_sentence || length + 1 + first_word > width
}

fn piece(text: &str, line: Line) -> Option<Piece<'_>> {
    let whole = &text[line.start..line.end];
    let marker = list_marker(whole).unwrap_or(0);
    let body = whole[marker..].trim_start();
    let start = line.end - body.len();
    let Line { end, indent, after_blank, .. } = line;
    // A bare marker stands for a picture or icon; it is no text.
    let wordy = !body.is_empty() && body.chars().any(char::is_alphanumeric);
    let (bullet, chars) = (marker > 0, body.chars().count());
    wordy.then_some(Piece { text: body, span: Span::new(start, end), indent, bullet, after_blank, chars })
}

fn extend<'t>(piece: &mut Piece<'t>, text: &'t str, end: usize) {
    let added = text[piece.span.end..end].trim_start().chars().count();
    piece.span = Span::new(piece.span.start, end);
    piece.text = &text[piece.span.start..end];
    piece.chars += 1 + added;
}

/// The length of a list marker with its white space: `* `, `- `, `• `, `→ `, `3. `.
fn list_marker(line: &str) -> Option<usize> {
    let (marker, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let sign = matches!(marker, "*" | "-" | "+" | "•" | "·" | "▪" | "‣" | "→" | "►" | "o");
    let digits = marker.strip_suffix('.').unwrap_or_default();
    let number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let lone_letter = marker == "o" && rest.trim().is_empty();
    ((sign || number) && !lone_letter).then(|| (line.len() - rest.len()).max(marker.len()))
}

/// `1. Mai` at the start of a sentence is no list item: a numbered item has a numbered neighbour.
fn drop_false_numbers<'t>(text: &'t str, pieces: &mut [Piece<'t>]) {
    let numbered: Vec<bool> =
        pieces.iter().map(|piece| piece.bullet && text[..piece.span.start].trim_end().ends_with('.')).collect();
    for at in 0..pieces.len() {
        let neighbour = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|i| numbered.get(i) == Some(&true));
        if numbered[at] && !neighbour {
            let piece = &mut pieces[at];
            let line_start = text[..piece.span.start].rfind(['\n', '\r']).map_or(0, |i| i + 1);
            let start = piece.span.end - text[line_start..piece.span.end].trim_start().len();
            piece.span = Span::new(start, piece.span.end);
            piece.text = &text[start..piece.span.end];
            piece.chars = piece.text.chars().count();
            piece.bullet = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn every_line_is_a_piece_when_nothing_is_wrapped() {
        let text = "Titel\r\n\r\n  * Start\r\n  * Politik\r\n   *\r\n1. Mai wird gefeiert.\r\n";
        assert_eq!(texts(text), ["Titel", "Start", "Politik", "1. Mai wird gefeiert."]);
        let found = pieces(text);
        assert!(found[0].after_blank && found[1].after_blank && !found[2].after_blank);
        assert_eq!((found[1].indent, found[1].bullet, found[3].bullet), (2, true, false));
    }

    #[test]
    fn hard_wrapped_paragraphs_are_one_piece() {
        let text = "Der Rat der Stadt hat am Montag beschlossen, die\nalte Brücke am Hafen noch in diesem Jahr neu zu\nbauen. Die Kosten trägt das Land.\n\nZweiter Absatz mit genug Worten für eine ganze\nZeile und noch eine.\n";
        assert_eq!(texts(text).len(), 2);
    }

    #[test]
    fn numbered_lists_are_lists() {
        let found = pieces(" 1. Startseite\n 2. Politik\n");
        assert!(found.iter().all(|piece| piece.bullet));
        assert_eq!(found[1].text, "Politik");
    }

    proptest! {
        #[test]
        fn spans_are_ordered_and_hold_their_text(text in "[a-zäß0-9 .*\n\r\t-]{0,300}") {
            let mut last = 0;
            for piece in pieces(&text) {
                prop_assert_eq!(&text[piece.span.start..piece.span.end], piece.text);
                prop_assert!(piece.span.start >= last && piece.text.trim() == piece.text);
                last = piece.span.end;
            }
        }
    }
}
