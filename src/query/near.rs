//! Near forms: words of the index that look like a query word and stand in for it.
//!
//! A rare or unknown word is often one typed wrong, inflected in a way the stemmer does not know, or kin to the word
//! that the texts use. Its near forms join it in one group that scores as its best member, never as their sum.

use crate::index::{NearTerm, Nearness, Snapshot};
use crate::query::Error;

/// How near forms are chosen and weighed. One setting serves all collections.
#[derive(Debug, Clone, PartialEq)]
pub struct NearForms {
    /// Largest share of the passages that a word with near forms stands in. A more frequent one finds enough alone.
    pub rare: f32,
    /// Largest share of the passages that a near form stands in. A more frequent one would drown the rest.
    pub common: f32,
    /// Least similarity of 3-grams; the weight is its square.
    pub similarity: f32,
    /// Least weight of a form within the editing steps allowed.
    pub misspelt: f32,
    /// The same when the word stands in one passage at most: then it is probably misspelt itself.
    pub misspelt_rare: f32,
    /// Factor for the forms of a word that the index does not hold.
    pub unseen: f32,
    /// Letters from which one editing step is allowed.
    pub one_edit: usize,
    /// Letters from which two are.
    pub two_edits: usize,
    /// Passages that a word stands in to be taken for a real one, with which two more guards begin.
    pub real: u64,
    /// Letters at the beginning that a real word shares with its near forms.
    pub beginning: usize,
    /// Factor for forms that differ from a real word by more than an ending or a further word: *Streik* and *Streit*,
    /// *Prinz* and *Print* are similar by chance.
    pub chance: f32,
    /// Most near forms of a word.
    pub most: usize,
}

impl Default for NearForms {
    fn default() -> Self {
        Self {
            rare: 0.03,
            common: 0.03,
            similarity: 0.45,
            misspelt: 0.3,
            misspelt_rare: 0.6,
            unseen: 1.5,
            one_edit: 5,
            two_edits: 8,
            real: 3,
            beginning: 4,
            chance: 0.3,
            most: 6,
        }
    }
}

/// What stays at the end of words of one family when the stemmer is done: endings of verbs that it takes for a part
/// of short words (*bekomm-t*), of names and foreign words (*Promi-s*), and of derived words.
const ENDINGS: &[&str] = &[
    "", "al", "ar", "ation", "bar", "chen", "e", "ell", "en", "end", "er", "es", "est", "et", "haft", "heit", "ier",
    "iert", "ig", "in", "inn", "ion", "isch", "ism", "ist", "keit", "lein", "lich", "los", "n", "s", "schaft", "st",
    "t", "te", "tet", "ung",
];

/// Least length in bytes of what is a word of its own behind another (*Bank-haus*); what is shorter and no ending makes
/// another word (*drin* and *Drink*).
const FURTHER_WORD: usize = 3;

/// A near form of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NearForm {
    pub(crate) stem: String,
    /// Share of the word's score that it is worth.
    pub(crate) weight: f32,
    /// Number of passages that hold it.
    pub(crate) frequency: u64,
}

impl NearForms {
    /// The near forms of a word that `frequency` passages hold, best first.
    pub(crate) fn of(&self, stem: &str, frequency: u64, snapshot: &Snapshot) -> Result<Vec<NearForm>, Error> {
        let passages = snapshot.searcher().num_docs() as f32;
        if frequency as f32 > self.rare * passages {
            return Ok(Vec::new());
        }
        // A real word's near forms share its beginning; only what may be misspelt is looked for everywhere.
        let beginning = if frequency >= self.real { self.beginning } else { 0 };
        let nearness = Nearness { similarity: self.similarity, edits: self.edits(stem), beginning };
        let terms = snapshot.near_terms(stem, &nearness)?.into_iter();
        let terms =
            terms.map(|term| (self.weight(stem, frequency, &term), term.stem)).filter(|(weight, _)| *weight > 0.0);
        self.best(terms.collect(), snapshot)
    }

