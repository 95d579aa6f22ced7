//! JSON Feed, versions 1.0 and 1.1.

use super::stated::{Channel, Stated};
use crate::source::{Error, html};
use serde_json::Value;

/// Reads a feed.
///
/// # Errors
/// [`Error::Json`] when it is no JSON.
pub(super) fn read(text: &str) -> Result<(Channel, Vec<Stated>), Error> {
    let feed: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let channel = Channel {
        title: words(&feed, "title"),
        link: string(&feed, "home_page_url"),
        language: string(&feed, "language"),
        authors: authors(&feed),
    };
    let items = feed.get("items").and_then(Value::as_array).into_iter().flatten();
    Ok((channel, items.map(entry).collect()))
}

fn entry(item: &Value) -> Stated {
    let id = item.get("id").and_then(|id| id.as_str().map(str::to_owned).or_else(|| Some(id.as_number()?.to_string())));
    let address = id.clone().filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    Stated {
        links: [string(item, "url"), address, string(item, "external_url")].into_iter().flatten().collect(),
        base: None,
        id,
        title: words(item, "title"),
        summary: string(item, "summary"),
        content: string(item, "content_html").or_else(|| string(item, "content_text")),
        captions: Vec::new(),
        authors: authors(item),
        published: string(item, "date_published"),
        modified: string(item, "date_modified"),
        categories: list(item, "tags").filter_map(Value::as_str).map(html::words).collect(),
        language: string(item, "language"),
        publisher: None,
        paywalled: None,
    }
}

fn string(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn words(value: &Value, name: &str) -> Option<String> {
    string(value, name).map(|text| html::words(&text))
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// `authors` since 1.1, `author` before.
fn authors(value: &Value) -> Vec<String> {
    list(value, "authors").chain(value.get("author")).filter_map(|author| words(author, "name")).collect()
}
