//! The list of hits, and the preview of the selected one.

use crate::cli::browse::draw::Palette;
use crate::cli::browse::draw::marked::marked;
use crate::cli::browse::state::{Browser, Focus};
use crate::present::{plain, wrapped};
use crate::search::{ArticleInfo, Hit};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Borders};

/// Rows of one hit: its head and two lines of the passage.
const ROWS: usize = 3;

/// Draws the hits around the selected one.
pub(crate) fn draw(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette, area: Rect) {
    if browser.found.hits.is_empty() {
        frame.render_widget(Text::from(nothing(browser)).style(palette.quiet), area);
        return;
    }
    let shown = (usize::from(area.height) / ROWS).max(1);
    let first = browser.selected.saturating_sub(shown / 2).min(browser.found.hits.len().saturating_sub(shown));
    let mut lines = Vec::new();
    for (number, hit) in browser.found.hits.iter().enumerate().skip(first).take(shown) {
        lines.extend(entry(hit, number == browser.selected, browser.focus, usize::from(area.width), palette));
    }
    frame.render_widget(Text::from(lines), area);
}

fn nothing(browser: &Browser) -> String {
    if browser.fault.is_some() {
        return String::new();
    }
    if browser.found.asked {
        return "Nothing found. Fewer words or filters (x) find more.".to_owned();
    }
    "Type words, \"a phrase\", +must, -not. `?` among the hits tells the keys.".to_owned()
}

fn entry(hit: &Hit, selected: bool, focus: Focus, width: usize, palette: &Palette) -> Vec<Line<'static>> {
    let sign = if selected { "> " } else { "  " };
    let title = if selected && focus == Focus::Hits { palette.selected } else { palette.strong };
    let head = vec![
        Span::styled(sign, palette.strong),
        Span::styled(place(hit), palette.quiet),
        Span::raw("  "),
        Span::styled(plain(&hit.article.title), title),
    ];
    let mut lines = vec![Line::from(head)];
    lines.extend(excerpt(hit, width.saturating_sub(3), palette));
    lines.resize(ROWS, Line::default());
    lines
}

/// Where else nearly the same stands.
fn others(hit: &Hit) -> Vec<String> {
    let name = |article: &ArticleInfo| article.outlet.as_ref().map_or(&article.id, |outlet| &outlet.name).clone();
    hit.also_in.iter().map(name).collect()
}

fn place(hit: &Hit) -> String {
    let date = hit.article.published.as_ref().map(|moment| moment.day().to_string());
    let outlet = hit.article.outlet.as_ref().map(|outlet| plain(&outlet.name));
    [date, outlet].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Two lines of the passage, from the one with the first match on.
fn excerpt(hit: &Hit, width: usize, palette: &Palette) -> Vec<Line<'static>> {
    let text = plain(&hit.snippet.text);
    let chars: Vec<char> = text.chars().collect();
    let lines = wrapped(&text, width.max(20));
    let marks = &hit.snippet.highlights;
    let first = marks.first().map_or(0, |mark| lines.iter().take_while(|line| line.end <= mark.start).count());
    let from = first.min(lines.len().saturating_sub(ROWS - 1));
    let shown = lines.into_iter().skip(from).take(ROWS - 1);
    let line = |place| {
        let mut spans = vec![Span::raw("  ")];
        spans.extend(marked(&chars, place, marks, None, Style::new(), palette));
        Line::from(spans)
    };
    shown.map(line).collect()
}

/// Draws the selected passage, whole, with who is named in it.
pub(crate) fn draw_preview(frame: &mut Frame<'_>, browser: &Browser, palette: &Palette, area: Rect) {
    let Some(hit) = browser.found.hits.get(browser.selected) else { return };
    let block = Block::new().borders(Borders::LEFT).border_style(palette.quiet);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let width = usize::from(inner.width).saturating_sub(2).max(20);
    let mut lines = Vec::new();
    for place in wrapped(&plain(&hit.article.title), width) {
        let title: Vec<char> = plain(&hit.article.title).chars().collect();
        lines.push(Line::styled(title[place.start..place.end].iter().collect::<String>(), palette.strong));
    }
    lines.push(Line::styled(place(hit), palette.quiet));
    lines.push(Line::default());
    let text = plain(&hit.snippet.text);
    let chars: Vec<char> = text.chars().collect();
    for place in wrapped(&text, width) {
        lines.push(Line::from(marked(&chars, place, &hit.snippet.highlights, None, Style::new(), palette)));
    }
    for (what, names) in [("actors", &hit.actors), ("cites", &hit.cites), ("also in", &others(hit))] {
        if !names.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(format!("{what}: {}", plain(&names.join(", "))), palette.quiet));
        }
    }
    let area = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    frame.render_widget(Text::from(lines), area);
}
