//! JSON-LD: the objects that a page states about itself, and the one among them that is its article.
//!
//! Pages write them by hand and by template, so broken JSON is mended where one reading is plain: raw line breaks in
//! strings, trailing commas, comment marks around it, a missing end.

use super::tree::Tree;
use crate::article::collapse_white_space;
use serde_json::{Map, Value};

/// Objects are looked for no deeper than this within others.
const DEEPEST: usize = 6;

/// The types of articles, the most telling first.
const ARTICLE_TYPES: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "Report",
    "Article",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
    "ClaimReview",
];

/// All that a page states in JSON-LD.
pub(super) struct LinkedData {
    scripts: Vec<Value>,
}

impl LinkedData {
    /// Reads the page's scripts; what cannot be mended is passed over.
    pub fn of(tree: &Tree) -> Self {
        let is_linked_data =
            |id: &usize| tree.attribute(*id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
        let scripts = tree.elements("script").filter(is_linked_data);
        let text = |id: usize| tree.children(id).iter().filter_map(|id| tree.text(*id)).collect::<String>();
        Self { scripts: scripts.filter_map(|id| parse(&text(id))).collect() }
    }

    /// The object that is the page's article: of the outermost ones the one whose type says most.
    pub fn article(&self) -> Option<&Map<String, Value>> {
        let articles = self.objects().filter_map(|(depth, object)| Some((depth, article_rank(object)?, object)));
        let told = |object: &Map<String, Value>| !object.contains_key("headline") && !object.contains_key("name");
        articles.min_by_key(|(depth, rank, object)| (told(object), *depth, *rank)).map(|(.., object)| object)
    }

    /// Every object with its depth. A graph's members and a list's elements are as deep as the list itself.
    fn objects(&self) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
        let mut found = Vec::new();
        for script in &self.scripts {
            gather(script, 0, &mut found);
        }
        found.into_iter()
    }

    /// What a reference (`{"@id": …}`) means: the object of that name that says more.
    pub fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let reference = |value: &'v Value| value.as_object().filter(|map| map.len() <= 2)?.get("@id")?.as_str();
        let Some(wanted) = reference(value) else { return value };
        let same = |value: &&Value| {
            value.get("@id").and_then(Value::as_str) == Some(wanted)
                && value.as_object().is_some_and(|map| map.len() > 2)
        };
        self.scripts.iter().find_map(|script| members(script).into_iter().find(same)).unwrap_or(value)
    }

    /// The names in a value: of a string, of an object, of each element of a list.
    pub fn names(&self, value: &Value) -> Vec<String> {
        match self.resolve(value) {
            Value::String(name) => Some(clean(name)).filter(|name| !name.is_empty()).into_iter().collect(),
            Value::Array(list) => list.iter().flat_map(|value| self.names(value)).collect(),
            Value::Object(map) => map.get("name").map(|name| self.names(name)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

/// Words as a page shows them: entities that were escaped twice are read, white space is collapsed.
pub(super) fn clean(text: &str) -> String {
    if text.contains('&') || text.contains('<') {
        let tree = Tree::parse(text);
        return collapse_white_space(&tree.words(Tree::ROOT));
    }
    collapse_white_space(text)
}

/// An object's types; a list and a full address (`https://schema.org/NewsArticle`) are understood.
pub(super) fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let value = object.get("@type");
    let list = value.and_then(Value::as_array).into_iter().flatten();
    let names = value.into_iter().chain(list).filter_map(Value::as_str);
    names.map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

fn article_rank(object: &Map<String, Value>) -> Option<usize> {
    types(object).filter_map(|kind| ARTICLE_TYPES.iter().position(|known| *known == kind)).min()
}

fn gather<'v>(value: &'v Value, depth: usize, found: &mut Vec<(usize, &'v Map<String, Value>)>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, depth, found)),
        Value::Object(map) => {
            found.push((depth, map));
            for (name, value) in map.iter().filter(|_| depth < DEEPEST) {
                let outermost = name == "@graph" || name == "mainEntity" || name == "mainEntityOfPage";
                gather(value, depth + usize::from(!outermost), found);
            }
        }
        _ => {}
    }
}

/// A script's objects, those of its lists and graphs included.
fn members(script: &Value) -> Vec<&Value> {
    match script {
        Value::Array(list) => list.iter().flat_map(members).collect(),
        Value::Object(map) => std::iter::once(script).chain(map.get("@graph").into_iter().flat_map(members)).collect(),
        _ => Vec::new(),
    }
}

/// Reads JSON, mended when it must be.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let first = |text: &str| serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok();
    first(text).or_else(|| first(&mend(text)))
}

/// The text with raw line breaks in strings, unknown escapes and trailing commas taken out, and what is open closed.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 8);
    let mut closers = Vec::new();
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                mend_escape(chars.next(), &mut mended);
                continue;
            }
            c if in_string && c.is_control() => {
                mended.push(' ');
                continue;
            }
            '{' if !in_string => closers.push('}'),
            '[' if !in_string => closers.push(']'),
            '}' | ']' if !in_string => {
                closers.pop();
                drop_trailing_comma(&mut mended);
            }
            _ => {}
        }
        mended.push(c);
    }
    if in_string {
        mended.push('"');
    }
    drop_trailing_comma(&mut mended);
    if mended.ends_with(':') {
        mended.push_str("null");
    }
    mended.extend(closers.into_iter().rev());
    mended
}

