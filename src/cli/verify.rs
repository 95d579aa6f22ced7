//! `verify`: whether the index is as its last commit left it.

use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::{self, Verification};
use crate::present;
use serde_json::json;
use std::path::Path;

/// Checks the index: every byte of its files, and that every article is there once and whole
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle verify\n  fundstelle verify --json && fundstelle backup sicherung.tar.zst\n\n\
                        Exit codes: 0 nothing is wrong, 2 something is. `fundstelle rebuild` mends it."
)]
pub(crate) struct Args {
    /// Print JSON Lines: one object a fault, and one for the whole
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let found = index::verify(index)?;
        if self.json {
            json_lines(&found, output)?
        } else {
            lines(&found, output)?
        }
        if found.faults.is_empty() {
            return Ok(Exit::Found);
        }
        output.flush()?;
        message::say(format!("the index at {} is damaged", index.display()));
        message::say("hint: `fundstelle rebuild` makes it anew from the articles it holds, and from their files");
        Ok(Exit::Failed)
    }
}

fn lines(found: &Verification, output: &mut Output) -> anyhow::Result<()> {
    for fault in &found.faults {
        output.line(format!("damaged    {}: {}", present::plain(&fault.place), present::plain(&fault.reason)))?;
    }
    for leftover in &found.leftovers {
        output.line(format!("left over  {} (the next `add` deletes it)", leftover.display()))?;
    }
    let Verification { files, bytes, counts, .. } = found;
    output.line(format!("verified   {files} files, {:.1} MB", *bytes as f64 / 1e6))?;
    if counts.articles > 0 || found.faults.is_empty() {
        output.line(format!("verified   {} articles, {} passages", counts.articles, counts.passages))?;
    }
    Ok(())
}

fn json_lines(found: &Verification, output: &mut Output) -> anyhow::Result<()> {
    for fault in &found.faults {
        output.line(json!({ "damaged": fault.place, "reason": fault.reason }).to_string())?;
    }
    let Verification { files, bytes, counts, leftovers, faults } = found;
    let whole = json!({
        "faults": faults.len(), "files": files, "bytes": bytes, "articles": counts.articles,
        "passages": counts.passages, "leftovers": leftovers,
    });
    output.line(whole.to_string())?;
    Ok(())
}
