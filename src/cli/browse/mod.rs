//! `browse`: the index on a full screen.
//!
//! [`state`] holds what is there and says what each key does to it; it knows neither screen nor index. [`draw`] makes a
//! picture of it, [`lookup`] answers its questions beside it, and [`screen`] brings the three together.

mod draw;
mod facets;
mod key;
mod line;
mod lookup;
mod reading;
mod screen;
mod state;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;

use crate::cli::Exit;
use crate::cli::filters::FilterArgs;
use crate::cli::output::Output;
use crate::index::Snapshot;
use anyhow::ensure;
use state::Browser;
use std::io::{self, IsTerminal};
use std::path::Path;

/// Searches on a full screen: type, see passages, narrow by outlet, actor and date, open articles
#[derive(Debug, clap::Args)]
#[command(after_help = "`?` tells the keys.\n\nExamples:\n  fundstelle browse\n  \
                        fundstelle browse Hochwasserschutz --since 2025")]
pub(crate) struct Args {
    /// The query to begin with
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        ensure!(
            io::stdin().is_terminal() && io::stdout().is_terminal(),
            "browse needs a terminal; for scripts there is `fundstelle search --json`"
        );
        let browser = Browser::new(&self.query.join(" "), self.filters.into());
        screen::run(browser, snapshot, output.coloured())?;
        Ok(Exit::Found)
    }
}
