//! Lemmas: the dictionary forms behind words that the stemmer leaves apart from them.
//!
//! Strong verbs (*ging*, *ausgebrochen*), participles within their prefixes (*zurückgerufen*), endings of verbs that
//! the stemmer takes for a part of the word (*landet*), irregular plurals and comparatives (*Museen*, *besser*); and
//! verbs behind the nouns made from them where no ending shows it (*Rückruf*). A second form beside the stem, never in
//! its place: a table errs where a form has two meanings.

use crate::german::fold::fold;
use fst::raw::Fst;
use std::sync::LazyLock;

/// Built as `data/lexicons/lemmas.md` describes.
const DATA: &[u8] = include_bytes!("../../data/lexicons/lemmas.fst");

/// `None` would mean that the embedded file is damaged: then no word has a lemma. A test sees to it.
static TABLE: LazyLock<Option<Fst<&'static [u8]>>> = LazyLock::new(|| Fst::new(DATA).ok());

/// Stands between a form and its edit.
const SEPARATOR: u8 = b' ';

/// The edit's first letter for no letters dropped.
const NONE_DROPPED: u8 = b'A';

/// The stem of a word's dictionary form, or of the verb that a noun is made from. Takes a token's exact form.
///
/// `None` where that is the word's own stem, is not known, or is one of several that the word may equally well mean.
#[must_use]
pub fn lemma_stem(exact: &str) -> Option<String> {
    of_folded(&fold(exact))
}

fn of_folded(form: &str) -> Option<String> {
    let edit = edit_of(TABLE.as_ref()?, form.as_bytes())?;
    let (dropped, ending) = edit.split_first()?;
    let kept = form.len().checked_sub(usize::from(dropped.checked_sub(NONE_DROPPED)?))?;
    Some(format!("{}{}", form.get(..kept)?, std::str::from_utf8(ending).ok()?))
}

/// The checksum of the embedded table: another one may give other lemmas.
pub fn lemmas_checksum() -> blake3::Hash {
    blake3::hash(DATA)
}

/// What the table holds behind a form. Every form has one edit, so that behind it each node has a single way on.
fn edit_of(table: &Fst<&'static [u8]>, form: &[u8]) -> Option<Vec<u8>> {
    let mut node = table.root();
    for &byte in form.iter().chain(&[SEPARATOR]) {
        node = table.node(node.transition_addr(node.find_input(byte)?));
    }
    let mut edit = Vec::new();
    while !node.is_empty() {
        let transition = node.transition(0);
        edit.push(transition.inp);
        node = table.node(transition.addr);
    }
    Some(edit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::german::{Stemmer, analyse};
    use fst::Streamer;
    use proptest::prelude::*;

    #[test]
    fn forms_lead_to_their_lemmas() {
        for (forms, lemma) in [
            (&["ging", "gingen", "gegangen"][..], "gehen"),
            (&["zurückgerufen", "zurückrief", "zurueckgerufen"], "zurückrufen"),
            (&["ausgebrochen", "ausbrach", "ausbricht"], "ausbrechen"),
            (&["notgelandet", "notlandete"], "notlanden"),
            (&["angegriffen"], "angreifen"),
            (&["verboten"], "verbieten"),
            (&["geschlossen"], "schließen"),
            (&["museen"], "museum"),
            (&["besser", "besten"], "gut"),
        ] {
            let stem = &analyse(lemma)[0].stem;
            for form in forms {
                assert_eq!(lemma_stem(form).as_ref(), Some(stem), "{form}");
            }
        }
    }

    #[test]
    fn nouns_lead_to_the_verbs_they_are_made_from() {
        for (nouns, verb) in [
            (&["rückruf", "rückrufe", "rückrufs"][..], "zurückrufen"),
            (&["ausbruch", "ausbrüche"], "ausbrechen"),
            (&["angriff", "angriffen"], "angreifen"),
            (&["festnahme"], "festnehmen"),
            (&["landung"], "landen"),
        ] {
            let stem = &analyse(verb)[0].stem;
            for noun in nouns {
                assert_eq!(lemma_stem(noun).as_ref(), Some(stem), "{noun}");
            }
        }
    }

    #[test]
    fn other_words_have_none() {
        for word in ["", "haus", "häuser", "weiß", "los", "band", "abstand", "zeitung", "berlin", "qqqq", "20", "ging "]
        {
            assert_eq!(lemma_stem(word), None, "{word}");
        }
    }

    #[test]
    fn every_entry_is_one_edit_that_fits_its_form() {
        let table = TABLE.as_ref().unwrap();
        assert!(table.len() > 50_000 && table.verify().is_ok());
        let (mut stream, mut last, stemmer) = (table.stream(), String::new(), Stemmer::german());
        while let Some((entry, _)) = stream.next() {
            let (form, _) = std::str::from_utf8(entry).unwrap().split_once(' ').unwrap();
            assert_ne!(form, last);
            let lemma = of_folded(form);
            assert!(lemma.is_some_and(|lemma| !lemma.is_empty() && lemma != stemmer.stem(form)), "{form}");
            form.clone_into(&mut last);
        }
    }

    proptest! {
        #[test]
        fn any_word_may_be_asked_for(word in "(ge|zurück|\\PC){0,12}") {
            prop_assert_ne!(lemma_stem(&word), Some(String::new()));
        }
    }
}
