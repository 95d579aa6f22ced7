//! The file: for every 3-gram, which terms of a segment's dictionary have it.
//!
//! ```text
//! magic and version     8 bytes
//! terms, words, grams   3 × u64   terms of the dictionary; those that take part; different grams
//! bytes of the lists    u64
//! directory             20 bytes a gram, ascending: gram u64, terms u32, end of its list u64
//! sizes                 1 byte a term: number of its grams; 0 for one that takes no part
//! lists                 for each gram its terms' ordinals, ascending, as differences in LEB128
//! ```
//!
//! All numbers are little-endian. The term's text is not repeated; the dictionary gives it by ordinal. There is no
//! checksum of our own: the engine keeps one for each of its files, and a look-up compares the texts of whatever the
//! lists propose, so that a flipped bit may lose a near form but never invents one.

use crate::index::vocabulary::grams::{self, Gram};
use std::collections::HashMap;
use tantivy::directory::OwnedBytes;

const MAGIC: &[u8; 8] = b"fundvoc\x01";
const HEADER: usize = 40;
const ENTRY: usize = 20;

/// Collects the terms of one dictionary.
#[derive(Debug, Default)]
pub(super) struct TableBuilder {
    lists: HashMap<Gram, Growing>,
    sizes: Vec<u8>,
    words: u64,
    grams: Vec<Gram>,
}

/// A list that terms are still added to.
#[derive(Debug, Default)]
struct Growing {
    bytes: Vec<u8>,
    terms: u32,
    last: u32,
}

impl TableBuilder {
    /// Adds the dictionary's next term.
    pub(super) fn add(&mut self, term: &str) {
        let ordinal = self.sizes.len() as u32;
        self.grams.clear();
        if grams::takes_part(term) {
            grams::collect(term, &mut self.grams);
            self.words += 1;
        }
        self.sizes.push(self.grams.len() as u8);
        for gram in &self.grams {
            self.lists.entry(*gram).or_default().push(ordinal);
        }
    }

    /// The file.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut lists: Vec<(Gram, Growing)> = self.lists.into_iter().collect();
        lists.sort_unstable_by_key(|(gram, _)| *gram);
        let length: usize = lists.iter().map(|(_, list)| list.bytes.len()).sum();
        let mut file = Vec::with_capacity(HEADER + lists.len() * ENTRY + self.sizes.len() + length);
        file.extend_from_slice(MAGIC);
        for number in [self.sizes.len() as u64, self.words, lists.len() as u64, length as u64] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        let mut end = 0;
        for (gram, list) in &lists {
            end += list.bytes.len() as u64;
            file.extend_from_slice(&gram.0.to_le_bytes());
            file.extend_from_slice(&list.terms.to_le_bytes());
            file.extend_from_slice(&end.to_le_bytes());
        }
        file.extend_from_slice(&self.sizes);
        for (_, list) in &lists {
            file.extend_from_slice(&list.bytes);
        }
        file
    }
}

impl Growing {
    fn push(&mut self, ordinal: u32) {
        let mut difference = ordinal - self.last;
        while difference >= 0x80 {
            self.bytes.push(difference as u8 | 0x80);
            difference >>= 7;
        }
        self.bytes.push(difference as u8);
        self.terms += 1;
        self.last = ordinal;
    }
}

/// A file as read.
#[derive(Debug, Clone)]
pub(super) struct Table {
    bytes: OwnedBytes,
    terms: usize,
    words: u64,
    grams: usize,
}

impl Table {
    /// Reads a file; `None` when it is none, one of another version, or not of a dictionary of `terms` terms.
    pub(super) fn open(bytes: OwnedBytes, terms: usize) -> Option<Self> {
        let number = |at| u64_at(&bytes, at);
        let (grams, lists) = (usize::try_from(number(24)?).ok()?, usize::try_from(number(32)?).ok()?);
        let length = grams.checked_mul(ENTRY)?.checked_add(HEADER)?.checked_add(terms)?.checked_add(lists)?;
        let fits = bytes.starts_with(MAGIC) && number(8)? == terms as u64 && bytes.len() == length;
        let words = number(16)?.min(terms as u64);
        fits.then_some(Self { bytes, terms, words, grams })
    }

    /// Number of terms in the dictionary, taking part or not.
    pub(super) fn terms(&self) -> usize {
        self.terms
    }

    /// Number of terms that take part.
    pub(super) fn words(&self) -> u64 {
        self.words
    }

    /// Number of grams of a term.
    pub(super) fn size(&self, ordinal: u32) -> usize {
        let sizes = HEADER + self.grams * ENTRY;
        self.bytes.get(sizes + ordinal as usize).map_or(0, |size| usize::from(*size))
    }

    /// Number of terms with this gram.
    pub(super) fn frequency(&self, gram: Gram) -> u64 {
        self.find(gram).and_then(|entry| u32_at(&self.bytes, entry + 8)).map_or(0, u64::from)
    }

