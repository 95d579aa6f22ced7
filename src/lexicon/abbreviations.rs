//! Abbreviations written with a point, and whether that point may end a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../data/lexicons/abbreviations.txt");

static KINDS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| entries(LIST).collect());

/// Where an abbreviation may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
    /// Something always follows (*Dr.*, *Nr.*): its point never ends a sentence.
    Inner,
    /// It may be the last word of a sentence (*usw.*, *Mio.*).
    Final,
}

/// The abbreviation that is written as `word` and a point; `word` in lower case, without spaces (`z.b`).
#[must_use]
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    KINDS.get(word).copied()
}

/// The entries of the list; of two for the same word, the later one counts (the more careful `final`).
fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, Abbreviation)> {
    list.lines().flat_map(|line| {
        let (kind, words) = line.split_once(' ').unwrap_or_default();
        let kind = match kind {
            "inner" => Some(Abbreviation::Inner),
            "final" => Some(Abbreviation::Final),
            _ => None,
        };
        words.split_whitespace().filter_map(move |word| Some((word, kind?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_know_where_they_may_stand() {
        for (word, expected) in [
            ("dr", Some(Abbreviation::Inner)),
            ("z.b", Some(Abbreviation::Inner)),
            ("mio", Some(Abbreviation::Final)),
            ("haus", None),
            ("", None),
            ("inner", None),
        ] {
            assert_eq!(abbreviation(word), expected, "{word}");
        }
    }
}
