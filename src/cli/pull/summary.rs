//! What a run did, host by host, in a few lines on stderr.

use crate::cli::ingest::{Report, Tally};
use crate::cli::pull::Found;
use crate::cli::{Exit, message};
use crate::fetch::Address;
use std::collections::BTreeMap;

/// Counts reports by host.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    all: Tally,
    hosts: BTreeMap<String, Tally>,
}

impl Summary {
    pub(crate) fn count(&mut self, report: &Report) {
        let host = Address::parse(&report.path).map_or_else(|_| report.path.clone(), |address| address.host());
        self.hosts.entry(host).or_default().count(report.status);
        self.all.count(report.status);
    }

    /// Says what there was, hosts with nothing new left out unless there is but one.
    pub(crate) fn say(&self, found: &Found) {
        for (host, tally) in self.hosts.iter().filter(|(_, tally)| self.hosts.len() > 1 && is_news(tally)) {
            message::say(format!("{host}: {tally}"));
        }
        message::say(self.all.to_string());
        for (what, number) in [
            ("feeds that are as they were", found.unchanged_feeds),
            ("pages that failed lately and wait for their next try", found.waiting),
            ("pages left for the next run", found.left),
        ] {
            if number > 0 {
                message::say(format!("{what}: {number}"));
            }
        }
    }

    /// Done, even when there was nothing new; nothing found when feeds list nothing at all.
    pub(crate) fn exit(&self, found: &Found) -> Exit {
        if self.hosts.values().any(|tally| tally.failed > 0) {
            return Exit::Failed;
        }
        Exit::found(found.entries + found.unchanged_feeds > 0)
    }
}

fn is_news(tally: &Tally) -> bool {
    *tally != Tally { unchanged: tally.unchanged, ..Tally::default() }
}
