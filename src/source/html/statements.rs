//! What a page states about its article: each fact from the first source that tells it, JSON-LD, meta tags, microdata.

use super::{
    content::letters,
    linked_data::{LinkedData, clean},
    metas::{self, Metas},
    people,
    title::{self, Candidates},
    tree::{Id, Tree},
};
use crate::article::{Moment, Outlet};
use crate::lexicon::Outlets;
use crate::source::{dates, fields::domain_of};
use serde_json::{Map, Value};
use url::Url;

/// A section's name is not longer (characters).
const LONGEST_SECTION: usize = 60;

// Names of meta tags, folded as `metas` does.
const TITLE: &[&str] = &["ogtitle", "twittertitle", "title", "dctitle", "dctermstitle", "parselytitle"];
const PUBLISHED: &[&str] = &[
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "ogpublishedtime",
    "datepublished",
    "dateavailable",
    "datecreated",
    "date",
    "dcdate",
    "dcdateissued",
    "dcdatecreated",
    "dctermsdate",
    "dctermscreated",
    "dctermsissued",
    "dctermsavailable",
    "publishdate",
    "publicationdate",
    "publishedat",
    "pubdate",
    "parselypubdate",
    "sailthrudate",
    "cxenseparserecspublishtime",
];
const MODIFIED: &[&str] = &[
    "articlemodifiedtime",
    "ogarticlemodifiedtime",
    "ogmodifiedtime",
    "ogupdatedtime",
    "datemodified",
    "dateupdated",
    "dctermsmodified",
    "dcdatemodified",
    "lastmodified",
    "revised",
];
const AUTHORS: &[&str] = &[
    "author",
    "articleauthor",
    "ogarticleauthor",
    "dccreator",
    "dctermscreator",
    "parselyauthor",
    "sailthruauthor",
    "byl",
];
const SECTION: &[&str] = &["articlesection", "ogarticlesection", "parselysection", "dcsubjectsection", "section"];
const KEYWORDS: &[&str] = &["newskeywords", "keywords", "parselytags", "sailthrutags"];
const LANGUAGE: &[&str] = &["oglocale", "contentlanguage", "language", "dclanguage", "dctermslanguage", "inlanguage"];
const SITE: &[&str] = &[
    "ogsitename",
    "applicationname",
    "dcpublisher",
    "dctermspublisher",
    "publisher",
    "applemobilewebapptitle",
    "articlepublisher",
    "copyright",
];

/// A page's own statements.
pub(super) struct Statements<'t> {
    tree: &'t Tree,
    data: LinkedData,
    metas: Metas,
}

impl<'t> Statements<'t> {
    pub fn of(tree: &'t Tree) -> Self {
        Self { tree, data: LinkedData::of(tree), metas: Metas::of(tree) }
    }

    fn article(&self) -> Option<&Map<String, Value>> {
        self.data.article()
    }

    /// A text of the article's JSON-LD.
    fn stated(&self, name: &str) -> Option<String> {
        let value = self.article()?.get(name)?;
        self.data.names(value).into_iter().next()
    }

    /// The headline; see [`title::choose`].
    pub fn title(&self) -> String {
        let words = |id: Id| metas::clean_words(self.tree, id);
        let shown = self.tree.elements("h1").map(words).filter(|words| !words.is_empty());
        let window = self.tree.elements("title").map(words).find(|words| !words.is_empty());
        let shared = self.metas.first(TITLE).unwrap_or_default().to_owned();
        let shown: Vec<String> = shown.collect();
        let stated = self.stated("headline").or_else(|| self.stated("name")).unwrap_or_default();
        let heading = shown.iter().find(|heading| **heading == stated || shared.starts_with(*heading));
        let shown = heading.or(shown.first()).cloned().unwrap_or_default();
        title::choose(&Candidates { stated, shared, shown, window: window.unwrap_or_default() })
    }

    /// What sums the article up, for finding the lead on the page.
    pub fn descriptions(&self) -> Vec<String> {
        let metas = ["ogdescription", "description", "twitterdescription"].iter();
        let metas = metas.filter_map(|name| self.metas.first(&[name])).map(str::to_owned);
        self.stated("description").into_iter().chain(metas).collect()
    }

