//! The file: for every 3-gram, which terms of a segment's dictionary have it.
//!
//! ```text
//! magic and version     8 bytes
//! terms, words, grams   3 × u64   terms of the dictionary; those that take part; different grams
//! bytes of the texts    u64
//! bytes of the lists    u64
//! directory             20 bytes a gram, ascending: gram u64, terms u32, end of its list u64
//! starts                u64 for every 16 terms: where the text of the first one begins
//! cards                 6 bytes a term: number of its grams u8, bytes of its text u8, its letters u32
//! texts                 the terms that take part, one after the other
//! lists                 for each gram its terms' ordinals, ascending, as differences in LEB128
//! ```
//!
//! All numbers are little-endian. A term that takes no part has an empty card. The dictionary has the texts as well,
//! but takes a hundred times longer to give one by its ordinal. There is no checksum in it: the index keeps one for each
//! of its files, and a word that a flipped bit invents stands in no passage.

use crate::index::vocabulary::grams::{self, Gram};
use crate::index::vocabulary::letters::Letters;
use std::collections::HashMap;
use tantivy::directory::OwnedBytes;

const MAGIC: &[u8; 8] = b"fundvoc\x02";
const HEADER: usize = 48;
const ENTRY: usize = 20;
const START: usize = 8;
const CARD: usize = 6;
/// Terms that share a start.
const BLOCK: usize = 16;

/// What is known of a term before its text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Card {
    /// Number of its grams.
    pub(super) size: usize,
    /// Its letters.
    pub(super) letters: Letters,
}

/// Collects the terms of one dictionary.
#[derive(Debug, Default)]
pub(super) struct TableBuilder {
    lists: HashMap<Gram, Growing>,
    starts: Vec<u8>,
    cards: Vec<u8>,
    texts: Vec<u8>,
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
        let ordinal = self.cards.len() / CARD;
        if ordinal.is_multiple_of(BLOCK) {
            self.starts.extend_from_slice(&(self.texts.len() as u64).to_le_bytes());
        }
        if !grams::takes_part(term) {
            return self.cards.extend_from_slice(&[0; CARD]);
        }
        grams::collect(term, &mut self.grams);
        self.words += 1;
        self.cards.extend_from_slice(&[self.grams.len() as u8, term.len() as u8]);
        self.cards.extend_from_slice(&Letters::of(term).0.to_le_bytes());
        self.texts.extend_from_slice(term.as_bytes());
        for gram in &self.grams {
            self.lists.entry(*gram).or_default().push(ordinal as u32);
        }
    }

    /// The file.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut lists: Vec<(Gram, Growing)> = self.lists.into_iter().collect();
        lists.sort_unstable_by_key(|(gram, _)| *gram);
        let length: usize = lists.iter().map(|(_, list)| list.bytes.len()).sum();
        let (terms, grams, texts) = (self.cards.len() / CARD, lists.len(), self.texts.len());
        let mut file = MAGIC.to_vec();
        for number in [terms as u64, self.words, grams as u64, texts as u64, length as u64] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        let mut end = 0;
        for (gram, list) in &lists {
            end += list.bytes.len() as u64;
            file.extend_from_slice(&gram.0.to_le_bytes());
            file.extend_from_slice(&list.terms.to_le_bytes());
            file.extend_from_slice(&end.to_le_bytes());
        }
        for part in
            [&self.starts, &self.cards, &self.texts].into_iter().chain(lists.iter().map(|(_, list)| &list.bytes))
        {
            file.extend_from_slice(part);
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
    /// Where the parts behind the directory begin.
    starts: usize,
    cards: usize,
    texts: usize,
    lists: usize,
}

impl Table {
    /// Reads a file; `None` when it is none, one of another version, or not of a dictionary of `terms` terms.
    pub(super) fn open(bytes: OwnedBytes, terms: usize) -> Option<Self> {
        let number = |at| usize::try_from(u64_at(&bytes, at)?).ok();
        let grams = number(24)?;
        let starts = grams.checked_mul(ENTRY)?.checked_add(HEADER)?;
        let cards = starts.checked_add(terms.div_ceil(BLOCK) * START)?;
        let texts = cards.checked_add(terms * CARD)?;
        let lists = texts.checked_add(number(32)?)?;
        let fits = bytes.starts_with(MAGIC) && number(8)? == terms && lists.checked_add(number(40)?)? == bytes.len();
        let words = number(16)?.min(terms) as u64;
        fits.then_some(Self { bytes, terms, words, grams, starts, cards, texts, lists })
    }

    /// Number of terms in the dictionary, taking part or not.
    pub(super) fn terms(&self) -> usize {
        self.terms
    }

    /// Number of terms that take part.
    pub(super) fn words(&self) -> u64 {
        self.words
    }

    /// Number of different grams.
    pub(super) fn grams(&self) -> usize {
        self.grams
    }

    /// Every gram with the number of its terms.
    pub(super) fn frequencies(&self) -> impl Iterator<Item = (Gram, u32)> {
        let entries = self.bytes.get(HEADER..self.starts).unwrap_or_default().chunks_exact(ENTRY);
        entries.filter_map(|entry| Some((Gram(u64_at(entry, 0)?), u32_at(entry, 8)?)))
    }

