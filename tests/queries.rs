//! The query language, run: every example of its page against the sample articles, and counts against going through
//! every passage by hand.

use crate::commands::Desk;
use fundstelle::annotate;
use fundstelle::article::{Article, Block, BlockKind, Span};
use fundstelle::german::{self, Token};
use fundstelle::index::{Snapshot, Writer, WriterOptions};
use fundstelle::query::{self, Limits};
use fundstelle::search::{self, Request, Results, Snippet, SnippetLength};
use fundstelle::source::{self, Supplied};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn samples(dir: &Path) -> Snapshot {
    let mut writer = Writer::open(dir, WriterOptions::default()).unwrap();
    for file in source::find(&[root().join("data/articles")]) {
        for article in source::read_file(&file.unwrap(), &Supplied::default()) {
            let mut article = article.unwrap();
            article.outlet = annotate::publisher(&article, fundstelle::lexicon::Outlets::embedded());
            writer.put(&article, 0).unwrap();
        }
    }
    writer.finish().unwrap();
    Snapshot::open(dir).unwrap()
}

/// The queries of a page's `query` blocks; what stands behind two spaces says what they find.
fn examples(page: &str) -> Vec<&str> {
    let blocks = page.split("```query\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.flat_map(str::lines).map(|line| line.split("  ").next().unwrap()).collect()
}

fn request(text: &str) -> Request {
    Request {
        query: query::parse(text).ast,
        limit: Some(2),
        per_article: 1,
        snippet: SnippetLength::Chars(100),
        ..Request::default()
    }
}

#[test]
fn every_example_of_the_page_finds_what_it_found() {
    let dir = tempfile::tempdir().unwrap();
    let snapshot = samples(dir.path());
    let page = fs::read_to_string(root().join("docs/query-syntax.md")).unwrap();
    let examples = examples(&page);
    assert!(examples.len() >= 70, "{}", examples.len());
    let mut answers = String::new();
    for example in examples {
        answers += &answer(&snapshot, example);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("queries");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("answers", answers));
}

fn answer(snapshot: &Snapshot, example: &str) -> String {
    let parsed = query::parse(example);
    let mut text = format!("{example}\n  read as {}\n", parsed.ast);
    for note in &parsed.notes {
        writeln!(text, "  note: {note}").unwrap();
    }
    match search::search(snapshot, &request(example)) {
        Ok(results) => {
            writeln!(text, "  {} passages, {} articles", results.passages, results.articles).unwrap();
            for hit in &results.hits {
                writeln!(text, "    {} | {}", hit.article.title, marked(&hit.snippet)).unwrap();
            }
        }
        Err(error) => writeln!(text, "  {error}").unwrap(),
    }
    text + "\n"
}

fn marked(snippet: &Snippet) -> String {
    let mut text: Vec<char> = snippet.text.chars().collect();
    for span in snippet.highlights.iter().rev() {
        text.insert(span.end, ']');
        text.insert(span.start, '[');
    }
    text.into_iter().collect()
}

/// Words that meet in every way that matters: umlauts, forms, hyphens, repetition.
const WORDS: &[&str] = &[
    "Haus",
    "Häuser",
    "haeuser",
    "Hauses",
    "Boot",
    "Boote",
    "Ufer",
    "Deich",
    "Deiche",
    "Deichtor",
    "Müller",
    "Mueller",
    "Muller",
    "Su-35-Jet",
    "Straße",
    "Strasse",
    "und",
    "der",
    "Zeit",
    "20:15",
    "neue",
    "nah",
    "Wasser",
    "Wassers",
];

/// Articles of pseudo-random words, the same in every run, each with one paragraph.
fn random_articles(dir: &Path) -> Snapshot {
    let mut writer = Writer::open(dir, WriterOptions { annotate: false, ..WriterOptions::default() }).unwrap();
    let mut seed = 7_u64;
    for number in 0..300 {
        let words: Vec<&str> = (0..14)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                WORDS[(seed >> 33) as usize % WORDS.len()]
            })
            .collect();
        let text = format!("{}.", words.join(" "));
        let span = Span::new(0, text.len());
        let blocks = vec![Block { kind: BlockKind::Paragraph, span }];
        let article =
            Article { id: format!("a{number}"), title: format!("T{number}"), text, blocks, ..Article::default() };
        writer.put(&article, 0).unwrap();
    }
    writer.finish().unwrap();
    Snapshot::open(dir).unwrap()
}