fn mend_escape(escaped: Option<char>, mended: &mut String) {
    match escaped {
        Some(c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
            mended.push('\\');
            mended.push(c);
        }
        Some(c) if !c.is_control() => mended.push(c),
        _ => mended.push(' '),
    }
}

fn drop_trailing_comma(mended: &mut String) {
    let kept = mended.trim_end().trim_end_matches(',').len();
    if mended[kept..].contains(',') {
        mended.truncate(kept);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(json: &str) -> LinkedData {
        LinkedData::of(&Tree::parse(&format!("<script type=\"application/ld+json\">{json}</script>")))
    }

    #[test]
    fn the_article_is_found_wherever_it_stands() {
        for json in [
            r#"{"@type": "NewsArticle", "headline": "Kai"}"#,
            r#"[{"@type": "WebSite", "name": "x"}, {"@type": ["Article", "ReportageNewsArticle"], "headline": "Kai"}]"#,
            r#"{"@graph": [{"@type": "WebPage"}, {"@type": "https://schema.org/NewsArticle", "headline": "Kai"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "LiveBlogPosting", "headline": "Kai", "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "9 Uhr"}]}}"#,
            r#"[{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Anderes"}]}, {"@type": "Article", "headline": "Kai"}]"#,
        ] {
            assert_eq!(read(json).article().unwrap()["headline"], "Kai", "{json}");
        }
    }

    #[test]
    fn broken_json_is_mended() {
        for json in [
            "{\"@type\": \"NewsArticle\", \"headline\": \"Kai\",}",
            "{\"@type\": \"NewsArticle\", \"description\": \"Zeile\nZeile\", \"headline\": \"Kai\"}",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Kai\", \"description\": \"It\\'s",
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Kai\"} -->",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Kai\"}; var x",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Kai\", \"author\": [{\"name\":",
        ] {
            assert_eq!(read(json).article().unwrap()["headline"], "Kai", "{json}");
        }
        assert!(read("nichts davon").article().is_none());
    }

    #[test]
    fn references_are_followed() {
        let data = read(
            r##"{"@graph": [{"@type": "Article", "headline": "Kai", "author": {"@id": "#ada"}}, {"@id": "#ada", "@type": "Person", "name": "Ada &amp; Co"}]}"##,
        );
        assert_eq!(data.names(&data.article().unwrap()["author"]), ["Ada & Co"]);
    }

    proptest! {
        #[test]
        fn anything_is_read_without_panic(json in "[{}\\[\\]\":,a\\\\\n&<ä ]{0,80}") {
            let _ = read(&json).article();
        }
    }
}
