//! What a search costs beside a plain one: the full ranking against the engine's own OR query over the same stems.
//!
//! `cargo bench --bench search`. Times depend on the machine, their ratios hardly do: read the ratios.
//!
//! Data: with FUNDSTELLE_SHARED set, German laws (`text/laws.jsonl.zst`) asked with real short web queries
//! (`retrieval/web-questions`); without it, the sample articles over and over, asked with `tests/relevance/queries.tsv`.
//! Copies have equal scores and few different words, so that only the first kind tells much about real use. The index,
//! of at least 300,000 passages, is built once into `target/bench-search`; delete that folder after a change of indexing.
//!
//! Method: one thread, the index in the system's file cache. Every query is asked once to warm up, then in each of
//! [`ROUNDS`] rounds by every contender in turn; its time is the median over the rounds. Every answer is held against
//! the first one. Median and 99th percentile are over queries.

use fundstelle::german;
use fundstelle::index::{Manifest, Snapshot, Writer, WriterOptions};
use fundstelle::query;
use fundstelle::search::{self, Request};
use fundstelle::source::{self, Supplied};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// Passages that the index holds at least.
const PASSAGES: u64 = 300_000;
/// Queries asked.
const QUERIES: usize = 300;
const ROUNDS: usize = 5;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let shared = std::env::var_os("FUNDSTELLE_SHARED").map(PathBuf::from);
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-search");
    let home = home.join(if shared.is_some() { "laws" } else { "samples" });
    let text_bytes = built(&home, shared.as_deref())?;
    let snapshot = Snapshot::open(&home)?;
    let queries = queries(shared.as_deref())?;
    let counts = snapshot.counts()?;
    let segments = snapshot.searcher().segment_readers().len();
    print(format!("{} passages of {} articles in {segments} segments", counts.passages, counts.articles));
    print(format!("{} queries, {ROUNDS} rounds", queries.len()));
    compare(&snapshot, &queries)?;
    let index_bytes = size(&home)?;
    let (index, text) = (index_bytes as f64 / 1e6, text_bytes as f64 / 1e6);
    print(format!("\nindex {index:.0} MB, text {text:.0} MB, ratio {:.2}", index / text));
    Ok(())
}

#[allow(clippy::print_stdout)]
fn print(line: impl AsRef<str>) {
    println!("{}", line.as_ref());
}

/// One way to answer a query; gives the number of passages it shows.
type Contender<'s> = (&'static str, Box<dyn Fn(&str) -> Outcome<usize> + 's>);

fn contenders(snapshot: &Snapshot) -> [Contender<'_>; 3] {
    let request = |text: &str| Request { query: query::parse(text).ast, ..Request::default() };
    [
        ("plain OR, ten best", Box::new(|text| plain(snapshot, text))),
        ("ranking alone", Box::new(move |text| Ok(search::articles(snapshot, &request(text))?.len()))),
        ("search with snippets", Box::new(move |text| Ok(search::search(snapshot, &request(text))?.hits.len()))),
    ]
}

