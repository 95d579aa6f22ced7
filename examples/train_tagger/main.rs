//! Trains the name tagger and measures it; `data/lexicons/names.md` has the commands.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program of its own")]
#![allow(missing_docs, reason = "nothing here is a library")]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "weights and counts are small")]

mod corpus;
mod lexica;
mod lesson;
mod chain;
mod sieve;
mod teach;
mod score;
mod measure;
mod actors;

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
        ["words", nouns, cities, villages, laws, germeval, out] => {
            let [nouns, cities, villages, laws, germeval] = [nouns, cities, villages, laws, germeval].map(Path::new);
            let list = lexica::build(&lexica::Sources { nouns, cities, villages, laws, germeval })?;
            Ok(fs::write(out, list.to_bytes())?)
        }
        ["folds", words, ner] => folds(&read_list(words)?, Path::new(ner)),
        ["actors", words, ner] => {
            let list = read_list(words)?;
            println!("{}", actors::folds(&lessons(&list, Path::new(ner))?, &list));
            Ok(())
        }
        ["model", words, ner, out] => {
            let list = read_list(words)?;
            let lessons = lessons(&list, Path::new(ner))?;
            let weights = teach::teach(&lessons.iter().collect::<Vec<_>>(), &Plan::default());
            Ok(fs::write(out, weights.to_bytes())?)
        }
        _ => bail!(
            "usage: train_tagger words NOUNS CITIES VILLAGES LAWS GERMEVAL OUT | folds WORDS NER | actors WORDS NER | model WORDS NER OUT"
        ),
    }
}

fn folds(list: &WordList, ner: &Path) -> Result<()> {
    let lessons = lessons(list, ner)?;
    let mut scores = measure::Scores::default();
    for fold in 0..measure::FOLDS {
        measure::fold(&lessons, list, &Plan::default(), fold, &mut scores);
        eprintln!("{} of {} folds\n{}", fold + 1, measure::FOLDS, scores.lines());
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
