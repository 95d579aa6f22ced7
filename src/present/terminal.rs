//! Hits for a terminal: a block of lines a hit, the matched words bold.

use crate::article::Span;
use crate::passage::PassageKind;
use crate::present::explain::explanation_text;
use crate::present::link::target;
use crate::present::plain::{plain, visible};
use crate::search::{ArticleInfo, Group, Hit, Related};
use anstyle::{AnsiColor, Style as Ansi};
use std::fmt::Write as _;
use std::path::Path;
use unicode_width::UnicodeWidthChar;

/// How text is set off; [`Style::PLAIN`] sets nothing off.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    strong: Ansi,
    quiet: Ansi,
    matched: Ansi,
    pub(crate) links: bool,
}

impl Style {
    /// Nothing set off: for files and pipes.
    pub const PLAIN: Self = Self { strong: Ansi::new(), quiet: Ansi::new(), matched: Ansi::new(), links: false };
    /// Bold, dimmed and coloured: for terminals.
    pub const COLOURED: Self = Self {
        strong: Ansi::new().bold(),
        quiet: Ansi::new().dimmed(),
        matched: AnsiColor::Yellow.on_default().bold(),
        links: false,
    };

    /// The same, with titles as links or without.
    #[must_use]
    pub const fn with_links(self, links: bool) -> Self {
        Self { links, ..self }
    }

    /// True when it sets anything off by colour.
    #[must_use]
    pub fn is_coloured(&self) -> bool {
        self.matched.get_fg_color().is_some()
    }

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

/// One hit: title, place, snippet, and who is named in it; paths below the folder `here` are shown from there on.
#[must_use]
pub fn hit_block(hit: &Hit, style: &Style, width: usize, here: Option<&Path>) -> String {
    let mut block = article_head(hit.rank, &hit.article, Some(passage(hit)), style, here);
    block += &passage_lines(hit, 5, style, width);
    block
}

/// One article with its best passages below it, and with what each of their scores is made of if `explain` says so.
#[must_use]
pub fn group_block(group: &Group, explain: bool, style: &Style, width: usize, here: Option<&Path>) -> String {
    let shown = group.hits.len();
    let count = match group.passages {
        1 => "1 passage".to_owned(),
        all if all > shown => format!("{shown} of {all} passages"),
        all => format!("{all} passages"),
    };
    let mut block = article_head(group.rank, &group.article, Some(count), style, here);
    if let Some(others) = also_in(&group.also_in) {
        let _ = writeln!(block, "     {}", style.quiet(&others));
    }
    for hit in &group.hits {
        let _ = writeln!(block, "     · {}", style.quiet(&passage(hit)));
        block += &passage_lines(hit, 7, style, width);
        if explain {
            let lines = explanation_text(&hit.explanation, style);
            lines.lines().for_each(|line| block += &format!("  {line}\n"));
        }
    }
    block
}

/// One article on the same matter as another: title, place, likeness, and the words they share.
#[must_use]
pub fn related_block(related: &Related, style: &Style, width: usize, here: Option<&Path>) -> String {
    let mut block = article_head(related.rank, &related.article, None, style, here);
    let why = format!("likeness {:.2} · shared: {}", related.likeness, plain(&related.shared.join(", ")));
    for line in wrapped(&why, width.saturating_sub(5).max(20)) {
        let _ = writeln!(block, "     {}", marked(&why, line, &[], style));
    }
    block
}

/// Title and place: two lines.
fn article_head(
    rank: usize,
    article: &ArticleInfo,
    detail: Option<String>,
    style: &Style,
    here: Option<&Path>,
) -> String {
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let opens = target(article.url.as_deref(), article.path.as_deref());
    let title = style.linked(&style.strong(&plain(title)), opens.as_deref());
    let outlet = article.outlet.as_ref().map(|outlet| plain(&outlet.name));
    let date = article.published.as_ref().map(|moment| moment.day().to_string());
    let path = article.path.as_deref().map(|path| plain(&from_here(path, here)));
    let source = path.or_else(|| article.url.as_deref().map(plain));
    let place = [outlet, date, detail, source].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    format!("{rank:>3}  {title}\n     {}\n", style.quiet(&place))
}

/// Snippet and names of a hit, indented.
fn passage_lines(hit: &Hit, indent: usize, style: &Style, width: usize) -> String {
    let mut lines = String::new();
    for line in wrapped(&hit.snippet.text, width.saturating_sub(indent).max(20)) {
        let _ = writeln!(lines, "{:indent$}{}", "", marked(&hit.snippet.text, line, &hit.snippet.highlights, style));
    }
    if let Some(others) = also_in(&hit.also_in) {
        let _ = writeln!(lines, "{:indent$}{}", "", style.quiet(&others));
    }
    if let Some(names) = names(hit) {
        let _ = writeln!(lines, "{:indent$}{}", "", style.quiet(&names));
    }
    lines
}

fn passage(hit: &Hit) -> String {
    let number = hit.passage.number + 1;
    match hit.passage.kind {
        PassageKind::Lead => "lead".to_owned(),
        PassageKind::Body => format!("paragraph {number}"),
        PassageKind::Caption => format!("caption {number}"),
    }
}

/// A path as a person would type it: from the current folder on when it lies below.
fn from_here(path: &str, here: Option<&Path>) -> String {
    let below = here.and_then(|here| Path::new(path).strip_prefix(here).ok());
    below.map_or_else(|| path.to_owned(), |below| below.to_string_lossy().into_owned())
}

/// How many other articles are named that say nearly the same.
const OTHERS: usize = 4;

fn also_in(others: &[ArticleInfo]) -> Option<String> {
    let name = |article: &ArticleInfo| {
        let outlet = article.outlet.as_ref().map_or_else(|| article.id.clone(), |outlet| outlet.name.clone());
        let date = article.published.as_ref().map(|moment| format!(" ({})", moment.day()));
        format!("{outlet}{}", date.unwrap_or_default())
    };
    let names: Vec<String> = others.iter().take(OTHERS).map(name).collect();
    let more = others.len().saturating_sub(OTHERS);
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

/// The lines of `text`, broken between words at `width` columns, as spans of Unicode characters. A word longer than
/// that has a line of its own.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<Span> {
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
    let mut word: Option<(usize, usize)> = None;
    for (i, c) in text.chars().chain([' ']).enumerate() {
        let columns = UnicodeWidthChar::width(c).unwrap_or_default();
        word = match (c.is_whitespace(), word) {
            (false, None) => Some((i, columns)),
            (false, Some((start, used))) => Some((start, used + columns)),
            (true, ended) => {
                words.extend(ended.map(|(start, used)| (Span::new(start, i), used)));
                None
            }
        };
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

/// How many columns of a terminal a text takes.
pub(crate) fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
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
}
