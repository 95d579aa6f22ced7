//! The scan: which terms of one table share enough 3-grams with a word to be worth a look at their text.

use crate::index::vocabulary::Nearness;
use crate::index::vocabulary::grams::Gram;
use crate::index::vocabulary::letters::Letters;
use crate::index::vocabulary::table::{Card, List, Table};

/// Ordinals counted at a time; their counters fit a core's second cache.
const WINDOW: usize = 1 << 15;
/// Bits of a counter for what the shared grams are worth; above them stands their number.
const WORTH_BITS: u32 = 24;
/// Steps of a worth of 1. The longest word's grams, each in one of a billion terms, stay below 2^24.
const STEPS: f32 = 16_384.0;
/// What sums of inverse frequencies may differ by when counted in these steps.
const ROUNDING: f32 = 0.01;

/// A word that near terms are looked up for.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    /// Its grams, ascending, each with its inverse frequency in the vocabulary.
    pub(super) grams: Vec<(Gram, f32)>,
    /// Sum of these.
    pub(super) total: f32,
    /// The inverse frequency of the most frequent gram of the vocabulary.
    pub(super) least: f32,
    /// Its letters.
    pub(super) letters: Letters,
}

/// What has been counted of a term.
#[derive(Debug, Clone, Copy)]
struct Count {
    /// Number of grams that it shares with the word.
    shared: usize,
    /// What these are worth.
    worth: f32,
}

impl Sought {
    /// Whether a term with `size` grams can be near: never false for one that is.
    fn admits(&self, nearness: &Nearness, count: Count, size: usize) -> bool {
        self.is_similar(nearness, count, size) || self.is_within(nearness, count, size)
    }

    fn is_similar(&self, nearness: &Nearness, count: Count, size: usize) -> bool {
        let others = size.saturating_sub(count.shared) as f32 * self.least;
        2.0 * count.worth + ROUNDING >= nearness.similarity * (self.total + count.worth + others)
    }

    fn is_within(&self, nearness: &Nearness, count: Count, size: usize) -> bool {
        nearness.edits > 0 && count.shared + nearness.grams_lost() >= size.max(self.grams.len())
    }

    /// The same by the card alone: as if the term had as many of the word's grams as it can.
    pub(super) fn may_admit(&self, nearness: &Nearness, card: Card) -> bool {
        let count = Count { shared: card.size.min(self.grams.len()), worth: self.total };
        self.is_similar(nearness, count, card.size)
            || self.letters.within(card.letters, nearness.edits) && self.is_within(nearness, count, card.size)
    }

    /// The same by all that the table tells of the term. Most have too little in common with the word for any size.
    fn admits_card(&self, nearness: &Nearness, count: Count, card: impl Fn() -> Card) -> bool {
        self.admits(nearness, count, count.shared) && {
            let card = card();
            self.is_similar(nearness, count, card.size)
                || self.letters.within(card.letters, nearness.edits) && self.is_within(nearness, count, card.size)
        }
    }
}

/// The terms with one of the word's grams.
struct GramList<'t> {
    terms: List<'t>,
    /// What it adds to their counters.
    count: u32,
    /// Whether a term that has none of the grams before can still be near.
    opens: bool,
}

/// The lists of the word's grams. Rare grams come first, so that the long lists of the frequent ones open no counters.
fn lists<'t>(table: &'t Table, word: &Sought, nearness: &Nearness) -> Vec<GramList<'t>> {
    let mut grams = word.grams.clone();
    grams.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut rest = Count { shared: grams.len(), worth: word.total };
    let list = |(gram, worth): (Gram, f32)| {
        let opens = word.admits(nearness, rest, rest.shared);
        rest = Count { shared: rest.shared - 1, worth: rest.worth - worth };
        GramList { terms: table.list(gram), count: 1 << WORTH_BITS | (worth * STEPS) as u32, opens }
    };
    grams.into_iter().map(list).collect()
}

/// Counts what terms share with a word, a window of ordinals at a time.
pub(super) struct Scan {
    /// For each term of the window the number of grams it shares and what they are worth.
    counters: Vec<u32>,
    touched: Vec<u16>,
}

impl Scan {
    pub(super) fn new() -> Self {
        Self { counters: vec![0; WINDOW], touched: Vec::new() }
    }

    /// The ordinals of the terms of `table` that can be near the word.
    pub(super) fn candidates(&mut self, table: &Table, word: &Sought, nearness: &Nearness) -> Vec<u32> {
        let mut lists = lists(table, word, nearness);
        let mut found = Vec::new();
        for base in (0..table.terms()).step_by(WINDOW) {
            for list in &mut lists {
                self.count(list, base as u32);
            }
            self.drain(|at, count| {
                let ordinal = base as u32 + at;
                if word.admits_card(nearness, count, || table.card(ordinal)) {
                    found.push(ordinal);
                }
            });
        }
        found
    }

    fn count(&mut self, list: &mut GramList<'_>, base: u32) {
        let end = base.saturating_add(WINDOW as u32);
        // In a copy, the place in the list stays in registers.
        let mut terms = list.terms;
        while let Some(ordinal) = terms.current().filter(|ordinal| *ordinal < end) {
            terms.advance();
            // A damaged list may run backwards over a window's border; it is passed over.
            let Some(counter) = self.counters.get_mut(ordinal.wrapping_sub(base) as usize) else { continue };
            let first = *counter == 0;
            // Adding nothing is cheaper than a branch that nobody can predict.
            *counter = counter.wrapping_add(if first && !list.opens { 0 } else { list.count });
            if list.opens && first {
                self.touched.push((ordinal - base) as u16);
            }
        }
        list.terms = terms;
    }

    /// Hands every count on and forgets it.
    fn drain(&mut self, mut take: impl FnMut(u32, Count)) {
        for at in self.touched.drain(..) {
            let counter = std::mem::take(&mut self.counters[usize::from(at)]);
            let worth = (counter & ((1 << WORTH_BITS) - 1)) as f32 / STEPS;
            take(u32::from(at), Count { shared: (counter >> WORTH_BITS) as usize, worth });
        }
    }
}
