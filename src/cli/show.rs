//! `show`: one article as the index keeps it.

use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::{Record, Snapshot};
use crate::present;
use std::path::Path;

/// Shows an article of the index: head, paragraphs with their numbers
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Id, path or address of the article
    id: String,
    /// Print one JSON object: the article as `parse --json` prints it, with its text
    #[arg(long, conflicts_with = "text")]
    json: bool,
    /// Print the article's text letter for letter: what the offsets of `search --json` count in
    #[arg(long)]
    text: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let records = find(&snapshot, &self.id)?;
        if records.is_empty() {
            message::say(format!("no article {:?} in the index at {}", self.id, index.display()));
            return Ok(Exit::Nothing);
        }
        for record in &records {
            self.print(record, output)?;
        }
        Ok(Exit::Found)
    }

    fn print(&self, record: &Record, output: &mut Output) -> anyhow::Result<()> {
        let article = &record.article;
        if self.text {
            output.data(&article.text)?;
        } else if self.json {
            let file = article.path.as_deref().unwrap_or_default();
            let mut value = present::article_json(file, article, &record.actors, &record.citations);
            value["text"] = article.text.clone().into();
            output.line(value.to_string())?;
        } else {
            let style = output.style();
            output.text(present::article_text(article, &style))?;
        }
        Ok(())
    }
}

/// The article with this id, else those read from this path, else the one with this address.
pub(crate) fn find(snapshot: &Snapshot, name: &str) -> anyhow::Result<Vec<Record>> {
    if let Some(record) = snapshot.record(name)? {
        return Ok(vec![record]);
    }
    let mut records = snapshot.records_from(name)?;
    if records.is_empty() {
        let absolute = std::path::absolute(name)?;
        let absolute = absolute.to_string_lossy();
        records.extend(snapshot.record(&absolute)?);
        if records.is_empty() {
            records = snapshot.records_from(&absolute)?;
        }
    }
    Ok(records)
}
