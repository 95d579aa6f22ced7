//! What an input states about its article: the many names that exports, crawlers and authors give to the same thing.

use super::dates;
use crate::article::{Actor, ActorKind, Article, Citation, Moment, Outlet, collapse_white_space};
use serde_json::{Map, Value};
use std::collections::HashMap;

// Names are compared in lower case, without `_`, `-` and white space: `pub_date`, `pubDate` and `Pub-Date` are one.
const ID: &[&str] = &["id", "guid", "uid", "uuid", "identifier", "articleid"];
const TITLE: &[&str] = &["title", "headline", "titel", "überschrift", "schlagzeile"];
const LEAD: &[&str] = &["lead", "teaser", "description", "summary", "abstract", "standfirst", "vorspann", "excerpt"];
const OUTLET: &[&str] = &[
    "outlet",
    "publisher",
    "source",
    "outletname",
    "sourcename",
    "sitename",
    "medium",
    "newspaper",
    "zeitung",
    "quelle",
];
const DOMAIN: &[&str] = &["domain", "sourcedomain", "outletdomain", "hostname", "host"];
const URL: &[&str] = &["url", "canonical", "canonicalurl", "link", "permalink", "sourceurl", "href"];
const AUTHORS: &[&str] = &["authors", "author", "byline", "autor", "autoren", "autorin", "creator"];
const PUBLISHED: &[&str] = &[
    "published",
    "publishedat",
    "date",
    "datepublished",
    "datepublish",
    "pubdate",
    "publicationdate",
    "publishdate",
    "publishingdate",
    "datum",
    "veröffentlicht",
    "created",
    "createdat",
    "time",
    "timestamp",
];
const MODIFIED: &[&str] = &[
    "modified",
    "modifiedat",
    "datemodified",
    "datemodify",
    "updated",
    "updatedat",
    "lastmod",
    "aktualisiert",
    "geändert",
];
const SECTION: &[&str] = &["section", "category", "categories", "rubrik", "ressort", "desk"];
const LANGUAGE: &[&str] = &["language", "lang", "inlanguage", "sprache"];
const TEXT: &[&str] = &["text", "body", "content", "maintext", "articlebody", "fulltext", "contenttext", "plaintext"];
const PARAGRAPHS: &[&str] = &["paragraphs", "absätze"];
const ACTORS: &[&str] = &["actors", "akteure"];
const CITES: &[&str] = &["cites", "citations", "citedoutlets"];

/// The values of one input, by folded name.
pub(super) struct Fields<'v> {
    values: HashMap<String, &'v Value>,
}

impl<'v> Fields<'v> {
    pub fn of(map: &'v Map<String, Value>) -> Self {
        let said = map.iter().filter(|(_, value)| !value.is_null());
        Self { values: said.map(|(name, value)| (fold(name), value)).collect() }
    }

