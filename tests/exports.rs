//! Exports of other programs: their names for things, their shapes, and files too large to be held in memory.

use fundstelle::article::{Article, BlockKind};
use fundstelle::source::{Failure, Limits, Supplied, read_stream};
use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

fn read(name: &str, text: &str) -> Vec<Result<Article, Failure>> {
    read_stream(name, Cursor::new(text.to_owned()), &Supplied::default()).collect()
}

fn one(text: &str) -> Article {
    read("export", text).remove(0).unwrap()
}

fn paragraphs(article: &Article) -> Vec<String> {
    article.texts_of(BlockKind::Paragraph).collect()
}

#[test]
fn every_known_name_of_a_field_is_understood() {
    for (name, value, told) in [
        ("headline", "\"Der Kai\"", "title"),
        ("Überschrift", "\"Der Kai\"", "title"),
        ("ueberschrift", "\"Der Kai\"", "title"),
        ("title", "{\"rendered\": \"Der&#032;Kai\"}", "title"),
        ("body", "\"Ein Satz.\"", "text"),
        ("content", "\"Ein Satz.\"", "text"),
        ("maintext", "\"Ein Satz.\"", "text"),
        ("articleBody", "\"Ein Satz.\"", "text"),
        ("plaintext", "\"Ein Satz.\"", "text"),
        ("Volltext", "\"Ein Satz.\"", "text"),
        ("paragraphs", "[\"Ein Satz.\"]", "text"),
        ("content", "{\"rendered\": \"<p>Ein Satz.</p>\"}", "text"),
        ("source", "\"Hafenpost\"", "outlet"),
        ("source", "{\"id\": null, \"name\": \"Hafenpost\"}", "outlet"),
        ("publisher", "{\"name\": \"Hafenpost\"}", "outlet"),
        ("site_name", "\"Hafenpost\"", "outlet"),
        ("Quelle", "\"Hafenpost\"", "outlet"),
        ("byline", "\"Von Ada Lindner und Jan Behrens\"", "authors"),
        ("author", "[{\"name\": \"Ada Lindner\"}, \"Jan Behrens\"]", "authors"),
        ("Autoren", "\"['Ada Lindner', 'Jan Behrens']\"", "authors"),
        ("pubDate", "\"Tue, 04 Mar 2025 00:00:00 +0100\"", "date"),
        ("published_at", "1741042800", "date"),
        ("date_publish", "\"2025-03-04 00:00:00\"", "date"),
        ("publishing_date", "\"2025-03-04 00:00:00+01:00\"", "date"),
        ("Erscheinungsdatum", "\"Di, 04 Mär 2025\"", "date"),
        ("link", "\"https://hafenpost.example/kai\"", "url"),
        ("source", "\"https://hafenpost.example/kai\"", "url"),
        ("teaser", "\"Kurz.\"", "lead"),
        ("description", "\"Kurz.\"", "lead"),
        ("topics", "[\"Hafen\", \"Bau\"]", "keywords"),
        ("Schlagwörter", "\"Hafen, Bau\"", "keywords"),
    ] {
        let rest = if told == "text" { "" } else { ", \"text\": \"Ein Satz.\"" };
        let article = one(&format!("{{\"{name}\": {value}{rest}}}"));
        let got = match told {
            "title" => article.title.clone(),
            "text" => paragraphs(&article).join("|"),
            "outlet" => article.outlet.clone().unwrap_or_default().name,
            "authors" => article.authors.join("|"),
            "date" => article.published.as_ref().map(|date| date.day().to_string()).unwrap_or_default(),
            "url" => article.url.clone().unwrap_or_default(),
            "lead" => article.lead().unwrap_or_default(),
            _ => article.keywords.join("|"),
        };
        let expected = match told {
            "title" => "Der Kai",
            "text" => "Ein Satz.",
            "outlet" => "Hafenpost",
            "authors" => "Ada Lindner|Jan Behrens",
            "date" => "2025-03-04",
            "url" => "https://hafenpost.example/kai",
            "lead" => "Kurz.",
            _ => "Hafen|Bau",
        };
        assert_eq!(got, expected, "{name}: {value}");
    }
}

#[test]
fn lists_are_found_within_what_wraps_them() {
    let object = r#"{"title": "Der Kai", "content": "Ein Satz."}"#;
    for text in [
        format!("{{\"status\": \"ok\", \"articles\": [{object}, {object}]}}"),
        format!("{{\"response\": {{\"results\": [{object}, {object}]}}}}"),
        format!("{{\"hits\": {{\"total\": 2, \"hits\": [{{\"_source\": {object}}}, {{\"_source\": {object}}}]}}}}"),
        format!("[{object},\n{object}]"),
        format!("{object}\n{object}\n"),
    ] {
        let titles: Vec<String> = read("export", &text).into_iter().map(|article| article.unwrap().title).collect();
        assert_eq!(titles, ["Der Kai", "Der Kai"], "{text}");
    }
}