fn all(snapshot: &Snapshot, text: &str) -> Results {
    let request = Request { limit: None, fold: None, per_article: 9, ..request(text) };
    search::search(snapshot, &request).unwrap()
}

type Holds = fn(&[Token]) -> bool;

fn positions(tokens: &[Token], is: impl Fn(&Token) -> bool) -> Vec<i64> {
    tokens.iter().filter(|token| is(token)).map(|token| i64::from(token.position)).collect()
}

fn exact(tokens: &[Token], forms: &[&str]) -> Vec<i64> {
    positions(tokens, |token| forms.contains(&token.exact.as_str()))
}

fn stem(tokens: &[Token], stem: &str) -> Vec<i64> {
    positions(tokens, |token| token.stem == stem)
}

fn some_pair(left: &[i64], right: &[i64], fits: impl Fn(i64) -> bool) -> bool {
    left.iter().any(|a| right.iter().any(|b| fits(b - a)))
}

const COUNTED: &[(&str, Holds)] = &[
    ("Häuser*", |t| !exact(t, &["häuser", "haeuser"]).is_empty()),
    ("haeuser*", |t| !exact(t, &["häuser", "haeuser"]).is_empty()),
    ("HAUS*", |t| !exact(t, &["haus", "häuser", "hauses"]).is_empty()),
    ("M?ller", |t| !exact(t, &["müller", "muller"]).is_empty()),
    ("M??ller", |t| !exact(t, &["mueller"]).is_empty()),
    ("*asse", |t| !exact(t, &["straße", "strasse"]).is_empty()),
    ("Su-3*", |t| some_pair(&exact(t, &["su"]), &exact(t, &["35"]), |gap| gap == 1)),
    ("su35*", |t| !exact(t, &["su35jet"]).is_empty()),
    ("Müler~1", |t| !exact(t, &["müller", "mueller", "muller"]).is_empty()),
    ("=Boot", |t| !exact(t, &["boot"]).is_empty()),
    ("=Muller", |t| !exact(t, &["muller"]).is_empty()),
    ("/deich(e|tor)/", |t| !exact(t, &["deiche", "deichtor"]).is_empty()),
    ("/[0-9]+/", |t| !exact(t, &["35", "20", "15"]).is_empty()),
    ("\"Boot Ufer\"", |t| some_pair(&stem(t, "boot"), &stem(t, "ufer"), |gap| gap == 1)),
    ("\"der Zeit\"", |t| some_pair(&stem(t, "der"), &stem(t, "zeit"), |gap| gap == 1)),
    ("\"Deich* Ufer\"", |t| some_pair(&exact(t, &["deich", "deiche", "deichtor"]), &stem(t, "ufer"), |gap| gap == 1)),
    ("\"=Boot Ufer\"~3", |t| some_pair(&exact(t, &["boot"]), &stem(t, "ufer"), |gap| (1..=4).contains(&gap))),
    ("=Boot NEAR/3 =Ufer", |t| some_pair(&exact(t, &["boot"]), &exact(t, &["ufer"]), |gap| gap != 0 && gap.abs() <= 3)),
    ("=Boot NEAR/3 =Boot", |t| some_pair(&exact(t, &["boot"]), &exact(t, &["boot"]), |gap| gap != 0 && gap.abs() <= 3)),
    ("(=Boot OR Häuser*) NEAR/2 =nah", |t| {
        some_pair(&exact(t, &["boot", "häuser", "haeuser"]), &exact(t, &["nah"]), |gap| gap.abs() <= 2)
    }),
    ("=Boot AND NOT =Ufer", |t| !exact(t, &["boot"]).is_empty() && exact(t, &["ufer"]).is_empty()),
    ("=Boot OR NOT =Ufer", |t| !exact(t, &["boot"]).is_empty() || exact(t, &["ufer"]).is_empty()),
    ("-=Boot", |t| exact(t, &["boot"]).is_empty()),
    ("+(=Boot =Ufer) +(=nah =neue) -=der", |t| {
        !exact(t, &["boot", "ufer"]).is_empty()
            && !exact(t, &["nah", "neue"]).is_empty()
            && exact(t, &["der"]).is_empty()
    }),
    ("der und", |t| !stem(t, "der").is_empty() && !stem(t, "und").is_empty()),
    ("\"und\"", |t| !stem(t, "und").is_empty()),
    ("\"und\" =Boot", |t| !exact(t, &["boot"]).is_empty()),
    ("+20:15", |t| some_pair(&exact(t, &["20"]), &exact(t, &["15"]), |gap| gap == 1)),
    ("+Su-35", |t| some_pair(&exact(t, &["su"]), &exact(t, &["35"]), |gap| gap == 1)),
];

