//! `alert`: saved searches, for what is new since the last run.

mod list;
mod run;
mod save;

use crate::cli::Exit;
use crate::cli::output::Output;
use std::path::Path;

/// Saves searches, and finds what has come into the index since they last ran
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle alert save werft 'Werft +Bürgschaft' --outlet Hafenpost\n  \
                        fundstelle add artikel/ && fundstelle alert run\n  fundstelle alert run werft --json\n  \
                        fundstelle alert list\n\nAs a line for cron, which sends a letter when there is something new:\n  \
                        15 6 * * *  fundstelle --index ~/archiv add ~/artikel >/dev/null; fundstelle --index ~/archiv alert run")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Save(save::Args),
    Run(run::Args),
    List(list::Args),
    Remove(list::RemoveArgs),
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        match self.action {
            Action::Save(args) => args.run(index),
            Action::Run(args) => args.run(index, output),
            Action::List(args) => args.run(index, output),
            Action::Remove(args) => args.run(index),
        }
    }
}
