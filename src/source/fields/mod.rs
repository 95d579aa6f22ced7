//! What an input states about its article: the many names that exports, crawlers and authors give to the same thing.

mod names;
mod values;

use super::{dates, html};
use crate::article::{Article, BlockKind, Moment, Outlet, collapse_white_space};
use serde_json::{Map, Value};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use values::{actor, authors, citation, from_unix, scalar, text_in, texts_in, without_www};

pub(super) use values::{domain_of, looks_like_domain};

/// True for a name under which an article's text is known.
pub(super) fn names_text(name: &str) -> bool {
    names::TEXT.contains(&fold(name).as_str())
}

/// True for a name under which an article's text or title is known.
pub(super) fn names_content(name: &str) -> bool {
    names_text(name) || names::TITLE.contains(&fold(name).as_str())
}

/// True for any name that means something here.
pub(super) fn is_known(name: &str) -> bool {
    let name = fold(name);
    names::ALL.iter().any(|list| list.contains(&name.as_str()))
}

/// The values of one input, by folded name.
pub(super) struct Fields<'v> {
    values: HashMap<String, &'v Value>,
    crawled: Option<Moment>,
}

/// Objects that only wrap the fields: search engines put them around a document, crawlers around what they fetched.
const WRAPPERS: [&str; 3] = ["_source", "html", "source_info"];

impl<'v> Fields<'v> {
    /// `crawled` is when the input was fetched, for relative dates; its own word on it wins.
    pub fn of(map: &'v Map<String, Value>, crawled: Option<&Moment>) -> Self {
        let mut values = HashMap::new();
        collect(map, &mut values);
        let mut fields = Self { values, crawled: None };
        let own = fields.moment(names::CRAWLED).and_then(Result::ok);
        fields.crawled = own.or_else(|| crawled.cloned());
        fields
    }

    /// When the input was fetched.
    pub fn crawled(&self) -> Option<&Moment> {
        self.crawled.as_ref()
    }

    fn all(&self, names: &'static [&str]) -> impl Iterator<Item = &'v Value> {
        names.iter().filter_map(|name| self.values.get(*name).copied())
    }

    fn text_of(&self, names: &'static [&str]) -> Option<String> {
        self.all(names).find_map(text_in)
    }

    /// The input's own identifier.
    pub fn id(&self) -> Option<String> {
        self.all(names::ID).find_map(scalar)
    }

    /// The headline, white space collapsed.
    pub fn title(&self) -> Option<String> {
        self.text_of(names::TITLE).map(|title| words(&title))
    }

    /// The paragraph before the body, white space collapsed.
    pub fn lead(&self) -> Option<String> {
        self.text_of(names::LEAD).map(|lead| words(&lead))
    }

    /// The whole text, verbatim.
    pub fn text(&self) -> Option<&'v str> {
        let inner = |value: &'v Value| value.as_str().or_else(|| value.get("rendered")?.as_str());
        self.all(names::TEXT).filter_map(inner).find(|text| !text.trim().is_empty() && !is_page(text))
    }

    /// The text in sections, as Fundus has it, block by block.
    pub fn sections(&self) -> Option<Vec<(BlockKind, String)>> {
        let body = self.all(names::TEXT).find(|value| value.get("sections").is_some_and(Value::is_array))?;
        let list = |value: &Value, name: &str, kind: BlockKind| {
            let texts = value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            texts.iter().filter_map(text_in).map(|text| (kind, text)).collect::<Vec<_>>()
        };
        let sections = body.get("sections")?.as_array()?.iter().flat_map(|section| {
            let heads = list(section, "headline", BlockKind::Heading);
            heads.into_iter().chain(list(section, "paragraphs", BlockKind::Paragraph))
        });
        Some(list(body, "summary", BlockKind::Lead).into_iter().chain(sections).collect())
    }

