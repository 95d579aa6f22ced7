//! Packs `form TAB lemma TAB weight` lines into the table of lemmas; see `../lemmas.md` for the format.
//!
//! usage: `cargo run --example pack_lemmas -- IN.tsv OUT.fst`

use anyhow::{Context, Result};
use fst::SetBuilder;
use fundstelle::german::{Stemmer, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};

/// Least share of a form's weight that its lemma has: what is meant two ways stays as it is.
const DOMINANT: f64 = 0.6;

/// Weights of the lemmas' stems by folded form.
type Readings = BTreeMap<String, BTreeMap<String, f64>>;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let input = args.next().context("the first argument names the file to read")?;
    let output = args.next().context("the second argument names the file to write")?;
    let stemmer = Stemmer::german();
    let readings = read(BufReader::new(File::open(input)?), &stemmer)?;
    let entries: BTreeSet<String> =
        readings.iter().filter_map(|(form, lemmas)| entry(form, dominant(lemmas)?, &stemmer)).collect();
    let mut builder = SetBuilder::new(BufWriter::new(File::create(output)?))?;
    for entry in &entries {
        builder.insert(entry)?;
    }
    builder.finish()?;
    Ok(())
}

fn read(input: impl BufRead, stemmer: &Stemmer) -> Result<Readings> {
    let mut readings = Readings::new();
    for line in input.lines() {
        let line = line?;
        let mut cells = line.split('\t');
        let mut cell = || cells.next().with_context(|| format!("three cells expected in {line:?}"));
        let (form, lemma, weight) = (fold(cell()?), fold(cell()?), cell()?.parse::<f64>()?);
        let lemmas = readings.entry(form.into_owned()).or_default();
        *lemmas.entry(stemmer.stem(&lemma).into_owned()).or_default() += weight;
    }
    Ok(readings)
}

fn dominant(lemmas: &BTreeMap<String, f64>) -> Option<&str> {
    let (lemma, weight) = lemmas.iter().max_by(|a, b| a.1.total_cmp(b.1))?;
    (*weight >= DOMINANT * lemmas.values().sum::<f64>()).then_some(lemma)
}

/// The form and how it is edited into its lemma's stem; `None` where the stemmer finds it alone.
fn entry(form: &str, lemma: &str, stemmer: &Stemmer) -> Option<String> {
    if stemmer.stem(form) == lemma || !form.is_ascii() || !lemma.is_ascii() {
        return None;
    }
    let kept = form.bytes().zip(lemma.bytes()).take_while(|(a, b)| a == b).count();
    let dropped = u8::try_from(form.len() - kept).ok().and_then(|dropped| b'A'.checked_add(dropped))?;
    dropped.is_ascii().then(|| format!("{form} {}{}", char::from(dropped), &lemma[kept..]))
}
