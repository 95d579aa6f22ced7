//! A line of text with its matches set off.

use crate::article::Span as Place;
use crate::cli::browse::draw::Palette;
use ratatui::style::Style;
use ratatui::text::Span;

/// The characters `line` of `text`: those in `marks` set off, those in mark number `current` even more.
pub(crate) fn marked(
    text: &[char],
    line: Place,
    marks: &[Place],
    current: Option<usize>,
    base: Style,
    palette: &Palette,
) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut at = line.start;
    let end = line.end.min(text.len());
    for (number, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.start < end && mark.end > line.start) {
        let (from, to) = (mark.start.max(at), mark.end.min(end));
        push(&mut spans, &text[at..from], base);
        let style = if current == Some(number) { palette.current } else { palette.matched };
        push(&mut spans, &text[from..to], base.patch(style));
        at = to;
    }
    push(&mut spans, &text[at.min(end)..end], base);
    spans
}

fn push(spans: &mut Vec<Span<'static>>, text: &[char], style: Style) {
    if !text.is_empty() {
        spans.push(Span::styled(text.iter().collect::<String>(), style));
    }
}