    /// The page itself, as crawlers keep it.
    pub fn page(&self) -> Option<&'v str> {
        let pages = self.all(names::PAGE).chain(self.all(names::TEXT));
        pages.filter_map(Value::as_str).find(|text| is_page(text))
    }

    /// The text as a list of paragraphs.
    pub fn paragraphs(&self) -> Vec<String> {
        let lists = self.all(names::PARAGRAPHS).chain(self.all(names::TEXT)).filter_map(Value::as_array);
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

    /// Fills everything of the article that is stated but its text, blocks, identity and path.
    pub fn fill(&self, article: &mut Article) {
        fill(&mut article.title, self.title());
        article.url = self.url().or(article.url.take());
        article.outlet = self.outlet().or(article.outlet.take());
        let authors = self.all(names::AUTHORS).map(authors).find(|authors| !authors.is_empty());
        fill(&mut article.authors, authors);
        article.section = self.text_of(names::SECTION).or(article.section.take());
        article.language = self.text_of(names::LANGUAGE).or(article.language.take());
        fill(&mut article.keywords, self.all(names::KEYWORDS).map(texts_in).find(|words| !words.is_empty()));
        article.paywalled = self.paywalled().or(article.paywalled);
        article.published = self.told_moment(names::PUBLISHED, &mut article.warnings).or(article.published.take());
        article.modified = self.told_moment(names::MODIFIED, &mut article.warnings).or(article.modified.take());
        article.given_actors =
            self.all(names::ACTORS).find_map(Value::as_array).map(|list| list.iter().filter_map(actor).collect());
        article.given_citations =
            self.all(names::CITES).find_map(Value::as_array).map(|list| list.iter().filter_map(citation).collect());
    }

    fn url(&self) -> Option<String> {
        let stated = self.all(names::URL).filter_map(scalar);
        // Some exports call the page's address its source.
        let sources = self.all(names::OUTLET).filter_map(scalar).filter(|source| source.contains("://"));
        stated.chain(sources).find(|url| url::Url::parse(url).is_ok())
    }

    fn paywalled(&self) -> Option<bool> {
        let free = self.all(names::FREE).find_map(Value::as_bool).map(|free| !free);
        free.or_else(|| self.all(names::PAID).find_map(Value::as_bool))
    }

    fn outlet(&self) -> Option<Outlet> {
        let value = self.all(names::OUTLET).map(|value| value.get(0).unwrap_or(value)).find(|v| text_in(v).is_some());
        let inner = |name: &str| value.and_then(|value| value.get(name)).and_then(scalar);
        let said = value.and_then(text_in);
        let domain = self.all(names::DOMAIN).find_map(scalar).or_else(|| inner("domain"));
        let address = inner("url").or_else(|| said.clone().filter(|name| name.contains("://")));
        let domain = domain.or_else(|| address.as_deref().and_then(domain_of)).map(|domain| without_www(&domain));
        let name = said.filter(|name| !name.contains("://")).or_else(|| domain.clone())?;
        let domain = domain.or_else(|| looks_like_domain(&name).then(|| without_www(&name)));
        Some(Outlet { name: collapse_white_space(&name), domain })
    }

    /// The first of the fields that is a date; what the first of them says, when none is.
    fn moment(&self, names: &'static [&str]) -> Option<Result<Moment, String>> {
        let mut odd = None;
        for read in self.all(names).filter_map(moment_in) {
            match read {
                Ok(moment) => return Some(Ok(moment)),
                Err(text) => odd = odd.or(Some(text)),
            }
        }
        odd.map(Err)
    }

    /// The date, reckoned from the crawl where it has to be; what is odd about it becomes a warning.
    fn told_moment(&self, names: &'static [&str], warnings: &mut Vec<String>) -> Option<Moment> {
        let text = match self.moment(names)? {
            Ok(moment) => return Some(moment),
            Err(text) => text,
        };
        let (moment, warning) = match dates::reckoned(&text, self.crawled.as_ref()) {
            Some((moment, warning)) => (moment, warning),
            None => (None, format!("The date \"{text}\" was not understood and left out.")),
        };
        warnings.push(warning);
        moment
    }
}

/// A text in one line; what came from a page may still hold tags and references (`&amp;`).
fn words(text: &str) -> String {
    let marked = text.contains("</") || text.split_once('&').is_some_and(|(_, rest)| rest.contains(';'));
    if marked { html::words(text) } else { collapse_white_space(text) }
}

/// A whole page where a text is expected.
fn is_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html"].iter().any(|opener| head.starts_with(opener))
}

/// The date in a value, or what it says instead.
fn moment_in(value: &Value) -> Option<Result<Moment, String>> {
    let text = text_in(value)?;
    let moment = match value {
        Value::Number(number) => number.as_f64().and_then(from_unix).or_else(|| dates::parse(&text)),
        _ => dates::parse(&text),
    };
    Some(moment.ok_or(text))
}

/// Collects what is said, and what is said within wrappers where it says nothing else.
fn collect<'v>(map: &'v Map<String, Value>, values: &mut HashMap<String, &'v Value>) {
    for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
        values.entry(fold(name)).or_insert(value);
    }
    for wrapped in WRAPPERS.iter().filter_map(|name| map.get(*name)?.as_object()) {
        collect(wrapped, values);
    }
}

fn fill<T>(slot: &mut T, stated: Option<T>) {
    if let Some(stated) = stated {
        *slot = stated;
    }
}

fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfc().filter(|c| !matches!(c, '_' | '-' | ' ' | ':' | '\u{feff}')).flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::ActorKind;
    use serde_json::json;

    fn filled(value: &Value) -> Article {
        let mut article = Article::default();
        Fields::of(value.as_object().unwrap(), None).fill(&mut article);
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
