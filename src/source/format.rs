//! Which format an input is in, told by its content first and its name second.

use super::{feed, find, front_matter, mail, table};
use std::path::Path;

/// The formats of text that are read. Further ones get a variant here and a file of their own beside this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One JSON object.
    Json,
    /// A JSON array of objects.
    Array,
    /// A table whose first row names the columns, and what parts its cells; unknown when only the name says table.
    Table(Option<u8>),
    /// A message, or a page saved as one (MHTML).
    Mail,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// RSS, Atom or JSON Feed; other XML is taken for one and refused there.
    Feed,
    /// Text copied from a page, and any other plain text.
    PageText,
}

/// How far into a text a page's first elements are looked for (characters).
const PAGE_HEAD: usize = 2_000;

/// What the name says, when it says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Lines,
    Json,
    Markdown,
    Html,
    Feed,
    Table,
    Other,
}

/// Tells the format from the beginning of the text (`head`, at least its first line) and the input's name.
#[must_use]
pub(super) fn recognise(name: &str, head: &str) -> Format {
    let named = named(name);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    match start.as_bytes().first() {
        Some(b'{' | b'<') if feed::is_listing(start) => Format::Feed,
        Some(b'{') => object_or_lines(named, start),
        Some(b'<') if is_page(named, start) => Format::Html,
        Some(b'<') if named == Named::Feed || start.starts_with("<?xml") => Format::Feed,
        Some(b'[') if named != Named::Markdown && opens_array(start) => Format::Array,
        _ if mail::is_message(start) => Format::Mail,
        _ if named == Named::Lines => Format::JsonLines,
        _ if named == Named::Json => Format::Json,
        _ if front_matter::split(start).is_some() => Format::Markdown,
        _ if named == Named::Markdown && has_headings(start) || first_line(start).starts_with("# ") => Format::Markdown,
        _ => match table::delimiter(start, named == Named::Table) {
            None if named != Named::Table => Format::PageText,
            delimiter => Format::Table(delimiter),
        },
    }
}

fn named(name: &str) -> Named {
    let lower = name.to_lowercase();
    // What a packed file holds is named before the packer's ending.
    let inner = find::PACKED.iter().find_map(|packed| lower.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(&lower);
    let ending = Path::new(inner).extension().map(|ending| ending.to_string_lossy());
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => Named::Lines,
        Some("json") => Named::Json,
        Some("md" | "markdown") => Named::Markdown,
        Some("html" | "htm" | "xhtml") => Named::Html,
        Some("xml" | "rss" | "atom" | "rdf") => Named::Feed,
        Some("csv" | "tsv" | "tab") => Named::Table,
        _ => Named::Other,
    }
}

fn object_or_lines(named: Named, start: &str) -> Format {
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let another = lines.next();
    let first_is_whole = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
    match (named, first_is_whole, another) {
        (Named::Lines, _, _) => Format::JsonLines,
        (_, true, Some(_)) => Format::JsonLines,
        (_, true, None) => Format::Json,
        // A broken first line, and then objects: lines all the same.
        (_, false, Some(second)) if second.starts_with('{') && second.ends_with('}') && first.len() > 2 => {
            Format::JsonLines
        }
        (Named::Json, _, _) => Format::Json,
        _ if first == "{" || first[1..].trim_start().starts_with(['"', '}']) => Format::Json,
        _ => Format::PageText,
    }
}

/// Elements that a page begins with, and no other text does.
const PAGE_OPENERS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<meta ", "<title"];

/// A page says so near its beginning; one named so need not be whole.
fn is_page(named: Named, start: &str) -> bool {
    let end = start.char_indices().nth(PAGE_HEAD).map_or(start.len(), |(at, _)| at);
    let head = start[..end].to_ascii_lowercase();
    named == Named::Html || PAGE_OPENERS.iter().any(|opener| head.contains(opener))
}

fn opens_array(start: &str) -> bool {
    matches!(start[1..].trim_start().as_bytes().first(), Some(b'{' | b']'))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Any line that is a Markdown heading, `## Kosten`.
fn has_headings(text: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        for (name, head, expected) in [
            ("a.txt", "{\"text\": \"x\"}\n{\"text\": \"y\"}\n", Format::JsonLines),
            ("a.txt", "{\"text\": \"x\"}\n", Format::Json),
            ("a.jsonl", "{\"text\": \"x\"}\n", Format::JsonLines),
            ("a.jsonl", "kaputt\n", Format::JsonLines),
            ("a.json", "{\n  \"text\": \"x\"\n}", Format::Json),
            ("-", "{\"text\": oh}\n{\"text\": \"y\"}\n", Format::JsonLines),
            ("-", "[{\"text\": \"x\"}]", Format::Array),
            ("-", "[Anzeige] Der Rat tagt.", Format::PageText),
            ("-", "{Anzeige}\nDer Rat tagt.", Format::PageText),
            ("a.txt", "---\ntitle: x\n---\nText", Format::Markdown),
            ("-", "# Titel\n\nText", Format::Markdown),
            ("a.md", "Text\n\n## Kosten\n\nmehr", Format::Markdown),
            ("a.md", "Titel\n\nText ohne alles", Format::PageText),
            ("a.txt", "#eilmeldung\n## doch nicht", Format::PageText),
            ("-", "<!DOCTYPE html><html><p>x", Format::Html),
            ("a.txt", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", Format::Html),
            ("a.html", "<div><p>x", Format::Html),
            ("a.html.gz", "<div><p>x", Format::Html),
            ("a.html", "Die Fähre\n\nText", Format::PageText),
            ("-", "<rss><channel/></rss>", Format::Feed),
            ("a.txt", "<?xml version=\"1.0\"?>\n<!-- <html> --><rdf:RDF xmlns=\"x\"><title>x</title>", Format::Feed),
            ("-", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Format::Feed),
            ("-", "<?xml version=\"1.0\"?><urlset/>", Format::Feed),
            ("a.xml", "<unbekannt/>", Format::Feed),
            ("", "", Format::PageText),
            ("-", "titel;text\nx;y", Format::Table(Some(b';'))),
            ("a.csv.gz", "a,b\nx,y", Format::Table(None)),
            ("-", "Titel, Text und Bild\n\nMehr", Format::PageText),
            ("-", "From: a@b.example\nSubject: x\nDate: y\n\nText", Format::Mail),
            ("-", "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n", Format::Mail),
            ("-", "Von: Ada\nBetreff: x\n\nText", Format::PageText),
        ] {
            assert_eq!(recognise(name, head), expected, "{name}: {head}");
        }
    }
}
