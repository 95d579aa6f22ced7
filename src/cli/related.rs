//! `related`: other articles on the same matter.

use crate::cli::filters::{FilterArgs, Limit};
use crate::cli::output::Output;
use crate::cli::{Exit, message, show};
use crate::index::Snapshot;
use crate::present;
use crate::search::{self, RelatedRequest, Text};
use anyhow::Context;
use std::io::Read;
use std::path::Path;

/// Finds other articles on the same matter as an article or a text, most alike first, and tells the words they share
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle related artikel/2025-09-04-deich.txt\n  fundstelle related --text 'Der \
                        Deich bei Wogenrade soll erhöht werden' --since 2025\n  pbpaste | fundstelle related --text -"
)]
pub(crate) struct Args {
    /// Id, path or address of an article in the index
    #[arg(required_unless_present = "text", conflicts_with = "text")]
    id: Option<String>,
    /// A text to compare with instead; `-` reads stdin
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// How many articles, or `all`
    #[arg(long, value_name = "N|all", default_value = "10")]
    limit: Limit,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let Some(text) = self.text(&snapshot)? else {
            let id = self.id.as_deref().unwrap_or_default();
            message::say(format!("no article {id:?} in the index at {}", index.display()));
            return Ok(Exit::Nothing);
        };
        let request = RelatedRequest { text, filters: self.filters.into(), limit: self.limit.or_max() };
        let related = search::related(&snapshot, &request)?;
        let (style, width) = (output.style(), output.width());
        for article in &related {
            if self.json {
                output.line(present::related_json(article).to_string())?;
            } else {
                output.line(present::related_block(article, &style, width, output.here()))?;
            }
        }
        output.flush()?;
        if related.is_empty() {
            message::say("no other article on the same matter");
        }
        Ok(Exit::found(!related.is_empty()))
    }

    /// What others are compared with; `None` for an article that the index does not hold.
    fn text(&self, snapshot: &Snapshot) -> anyhow::Result<Option<Text>> {
        match (&self.text, &self.id) {
            (Some(text), _) if text == "-" => {
                let mut bytes = Vec::new();
                std::io::stdin().read_to_end(&mut bytes).context("reading stdin")?;
                Ok(Some(Text::plain(&String::from_utf8_lossy(&bytes))))
            }
            (Some(text), _) => Ok(Some(Text::plain(text))),
            (None, Some(id)) => {
                let records = show::find(snapshot, id)?;
                Ok((!records.is_empty()).then(|| Text::of_all(records.iter().map(|record| &record.article))))
            }
            (None, None) => Ok(None),
        }
    }
}
