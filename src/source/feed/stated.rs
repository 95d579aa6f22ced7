//! What an entry states, whatever its format calls it, and the article that it makes.

use super::{body, house};
use crate::article::{Article, Moment, Outlet, collapse_white_space};
use crate::source::{dates, fields::domain_of, html};
use url::Url;

/// What a feed says of itself.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub title: Option<String>,
    /// The page that the feed belongs to.
    pub link: Option<String>,
    pub language: Option<String>,
    /// Who signs all entries that name nobody.
    pub authors: Vec<String>,
}

impl Channel {
    /// What relative links start from: where the feed came from; the page it belongs to when that is on another host.
    pub fn base(&self, address: Option<&str>) -> Option<Url> {
        let address = address.and_then(|address| Url::parse(address).ok());
        let page = self.link.as_deref().and_then(|link| Url::parse(link).ok());
        match (address, page) {
            (Some(address), Some(page)) if page.host_str() != address.host_str() => Some(page),
            (address, page) => address.or(page),
        }
    }
}

/// One entry's statements, as they stand.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Addresses that may be the article's, the best first, as given.
    pub links: Vec<String>,
    /// What relative links in this entry start from, when it says so itself.
    pub base: Option<String>,
    /// What names the entry in its feed.
    pub id: Option<String>,
    pub title: Option<String>,
    /// A short text about the article, HTML or plain.
    pub summary: Option<String>,
    /// The article's text, HTML or plain.
    pub content: Option<String>,
    /// What stands under its pictures.
    pub captions: Vec<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub categories: Vec<String>,
    pub language: Option<String>,
    /// Publisher and, where given, its address.
    pub publisher: Option<(String, Option<String>)>,
    pub paywalled: Option<bool>,
}

impl Stated {
    /// The article; `outlet` is the publisher that the caller knows.
    pub fn article(self, channel: &Channel, base: Option<&Url>, outlet: Option<&str>) -> Article {
        let mut article = Article { title: self.title.clone().unwrap_or_default(), ..Article::default() };
        article.url = self.link(base);
        article.outlet = self.outlet(article.url.as_deref(), channel, outlet);
        article.published = moment(self.published.as_deref(), &mut article.warnings);
        article.modified = moment(self.modified.as_deref(), &mut article.warnings);
        article.authors = self.signed(channel, article.outlet.as_ref());
        article.section = self.categories.first().cloned();
        article.language = self.language.clone().or_else(|| channel.language.clone()).map(|tag| tag.replace('_', "-"));
        article.paywalled = self.paywalled;
        let rendered = body::rendered(&self, &article.title);
        (article.text, article.blocks) = (rendered.text, rendered.blocks);
        article.id = self.identity(&article, channel);
        article.keywords = self.categories;
        article
    }

    /// The first address that is one on the web; absolute ones stay letter for letter.
    fn link(&self, base: Option<&Url>) -> Option<String> {
        let own = self.base.as_deref().and_then(|own| match base {
            Some(base) => base.join(own).ok(),
            None => Url::parse(own).ok(),
        });
        self.links.iter().find_map(|link| absolute(link, own.as_ref().or(base)))
    }

    /// Its link, else what names it in its feed, else a hash of what it says.
    fn identity(&self, article: &Article, channel: &Channel) -> String {
        let said = || {
            let place = (&channel.title, &article.title, &self.published, &article.text);
            format!("feed:{}", &blake3::hash(format!("{place:?}").as_bytes()).to_hex()[..32])
        };
        article.url.clone().or_else(|| self.id.clone()).unwrap_or_else(said)
    }

    fn outlet(&self, link: Option<&str>, channel: &Channel, known: Option<&str>) -> Option<Outlet> {
        let domain = link.and_then(domain_of);
        if let Some((name, address)) = &self.publisher {
            let name = collapse_white_space(name);
            let domain = domain.or_else(|| address.as_deref().and_then(domain_of));
            return Some(Outlet { name, domain });
        }
        let name = house::known(domain.as_deref()).or_else(|| known.map(str::to_owned));
        let name = name.or_else(|| house::from_title(channel.title.as_deref()?, domain.as_deref()));
        name.map(|name| Outlet { name, domain })
    }

    /// The people that sign; a house that signs its own articles is none.
    fn signed(&self, channel: &Channel, outlet: Option<&Outlet>) -> Vec<String> {
        let house = |name: &String| {
            outlet.is_some_and(|outlet| outlet.name == *name) || channel.title.as_deref() == Some(name.as_str())
        };
        let own = html::names(&self.authors);
        let names = if own.is_empty() { html::names(&channel.authors) } else { own };
        names.into_iter().filter(|name| !house(name)).collect()
    }
}

fn absolute(link: &str, base: Option<&Url>) -> Option<String> {
    let link = link.trim();
    let web = |url: &Url| matches!(url.scheme(), "http" | "https");
    match Url::parse(link) {
        Ok(url) => web(&url).then(|| link.to_owned()),
        Err(_) if link.is_empty() => None,
        Err(_) => base.and_then(|base| base.join(link).ok()).filter(web).map(String::from),
    }
}

fn moment(stated: Option<&str>, warnings: &mut Vec<String>) -> Option<Moment> {
    let stated = stated?.trim();
    let moment = dates::parse(stated).or_else(|| dates::find(stated).map(|found| found.moment));
    if moment.is_none() {
        warnings.push(format!("The date {stated:?} was not understood and left out."));
    }
    moment
}
