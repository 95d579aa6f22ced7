//! The scan: which terms of one table share enough 3-grams with a word to be worth a look at their text.

use crate::index::vocabulary::Nearness;
use crate::index::vocabulary::grams::Gram;
use crate::index::vocabulary::table::{List, Table};

/// Ordinals counted at a time; the counters (5 bytes each) fit a core's second cache.
const WINDOW: usize = 1 << 15;
/// What sums of inverse frequencies may differ by when added in another order.
const ROUNDING: f32 = 1e-3;

/// The grams of a word and what they are worth.
#[derive(Debug, Clone)]
pub(super) struct WeighedGrams {
    /// Each gram with its inverse frequency in the vocabulary.
    pub(super) grams: Vec<(Gram, f32)>,
    /// Sum of these.
    pub(super) total: f32,
    /// The inverse frequency of the most frequent gram of the vocabulary.
    pub(super) least: f32,
}

impl WeighedGrams {
    /// Whether a term with `size` grams, `shared` of them the word's and worth `worth`, can be near: never false for
    /// one that is.
    fn admits(&self, nearness: &Nearness, worth: f32, shared: usize, size: usize) -> bool {
        let others = size.saturating_sub(shared) as f32 * self.least;
        let similar = 2.0 * worth + ROUNDING >= nearness.similarity * (self.total + worth + others);
        similar || nearness.edits > 0 && shared + nearness.grams_lost() >= size.max(self.grams.len())
    }
}

/// The ordinals of the terms of `table` that can be near the word.
pub(super) fn candidates(table: &Table, word: &WeighedGrams, nearness: &Nearness) -> Vec<u32> {
    let mut lists: Vec<(List<'_>, f32)> = word.grams.iter().map(|(gram, worth)| (table.list(*gram), *worth)).collect();
    let mut window = Window::new();
    let mut found = Vec::new();
    for base in (0..table.terms()).step_by(WINDOW) {
        for (list, worth) in &mut lists {
            window.count(list, base as u32, *worth);
        }
        window.drain(|at, worth, shared| {
            let ordinal = (base + at) as u32;
            if word.admits(nearness, worth, shared, table.size(ordinal)) {
                found.push(ordinal);
            }
        });
    }
    found
}

/// What has been counted of each term of a window.
struct Window {
    worth: Box<[f32; WINDOW]>,
    shared: Box<[u8; WINDOW]>,
    touched: Vec<u16>,
}

impl Window {
    fn new() -> Self {
        Self { worth: Box::new([0.0; WINDOW]), shared: Box::new([0; WINDOW]), touched: Vec::new() }
    }

    fn count(&mut self, list: &mut List<'_>, base: u32, worth: f32) {
        let end = base.saturating_add(WINDOW as u32);
        while let Some(ordinal) = list.current().filter(|ordinal| *ordinal < end) {
            // A damaged list may run backwards over a window's border; it is passed over.
            if let Some(at) = ordinal.checked_sub(base) {
                self.add(at as usize, worth);
            }
            list.advance();
        }
    }

    fn add(&mut self, at: usize, worth: f32) {
        if self.shared[at] == 0 {
            self.touched.push(at as u16);
        }
        self.worth[at] += worth;
        self.shared[at] = self.shared[at].saturating_add(1);
    }

    /// Hands every count on and forgets it.
    fn drain(&mut self, mut take: impl FnMut(usize, f32, usize)) {
        for at in self.touched.drain(..) {
            let at = usize::from(at);
            take(at, std::mem::take(&mut self.worth[at]), usize::from(std::mem::take(&mut self.shared[at])));
        }
    }
}
