//! The first half of a run: what the feeds list.

use crate::article::Moment;
use crate::cli::ingest::Ingest;
use crate::cli::pull::{Found, Run, state};
use crate::fetch::{Address, Answer, Page, Request, Validators};
use crate::source::feed::{self, Entry, Listing};
use std::collections::{BTreeMap, BTreeSet};

/// Sitemaps that list sitemaps that list sitemaps.
const DEEPEST: usize = 3;

/// What all feeds list.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Pages to look at, each once, in the order of the feeds.
    pub(crate) entries: Vec<Linked>,
    /// Versions of the feeds that were read.
    versions: BTreeMap<String, Validators>,
    /// Feeds that are as they were.
    unchanged: BTreeSet<String>,
}

/// An entry that leads to a page.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    /// Where the page is.
    pub(crate) address: Address,
    /// What the feed says of it.
    pub(crate) entry: Option<Entry>,
    /// The feed's address.
    pub(crate) listing: String,
    /// Number of the feed that the caller named.
    pub(crate) feed: usize,
}

/// A feed or sitemap to read.
#[derive(Debug, Clone)]
struct Source {
    address: Address,
    feed: usize,
}

/// Reads all feeds, and the sitemaps that sitemaps list.
///
/// # Errors
/// When an entry's own text can't be indexed. A feed that fails is a report.
pub(crate) fn gather(run: &Run<'_>, ingest: &mut Ingest<'_>, found: &mut Found) -> anyhow::Result<Gathered> {
    let mut gathering =
        Gathering { run, ingest, gathered: Gathered::default(), seen: BTreeSet::new(), next: Vec::new() };
    let feeds = run.feeds.iter().enumerate();
    let mut sources: Vec<Source> = feeds.map(|(feed, named)| Source { address: named.address.clone(), feed }).collect();
    for _ in 0..=DEEPEST {
        sources.retain(|source| gathering.seen.insert(source.address.clone()));
        let requests = sources.iter().map(|source| gathering.request(source)).collect();
        run.fetcher.each(requests, |number, outcome| match outcome {
            Ok(Answer::Page(page)) => gathering.read(&sources[number], &page),
            Ok(Answer::Unchanged) => {
                gathering.unchanged(&sources[number]);
                Ok(())
            }
            Err(error) => {
                gathering.ingest.failed(sources[number].address.as_str(), error.to_string());
                Ok(())
            }
        })?;
        sources = std::mem::take(&mut gathering.next);
    }
    if let Some(source) = sources.first() {
        run.say(format!("{}: sitemaps are not followed deeper than this", source.address));
    }
    let mut gathered = gathering.gathered;
    // Answers come in any order; what is chosen must not depend on it.
    gathered.entries.sort_by_key(|linked| linked.feed);
    found.entries = gathered.entries.len();
    found.unchanged_feeds = gathered.unchanged.len();
    gathered.once();
    Ok(gathered)
}

struct Gathering<'g, 'i> {
    run: &'g Run<'g>,
    ingest: &'g mut Ingest<'i>,
    gathered: Gathered,
    seen: BTreeSet<Address>,
    /// Sitemaps found in this round.
    next: Vec<Source>,
}

impl Gathering<'_, '_> {
    fn request(&self, source: &Source) -> Request {
        let known = self.run.state.feeds.get(source.address.as_str()).cloned();
        Request { address: source.address.clone(), validators: known.unwrap_or_default() }
    }

    fn read(&mut self, source: &Source, page: &Page) -> anyhow::Result<()> {
        let outlet = self.run.feeds[source.feed].outlet.as_deref();
        match feed::read_listing(&page.body, page.address.as_str(), page.charset.as_deref(), outlet) {
            Ok(Listing::Entries(entries)) => {
                let name = source.address.as_str().to_owned();
                self.gathered.versions.insert(name, page.validators.clone());
                entries.into_iter().try_for_each(|entry| self.entry(source, entry))
            }
            Ok(Listing::Sitemaps(maps)) => {
                let recent = maps.into_iter().filter(|map| is_recent(map, self.run.args.since.as_ref()));
                let addresses = recent.filter_map(|map| Address::parse(map.article.url.as_deref()?).ok());
                self.next.extend(addresses.map(|address| Source { address, feed: source.feed }));
                Ok(())
            }
            Err(error) => {
                self.ingest.failed(source.address.as_str(), error.to_string());
                Ok(())
            }
        }
    }

