//! Keys: how names of outlets, actors, authors and sections are compared when results are filtered.

use crate::german::fold::fold;
use crate::german::lower_case::lower_case;
use crate::german::normalise::normalise;

/// The form under which a name is filtered.
///
/// Case, umlaut spelling, ß, accents, hyphens, spaces and punctuation make no difference: *Kim Jong-un* and *kim jong
/// un*, *Süddeutsche Zeitung* and *sueddeutsche-zeitung* share a key. A name without letters or digits keeps its
/// characters, so that only the empty name has the empty key.
#[must_use]
pub fn key(name: &str) -> String {
    let clean = normalise(name);
    let letters: String = clean.text.chars().filter(|char| char.is_alphanumeric()).collect();
    if letters.is_empty() {
        return clean.text.trim().to_owned();
    }
    fold(&lower_case(&letters)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_a_key() {
        for (names, expected) in [
            (&["Kim Jong-un", "kim jong un", "KIM JONG‑UN", "Kim  Jongun"][..], "kimjongun"),
            (&["Süddeutsche Zeitung", "sueddeutsche zeitung", "Suddeutsche-Zeitung"], "suddeutschezeitung"),
            (&["Weißbachtal-Bote", "WEISSBACHTALBOTE"], "weissbachtalbote"),
            (&["t-online", "T-Online", "tonline"], "tonline"),
            (&["L’Express", "L'Express"], "lexpress"),
            (&["José"], "jose"),
            (&["†"], "†"),
            (&["", "  "], ""),
        ] {
            for name in names {
                assert_eq!(key(name), expected, "{name}");
            }
        }
    }
}
