//! Stemming: the inflected forms of a word become one stem.

use rust_stemmers::Algorithm;
use std::borrow::Cow;

/// The stemmer of the chain.
///
/// It is Snowball's German stemmer as `rust-stemmers` has it, an older and settled version: stems once written to an
/// index stay valid. That version does not know ae, oe, ue as umlauts, hence [`crate::german::fold`] before it.
/// Source: <https://snowballstem.org/algorithms/german/stemmer.html>.
pub struct Stemmer(rust_stemmers::Stemmer);

impl Stemmer {
    /// The German stemmer.
    #[must_use]
    pub fn german() -> Self {
        Self(rust_stemmers::Stemmer::create(Algorithm::German))
    }

    /// The stem of a lower-case, folded word. Words with digits stay as they are.
    #[must_use]
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(word);
        }
        self.0.stem(word)
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemmer(German)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn inflected_forms_share_a_stem() {
        let stemmer = Stemmer::german();
        for (words, stem) in [
            (&["haus", "hauser", "hausern", "hauses"][..], "haus"),
            (&["kandidat", "kandidaten"], "kandidat"),
            (&["muller", "mullers"], "mull"),
            (&["regierung", "regierungen"], "regier"),
            (&["2,5"], "2,5"),
            (&["1990er"], "1990er"),
            (&["c++"], "c++"),
            (&[""], ""),
        ] {
            for word in words {
                assert_eq!(stemmer.stem(word), stem, "{word}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem(word in "\\PC{0,30}") {
            let stem = Stemmer::german().stem(&word).into_owned();
            prop_assert!(stem.len() <= word.len() * 2);
        }
    }
}