    /// An entry without a link is all there is of its article.
    fn entry(&mut self, source: &Source, entry: Entry) -> anyhow::Result<()> {
        if !is_recent(&entry, self.run.args.since.as_ref()) {
            return Ok(());
        }
        let (listing, feed) = (source.address.as_str().to_owned(), source.feed);
        match entry.article.url.as_deref().map(Address::parse) {
            Some(Ok(address)) => {
                self.gathered.entries.push(Linked { address, entry: Some(entry), listing, feed });
            }
            Some(Err(error)) => self.ingest.failed(&listing, error.to_string()),
            None if entry.has_text() && !self.run.args.dry_run => {
                drop(self.ingest.put(&listing, None, entry.article, 0)?)
            }
            None => self.run.say(format!("{listing}: an entry has neither link nor text: {:?}", entry.article.title)),
        }
        Ok(())
    }

    /// What failed earlier is tried again even when the feed has not changed.
    fn unchanged(&mut self, source: &Source) {
        let name = source.address.as_str();
        let failed = self.run.state.pages.iter().filter(|(_, page)| page.feed == name && page.failures > 0);
        let addresses = failed.filter_map(|(address, _)| Address::parse(address).ok());
        let linked = |address| Linked { address, entry: None, listing: name.to_owned(), feed: source.feed };
        self.gathered.entries.extend(addresses.map(linked));
        self.gathered.unchanged.insert(name.to_owned());
    }
}

impl Gathered {
    /// Drops entries that another feed, or another line, has listed before; of two, one that says something is kept.
    fn once(&mut self) {
        let mut best: BTreeMap<Address, usize> = BTreeMap::new();
        for (number, linked) in self.entries.iter().enumerate() {
            let kept = best.entry(linked.address.clone()).or_insert(number);
            if self.entries[*kept].entry.is_none() && linked.entry.is_some() {
                *kept = number;
            }
        }
        let kept: BTreeSet<usize> = best.into_values().collect();
        let mut number = 0..;
        self.entries.retain(|_| number.next().is_some_and(|number| kept.contains(&number)));
    }
}

/// What has no date passes.
fn is_recent(entry: &Entry, since: Option<&Moment>) -> bool {
    let dates = [&entry.article.modified, &entry.article.published];
    let latest = dates.into_iter().flatten().map(Moment::seconds).max();
    since.is_none_or(|since| latest.is_none_or(|latest| latest >= since.seconds()))
}

/// Keeps the versions of feeds in which nothing is left to do, and when each page was last listed.
pub(crate) fn remember(run: &mut Run<'_>, gathered: &Gathered) {
    let now = state::now();
    let is_settled = |linked: &&Linked| run.state.pages.contains_key(linked.address.as_str());
    let open: BTreeSet<&str> =
        gathered.entries.iter().filter(|linked| !is_settled(linked)).map(|linked| linked.listing.as_str()).collect();
    for (feed, validators) in &gathered.versions {
        // With `--since` a feed lists more than was looked at.
        if open.contains(feed.as_str()) || validators.is_empty() || run.args.since.is_some() {
            run.state.feeds.remove(feed);
        } else {
            run.state.feeds.insert(feed.clone(), validators.clone());
        }
    }
    let listed: BTreeSet<&str> = gathered.entries.iter().map(|linked| linked.address.as_str()).collect();
    for (address, page) in &mut run.state.pages {
        if gathered.unchanged.contains(&page.feed) || listed.contains(address.as_str()) {
            page.listed = now;
        }
    }
    run.state.forget_old(now);
}
