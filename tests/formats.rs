//! What `docs/formats.md` promises: each row's sample is read and gives what the row says; damaged ones harm nothing.

use crate::commands::Desk;
use crate::pages::{Numbers, damaged};
use fundstelle::article::{Article, BlockKind};
use fundstelle::source::{Supplied, read_file, read_stream};
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longer than this no damaged sample may take, whatever is in it.
const LONGEST: Duration = Duration::from_secs(5);

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles")
}

/// A row of the table: the sample's path, and the words for what it gives.
struct Row {
    sample: String,
    gives: Vec<String>,
}

/// The rows of the table that has a column `sample` and a column `gives`.
fn rows() -> Vec<Row> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).unwrap();
    let cells = |line: &str| line.trim().trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    let table: Vec<Vec<String>> = text.lines().filter(|line| line.starts_with('|')).map(cells).collect();
    let head = table.iter().position(|row| row.iter().any(|cell| cell == "sample")).unwrap();
    let column = |name: &str| table[head].iter().position(|cell| cell == name).unwrap();
    let (sample, gives) = (column("sample"), column("gives"));
    let body = table[head + 2..].iter().take_while(|row| row.len() == table[head].len());
    body.map(|row| Row {
        sample: row[sample].trim_matches('`').to_owned(),
        gives: row[gives].split(", ").map(str::to_owned).collect(),
    })
    .collect()
}

/// Whether an article has what a word of the table names.
fn has(article: &Article, word: &str) -> bool {
    let block = |kind| article.blocks_of(kind).next().is_some();
    match word {
        "title" => !article.title.is_empty(),
        "lead" => block(BlockKind::Lead),
        "text" => block(BlockKind::Paragraph),
        "subheads" => block(BlockKind::Heading),
        "captions" => block(BlockKind::Caption),
        "authors" => !article.authors.is_empty(),
        "publisher" => article.outlet.is_some(),
        "published" => article.published.is_some(),
        "section" => article.section.is_some(),
        "address" => article.url.is_some(),
        "language" => article.language.is_some(),
        "keywords" => !article.keywords.is_empty(),
        "warning" => !article.warnings.is_empty(),
        word => panic!("the table promises {word:?}, and no test knows what that is"),
    }
}

#[test]
fn every_row_of_the_table_is_kept() {
    let rows = rows();
    assert!(rows.len() >= 15, "{} rows", rows.len());
    for Row { sample, gives } in rows {
        let path = samples().join(&sample);
        let articles: Vec<Article> = read_file(&path, &Supplied::default()).map(Result::unwrap).collect();
        assert!(!articles.is_empty(), "{sample}");
        for word in gives {
            assert!(articles.iter().all(|article| has(article, &word)), "{sample} does not give {word}");
        }
    }
}

#[test]
fn every_sample_of_a_format_stands_in_the_table() {
    let told: BTreeSet<String> = rows().into_iter().map(|row| row.sample).collect();
    for entry in fs::read_dir(samples().join("formate")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "pack.rs" || told.contains(&format!("formate/{name}")), "{name} is in no row");
    }
}