    /// The whole text, when JSON-LD has it.
    pub fn text(&self) -> Option<String> {
        let text = self.article()?.get("articleBody")?.as_str()?;
        Some(plain(text)).filter(|text| !text.trim().is_empty())
    }

    /// Names of people and newsrooms that sign. The publisher's own name is none, unless `byline` has no better one.
    pub fn authors(&self, byline: Vec<String>) -> Vec<String> {
        let linked = self.article().and_then(|article| article.get("author").or_else(|| article.get("creator")));
        let linked = people::parted(&linked.map(|value| self.data.names(value)).unwrap_or_default());
        let metas: Vec<String> = AUTHORS.iter().flat_map(|name| self.metas.all(name)).map(str::to_owned).collect();
        let sources = [linked.clone(), people::parted(&metas), people::parted(&self.marked_authors()), byline];
        let house = self.house();
        let own =
            |names: Vec<String>| names.into_iter().filter(|name| !house.iter().any(|house| house.is(name))).collect();
        let signed = sources.into_iter().map(own).find(|names: &Vec<String>| !names.is_empty());
        signed.unwrap_or(linked)
    }

    /// What the publisher is called.
    fn house(&self) -> Vec<House> {
        let outlet = self.outlet();
        let own = outlet.iter().flat_map(|outlet| [Some(&outlet.name), outlet.domain.as_ref()]).flatten().cloned();
        own.chain(self.house_names()).map(|name| House::called(&name)).collect()
    }

    /// Authors in microdata and links: `itemprop="author"`, `rel="author"`.
    fn marked_authors(&self) -> Vec<String> {
        let tree = self.tree;
        let by_property = metas::with_property(tree, "author").map(|id| {
            let name = tree.subtree(id).find(|inner| tree.attribute(*inner, "itemprop") == Some("name"));
            metas::value(tree, name.unwrap_or(id))
        });
        let by_link = tree.elements("a").filter(|id| tree.attribute(*id, "rel") == Some("author"));
        by_property.chain(by_link.map(|id| metas::clean_words(tree, id))).collect()
    }

    /// Every name the page gives to its publisher.
    fn house_names(&self) -> Vec<String> {
        let publisher = self.article().and_then(|article| article.get("publisher"));
        let linked = publisher.map(|value| self.data.names(value)).unwrap_or_default();
        let metas = SITE.iter().filter_map(|name| self.metas.first(&[name])).map(str::to_owned);
        linked.into_iter().chain(metas).collect()
    }

    /// When it was first published.
    pub fn published(&self) -> Option<Moment> {
        self.moment("datePublished", PUBLISHED).or_else(|| self.moment("dateCreated", &[]))
    }

    /// When it was last changed.
    pub fn modified(&self) -> Option<Moment> {
        self.moment("dateModified", MODIFIED)
    }

    fn moment(&self, name: &str, metas: &[&str]) -> Option<Moment> {
        let linked = self.stated(name);
        let metas = metas.iter().filter_map(|name| self.metas.first(&[name])).map(str::to_owned);
        let marked = metas::with_property(self.tree, name).map(|id| metas::value(self.tree, id));
        linked.into_iter().chain(metas).chain(marked).find_map(|text| dates::parse(&text))
    }

    /// The desk; of several the first.
    pub fn section(&self) -> Option<String> {
        let stated = self.stated("articleSection").or_else(|| self.metas.first(SECTION).map(str::to_owned))?;
        let first = stated.split(", ").next().unwrap_or_default().trim().to_owned();
        (!first.is_empty() && first.chars().count() <= LONGEST_SECTION).then_some(first)
    }

    /// The address that the page calls its own: the canonical one, unless that is another house's for a shared text.
    pub fn url(&self) -> Option<String> {
        let own = self.addresses();
        let canonical = self.canonical();
        let foreign = |url: &Url| own.first().is_some_and(|own| site(own) != site(url));
        canonical.filter(|url| !foreign(url)).or_else(|| own.into_iter().next()).map(|url| url.to_string())
    }

    fn canonical(&self) -> Option<Url> {
        let link = self.tree.elements("link").find(|id| self.tree.attribute(*id, "rel") == Some("canonical"));
        absolute(self.tree.attribute(link?, "href")?)
    }

