//! Lists on stdout: how many entries, as lines or as JSON; what `list`, `actors` and `outlets` share.

use crate::cli::Exit;
use crate::cli::filters::Limit;
use crate::cli::output::Output;
use crate::present::Style;
use serde_json::Value;

/// How a list is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct ListArgs {
    /// How many, or `all`
    #[arg(long, value_name = "N|all", default_value = "all")]
    pub(crate) limit: Limit,
    /// Print JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
}

impl ListArgs {
    /// Prints the first entries, for people below `heading`.
    pub(crate) fn print<T>(
        self,
        entries: &[T],
        heading: Option<&str>,
        json: impl Fn(&T) -> Value,
        line: impl Fn(&T, &Style) -> String,
        output: &mut Output,
    ) -> anyhow::Result<Exit> {
        let style = output.style();
        if let Some(heading) = heading.filter(|_| !self.json && !entries.is_empty()) {
            output.line(heading)?;
        }
        for entry in entries.iter().take(self.limit.or_max()) {
            output.line(if self.json { json(entry).to_string() } else { line(entry, &style) })?;
        }
        Ok(Exit::found(!entries.is_empty()))
    }
}
