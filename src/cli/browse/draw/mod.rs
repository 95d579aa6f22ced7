//! The browser's picture.

mod article;
mod help;
mod hits;
mod marked;
mod pane;

use crate::cli::browse::facets::chosen_text;
use crate::cli::browse::line::Line as Typed;
use crate::cli::browse::state::{Browser, Focus};
use crate::present::plain;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// How things are set off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    strong: Style,
    quiet: Style,
    matched: Style,
    current: Style,
    selected: Style,
    fault: Style,
}

impl Palette {
    /// With colours or, as `NO_COLOR` asks, without.
    pub(crate) fn new(coloured: bool) -> Self {
        let plain = Style::new();
        let colour = |colour| if coloured { plain.fg(colour) } else { plain };
        Self {
            strong: plain.add_modifier(Modifier::BOLD),
            quiet: plain.add_modifier(Modifier::DIM),
            matched: colour(Color::Yellow).add_modifier(Modifier::BOLD),
            current: colour(Color::Yellow).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            selected: plain.add_modifier(Modifier::REVERSED),
            fault: colour(Color::Red),
        }
    }
}

/// Rows above the hits or the article, and below.
const ABOVE: u16 = 2;
const BELOW: u16 = 1;
const PROMPT: &str = "Search: ";

/// Columns and rows that the hits or the article get on a screen of this size.
pub(crate) fn body(width: u16, height: u16) -> (usize, usize) {
    (usize::from(width), usize::from(height.saturating_sub(ABOVE + BELOW)))
}

/// Draws the browser.
pub(crate) fn draw(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette) {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(0), Constraint::Length(1)];
    let [query, status, body, hints] = Layout::vertical(rows).areas(frame.area());
    draw_query(frame, browser, palette, query);
    frame.render_widget(status_line(browser, palette), status);
    match &browser.reading {
        Some(reading) => article::draw(frame, reading, palette, body),
        None => draw_body(frame, browser, palette, body),
    }
    frame.render_widget(Line::styled(hint(browser), palette.quiet), hints);
    if browser.help {
        help::draw(frame, palette, body);
    }
}

fn draw_query(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette, area: Rect) {
    let prompt = Span::styled(PROMPT, palette.quiet);
    let typing = browser.focus == Focus::Query && browser.reading.is_none() && !browser.help;
    let room = usize::from(area.width).saturating_sub(PROMPT.len() + 1);
    let (text, column) = in_sight(&browser.query, room);
    frame.render_widget(Line::from(vec![prompt, Span::styled(text, palette.strong)]), area);
    if typing {
        set_cursor(frame, area, PROMPT.len() + column);
    }
}

fn set_cursor(frame: &mut Frame<'_>, area: Rect, column: usize) {
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position::new(area.x + column, area.y));
}

/// What of a typed line fits into `room` columns with its cursor, and the column of the cursor in that.
fn in_sight(line: &Typed, room: usize) -> (String, usize) {
    let (text, before) = (plain(&line.text()), plain(&line.before_cursor()));
    let mut hidden = 0;
    while before.chars().skip(hidden).collect::<String>().width() > room {
        hidden += 1;
    }
    let column = before.chars().skip(hidden).collect::<String>().width();
    (text.chars().skip(hidden).collect(), column)
}

fn status_line(browser: &Browser, palette: &Palette) -> Line<'static> {
    if let Some(fault) = &browser.fault {
        return Line::styled(plain(fault), palette.fault);
    }
    let mut parts = vec![counts(browser)];
    parts.push(plain(&chosen_text(&browser.filters)));
    parts.retain(|part| !part.is_empty());
    Line::styled(parts.join("  |  "), palette.quiet)
}

fn counts(browser: &Browser) -> String {
    if let Some(reading) = &browser.reading {
        let (current, all) = reading.progress();
        return format!("match {current} of {all}");
    }
    let found = &browser.found;
    let counted =
        |number: usize, what: &str| if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") };
    match (found.asked, found.passages) {
        (false, _) => String::new(),
        (true, 0) => "nothing found".to_owned(),
        (true, all) => format!("{} in {}", counted(all, "passage"), counted(found.articles, "article")),
    }
}

fn draw_body(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette, area: Rect) {
    let choosing = matches!(browser.focus, Focus::Facets | Focus::Period);
    let pane_width = if choosing { 34.min(area.width / 2) } else { 0 };
    let [pane, rest] = Layout::horizontal([Constraint::Length(pane_width), Constraint::Min(0)]).areas(area);
    if choosing {
        pane::draw(frame, browser, palette, pane);
    }
    let preview_width = if rest.width >= 100 { rest.width / 2 } else { 0 };
    let [list, preview] = Layout::horizontal([Constraint::Min(0), Constraint::Length(preview_width)]).areas(rest);
    hits::draw(frame, browser, palette, list);
    if preview_width > 0 {
        hits::draw_preview(frame, browser, palette, preview);
    }
}

fn hint(browser: &Browser) -> &'static str {
    if browser.help {
        return "any key: back";
    }
    if browser.reading.is_some() {
        return "n, N: next, previous match   arrows, space: scroll   q, Esc: back   ?: help";
    }
    match browser.focus {
        Focus::Query => "type a query   Enter, Down: to the hits   Esc: back   Ctrl-C: leave",
        Focus::Hits => "Enter: open  /: query  f: facets  d: period  x: no filters  ?: help  q: leave",
        Focus::Facets => "Enter, space: choose   d: period   x: none   Esc: hits   /: query   ?: help",
        Focus::Period => "2025   2025-03..2025-09   2025-03..   Enter: take   Esc: leave as it was",
    }
}
