//! Hits on their way out: each format's head, its lines, and what it has to remember from hit to hit.

use crate::cli::output::Output;
use crate::index::article_key;
use crate::present;
use crate::search::{Group, Hit};
use clap::ValueEnum;
use std::collections::HashSet;
use std::io::{self, Write};

/// How hits are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// One JSON object a hit
    Json,
    /// A table for spreadsheets
    Csv,
    /// One line an article, for scoring
    Trec,
    /// Citations in Markdown, each with its quotation
    Md,
    /// Entries for a bibliography (BibLaTeX), one an article
    Bib,
}

/// What a format is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExportOptions {
    pub(crate) format: Format,
    /// Whether every line names its query.
    pub(crate) batch: bool,
    /// Whether each score is told with its parts.
    pub(crate) explain: bool,
    /// Whether a table is made for Excel.
    pub(crate) excel: bool,
}

/// Prints hits in one format.
pub(crate) struct Export {
    options: ExportOptions,
    /// Articles that have their entry.
    entered: HashSet<u64>,
}

impl Export {
    /// Begins with what stands before all hits.
    pub(crate) fn begin(options: ExportOptions, output: &mut Output) -> anyhow::Result<Self> {
        let export = Self { options, entered: HashSet::new() };
        if options.format == Format::Csv {
            if options.excel {
                output.text("\u{feff}")?;
            }
            export.csv(output, present::csv_header())?;
        }
        Ok(export)
    }

    /// Begins the hits of one query of a batch.
    pub(crate) fn query(&self, id: &str, text: &str, output: &mut Output) -> io::Result<()> {
        let id = present::plain(id);
        let name = if id == text { id } else { format!("{id}: {}", present::plain(text)) };
        match self.options.format {
            Format::Text => output.line(format!("# {name}")),
            Format::Md => output.line(format!("## {}\n", present::markdown(&name))),
            _ => Ok(()),
        }
    }

    /// Ends the hits of one query of a batch.
    pub(crate) fn end_of_query(&self, output: &mut Output) -> io::Result<()> {
        if self.options.format == Format::Md { output.line("") } else { Ok(()) }
    }

    /// Prints one hit of the query called `query`.
    pub(crate) fn hit(&mut self, query: &str, hit: &Hit, output: &mut Output) -> anyhow::Result<()> {
        match self.options.format {
            Format::Text => print_block(hit, self.options.explain, output)?,
            Format::Json => output.line(self.json(query, present::hit_json(hit), hit))?,
            Format::Csv => self.csv(output, present::csv_row(query, hit))?,
            Format::Trec => output.data_line(present::trec_line(query, &hit.article.id, hit.rank, hit.score))?,
            Format::Md => output.text(present::citation(hit))?,
            Format::Bib if self.entered.insert(article_key(&hit.article.id)) => {
                output.line(present::bib_entry(&hit.article))?;
            }
            Format::Bib => {}
        }
        Ok(())
    }

    /// Prints one article with its hits.
    pub(crate) fn group(&mut self, query: &str, group: &Group, output: &mut Output) -> anyhow::Result<()> {
        match self.options.format {
            Format::Text => {
                let (style, width) = (output.style(), output.width());
                let block = present::group_block(group, self.options.explain, &style, width, output.here());
                output.line(block)?;
            }
            Format::Json => {
                let mut value = present::group_json(group);
                for (i, hit) in group.hits.iter().enumerate().filter(|_| self.options.explain) {
                    value["hits"][i]["explanation"] = present::explanation_json(&hit.explanation);
                }
                if self.options.batch {
                    value["query"] = query.into();
                }
                output.line(value.to_string())?;
            }
            Format::Trec => output.data_line(present::trec_line(query, &group.article.id, group.rank, group.score))?,
            Format::Csv | Format::Md | Format::Bib => {
                for hit in &group.hits {
                    self.hit(query, hit, output)?;
                }
            }
        }
        Ok(())
    }

    fn json(&self, query: &str, mut value: serde_json::Value, hit: &Hit) -> String {
        if self.options.batch {
            value["query"] = query.into();
        }
        if self.options.explain {
            value["explanation"] = present::explanation_json(&hit.explanation);
        }
        value.to_string()
    }

    fn csv<const N: usize>(&self, output: &mut Output, row: [impl AsRef<[u8]>; N]) -> anyhow::Result<()> {
        write_csv(output, self.options.excel, row)
    }
}

/// Prints a hit for reading, with an empty line after it.
pub(crate) fn print_block(hit: &Hit, explain: bool, output: &mut Output) -> io::Result<()> {
    let (style, width) = (output.style(), output.width());
    output.text(present::hit_block(hit, &style, width, output.here()))?;
    if explain {
        output.text(present::explanation_text(&hit.explanation, &style))?;
    }
    output.line("")
}

/// Writes one row as RFC 4180 has it; Excel in German takes semicolons for what divides columns.
pub(crate) fn write_csv<const N: usize>(
    output: &mut Output,
    excel: bool,
    row: [impl AsRef<[u8]>; N],
) -> anyhow::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(if excel { b';' } else { b',' })
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(row)?;
    let row = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(output.write_all(&row)?)
}
