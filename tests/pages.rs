//! Saved pages cut, scrambled and nested: each is read or refused with a reason, and quickly.
//!
//! The pages lie outside the repository, where `FUNDSTELLE_SHARED` says; without it these tests say that they were
//! skipped.

use fundstelle::source::{Supplied, read_file, read_stream};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Longer than this no page may take, whatever is in it.
const LONGEST: Duration = Duration::from_secs(5);

/// The saved pages, unpacked; empty when there are none on this machine.
fn pages() -> Vec<Vec<u8>> {
    let Ok(shared) = std::env::var("FUNDSTELLE_SHARED") else {
        eprintln!("skipped: FUNDSTELLE_SHARED is not set");
        return Vec::new();
    };
    let folder = PathBuf::from(shared).join("pages");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".html.gz"));
    files.sort();
    files.iter().map(|path| unpacked(path)).collect()
}

fn unpacked(path: &std::path::Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut input = flate2::read::MultiGzDecoder::new(fs::File::open(path).unwrap());
    std::io::Read::read_to_end(&mut input, &mut bytes).unwrap();
    bytes
}

/// A generator of numbers that gives the same row on every machine (SplitMix64).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap()
    }
}

/// Bytes that mean something to a parser, or nothing at all.
const BREAKING: &[u8] = b"<>\"'/=&{}[]\0\xff!-";

/// Cuts off the end or the beginning, takes pieces out, doubles them, swaps them, or changes single bytes.
pub(crate) fn damaged(page: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (one, other) = (numbers.below(page.len()), numbers.below(page.len()));
    let (start, end) = (one.min(other), one.max(other));
    match numbers.below(6) {
        0 => page[..end].to_vec(),
        1 => page[start..].to_vec(),
        2 => [&page[..start], &page[end..]].concat(),
        3 => [&page[..end], &page[start..]].concat(),
        4 => [&page[end..], &page[start..end], &page[..start]].concat(),
        _ => {
            let mut bytes = page.to_vec();
            for _ in 0..200 {
                let at = numbers.below(bytes.len());
                bytes[at] = BREAKING[numbers.below(BREAKING.len())];
            }
            bytes
        }
    }
}

fn is_read_or_refused(page: Vec<u8>) {
    let start = Instant::now();
    for read in read_stream("seite.html", Cursor::new(page), &Supplied::default()) {
        match read {
            Ok(article) => assert!(!article.text.trim().is_empty()),
            Err(failure) => assert!(!failure.reason.to_string().is_empty()),
        }
    }
    assert!(start.elapsed() < LONGEST, "a page took {:?}", start.elapsed());
}

fn damaged_pages_are_read_or_refused(number: usize) {
    let pages = pages();
    let mut numbers = Numbers(20_260_312);
    for at in 0..if pages.is_empty() { 0 } else { number } {
        is_read_or_refused(damaged(&pages[at % pages.len()], &mut numbers));
    }
}

#[test]
fn a_hundred_damaged_pages() {
    damaged_pages_are_read_or_refused(100);
}

#[test]
#[ignore = "takes minutes; run with `cargo test -- --ignored`"]
fn a_thousand_damaged_pages() {
    damaged_pages_are_read_or_refused(1_000);
}

#[test]
fn deep_nesting_does_not_exhaust_the_stack() {
    let text = "Der Rat der Stadt hat den Umbau des Kais am Montag mit großer Mehrheit beschlossen.";
    for tag in ["div", "b", "ul><li", "table><tr><td", "blockquote", "a href=x", "span"] {
        let page =
            format!("<!doctype html><h1>Der Kai</h1>{}<p>{text}</p><p>{text}</p>", format!("<{tag}>").repeat(100_000));
        is_read_or_refused(page.into_bytes());
    }
    is_read_or_refused(
        format!("<html><script type=application/ld+json>{}", "[{\"@graph\":".repeat(100_000)).into_bytes(),
    );
}

#[test]
fn packed_pages_are_read_as_pages() {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/articles/2026-03-12-hafenpost-kai.html");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kai.html.gz");
    let mut encoder = flate2::write::GzEncoder::new(fs::File::create(&path).unwrap(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &fs::read(&sample).unwrap()).unwrap();
    encoder.finish().unwrap();
    let one = |path: &std::path::Path| read_file(path, &Supplied::default()).next().unwrap().unwrap();
    let (plain, packed) = (one(&sample), one(&path));
    assert_eq!((&plain.id, &plain.text, &plain.blocks), (&packed.id, &packed.text, &packed.blocks));
    assert_eq!(plain.outlet.unwrap().name, "Hafenpost");
}
