//! Values of fields as what they mean: names, dates, people, places, whether they come as strings, lists or objects.

use crate::article::{Actor, ActorKind, Citation, Moment, collapse_white_space};
use jiff::tz::TimeZone;
use serde_json::Value;

/// The host of an address without `www.`.
#[must_use]
pub(in crate::source) fn domain_of(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(without_www)
}

pub(super) fn without_www(host: &str) -> String {
    let host = host.trim().to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// `kuestenbote.example`: no white space, and an ending of lower-case letters.
pub(in crate::source) fn looks_like_domain(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && !name.contains(char::is_whitespace)
        && ending.len() >= 2
        && ending.bytes().all(|b| b.is_ascii_lowercase())
}

/// A string or number as trimmed text; `None` when empty.
pub(super) fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The text in a value: itself, its `text` or `name`, or that of its first element.
pub(super) fn text_in(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) => list.iter().find_map(text_in),
        Value::Object(map) => {
            ["text", "name", "title", "value", "rendered", "main"].iter().find_map(|key| map.get(*key).and_then(scalar))
        }
        _ => scalar(value),
    }
}

/// Every text in a list, or the one text parted at its commas.
pub(super) fn texts_in(value: &Value) -> Vec<String> {
    let parted = |text: String| text.split([',', ';']).map(collapse_white_space).collect();
    let texts: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(text_in).collect(),
        value => text_in(value).map(parted).unwrap_or_default(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// Unix time in seconds or milliseconds.
pub(super) fn from_unix(number: f64) -> Option<Moment> {
    let seconds = if number.abs() > 1e11 { number / 1000.0 } else { number };
    let time = jiff::Timestamp::from_second(seconds as i64).ok()?.in_tz(Moment::ZONE).ok()?;
    // The point in time is certain, only its clock is ours: no zone was assumed.
    let fixed = TimeZone::fixed(time.offset());
    Some(Moment::Time(time.with_time_zone(fixed)))
}

/// Names from a string (`Von Ada Lindner und Jan Behrens`), a list, or objects with a name.
pub(super) fn authors(value: &Value) -> Vec<String> {
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
    // Spreadsheets keep lists as a program prints them: `['Ada Lindner', 'Jan Behrens']`.
    let listed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let text = listed.map_or_else(|| text.to_owned(), |list| list.replace(['\'', '"'], ""));
    let text = text.replace(" und ", ";").replace(" and ", ";").replace(" & ", ";").replace(',', ";");
    text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

pub(super) fn actor(value: &Value) -> Option<Actor> {
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

pub(super) fn citation(value: &Value) -> Option<Citation> {
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
