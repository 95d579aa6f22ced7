//! The second half of a run: which pages are fetched, and what becomes of each.

use crate::article::{Article, Moment};
use crate::cli::ingest::{Ingest, Status};
use crate::cli::progress::Progress;
use crate::cli::pull::gather::{Gathered, Linked};
use crate::cli::pull::state::{self, Page as Known};
use crate::cli::pull::{Found, Run};
use crate::fetch::{self, Address, Answer, Page, Request, Validators};
use crate::index::{Manifest, Snapshot};
use crate::source::feed::Entry;
use crate::source::{self, Supplied};
use jiff::Timestamp;
use std::io::Cursor;
use std::time::Duration;
use url::Url;

/// The first wait after a failure that passes, and the longest.
const PASSING: (Duration, Duration) = (Duration::from_secs(15 * 60), Duration::from_secs(24 * 3600));
/// The same after a failure that lasts (a page that is gone, a robots.txt that forbids it).
const LASTING: (Duration, Duration) = (Duration::from_secs(24 * 3600), Duration::from_secs(30 * 24 * 3600));
/// What an article says that could not be read from its page.
const BY_FEED: &str = "The page could not be fetched; this is what its feed gives.";

/// A page to fetch.
#[derive(Debug)]
pub(crate) struct Wanted<'g> {
    pub(crate) entry: &'g Linked,
    /// What is known of it.
    known: Option<Known>,
}

impl Wanted<'_> {
    /// What fetching it will probably make of it.
    pub(crate) fn planned(&self) -> Status {
        let stands = self.known.as_ref().is_some_and(|known| known.article.is_some());
        if stands { Status::Updated } else { Status::Added }
    }

    fn request(&self) -> Request {
        // A page of which only the feed's text is known has to come whole.
        let known = self.known.as_ref().filter(|known| known.article.is_some() && !known.by_feed);
        let validators = known.map(|known| known.validators.clone()).unwrap_or_default();
        Request { address: self.entry.address.clone(), validators }
    }

    /// The newest version that a feed has told of.
    fn version(&self) -> Option<Timestamp> {
        let told = self.entry.entry.as_ref().and_then(Entry::version);
        told.max(self.known.as_ref().and_then(|known| known.version))
    }

    /// Whether the feed tells of a newer version than the one that was read; feeds without dates tell nothing.
    fn is_newer(&self) -> bool {
        let known = self.known.as_ref().and_then(|known| known.version);
        known.is_some() && self.version() > known
    }
}

/// Picks the pages that are new, that have changed by their feed's word, or that failed and are due again.
///
/// # Errors
/// When the index can't be read.
pub(crate) fn choose<'g>(
    run: &mut Run<'_>,
    gathered: &'g Gathered,
    ingest: &mut Ingest<'_>,
    found: &mut Found,
) -> anyhow::Result<Vec<Wanted<'g>>> {
    let snapshot = if Manifest::stands_at(run.index) { Some(Snapshot::open(run.index)?) } else { None };
    let now = state::now();
    let mut wanted = Vec::new();
    for entry in &gathered.entries {
        let name = entry.address.as_str();
        let known = match run.state.pages.get(name) {
            Some(known) => Some(known.clone()),
            None => in_index(snapshot.as_ref(), entry, now)?,
        };
        let candidate = Wanted { entry, known };
        match &candidate.known {
            Some(known) if known.next_try.is_some_and(|next| next > now) => found.waiting += 1,
            Some(known @ Known { article: Some(id), failures: 0, .. }) if !candidate.is_newer() => {
                ingest.unchanged(name, id.clone());
                let known = Known { version: candidate.version(), listed: now, ..known.clone() };
                run.state.pages.insert(name.to_owned(), known);
            }
            _ if run.args.limit.is_some_and(|limit| wanted.len() >= limit) => found.left += 1,
            _ => wanted.push(candidate),
        }
    }
    Ok(wanted)
}

