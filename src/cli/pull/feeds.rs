//! The feeds to read: addresses from the command line, and `feeds.toml`.

use crate::cli::pull::settings::{is_rate, pause};
use crate::fetch::{Address, Fetcher};
use anyhow::{Context, bail};
use serde::Deserialize;
use std::fs;
use std::path::Path;
use toml::Spanned;

/// A feed or sitemap, and what is known about what it lists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feed {
    /// Where it is.
    pub(crate) address: Address,
    /// Who publishes all that it lists.
    pub(crate) outlet: Option<String>,
    /// The section of articles that state none.
    pub(crate) section: Option<String>,
    /// Requests a minute to its host.
    rate: Option<f64>,
}

/// `feeds.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    feed: Vec<Stated>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    url: Spanned<String>,
    outlet: Option<String>,
    section: Option<String>,
    rate: Option<Spanned<f64>>,
}

impl Feed {
    /// A feed of which nothing but the address is known.
    pub(crate) fn at(address: &str) -> anyhow::Result<Self> {
        let address = Address::parse(address)?;
        Ok(Self { address, outlet: None, section: None, rate: None })
    }

    /// Holds `fetcher` to the feed's own rate.
    pub(crate) fn slow_down(&self, fetcher: &Fetcher) {
        if let Some(rate) = self.rate {
            fetcher.slow_down(&self.address, pause(rate));
        }
    }
}

/// Reads `feeds.toml`.
///
/// # Errors
/// What is wrong, with the file, the line and the key.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Feed>> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read the list of feeds {}", path.display()))?;
    parse(&text, &path.display().to_string())
}

fn parse(text: &str, name: &str) -> anyhow::Result<Vec<Feed>> {
    let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            bail!(
                "{name}:{}: {}; a feed is `[[feed]]` with `url`, and `outlet`, `section`, `rate` if you like",
                line(at),
                error.message()
            )
        }
    };
    if file.feed.is_empty() {
        bail!("{name} lists no feed; write `[[feed]]` and below it `url = \"https://…\"`");
    }
    let feed = |stated: Stated| {
        let place = line(stated.url.span().start);
        let address = Address::parse(stated.url.get_ref()).with_context(|| format!("{name}:{place}: `url`"))?;
        if let Some(rate) = stated.rate.as_ref().filter(|rate| !is_rate(*rate.get_ref())) {
            bail!(
                "{name}:{}: `rate` is requests a minute, like 60 or 0.5, not {}",
                line(rate.span().start),
                rate.get_ref()
            );
        }
        let rate = stated.rate.map(Spanned::into_inner);
        Ok(Feed { address, outlet: stated.outlet, section: stated.section, rate })
    };
    file.feed.into_iter().map(feed).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_read_with_what_is_known_of_them() {
        let feeds = parse(
            "[[feed]]\nurl = \"https://a.example/rss\"\n\n[[feed]]\nurl = \"http://b.example\"\noutlet = \"Bote\"\nsection = \"Hafen\"\nrate = 20\n",
            "feeds.toml",
        )
        .unwrap();
        assert_eq!(feeds[0], Feed::at("https://a.example/rss").unwrap());
        assert_eq!((feeds[1].outlet.as_deref(), feeds[1].rate), (Some("Bote"), Some(20.0)));
    }

    #[test]
    fn faults_name_file_line_and_key() {
        for (text, expected) in [
            ("", "lists no feed"),
            ("[[feed]]\noutlet = \"Bote\"\n", "feeds.toml:1: missing field `url`"),
            ("[[feed]]\nurl = \"https://a.example\"\nrubrik = \"x\"\n", "feeds.toml:3: unknown field `rubrik`"),
            ("[[feed]]\n\nurl = \"ftp://a.example\"\n", "feeds.toml:3: `url`"),
            ("[[feed]]\nurl = \"https://a.example\"\nrate = 0\n", "feeds.toml:3: `rate`"),
            ("[[feed]]\nurl = 7\n", "feeds.toml:2: invalid type"),
            ("[[feed]\n", "feeds.toml:1: "),
        ] {
            let error = format!("{:#}", parse(text, "feeds.toml").unwrap_err());
            assert!(error.contains(expected), "{text:?}: {error}");
        }
    }
}