    fn first(&self, names: &[&str]) -> Option<&'v Value> {
        names.iter().find_map(|name| self.values.get(*name).copied())
    }

    fn text_of(&self, names: &[&str]) -> Option<String> {
        names.iter().filter_map(|name| self.values.get(*name)).find_map(|value| scalar(value))
    }

    /// The input's own identifier.
    pub fn id(&self) -> Option<String> {
        self.text_of(ID)
    }

    /// The paragraph before the body, white space collapsed.
    pub fn lead(&self) -> Option<String> {
        self.text_of(LEAD).map(|lead| collapse_white_space(&lead))
    }

    /// The whole text, verbatim.
    pub fn text(&self) -> Option<&'v str> {
        TEXT.iter().filter_map(|name| self.values.get(*name)?.as_str()).find(|text| !text.trim().is_empty())
    }

    /// The text as a list of paragraphs.
    pub fn paragraphs(&self) -> Vec<String> {
        let lists = PARAGRAPHS.iter().chain(TEXT).filter_map(|name| self.values.get(*name)?.as_array());
        lists.flat_map(|list| list.iter().filter_map(text_in)).collect()
    }

    /// Subheads with the number of the paragraph they stand before, as `parse --json` writes them.
    pub fn headings(&self) -> Vec<(usize, String)> {
        let list = self.values.get("headings").and_then(|value| value.as_array());
        let heading = |value: &Value| {
            let before = value.get("before").and_then(Value::as_u64).and_then(|before| usize::try_from(before).ok());
            Some((before?, text_in(value)?))
        };
        list.into_iter().flatten().filter_map(heading).collect()
    }

    /// Captions, as `parse --json` writes them.
    pub fn captions(&self) -> Vec<String> {
        let list = self.values.get("captions").and_then(|value| value.as_array());
        list.into_iter().flatten().filter_map(text_in).collect()
    }

    /// Fills everything of the article but its text, blocks, identity and path.
    pub fn fill(&self, article: &mut Article) {
        article.title = self.text_of(TITLE).map(|title| collapse_white_space(&title)).unwrap_or_default();
        article.url = self.text_of(URL).filter(|url| url::Url::parse(url).is_ok());
        article.outlet = self.outlet();
        article.authors = self.first(AUTHORS).map(authors).unwrap_or_default();
        article.section = self.first(SECTION).and_then(text_in);
        article.language = self.text_of(LANGUAGE);
        article.published = self.moment(PUBLISHED, &mut article.warnings);
        article.modified = self.moment(MODIFIED, &mut article.warnings);
        article.given_actors =
            self.first(ACTORS).and_then(Value::as_array).map(|list| list.iter().filter_map(actor).collect());
        article.given_citations =
            self.first(CITES).and_then(Value::as_array).map(|list| list.iter().filter_map(citation).collect());
    }

    fn outlet(&self) -> Option<Outlet> {
        let value = self.first(OUTLET);
        let inner = |name: &str| value.and_then(|value| value.get(name)).and_then(scalar);
        let name = value.and_then(scalar).or_else(|| inner("name")).or_else(|| inner("title"));
        let domain =
            self.text_of(DOMAIN).or_else(|| inner("domain")).or_else(|| inner("url").as_deref().and_then(domain_of));
        let name = name.or_else(|| domain.clone())?;
        let domain = domain.or_else(|| looks_like_domain(&name).then(|| name.clone()));
        Some(Outlet { name: collapse_white_space(&name), domain: domain.map(|domain| without_www(&domain)) })
    }

    fn moment(&self, names: &[&str], warnings: &mut Vec<String>) -> Option<Moment> {
        let value = self.first(names)?;
        let moment = match value {
            Value::Number(number) => number.as_f64().and_then(from_unix),
            _ => text_in(value).as_deref().and_then(dates::parse),
        };
        if moment.is_none() {
            warnings.push(format!("The date {value} was not understood and left out."));
        }
        moment
    }
}

/// The host of an address without `www.`.
#[must_use]
pub(super) fn domain_of(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(without_www)
}

fn without_www(host: &str) -> String {
    let host = host.trim().to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// `kuestenbote.example`: no white space, and an ending of lower-case letters.
pub(super) fn looks_like_domain(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && !name.contains(char::is_whitespace)
        && ending.len() >= 2
        && ending.bytes().all(|b| b.is_ascii_lowercase())
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | ':')).flat_map(char::to_lowercase).collect()
}

/// A string or number as trimmed text; `None` when empty.
fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The text in a value: itself, its `text` or `name`, or that of its first element.
fn text_in(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) => list.iter().find_map(text_in),
        Value::Object(map) => ["text", "name", "title", "value"].iter().find_map(|key| map.get(*key).and_then(scalar)),
        _ => scalar(value),
    }
}

/// Unix time in seconds or milliseconds.
fn from_unix(number: f64) -> Option<Moment> {
    let seconds = if number.abs() > 1e11 { number / 1000.0 } else { number };
    let time = jiff::Timestamp::from_second(seconds as i64).ok()?;
    time.in_tz(Moment::ZONE).ok().map(Moment::Time)
}

