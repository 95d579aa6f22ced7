//! The keys, over everything else.

use crate::cli::browse::draw::Palette;
use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Clear, Paragraph};

const KEYS: &[(&str, &str)] = &[
    ("Query", ""),
    ("Enter, Down", "to the hits"),
    ("Ctrl-U, Ctrl-W", "delete to the beginning, a word"),
    ("Hits", ""),
    ("Up, Down, k, j", "select; space, PgUp, PgDn: by pages"),
    ("Enter", "open the article"),
    ("/", "back to the query"),
    ("f, Tab", "facets: outlets and actors"),
    ("d", "period, like 2025-03..2025-09"),
    ("x", "drop all filters"),
    ("r", "take in what was added meanwhile"),
    ("q, Esc", "leave"),
    ("Article", ""),
    ("n, N", "next, previous match"),
    ("Up, Down, space, b", "scroll"),
    ("g, G", "beginning, end"),
    ("q, Esc", "back to the hits"),
];

/// Draws the keys in the middle of `area`.
pub(crate) fn draw(frame: &mut Frame<'_>, palette: &Palette, area: Rect) {
    let lines: Vec<Line<'static>> = KEYS.iter().map(|(key, does)| line(key, does, palette)).collect();
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let [row] = Layout::vertical([Constraint::Length(height)]).flex(Flex::Center).areas(area);
    let [place] = Layout::horizontal([Constraint::Length(62)]).flex(Flex::Center).areas(row);
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(Text::from(lines)).block(Block::bordered().title(" Keys ")), place);
}

fn line(key: &'static str, does: &'static str, palette: &Palette) -> Line<'static> {
    if does.is_empty() {
        return Line::styled(key, palette.strong);
    }
    Line::from(vec![Span::styled(format!("  {key:<20}"), palette.matched), Span::raw(does)])
}
