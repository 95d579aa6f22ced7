//! Snippets: the sentences of a passage that hold what matched, with the places of the matches.
//!
//! A snippet is a text and ranges; colour and markup are made where it is presented.

use crate::article::{CharIndex, Span};
use crate::german::Token;
use crate::passage;
use crate::search::marks::Mark;
use std::collections::HashSet;

/// Longest snippet in characters, or the whole passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetLength {
    /// About so many characters, never within a word.
    Chars(usize),
    /// The whole passage.
    Whole,
}

impl Default for SnippetLength {
    fn default() -> Self {
        Self::Chars(320)
    }
}

/// A piece of a passage with its matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text; line breaks of the source are spaces, `…` stands where words were left out.
    pub text: String,
    /// What matched, in Unicode characters of `text`, in order, without overlaps.
    pub highlights: Vec<Span>,
}

impl Snippet {
    /// Cuts the best sentence of `text`, whose `tokens` the German chain gave, or two neighbours where both fit and the
    /// second holds `matches` too.
    #[must_use]
    pub fn cut(text: &str, tokens: &[Token], matches: &[Mark], length: SnippetLength) -> Self {
        let window = match length {
            SnippetLength::Whole => Span::new(0, text.len()),
            SnippetLength::Chars(limit) => best_window(text, matches, limit),
        };
        let window = match length {
            SnippetLength::Chars(limit) if chars(text, window) > limit => {
                shortened(window, text, tokens, matches, limit)
            }
            _ => window,
        };
        Self::of(text, window, matches)
    }

    fn of(text: &str, window: Span, matches: &[Mark]) -> Self {
        let before = if text[..window.start].trim().is_empty() { "" } else { "… " };
        let after = if text[window.end..].trim().is_empty() { "" } else { " …" };
        let inner = &text[window.start..window.end];
        let index = CharIndex::new(inner);
        let shift = before.chars().count();
        let inside = matches.iter().filter(|found| window.contains(found.span));
        let highlights = inside.map(|found| index.chars(found.span.relative_to(window.start)).shifted(shift)).collect();
        // One sign for one sign: replacing white space must not move what comes after it.
        let plain: String = inner.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        Self { text: format!("{before}{plain}{after}"), highlights }
    }
}

fn chars(text: &str, span: Span) -> usize {
    text[span.start..span.end].chars().count()
}

/// The sentence with the most different matches; with a neighbour where both fit the limit and the neighbour holds
/// matches too, or the sentence alone is too short to be understood.
fn best_window(text: &str, matches: &[Mark], limit: usize) -> Span {
    let sentences = passage::sentences(text);
    let pairs = sentences.windows(2).map(|pair| Span::new(pair[0].start, pair[1].end));
    let pairs = pairs.filter(|pair| chars(text, *pair) <= limit);
    let best = sentences
        .iter()
        .copied()
        .rev()
        .max_by_key(|window| worth(*window, matches))
        .unwrap_or(Span::new(0, text.len()));
    let widened = pairs.rev().max_by_key(|window| worth(*window, matches));
    match widened {
        Some(pair) if worth(pair, matches) > worth(best, matches) => pair,
        Some(pair) if pair.contains(best) && chars(text, best) < TOO_SHORT => pair,
        _ => best,
    }
}

/// Different words matched within a window, then matches.
fn worth(window: Span, matches: &[Mark]) -> (usize, usize) {
    let inside: Vec<_> = matches.iter().filter(|found| window.contains(found.span)).collect();
    let different: HashSet<_> = inside.iter().map(|found| &found.by).collect();
    (different.len(), inside.len())
}

/// A sentence of fewer characters says little without its neighbour.
const TOO_SHORT: usize = 80;

/// The part of a window that holds the most matches within the limit, cut between words.
fn shortened(window: Span, text: &str, tokens: &[Token], matches: &[Mark], limit: usize) -> Span {
    let inside: Vec<&Mark> = matches.iter().filter(|found| window.contains(found.span)).collect();
    let tokens: Vec<Span> = tokens.iter().map(|token| token.span).filter(|span| window.contains(*span)).collect();
    let (Some(first), Some(_)) = (tokens.first(), tokens.last()) else { return window };
    let anchor = densest(&inside, text, limit).unwrap_or(*first);
    grown(anchor, &tokens, text, limit)
}

/// The run of matches with the most different words that fits the limit.
fn densest(matches: &[&Mark], text: &str, limit: usize) -> Option<Span> {
    let mut best: Option<(usize, Span)> = None;
    for (i, from) in matches.iter().enumerate() {
        let mut different = HashSet::new();
        for to in &matches[i..] {
            let span = Span::new(from.span.start, to.span.end.max(from.span.end));
            if chars(text, span) > limit {
                break;
            }
            different.insert(&to.by);
            if best.is_none_or(|(count, _)| different.len() > count) {
                best = Some((different.len(), span));
            }
        }
    }
    best.map(|(_, span)| span)
}

