//! The stems of a compound's parts, remembered from word to word.

use crate::german::compound::parts;
use crate::german::fold::fold;
use crate::german::stem::Stemmer;
use std::collections::HashMap;

/// How many words are remembered; then it begins anew. Enough for the words that make nine tenths of running text.
const REMEMBERED: usize = 1 << 16;

/// Gives the stems of compound parts, for the index and for queries.
///
/// A text repeats its words, and splitting costs some microseconds: keep one of these for each thread.
#[derive(Debug)]
pub struct PartStems {
    stemmer: Stemmer,
    known: HashMap<String, Box<[String]>>,
}

impl Default for PartStems {
    fn default() -> Self {
        Self { stemmer: Stemmer::german(), known: HashMap::new() }
    }
}

impl PartStems {
    /// The stems of the parts of a word, given as [`crate::german::Token::exact`]; empty for a word that is no compound.
    pub fn of(&mut self, exact: &str) -> &[String] {
        if !self.known.contains_key(exact) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            let stem = |form| self.stemmer.stem(&fold(form)).into_owned();
            let stems = parts(exact).iter().map(|part| stem(part.form)).collect();
            self.known.insert(exact.to_owned(), stems);
        }
        self.known.get(exact).map_or(&[], |stems| stems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_stemmed_like_words() {
        let mut stems = PartStems::default();
        for _ in 0..2 {
            assert_eq!(stems.of("regierungskrisen"), ["regier", "kris"]);
            assert_eq!(stems.of("häusermeer"), ["haus", "meer"]);
            assert!(stems.of("haus").is_empty());
        }
    }
}
