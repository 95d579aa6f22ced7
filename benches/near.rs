//! What a look-up of near words costs in an index of a million different words.
//!
//! The words are made of German syllables, two to five each, the first ones of the list more often than the last, so
//! that 3-grams are as unevenly spread as in real words. One look-up asks for a word with one letter changed that the
//! index does not hold; its original must be among what is found. Run with `cargo bench --bench near`.

#![allow(clippy::expect_used, clippy::print_stderr)]

use fundstelle::article::{Article, Block, BlockKind, Span};
use fundstelle::index::{Nearness, Snapshot, Writer, WriterOptions};
use std::collections::HashSet;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

const WORDS: usize = 1_000_000;
const WORDS_AN_ARTICLE: usize = 2_000;
const SYLLABLES: &str = "ge be ver en er te schaft ung in an de sche ren gen ten ter ein aus auf le ne li ste \
    ra re ro ma me mi bel ber bund bau bahn brand berg burg dorf draht druck fahr fall feld fest fisch flug frei fried \
    gang geld gleich glas gold grund haft hal hand haus heim herz hoch hof holz jahr kampf kauf kind kir klag klang \
    korn kraft krank kreis kul kurs lager land lang last lauf leit licht luft macht markt mei men milch mit mon mut \
    nacht nah nam not ober ord ort pa pfer pflicht platz po pro quel rad rat raum recht reich ring rück rund sal satz \
    schein schiff schlag schloss schnell schrift schuld schul see sicht sied sitz sohn son spar spiel stadt stahl \
    stand stein stim stra streit stück stur süd tag tal teil tisch tor trag trieb trock tur über um vor wahl wald \
    wand was weg wein welt wer werk wert west wind wirt wohn wort zahl zeit zel zeug ziel zim zins zug zwi";

/// A sequence that is the same on every run (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }
}

struct Collection {
    snapshot: Snapshot,
    queries: Vec<(String, String)>,
    _dir: TempDir,
}

static COLLECTION: LazyLock<Collection> = LazyLock::new(collection);

fn collection() -> Collection {
    let words = words();
    let dir = TempDir::new().expect("a temporary folder");
    let mut writer =
        Writer::open(dir.path(), WriterOptions { annotate: false, ..WriterOptions::default() }).expect("a writer");
    for (i, words) in words.chunks(WORDS_AN_ARTICLE).enumerate() {
        writer.put(&article(i, &words.join(" ")), 0).expect("an article is added");
    }
    writer.finish().expect("the index is finished");
    let snapshot = Snapshot::open(dir.path()).expect("a snapshot");
    Collection { snapshot, queries: queries(&words), _dir: dir }
}

fn words() -> Vec<String> {
    let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut known = HashSet::new();
    let mut words = Vec::with_capacity(WORDS);
    while words.len() < WORDS {
        let word: String = (0..2 + numbers.below(4))
            .map(|_| syllables[numbers.below(syllables.len()).min(numbers.below(syllables.len()))])
            .collect();
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn article(number: usize, text: &str) -> Article {
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    Article { id: number.to_string(), text: text.to_owned(), blocks, ..Article::default() }
}

/// Stems with one letter changed, and the stems.
fn queries(words: &[String]) -> Vec<(String, String)> {
    let stems = words.iter().step_by(WORDS / 1_000).map(|word| fundstelle::german::analyse(word)[0].stem.clone());
    let long = stems.filter(|stem| stem.is_ascii() && stem.len() >= 9);
    let typed = |stem: String| {
        let middle = stem.len() / 2;
        (format!("{}x{}", &stem[..middle], &stem[middle + 1..]), stem)
    };
    long.map(typed).collect()
}

#[divan::bench(args = [0, 1, 2])]
fn look_up(bencher: divan::Bencher<'_, '_>, edits: usize) {
    let collection = &*COLLECTION;
    let next = AtomicUsize::new(0);
    bencher.bench(|| {
        let (typed, meant) = &collection.queries[next.fetch_add(1, Ordering::Relaxed) % collection.queries.len()];
        let near = collection
            .snapshot
            .near_terms(typed, &Nearness { similarity: 0.5, edits, beginning: 0 })
            .expect("a look-up");
        assert!(edits == 0 || near.iter().any(|term| term.stem == *meant), "{typed} finds {meant}");
        near.len()
    });
}

/// A fresh process opens the tables before its first look-up.
#[divan::bench]
fn open_and_look_up(bencher: divan::Bencher<'_, '_>) {
    let collection = &*COLLECTION;
    let (typed, _) = &collection.queries[0];
    bencher.bench(|| {
        let snapshot = Snapshot::open(collection.snapshot.dir()).expect("a snapshot");
        snapshot.near_terms(typed, &Nearness { similarity: 0.5, edits: 1, beginning: 0 }).expect("a look-up").len()
    });
}

fn main() {
    LazyLock::force(&COLLECTION);
    let sizes = |extension: &str| -> u64 {
        let files = std::fs::read_dir(COLLECTION.snapshot.dir().join("segments")).expect("a folder").flatten();
        let files = files.filter(|file| file.path().extension().is_some_and(|found| found == extension));
        files.map(|file| file.metadata().map_or(0, |metadata| metadata.len())).sum()
    };
    eprintln!("{} bytes of tables, {} bytes of dictionaries", sizes("vocabulary"), sizes("term"));
    divan::main();
}