/// `anchor` with as many words on both sides as the limit allows.
fn grown(anchor: Span, tokens: &[Span], text: &str, limit: usize) -> Span {
    let mut window = anchor;
    loop {
        let left = tokens.iter().rev().find(|token| token.end <= window.start);
        let right = tokens.iter().find(|token| token.start >= window.end);
        let wider_left =
            left.map(|token| Span::new(token.start, window.end)).filter(|span| chars(text, *span) <= limit);
        if let Some(wider) = wider_left {
            window = wider;
        }
        let wider_right =
            right.map(|token| Span::new(window.start, token.end)).filter(|span| chars(text, *span) <= limit);
        if let Some(wider) = wider_right {
            window = wider;
        }
        if wider_left.is_none() && wider_right.is_none() {
            return window;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::german;
    use crate::passage::PassageKind;
    use crate::query::{Form, Group, Layer, Occur, Phrase, Plan, Scope, Wish, Word};
    use crate::search::marks::Wanted;
    use proptest::prelude::*;

    fn wanted(words: &[&str], phrases: &[&str]) -> Wanted {
        let word = |token: Token| {
            let forms = vec![Form { term: token.stem, weight: 1.0, near: false }];
            let word = Word { exact: token.exact, weight: 1.0, part: false, idf: 1.0, forms };
            Wish::Word { scope: Scope::All, layer: Layer::Stems, word }
        };
        let words = words.iter().flat_map(|text| german::analyse(text)).map(word);
        let phrase = |text: &&str| Wish::Phrase(Phrase { scope: Scope::All, tokens: german::analyse(text) });
        let wishes = words.chain(phrases.iter().map(phrase)).map(|wish| (Occur::Should, wish)).collect();
        Wanted::new(&Plan { words: Vec::new(), root: Group { wishes } })
    }

    fn cut(text: &str, wanted: &Wanted, length: SnippetLength) -> Snippet {
        let tokens = german::analyse(text);
        Snippet::cut(text, &tokens, &wanted.marks(text, &tokens, PassageKind::Body), length)
    }

    /// The snippet's text with `[` and `]` around what is marked.
    fn shown(snippet: &Snippet) -> String {
        let mut text: Vec<char> = snippet.text.chars().collect();
        for span in snippet.highlights.iter().rev() {
            text.insert(span.end, ']');
            text.insert(span.start, '[');
        }
        text.into_iter().collect()
    }

    const TEXT: &str = "Der Wind dreht auf Süd. Am Abend schloss die Fähre, und über dem Müller-Kai standen die \
                        Lichter der Übungsschiffe. Niemand wusste, wann es weitergeht.";

    #[test]
    fn the_best_sentence_is_shown_with_its_matches() {
        for (words, phrases, expected) in [
            (
                &["Fähren", "Lichts"][..],
                &[][..],
                "… Am Abend schloss die [Fähre], und über dem Müller-Kai standen die [Lichter] der Übungsschiffe. …",
            ),
            (
                &[],
                &["die Lichter"],
                "… Am Abend schloss die Fähre, und über dem Müller-Kai standen [die Lichter] der Übungsschiffe. …",
            ),
            (
                &["Schiff"],
                &[],
                "… Am Abend schloss die Fähre, und über dem Müller-Kai standen die Lichter der Übungs[schiffe]. …",
            ),
            (
                &["Wind", "Fähre"],
                &[],
                "Der [Wind] dreht auf Süd. Am Abend schloss die [Fähre], und über dem Müller-Kai standen die Lichter der Übungsschiffe. …",
            ),
            (
                &["nirgends"],
                &[],
                "Der Wind dreht auf Süd. Am Abend schloss die Fähre, und über dem Müller-Kai standen die Lichter der Übungsschiffe. …",
            ),
        ] {
            let snippet = cut(TEXT, &wanted(words, phrases), SnippetLength::default());
            assert_eq!(shown(&snippet), expected);
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_words_around_its_matches() {
        let snippet = cut(TEXT, &wanted(&["Lichter"], &[]), SnippetLength::Chars(40));
        assert_eq!(shown(&snippet), "… standen die [Lichter] der Übungsschiffe …");
    }

    #[test]
    fn soft_hyphens_and_umlauts_do_not_shift_marks() {
        let snippet = cut(
            "Über die Betrach\u{ad}tung: ein Ärger",
            &wanted(&["Betrachtung", "Aerger"], &[]),
            SnippetLength::Whole,
        );
        assert_eq!(shown(&snippet), "Über die [Betrach\u{ad}tung]: ein [Ärger]");
    }

    proptest! {
        #[test]
        fn marks_lie_inside_in_order_and_words_stay_whole(text in "[a-zäöüß .,„“\n-]{0,400}", limit in 10_usize..200) {
            let words: Vec<&str> = text.split_whitespace().step_by(3).collect();
            let snippet = cut(&text, &wanted(&words, &[]), SnippetLength::Chars(limit));
            let length = snippet.text.chars().count();
            let mut end = 0;
            for span in &snippet.highlights {
                prop_assert!(end <= span.start && span.start < span.end && span.end <= length);
                end = span.end;
            }
            let plain: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            let inner = snippet.text.trim_start_matches("… ").trim_end_matches(" …");
            let at = plain.find(inner);
            prop_assert!(at.is_some(), "{inner:?} is not a stretch of the text");
            let before = plain[..at.unwrap_or(0)].chars().next_back();
            let after = plain[at.unwrap_or(0) + inner.len()..].chars().next();
            let splits = |outer: Option<char>, inner: Option<char>| {
                outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
            };
            prop_assert!(!splits(before, inner.chars().next()) && !splits(after, inner.chars().next_back()));
        }
    }
}
