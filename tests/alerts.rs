//! Saved searches: what counts as new, whatever the clock says, and what a run cut short leaves behind.

use crate::commands::Desk;
use fundstelle::alert::Alert;
use fundstelle::article::{Article, Block, BlockKind, Span};
use fundstelle::index::{Outcome, Snapshot, Writer, WriterOptions};
use fundstelle::query::Filters;
use fundstelle::search::Request;
use serde_json::json;
use std::fs;
use std::path::Path;

const FUTURE: i64 = 4_000_000_000;

fn article(id: &str, text: &str) -> Article {
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    Article { id: id.into(), title: format!("Meldung {id}"), text: text.into(), blocks, ..Article::default() }
}

fn writer(dir: &Path, clock: fn() -> i64) -> Writer {
    Writer::open(dir, WriterOptions { clock, ..WriterOptions::default() }).unwrap()
}

/// Puts the articles in with one commit, at the time that `clock` tells.
fn put(dir: &Path, clock: fn() -> i64, articles: &[Article]) -> Vec<Outcome> {
    let mut writer = writer(dir, clock);
    let outcomes = articles.iter().map(|article| writer.put(article, 0).unwrap().outcome).collect();
    writer.finish().unwrap();
    outcomes
}

fn added(dir: &Path, id: &str) -> i64 {
    Snapshot::open(dir).unwrap().record(id).unwrap().unwrap().added
}

#[test]
fn every_commit_has_a_later_time_whatever_the_clock_says() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    put(dir, || 1000, &[article("a", "Der Kran steht.")]);
    put(dir, || 1000, &[article("b", "Der Kran fällt.")]);
    put(dir, || 5, &[article("c", "Der Kran liegt.")]);
    put(dir, || 2000, &[article("d", "Der Kran rostet.")]);
    let times = ["a", "b", "c", "d"].map(|id| added(dir, id));
    assert_eq!(times, [1000, 1001, 1002, 2000]);

    let mut writer = writer(dir, || 2000);
    writer.put(&article("e", "Der Kran verkauft."), 0).unwrap();
    writer.commit().unwrap();
    writer.put(&article("f", "Der Kran verschenkt."), 0).unwrap();
    writer.finish().unwrap();
    assert_eq!([added(dir, "e"), added(dir, "f")], [2001, 2002]);
}

#[test]
fn a_time_is_not_given_again_when_the_newest_article_has_gone() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    put(dir, || 1000, &[article("a", "Der Kran steht.")]);
    let mut writer = writer(dir, || 0);
    writer.remove("a").unwrap();
    writer.finish().unwrap();
    put(dir, || 0, &[article("b", "Der Kran fällt.")]);
    assert!(added(dir, "b") > 1001, "{}", added(dir, "b"));
}

#[test]
fn words_that_stay_keep_their_time() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = article("a", "Der Kran steht.");
    put(dir, || 1000, std::slice::from_ref(&first));
    let dated = Article { section: Some("Hafen".into()), ..first.clone() };
    let respaced = article("a", "Der  Kran\nsteht.");
    for (version, outcome, kept) in [
        (&first, Outcome::Unchanged, true),
        (&dated, Outcome::Updated, true),
        (&respaced, Outcome::Updated, true),
        (&article("a", "Der Kran fällt."), Outcome::Updated, false),
        (&Article { title: "Nachtrag".into(), ..article("a", "Der Kran fällt.") }, Outcome::Updated, false),
    ] {
        let before = added(dir, "a");
        assert_eq!(put(dir, || 3000, std::slice::from_ref(version)), [outcome], "{version:?}");
        assert_eq!(added(dir, "a") == before, kept, "{version:?}");
    }
}

#[test]
fn news_are_what_came_after_the_last_ones() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    put(dir, || 1000, &[article("a", "Der Kran steht.")]);
    let mut alert = Alert { query: "Kran".into(), ..Alert::default() };
    let mut found = |now: fn() -> i64, articles: &[Article]| -> Vec<String> {
        put(dir, now, articles);
        let news = alert.news(&Snapshot::open(dir).unwrap(), &Request::default()).unwrap();
        alert.shown_until = news.until;
        let mut ids: Vec<_> = news.results.hits.into_iter().map(|hit| hit.article.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(found(|| 1000, &[]), ["a"]);
    assert_eq!(found(|| 1000, &[article("b", "Ein Kran."), article("c", "Ein Kahn.")]), ["b"]);
    assert!(found(|| 1000, &[article("b", "Ein Kran.")]).is_empty());
    assert_eq!(found(|| 1000, &[article("a", "Der Kran wankt.")]), ["a"]);
    assert!(found(|| FUTURE, &[]).is_empty());
}

#[test]
fn a_filter_for_a_name_not_there_yet_finds_nothing_and_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), || 1, &[article("a", "Der Kran steht.")]);
    let filters = Filters { publishers: vec!["Hafenpost".into()], ..Filters::default() };
    let alert = Alert { query: "Kran".into(), filters, ..Alert::default() };
    let news = alert.news(&Snapshot::open(dir.path()).unwrap(), &Request::default()).unwrap();
    assert_eq!((news.results.hits.len(), news.until), (0, Some(1)));
}