#[test]
fn damaged_samples_are_read_or_refused() {
    let mut numbers = Numbers(4);
    for Row { sample, .. } in rows() {
        let bytes = fs::read(samples().join(&sample)).unwrap();
        for _ in 0..40 {
            let input = Cursor::new(damaged(&bytes, &mut numbers));
            let start = Instant::now();
            for read in read_stream(&sample, input, &Supplied::default()) {
                match read {
                    Ok(article) => assert!(!article.is_empty(), "{sample}"),
                    Err(failure) => assert!(failure.to_string().starts_with(&sample), "{failure}"),
                }
            }
            assert!(start.elapsed() < LONGEST, "{sample} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn names_do_not_matter_and_a_second_run_changes_nothing() {
    let desk = Desk::new();
    let mut expected = 0;
    for (at, Row { sample, .. }) in rows().into_iter().enumerate() {
        let path = samples().join(&sample);
        expected += read_file(&path, &Supplied::default()).count();
        // What a name alone tells (Markdown, a bare piece of HTML) keeps its ending.
        let ending = if sample.ends_with(".md") { ".md" } else { "" };
        desk.write(&format!("eingang/{at}{ending}"), fs::read(path).unwrap());
    }
    let files: Vec<String> = fs::read_dir(desk.dir.path().join("eingang"))
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    let args: Vec<&str> = ["add", "--json"].into_iter().chain(files.iter().map(String::as_str)).collect();
    for status in ["added", "unchanged"] {
        let reports = desk.run(&args).ends_with(0).json();
        assert!(reports.iter().all(|report| report["status"] == status), "{reports:?}");
        assert_eq!(reports.len(), expected);
    }
}

const TEXT: &str =
    "Der Rat der Stadt hat für den Umbau der Brücke gestimmt, und zwar mit großer Mehrheit am späten Abend.";

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(pair).collect()
}

#[test]
fn every_format_of_text_is_read_in_every_encoding() {
    let page = format!("Die Brücke\n\n{TEXT}\n\n{TEXT}\n");
    let table = format!("Titel;Text\nDie Brücke;{TEXT}\nDie Brücke;{TEXT}\n");
    let object = format!("{{\"title\": \"Die Brücke\", \"text\": \"{TEXT}\"}}");
    let lines = format!("{object}\n{object}\n");
    let array = format!("[{object}, {object}]");
    let markdown = format!("---\ntitle: Die Brücke\n---\n\n{TEXT}\n");
    for (name, text, articles) in [
        ("a.txt", &page, 1),
        ("a.csv", &table, 2),
        ("a.jsonl", &lines, 2),
        ("a.json", &array, 2),
        ("a.md", &markdown, 1),
    ] {
        let marked = |little| utf16(&format!("\u{feff}{text}"), little);
        for (encoding, bytes, guessed) in [
            ("UTF-8", text.as_bytes().to_vec(), false),
            ("UTF-8 with a mark", [b"\xef\xbb\xbf", text.as_bytes()].concat(), false),
            ("UTF-16LE with a mark", marked(true), false),
            ("UTF-16BE with a mark", marked(false), false),
            ("UTF-16LE", utf16(text, true), true),
            ("UTF-16BE", utf16(text, false), true),
            ("Latin-1", encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), true),
        ] {
            let read: Vec<Article> =
                read_stream(name, Cursor::new(bytes), &Supplied::default()).map(Result::unwrap).collect();
            assert_eq!(read.len(), articles, "{name} in {encoding}");
            for article in read {
                assert_eq!(article.title, "Die Brücke", "{name} in {encoding}");
                assert!(article.text.contains(TEXT), "{name} in {encoding}: {}", article.text);
                assert_eq!(!article.warnings.is_empty(), guessed, "{name} in {encoding}: {:?}", article.warnings);
            }
        }
    }
}

#[test]
fn pages_that_name_the_wrong_encoding_are_read_right_with_a_warning() {
    for (label, really, warned) in [
        ("utf-8", encoding_rs::WINDOWS_1252, true),
        ("windows-1251", encoding_rs::WINDOWS_1252, true),
        ("iso-8859-1", encoding_rs::UTF_8, true),
        ("iso-8859-1", encoding_rs::WINDOWS_1252, false),
        ("utf-8", encoding_rs::UTF_8, false),
    ] {
        let page = format!(
            "<!DOCTYPE html><html><head><meta charset=\"{label}\"></head><body><h1>Die Brücke</h1><p>{TEXT}</p><p>{TEXT}</p>"
        );
        let bytes = really.encode(&page).0.into_owned();
        let article = read_stream("a.html", Cursor::new(bytes), &Supplied::default()).next().unwrap().unwrap();
        assert_eq!((article.title.as_str(), article.text.contains(TEXT)), ("Die Brücke", true), "{label}");
        assert_eq!(!article.warnings.is_empty(), warned, "{label} for {}: {:?}", really.name(), article.warnings);
    }
}

#[test]
fn assumed_zones_are_marked() {
    let desk = Desk::new();
    for (date, shown, assumed) in [
        ("Dienstag, 4. März 2025, 14:05 Uhr", "2025-03-04T14:05:00+01:00", true),
        ("2025-03-04T14:05:00Z", "2025-03-04T14:05:00+00:00", false),
        ("Tue, 4 Mar 2025 14:05:00 +0100", "2025-03-04T14:05:00+01:00", false),
        ("04.03.25", "2025-03-04", false),
    ] {
        let path = desk.write("a.json", format!("{{\"text\": \"{TEXT}\", \"date\": \"{date}\"}}"));
        let read = desk.run(&["parse", "--json", path.to_str().unwrap()]).ends_with(0).json().remove(0);
        assert_eq!(
            (read["published"].as_str(), read["zone_assumed"].as_bool()),
            (Some(shown), Some(assumed)),
            "{date}"
        );
    }
}

#[test]
fn relative_dates_count_from_the_day_given_by_hand() {
    let desk = Desk::new();
    let path = desk.write("a.txt", format!("Die Brücke\n\nVon Ada Lindner\n\nvor 3 Stunden\n\n{TEXT}\n\n{TEXT}\n"));
    let path = path.to_str().unwrap();
    let plain = desk.run(&["parse", "--json", path]).ends_with(0).json().remove(0);
    assert!(plain["published"].is_null() && plain["warnings"].to_string().contains("not known"), "{plain}");
    let told =
        desk.run(&["parse", "--json", "--crawled", "2025-03-04T18:00:00+01:00", path]).ends_with(0).json().remove(0);
    assert_eq!(told["published"], "2025-03-04T15:00:00+01:00", "{told}");
}
