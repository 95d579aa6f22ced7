//! The block of keys before a Markdown text: `---` with YAML, `+++` with TOML.

use serde_json::{Map, Value};

/// A file's front matter and what follows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FrontMatter<'t> {
    pub keys: Map<String, Value>,
    pub body: &'t str,
    /// Why the keys could not be read, in a full sentence.
    pub warning: Option<String>,
}

/// Splits the front matter off; `None` when the text does not begin with a closed block.
pub(super) fn split(text: &str) -> Option<FrontMatter<'_>> {
    let (fence, rest) = opened(text)?;
    let (inner, body) = closed(rest, fence)?;
    let parsed = if fence == "+++" { toml_keys(inner) } else { yaml_keys(inner) };
    let (keys, warning) = match parsed {
        Ok(keys) => (keys, None),
        Err(reason) => (Map::new(), Some(format!("The front matter was left out, it could not be read: {reason}."))),
    };
    Some(FrontMatter { keys, body, warning })
}

fn opened(text: &str) -> Option<(&'static str, &str)> {
    let (first, rest) = text.trim_start_matches(['\n', '\r']).split_once('\n')?;
    ["---", "+++"].into_iter().find(|fence| first.trim_end() == *fence).map(|fence| (fence, rest))
}

fn closed<'t>(rest: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let closes = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        if closes {
            let inner = &rest[..at];
            // Two rules with prose between them are no front matter.
            let keyed = inner.lines().any(|line| line.contains([':', '=']));
            return (keyed || inner.trim().is_empty()).then(|| (inner, &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn yaml_keys(inner: &str) -> Result<Map<String, Value>, String> {
    if inner.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_saphyr::from_str(inner).map_err(|error| first_line(&error.to_string()))
}

fn toml_keys(inner: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = inner.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(table.into_iter().map(|(key, value)| (key, json_of(value))).collect())
}

fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json_of(value))).collect())
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_give_the_same_keys() {
        for text in [
            "---\ntitle: Brücke\ndate: 2025-03-04\nauthors: [Ada, Jan]\n---\nText",
            "+++\ntitle = \"Brücke\"\ndate = 2025-03-04\nauthors = [\"Ada\", \"Jan\"]\n+++\nText",
        ] {
            let matter = split(text).unwrap();
            assert_eq!(
                (matter.keys["title"].as_str(), matter.keys["date"].as_str()),
                (Some("Brücke"), Some("2025-03-04"))
            );
            assert_eq!((matter.body, matter.warning), ("Text", None));
        }
    }

    #[test]
    fn what_is_no_front_matter_stays_text() {
        for text in ["Text", "---\nkein Ende: nie", "---\nnur Worte\n---\nText", ""] {
            assert_eq!(split(text), None, "{text}");
        }
        let broken = split("---\ntitle: [offen\n---\nText").unwrap();
        assert!(broken.warning.is_some() && broken.body == "Text");
    }
}