/// The engine's own ranking: any of the stems, stop words too, the ten best by BM25.
fn plain(snapshot: &Snapshot, text: &str) -> Outcome<usize> {
    let body = snapshot.fields().body;
    let clause = |token: german::Token| -> (Occur, Box<dyn Query>) {
        let term = Term::from_field_text(body, &token.stem);
        (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
    };
    let query = BooleanQuery::new(german::analyse(text).into_iter().map(clause).collect());
    let best = snapshot.searcher().search(&query, &TopDocs::with_limit(10).order_by_score())?;
    Ok(black_box(best).len())
}

fn compare(snapshot: &Snapshot, queries: &[String]) -> Outcome<()> {
    let contenders = contenders(snapshot);
    let mut times = vec![vec![Vec::with_capacity(ROUNDS); queries.len()]; contenders.len()];
    for (q, text) in queries.iter().enumerate() {
        let expected: Vec<usize> = contenders.iter().map(|(_, answer)| answer(text)).collect::<Outcome<_>>()?;
        assert_eq!(expected[1], expected[2], "{text}");
        for _ in 0..ROUNDS {
            for (c, (name, answer)) in contenders.iter().enumerate() {
                let start = Instant::now();
                let found = answer(text)?;
                times[c][q].push(start.elapsed());
                assert_eq!(found, expected[c], "{name}: {text}");
            }
        }
    }
    let times: Vec<Vec<Duration>> =
        times.into_iter().map(|queries| queries.into_iter().map(middle).collect()).collect();
    report(&contenders.map(|(name, _)| name), &times);
    slowest(queries, &times);
    Ok(())
}

fn report(names: &[&str], times: &[Vec<Duration>]) {
    print(format!("\n{:22}{:>10}{:>7}{:>10}{:>7}{:>10}{:>7}", "", "median", "ratio", "p99", "ratio", "mean", "ratio"));
    let figures = |times: &[Duration]| [percentile(times, 50), percentile(times, 99), mean(times)];
    let base = figures(&times[0]);
    for (name, times) in names.iter().zip(times) {
        let mut line = format!("{name:22}");
        for (figure, base) in figures(times).iter().zip(base) {
            let ratio = figure.as_secs_f64() / base.as_secs_f64();
            line += &format!("{:>7.2} ms{ratio:>7.2}", figure.as_secs_f64() * 1e3);
        }
        print(line);
    }
}

/// The queries at which the full search takes longest: where to look first.
fn slowest(queries: &[String], times: &[Vec<Duration>]) {
    let mut order: Vec<usize> = (0..queries.len()).collect();
    order.sort_by_key(|q| std::cmp::Reverse(times[2][*q]));
    print("\nslowest searches (plain, ranking, search)");
    for q in order.into_iter().take(5) {
        let of = |c: usize| times[c][q].as_secs_f64() * 1e3;
        print(format!("{:>7.2}{:>7.2}{:>7.2} ms  {}", of(0), of(1), of(2), queries[q]));
    }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn mean(times: &[Duration]) -> Duration {
    times.iter().sum::<Duration>() / u32::try_from(times.len()).unwrap_or(u32::MAX).max(1)
}

/// Real queries: every n-th of a larger set, or all of the samples'.
fn queries(shared: Option<&Path>) -> Outcome<Vec<String>> {
    let Some(shared) = shared else {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/queries.tsv"))?;
        let queries: BTreeSet<&str> = text.lines().filter_map(|line| line.split('\t').next()).collect();
        return Ok(queries.into_iter().map(str::to_owned).collect());
    };
    let text = fs::read(shared.join("retrieval/web-questions/queries.jsonl"))?;
    let queries = fundstelle::evaluate::read_queries(text.as_slice())?;
    let step = (queries.len() / QUERIES).max(1);
    Ok(queries.into_iter().step_by(step).take(QUERIES).map(|query| query.text).collect())
}

/// Builds the index unless it is there; gives the bytes of text it was built from.
fn built(home: &Path, shared: Option<&Path>) -> Outcome<u64> {
    let note = home.join("text-bytes");
    if Manifest::read(home).is_ok() && note.is_file() {
        return Ok(fs::read_to_string(note)?.parse()?);
    }
    if home.exists() {
        fs::remove_dir_all(home)?;
    }
    print(format!("building {}", home.display()));
    let mut writer = Writer::open(home, WriterOptions::default())?;
    let (mut passages, mut bytes) = (0, 0);
    while passages < PASSAGES {
        let round = if passages == 0 { String::new() } else { format!("#{passages}") };
        for article in corpus(shared)? {
            let mut article = article?;
            article.id += &round;
            bytes += article.text.len() as u64;
            passages += writer.put(&article, 0)?.passages as u64;
        }
    }
    writer.finish()?;
    fs::write(note, bytes.to_string())?;
    Ok(bytes)
}

type Articles = Box<dyn Iterator<Item = Result<fundstelle::article::Article, source::Failure>>>;

fn corpus(shared: Option<&Path>) -> Outcome<Articles> {
    let supplied = Supplied::default();
    if let Some(shared) = shared {
        let packed = fs::File::open(shared.join("text/laws.jsonl.zst"))?;
        let unpacked = zstd::stream::read::Decoder::new(packed)?;
        return Ok(Box::new(source::read_stream("laws.jsonl", unpacked, &supplied)));
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let files: Vec<PathBuf> = source::find(&[samples]).collect::<Result<_, _>>()?;
    Ok(Box::new(files.into_iter().flat_map(move |file| source::read_file(&file, &supplied))))
}

fn size(dir: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
