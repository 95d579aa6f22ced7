//! What `pull` remembers from run to run: `pull.jsonl` in the index folder, one line an address.
//!
//! It is written whole and then put in place of the old one, always after the commit that makes the articles safe: a run
//! that is cut off may fetch a page again, but never takes one for known that is not there.

use crate::fetch::Validators;
use anyhow::{Context, anyhow};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const FILE: &str = "pull.jsonl";
const TURN: &str = "pull.lock";
/// Pages that no feed has listed for so long are forgotten.
const KEPT: Duration = Duration::from_secs(180 * 24 * 3600);

/// All that is remembered.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct State {
    /// Versions of feeds, by address. Only of those in which nothing is left to do.
    pub(crate) feeds: BTreeMap<String, Validators>,
    /// Pages, by the address that a feed gives.
    pub(crate) pages: BTreeMap<String, Page>,
}

/// What is known of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// Id of its article in the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) article: Option<String>,
    /// True when that article is only what the feed gives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) by_feed: bool,
    /// The date that the feed gave when the page was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<Timestamp>,
    /// The version that the host names.
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// How often it has failed since it was last read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) failures: u32,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// Not before is it tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next_try: Option<Timestamp>,
    /// The feed that lists it.
    #[serde(default)]
    pub(crate) feed: String,
    /// When a feed listed it last.
    pub(crate) listed: Timestamp,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde calls it with a reference
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Page {
        page: String,
        #[serde(flatten)]
        state: Page,
    },
    Feed {
        feed: String,
        #[serde(flatten)]
        validators: Validators,
    },
}

/// The time of day, in whole seconds: people read these lines.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

impl State {
    /// Reads what the last run has left; without a file there is nothing to remember.
    ///
    /// # Errors
    /// When the file can't be read or has been damaged; the message names the line.
    pub(crate) fn load(index: &Path) -> anyhow::Result<Self> {
        let path = index.join(FILE);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
        };
        let mut state = Self::default();
        for (number, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(anyhow::Error::from).and_then(|line| Ok(serde_json::from_str(&line)?));
            let place = || {
                format!(
                    "{}:{} is damaged; take the line out, its page is then fetched again",
                    path.display(),
                    number + 1
                )
            };
            match line.with_context(place)? {
                Line::Page { page, state: known } => drop(state.pages.insert(page, known)),
                Line::Feed { feed, validators } => drop(state.feeds.insert(feed, validators)),
            }
        }
        Ok(state)
    }

    /// Writes all down, whole or not at all.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub(crate) fn save(&self, index: &Path) -> anyhow::Result<()> {
        let path = index.join(FILE);
        self.write(&path).with_context(|| format!("can't write {}", path.display()))
    }

    fn write(&self, path: &PathBuf) -> anyhow::Result<()> {
        let fresh = path.with_extension("jsonl.new");
        let mut file = BufWriter::new(File::create(&fresh)?);
        let feeds = self
            .feeds
            .iter()
            .map(|(feed, validators)| Line::Feed { feed: feed.clone(), validators: validators.clone() });
        let pages = self.pages.iter().map(|(page, state)| Line::Page { page: page.clone(), state: state.clone() });
        for line in feeds.chain(pages) {
            serde_json::to_writer(&mut file, &line)?;
            file.write_all(b"\n")?;
        }
        file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        Ok(fs::rename(&fresh, path)?)
    }

    /// Forgets pages that no feed has listed for half a year.
    pub(crate) fn forget_old(&mut self, now: Timestamp) {
        self.pages.retain(|_, page| now.duration_since(page.listed).unsigned_abs() < KEPT);
    }
}

/// Held as long as a `pull` works on an index.
pub(crate) struct Turn {
    _file: File,
}

/// Waits for nobody: two runs side by side would fetch everything twice.
///
/// # Errors
/// When another `pull` works on this index.
pub(crate) fn turn(index: &Path) -> anyhow::Result<Turn> {
    let path = index.join(TURN);
    let open = || {
        fs::create_dir_all(index)?;
        File::options().create(true).truncate(false).write(true).open(&path)
    };
    let file = open().with_context(|| format!("can't write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Turn { _file: file }),
        Err(TryLockError::WouldBlock) => {
            Err(anyhow!("another `pull` works on the index at {}; wait until it is done", index.display()))
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("can't lock {}", path.display())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn page(listed: &str) -> Page {
        let validators = Validators { etag: Some("\"x\"".into()), last_modified: None };
        Page { article: Some("a".into()), failures: 2, validators, listed: listed.parse().unwrap(), ..Page::default() }
    }

    #[test]
    fn what_is_saved_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(State::load(dir.path()).unwrap(), State::default());
        let mut state = State::default();
        state.feeds.insert("https://a.example/rss".into(), Validators { etag: Some("1".into()), last_modified: None });
        state.feeds.insert("https://b.example/rss".into(), Validators::default());
        state.pages.insert("https://a.example/1".into(), page("2026-03-12T05:00:00Z"));
        state.save(dir.path()).unwrap();
        assert_eq!(State::load(dir.path()).unwrap(), state);
        fs::write(dir.path().join(FILE), "{\"feed\":\"x\"}\nkaputt\n").unwrap();
        let error = format!("{:#}", State::load(dir.path()).unwrap_err());
        assert!(error.contains("pull.jsonl:2 is damaged"), "{error}");
    }

    #[test]
    fn old_pages_are_forgotten() {
        let mut state = State::default();
        state.pages.insert("alt".into(), page("2025-03-12T05:00:00Z"));
        state.pages.insert("neu".into(), page("2026-03-12T05:00:00Z"));
        state.forget_old("2026-04-01T00:00:00Z".parse().unwrap());
        assert_eq!(state.pages.keys().collect::<Vec<_>>(), ["neu"]);
    }

    #[test]
    fn only_one_has_the_turn() {
        let dir = tempfile::tempdir().unwrap();
        let first = turn(&dir.path().join("neu")).unwrap();
        assert!(turn(&dir.path().join("neu")).is_err());
        drop(first);
        assert!(turn(&dir.path().join("neu")).is_ok());
    }
}
