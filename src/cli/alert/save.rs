//! `alert save`: a search under a name.

use crate::alert::{Alert, Alerts};
use crate::cli::filters::FilterArgs;
use crate::cli::{Exit, message};
use crate::index::Snapshot;
use crate::query;
use anyhow::ensure;
use std::path::Path;

/// Saves a search under a name; articles that the index holds already count as shown
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name of the saved search
    name: String,
    /// The query, as for `search`
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// Find only the words typed and their inflections: no words that merely look like them
    #[arg(long)]
    exact_words: bool,
    /// Change the search that has this name; what it has shown stays shown
    #[arg(long)]
    replace: bool,
    /// Show at the first run also what the index holds already
    #[arg(long)]
    from_start: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let query = self.query.join(" ");
        let parsed = query::parse(&query);
        parsed.notes.iter().for_each(|note| message::say(note.to_string()));
        ensure!(!parsed.ast.is_empty(), "the query holds no word to look for");
        let shown_until = if self.from_start { None } else { snapshot.newest()? };
        let alert = Alert { query, exact_words: self.exact_words, shown_until, filters: self.filters.into() };
        if let Err(error) = alert.filters.engine_queries(&snapshot) {
            message::say(format!("{error}: finds nothing until there is one"));
        }
        Alerts::change(index, |alerts| alerts.save(&self.name, alert, self.replace))?;
        message::say(format!("saved {:?}", self.name));
        Ok(Exit::Found)
    }
}
