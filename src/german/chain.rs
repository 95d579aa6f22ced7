//! The chain itself: which steps a text goes through, in which order, and the tokens that come out.

use crate::article::Span;
use crate::german::fold::fold;
use crate::german::lemma::lemma_stem;
use crate::german::lower_case::lower_case;
use crate::german::normalise::normalise;
use crate::german::stem::Stemmer;
use crate::german::tokenise::tokenise;
use crate::lexicon::stopwords;

/// A word of a text as the index and the query see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the original text: bytes, on character borders. Starts never run backwards from token to
    /// token.
    pub span: Span,
    /// Which word of the text it is, counted from 0. The parts of a hyphenated word count each.
    pub position: u32,
    /// As written, but lower-cased and cleaned (NFC, no soft hyphens); umlauts and ß are kept.
    pub exact: String,
    /// The exact form, folded ([`fold()`]) and stemmed.
    pub stem: String,
    /// True for words of grammar (*und*, *nicht*, *über*), which say little about a text's subject.
    pub stop: bool,
    /// True for a word that stands there only in pieces: `literaturlexikon` for *Literatur-Lexikon*, `politikerinnen`
    /// for *Politiker:innen*. It shares the position of its first piece, follows that piece, and spans all of them.
    pub joined: bool,
}

impl Token {
    /// The stem of its dictionary form where that is another one ([`lemma_stem`]); words of grammar have none.
    #[must_use]
    pub fn lemma(&self) -> Option<String> {
        if self.stop { None } else { lemma_stem(&self.exact) }
    }
}

/// The longest form of a token, in bytes. The longest words of German law have some 80 letters; what goes beyond this
/// is no word (data in base 64, broken pages) and is cut, alike in texts and queries.
const LONGEST_FORM: usize = 160;

/// Takes a text through the whole chain.
///
/// Every text is accepted; one without words gives no tokens.
#[must_use]
pub fn analyse(text: &str) -> Vec<Token> {
    let stemmer = Stemmer::german();
    let clean = normalise(text);
    let mut tokens = Vec::with_capacity(text.len() / 6);
    for word in tokenise(&clean.text) {
        let exact = lower_case(cut(&word.form));
        let folded = fold(&exact);
        tokens.push(Token {
            span: clean.original(word.span),
            position: word.position,
            stem: stemmer.stem(&folded).into_owned(),
            stop: stopwords::contains(&exact),
            exact,
            joined: word.joined,
        });
    }
    tokens
}

/// The form itself, or its beginning when it is longer than [`LONGEST_FORM`].
fn cut(form: &str) -> &str {
    let end = (0..=LONGEST_FORM.min(form.len())).rev().find(|&end| form.is_char_boundary(end));
    &form[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `exact/stem` of each token, `!` after stop words, `+` before joined ones.
    fn shown(text: &str) -> String {
        let token = |token: Token| {
            let (plus, bang) = (if token.joined { "+" } else { "" }, if token.stop { "!" } else { "" });
            format!("{plus}{}/{}{bang}", token.exact, token.stem)
        };
        analyse(text).into_iter().map(token).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_become_tokens() {
        for (text, expected) in [
            ("", ""),
            ("Die Häuser der Müllers", "die/die! häuser/haus der/der! müllers/mull"),
            ("Müller's Straßen", "müller/mull straßen/strass"),
            ("Strassen und STRASSE", "strassen/strass und/und! strasse/strass"),
            ("Literatur-Lexikon", "literatur/literatur +literaturlexikon/literaturlexikon lexikon/lexikon"),
            ("BürgerInnen", "bürger/burg +bürgerinnen/burg"),
            ("für fuer schon schön", "für/fur! fuer/fur! schon/schon! schön/schon"),
            ("30.000-mal", "30000/30000 +30000mal/30000mal mal/mal!"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn spellings_meet_in_one_stem() {
        for (left, right) in [
            ("Mueller", "Müller"),
            ("Betrach\u{AD}tet", "betrachtet"),
            ("Mu\u{308}nchen", "München"),
            ("Kaffeeﬁlter", "Kaffeefilter"),
            ("CO₂", "co2"),
            ("Erdoğan", "Erdogan"),
        ] {
            assert_eq!(analyse(left)[0].stem, analyse(right)[0].stem, "{left} {right}");
        }
    }

    #[test]
    fn words_of_grammar_have_no_lemma() {
        for (text, lemma) in [("ging", Some("geh")), ("war", None), ("Haus", None)] {
            assert_eq!(analyse(text)[0].lemma().as_deref(), lemma, "{text}");
        }
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "\u{FEFF}Über Betrach\u{AD}ter in Mu\u{308}nchen, Su‑35-Jets 😀 Müller’s.";
        let slices: Vec<&str> = analyse(text).iter().map(|token| &text[token.span.start..token.span.end]).collect();
        let expected =
            ["Über", "Betrach\u{AD}ter", "in", "Mu\u{308}nchen", "Su", "Su‑35-Jets", "35", "Jets", "Müller’s"];
        assert_eq!(slices, expected);
    }

    #[test]
    fn endless_words_are_cut() {
        let text = "ä".repeat(10_000);
        let tokens = analyse(&text);
        assert_eq!(tokens[0].span, Span::new(0, 20_000));
        assert_eq!(tokens[0].exact.len(), LONGEST_FORM);
        assert_eq!(tokens[0].stem.len(), LONGEST_FORM / 2);
    }

    proptest! {
        #[test]
        fn any_text_gives_tokens_in_order(text in "(\\PC|[-a-zA-ZäöüßI0-9 .,:’*/()_+#§\n\u{308}\u{AD}ﬁ²İ]){0,60}") {
            let mut last = (0, 0);
            for token in analyse(&text) {
                prop_assert!(text.get(token.span.start..token.span.end).is_some_and(|slice| !slice.is_empty()));
                prop_assert!((token.span.start, token.position) >= last);
                prop_assert!(!token.exact.is_empty());
                last = (token.span.start, token.position);
            }
        }

        #[test]
        fn forms_stay_when_analysed_again(text in "[a-zäöüß]{1,12}( [A-ZÄÖÜ][a-zäöüß]{1,12}){0,4}") {
            for token in analyse(&text) {
                let again = analyse(&token.exact);
                prop_assert_eq!(&again[0].exact, &token.exact);
                prop_assert_eq!(&again[0].stem, &token.stem);
            }
        }
    }
}