/// One article a line.
fn lines(articles: &[(&str, &str, &str)]) -> String {
    articles
        .iter()
        .map(|(id, outlet, text)| json!({ "id": id, "title": id, "outlet": outlet, "text": text }).to_string() + "\n")
        .collect()
}

#[test]
fn a_run_prints_what_is_new_and_then_nothing() {
    let desk = Desk::new();
    desk.run(&["alert", "save", "werft", "Werft"]).ends_with(2).says("there is no index");
    desk.write("a.jsonl", lines(&[("alt", "Hafenpost", "Die Werft baut ein Schiff.")]));
    desk.run(&["add", "a.jsonl"]).ends_with(0);
    desk.run(&["alert", "run"]).ends_with(1);
    desk.run(&["alert", "save", "werft", "Werft", "--publisher", "Hafenpost"]).ends_with(0);
    desk.run(&["alert", "save", "werft", "Kai"]).ends_with(2).says("--replace");
    let silent = desk.run(&["alert", "run"]).ends_with(1);
    assert_eq!((silent.out, silent.err), (String::new(), String::new()));

    let more = [("neu", "Hafenpost", "Die Werft entlässt."), ("fremd", "Talbote", "Die Werft schließt.")];
    desk.write("b.jsonl", lines(&more));
    desk.run(&["add", "b.jsonl"]).ends_with(0);
    let kept = desk.run(&["alert", "run", "werft", "--json", "--dry-run"]).ends_with(0).json();
    let told = desk.run(&["alert", "run", "--json"]).ends_with(0).json();
    assert_eq!(kept, told);
    assert_eq!((&told[0]["alert"], &told[0]["article"]["id"]), (&"werft".into(), &"neu".into()));
    assert_eq!(told.len(), 1);
    desk.run(&["alert", "run", "--json"]).ends_with(1);

    desk.write("b.jsonl", lines(&[("neu", "Hafenpost", "Die Werft stellt ein.")]));
    desk.run(&["add", "b.jsonl"]).ends_with(0);
    let text = desk.run(&["alert", "run"]).ends_with(0).out;
    assert!(text.starts_with("# werft: Werft (1 new passage in 1 article)"), "{text}");
}

#[test]
fn several_are_listed_run_and_removed_by_name() {
    let desk = Desk::new();
    desk.write("a.jsonl", lines(&[("a", "Hafenpost", "Die Werft am Kai.")]));
    desk.run(&["add", "a.jsonl"]).ends_with(0);
    desk.run(&["alert", "list"]).ends_with(1);
    desk.run(&["alert", "save", "kai", "Kai", "--from-start"]).ends_with(0);
    desk.run(&["alert", "save", "werft", "Werft", "--from-start", "--since", "2025-09"]).ends_with(0);
    desk.run(&["alert", "save", "spaeter", "Werft", "--actor", "Niemand"]).ends_with(0).says("no actor");
    desk.run(&["alert", "save", "leer", "?!"]).ends_with(2).says("no word");
    let list = desk.run(&["alert", "list"]).ends_with(0).out;
    assert!(list.contains("werft  Werft · since: 2025-09"), "{list}");
    let listed = desk.run(&["alert", "list", "--json"]).ends_with(0).json();
    assert_eq!((&listed[0]["name"], &listed[0]["shown_until"]), (&"kai".into(), &serde_json::Value::Null));
    desk.run(&["alert", "run", "kai"]).ends_with(0);
    desk.run(&["alert", "run", "kay"]).ends_with(2).says("near: kai").says("alert list");
    desk.run(&["alert", "remove", "kai", "werft"]).ends_with(0);
    assert_eq!(desk.run(&["alert", "list", "--json"]).ends_with(0).json().len(), 1);
}

#[test]
fn what_could_not_be_printed_is_shown_again() {
    let desk = Desk::new();
    desk.write("a.jsonl", lines(&[("a", "Hafenpost", "Die Werft am Kai.")]));
    desk.run(&["add", "a.jsonl"]).ends_with(0);
    desk.run(&["alert", "save", "kai", "Kai", "--from-start"]).ends_with(0);
    let full = fs::File::options().write(true).open("/dev/full");
    let Ok(full) = full else {
        eprintln!("skipped: there is no /dev/full here");
        return;
    };
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"));
    let status = command.current_dir(desk.dir.path()).args(["alert", "run"]).stdout(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
    desk.run(&["alert", "run"]).ends_with(0);
    desk.run(&["alert", "run"]).ends_with(1);
}

#[test]
fn articles_are_found_by_the_day_they_were_added() {
    let desk = Desk::new();
    desk.write("a.jsonl", lines(&[("a", "Hafenpost", "Die Werft am Kai.")]));
    desk.run(&["add", "a.jsonl"]).ends_with(0);
    desk.run(&["search", "Kai", "--added-since", "2024"]).ends_with(0);
    desk.run(&["search", "Kai", "--added-since", "2999"]).ends_with(1);
}
