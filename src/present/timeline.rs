//! Time lines as text, JSON and table: bars of block characters, a row of them for each series.

use crate::present::csv::neutral;
use crate::present::plain::plain;
use crate::present::terminal::{Style, columns};
use crate::search::{Bar, Frequency, Timeline};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// What the length of a bar stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    /// Articles.
    #[default]
    Articles,
    /// Passages.
    Passages,
}

impl Measure {
    /// The word used on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Passages => "passages",
        }
    }

    pub(crate) fn of(self, frequency: Frequency) -> usize {
        match self {
            Self::Articles => frequency.articles,
            Self::Passages => frequency.passages,
        }
    }
}

/// From one eighth of a column to a whole one.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
/// From one eighth of a line's height to all of it.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Where nobody looks at columns, and at most.
const WIDEST: usize = 100;
/// So many empty bars in a row are told in one line.
const GAP: usize = 4;
/// Columns that the name of a series takes at most.
const NAME: usize = 24;
const UNDATED: &str = "undated";

/// A time line in lines of `width` columns: one bar a line, or one series a line when there are any.
#[must_use]
pub fn timeline_text(timeline: &Timeline, measure: Measure, style: &Style, width: usize) -> String {
    let width = width.min(WIDEST);
    if timeline.series.is_empty() {
        bars(timeline, measure, style, width)
    } else {
        rows(timeline, measure, style, width)
    }
}

fn bars(timeline: &Timeline, measure: Measure, style: &Style, width: usize) -> String {
    let counts: Vec<usize> = timeline.bars.iter().map(|bar| measure.of(bar.frequency)).collect();
    let undated = measure.of(timeline.undated);
    let highest = counts.iter().copied().chain([undated]).max().unwrap_or(0).max(1);
    let labels: Vec<String> = timeline.bars.iter().map(|bar| timeline.per.label(bar.start)).collect();
    let undated_label = if undated > 0 { UNDATED.len() } else { 0 };
    let label = labels.iter().map(String::len).max().unwrap_or(0).max(undated_label);
    let number = highest.to_string().len().max(2);
    let room = width.saturating_sub(label + number + 4).max(8);
    let line = |name: &str, count: usize| format!("{name:<label$}  {count:>number$}  {}\n", bar(count, highest, room));
    let mut text = String::new();
    let mut i = 0;
    while i < counts.len() {
        let empty = counts[i..].iter().take_while(|count| **count == 0).count();
        if empty >= GAP {
            let gap = format!("{:<label$}  {:>number$}  {empty} {}s without any", "⋮", "", timeline.per.as_str());
            let _ = writeln!(text, "{}", style.quiet(&gap));
            i += empty;
        } else {
            text += &line(&labels[i], counts[i]);
            i += 1;
        }
    }
    if undated > 0 {
        text += &line(UNDATED, undated);
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A bar of `room` columns at its highest; what is there shows, however little it is.
fn bar(count: usize, highest: usize, room: usize) -> String {
    let eighths = (count * room * 8).div_ceil(highest);
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).map(|rest| EIGHTHS[rest]));
    bar
}

fn rows(timeline: &Timeline, measure: Measure, style: &Style, width: usize) -> String {
    let names: Vec<String> = timeline.series.iter().map(|series| shortened(&series.name, NAME)).collect();
    let name = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let number = measure.as_str().len();
    let room = width.saturating_sub(name + number + 4).max(8);
    let each = timeline.bars.len().div_ceil(room).max(1);
    let rows: Vec<Vec<usize>> = timeline.series.iter().map(|series| merged(&series.bars, each, measure)).collect();
    let highest = rows.iter().flatten().copied().max().unwrap_or(0).max(1);
    let plotted = timeline.bars.len().div_ceil(each);
    let mut text = style.quiet(&axis(timeline, name, plotted, measure)) + "\n";
    for ((series, row), label) in timeline.series.iter().zip(&rows).zip(&names) {
        let row: String = row.iter().map(|count| height(*count, highest)).collect();
        let space = " ".repeat(name - columns(label));
        let total = measure.of(series.total);
        let undated = measure.of(series.undated);
        let undated = if undated > 0 { style.quiet(&format!("  {undated} {UNDATED}")) } else { String::new() };
        let _ = writeln!(text, "{}{space}  {row}  {total:>number$}{undated}", style.strong(label));
    }
    if each > 1 {
        let _ = writeln!(text, "{}", style.quiet(&format!("{each} {}s a column", timeline.per.as_str())));
    }
    text
}

/// The counts of `each` bars together.
fn merged(bars: &[Frequency], each: usize, measure: Measure) -> Vec<usize> {
    bars.chunks(each).map(|bars| bars.iter().map(|frequency| measure.of(*frequency)).sum()).collect()
}

