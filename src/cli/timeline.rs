//! `timeline`: how much was published when.

use crate::cli::export::write_csv;
use crate::cli::output::Output;
use crate::cli::scope::ScopeArgs;
use crate::cli::{Exit, message};
use crate::index::Snapshot;
use crate::present::{self, Language, Measure, Picture};
use crate::search::{self, By, Period, Timeline, TimelineRequest};
use anyhow::Context;
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};

/// Counts articles and passages along the time of their publication, as bars
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle timeline Hochwasser\n  fundstelle timeline Streik --per month --by outlet \
                        --since 2025\n  fundstelle timeline Polder --svg polder.svg --language de\n  fundstelle \
                        timeline Polder --json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    /// How long a bar is; `auto` by the time from the first match to the last
    #[arg(long, value_enum, default_value_t = PerArg::Auto)]
    per: PerArg,
    /// Tell the most frequent outlets or actors apart
    #[arg(long, value_enum)]
    by: Option<ByArg>,
    /// How many of them
    #[arg(long, value_name = "N", default_value_t = 8, requires = "by")]
    top: usize,
    /// What the length of a bar stands for
    #[arg(long, value_enum, default_value_t = CountArg::Articles)]
    count: CountArg,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = FormatArg::Text)]
    format: FormatArg,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Draw a picture (SVG) into this file; `-` writes it to stdout
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "json"])]
    svg: Option<PathBuf>,
    /// Language of the picture's labels
    #[arg(long, value_enum, default_value_t = LanguageArg::En, requires = "svg")]
    language: LanguageArg,
    /// Title of the picture instead of the query
    #[arg(long, value_name = "TEXT", requires = "svg")]
    title: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PerArg {
    Auto,
    Day,
    Week,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ByArg {
    /// The publisher
    Outlet,
    /// Actors named in the passages
    Actor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CountArg {
    Articles,
    Passages,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Bars for reading
    Text,
    /// One JSON object a bar
    Json,
    /// A table
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageArg {
    En,
    De,
}

impl Args {
    pub(crate) fn run(mut self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        if self.json {
            self.format = FormatArg::Json;
        }
        let snapshot = Snapshot::open(index)?;
        let timeline = search::timeline(&snapshot, &self.request())?;
        let something = timeline.total().passages > 0;
        match &self.svg {
            Some(file) => self.draw(&timeline, file, output)?,
            None => self.print(&timeline, output)?,
        }
        output.flush()?;
        if self.format == FormatArg::Text && self.svg.is_none() {
            message::say(self.closing_line(&timeline));
            self.tell_exact(&snapshot, &timeline)?;
        }
        self.scope.suggest(&snapshot)?;
        Ok(Exit::found(something))
    }

    fn request(&self) -> TimelineRequest {
        let per = match self.per {
            PerArg::Auto => None,
            PerArg::Day => Some(Period::Day),
            PerArg::Week => Some(Period::Week),
            PerArg::Month => Some(Period::Month),
            PerArg::Year => Some(Period::Year),
        };
        let by = self.by.map(|by| match by {
            ByArg::Outlet => By::Outlet,
            ByArg::Actor => By::Actor,
        });
        TimelineRequest { scope: self.scope.scope(), per, by, series: self.top }
    }

    fn measure(&self) -> Measure {
        match self.count {
            CountArg::Articles => Measure::Articles,
            CountArg::Passages => Measure::Passages,
        }
    }

    fn print(&self, timeline: &Timeline, output: &mut Output) -> anyhow::Result<()> {
        match self.format {
            FormatArg::Text if timeline.total().passages == 0 => {}
            FormatArg::Text => {
                let (style, width) = (output.style(), output.width());
                output.text(present::timeline_text(timeline, self.measure(), &style, width))?;
            }
            FormatArg::Json => {
                for line in present::timeline_json(timeline) {
                    output.line(line.to_string())?;
                }
            }
            FormatArg::Csv => {
                write_csv(output, false, present::timeline_header())?;
                for row in present::timeline_rows(timeline) {
                    write_csv(output, false, row)?;
                }
            }
        }
        Ok(())
    }

    fn draw(&self, timeline: &Timeline, file: &Path, output: &mut Output) -> anyhow::Result<()> {
        let language = match self.language {
            LanguageArg::En => Language::English,
            LanguageArg::De => Language::German,
        };
        let title = self.title.clone().or_else(|| self.scope.query()).unwrap_or_else(|| "Fundstelle".to_owned());
        let svg = present::timeline_svg(timeline, &Picture { title, language, measure: self.measure() });
        if file.as_os_str() == "-" {
            return Ok(output.text(svg)?);
        }
        fs::write(file, svg).with_context(|| format!("can't write the picture {}", file.display()))
    }

    /// Says how many matches there are without those that rest on near forms and parts, when a query has such.
    fn tell_exact(&self, snapshot: &Snapshot, timeline: &Timeline) -> anyhow::Result<()> {
        if self.scope.query().is_none() || timeline.total().passages == 0 {
            return Ok(());
        }
        let exact = search::facets(snapshot, &self.scope.exact(), &[], 0)?.total;
        if exact.passages < timeline.total().passages {
            let english = Language::English;
            let counts = [(exact.articles, Measure::Articles), (exact.passages, Measure::Passages)]
                .map(|(n, m)| english.counted(n, m));
            message::say(format!(
                "{} with {} hold the very words; --exact-words counts only these",
                counts[0], counts[1]
            ));
        }
        Ok(())
    }

    fn closing_line(&self, timeline: &Timeline) -> String {
        let total = timeline.total();
        if total.passages == 0 {
            return "nothing found".to_owned();
        }
        let english = Language::English;
        let counts = [(total.articles, Measure::Articles), (total.passages, Measure::Passages)]
            .map(|(n, m)| english.counted(n, m));
        let mut line = format!("{} with {}; {}", counts[0], counts[1], english.rate(self.measure(), timeline.per));
        if let Some(by) = self.by {
            let (one, many) = if by == ByArg::Outlet { ("outlet", "outlets") } else { ("actor", "actors") };
            if timeline.unnamed.articles > 0 {
                line +=
                    &format!("; {} without an {one}", english.counted(timeline.unnamed.articles, Measure::Articles));
            }
            if timeline.further > 0 {
                line += &format!(
                    "; {} more {} with --top",
                    timeline.further,
                    if timeline.further == 1 { one } else { many }
                );
            }
        }
        line
    }
}
