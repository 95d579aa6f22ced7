//! The vocabulary as part of an index: look-ups against brute force, and what becomes of its files.

use super::*;
use crate::article::{Article, Block, BlockKind, Span};
use crate::index::{Snapshot, Writer, WriterOptions};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ANY: Nearness = Nearness { similarity: 0.4, edits: 1, beginning: 0 };

fn article(id: &str, text: &str) -> Article {
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    Article { id: id.into(), text: text.into(), blocks, ..Default::default() }
}

fn writer(dir: &Path) -> Writer {
    Writer::open(dir, WriterOptions { annotate: false, ..Default::default() }).unwrap()
}

fn index(dir: &Path, texts: &[&str]) -> Snapshot {
    let mut writer = writer(dir);
    for (i, text) in texts.iter().enumerate() {
        writer.put(&article(&i.to_string(), text), 0).unwrap();
        writer.commit().unwrap();
    }
    writer.finish().unwrap();
    Snapshot::open(dir).unwrap()
}

fn stems(snapshot: &Snapshot, stem: &str, nearness: &Nearness) -> Vec<String> {
    snapshot.near_terms(stem, nearness).unwrap().into_iter().map(|term| term.stem).collect()
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir.join("segments")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[test]
fn near_words_are_found_in_all_segments() {
    let dir = tempfile::tempdir().unwrap();
    let snapshot = index(dir.path(), &["Hochwasser an der Elbe", "Hochwasserschutz im Landtag", "Die Landtage 2024"]);
    for (stem, nearness, expected) in [
        ("hochwaser", ANY, vec!["hochwass", "hochwasserschutz"]),
        ("hochwass", ANY, vec!["hochwasserschutz"]),
        ("landtga", Nearness { similarity: 1.0, edits: 1, beginning: 0 }, vec!["landtag"]),
        ("landtga", Nearness { similarity: 1.0, edits: 0, beginning: 0 }, vec![]),
        ("elb", ANY, vec![]),
        ("2025", ANY, vec![]),
        ("", ANY, vec![]),
    ] {
        assert_eq!(stems(&snapshot, stem, &nearness), expected, "{stem}");
    }
}

#[test]
fn every_segment_has_one_table_after_merges_and_removals() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = writer(dir.path());
    for round in 0..12 {
        for i in 0..5 {
            writer
                .put(&article(&format!("{round}-{i}"), &format!("Bericht {round} über Landtage und Wahlen")), 0)
                .unwrap();
        }
        writer.commit().unwrap();
    }
    for round in 0..6 {
        for i in 0..5 {
            writer.remove(&format!("{round}-{i}")).unwrap();
        }
        writer.commit().unwrap();
    }
    writer.finish().unwrap();
    let segments = Snapshot::open(dir.path()).unwrap().searcher().segment_readers().len();
    let tables = files(dir.path(), "vocabulary");
    assert_eq!(tables.len(), files(dir.path(), "term").len());
    assert_eq!(tables.len(), segments);
    assert!(segments < 18, "nothing was merged");
    assert_eq!(stems(&Snapshot::open(dir.path()).unwrap(), "landtga", &ANY), ["landtag"]);
}

#[test]
fn missing_and_damaged_tables_are_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    drop(index(dir.path(), &["Hochwasser an der Elbe", "Hochwasserschutz im Landtag"]));
    let tables = files(dir.path(), "vocabulary");
    fs::remove_file(&tables[0]).unwrap();
    let snapshot = Snapshot::open(dir.path()).unwrap();
    assert_eq!(stems(&snapshot, "hochwass", &ANY), ["hochwasserschutz"]);
    for table in tables {
        fs::write(table, b"nothing of use").unwrap();
    }
    let snapshot = Snapshot::open(dir.path()).unwrap();
    assert_eq!(stems(&snapshot, "hochwass", &ANY), ["hochwasserschutz"]);
    assert_eq!(stems(&snapshot, "landtga", &ANY), ["landtag"]);
}

#[test]
#[cfg(unix)]
fn a_folder_that_can_not_be_written_is_enough() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    drop(index(dir.path(), &["Hochwasser an der Elbe"]));
    fs::remove_file(&files(dir.path(), "vocabulary")[0]).unwrap();
    let segments = dir.path().join("segments");
    fs::set_permissions(&segments, fs::Permissions::from_mode(0o555)).unwrap();
    let before = fs::read_dir(&segments).unwrap().count();
    let snapshot = Snapshot::open(dir.path()).unwrap();
    assert_eq!(stems(&snapshot, "hochwaser", &ANY), ["hochwass"]);
    assert_eq!(fs::read_dir(&segments).unwrap().count(), before);
    fs::set_permissions(&segments, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Every word that is near by its text, without any table.
fn brute_force(vocabulary: &Vocabulary, words: &BTreeSet<String>, stem: &str, nearness: &Nearness) -> Vec<NearTerm> {
    let mut comparison = Comparison::new(&vocabulary.weights, stem);
    let others = words.iter().filter(|word| *word != stem && grams::takes_part(word)).cloned();
    let terms = others.map(|other| NearTerm {
        similarity: comparison.similarity(&other),
        edits: Some(strsim::osa_distance(stem, &other)).filter(|edits| *edits <= nearness.edits),
        stem: other,
    });
    terms
        .filter(|term| term.stem.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count() >= nearness.beginning)
        .filter(|term| term.similarity > 0.0 && (term.similarity >= nearness.similarity || term.edits.is_some()))
        .collect()
}

/// A vocabulary over `parts` dictionaries that share out `words`.
fn vocabulary(words: &BTreeSet<String>, parts: usize) -> (tempfile::TempDir, Snapshot) {
    let dir = tempfile::tempdir().unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let texts: Vec<String> = words.chunks(words.len().div_ceil(parts)).map(|chunk| chunk.join(" ")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let snapshot = index(dir.path(), &texts);
    (dir, snapshot)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn look_ups_find_what_brute_force_finds(
        words in prop::collection::btree_set("[abr]{4,9}", 1..60),
        query in "[abr]{4,9}",
        similarity in 0.2_f32..1.0,
        edits in 0_usize..2,
        beginning in prop_oneof![Just(0_usize), 2_usize..6],
    ) {
        let (_dir, snapshot) = vocabulary(&words, 2);
        let known: BTreeSet<String> =
            words.iter().flat_map(|word| crate::german::analyse(word)).map(|token| token.stem).collect();
        let nearness = Nearness { similarity, edits, beginning };
        let vocabulary = snapshot.vocabulary().unwrap();
        let expected = brute_force(vocabulary, &known, &query, &nearness);
        prop_assert_eq!(vocabulary.near(&query, &nearness), expected);
    }
}
