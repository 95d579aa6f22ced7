//! `remove`: forgets articles.

use crate::cli::output::Output;
use crate::cli::{Exit, holder, message, show};
use crate::index::{Record, Snapshot, Writer, WriterOptions};
use serde_json::json;
use std::path::Path;

/// Removes articles from the index; the sources stay as they are
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct Args {
    /// Ids of the articles
    #[arg(group = "what", value_name = "ID")]
    ids: Vec<String>,
    /// All articles read from this path, or from below this folder
    #[arg(long, group = "what", value_name = "PATH")]
    path: Vec<String>,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        // Opening for writing would make a missing index.
        let snapshot = Snapshot::open(index)?;
        let mut writer =
            Writer::open(index, WriterOptions { holder: Some(holder::this_process()), ..WriterOptions::default() })?;
        let mut removed = Vec::new();
        let mut missing = false;
        for name in &self.ids {
            let records = show::find(&snapshot, name)?;
            missing |= report_missing(name, &records, index);
            removed.extend(records);
        }
        for path in &self.path {
            let records = below(&snapshot, path)?;
            missing |= report_missing(path, &records, index);
            removed.extend(records);
        }
        for record in &removed {
            writer.remove(&record.article.id)?;
        }
        writer.finish()?;
        for record in &removed {
            self.print(&record.article.id, output)?;
        }
        Ok(Exit::found(!missing))
    }

    fn print(&self, id: &str, output: &mut Output) -> std::io::Result<()> {
        if self.json {
            output.line(json!({ "status": "removed", "id": id }).to_string())
        } else {
            output.line(format!("removed    {}", crate::present::plain(id)))
        }
    }
}

fn report_missing(name: &str, records: &[Record], index: &Path) -> bool {
    if records.is_empty() {
        message::say(format!("no article {name:?} in the index at {}", index.display()));
    }
    records.is_empty()
}

/// The articles whose source is `path` or lies below it, as typed or made absolute.
fn below(snapshot: &Snapshot, path: &str) -> anyhow::Result<Vec<Record>> {
    let wanted = std::path::absolute(path)?;
    let mut records = Vec::new();
    for record in snapshot.records()? {
        let record = record?;
        let source = record.article.path.as_deref().map(std::path::absolute).transpose()?;
        if source.is_some_and(|source| source.starts_with(&wanted)) {
            records.push(record);
        }
    }
    Ok(records)
}
