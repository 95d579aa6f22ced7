//! Trains the name tagger and measures it.
mod corpus;
mod lexica;
mod lesson;
mod chain;
mod teach;
mod score;
mod measure;

use anyhow::{Context, Result, bail};
use fundstelle::annotate::tagger::classes::WordList;
use lesson::Lesson;
use std::fs;
use std::path::Path;
use teach::Plan;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["words", nouns, cities, laws, germeval, out] => {
            let [nouns, cities, laws, germeval] = [nouns, cities, laws, germeval].map(Path::new);
            let list = lexica::build(&lexica::Sources { nouns, cities, laws, germeval })?;
            Ok(fs::write(out, list.as_bytes())?)
        }
        ["folds", words, ner, rest @ ..] => folds(&read_list(words)?, Path::new(ner), rest),
        ["model", words, ner, out] => {
            let list = read_list(words)?;
            let lessons = lessons(&list, Path::new(ner))?;
            let weights = teach::teach(&lessons.iter().collect::<Vec<_>>(), &Plan::default());
            Ok(fs::write(out, weights.to_bytes())?)
        }
        _ => bail!("usage: train_tagger words NOUNS CITIES LAWS GERMEVAL OUT | folds WORDS NER | model WORDS NER OUT"),
    }
}

fn folds(list: &WordList, ner: &Path, rest: &[&str]) -> Result<()> {
    let lessons = lessons(list, ner)?;
    let mut scores = measure::Scores::default();
    let opt = |name: &str, default: f32| rest.iter().find_map(|a| a.strip_prefix(&format!("{name}=")).and_then(|v| v.parse().ok())).unwrap_or(default);
    let mut plan = Plan::default();
    plan.documents = [opt("d1", 2.0) as u32, opt("d2", 2.0) as u32];
    plan.first.epochs = opt("e1", 7.0) as usize;
    plan.first.dropout = opt("drop1", 0.2);
    plan.second.rate = opt("r2", 0.1);
    plan.second.missed = opt("m2", 1.0);
    plan.least = opt("least", 0.12);
    plan.refit.rate = opt("rr", 0.08);
    plan.refit.epochs = opt("re", 3.0) as usize;
    plan.unit = opt("unit", 24.0);
    plan.favour = opt("favour", 0.4);
    plan.parts = opt("parts", 4.0) as u64;
    for fold in 0..opt("folds", 5.0) as u64 {
        measure::fold(&lessons, list, &plan, fold, &mut scores);
        eprintln!("fold {} of {}\n{}", fold + 1, measure::FOLDS, scores.lines());
    }
    println!("{}", scores.lines());
    Ok(())
}

fn read_list(path: &str) -> Result<WordList> {
    Ok(WordList::from_bytes(&fs::read(path).with_context(|| format!("cannot read {path}"))?))
}

fn lessons(list: &WordList, ner: &Path) -> Result<Vec<Lesson>> {
    let mut documents = corpus::wikinews(&ner.join("wikinews-names.jsonl"))?;
    documents.extend(corpus::germeval(&ner.join("germeval2014/train.tsv"))?);
    Ok(documents.into_iter().map(|document| Lesson::new(document, list)).collect())
}
