//! `eval` as scripts use it, and its measures against a second implementation.

use crate::commands::Desk;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

const CORPUS: &str = concat!(
    r#"{"id":"kai","title":"Der Kai","text":"Der Kai im Norden ist gesperrt, meldet das Hafenamt."}"#,
    "\n",
    r#"{"id":"steg","title":"Der Steg","text":"Am Steg liegt ein Boot. Der Kai gegenüber bleibt leer."}"#,
    "\n",
    r#"{"id":"nebel","title":"Nebel","text":"Dichter Nebel zieht am Morgen über die Bucht."}"#,
    "\n"
);
const QUERIES: &str = concat!(
    r#"{"id":"q1","text":"gesperrter Kai"}"#,
    "\n",
    r#"{"id":"q2","text":"Boot am Steg"}"#,
    "\n",
    r#"{"id":"q3","text":"Leuchtturm"}"#,
    "\n",
    r#"{"id":"q4","text":"ohne Urteil"}"#,
    "\n"
);
const QRELS: &str = "q1\tkai\t2\nq1\tsteg\t1\nq2\tnebel\t1\nq3\tnebel\t1\nq4\tkai\t0\nq9\tkai\t1\n";

/// A desk with a corpus, queries and judgements.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("korpus.jsonl", CORPUS);
    desk.write("fragen.jsonl", QUERIES);
    desk.write("urteile.tsv", QRELS);
    desk
}

const EVAL: [&str; 5] = ["eval", "--queries", "fragen.jsonl", "--qrels", "urteile.tsv"];
const WITH_CORPUS: [&str; 2] = ["--corpus", "korpus.jsonl"];

fn args<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

#[test]
fn a_corpus_is_scored_in_one_go_and_leaves_nothing_behind() {
    let desk = desk();
    let passing = desk.dir.path().join("tmp");
    fs::create_dir(&passing).unwrap();
    let run = desk.run_in_temp(&args(&[&EVAL, &WITH_CORPUS]), &passing).ends_with(0);
    assert_eq!(
        run.out,
        "queries 3  answered 2  nDCG@10 0.3333  MRR@10 0.3333  S@1 0.3333  S@10 0.3333  R@100 0.3333\n"
    );
    assert!(!desk.dir.path().join("index").exists());
    assert_eq!(fs::read_dir(&passing).unwrap().count(), 0);
}

#[test]
fn an_index_is_scored_as_it_stands_or_kept_where_it_is_named() {
    let desk = desk();
    desk.run(&EVAL).ends_with(2).says("there is no index at index");
    let named = args(&[&EVAL, &WITH_CORPUS, &["--index", "gemessen", "--json"]]);
    let built = desk.run(&named).ends_with(0).json();
    assert_eq!((&built[0]["queries"], &built[0]["nDCG@10"]), (&3.into(), &(1.0 / 3.0).into()));
    let standing = desk.run(&args(&[&EVAL, &["--index", "gemessen", "--json"]])).ends_with(0).json();
    assert_eq!(built, standing);
}