    /// The best of `terms`, which come with their weights. Frequencies are read last: they cost more than the look-up.
    fn best(&self, mut terms: Vec<(f32, String)>, snapshot: &Snapshot) -> Result<Vec<NearForm>, Error> {
        // In a handful of passages, one is more than any share.
        let common = (self.common * snapshot.searcher().num_docs() as f32).max(1.0);
        let mut forms: Vec<NearForm> = Vec::new();
        terms.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        for (weight, stem) in terms {
            if forms.len() >= self.most && forms.last().is_none_or(|last| weight < last.weight) {
                break;
            }
            let frequency = snapshot.frequency(&stem)?;
            if frequency > 0 && frequency as f32 <= common {
                forms.push(NearForm { stem, weight, frequency });
            }
        }
        forms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| b.frequency.cmp(&a.frequency)));
        forms.truncate(self.most);
        Ok(forms)
    }

    /// Editing steps allowed in a word. In a short one, each step leads to another word.
    fn edits(&self, stem: &str) -> usize {
        let letters = stem.chars().count();
        usize::from(letters >= self.one_edit) + usize::from(letters >= self.two_edits)
    }

    /// What `term` is worth for `stem`; 0 when it does not stand for it.
    fn weight(&self, stem: &str, frequency: u64, term: &NearTerm) -> f32 {
        let mut weight = if term.similarity >= self.similarity { term.similarity.powi(2) } else { 0.0 };
        if term.edits.is_some() {
            weight = weight.max(if frequency <= 1 { self.misspelt_rare } else { self.misspelt });
        }
        if frequency >= self.real {
            weight *= self.kinship(stem, &term.stem);
        }
        if frequency == 0 { (weight * self.unseen).min(1.0) } else { weight }
    }

    /// How far a word that looks like a real one is kin to it, from 0 to 1.
    fn kinship(&self, real: &str, other: &str) -> f32 {
        let shared = real.chars().zip(other.chars()).take_while(|(real, other)| real == other);
        let (letters, bytes) = shared.fold((0, 0), |(letters, bytes), (c, _)| (letters + 1, bytes + c.len_utf8()));
        let (rest, other) = (&real[bytes..], &other[bytes..]);
        let only_endings = ENDINGS.contains(&rest) && ENDINGS.contains(&other);
        let further_word =
            rest.is_empty() && other.len() >= FURTHER_WORD || other.is_empty() && rest.len() >= FURTHER_WORD;
        match (letters >= self.beginning, only_endings || further_word) {
            (false, _) => 0.0,
            (true, true) => 1.0,
            (true, false) => self.chance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(stem: &str, frequency: u64, other: &str, similarity: f32, edits: usize) -> f32 {
        let near = NearForms::default();
        let edits = Some(edits).filter(|edits| *edits <= near.edits(stem));
        near.weight(stem, frequency, &NearTerm { stem: other.to_owned(), similarity, edits })
    }

    #[test]
    fn unknown_words_take_what_is_near() {
        assert_eq!(weight("hochwaser", 0, "hochwass", 0.4, 2), 0.6_f32 * 1.5);
        assert_eq!(weight("hochwaserschutz", 0, "hochwass", 0.6, 7), 0.36 * 1.5);
        assert_eq!(weight("hochwaserschutz", 0, "hochwass", 0.4, 7), 0.0);
        assert_eq!(weight("vogelgrip", 0, "vogelgripp", 0.9, 1), 1.0);
    }

    #[test]
    fn short_words_are_not_edited() {
        assert_eq!(weight("wein", 0, "wien", 0.2, 2), 0.0);
        assert_eq!(weight("haus", 0, "maus", 0.4, 1), 0.0);
    }

    #[test]
    fn real_words_take_their_kin() {
        for (stem, other, kinship) in [
            ("bekomm", "bekommt", 1.0),
            ("entdeckt", "entdeck", 1.0),
            ("promi", "promis", 1.0),
            ("bank", "bankhaus", 1.0),
            ("hormonell", "hormon", 1.0),
            ("streik", "streit", 0.3),
            ("autos", "autor", 0.3),
            ("prinz", "print", 0.3),
            ("schweiz", "schwein", 0.3),
            ("schwein", "schwed", 0.3),
            ("drin", "drink", 0.3),
            ("ausgegrenzt", "eingegrenzt", 0.0),
            ("übung", "übungen", 1.0),
        ] {
            assert_eq!(NearForms::default().kinship(stem, other), kinship, "{stem} {other}");
        }
    }
}
