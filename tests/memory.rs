//! Memory: what `add` takes at most, for collections of several sizes.
//!
//! `FUNDSTELLE_SHARED=… cargo test --test integration --release -- --ignored --nocapture memory` prints the figures; sizes
//! in megabytes can be chosen with `FUNDSTELLE_MEMORY_MB=30,300,2000`.
#![cfg(target_os = "linux")]

use crate::holding::Dice;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// No collection may take more, however large it is (MB).
const LIMIT: u64 = 600;

#[test]
#[ignore = "takes minutes"]
fn memory_of_add_does_not_grow_with_the_input() {
    let Some(shared) = std::env::var_os("FUNDSTELLE_SHARED") else {
        return eprintln!("skipped: FUNDSTELLE_SHARED names no folder with texts");
    };
    let paragraphs = paragraphs(&Path::new(&shared).join("text/laws.jsonl.zst"));
    let sizes = std::env::var("FUNDSTELLE_MEMORY_MB").unwrap_or_else(|_| "30,300".to_owned());
    for size in sizes.split(',').map(|size| size.trim().parse::<u64>().unwrap()) {
        let dir = tempfile::tempdir().unwrap();
        let articles = write(&dir.path().join("texte.jsonl"), &paragraphs, size * 1_000_000);
        for (how, args, input) in
            [("file", ["add", "texte.jsonl"], None), ("stdin", ["add", "-"], Some(dir.path().join("texte.jsonl")))]
        {
            let peak = peak(dir.path(), &args, input.as_deref());
            eprintln!("{size} MB, {articles} articles, {how}: peak {peak} MB");
            assert!(peak < LIMIT, "{peak} MB");
            fs::remove_dir_all(dir.path().join("index")).unwrap();
        }
    }
}

fn paragraphs(packed: &Path) -> Vec<String> {
    let unpacked = zstd::Decoder::new(File::open(packed).unwrap()).unwrap();
    let texts = BufReader::new(unpacked).lines().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    texts
        .flat_map(|law| {
            law["text"].as_str().unwrap().split("\n\n").map(|text| text.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|text| !text.is_empty())
        .collect()
}

/// Articles of a dozen paragraphs each, from all over the place, so that no two are alike.
fn write(path: &Path, paragraphs: &[String], bytes: u64) -> usize {
    let (mut file, mut dice) = (BufWriter::new(File::create(path).unwrap()), Dice::new(5));
    let mut any = || paragraphs[dice.below(paragraphs.len() as u64) as usize].as_str();
    let (mut written, mut articles) = (0, 0);
    while written < bytes {
        let text: Vec<&str> = (0..12).map(|_| any()).collect();
        let line = json!({ "id": articles, "title": any().lines().next(), "text": text.join("\n\n") }).to_string();
        writeln!(file, "{line}").unwrap();
        written += line.len() as u64 + 1;
        articles += 1;
    }
    articles
}

/// The most memory that the program held at a time (MB), files that it had mapped among it.
fn peak(dir: &Path, args: &[&str], input: Option<&Path>) -> u64 {
    let input = input.map_or(Stdio::null(), |input| File::open(input).unwrap().into());
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"));
    command.args(args).current_dir(dir).env_remove("FUNDSTELLE_INDEX").stdin(input);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let high = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(high.unwrap_or(0_u64));
        thread::sleep(Duration::from_millis(20));
    }
    assert!(child.wait().unwrap().success());
    peak / 1000
}
