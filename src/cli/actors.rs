//! `actors`: who acts in the articles.

use crate::cli::Exit;
use crate::cli::filters::FilterArgs;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the actors of the index: articles and passages that name them, kind, name, forms
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let actors = search::actors(&Snapshot::open(index)?, &self.filters.into(), self.list.limit.or_max())?;
        let heading = " texts  psgs  kind          name";
        self.list.print(&actors, Some(heading), present::actor_json, present::actor_line, output)
    }
}
