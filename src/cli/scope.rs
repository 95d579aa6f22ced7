//! Which passages a list or a time line counts: an optional query, and the filters that all commands share.

use crate::cli::filters::FilterArgs;
use crate::cli::message;
use crate::cli::search::{ranking, read};
use crate::index::Snapshot;
use crate::present;
use crate::search::{self, Scope};
use clap::Args;

/// What is counted.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ScopeArgs {
    /// Count only what this query finds, in the same words as for `search`; all passages without it
    #[arg(value_name = "QUERY", allow_hyphen_values = false)]
    query: Vec<String>,
    /// Find only the words typed and their inflections: no words that merely look like them, no parts of typed compounds
    #[arg(long)]
    exact_words: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

impl ScopeArgs {
    /// The query as typed; `None` when there is none.
    pub(crate) fn query(&self) -> Option<String> {
        (!self.query.is_empty()).then(|| self.query.join(" "))
    }

    pub(crate) fn scope(&self) -> Scope {
        Scope {
            query: self.query().map(|query| read(&query, "")),
            filters: self.filters.clone().into(),
            ranking: ranking(self.exact_words),
        }
    }

    /// The same without what merely looks like the words typed.
    pub(crate) fn exact(&self) -> Scope {
        Scope { ranking: ranking(true), ..self.scope() }
    }

    /// Says what may have been meant by a query with words that the index does not hold.
    pub(crate) fn suggest(&self, snapshot: &Snapshot) -> anyhow::Result<()> {
        if let Some(query) = self.query()
            && let Some(better) = search::suggestion(snapshot, &query)?
        {
            message::say(format!("did you mean: {}", present::plain(&better)));
        }
        Ok(())
    }
}
