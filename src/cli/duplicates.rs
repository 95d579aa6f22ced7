//! `duplicates`: articles that say nearly the same.

use crate::cli::Exit;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::index::{ALIKE, Snapshot};
use crate::present;
use crate::search;
use std::path::Path;

/// Lists groups of articles that say nearly the same, the largest first; nothing is removed
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle duplicates\n  fundstelle duplicates --alike 0.9 --json")]
pub(crate) struct Args {
    #[command(flatten)]
    alike: AlikeArg,
    #[command(flatten)]
    list: ListArgs,
}

/// From when on articles say nearly the same.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct AlikeArg {
    /// Share of word triples that two articles must have in common to count as the same, 0.6 to 1
    #[arg(long, value_name = "SHARE", default_value_t = ALIKE, value_parser = share)]
    pub(crate) alike: f32,
}

/// Below .6 too many would be missed to be promised ([`crate::index::Sketch`]).
fn share(text: &str) -> Result<f32, String> {
    let share = text.replace(',', ".").parse().ok().filter(|share| (0.6..=1.0).contains(share));
    share.ok_or_else(|| "expected a number from 0.6 to 1".to_owned())
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let groups = search::duplicates(&snapshot, self.alike.alike)?;
        self.list.print(&groups, None, present::duplicates_json, present::duplicates_text, output)
    }
}
