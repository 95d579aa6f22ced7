//! Speed of the name tagger on one core, tokenising and features included: tokens a second.
//!
//! The text is made of the sample articles in `data/articles`; each round tags all of them, as `add` would.

use divan::Bencher;
use divan::counter::ItemsCount;
use fundstelle::annotate::tagger::tokens::tokenise;
use fundstelle::annotate::tagger::{Desk, Tagger};
use std::fs;

fn main() {
    divan::main();
}

fn articles() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| fs::read_to_string(file.path()).ok()).collect()
}

fn tokens(articles: &[String]) -> usize {
    let mut tokens = Vec::new();
    let count = |text: &String| {
        tokenise(text, &mut tokens);
        tokens.len()
    };
    articles.iter().map(count).sum()
}

#[divan::bench]
fn names(bencher: Bencher<'_, '_>) {
    let articles = articles();
    let tagger = Tagger::embedded();
    // Each round starts as `add` does, knowing no words.
    bencher.counter(ItemsCount::new(tokens(&articles))).with_inputs(Desk::default).bench_local_values(|mut desk| {
        let found: usize = articles.iter().map(|text| tagger.names(text, &mut desk).len()).sum();
        assert!(found > 500, "{found} names");
        found
    });
}

#[divan::bench]
fn tokens_alone(bencher: Bencher<'_, '_>) {
    let articles = articles();
    bencher.counter(ItemsCount::new(tokens(&articles))).bench_local(|| tokens(&articles));
}
