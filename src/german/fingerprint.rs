//! The fingerprint of the chain: whether an index was written by the chain that reads it.

use crate::german::chain::analyse;
use crate::german::compound::{lexicon_checksum, parts};
use crate::german::lemma::{lemma_stem, lemmas_checksum};
use std::sync::OnceLock;

/// Raised by hand for changes that the probe below does not show.
const VERSION: u32 = 1;

/// A text in which every rule of the chain has something to do.
const PROBE: &str = "Die Größe der Groesse: Müller's Straßen-Umbau (aktuell) kostet 30.000 Euro, 2,5-mal so viel. \
    Die Su‑35-Kampfjets flogen um 20:15 Uhr; C++ und C# blieben, § 219a StGB, z. B. U.S.A. und CO₂. \
    Politiker:innen, Bürger*innen, Lehrer_innen, Leser/innen, SchülerInnen, Kolleg(inn)en, jede:r Betrach\u{AD}ter \
    von https://www.beispiel.de/neue-seite?id=7 schrieb an max.muster@beispiel.de. Cafe\u{301}s in Łódź, Israel \
    und Zürich, O’Neill, d’Artagnans Häuser, Freundinnen, Gesundheit, herrlichkeiten, ﬁnden, 10 000 km².";

/// Sixteen hexadecimal digits that change whenever the chain turns texts into other tokens.
#[must_use]
pub fn fingerprint() -> String {
    static FINGERPRINT: OnceLock<String> = OnceLock::new();
    FINGERPRINT.get_or_init(|| digest(PROBE)).clone()
}

fn digest(text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("german chain {VERSION}\n").as_bytes());
    for table in [lexicon_checksum(), lemmas_checksum()] {
        hasher.update(table.as_bytes());
    }
    for token in analyse(text) {
        hasher.update(format!("{token:?} {:?} {:?}\n", parts(&token.exact), lemma_stem(&token.exact)).as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_short_and_stays_the_same() {
        assert_eq!(fingerprint(), fingerprint());
        assert!(fingerprint().len() == 16 && fingerprint().bytes().all(|digit| digit.is_ascii_hexdigit()));
    }

    #[test]
    fn other_tokens_give_another() {
        assert_ne!(digest("Haus"), digest("Hause"));
        assert_ne!(digest("der"), digest("dem"));
    }
}
