//! `outlets`: which media published and are cited.

use crate::cli::Exit;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::cli::scope::ScopeArgs;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the outlets of the index: articles published, articles that cite it, kind, name
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle outlets\n  fundstelle outlets '\"Rote Brücke\"' --actor Ohlsen")]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let outlets = search::outlets(&snapshot, &self.scope.scope(), self.list.limit.or_max())?;
        let heading = "published  cited  kind         name";
        let exit = self.list.print(&outlets, Some(heading), present::outlet_json, present::outlet_line, output)?;
        self.scope.suggest(&snapshot)?;
        Ok(exit)
    }
}