/// A page that came into the index in another way.
fn in_index(snapshot: Option<&Snapshot>, entry: &Linked, now: Timestamp) -> anyhow::Result<Option<Known>> {
    let Some(snapshot) = snapshot else { return Ok(None) };
    let stated = entry.entry.as_ref().and_then(|entry| entry.article.url.as_deref());
    for id in [Some(entry.address.as_str()), stated].into_iter().flatten() {
        if let Some(record) = snapshot.record(id)? {
            let version = entry.entry.as_ref().and_then(Entry::version);
            let (article, feed) = (Some(record.article.id), entry.listing.clone());
            return Ok(Some(Known { article, version, feed, listed: now, ..Known::default() }));
        }
    }
    Ok(None)
}

/// Fetches pages and takes in what they hold; from time to time all is made safe.
///
/// # Errors
/// When the index or the memory of earlier runs can't be written.
pub(crate) fn fetch(run: &mut Run<'_>, wanted: &[Wanted<'_>], ingest: &mut Ingest<'_>) -> anyhow::Result<()> {
    let requests = wanted.iter().map(Wanted::request).collect();
    let progress = Progress::new(wanted.len(), wanted.len() > 1);
    let fetcher = run.fetcher;
    let done = fetcher.each(requests, |number, outcome| {
        let mut taking = Taking { run, ingest, wanted: &wanted[number] };
        taking.take(outcome)?;
        progress.input();
        if ingest.commit_when_due()? {
            run.state.save(run.index)?;
        }
        anyhow::Ok(())
    });
    progress.end();
    done
}

/// One page that has come, or not.
struct Taking<'t, 'r, 'i> {
    run: &'t mut Run<'r>,
    ingest: &'t mut Ingest<'i>,
    wanted: &'t Wanted<'t>,
}

impl<'t> Taking<'t, '_, '_> {
    fn take(&mut self, outcome: fetch::Outcome) -> anyhow::Result<()> {
        match outcome {
            Ok(Answer::Unchanged) => self.unchanged(),
            Ok(Answer::Page(page)) => match self.read(&page) {
                Ok(article) => self.put(article, page.validators),
                Err(error) => self.fail(&error.to_string(), LASTING, None),
            },
            Err(error) => {
                let waits = if error.is_passing() { PASSING } else { LASTING };
                self.fail(&error.to_string(), waits, error.wait())
            }
        }
    }

