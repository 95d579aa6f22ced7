//! `alert list` and `alert remove`.

use crate::alert::{Alert, Alerts};
use crate::cli::completions::of_alerts;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::Snapshot;
use crate::present::{self, Style};
use serde_json::{Value, json};
use std::path::Path;

/// Lists the saved searches
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
}

/// Removes saved searches
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveArgs {
    /// Names of saved searches
    #[arg(required = true, value_name = "NAME", add = of_alerts())]
    names: Vec<String>,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        Snapshot::open(index)?;
        let alerts = Alerts::read(index)?.alerts;
        let style = output.style();
        for (name, alert) in &alerts {
            let line = if self.json { entry_json(name, alert)?.to_string() } else { entry_line(name, alert, &style)? };
            output.line(line)?;
        }
        Ok(Exit::found(!alerts.is_empty()))
    }
}

impl RemoveArgs {
    pub(crate) fn run(self, index: &Path) -> anyhow::Result<Exit> {
        Snapshot::open(index)?;
        Alerts::change(index, |alerts| self.names.iter().try_for_each(|name| alerts.remove(name).map(drop)))?;
        for name in &self.names {
            message::say(format!("removed {name:?}"));
        }
        Ok(Exit::Found)
    }
}

fn entry_json(name: &str, alert: &Alert) -> anyhow::Result<Value> {
    Ok(json!({
        "name": name, "query": alert.query, "exact_words": alert.exact_words,
        "filters": serde_json::to_value(&alert.filters)?, "shown_until": shown_until(alert),
    }))
}

/// The point in time as RFC 3339 in UTC; null when nothing has been shown.
fn shown_until(alert: &Alert) -> Option<String> {
    alert.shown_until.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).map(|time| time.to_string())
}

fn entry_line(name: &str, alert: &Alert, style: &Style) -> anyhow::Result<String> {
    let mut parts = vec![alert.query.clone()];
    parts.extend(alert.exact_words.then(|| "exact words".to_owned()));
    if let Value::Object(filters) = serde_json::to_value(&alert.filters)? {
        parts.extend(filters.iter().map(|(name, value)| format!("{}: {}", name.replace('_', " "), values(value))));
    }
    Ok(format!("{}  {}", style.strong(&present::plain(name)), present::plain(&parts.join(" · "))))
}

fn values(value: &Value) -> String {
    match value {
        Value::Array(values) => values.iter().map(values_text).collect::<Vec<_>>().join(", "),
        other => values_text(other),
    }
}

fn values_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
