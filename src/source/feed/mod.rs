//! Feeds to articles: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; and the sitemaps that list a house's pages.
//!
//! A feed is read as markup forgivingly; each entry becomes a list of statements, whatever the format calls its
//! parts, and these an [`Entry`]: an article with as much text as the feed gives. Sitemaps give entries without text.

mod markup;
mod tag;
mod vocabulary;
mod stated;
mod syndication;
mod json;
mod sitemap;
mod house;
mod body;

use super::{Error, decode::decode_labelled, unpack};
use crate::article::Article;
use jiff::Timestamp;
use markup::Markup;
use stated::{Channel, Stated};

/// What a feed or a sitemap lists.
#[derive(Debug)]
pub enum Listing {
    /// Articles: the entries of a feed or of a sitemap, in its order.
    Entries(Vec<Entry>),
    /// Further sitemaps.
    Sitemaps(Vec<Entry>),
}

/// One entry: an article as far as the feed gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Title, authors, dates and text. `url` is the entry's link, `id` the same or, without a link, what names the entry
    /// in its feed; `outlet` is who published it, the feed's title when nothing else tells.
    pub article: Article,
}

impl Entry {
    /// When it was last changed, else published, by the feed's word: a later time tells of a newer version.
    #[must_use]
    pub fn version(&self) -> Option<Timestamp> {
        let moment = self.article.modified.as_ref().or(self.article.published.as_ref());
        moment.and_then(|moment| Timestamp::from_second(moment.seconds()).ok())
    }

    /// Whether the feed gives running text, not just a headline.
    #[must_use]
    pub fn has_text(&self) -> bool {
        !self.article.blocks.is_empty()
    }
}

/// Reads a feed or sitemap as it came from the web, packed with gzip or not.
///
/// `address` is where it came from: relative links start there. `charset` is what its sender calls its encoding, and
/// counts when the text itself tells nothing. `outlet` is the publisher that the caller knows.
///
/// # Errors
/// [`Error::NoFeed`] when it is neither; [`Error::Binary`], [`Error::TooLarge`] and [`Error::Empty`] as for files.
pub fn read_listing(
    bytes: &[u8],
    address: &str,
    charset: Option<&str>,
    outlet: Option<&str>,
) -> Result<Listing, Error> {
    let bytes = unpack::whole(bytes)?;
    let decoded = decode_labelled(&bytes, charset)?;
    if decoded.text.trim().is_empty() {
        return Err(Error::Empty);
    }
    let mut listing = read(&decoded.text, Some(address), outlet)?;
    if let Listing::Entries(entries) = &mut listing {
        entries.iter_mut().for_each(|entry| entry.article.warnings.extend(decoded.warnings.iter().cloned()));
    }
    Ok(listing)
}

/// The articles of a feed that was saved to a file, each with its identity.
///
/// # Errors
/// [`Error::Sitemap`] for a sitemap, which holds no articles; [`Error::NoEntries`] for a feed without entries.
pub(super) fn articles(
    text: &str,
    address: Option<&str>,
    outlet: Option<&str>,
) -> Result<Vec<Result<super::json::Identified, Error>>, Error> {
    if matches!(kind(text), Some(Kind::Urls | Kind::Sitemaps)) {
        return Err(Error::Sitemap);
    }
    match read(text, address, outlet)? {
        Listing::Entries(entries) if entries.is_empty() => Err(Error::NoEntries),
        Listing::Entries(entries) => Ok(entries.into_iter().map(identified).collect()),
        Listing::Sitemaps(_) => Err(Error::Sitemap),
    }
}

fn identified(entry: Entry) -> Result<super::json::Identified, Error> {
    let id = entry.article.id.clone();
    if entry.article.is_empty() { Err(Error::NoText) } else { Ok((entry.article, Some(id))) }
}

/// What a text is by its first element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rss,
    Atom,
    Json,
    Urls,
    Sitemaps,
}

/// How far into a text its first element may stand (characters): comments and stylesheets come before it.
const HEAD: usize = 4_000;

/// True for the text, or the beginning, of a feed or sitemap.
pub(super) fn is_listing(head: &str) -> bool {
    kind(head).is_some()
}

fn kind(text: &str) -> Option<Kind> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head = &start[..start.char_indices().nth(HEAD).map_or(start.len(), |(at, _)| at)];
    if head.starts_with('{') {
        // The format demands this address as its version.
        return head.contains("://jsonfeed.org/version/").then_some(Kind::Json);
    }
    if !head.starts_with('<') {
        return None;
    }
    first_element(head).and_then(|name| match name.rsplit(':').next().unwrap_or_default() {
        "rss" | "rdf" => Some(Kind::Rss),
        "feed" => Some(Kind::Atom),
        "urlset" => Some(Kind::Urls),
        "sitemapindex" => Some(Kind::Sitemaps),
        _ => None,
    })
}

/// The name of the first element, in lower case.
fn first_element(head: &str) -> Option<String> {
    let mut rest = head;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        if rest.starts_with(['!', '?']) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        return Some(rest[..end].to_lowercase());
    }
}

/// Reads a decoded feed or sitemap.
fn read(text: &str, address: Option<&str>, outlet: Option<&str>) -> Result<Listing, Error> {
    let kind = kind(text).ok_or(Error::NoFeed)?;
    let (channel, stated) = match kind {
        Kind::Json => json::read(text)?,
        Kind::Rss | Kind::Atom => syndication::read(&Markup::parse(text)),
        Kind::Urls => (Channel::default(), sitemap::pages(&Markup::parse(text))),
        Kind::Sitemaps => (Channel::default(), sitemap::sitemaps(&Markup::parse(text))),
    };
    let base = channel.base(address);
    let entry = |stated: Stated| Entry { article: stated.article(&channel, base.as_ref(), outlet) };
    let entries = stated.into_iter().map(entry).collect();
    Ok(if kind == Kind::Sitemaps { Listing::Sitemaps(entries) } else { Listing::Entries(entries) })
}

#[cfg(test)]
mod tests;
