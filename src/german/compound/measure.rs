//! Measures the splitter on a list of compounds that is no part of the project:
//! `FUNDSTELLE_SHARED=… cargo test --release --lib compounds_measured -- --ignored --nocapture`.
//!
//! The list has rows `compound TAB modifier|modifier TAB head`; rows nest. The lexicon is never built from it. Words are
//! dealt into two halves by their hash: look at the first when changing costs, report the second. Many of the "simple"
//! words that are split are compounds that the list does not hold (*Segelschiff*, *Kampfsport*).

use super::{PartStems, parts};
use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

type Rows = HashMap<String, (Vec<String>, String)>;

#[test]
#[ignore = "needs the list of compounds"]
#[allow(clippy::print_stdout)]
fn compounds_measured() {
    let list = std::env::var("FUNDSTELLE_SHARED").map(|shared| format!("{shared}/compounds/splits.tsv"));
    let Some(text) = list.ok().and_then(|path| std::fs::read_to_string(path).ok()) else {
        println!("skipped: FUNDSTELLE_SHARED does not lead to compounds/splits.tsv");
        return;
    };
    let rows = read(&text);
    for half in [0, 1] {
        println!("half {half}: {}", report(&rows, half));
    }
    println!("{}", speed(&rows));
}

fn read(text: &str) -> Rows {
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_lowercase);
        let (compound, modifiers, head) = (cells.next()?, cells.next()?, cells.next()?);
        Some((compound, (modifiers.split('|').map(str::to_owned).collect(), head)))
    };
    text.lines().filter_map(row).collect()
}

fn half_of(word: &str) -> u8 {
    blake3::hash(word.as_bytes()).as_bytes()[0] % 2
}

/// The places (in bytes) where a compound is split, down to its last parts; `None` when the row does not say.
fn boundaries(rows: &Rows, compound: &str, depth: usize) -> Option<BTreeSet<usize>> {
    let Some((modifiers, head)) = rows.get(compound).filter(|_| depth < 8) else { return Some(BTreeSet::new()) };
    let at =
        compound.len() - compound.strip_suffix(head.as_str()).filter(|left| !left.is_empty()).map(|_| head.len())?;
    let left = &compound[..at];
    let shared = |modifier: &&String| modifier.bytes().zip(left.bytes()).take_while(|(a, b)| a == b).count();
    let modifier = modifiers.iter().max_by_key(shared)?;
    let reach = shared(&modifier);
    let mut found = BTreeSet::from([at]);
    found.extend(boundaries(rows, head, depth + 1).into_iter().flatten().map(|inner| at + inner));
    let inner = boundaries(rows, modifier, depth + 1).into_iter().flatten();
    found.extend(inner.filter(|&inner| inner <= reach && inner < at));
    Some(found)
}

fn split(word: &str) -> BTreeSet<usize> {
    parts(word).iter().skip(1).map(|part| part.span.start).collect()
}

fn is_plain(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

fn report(rows: &Rows, half: u8) -> String {
    let (mut hits, mut extra, mut missed, mut exact, mut count) = (0, 0, 0, 0, 0);
    for compound in rows.keys().filter(|word| is_plain(word) && half_of(word) == half) {
        let Some(gold) = boundaries(rows, compound, 0).filter(|gold| !gold.is_empty()) else { continue };
        let found = split(compound);
        hits += found.intersection(&gold).count();
        extra += found.difference(&gold).count();
        missed += gold.difference(&found).count();
        exact += usize::from(found == gold);
        count += 1;
    }
    let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    format!(
        "{count} compounds: exact {:.2} %, boundaries P {:.2} R {:.2} F1 {:.2}; {}",
        share(exact, count),
        share(hits, hits + extra),
        share(hits, hits + missed),
        share(2 * hits, 2 * hits + extra + missed),
        simple_words(rows, half)
    )
}

/// Heads and modifiers that are no compounds of the list themselves, each once and as often as they stand there.
fn simple_words(rows: &Rows, half: u8) -> String {
    let mut often: HashMap<&str, usize> = HashMap::new();
    let words = rows.values().flat_map(|(modifiers, head)| modifiers.iter().chain([head]));
    for word in words.filter(|word| is_plain(word) && half_of(word) == half && !rows.contains_key(*word)) {
        *often.entry(word).or_default() += 1;
    }
    let wrong: Vec<usize> = often.iter().filter(|(word, _)| !parts(word).is_empty()).map(|(_, &count)| count).collect();
    let by_word = 100.0 * wrong.len() as f64 / often.len().max(1) as f64;
    let by_use = 100.0 * wrong.iter().sum::<usize>() as f64 / often.values().sum::<usize>().max(1) as f64;
    format!("{} simple words: {by_word:.2} % split, {by_use:.2} % by use", often.len())
}

/// Words a second, splitting each and asking for each once more.
fn speed(rows: &Rows) -> String {
    let words: Vec<&String> = rows.keys().take(50_000).collect();
    let mut stems = PartStems::default();
    let mut rate = || {
        let start = Instant::now();
        let found: usize = words.iter().map(|word| stems.of(word).len()).sum();
        (found, words.len() as f64 / start.elapsed().as_secs_f64() / 1e6)
    };
    let ((found, first), (again, second)) = (rate(), rate());
    assert_eq!(found, again);
    format!("{found} parts: {first:.2} million compounds a second at first, {second:.2} remembered")
}
