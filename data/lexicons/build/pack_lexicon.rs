//! Packs `form TAB number` lines, sorted by bytes, into a finite state map.
//!
//! usage: `cargo run --example pack_lexicon -- IN.tsv OUT.fst`

use anyhow::{Context, Result};
use fst::MapBuilder;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let input = args.next().context("the first argument names the file to read")?;
    let output = args.next().context("the second argument names the file to write")?;
    let mut builder = MapBuilder::new(BufWriter::new(File::create(output)?))?;
    for line in BufReader::new(File::open(input)?).lines() {
        let line = line?;
        let (form, number) = line.split_once('\t').with_context(|| format!("no tab in {line:?}"))?;
        builder.insert(form, number.parse()?)?;
    }
    builder.finish()?;
    Ok(())
}
