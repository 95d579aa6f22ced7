//! Several at once: readers beside a writer, a second writer, and what is left behind after many.
//!
//! `cargo test --test integration --release -- --ignored together` runs two minutes of 8 readers beside 1 writer.

use crate::holding::Archive;
use fundstelle::article::{Article, Block, BlockKind, Span};
use fundstelle::index::{self, Snapshot, Writer, WriterOptions};
use fundstelle::query;
use fundstelle::search::{self, Request};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const ARTICLES: u64 = 30;

/// An article that says its number and its round in every passage.
fn article(number: u64, round: u64) -> Article {
    let paragraph =
        format!("Runde{round} der Fähre{number} nach Wogenrade. {}", "Der Hafen bleibt am Kai offen. ".repeat(5));
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for _ in 0..3 {
        let start = text.len();
        text.push_str(&paragraph);
        blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, text.len()) });
        text.push_str("\n\n");
    }
    Article { id: format!("a{number}"), text, blocks, ..Article::default() }
}

fn writer(dir: &Path) -> Writer {
    Writer::open(dir, WriterOptions { annotate: false, ..WriterOptions::default() }).unwrap()
}

/// Writes all articles of one round, in one commit.
fn round(writer: &mut Writer, round: u64) {
    for number in 0..ARTICLES {
        writer.put(&article(number, round), 0).unwrap();
    }
    writer.commit().unwrap();
}

/// What a reader sees has to be one round of all articles, each of them whole.
fn is_one_commit(snapshot: &Snapshot) -> u64 {
    let records: Vec<_> = snapshot.records().unwrap().map(Result::unwrap).collect();
    assert_eq!(records.len() as u64, ARTICLES);
    let rounds: BTreeMap<String, usize> = records.iter().fold(BTreeMap::new(), |mut rounds, record| {
        *rounds.entry(record.article.text.split_whitespace().next().unwrap().to_owned()).or_default() += 1;
        rounds
    });
    assert_eq!(rounds.len(), 1, "two commits at once: {rounds:?}");
    let passages: usize = records.iter().map(|record| record.passages).sum();
    assert_eq!(snapshot.counts().unwrap().passages, passages as u64);
    let request = Request { query: query::parse("Hafen Wogenrade").ast, limit: None, ..Request::default() };
    let results = search::search(snapshot, &request).unwrap();
    assert_eq!(results.articles as u64, ARTICLES);
    rounds.keys().next().unwrap().trim_start_matches("Runde").parse().unwrap()
}

/// Readers beside a writer for so long; every reader keeps one snapshot that follows, and opens others.
fn beside_a_writer(readers: usize, time: Duration) {
    let dir = tempfile::tempdir().unwrap();
    let mut first = writer(dir.path());
    round(&mut first, 0);
    first.finish().unwrap();
    let (done, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let rounds = thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                let (mut following, mut last) = (Snapshot::open(dir.path()).unwrap(), 0);
                while !done.load(Ordering::Relaxed) {
                    let newer = following.refresh().unwrap();
                    let found = is_one_commit(&following);
                    assert!(if newer { found >= last } else { found == last }, "{found} after {last}, newer: {newer}");
                    last = found;
                    is_one_commit(&Snapshot::open(dir.path()).unwrap());
                    seen.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let (start, mut rounds) = (Instant::now(), 0);
        while start.elapsed() < time || rounds < 3 {
            let mut writer = writer(dir.path());
            for _ in 0..5 {
                rounds += 1;
                round(&mut writer, rounds);
            }
            writer.finish().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        rounds
    });
    assert_eq!(is_one_commit(&Snapshot::open(dir.path()).unwrap()), rounds);
    assert_eq!(index::verify(dir.path()).unwrap().faults, []);
    eprintln!("{readers} readers looked {} times at {rounds} commits", seen.into_inner());
}

#[test]
fn readers_see_whole_commits() {
    beside_a_writer(4, Duration::from_secs(3));
}

#[test]
#[ignore = "takes two minutes"]
fn eight_readers_beside_a_writer_for_two_minutes() {
    beside_a_writer(8, Duration::from_secs(120));
}

#[test]
fn readers_and_verify_are_not_disturbed_by_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = writer(dir.path());
    round(&mut first, 0);
    first.finish().unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut following = Snapshot::open(dir.path()).unwrap();
            while !done.load(Ordering::Relaxed) {
                following.refresh().unwrap();
                assert_eq!(is_one_commit(&following), 0);
                assert_eq!(is_one_commit(&Snapshot::open(dir.path()).unwrap()), 0);
            }
        });
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                assert_eq!(index::verify(dir.path()).unwrap().faults, []);
            }
        });
        for _ in 0..20 {
            let options = WriterOptions { annotate: false, ..WriterOptions::default() };
            let (mut writer, remains) = Writer::rebuild(dir.path(), options).unwrap();
            let salvage = remains.salvage(false, |record| writer.put_again(&record).map(drop)).unwrap();
            assert!(salvage.articles == ARTICLES && !salvage.incomplete);
            writer.finish().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_second_writer_waits_and_then_names_the_first() {
    let mut archive = Archive::new();
    archive.write("eins", 20_000);
    let mut adding = archive.adding("0.05");
    adding.has_reported();
    let refused = archive.command(&["add", "artikel", "--wait", "0"]).output().unwrap();
    let err = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{err}");
    let pid = format!("process {} since 2", adding.pid());
    assert!(err.contains(&pid) && err.contains("--wait"), "{err}");
    adding.kill();
    // What is left of a killed writer holds nobody up.
    archive.write("zwei", 3);
    archive.run(&["add", "artikel/zwei.jsonl", "--wait", "0"]).ends_with(0);
}

#[test]
fn a_second_writer_gets_its_turn_when_it_waits_long_enough() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = writer(dir.path());
    round(&mut first, 1);
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            let options = WriterOptions { wait: Duration::from_secs(60), annotate: false, ..WriterOptions::default() };
            let mut second = Writer::open(dir.path(), options).unwrap();
            round(&mut second, 2);
            second.finish().unwrap();
        });
        thread::sleep(Duration::from_millis(200));
        assert!(!second.is_finished());
        first.finish().unwrap();
    });
    assert_eq!(is_one_commit(&Snapshot::open(dir.path()).unwrap()), 2);
}

#[test]
fn files_do_not_pile_up_over_a_hundred_writers() {
    let dir = tempfile::tempdir().unwrap();
    let (mut most, mut counts) = (0, Vec::new());
    for number in 0..100 {
        let mut writer = writer(dir.path());
        round(&mut writer, number);
        // A writer that is dropped leaves its merges to the next one.
        if number % 2 == 0 {
            drop(writer);
        } else {
            writer.finish().unwrap();
        }
        let found = index::verify(dir.path()).unwrap();
        assert_eq!(found.faults, []);
        counts.push(fs::read_dir(dir.path().join("segments")).unwrap().count());
        most = most.max(found.leftovers.len());
    }
    let (early, late) = (counts[10..30].iter().max(), counts[80..].iter().max());
    assert!(late <= early, "{counts:?}");
    let mut last = writer(dir.path());
    round(&mut last, 100);
    last.finish().unwrap();
    assert_eq!(index::verify(dir.path()).unwrap().leftovers, Vec::<std::path::PathBuf>::new());
    eprintln!("at most {most} files left over, {} at most in the folder", counts.iter().max().unwrap());
}