fn height(count: usize, highest: usize) -> char {
    match (count * 8).div_ceil(highest) {
        0 => '·',
        eighths => HEIGHTS[eighths.min(8) - 1],
    }
}

/// First and last label above the ends of the rows.
fn axis(timeline: &Timeline, name: usize, plotted: usize, measure: Measure) -> String {
    let label = |bar: Option<&Bar>| bar.map(|bar| timeline.per.label(bar.start)).unwrap_or_default();
    let (first, last) = (label(timeline.bars.first()), label(timeline.bars.last()));
    let dashes = plotted.saturating_sub(first.len() + last.len() + 2);
    let ends = if dashes > 0 { format!("{first} {} {last}", "─".repeat(dashes)) } else { first };
    format!("{:name$}  {ends:<plotted$}  {}", "", measure.as_str())
}

/// A name that takes no more than `most` columns.
fn shortened(name: &str, most: usize) -> String {
    let name = plain(name);
    if columns(&name) <= most {
        return name;
    }
    let mut short = String::new();
    for c in name.chars() {
        if columns(&short) + columns(c.encode_utf8(&mut [0; 4])) >= most {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// One JSON object a bar, empty ones too; last, where there are any, the undated matches with `null` for the period.
pub fn timeline_json(timeline: &Timeline) -> impl Iterator<Item = Value> + '_ {
    let bars = timeline.bars.iter().enumerate().map(|(i, bar)| {
        let series = timeline.series.iter().map(move |series| (series.name.as_str(), series.bars[i]));
        let mut value = json!({
            "period": timeline.per.label(bar.start),
            "start": bar.start.to_string(),
            "end": timeline.per.end(bar.start).to_string(),
        });
        count_json(&mut value, bar.frequency, series);
        value
    });
    let undated = (timeline.undated.passages > 0).then(|| {
        let series = timeline.series.iter().map(|series| (series.name.as_str(), series.undated));
        let mut value = json!({ "period": null, "start": null, "end": null });
        count_json(&mut value, timeline.undated, series);
        value
    });
    bars.chain(undated)
}

fn count_json<'a>(value: &mut Value, frequency: Frequency, series: impl Iterator<Item = (&'a str, Frequency)>) {
    let counts = |frequency: Frequency| json!({ "articles": frequency.articles, "passages": frequency.passages });
    value["articles"] = frequency.articles.into();
    value["passages"] = frequency.passages.into();
    let series: Map<_, _> = series.map(|(name, frequency)| (name.to_owned(), counts(frequency))).collect();
    if !series.is_empty() {
        value["series"] = series.into();
    }
}

/// The columns of [`timeline_rows`].
#[must_use]
pub fn timeline_header() -> [&'static str; 6] {
    ["period", "start", "end", "series", "articles", "passages"]
}

/// A time line as rows of a table: all matches with an empty `series`, then each series under its name.
pub fn timeline_rows(timeline: &Timeline) -> impl Iterator<Item = [String; 6]> + '_ {
    let all = timeline.bars.iter().map(|bar| bar.frequency).collect();
    let series = timeline.series.iter().map(|series| (series.name.as_str(), series.bars.clone(), series.undated));
    let lines: Vec<(&str, Vec<Frequency>, Frequency)> =
        std::iter::once(("", all, timeline.undated)).chain(series).collect();
    lines.into_iter().flat_map(move |(name, counts, undated)| {
        let row = move |period: String, start: String, end: String, frequency: Frequency| {
            let (articles, passages) = (frequency.articles.to_string(), frequency.passages.to_string());
            [period, start, end, neutral(name), articles, passages]
        };
        let bars = timeline.bars.iter().zip(counts).map(move |(bar, frequency)| {
            let per = timeline.per;
            row(per.label(bar.start), bar.start.to_string(), per.end(bar.start).to_string(), frequency)
        });
        let undated = (undated.passages > 0).then(|| row(UNDATED.to_owned(), String::new(), String::new(), undated));
        bars.chain(undated).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        for (count, highest, shown) in
            [(0, 4, ""), (4, 4, "████"), (2, 4, "██"), (1, 8, "▌"), (1, 1000, "▏"), (3, 4, "███")]
        {
            assert_eq!(bar(count, highest, 4), shown, "{count} of {highest}");
        }
    }

    #[test]
    fn rows_are_as_high_as_their_counts() {
        let row: String = [0, 1, 4, 8].into_iter().map(|count| height(count, 8)).collect();
        assert_eq!(row, "·▁▄█");
        assert_eq!(height(1, 1_000_000), '▁');
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(shortened("Hafenpost", 9), "Hafenpost");
        assert_eq!(shortened("Elbtaler Anzeiger", 9), "Elbtaler…");
    }
}