/// Names from a string (`Von Ada Lindner und Jan Behrens`), a list, or objects with a name.
fn authors(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let texts: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(text_in).collect(),
        other => text_in(other).into_iter().flat_map(|text| split_authors(&text)).collect(),
    };
    for name in texts {
        let name = collapse_white_space(&name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn split_authors(text: &str) -> Vec<String> {
    let text =
        ["Von: ", "Von ", "von ", "By ", "by "].iter().find_map(|opener| text.strip_prefix(opener)).unwrap_or(text);
    let text = text.replace(" und ", ";").replace(" and ", ";").replace(" & ", ";").replace(',', ";");
    text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn actor(value: &Value) -> Option<Actor> {
    let name = text_in(value)?;
    let kind = value.get("type").or_else(|| value.get("kind")).and_then(Value::as_str);
    let kind = kind.map_or_else(|| guessed_kind(&name), |kind| actor_kind(kind, &name));
    Some(Actor { kind, forms: strings(value, "forms"), paragraphs: numbers(value, "paragraphs"), name })
}

fn actor_kind(kind: &str, name: &str) -> ActorKind {
    match kind.to_lowercase().as_str() {
        "person" | "per" => ActorKind::Person,
        "organisation" | "organization" | "org" => ActorKind::Organisation,
        "state" | "country" | "gpe" | "loc" => ActorKind::State,
        _ => guessed_kind(name),
    }
}

/// A bare name says no kind: two words are most often a person's.
fn guessed_kind(name: &str) -> ActorKind {
    if name.contains(' ') { ActorKind::Person } else { ActorKind::Organisation }
}

fn citation(value: &Value) -> Option<Citation> {
    let name = text_in(value)?;
    let kind = value.get("kind").and_then(|kind| serde_json::from_value(kind.clone()).ok()).unwrap_or_default();
    Some(Citation { name, kind, forms: strings(value, "forms"), paragraphs: numbers(value, "paragraphs") })
}

fn strings(value: &Value, name: &str) -> Vec<String> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(scalar).collect()
}

fn numbers(value: &Value, name: &str) -> Vec<usize> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|number| usize::try_from(number.as_u64()?).ok()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filled(value: &Value) -> Article {
        let mut article = Article::default();
        Fields::of(value.as_object().unwrap()).fill(&mut article);
        article
    }

    #[test]
    fn many_names_mean_the_same() {
        for value in [
            json!({"title": "Brücke", "outlet": "Küstenbote", "url": "https://www.kuestenbote.example/a", "author": "Von Ada Lindner und Jan Behrens", "date": "4.3.2025"}),
            json!({"headline": "Brücke", "publisher": {"name": "Küstenbote"}, "link": "https://www.kuestenbote.example/a", "authors": ["Ada Lindner", {"name": "Jan Behrens"}], "pub_date": "2025-03-04"}),
            json!({"Titel": " Brücke ", "source": "Küstenbote", "canonical-url": "https://www.kuestenbote.example/a", "byline": "Ada Lindner, Jan Behrens", "datePublished": "Di, 04 Mär 2025"}),
        ] {
            let article = filled(&value);
            assert_eq!(article.title, "Brücke");
            assert_eq!(article.outlet.unwrap().name, "Küstenbote");
            assert_eq!(article.url.unwrap(), "https://www.kuestenbote.example/a");
            assert_eq!(article.authors, ["Ada Lindner", "Jan Behrens"]);
            assert_eq!(article.published.unwrap().to_string(), "2025-03-04");
        }
    }

    #[test]
    fn given_marks_come_as_strings_or_objects() {
        let value = json!({"actors": ["Ada Lindner", {"name": "Norwegen", "type": "state", "forms": ["Norwegens"], "paragraphs": [0, 2]}],
            "cites": ["Küstenbote", {"name": "Radio Nord", "kind": "broadcaster"}]});
        let article = filled(&value);
        let actors = article.given_actors.unwrap();
        assert_eq!((actors[0].kind, actors[1].kind), (ActorKind::Person, ActorKind::State));
        assert_eq!(actors[1].paragraphs, [0, 2]);
        assert_eq!(article.given_citations.unwrap()[1].kind, crate::article::MediumKind::Broadcaster);
        assert_eq!(filled(&json!({"title": "x"})).given_actors, None);
    }

    #[test]
    fn odd_values_are_told() {
        let article = filled(&json!({"date": "neulich", "outlet": "bote.example", "title": 7}));
        assert_eq!(article.warnings.len(), 1);
        assert_eq!(article.outlet.unwrap().domain.unwrap(), "bote.example");
        assert_eq!(article.title, "7");
        let unix = filled(&json!({"timestamp": 1_741_093_500_000_u64}));
        assert_eq!(unix.published.unwrap().to_string(), "2025-03-04T14:05:00+01:00");
    }
}