#[test]
fn a_run_is_saved_and_another_set_against_it() {
    let desk = desk();
    desk.run(&args(&[&EVAL, &WITH_CORPUS, &["--save", "vorher.jsonl"]])).ends_with(0);
    let saved = fs::read_to_string(desk.dir.path().join("vorher.jsonl")).unwrap();
    assert!(saved.starts_with(r#"{"id":"q1","text":"gesperrter Kai","nDCG@10":1.0,"#), "{saved}");
    assert!(saved.contains(r#""first":1,"ranking":["kai","steg"]"#), "{saved}");

    desk.write("urteile.tsv", QRELS.replace("q2\tnebel", "q2\tsteg"));
    let run = desk.run(&args(&[&EVAL, &WITH_CORPUS, &["--against", "vorher.jsonl"]])).ends_with(0);
    assert!(run.out.contains("3 queries in both runs: 1 better, 0 worse, 2 the same"), "{}", run.out);
    assert!(run.out.contains("S@1      0.3333 -> 0.6667  +0.3333  p 1.0000"), "{}", run.out);
    assert!(run.out.contains("+1.0000    - -> 1    q2  Boot am Steg"), "{}", run.out);
    assert!(!run.out.contains("worse  ("), "{}", run.out);

    let lines = desk.run(&args(&[&EVAL, &WITH_CORPUS, &["--against", "vorher.jsonl", "--json"]])).ends_with(0).json();
    assert_eq!(lines[1]["comparison"]["queries"], 3);
    assert_eq!((&lines[2]["change"]["id"], &lines[2]["gain"]), (&"q2".into(), &1.0.into()));
}

#[test]
fn parts_of_the_ranking_are_switched_off_by_name() {
    let desk = desk();
    let run = desk
        .run(&args(&[&EVAL, &WITH_CORPUS, &["--without", "window,title", "--set", "k1=0.9", "--json"]]))
        .ends_with(0);
    assert_eq!(run.json()[0]["settings"], serde_json::json!(["k1=0.9", "window=0", "title=0"]));
    desk.run(&args(&[&EVAL, &["--without", "fenster"]])).ends_with(2).says("there are: ordered, unordered, window");
    desk.run(&args(&[&EVAL, &["--set", "k1=viel"]])).ends_with(2).says("expected name=value");
}

#[test]
fn files_that_are_not_what_they_should_be_are_named() {
    let desk = desk();
    desk.write("kaputt.tsv", "q1\tkai\t1\nq1 kai\n");
    desk.run(&["eval", "--queries", "fragen.jsonl", "--qrels", "kaputt.tsv"]).ends_with(2).says("kaputt.tsv: line 2");
    desk.run(&["eval", "--queries", "fehlt.jsonl", "--qrels", "urteile.tsv"]).ends_with(2).says("fehlt.jsonl");
    desk.write("leer.tsv", "q1\tkai\t0\n");
    let none = ["eval", "--queries", "fragen.jsonl", "--qrels", "leer.tsv"];
    desk.run(&args(&[&none, &WITH_CORPUS])).ends_with(1).says("no query has a relevant article");
}

#[test]
fn a_real_set_scores_as_a_second_implementation_says() {
    let Some(shared) = std::env::var_os("FUNDSTELLE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: FUNDSTELLE_SHARED is not set");
        return;
    };
    let file = |name: &str| shared.join("retrieval/mlqa-de-dev").join(name).to_str().unwrap().to_owned();
    let (corpus, qrels) = (file("corpus.jsonl"), file("qrels.tsv"));
    let desk = Desk::new();
    // A part of the queries: the judgements on the others must not count.
    let part: Vec<String> = read(file("queries.jsonl")).lines().take(150).map(|line| format!("{line}\n")).collect();
    let queries = desk.write("fragen.jsonl", part.concat()).to_str().unwrap().to_owned();
    desk.run(&["add", &corpus, "--no-actors"]).ends_with(0);
    let run = desk.run(&["search", "--batch", &queries, "--format", "trec", "--limit", "100"]).ends_with(0);
    let scored = desk.run(&["eval", "--queries", &queries, "--qrels", &qrels]).ends_with(0);
    assert_eq!(scored.out.trim_end(), second_opinion(&qrels, &queries, &run.out));
}

/// The scores of a TREC run, computed from its lines by other means than the library's.
fn second_opinion(qrels: &str, queries: &str, run: &str) -> String {
    let asked: HashSet<String> = read(queries)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    let mut relevant: HashMap<&str, HashMap<&str, f64>> = HashMap::new();
    let qrels = read(qrels);
    for line in qrels.lines() {
        let [query, article, grade] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let grade: f64 = grade.parse().unwrap();
        if grade > 0.0 && asked.contains(query) {
            relevant.entry(query).or_default().insert(article, grade);
        }
    }
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in run.lines() {
        let [query, _, article, ..] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        found.entry(query).or_default().push(article);
    }
    let mut sums = [0.0; 5];
    for (query, grades) in &relevant {
        let ranking = found.get(query).map_or(&[][..], Vec::as_slice);
        sums.iter_mut().zip(scores(ranking, grades)).for_each(|(sum, score)| *sum += score);
    }
    let queries = relevant.len();
    let answered = relevant.keys().filter(|query| found.contains_key(*query)).count();
    let [ndcg, mrr, first, ten, recall] = sums.map(|sum| sum / queries as f64);
    format!(
        "queries {queries}  answered {answered}  nDCG@10 {ndcg:.4}  MRR@10 {mrr:.4}  S@1 {first:.4}  S@10 {ten:.4}  \
         R@100 {recall:.4}"
    )
}

fn scores(ranking: &[&str], grades: &HashMap<&str, f64>) -> [f64; 5] {
    let mut ideal: Vec<f64> = grades.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let (mut gain, mut best, mut reciprocal, mut found) = (0.0, 0.0, 0.0, 0.0);
    for rank in 1..=100 {
        let grade = ranking.get(rank - 1).and_then(|article| grades.get(article)).copied().unwrap_or(0.0);
        if rank <= 10 {
            let discount = (rank as f64 + 1.0).log2();
            gain += grade / discount;
            best += ideal.get(rank - 1).unwrap_or(&0.0) / discount;
            if grade > 0.0 && reciprocal == 0.0 {
                reciprocal = 1.0 / rank as f64;
            }
        }
        found += if grade > 0.0 { 1.0 } else { 0.0 };
    }
    [gain / best, reciprocal, f64::from(reciprocal == 1.0), f64::from(reciprocal > 0.0), found / grades.len() as f64]
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}