    /// The addresses that the page gives to itself apart from the canonical one.
    fn addresses(&self) -> Vec<Url> {
        let shared = self.metas.first(&["ogurl", "twitterurl", "dcidentifier"]);
        let reference = |name: &str| {
            let value = self.article()?.get(name)?;
            value.as_str().or_else(|| value.get("@id")?.as_str())
        };
        let stated = ["url", "mainEntityOfPage"].into_iter().filter_map(reference);
        shared.into_iter().chain(stated).filter_map(absolute).collect()
    }

    /// A BCP 47 tag: `de_DE` becomes `de-DE`.
    pub fn language(&self) -> Option<String> {
        let root = self.tree.elements("html").find_map(|id| self.tree.attribute(id, "lang")).map(str::to_owned);
        let tag =
            root.or_else(|| self.stated("inLanguage")).or_else(|| self.metas.first(LANGUAGE).map(str::to_owned))?;
        let tag = tag.trim().replace('_', "-");
        let is_tag = tag.len() >= 2 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_tag.then_some(tag)
    }

    pub fn keywords(&self) -> Vec<String> {
        let linked = self.article().and_then(|article| article.get("keywords")).map(|value| self.data.names(value));
        let tags: Vec<String> = self.metas.all("articletag").map(str::to_owned).collect();
        let metas = || self.metas.first(KEYWORDS).map(str::to_owned).into_iter().collect();
        let given =
            linked.filter(|list| !list.is_empty()).or(Some(tags).filter(|list| !list.is_empty())).unwrap_or_else(metas);
        let mut keywords: Vec<String> = Vec::new();
        for word in given.iter().flat_map(|list| list.split([',', ';'])).map(clean) {
            if !word.is_empty() && !keywords.contains(&word) {
                keywords.push(word);
            }
        }
        keywords
    }

    /// Whether only subscribers may read it, when the page says so.
    pub fn paywalled(&self) -> Option<bool> {
        let free = self.article().and_then(|article| article.get("isAccessibleForFree")).and_then(truth);
        let tier = self.metas.first(&["articlecontenttier", "ogarticlecontenttier"]).map(|tier| tier != "free");
        free.map(|free| !free).or(tier)
    }

    /// The publisher: by the domain when the list of media knows it, else by the names that the page gives.
    pub fn outlet(&self) -> Option<Outlet> {
        let outlets = Outlets::embedded();
        let domain = self.url().as_deref().and_then(domain_of);
        let names = self.house_names();
        let by_name = |name: &String| outlets.by_form(name).or_else(|| outlets.by_domain(name));
        let known =
            domain.as_deref().and_then(|domain| outlets.by_domain(domain)).or_else(|| names.iter().find_map(by_name));
        let name = known.map(|medium| medium.name.clone());
        let name =
            name.or_else(|| names.into_iter().find(|name| Url::parse(name).is_err())).or_else(|| domain.clone())?;
        Some(Outlet { name, domain })
    }
}

/// A page's address: on the web, and not the front page.
fn absolute(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.path() != "/").then_some(url)
}

/// The last two labels of the host: `www.nordmark.example` and `m.nordmark.example` are one site.
fn site(url: &Url) -> Option<String> {
    let labels: Vec<&str> = url.host_str()?.rsplit('.').take(2).collect();
    Some(labels.join("."))
}

/// A name of the publisher, for telling it from authors.
struct House {
    name: String,
    medium: Option<&'static str>,
}

impl House {
    fn called(name: &str) -> Self {
        Self { name: letters(name), medium: medium(name) }
    }

    fn is(&self, name: &str) -> bool {
        letters(name) == self.name || self.medium.is_some() && medium(name) == self.medium
    }
}

fn medium(name: &str) -> Option<&'static str> {
    let outlets = Outlets::embedded();
    outlets.by_form(name).or_else(|| outlets.by_domain(name)).map(|medium| medium.name.as_str())
}

/// A text without the markup that some pages leave in it.
fn plain(text: &str) -> String {
    let has_markup = text.contains("</") || text.contains('&');
    if has_markup { Tree::parse(text).words(Tree::ROOT) } else { text.to_owned() }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.rsplit('/').next().unwrap_or_default().to_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
