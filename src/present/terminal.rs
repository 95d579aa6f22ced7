//! Hits for a terminal: a block of lines a hit, the matched words bold.

use crate::article::Span;
use crate::passage::PassageKind;
use crate::search::{ArticleInfo, Hit};
use anstyle::{AnsiColor, Style as Ansi};
use std::fmt::Write as _;

/// How text is set off; [`Style::PLAIN`] sets nothing off.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    strong: Ansi,
    quiet: Ansi,
    matched: Ansi,
}

impl Style {
    /// Nothing set off: for files and pipes.
    pub const PLAIN: Self = Self { strong: Ansi::new(), quiet: Ansi::new(), matched: Ansi::new() };
    /// Bold, dimmed and coloured: for terminals.
    pub const COLOURED: Self = Self {
        strong: Ansi::new().bold(),
        quiet: Ansi::new().dimmed(),
        matched: AnsiColor::Yellow.on_default().bold(),
    };

    pub(crate) fn strong(&self, text: &str) -> String {
        paint(self.strong, text)
    }

    pub(crate) fn quiet(&self, text: &str) -> String {
        paint(self.quiet, text)
    }
}

fn paint(style: Ansi, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// One hit: title, place, snippet, and who is named in it.
#[must_use]
pub fn hit_block(hit: &Hit, style: &Style, width: usize) -> String {
    let mut block = format!("{:>3}  {}\n", hit.rank, style.strong(&title(hit)));
    let _ = writeln!(block, "     {}", style.quiet(&place(hit)));
    for line in wrapped(&hit.snippet.text, width.saturating_sub(5).max(20)) {
        let _ = writeln!(block, "     {}", marked(&hit.snippet.text, line, &hit.snippet.highlights, style));
    }
    if let Some(others) = also_in(hit) {
        let _ = writeln!(block, "     {}", style.quiet(&others));
    }
    if let Some(names) = names(hit) {
        let _ = writeln!(block, "     {}", style.quiet(&names));
    }
    block
}

fn title(hit: &Hit) -> String {
    if hit.article.title.is_empty() { plain(&hit.article.id) } else { plain(&hit.article.title) }
}

fn place(hit: &Hit) -> String {
    let outlet = hit.article.outlet.as_ref().map(|outlet| plain(&outlet.name));
    let date = hit.article.published.as_ref().map(|moment| moment.day().to_string());
    let number = hit.passage.number + 1;
    let passage = match hit.passage.kind {
        PassageKind::Lead => "lead".to_owned(),
        PassageKind::Body => format!("paragraph {number}"),
        PassageKind::Caption => format!("caption {number}"),
    };
    let parts = [outlet, date, Some(passage), hit.article.path.as_deref().or(hit.article.url.as_deref()).map(plain)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How many other articles are named that say nearly the same.
const OTHERS: usize = 4;

fn also_in(hit: &Hit) -> Option<String> {
    let name = |article: &ArticleInfo| {
        let outlet = article.outlet.as_ref().map_or_else(|| article.id.clone(), |outlet| outlet.name.clone());
        let date = article.published.as_ref().map(|moment| format!(" ({})", moment.day()));
        format!("{outlet}{}", date.unwrap_or_default())
    };
    let names: Vec<String> = hit.also_in.iter().take(OTHERS).map(name).collect();
    let more = hit.also_in.len().saturating_sub(OTHERS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("also in {}{more}", plain(&names.join(", "))))
}

fn names(hit: &Hit) -> Option<String> {
    let list =
        |label: &str, names: &[String]| (!names.is_empty()).then(|| format!("{label}: {}", plain(&names.join(", "))));
    let near: Vec<String> = hit.near.iter().map(|near| format!("{} for {}", near.found, near.word)).collect();
    let parts = [list("near", &near), list("actors", &hit.actors), list("cites", &hit.cites)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The character spans of `text`'s lines when broken between words at `width` columns.
fn wrapped(text: &str, width: usize) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut line: Option<(Span, usize)> = None;
    for (word, columns) in words(text) {
        line = match line {
            Some((span, used)) if used + (word.start - span.end) + columns <= width => {
                Some((Span::new(span.start, word.end), used + (word.start - span.end) + columns))
            }
            full => {
                lines.extend(full.map(|(span, _)| span));
                Some((word, columns))
            }
        };
    }
    lines.extend(line.map(|(span, _)| span));
    lines
}

/// The words of `text` as character spans, each with the columns it takes.
fn words(text: &str) -> Vec<(Span, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in text.chars().chain([' ']).enumerate() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(i),
            (true, Some(from)) => {
                let columns =
                    text.chars().skip(from).take(i - from).filter_map(unicode_width::UnicodeWidthChar::width).sum();
                words.push((Span::new(from, i), columns));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The characters `line` of `text`, with `highlights` set off.
fn marked(text: &str, line: Span, highlights: &[Span], style: &Style) -> String {
    let mut out = String::new();
    let mut inside = false;
    for (i, c) in text.chars().enumerate().take(line.end).skip(line.start) {
        let hit = highlights.iter().any(|span| span.start <= i && i < span.end);
        if hit != inside {
            let _ = if hit { write!(out, "{}", style.matched) } else { write!(out, "{:#}", style.matched) };
            inside = hit;
        }
        out.push(visible(c));
    }
    if inside {
        let _ = write!(out, "{:#}", style.matched);
    }
    out
}

/// Text that can do nothing to a terminal: control characters and bidirectional overrides become `\u{fffd}`.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn visible(c: char) -> char {
    let overrides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match c {
        '\n' | '\t' => ' ',
        c if c.is_control() || overrides => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let text = "Im Tal steht seit gestern das Wasser.";
        let lines: Vec<String> =
            wrapped(text, 12).into_iter().map(|s| text.chars().skip(s.start).take(s.len()).collect()).collect();
        assert_eq!(lines, ["Im Tal steht", "seit gestern", "das Wasser."]);
    }

    #[test]
    fn a_mark_goes_on_over_a_line_end() {
        let text = "das blaue Wunder";
        let style = Style { matched: AnsiColor::Red.on_default(), ..Style::PLAIN };
        let highlights = [Span::new(4, 16)];
        assert_eq!(marked(text, Span::new(0, 9), &highlights, &style), "das \u{1b}[31mblaue\u{1b}[0m");
        assert_eq!(marked(text, Span::new(10, 16), &highlights, &style), "\u{1b}[31mWunder\u{1b}[0m");
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(plain("rot\u{1b}[31m\u{202e}tor"), "rot\u{fffd}[31m\u{fffd}tor");
    }
}
