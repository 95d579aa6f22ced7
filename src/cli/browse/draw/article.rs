//! The opened article, all matches set off.

use crate::cli::browse::draw::Palette;
use crate::cli::browse::draw::marked::marked;
use crate::cli::browse::reading::{MARGIN, Part, Reading, Role, Row};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};

/// Draws the rows of the article that are in sight.
pub(crate) fn draw(frame: &mut Frame<'_>, reading: &Reading, palette: &Palette, area: Rect) {
    let rows = reading.rows.iter().skip(reading.top).take(usize::from(area.height));
    let lines: Vec<Line<'static>> = rows.map(|row| line(reading, row, palette)).collect();
    frame.render_widget(Text::from(lines), area);
}

fn line(reading: &Reading, row: &Row, palette: &Palette) -> Line<'static> {
    let Some((number, part)) = row.part.and_then(|number| Some((number, reading.parts.get(number)?))) else {
        return Line::default();
    };
    let current = reading.current().filter(|(part, _)| *part == number).map(|(_, mark)| mark);
    let mut spans = vec![Span::styled(margin(part, row), palette.quiet)];
    spans.extend(marked(&part.text, row.span, &part.marks, current, style(part.role, palette), palette));
    Line::from(spans)
}

/// The number of a paragraph stands before its first line, as hits name it.
fn margin(part: &Part, row: &Row) -> String {
    let first = part.text[..row.span.start].iter().all(|c| c.is_whitespace());
    match part.role {
        Role::Paragraph(number) if first => format!("{:>width$} ", format!("[{number}]"), width = MARGIN - 1),
        _ => " ".repeat(MARGIN),
    }
}

fn style(role: Role, palette: &Palette) -> Style {
    match role {
        Role::Title | Role::Lead | Role::Heading => palette.strong,
        Role::Facts | Role::Caption => palette.quiet,
        Role::Paragraph(_) => Style::new(),
    }
}
