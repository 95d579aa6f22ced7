//! `stats`: what the index holds and what wrote it.

use crate::cli::Exit;
use crate::cli::output::Output;
use crate::index::{Manifest, Snapshot};
use crate::present::plain;
use serde_json::json;
use std::path::Path;
use walkdir::WalkDir;

/// Tells what the index holds: articles, passages, size, what wrote it
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let manifest = Manifest::read(index)?;
        let counts = snapshot.counts()?;
        let bytes = size(index);
        let segments = snapshot.searcher().segment_readers().len();
        if self.json {
            let value = json!({
                "index": index, "articles": counts.articles, "passages": counts.passages, "bytes": bytes,
                "segments": segments, "format": manifest.format, "chain": manifest.chain,
                "created_by": manifest.created_by,
            });
            output.line(value.to_string())?;
        } else {
            output.line(format!("index      {}", plain(&index.display().to_string())))?;
            output.line(format!("articles   {}", counts.articles))?;
            output.line(format!("passages   {}", counts.passages))?;
            output.line(format!("size       {:.1} MB in {segments} segments", bytes as f64 / 1e6))?;
            output.line(format!("format     {}", manifest.format))?;
            output.line(format!("chain      {}", manifest.chain))?;
            output.line(format!("created by fundstelle {}", manifest.created_by))?;
        }
        Ok(Exit::Found)
    }
}

/// Bytes of all files below `dir`.
fn size(dir: &Path) -> u64 {
    let entries = WalkDir::new(dir).into_iter().filter_map(Result::ok);
    entries.filter_map(|entry| entry.metadata().ok()).filter(std::fs::Metadata::is_file).map(|meta| meta.len()).sum()
}