    fn name(&self) -> &'t str {
        self.wanted.entry.address.as_str()
    }

    fn unchanged(&mut self) -> anyhow::Result<()> {
        let mut known = self.wanted.known.clone().unwrap_or_default();
        let id = known.article.clone().unwrap_or_default();
        (known.failures, known.error, known.next_try) = (0, None, None);
        self.ingest.unchanged(self.name(), id);
        self.know(known);
        Ok(())
    }

    fn put(&mut self, article: Article, validators: Validators) -> anyhow::Result<()> {
        let id = self.ingest.put(self.name(), None, article, 0)?;
        let before = self.wanted.known.as_ref().filter(|known| known.by_feed).and_then(|known| known.article.clone());
        if let Some(feeds_own) = before.filter(|before| *before != id) {
            self.ingest.forget(&feeds_own, self.name())?;
        }
        self.know(Known { article: Some(id), validators, ..Known::default() });
        Ok(())
    }

    /// What can't be read is tried again later; until then the feed's own text stands in, unless there is a better one.
    fn fail(&mut self, reason: &str, waits: (Duration, Duration), asked: Option<Duration>) -> anyhow::Result<()> {
        let mut known = self.wanted.known.clone().unwrap_or_default();
        known.failures = known.failures.saturating_add(1);
        known.error = Some(reason.to_owned());
        known.next_try = state::now().checked_add(wait(waits, known.failures).max(asked.unwrap_or_default())).ok();
        let stands_in = if known.article.is_none() || known.by_feed { self.by_feed() } else { None };
        match stands_in {
            Some(article) => {
                self.run.say(format!("{}: {reason}", self.name()));
                let id = self.ingest.put(self.name(), None, article, 0)?;
                (known.article, known.by_feed) = (Some(id), true);
            }
            None => self.ingest.failed(self.name(), reason.to_owned()),
        }
        self.know(known);
        Ok(())
    }

    fn know(&mut self, known: Known) {
        let (version, feed) = (self.wanted.version(), self.wanted.entry.listing.clone());
        let known = Known { version, feed, listed: state::now(), ..known };
        self.run.state.pages.insert(self.name().to_owned(), known);
    }

    fn by_feed(&self) -> Option<Article> {
        let entry = self.wanted.entry.entry.as_ref().filter(|entry| entry.has_text())?;
        let mut article = entry.article.clone();
        article.warnings.push(BY_FEED.to_owned());
        self.complete(&mut article);
        Some(article)
    }

    /// Reads the one article of a page.
    fn read(&self, page: &Page) -> Result<Article, source::Error> {
        let stated = self.wanted.entry.entry.as_ref().map(|entry| &entry.article);
        let now = Timestamp::now();
        let supplied = Supplied {
            outlet: self.run.feeds[self.wanted.entry.feed].outlet.clone(),
            published: stated.and_then(|stated| stated.published.clone()),
            url: Some(page.address.as_str().to_owned()),
            charset: page.charset.clone(),
            // A page just fetched says "vor 3 Stunden" of now.
            crawled: now.in_tz(Moment::ZONE).ok().map(Moment::Time),
            now: Some(now),
            ..Supplied::default()
        };
        let mut reads =
            source::read_stream(name_by_kind(page.kind.as_deref()), Cursor::new(page.body.clone()), &supplied);
        let read =
            reads.next().unwrap_or(Err(source::Failure { input: String::new(), reason: source::Error::NoArticle }));
        let mut article = read.map_err(|failure| failure.reason)?;
        if reads.next().is_some() {
            return Err(source::Error::NoArticle);
        }
        article.url = Some(own_address(article.url.as_deref(), &page.address));
        article.id = article.url.clone().unwrap_or_default();
        self.complete(&mut article);
        Ok(article)
    }

    /// Fills in what the page lacks, from its feed.
    fn complete(&self, article: &mut Article) {
        let feed = &self.run.feeds[self.wanted.entry.feed];
        if let Some(name) = &feed.outlet {
            article.outlet.get_or_insert_default().name.clone_from(name);
        }
        article.section = article.section.take().or_else(|| feed.section.clone());
        let Some(stated) = self.wanted.entry.entry.as_ref().map(|entry| &entry.article) else { return };
        article.section = article.section.take().or_else(|| stated.section.clone());
        if article.title.is_empty() {
            article.title.clone_from(&stated.title);
        }
        if article.authors.is_empty() {
            article.authors.clone_from(&stated.authors);
        }
    }
}

/// The wait after so many failures.
fn wait((first, longest): (Duration, Duration), failures: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1))).min(longest)
}

/// A name that tells the format where the content leaves it open.
fn name_by_kind(kind: Option<&str>) -> &'static str {
    match kind {
        Some("text/html" | "application/xhtml+xml") | None => "page.html",
        Some("text/plain") => "page.txt",
        Some(_) => "page",
    }
}

/// The address that a page calls its own, when it is on the same site: nobody may speak for another house.
fn own_address(canonical: Option<&str>, found_at: &Address) -> String {
    let found = found_at.as_str();
    let canonical = canonical.and_then(|address| Url::parse(address).ok());
    let same = canonical.filter(|url| Url::parse(found).is_ok_and(|found| site(&found) == site(url)));
    same.map_or_else(|| found.to_owned(), String::from)
}

/// A host without what houses put before it for their readers' devices.
fn site(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    let plain = ["www.", "m.", "mobil.", "mobile.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix));
    Some(plain.unwrap_or(host))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_its_own_house_only() {
        for (canonical, expected) in [
            (Some("https://www.a.example/1"), "https://www.a.example/1"),
            (Some("https://a.example/1"), "https://a.example/1"),
            (Some("https://b.example/1"), "https://m.a.example/1?x"),
            (Some("Unsinn"), "https://m.a.example/1?x"),
            (None, "https://m.a.example/1?x"),
        ] {
            let found = Address::parse("https://m.a.example/1?x").unwrap();
            assert_eq!(own_address(canonical, &found), expected, "{canonical:?}");
        }
    }

    #[test]
    fn waits_between_runs_double_and_end() {
        let minutes: Vec<u64> = [1, 2, 3, 9, 99].iter().map(|n| wait(PASSING, *n).as_secs() / 60).collect();
        assert_eq!(minutes, [15, 30, 60, 1440, 1440]);
    }
}
