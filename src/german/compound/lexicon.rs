//! The lexicon of parts: what each form costs as a modifier and as a head, and which words stay whole.

use fst::raw::{Fst, Output};
use std::sync::LazyLock;

/// Built as `data/lexicons/compounds.md` describes.
const DATA: &[u8] = include_bytes!("../../../data/lexicons/compounds.fst");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon { forms: Fst::new(DATA).ok() });

/// The embedded lexicon.
pub struct Lexicon {
    /// `None` would mean that the embedded file is damaged: then no word is split. A test sees to it.
    forms: Option<Fst<&'static [u8]>>,
}

/// A form found at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Its bytes.
    pub length: usize,
    /// What it costs as the last part.
    pub head: Option<i32>,
    /// What it costs before another part, and how many letters of it are a linking element.
    pub modifier: Option<(i32, usize)>,
}

/// The value for a form that cannot stand there.
const NONE: u64 = 127;

impl Match {
    /// Unpacks what `compounds.py` packed.
    fn new(length: usize, value: u64) -> Self {
        let cost = |bits: u64| (bits != NONE).then_some(bits as i32);
        Self {
            length,
            head: cost(value & NONE),
            modifier: cost(value >> 7 & NONE).map(|cost| (cost, (value >> 14 & 3) as usize)),
        }
    }
}

/// The checksum of the embedded lexicon: another one may split other words.
pub fn lexicon_checksum() -> blake3::Hash {
    blake3::hash(DATA)
}

impl Lexicon {
    /// The lexicon that is part of the program; made ready on first use.
    pub fn embedded() -> &'static Self {
        &LEXICON
    }

    /// True for a word that is known not to be split.
    pub fn stays_whole(&self, word: &[u8]) -> bool {
        self.forms.as_ref().and_then(|forms| forms.get(word)).is_some_and(|value| value.value() >> 16 == 1)
    }

    /// Calls `found` for each form that `text` begins with, the shortest first.
    pub fn matches(&self, text: &[u8], mut found: impl FnMut(Match)) {
        let Some(forms) = &self.forms else { return };
        let (mut node, mut output) = (forms.root(), Output::zero());
        for (at, &byte) in text.iter().enumerate() {
            let Some(place) = node.find_input(byte) else { return };
            let transition = node.transition(place);
            output = output.cat(transition.out);
            node = forms.node(transition.addr);
            if node.is_final() {
                found(Match::new(at + 1, output.cat(node.final_output()).value()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lexicon_is_whole() {
        let forms = Lexicon::embedded().forms.as_ref();
        assert!(forms.is_some_and(|forms| forms.len() > 10_000 && forms.verify().is_ok()));
    }
}