    /// What is known of a term without its text.
    pub(super) fn card(&self, ordinal: u32) -> Card {
        let card = self.card_bytes(ordinal as usize).unwrap_or(&[0; CARD]);
        Card { size: usize::from(card[0]), letters: Letters(u32_at(card, 2).unwrap_or_default()) }
    }

    /// The text of a term that takes part.
    pub(super) fn term(&self, ordinal: u32) -> Option<&str> {
        let ordinal = ordinal as usize;
        let length = |ordinal| self.card_bytes(ordinal).map_or(0, |card| usize::from(card[1]));
        let start = self.start_of(ordinal / BLOCK)?;
        let before: usize = (ordinal / BLOCK * BLOCK..ordinal).map(length).sum();
        let start = start.checked_add(before)?;
        let text = self.bytes.get(self.texts..self.lists)?.get(start..start.checked_add(length(ordinal))?)?;
        std::str::from_utf8(text).ok().filter(|text| !text.is_empty())
    }

    /// The terms that take part and begin with these letters, no more of them than the shortest term has.
    pub(super) fn beginning_with(&self, letters: &str) -> impl Iterator<Item = (Card, &str)> {
        let letters = first_letters(letters);
        let block = self.first_block(letters.as_bytes());
        let mut at = self.start_of(block).unwrap_or(usize::MAX);
        let texts = self.bytes.get(self.texts..self.lists).unwrap_or_default();
        let terms = (block * BLOCK..self.terms).filter_map(move |ordinal| {
            let length = self.card_bytes(ordinal).map_or(0, |card| usize::from(card[1]));
            let text = texts.get(at..at.checked_add(length)?)?;
            at += length;
            Some((ordinal, std::str::from_utf8(text).ok().filter(|text| !text.is_empty())?))
        });
        let terms =
            terms.skip_while(move |(_, term)| *term < letters).take_while(move |(_, term)| term.starts_with(letters));
        terms.map(|(ordinal, term)| (self.card(ordinal as u32), term))
    }

    /// The last block that begins before every term with this beginning. A block without terms that take part has the
    /// start of the next one, and every text is at least as long as `beginning`.
    fn first_block(&self, beginning: &[u8]) -> usize {
        let texts = self.bytes.get(self.texts..self.lists).unwrap_or_default();
        let begins_before = |block: usize| {
            let text = self.start_of(block).and_then(|start| texts.get(start..)).unwrap_or_default();
            !text.is_empty() && text[..beginning.len().min(text.len())] < *beginning
        };
        let (mut low, mut high) = (0, self.terms.div_ceil(BLOCK));
        while low < high {
            let middle = (low + high) / 2;
            if begins_before(middle) { low = middle + 1 } else { high = middle }
        }
        low.saturating_sub(1)
    }

    /// Where the text of the first term of a block begins, from the first text on.
    fn start_of(&self, block: usize) -> Option<usize> {
        usize::try_from(u64_at(&self.bytes, self.starts + block * START)?).ok()
    }

    fn card_bytes(&self, ordinal: usize) -> Option<&[u8]> {
        self.bytes.get(self.cards..self.texts)?.get(ordinal * CARD..(ordinal + 1) * CARD)
    }

    /// The terms with this gram.
    pub(super) fn list(&self, gram: Gram) -> List<'_> {
        List::new(self.list_bytes(gram).unwrap_or_default())
    }

    fn list_bytes(&self, gram: Gram) -> Option<&[u8]> {
        let entry = self.find(gram)?;
        let end = usize::try_from(u64_at(&self.bytes, entry + 12)?).ok()?;
        let start = if entry == HEADER { 0 } else { u64_at(&self.bytes, entry - ENTRY + 12)? };
        self.bytes.get(self.lists..)?.get(usize::try_from(start).ok()?..end)
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

/// As many letters as every term has.
fn first_letters(text: &str) -> &str {
    text.char_indices().nth(grams::SHORTEST).map_or(text, |(end, _)| &text[..end])
}

/// Walks along a list of ordinals.
#[derive(Debug, Clone, Copy)]
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
        assert!(!open(b"fundvoc\x01", 0));
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
                prop_assert_eq!(table.card(ordinal), Card { size: grams.len(), letters: Letters::of(term) });
                prop_assert_eq!(table.term(ordinal), Some(*term));
                grams.iter().for_each(|gram| expected.entry(*gram).or_default().push(ordinal));
            }
            for (ordinal, _) in (0..).zip(&terms).filter(|(_, term)| !grams::takes_part(term)) {
                prop_assert_eq!(table.term(ordinal), None);
            }
            for beginning in ["a", "b", "abc", "ä", "dä", "aaaa", "0"] {
                let found: Vec<&str> = table.beginning_with(beginning).map(|(_, term)| term).collect();
                let with = |term: &&&str| grams::takes_part(term) && term.starts_with(beginning);
                prop_assert_eq!(found, terms.iter().filter(with).copied().collect::<Vec<_>>());
            }
            for (gram, list) in &expected {
                prop_assert_eq!(&ordinals(&table, *gram), list);
            }
            let frequencies: HashMap<Gram, u32> = table.frequencies().collect();
            prop_assert_eq!(frequencies, expected.into_iter().map(|(gram, list)| (gram, list.len() as u32)).collect());
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
                prop_assert!((0..6).filter_map(|ordinal| table.term(ordinal)).all(|term| term.len() <= 255));
            }
        }
    }
}
