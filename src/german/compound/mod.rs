//! Compounds: the words that a German word is made of.
//!
//! A word is split where its parts are likely enough as modifiers and as head ([`lexicon`]) to outweigh the word as a
//! whole: the best way through all parts that fit is searched as by Viterbi. Frequent words, names of people and places,
//! and what only looks like a compound stay whole. Parts that are compounds themselves are split further
//! (*Haustürschlüssel*: *Haus*, *Tür*, *Schlüssel*).

mod lexicon;
mod stems;

pub use lexicon::lexicon_checksum;
pub use stems::PartStems;

use crate::article::Span;
use lexicon::{Lexicon, Match};
use std::borrow::Cow;

/// What a boundary gains; see `data/lexicons/build/compounds.py` for this and the next two.
const BOUNDARY_GAIN: i32 = 72;

/// What a word costs that stands whole.
const WHOLE_COST: i32 = 160;

/// Shorter words (in bytes, umlauts count two) are no compounds worth splitting.
const SHORTEST: usize = 6;

/// Longer words (in bytes) are no words.
const LONGEST: usize = 120;

/// A part of a compound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'w> {
    /// Where it stands in the word, in bytes, with its linking element: the spans of all parts make the whole word.
    pub span: Span,
    /// Its letters without the linking element (`regierung` of *Regierungskrise*).
    pub form: &'w str,
}

/// The parts of a compound, given in lower case; umlauts and ß may be spelled out. Empty for a word that is none.
///
/// Words with hyphens are split there by the tokeniser already; each of their parts is asked for on its own.
#[must_use]
pub fn parts(word: &str) -> Vec<Part<'_>> {
    if !(SHORTEST..=LONGEST).contains(&word.len()) {
        return Vec::new();
    }
    let spelled_out = spell_out(word);
    let lexicon = Lexicon::embedded();
    if lexicon.stays_whole(&spelled_out) { Vec::new() } else { Search::new(word, &spelled_out).run(lexicon) }
}

/// The word with ä, ö, ü, ß in two letters. Each takes two bytes either way, so that places stay the same.
fn spell_out(word: &str) -> Cow<'_, [u8]> {
    if word.is_ascii() {
        return Cow::Borrowed(word.as_bytes());
    }
    let mut bytes = word.as_bytes().to_vec();
    for (at, char) in word.char_indices() {
        let two = match char {
            'ä' => b"ae",
            'ö' => b"oe",
            'ü' => b"ue",
            'ß' => b"ss",
            _ => continue,
        };
        bytes[at..at + 2].copy_from_slice(two);
    }
    Cow::Owned(bytes)
}

/// The cheapest way to a place in the word.
#[derive(Debug, Clone, Copy)]
struct Step {
    cost: i32,
    /// Where its last part begins.
    from: usize,
    /// Letters of that part's linking element.
    link: usize,
}

impl Step {
    const UNREACHED: Self = Self { cost: i32::MAX, from: 0, link: 0 };

    fn keep_cheaper(&mut self, other: Self) {
        if other.cost < self.cost {
            *self = other;
        }
    }
}

/// The search for the best split of one word.
struct Search<'w, 's> {
    word: &'w str,
    spelled_out: &'s [u8],
    /// The cheapest way to each place with a boundary there; the last one is the word's end.
    steps: [Step; LONGEST + 1],
}

impl<'w, 's> Search<'w, 's> {
    fn new(word: &'w str, spelled_out: &'s [u8]) -> Self {
        let mut steps = [Step::UNREACHED; LONGEST + 1];
        steps[0].cost = 0;
        Self { word, spelled_out, steps }
    }

    fn run(mut self, lexicon: &Lexicon) -> Vec<Part<'w>> {
        for start in 0..self.word.len() {
            let cost = self.steps[start].cost;
            if cost != i32::MAX {
                lexicon.matches(&self.spelled_out[start..], |found| self.take(start, cost, found));
            }
        }
        if self.steps[self.word.len()].cost < WHOLE_COST { self.trace() } else { Vec::new() }
    }

    /// Goes one part on from `start`.
    fn take(&mut self, start: usize, cost: i32, found: Match) {
        let end = start + found.length;
        if end == self.word.len() {
            if let Some(head) = found.head.filter(|_| start > 0) {
                self.steps[end].keep_cheaper(Step { cost: cost + head, from: start, link: 0 });
            }
        } else if let Some((modifier, link)) = found.modifier
            && self.word.is_char_boundary(end)
        {
            self.steps[end].keep_cheaper(Step { cost: cost + modifier - BOUNDARY_GAIN, from: start, link });
        }
    }

    /// Reads the parts back from the end.
    fn trace(&self) -> Vec<Part<'w>> {
        let mut parts = Vec::new();
        let mut end = self.word.len();
        while end > 0 {
            let Step { from, link, .. } = self.steps[end];
            let form = self.word.get(from..end - link).unwrap_or_default();
            parts.push(Part { span: Span::new(from, end), form });
            end = from;
        }
        parts.reverse();
        parts
    }
}

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;