#[test]
fn counts_are_those_of_going_through_every_passage() {
    let dir = tempfile::tempdir().unwrap();
    let snapshot = random_articles(dir.path());
    let passages = all(&snapshot, "-nirgends").hits;
    assert_eq!(passages.len(), 300);
    for (text, holds) in COUNTED {
        let matching = |hit: &&search::Hit| holds(&german::analyse(&hit.passage.text));
        let mut expected: Vec<&str> = passages.iter().filter(matching).map(|hit| hit.article.id.as_str()).collect();
        let results = all(&snapshot, text);
        let mut found: Vec<&str> = results.hits.iter().map(|hit| hit.article.id.as_str()).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert!(!expected.is_empty() && expected.len() < 300, "{text} tells nothing: {}", expected.len());
        assert_eq!(found, expected, "{text}");
        assert_eq!((results.passages, results.articles), (found.len(), found.len()), "{text}");
        // All that must not match aside, every hit shows why it is one.
        let shown = results.hits.iter().all(|hit| !hit.snippet.highlights.is_empty());
        assert!(shown || text.contains("NOT") || text.starts_with('-'), "{text} marks nothing");
    }
}

#[test]
fn a_query_beyond_a_limit_is_refused_and_named() {
    let dir = tempfile::tempdir().unwrap();
    let snapshot = random_articles(dir.path());
    let limits = Limits { length: 60, clauses: 5, depth: 2, expansions: 3, pattern_memory: 1 << 16 };
    let refused = |text: &str| {
        let request = Request { limits, ..request(text) };
        search::search(&snapshot, &request).map_err(|error| error.to_string()).err()
    };
    for (text, message) in [
        ("Deich*", None),
        ("H*", Some("H* stands for more than 3 words of this index")),
        ("\"Ufer H*\"", Some("H* stands for more than 3 words")),
        ("title:H*", None),
        ("Boot NEAR/3 /h.*/", Some("/h.*/ stands for more than 3 words")),
        ("/(a|b)*a(a|b){30}/", Some("/(a|b)*a(a|b){30}/ is too large")),
        ("/\\bhaus/", Some("/\\bhaus/ is too large or holds what can't be looked for in single words")),
        ("a b c d e", None),
        ("a b c d e f", Some("the query has 6 words and conditions; at most 5 are allowed")),
        ("-(-(-(a)))", None),
        ("-(-(-(-(a))))", Some("the query's brackets are nested more than 2 deep")),
    ] {
        let found = refused(text);
        let fits = match (&found, message) {
            (Some(found), Some(message)) => found.contains(message),
            (found, message) => found.is_none() && message.is_none(),
        };
        assert!(fits, "{text}: {found:?}");
    }
    let long = refused(&"x".repeat(100));
    assert_eq!(long.as_deref(), Some("the query is 100 characters long; at most 60 are allowed"));
    assert!(refused(&"(".repeat(100_000)).is_none());
    assert!(refused(&format!("{}a", "-(".repeat(100_000))).is_some());
}

