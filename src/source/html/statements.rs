//! What a page states about its article: each fact from the first source that tells it, JSON-LD, meta tags, microdata.

use super::{
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

const TITLE: &[&str] = &["og:title", "twitter:title", "title", "dc.title", "dcterms.title", "parsely-title"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.available",
    "date.created",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.available",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "published_at",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "last-modified",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "datemodified",
    "date.updated",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "revised",
];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
];
const SECTION: &[&str] = &["article:section", "og:article:section", "parsely-section", "dc.subject.section", "section"];
const KEYWORDS: &[&str] = &["news_keywords", "keywords", "parsely-tags", "sailthru.tags"];
const LANGUAGE: &[&str] =
    &["og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage"];
const SITE: &[&str] = &[
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "apple-mobile-web-app-title",
    "article:publisher",
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

    /// A text of the article's JSON-LD, else of its microdata.
    fn stated_or_marked(&self, name: &str) -> Option<String> {
        let marked = || metas::with_property(self.tree, name).map(|id| metas::value(self.tree, id));
        self.stated(name).or_else(|| marked().find(|value| !value.is_empty()))
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
        let metas = ["og:description", "description", "twitter:description"].iter();
        let metas = metas.filter_map(|name| self.metas.first(&[name])).map(str::to_owned);
        self.stated("description").into_iter().chain(metas).collect()
    }

    /// The whole text as JSON-LD has it.
    pub fn body(&self) -> Option<String> {
        self.article()?.get("articleBody")?.as_str().map(str::to_owned).filter(|body| !body.trim().is_empty())
    }

    /// Names of people and newsrooms that sign; the publisher's own name is none.
    pub fn authors(&self) -> Vec<String> {
        let house: Vec<String> = self.house_names();
        let linked = self.article().and_then(|article| article.get("author").or_else(|| article.get("creator")));
        let linked = people::stated(&linked.map(|value| self.data.names(value)).unwrap_or_default(), &house);
        if !linked.is_empty() {
            return linked;
        }
        let metas: Vec<String> = AUTHORS.iter().flat_map(|name| self.metas.all(name)).map(str::to_owned).collect();
        let metas = people::stated(&metas, &house);
        if !metas.is_empty() {
            return metas;
        }
        people::stated(&self.marked_authors(), &house)
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

    pub fn section(&self) -> Option<String> {
        self.stated("articleSection")
            .or_else(|| self.metas.first(SECTION).map(str::to_owned))
            .filter(|section| section.chars().count() <= 60)
    }

    /// The address that the page calls its own.
    pub fn url(&self) -> Option<String> {
        let link = self.tree.elements("link").find(|id| self.tree.attribute(*id, "rel") == Some("canonical"));
        let link = link.and_then(|id| self.tree.attribute(id, "href")).map(str::to_owned);
        let shared = self.metas.first(&["og:url", "twitter:url", "dc.identifier"]).map(str::to_owned);
        let reference = |name: &str| {
            let value = self.article()?.get(name)?;
            value.as_str().or_else(|| value.get("@id")?.as_str()).map(str::to_owned)
        };
        let linked = reference("url").or_else(|| reference("mainEntityOfPage"));
        let absolute = |address: String| {
            let url = Url::parse(address.trim()).ok()?;
            (matches!(url.scheme(), "http" | "https") && url.path() != "/").then(|| url.to_string())
        };
        [link, shared, linked].into_iter().flatten().find_map(absolute)
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
        let tags: Vec<String> = self.metas.all("article:tag").map(str::to_owned).collect();
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
        let tier = self.metas.first(&["article:content_tier", "og:article:content_tier"]).map(|tier| tier != "free");
        free.map(|free| !free).or(tier)
    }

    /// The publisher: by the domain when the list of media knows it, else by the names that the page gives.
    pub fn outlet(&self) -> Option<Outlet> {
        let domain = self
            .url()
            .as_deref()
            .and_then(domain_of)
            .or_else(|| self.tree.elements("base").find_map(|id| domain_of(self.tree.attribute(id, "href")?)));
        let names = self.house_names();
        let known = domain.as_deref().and_then(|domain| Outlets::embedded().by_domain(domain));
        let known = known.or_else(|| {
            names
                .iter()
                .find_map(|name| Outlets::embedded().by_form(name).or_else(|| Outlets::embedded().by_domain(name)))
        });
        let is_name = |name: &&String| Url::parse(name).is_err();
        let name = known
            .map(|medium| medium.name.clone())
            .or_else(|| names.iter().find(is_name).cloned())
            .or_else(|| domain.clone())?;
        Some(Outlet { name, domain })
    }
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
