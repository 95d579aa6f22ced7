//! Spellings: how a word is compared letter by letter, where it is not stemmed.
//!
//! [`fold()`](crate::german::fold()) needs a whole word to tell *ue* in *Mueller* from *ue* in *neue*; a piece of a word
//! does not tell. So a piece is compared in three spellings, each of which maps letter by letter: `h?user`, `häus` and
//! `haeus` find *Häuser*, and none of them *Haus*.

use crate::german::fold::push_plain;
use crate::german::lower_case::lower_case;
use crate::german::normalise::normalise;

/// A way to spell the letters of an exact form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As it is.
    Written,
    /// Without dots and accents: `hauser`, `strasse`, `cafe`.
    Plain,
    /// Umlauts in two letters, else plain: `haeuser`, `strasse`.
    TwoLetters,
}

impl Spelling {
    /// `form`, which is lower-cased, in this spelling.
    #[must_use]
    pub fn of(self, form: &str) -> String {
        let mut spelled = String::with_capacity(form.len() + 4);
        form.chars().for_each(|letter| self.push(letter, &mut spelled));
        spelled
    }

    /// Adds `letter` in this spelling.
    pub fn push(self, letter: char, spelled: &mut String) {
        match (self, letter) {
            (Self::Written, _) => spelled.push(letter),
            (Self::TwoLetters, 'ä') => spelled.push_str("ae"),
            (Self::TwoLetters, 'ö') => spelled.push_str("oe"),
            (Self::TwoLetters, 'ü') => spelled.push_str("ue"),
            _ => push_plain(spelled, letter),
        }
    }
}

/// True when umlauts or what may stand for them are in `form`, so that [`Spelling::TwoLetters`] tells more.
#[must_use]
pub fn has_umlaut(form: &str) -> bool {
    form.contains(['ä', 'ö', 'ü']) || ["ae", "oe", "ue"].iter().any(|pair| form.contains(pair))
}

/// `text` in composed small letters without invisible signs, as exact forms are written.
#[must_use]
pub fn exact_letters(text: &str) -> String {
    lower_case(&normalise(text).text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_three_spellings() {
        for (form, plain, two) in [
            ("häuser", "hauser", "haeuser"),
            ("straße", "strasse", "strasse"),
            ("café", "cafe", "cafe"),
            ("neue", "neue", "neue"),
            ("łódź", "lodz", "lodz"),
        ] {
            assert_eq!(Spelling::Written.of(form), form);
            assert_eq!(Spelling::Plain.of(form), plain);
            assert_eq!(Spelling::TwoLetters.of(form), two);
        }
        assert_eq!(exact_letters("HA\u{308}U\u{AD}SER"), "häuser");
        assert!(has_umlaut("häuser") && has_umlaut("haeuser") && !has_umlaut("haus"));
    }
}
