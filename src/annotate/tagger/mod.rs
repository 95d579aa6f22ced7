//! Names in German text by a trained tagger: a linear chain over hashed features, in two passes.
//!
//! The first pass labels every token; the second sees what the first made of the same word elsewhere in the text and
//! corrects its scores. Weights and word list are data (`data/lexicons/names.md`); `examples/train_tagger` makes them from
//! annotated text with the same features. **Tagging never fails**: without data nothing is a name.

pub mod tokens;
pub mod hash;
pub mod classes;
pub mod words;
pub mod reading;
pub mod kinds;
pub mod features;
pub mod weights;
pub mod decode;

pub use kinds::NameKind;

use crate::article::Span;
use classes::WordList;
use decode::{Paths, RULED_OUT};
use features::Votes;
use kinds::{Label, NAMED, Part};
use reading::Reading;
use std::sync::{Arc, LazyLock};
use weights::{Batch, Scores, Sum, Weights};

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// Bytes of the text.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
}

/// The names in `text` by the embedded model, in order of place; they never overlap.
#[must_use]
pub fn names(text: &str) -> Vec<Name> {
    Tagger::embedded().names(text, &mut Desk::default())
}

/// A word list and weights that fit together.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    /// What is known about words.
    pub list: WordList,
    /// What was learned.
    pub weights: Weights,
}

/// Room for tagging texts with one tagger; used again, it saves allocations and knows the words of earlier texts.
#[derive(Debug, Default)]
pub struct Desk {
    reading: Reading,
    /// For each distinct word its scores at each offset.
    word_scores: Vec<[Scores; features::OFFSETS]>,
    /// The same for being inside a name.
    inside: Vec<[i16; features::OFFSETS]>,
    scores: Vec<Scores>,
    labels: Vec<Label>,
    votes: Vec<Votes>,
    batch: Batch,
    paths: Paths,
}

impl Tagger {
    /// The model that is compiled in, unpacked at the first call.
    #[must_use]
    pub fn embedded() -> &'static Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Tagger>> = LazyLock::new(|| {
            let list = WordList::from_bytes(include_bytes!("../../../data/lexicons/names.words"));
            let weights = Weights::from_bytes(include_bytes!("../../../data/lexicons/names.tagger"));
            Arc::new(Tagger { list, weights: weights.unwrap_or_default() })
        });
        &EMBEDDED
    }

    /// The names in `text`, in order of place.
    #[must_use]
    pub fn names(&self, text: &str, desk: &mut Desk) -> Vec<Name> {
        desk.forget_when_full();
        desk.reading.read(text, &self.list);
        desk.score_words(&self.weights);
        desk.score_places(&self.weights);
        desk.label(&self.weights.transitions);
        desk.score_again(&self.weights);
        desk.label(&self.weights.second);
        desk.names()
    }
}

impl Desk {
    fn forget_when_full(&mut self) {
        if self.reading.is_full() {
            self.reading.forget();
            self.word_scores.clear();
            self.inside.clear();
        }
    }

    fn score_words(&mut self, weights: &Weights) {
        for word in &self.reading.words[self.word_scores.len()..] {
            let mut sums = [Sum::default(); features::OFFSETS];
            for (offset, sum) in sums.iter_mut().enumerate() {
                features::word(word, offset, &mut |feature| self.batch.push(feature));
                weights.add(&mut self.batch, sum);
            }
            self.inside.push(sums.map(|sum| sum.inside));
            self.word_scores.push(sums.map(|sum| sum.scores));
        }
    }

    fn score_places(&mut self, weights: &Weights) {
        self.scores.clear();
        self.scores.resize(self.reading.positions.len(), RULED_OUT);
        for i in self.reading.lines.iter().cloned().flatten() {
            let words: [usize; features::OFFSETS] =
                std::array::from_fn(|offset| self.reading.positions[i + offset - 2].word as usize);
            let inside: i16 = words.iter().enumerate().map(|(offset, &word)| self.inside[word][offset]).sum();
            // Most words and their neighbours alone show that no name is here; what ties them together need not be asked.
            if inside < weights.least {
                continue;
            }
            let mut sum = Sum { scores: [weights.favour; NAMED], inside };
            for (offset, &word) in words.iter().enumerate() {
                for (sum, score) in sum.scores.iter_mut().zip(&self.word_scores[word][offset]) {
                    *sum += score;
                }
            }
            features::around(&self.reading, i, &mut |feature| self.batch.push(feature));
            weights.add(&mut self.batch, &mut sum);
            self.scores[i] = sum.scores;
        }
    }

    fn label(&mut self, transitions: &decode::Transitions) {
        self.labels.resize(self.reading.positions.len(), Label::NONE);
        self.labels.fill(Label::NONE);
        for line in self.reading.lines.iter().cloned() {
            self.paths.decode(&self.scores[line.clone()], transitions, &mut self.labels[line]);
        }
    }

    fn score_again(&mut self, weights: &Weights) {
        features::votes(&self.reading, &self.labels, &mut self.votes);
        for i in self.reading.lines.iter().cloned().flatten() {
            if self.scores[i] == RULED_OUT {
                continue;
            }
            let mut sum = Sum { scores: self.scores[i], inside: 0 };
            features::again(&self.reading, i, &self.labels, &self.votes, &mut |feature| self.batch.push(feature));
            weights.add(&mut self.batch, &mut sum);
            self.scores[i] = sum.scores;
        }
    }

    fn names(&self) -> Vec<Name> {
        let (mut names, mut start) = (Vec::new(), 0);
        for i in self.reading.lines.iter().cloned().flatten() {
            let (Some(kind), Some(part)) = (self.labels[i].kind(), self.labels[i].part()) else { continue };
            let token = self.reading.tokens[self.reading.positions[i].token as usize].span;
            if matches!(part, Part::First | Part::Only) {
                start = token.start;
            }
            if matches!(part, Part::Last | Part::Only) {
                names.push(Name { span: Span::new(start, token.end), kind });
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tagged(text: &str) -> Vec<(&str, NameKind)> {
        names(text).into_iter().map(|name| (&text[name.span.start..name.span.end], name.kind)).collect()
    }

    #[test]
    fn names_are_found_with_their_kind() {
        let text = "Bundeskanzlerin Angela Merkel (CDU) reiste am Montag von Berlin nach Frankreich, wie der SPIEGEL berichtet.";
        assert_eq!(
            tagged(text),
            [
                ("Angela Merkel", NameKind::Person),
                ("CDU", NameKind::Organisation),
                ("Berlin", NameKind::Place),
                ("Frankreich", NameKind::State),
                ("SPIEGEL", NameKind::Medium),
            ]
        );
        assert_eq!(tagged("Der Hund bellt, die Katze schläft."), []);
        assert_eq!(tagged(""), []);
    }

    #[test]
    fn without_data_nothing_is_a_name() {
        assert_eq!(Tagger::default().names("Angela Merkel kam", &mut Desk::default()), []);
    }

    proptest! {
        #[test]
        fn names_stand_in_order_within_the_text(text in "([A-ZÄa-zß]{1,9}[ .,„“()\n-]{1,2}){0,30}") {
            let mut end = 0;
            for name in names(&text) {
                prop_assert!(end <= name.span.start && name.span.start < name.span.end && name.span.end <= text.len());
                end = name.span.end;
            }
        }
    }
}
