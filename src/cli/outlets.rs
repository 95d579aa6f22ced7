//! `outlets`: which media published and are cited.

use crate::cli::Exit;
use crate::cli::filters::FilterArgs;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the outlets of the index: articles published, articles that cite it, kind, name
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let outlets = search::outlets(&Snapshot::open(index)?, &self.filters.into(), self.list.limit.or_max())?;
        let heading = "published  cited  kind         name";
        self.list.print(&outlets, Some(heading), present::outlet_json, present::outlet_line, output)
    }
}
