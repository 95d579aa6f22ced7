//! Near forms: words of the index that look like a query word and stand in for it.
//!
//! A rare or unknown word is often one typed wrong, inflected in a way the stemmer does not know, or kin to the word
//! that the texts use. Its near forms join it in one group that scores as its best member, never as their sum.

use crate::index::{NearTerm, Nearness, Snapshot};
use crate::query::Error;

/// How near forms are chosen and weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct NearForms {
    /// Largest share of the passages that a word with near forms stands in.
    pub rare: f32,
    /// Largest share of the passages that a near form stands in.
    pub common: f32,
    /// Least similarity of 3-grams; the weight is its square.
    pub similarity: f32,
    /// Exponent.
    pub power: f32,
    /// Factor.
    pub factor: f32,
    /// Least weight of a form within the editing steps allowed, when the word is known.
    pub misspelt: f32,
    /// The same when the word stands in one passage at most: then it is probably an error itself.
    pub misspelt_rare: f32,
    /// Factor for words that the index does not hold.
    pub unseen: f32,
    /// Letters from which one editing step is allowed.
    pub one_edit: usize,
    /// Letters from which two are.
    pub two_edits: usize,
    /// Letters at the beginning that a word in more than `known` passages shares with its near forms.
    pub prefix: usize,
    /// See `prefix`.
    pub known: u64,
    /// Most near forms of a word.
    pub most: usize,
    /// experiment knobs
    pub x: [f32; 8],
}

impl Default for NearForms {
    fn default() -> Self {
        Self {
            rare: 0.03,
            common: 0.05,
            similarity: 0.5,
            power: 2.0,
            factor: 1.0,
            misspelt: 0.3,
            misspelt_rare: 0.7,
            unseen: 1.5,
            one_edit: 6,
            two_edits: 9,
            prefix: 4,
            known: 2,
            most: 8,
            x: [0.0; 8],
        }
    }
}

const ENDINGS: &[&str] = &["", "t", "st", "et", "te", "tet", "n", "en", "e", "er", "s", "es", "in", "inn", "end", "d", "ung", "ig", "isch", "lich", "bar", "los", "haft", "heit", "keit", "schaft", "al", "ar", "ell", "ier", "iert", "ist", "ism", "ion", "ation", "est", "lein", "chen"];

/// A near form of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NearForm {
    pub(crate) stem: String,
    pub(crate) weight: f32,
    /// Passages that hold it.
    pub(crate) frequency: u64,
}

impl NearForms {
    /// The near forms of a word that `frequency` passages hold, best first.
    pub(crate) fn of(&self, stem: &str, frequency: u64, snapshot: &Snapshot) -> Result<Vec<NearForm>, Error> {
        let passages = snapshot.searcher().num_docs() as f32;
        if frequency as f32 > self.rare * passages {
            return Ok(Vec::new());
        }
        let letters = stem.chars().count();
        let edits = if letters >= self.two_edits { 2 } else { usize::from(letters >= self.one_edit) };
        let mut forms = Vec::new();
        for term in snapshot.near_terms(stem, &Nearness { similarity: self.similarity, edits })? {
            let weight = self.weight(&term, stem, edits, frequency);
            if weight <= 0.0 {
                continue;
            }
            let held = snapshot.frequency(&term.stem)?;
            if held as f32 <= (self.common * passages).max(1.0) {
                let weight = self.guard(stem, &term, frequency, held, weight);
                if weight > 0.0 { forms.push(NearForm { stem: term.stem, weight, frequency: held }); }
            }
        }
        forms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| b.frequency.cmp(&a.frequency)));
        forms.truncate(self.most);
        Ok(forms)
    }

    fn guard(&self, stem: &str, term: &NearTerm, frequency: u64, held: u64, weight: f32) -> f32 {
        let x = &self.x;
        let mut weight = weight;
        let begin: usize = stem.chars().zip(term.stem.chars()).take_while(|(l, r)| l == r).map(|(l, _)| l.len_utf8()).sum();
        let (a, b) = (&stem[begin..], &term.stem[begin..]);
        let inflected = ENDINGS.contains(&a) && ENDINGS.contains(&b);
        let whole = a.is_empty() || b.is_empty();
        if frequency > self.known {
            if !inflected {
                if whole { weight *= 1.0 - x[5]; }
                else if held as f32 > x[4] { weight *= 1.0 - x[0]; }
            } else { weight = (weight * (1.0 + x[6])).min(1.0); }
        } else {
            if held <= 1 { weight *= 1.0 - x[3]; }
            if begin == 0 { weight *= 1.0 - x[2]; }
            if term.edits == 2 && term.similarity < self.similarity { weight *= 1.0 - x[1]; }
            if term.edits > 2 && !whole && !inflected { weight *= 1.0 - x[7]; }
        }
        weight
    }

    fn weight(&self, term: &NearTerm, stem: &str, edits: usize, frequency: u64) -> f32 {
        if frequency > self.known && shared_beginning(&term.stem, stem) < self.prefix {
            return 0.0;
        }
        let mut weight = if term.similarity >= self.similarity { self.factor * term.similarity.powf(self.power) } else { 0.0 };
        if term.edits <= edits {
            weight = weight.max(if frequency <= 1 { self.misspelt_rare } else { self.misspelt });
        }
        if frequency == 0 { (weight * self.unseen).min(1.0) } else { weight.min(1.0) }
    }
}

/// Letters that two words have in common at their beginning.
fn shared_beginning(left: &str, right: &str) -> usize {
    left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count()
}