const ARTICLE: &str = "Die Fähre nach Wogenrade fällt aus\n\nNach dem Sturm bleibt die Küste ohne Verbindung.\n\n\
    Der Fährverkehr zur Insel Wogenrade ruht seit Dienstagabend, wie die Hafenpost berichtet. Der Anleger ist zerstört.\n";

#[test]
fn what_was_not_understood_is_said_once_on_stderr() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let run = desk.run(&["search", "foo:Insel foo:Sturm", "--json"]).ends_with(0).says("there is no field foo:");
    assert!(run.json().iter().all(|hit| hit["snippet"]["highlights"].is_array()));
    assert_eq!(run.said("no field foo"), 1);
    desk.run(&["search", "I*", "--max-expansions", "0"]).ends_with(2).says("--max-expansions N");
    desk.run(&["search", "Insel outlet:Unbekannt"]).ends_with(1).says("no outlet \"Unbekannt\"");
    desk.run(&["search", "„“ * ()"]).ends_with(1).says("the query holds no word to look for");

    let explained = desk.run(&["search", "Insel AND Anleg*", "--explain"]).ends_with(0);
    assert!(explained.out.starts_with("read as +Insel +Anleg*\n"), "{}", explained.out);
    assert!(explained.out.contains("└ Anleg*           anleger\n"), "{}", explained.out);
    let read = desk.run(&["analyze", "--query", "Insel UND NICHT Sturm"]).ends_with(0);
    assert_eq!(read.out, "+Insel -Sturm\n");
}

#[test]
fn a_query_of_a_batch_that_is_refused_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let queries = "{\"id\":\"a\",\"text\":\"I*\"}\n{\"id\":\"b\",\"text\":\"outlet:Unbekannt\"}\n\
                   {\"id\":\"c\",\"text\":\"Sturm\"}\n";
    desk.write("fragen.jsonl", queries);
    let run = desk.run(&["search", "--batch", "fragen.jsonl", "--max-expansions", "0", "--json"]).ends_with(2);
    assert_eq!(run.json().len(), 1);
    assert_eq!(run.json()[0]["query"], "c");
    run.says("fragen.jsonl:1: I* stands for more than 0 words").says("fragen.jsonl:2: no outlet \"Unbekannt\"");
}

#[test]
fn only_the_text_is_marked() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    for (query, marks) in [
        ("cites:Hafenpost Insel", &["Insel"][..]),
        ("title:Wogenrade Anleger", &["Anleger"]),
        ("\"Insel Wogen*\"", &["Insel Wogenrade"]),
        ("Insel NEAR/3 ruht", &["Insel", "ruht"]),
        ("fähr*", &["Fährverkehr"]),
        ("=insel -regen", &["Insel"]),
        ("\"Insel ruht\"~2", &["Insel", "ruht"]),
        ("Verkehr NEAR/4 Insel", &["verkehr", "Insel"]),
        ("lead:Insel Anleger", &["Anleger"]),
    ] {
        let hits = desk.run(&["search", query, "--json", "--snippet", "0"]).ends_with(0).json();
        let hit = hits.iter().find(|hit| hit["passage"]["text"].as_str().unwrap().contains("Anleger")).unwrap();
        let text: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
        let place = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let spans = hit["snippet"]["highlights"].as_array().unwrap();
        let found: Vec<String> =
            spans.iter().map(|span| text[place(&span[0])..place(&span[1])].iter().collect()).collect();
        assert_eq!(found, marks, "{query}");
    }
}
