//! Stemming: the inflected forms of a word become one stem.

use rust_stemmers::Algorithm;
use std::borrow::Cow;

/// The stemmer of the chain.
///
/// It is Snowball's German stemmer as `rust-stemmers` has it, an older and settled version: stems once written to an
/// index stay valid. What later versions added and search gains by is done before it: umlauts in two letters
/// ([`crate::german::fold()`]), *-eln* as the plural of *-el* (*Inseln*), *-erin* and *-erinnen* as forms of *-er*, and the
/// `em` of *System*, which is no ending.
///
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
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit || NOUNS_IN_EM.iter().any(|noun| word.ends_with(noun)) {
            return Cow::Borrowed(word);
        }
        self.0.stem(without_late_ending(word))
    }
}

/// Nouns, and ends of compounds, whose `em` the stemmer would take for the ending of an adjective (*gutem*).
const NOUNS_IN_EM: [&str; 2] = ["system", "problem"];

/// Takes off the endings that only later versions of the stemmer know.
fn without_late_ending(word: &str) -> &str {
    let person = word.strip_suffix("innen").or_else(|| word.strip_suffix("in"));
    let plural = word.strip_suffix('n');
    let ends = |base: &&str, end: &str| base.len() > end.len() + 1 && base.ends_with(end);
    person.filter(|base| ends(base, "er")).or(plural.filter(|base| ends(base, "el"))).unwrap_or(word)
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
            (&["insel", "inseln"], "insel"),
            (&["lehrer", "lehrerin", "lehrerinnen", "lehrern"], "lehr"),
            (&["schulsystem", "schulsysteme", "schulsystems"], "schulsystem"),
            (&["herein"], "herein"),
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