#[test]
fn a_crawlers_page_is_read_when_it_gives_no_text() {
    let text = "Der Rat der Stadt hat den Umbau des Kais am Montag mit großer Mehrheit beschlossen.";
    let page = format!("<!DOCTYPE html><html><h1>Der Kai</h1><p>vor 2 Stunden</p><p>{text}</p><p>{text}</p></html>");
    let object =
        serde_json::json!({"url": "https://hafenpost.example/kai", "html": page, "crawled_at": "2025-03-04T12:00:00Z"});
    let article = one(&object.to_string());
    assert_eq!((article.title.as_str(), paragraphs(&article).len()), ("Der Kai", 2));
    assert_eq!(article.published.unwrap().to_string(), "2025-03-04T11:00:00+01:00");
    let fundus = serde_json::json!({"title": "Der Kai", "plaintext": text, "html": {"content": page, "requested_url": "https://hafenpost.example/kai"}});
    let article = one(&fundus.to_string());
    assert_eq!((article.text.as_str(), article.url.as_deref()), (text, Some("https://hafenpost.example/kai")));
}

#[test]
fn dates_of_crawlers_count_from_their_own_download() {
    let article = one(r#"{"text": "Ein Satz.", "date": "gestern, 18:30 Uhr", "date_download": "2025-03-04 06:00:00"}"#);
    assert_eq!(article.published.unwrap().to_string(), "2025-03-03T18:30:00+01:00");
    let article = one(r#"{"text": "Ein Satz.", "date": "gestern, 18:30 Uhr"}"#);
    assert!(article.published.is_none() && article.warnings[0].contains("not known"), "{:?}", article.warnings);
}

#[test]
fn bad_rows_and_lines_are_named_and_the_others_read() {
    let rows = "Titel,Text\nEins,Ein Satz.\nZwei\nDrei,\"Ein\nSatz.\"\nVier,Noch einer.,zu viel\nFünf,Letzter.\n";
    let lines = "{\"text\": \"Ein Satz.\"}\n{\"text\": oh}\n{\"text\": \"Letzter.\"}\n";
    for (name, text, expected) in [("a.csv", rows, "ok a.csv:3 ok a.csv:6 ok"), ("a.jsonl", lines, "ok a.jsonl:2 ok")] {
        let told: Vec<String> = read(name, text)
            .into_iter()
            .map(|read| read.map_or_else(|failure| failure.input, |_| "ok".to_owned()))
            .collect();
        assert_eq!(told.join(" "), expected);
    }
}

/// A stream that never ends: a beginning, and then the same again and again.
struct Endless {
    start: Cursor<Vec<u8>>,
    again: Vec<u8>,
    at: usize,
    read: Rc<Cell<usize>>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = self.start.read(buffer)?;
        if read == 0 {
            let rest = &self.again[self.at..];
            read = rest.len().min(buffer.len());
            buffer[..read].copy_from_slice(&rest[..read]);
            self.at = (self.at + read) % self.again.len();
        }
        self.read.set(self.read.get() + read);
        Ok(read)
    }
}

#[test]
fn large_exports_are_read_as_they_come() {
    let object = r#"{"title": "Der Kai", "text": "Ein Satz."}"#;
    let record = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://hafenpost.example/kai\r\nContent-Type: text/plain\r\n\
        Content-Length: 87\r\n\r\nDer Kai\n\nDer Rat der Stadt hat den Umbau des Kais am Montag mit Mehrheit beschlossen.\n\r\n\r\n";
    let mut header = tar::Header::new_ustar();
    header.set_path("export.jsonl").unwrap();
    header.set_size(1 << 32);
    header.set_cksum();
    for (name, start, again) in [
        ("lines", Vec::new(), format!("{object}\n")),
        ("array", b"[".to_vec(), format!("{object},\n")),
        ("table", b"Titel;Text\n".to_vec(), "Der Kai;Ein Satz.\n".to_owned()),
        ("web archive", Vec::new(), record.to_owned()),
        ("tar", header.as_bytes().to_vec(), format!("{object}\n")),
    ] {
        let read = Rc::new(Cell::new(0));
        let stream = Endless { start: Cursor::new(start), again: again.into_bytes(), at: 0, read: Rc::clone(&read) };
        let articles = read_stream("-", stream, &Supplied::default()).take(100).filter(Result::is_ok).count();
        assert_eq!(articles, 100, "{name}");
        assert!(read.get() < 1024 * 1024, "{name}: {} bytes for a hundred articles", read.get());
    }
}

#[test]
fn what_never_ends_is_refused() {
    let limits = Limits { article: 100_000, ..Limits::default() };
    let supplied = Supplied { limits, ..Supplied::default() };
    for (start, again) in [
        ("{\"text\": \"", "a"),
        ("[{\"text\": \"", "a"),
        ("Titel;Text\nEins;\"", "a"),
        ("<html><p>", "Ein Satz. "),
        ("From: a\nDate: b\n\n", "Ein Satz. "),
        ("", "Ein Satz. "),
    ] {
        let again = again.as_bytes().to_vec();
        let start_bytes = Cursor::new(start.as_bytes().to_vec());
        let stream = Endless { start: start_bytes, again, at: 0, read: Rc::default() }.take(2_000_000);
        let failure = read_stream("-", stream, &supplied).find_map(Result::err).unwrap();
        assert!(failure.to_string().contains("--max-article"), "{start}: {failure}");
    }
}
