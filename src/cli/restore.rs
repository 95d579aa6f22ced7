//! `restore`: an index from its backup.

use crate::cli::output::Output;
use crate::cli::{Exit, holder};
use crate::index::{self, Restoring};
use anyhow::Context;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Brings an index back from its backup; every file is compared with its checksum first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle restore sicherung.tar.zst\n  \
                        fundstelle --index probe restore sicherung.tar.zst")]
pub(crate) struct Args {
    /// The file that `fundstelle backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put it in the place of the index that is there, and of other files of the same names
    #[arg(long)]
    force: bool,
    /// Wait so many seconds for an `add` into that index
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let file = File::open(&self.file).with_context(|| format!("can't open the backup {}", self.file.display()))?;
        let options = Restoring {
            replace: self.force,
            wait: Duration::from_secs(self.wait),
            holder: Some(holder::this_process()),
        };
        let restored = index::restore(index, BufReader::with_capacity(1 << 20, file), &options)?;
        output.line(format!(
            "restored   {} articles, {} files, {:.1} MB into {}",
            restored.counts.articles,
            restored.files,
            restored.bytes as f64 / 1e6,
            index.display()
        ))?;
        Ok(Exit::Found)
    }
}
