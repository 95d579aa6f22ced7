//! One start tag: where it ends, and its attributes, quoted or not.

/// Bytes of the start tag that `rest` begins with, `>` included; `None` when it is none. A `<` within quotes says that
/// a quote is missing: then the first `>` ends the tag.
pub(super) fn length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (Some(_), b'<') => return rest.find('>').filter(|end| *end < at).map(|end| end + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// The attributes in what follows a tag's name, `a="1" b='2' c=3 d`: names in lower case, values as `unescaped` reads them.
pub(super) fn attributes(mut rest: &str, unescaped: fn(&str) -> String) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if rest.is_empty() {
            return found;
        }
        let name = rest[..name_end].to_lowercase();
        let after = rest[name_end..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, next) = value_of(value);
        if !name.is_empty() {
            found.push((name, unescaped(value)));
        }
        rest = next;
    }
}

/// A value and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    match text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_they_should() {
        for (rest, length_) in [
            ("<a b='>'>c", Some(9)),
            ("<a b=\">c</a>", Some(7)),
            ("<a b c", None),
            ("<a <b>", None),
            ("<a b=\"x", None),
        ] {
            assert_eq!(length(rest), length_, "{rest}");
        }
    }

    #[test]
    fn attributes_come_quoted_or_not() {
        let found = attributes(" A=\"1\" b = '2' c=3 d =4/ e", str::to_owned);
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4/")]);
    }
}
