//! The filters that several commands share.

use crate::cli::completions::of_names;
use crate::query::{Day, Filters};
use crate::search::NamesOf;
use clap::Args;

/// What results are narrowed to.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// Published by, or cited in the passage; any name, short form or domain; several are alternatives
    #[arg(long, value_name = "NAME", add = of_names(NamesOf::Outlets))]
    outlet: Vec<String>,
    /// Published by
    #[arg(long, value_name = "NAME", add = of_names(NamesOf::Publishers))]
    publisher: Vec<String>,
    /// Cited in the passage
    #[arg(long, value_name = "NAME", add = of_names(NamesOf::Cited))]
    cites: Vec<String>,
    /// Named in the passage; several must all be
    #[arg(long, value_name = "NAME", add = of_names(NamesOf::Actors))]
    actor: Vec<String>,
    /// Named in the passage; several are alternatives
    #[arg(long, value_name = "NAME", add = of_names(NamesOf::Actors))]
    any_actor: Vec<String>,
    /// Written by
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Appeared in this section
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
    /// Published on this day or later: 2025, 2025-09 or 2025-09-04
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Published on this day or earlier: 2025, 2025-09 or 2025-09-04
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Added to the index on this day or later, or with new words since: 2025, 2025-09 or 2025-09-04
    #[arg(long, value_name = "DATE", value_parser = day)]
    added_since: Option<Day>,
}

impl From<FilterArgs> for Filters {
    fn from(args: FilterArgs) -> Self {
        Self {
            outlets: args.outlet,
            publishers: args.publisher,
            cites: args.cites,
            actors: args.actor,
            any_actors: args.any_actor,
            authors: args.author,
            sections: args.section,
            since: args.since,
            until: args.until,
            added_after: args.added_since.map(|day| day.begin() - 1),
        }
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a year, month or day like 2025, 2025-09 or 2025-09-04".to_owned())
}

/// How many results: a number, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) Option<usize>);

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self(None));
        }
        let number = text.parse().map_err(|_| "expected a number or `all`".to_owned())?;
        Ok(Self(Some(number)))
    }
}

impl Limit {
    /// The limit as a number no list reaches when there is none.
    pub(crate) fn or_max(self) -> usize {
        self.0.unwrap_or(usize::MAX)
    }
}
