//! How the sample articles rank for judged queries: a snapshot that shows in a diff what a change gains and loses.
//!
//! Formats and upkeep: `tests/relevance/README.md`.

use fundstelle::evaluate::{Answer, Judgements, Query, Run, Scores};
use fundstelle::index::{Snapshot, Writer, WriterOptions};
use fundstelle::search::{self, Error, Request};
use fundstelle::source::{self, Supplied};
use fundstelle::{annotate, query};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn judged_queries_rank_the_sample_articles_as_before() {
    let dir = tempfile::tempdir().unwrap();
    let names = index_samples(dir.path());
    let (queries, judgements) = judged();
    let snapshot = Snapshot::open(dir.path()).unwrap();
    let mut rankings = BTreeMap::new();
    let run = Run::score(&queries, &judgements, |query| {
        let ranking = ranking(&snapshot, &query.text, &names)?;
        rankings.insert(query.id.clone(), ranking.clone());
        Ok::<_, Error>(ranking)
    });
    let run = run.unwrap();
    let blocks = run.answers.iter().map(|answer| block(answer, &judgements, &rankings[&answer.id]));
    let report = format!("{}\n{}", blocks.collect::<String>(), run.summary());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("relevance");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("ranks", report));
}

/// Indexes the samples; gives the name under which the judgements know each article, by its id. Samples of formats are no
/// part of the judged collection: each further one would shift the ranks.
fn index_samples(dir: &Path) -> BTreeMap<String, String> {
    let mut writer = Writer::open(dir, WriterOptions::default()).unwrap();
    let mut names = BTreeMap::new();
    for file in source::find(&[root().join("data/articles")]) {
        let file = file.unwrap();
        if file.starts_with(root().join("data/articles/formate")) {
            continue;
        }
        for article in source::read_file(&file, &Supplied::default()) {
            let mut article = article.unwrap();
            article.outlet = annotate::publisher(&article, fundstelle::lexicon::Outlets::embedded());
            writer.put(&article, 0).unwrap();
            names.insert(article.id.clone(), name(&file, &article.id));
        }
    }
    writer.finish().unwrap();
    names
}

fn name(file: &Path, id: &str) -> String {
    let base = file.file_name().unwrap().to_str().unwrap();
    if base.ends_with(".jsonl") { format!("{base}#{id}") } else { base.to_owned() }
}

/// The queries in the order of the file, each its own id.
fn judged() -> (Vec<Query>, Judgements) {
    let text = std::fs::read_to_string(root().join("tests/relevance/queries.tsv")).unwrap();
    let mut queries: Vec<Query> = Vec::new();
    for line in text.lines() {
        let query = line.split('\t').next().unwrap();
        if queries.last().is_none_or(|last| last.id != query) {
            queries.push(Query { id: query.to_owned(), text: query.to_owned() });
        }
    }
    (queries, Judgements::read(text.as_bytes()).unwrap())
}

fn ranking(snapshot: &Snapshot, text: &str, names: &BTreeMap<String, String>) -> Result<Vec<String>, Error> {
    let request = Request {
        query: query::parse(text).ast,
        limit: Some(Scores::DEPTH),
        per_article: 1,
        fold: None,
        ..Request::default()
    };
    let articles = search::articles(snapshot, &request)?;
    Ok(articles.iter().map(|id| names[id].clone()).collect())
}

fn block(answer: &Answer, judgements: &Judgements, ranking: &[String]) -> String {
    let mut targets: Vec<(&String, &u32)> = judgements.of(&answer.id).unwrap().iter().collect();
    targets.sort_by_key(|(article, grade)| (u32::MAX - **grade, *article));
    let mut block = format!("{:.4}  {}\n", answer.scores.ndcg_10, answer.text);
    for (article, grade) in targets {
        let rank =
            ranking.iter().position(|found| found == article).map_or("-".to_owned(), |index| (index + 1).to_string());
        writeln!(block, "    {rank:>3}  {grade}  {article}").unwrap();
    }
    block
}

/// A judgement on an article that is not there would count as never found, and nobody would see why.
#[test]
fn every_judgement_names_a_sample() {
    let dir = tempfile::tempdir().unwrap();
    let names: Vec<String> = index_samples(dir.path()).into_values().collect();
    let (queries, judgements) = judged();
    assert!(queries.len() >= 40);
    for query in &queries {
        for article in judgements.of(&query.id).unwrap().keys() {
            assert!(names.contains(article), "{}: no sample {article}", query.text);
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
