//! The side pane: what the search can be narrowed to.

use crate::cli::browse::draw::{Palette, in_sight, set_cursor};
use crate::cli::browse::facets::{Row, is_chosen};
use crate::cli::browse::state::{Browser, Focus};
use crate::present::plain;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Borders};

const PERIOD: &str = "Period: ";

/// Draws the period, the outlets and the actors, those around the chosen line.
pub(crate) fn draw(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette, area: Rect) {
    let block = Block::new().borders(Borders::RIGHT).border_style(palette.quiet);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let mut lines = Vec::new();
    let mut chosen_at = 0;
    for (number, row) in browser.offered.rows().enumerate() {
        lines.extend(heading(browser, number, row, palette));
        if number == browser.row {
            chosen_at = lines.len();
        }
        lines.push(line(browser, number, row, usize::from(inner.width), palette));
    }
    let height = usize::from(inner.height);
    let first = chosen_at.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    frame.render_widget(Text::from(lines.split_off(first)), inner);
    if browser.focus == Focus::Period {
        let (_, column) = in_sight(&browser.period, room(inner));
        set_cursor(frame, inner, 4 + PERIOD.len() + column);
    }
}

fn room(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(PERIOD.len() + 5)
}

/// A heading above the first line of each kind.
fn heading(browser: &Browser, number: usize, row: Row<'_>, palette: &Palette) -> Vec<Line<'static>> {
    let title = match row {
        Row::Outlet(_) if number == 1 => "Outlets, by articles in the index",
        Row::Actor(_) if number == 1 + browser.offered.outlets.len() => "Actors",
        _ => return Vec::new(),
    };
    vec![Line::default(), Line::styled(title, palette.quiet)]
}

fn line(browser: &Browser, number: usize, row: Row<'_>, width: usize, palette: &Palette) -> Line<'static> {
    let sign = if is_chosen(&browser.filters, row) { "[x] " } else { "[ ] " };
    let text = match row {
        Row::Period => format!("{PERIOD}{}", in_sight(&browser.period, width.saturating_sub(PERIOD.len() + 5)).0),
        Row::Outlet((name, count)) | Row::Actor((name, count)) => format!("{} ({count})", plain(name)),
    };
    let pointed = number == browser.row && browser.focus == Focus::Facets;
    Line::from(vec![Span::raw(sign), Span::styled(text, if pointed { palette.selected } else { palette.strong })])
}
