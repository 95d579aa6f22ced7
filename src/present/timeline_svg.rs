//! Time lines as a picture: an SVG file that stands alone and reads well without being seen.
//!
//! It has a title and a description, every bar tells its count, no meaning rests on colour, and it follows light and
//! dark surroundings. One panel shows all matches; with series, each has a panel of its own under one scale.

use crate::present::Measure;
use crate::present::wording::Language;
use crate::search::{Frequency, Timeline};
use std::fmt::Write as _;

/// What a picture says beside its bars.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// Its title, such as the query.
    pub title: String,
    /// Language of its labels.
    pub language: Language,
    /// What the bars stand for.
    pub measure: Measure,
}

/// Sizes in the picture's own units.
const LEFT: f64 = 48.0;
const RIGHT: f64 = 36.0;
const TOP: f64 = 34.0;
const PLOT: f64 = 720.0;
const PANEL: f64 = 220.0;
const SERIES_PANEL: f64 = 72.0;
const PANEL_GAP: f64 = 52.0;
const BOTTOM: f64 = 60.0;
/// Least width of a bar with its gap.
const LEAST_BAR: f64 = 2.0;
/// Width of a label below the bars, with room around it.
const LABEL: f64 = 84.0;
/// Share of a bar's place that it fills.
const FILLED: f64 = 0.84;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#222}.head{font-size:17px;font-weight:600}\
    .quiet{fill:#555;font-size:12px}line{stroke:#bbb}rect.bar{fill:#005f9e}rect.ground{fill:#fff}\
    @media(prefers-color-scheme:dark){text{fill:#eee}.quiet{fill:#bbb}line{stroke:#555}rect.bar{fill:#7fc4ff}\
    rect.ground{fill:#16191d}}";

/// The time line as an SVG document.
#[must_use]
pub fn timeline_svg(timeline: &Timeline, picture: &Picture) -> String {
    let panels = panels(timeline);
    let height = if timeline.series.is_empty() { PANEL } else { SERIES_PANEL };
    let plot = PLOT.max(timeline.bars.len() as f64 * LEAST_BAR);
    let (width, whole) = (LEFT + plot + RIGHT, TOP + panels.len() as f64 * (height + PANEL_GAP) + BOTTOM);
    let mut svg = head(timeline, picture, width, whole);
    let highest = panels.iter().flat_map(|panel| &panel.bars).map(|bar| picture.measure.of(*bar)).max().unwrap_or(0);
    for (i, panel) in panels.iter().enumerate() {
        let top = TOP + i as f64 * (height + PANEL_GAP) + PANEL_GAP;
        let frame = Frame { top, height, plot, highest: highest.max(1) };
        frame.draw(&mut svg, timeline, picture, panel);
    }
    undated(&mut svg, timeline, picture, whole);
    svg + "</svg>\n"
}

/// One row of bars.
struct Panel<'t> {
    name: Option<&'t str>,
    total: Frequency,
    bars: Vec<Frequency>,
}

fn panels(timeline: &Timeline) -> Vec<Panel<'_>> {
    if timeline.series.is_empty() {
        let bars = timeline.bars.iter().map(|bar| bar.frequency).collect();
        return vec![Panel { name: None, total: timeline.total(), bars }];
    }
    let series = timeline.series.iter();
    series.map(|s| Panel { name: Some(s.name.as_str()), total: s.total, bars: s.bars.clone() }).collect()
}

fn head(timeline: &Timeline, picture: &Picture, width: f64, height: f64) -> String {
    let (title, language) = (escaped(&picture.title), picture.language.tag());
    let rate = picture.language.rate(picture.measure, timeline.per);
    let described = escaped(&description(timeline, picture));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" lang=\"{language}\" aria-labelledby=\"timeline-title timeline-description\">\n\
         <title id=\"timeline-title\">{title}</title>\n<desc id=\"timeline-description\">{described}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"head\" x=\"{LEFT}\" y=\"26\">{title}</text>\n\
         <text class=\"quiet\" x=\"{LEFT}\" y=\"46\">{}</text>\n",
        escaped(&rate)
    )
}

/// What the picture shows, in words.
fn description(timeline: &Timeline, picture: &Picture) -> String {
    let (language, measure) = (picture.language, picture.measure);
    let mut parts = vec![language.rate(measure, timeline.per), language.counted(measure.of(timeline.total()), measure)];
    let most = timeline.bars.iter().rev().max_by_key(|bar| measure.of(bar.frequency));
    if let (Some(first), Some(last), Some(most)) = (timeline.bars.first(), timeline.bars.last(), most) {
        let period = |start| language.period(timeline.per, start);
        parts.push(format!("{} – {}", period(first.start), period(last.start)));
        let count = language.counted(measure.of(most.frequency), measure);
        parts.push(format!("{} ({count})", language.peak(&period(most.start))));
    }
    let undated = measure.of(timeline.undated);
    if undated > 0 {
        parts.push(format!("{} {}", language.counted(undated, measure), language.undated()));
    }
    parts.join("; ") + "."
}

/// Where a panel lies and how it is scaled.
struct Frame {
    top: f64,
    height: f64,
    plot: f64,
    highest: usize,
}

impl Frame {
    fn draw(&self, svg: &mut String, timeline: &Timeline, picture: &Picture, panel: &Panel<'_>) {
        if let Some(name) = panel.name {
            let total = picture.language.counted(picture.measure.of(panel.total), picture.measure);
            let y = self.top - 8.0;
            let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{y:.1}\">{} ({total})</text>", escaped(name));
        }
        self.scale(svg);
        self.bars(svg, timeline, picture, panel);
        self.labels(svg, timeline);
    }

    /// Lines at round counts, with their numbers.
    fn scale(&self, svg: &mut String) {
        let step = step(self.highest, if self.height < PANEL { 2 } else { 5 });
        let mut count = 0;
        while count <= self.highest {
            let y = self.top + self.height * (1.0 - count as f64 / self.highest as f64);
            let (right, number) = (LEFT + self.plot, LEFT - 6.0);
            let _ = writeln!(svg, "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\"/>");
            let text = y + 4.0;
            let _ = writeln!(
                svg,
                "<text class=\"quiet\" x=\"{number:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{count}</text>"
            );
            count += step;
        }
    }

    fn bars(&self, svg: &mut String, timeline: &Timeline, picture: &Picture, panel: &Panel<'_>) {
        let place = self.place(timeline);
        for (i, (bar, frequency)) in timeline.bars.iter().zip(&panel.bars).enumerate() {
            let count = picture.measure.of(*frequency);
            if count == 0 {
                continue;
            }
            let high = self.height * count as f64 / self.highest as f64;
            let (x, y) = (LEFT + place * (i as f64 + (1.0 - FILLED) / 2.0), self.top + self.height - high);
            let told = format!(
                "{}: {}",
                picture.language.period(timeline.per, bar.start),
                picture.language.counted(count, picture.measure)
            );
            let _ = writeln!(
                svg,
                "<rect class=\"bar\" x=\"{x:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{high:.2}\"><title>{}</title></rect>",
                place * FILLED,
                escaped(&told)
            );
        }
    }

    /// As many labels as have room beside one another.
    fn labels(&self, svg: &mut String, timeline: &Timeline) {
        let place = self.place(timeline);
        let every = (LABEL / place).ceil().max(1.0) as usize;
        let y = self.top + self.height + 17.0;
        for (i, bar) in timeline.bars.iter().enumerate().step_by(every) {
            let x = LEFT + place * (i as f64 + 0.5);
            let label = timeline.per.label(bar.start);
            let _ =
                writeln!(svg, "<text class=\"quiet\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{label}</text>");
        }
    }

    /// Width of a bar with its gap.
    fn place(&self, timeline: &Timeline) -> f64 {
        self.plot / timeline.bars.len().max(1) as f64
    }
}

