//! What each 3-gram is worth: its inverse frequency in the vocabulary.

use crate::index::vocabulary::grams::Gram;
use crate::index::vocabulary::table::Table;
use rustc_hash::FxHashMap;

/// The inverse frequencies of all grams, over all segments.
#[derive(Debug)]
pub(super) struct Weights {
    known: FxHashMap<Gram, f32>,
    unknown: f32,
    least: f32,
}

impl Weights {
    /// Reads the tables' directories: a millisecond for the grams of a million words.
    pub(super) fn of(tables: &[Table]) -> Self {
        let words = tables.iter().map(Table::words).sum::<u64>() as f32;
        let mut known = FxHashMap::default();
        known.reserve(tables.iter().map(Table::grams).max().unwrap_or_default());
        for (gram, terms) in tables.iter().flat_map(Table::frequencies) {
            *known.entry(gram).or_default() += terms as f32;
        }
        let inverse = |frequency: f32| (1.0 + words / (frequency + 1.0)).ln();
        known.values_mut().for_each(|frequency| *frequency = inverse(*frequency));
        let unknown = inverse(0.0);
        let least = known.values().copied().fold(unknown, f32::min);
        Self { known, unknown, least }
    }

    /// What `gram` is worth.
    pub(super) fn worth(&self, gram: Gram) -> f32 {
        self.known.get(&gram).copied().unwrap_or(self.unknown)
    }

    /// What the most frequent gram is worth.
    pub(super) fn least(&self) -> f32 {
        self.least
    }
}