    /// The largest such number of all grams.
    pub(super) fn largest_frequency(&self) -> u64 {
        let counts = (0..self.grams).filter_map(|i| u32_at(&self.bytes, HEADER + i * ENTRY + 8));
        counts.max().map_or(0, u64::from)
    }

    /// The terms with this gram.
    pub(super) fn list(&self, gram: Gram) -> List<'_> {
        List::new(self.list_bytes(gram).unwrap_or_default())
    }

    fn list_bytes(&self, gram: Gram) -> Option<&[u8]> {
        let entry = self.find(gram)?;
        let lists = self.bytes.get(HEADER + self.grams * ENTRY + self.terms..)?;
        let end = usize::try_from(u64_at(&self.bytes, entry + 12)?).ok()?;
        let start = if entry == HEADER { 0 } else { u64_at(&self.bytes, entry - ENTRY + 12)? };
        lists.get(usize::try_from(start).ok()?..end)
    }

    /// Where the directory's entry of `gram` begins.
    fn find(&self, gram: Gram) -> Option<usize> {
        let (mut low, mut high) = (0, self.grams);
        while low < high {
            let middle = (low + high) / 2;
            let entry = HEADER + middle * ENTRY;
            match u64_at(&self.bytes, entry)?.cmp(&gram.0) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(entry),
            }
        }
        None
    }
}

/// Walks along a list of ordinals.
#[derive(Debug)]
pub(super) struct List<'t> {
    rest: &'t [u8],
    current: Option<u32>,
}

impl<'t> List<'t> {
    fn new(bytes: &'t [u8]) -> Self {
        let mut list = Self { rest: bytes, current: Some(0) };
        list.advance();
        list
    }

    /// The ordinal it stands at; `None` at the end.
    pub(super) fn current(&self) -> Option<u32> {
        self.current
    }

    /// Moves on to the next one.
    pub(super) fn advance(&mut self) {
        self.current = self.difference().and_then(|difference| self.current?.checked_add(difference));
    }

    fn difference(&mut self) -> Option<u32> {
        let (mut value, mut shift) = (0_u32, 0);
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    fn built(terms: &[&str]) -> Vec<u8> {
        let mut builder = TableBuilder::default();
        terms.iter().for_each(|term| builder.add(term));
        builder.finish()
    }

    fn ordinals(table: &Table, gram: Gram) -> Vec<u32> {
        let mut list = table.list(gram);
        std::iter::from_fn(|| {
            let current = list.current();
            list.advance();
            current
        })
        .collect()
    }

    #[test]
    fn files_that_do_not_fit_are_refused() {
        let file = built(&["haus", "hausarzt"]);
        let open = |bytes: &[u8], terms| Table::open(OwnedBytes::new(bytes.to_vec()), terms).is_some();
        assert!(open(&file, 2));
        assert!(!open(&file, 3));
        assert!(!open(&file[..file.len() - 1], 2));
        assert!(!open(&[], 2));
        assert!(!open(b"fundvoc\x02", 0));
        assert!(open(&built(&[]), 0));
    }

    proptest! {
        #[test]
        fn lists_come_back_as_written(terms in btree_set("[a-dä0]{1,8}", 0..200)) {
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            let table = Table::open(OwnedBytes::new(built(&terms)), terms.len()).unwrap();
            let mut expected: HashMap<Gram, Vec<u32>> = HashMap::new();
            let mut grams = Vec::new();
            for (ordinal, term) in (0..).zip(&terms).filter(|(_, term)| grams::takes_part(term)) {
                grams::collect(term, &mut grams);
                prop_assert_eq!(table.size(ordinal), grams.len());
                grams.iter().for_each(|gram| expected.entry(*gram).or_default().push(ordinal));
            }
            for (gram, list) in &expected {
                prop_assert_eq!(&ordinals(&table, *gram), list);
                prop_assert_eq!(table.frequency(*gram), list.len() as u64);
            }
            let largest = expected.values().map(Vec::len).max().unwrap_or_default();
            prop_assert_eq!(table.largest_frequency(), largest as u64);
            prop_assert_eq!(ordinals(&table, Gram(1)), Vec::<u32>::new());
        }

        #[test]
        fn damaged_files_never_panic(at in 0_usize..1000, byte: u8) {
            let mut file = built(&["bundesrat", "bundestag", "haus", "hausarzt", "landtag"]);
            let at = at % file.len();
            file[at] = byte;
            if let Some(table) = Table::open(OwnedBytes::new(file), 5) {
                let mut grams = Vec::new();
                grams::collect("bundestagshaus", &mut grams);
                for gram in grams {
                    prop_assert!(ordinals(&table, gram).len() <= 1000);
                }
            }
        }
    }
}