/// The smallest of 1, 2, 5, 10, 20 … that takes no more than `most` steps to `highest`.
fn step(highest: usize, most: usize) -> usize {
    let mut decade = 1;
    loop {
        if let Some(step) = [1, 2, 5].map(|digit| digit * decade).into_iter().find(|step| highest / step <= most) {
            return step;
        }
        decade *= 10;
    }
}

fn undated(svg: &mut String, timeline: &Timeline, picture: &Picture, height: f64) {
    let count = picture.measure.of(timeline.undated);
    if count > 0 {
        let told = format!("{} {}", picture.language.counted(count, picture.measure), picture.language.undated());
        let _ =
            writeln!(svg, "<text class=\"quiet\" x=\"{LEFT}\" y=\"{:.1}\">{}</text>", height - 14.0, escaped(&told));
    }
}

/// Text within XML 1.0: markup as entities, characters that it does not allow left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Bar, Period, Series};
    use jiff::civil::date;

    fn timeline() -> Timeline {
        let frequency = |articles| Frequency { articles, passages: articles * 2 };
        let bar = |month, articles| Bar { start: date(2025, month, 1), frequency: frequency(articles) };
        let bars = vec![bar(8, 1), bar(9, 0), bar(10, 4)];
        Timeline {
            per: Period::Month,
            bars,
            undated: frequency(2),
            series: Vec::new(),
            further: 0,
            unnamed: Frequency::default(),
        }
    }

    fn picture() -> Picture {
        Picture { title: "\"Rhein\" <& Main>\u{0}".into(), language: Language::German, measure: Measure::Articles }
    }

    /// Opens and closes every element of `svg`, as an XML parser would.
    fn nested(svg: &str) -> bool {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap_or_default());
            }
        }
        open.is_empty()
    }

    #[test]
    fn a_picture_tells_what_it_shows() {
        let svg = timeline_svg(&timeline(), &picture());
        assert!(nested(&svg), "{svg}");
        assert!(svg.contains("<title id=\"timeline-title\">&quot;Rhein&quot; &lt;&amp; Main&gt;</title>"), "{svg}");
        let told = "Artikel je Monat; 7 Artikel; August 2025 – Oktober 2025; am meisten: Oktober 2025 (4 Artikel); \
                    2 Artikel ohne Datum.";
        assert!(svg.contains(told), "{svg}");
        assert_eq!(svg.matches("class=\"bar\"").count(), 2);
        assert!(svg.contains("<title>Oktober 2025: 4 Artikel</title>"), "{svg}");
    }

    #[test]
    fn every_series_has_its_panel() {
        let line = timeline();
        let series = |name: &str| Series {
            name: name.into(),
            total: line.total(),
            bars: line.bars.iter().map(|bar| bar.frequency).collect(),
            undated: line.undated,
        };
        let line = Timeline { series: vec![series("Hafenpost"), series("R&D")], ..line.clone() };
        let svg = timeline_svg(&line, &picture());
        assert!(nested(&svg) && svg.contains(">R&amp;D (7 Artikel)</text>"), "{svg}");
        assert_eq!(svg.matches("class=\"bar\"").count(), 4);
    }

    #[test]
    fn a_line_without_bars_is_a_picture_too() {
        let empty = Timeline { bars: Vec::new(), undated: Frequency::default(), ..timeline() };
        assert!(nested(&timeline_svg(&empty, &picture())));
    }

    #[test]
    fn steps_are_round() {
        for (highest, most, expected) in [(1, 5, 1), (5, 5, 1), (6, 5, 2), (23, 5, 5), (99, 5, 20), (1000, 2, 500)] {
            assert_eq!(step(highest, most), expected, "{highest}");
        }
    }
}
