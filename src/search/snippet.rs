//! Snippets: the sentences of a passage that hold what matched, with the places of the matches.
//!
//! A snippet is a text and ranges; colour and markup are made where it is presented.

use crate::article::{CharIndex, Span};
use crate::german::{self, Token};
use crate::passage;
use crate::query::{Occur, Plan};
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

/// What a query wants to see marked.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    words: HashSet<String>,
    phrases: Vec<Vec<String>>,
}

impl Wanted {
    /// The words and phrases of `plan` that may or must match.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut wanted = Self::default();
        for word in plan.words.iter().filter(|word| word.occur != Occur::MustNot) {
            wanted.words.extend(word.forms.iter().map(|form| form.stem.clone()));
        }
        for phrase in plan.phrases.iter().filter(|phrase| phrase.occur != Occur::MustNot) {
            wanted.phrases.push(phrase.tokens.iter().map(|token| token.stem.clone()).collect());
        }
        wanted
    }

    /// The tokens of a text that match: words wherever they stand, phrases only as a whole.
    fn matches(&self, tokens: &[Token]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            if self.words.contains(&token.stem) {
                found.push(Match { span: token.span, stem: token.stem.clone() });
            }
            for phrase in self.phrases.iter().filter(|phrase| stands_at(phrase, tokens, i)) {
                let last = &tokens[i + phrase.len() - 1];
                found.push(Match { span: Span::new(token.span.start, last.span.end), stem: phrase.join(" ") });
            }
        }
        found.sort_by_key(|found| (found.span.start, usize::MAX - found.span.end));
        found.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
        found
    }
}

fn stands_at(phrase: &[String], tokens: &[Token], at: usize) -> bool {
    tokens.len() >= at + phrase.len() && phrase.iter().zip(&tokens[at..]).all(|(stem, token)| *stem == token.stem)
}

/// A place that matched, in bytes, and what it matched by.
#[derive(Debug, Clone)]
struct Match {
    span: Span,
    stem: String,
}

impl Snippet {
    /// Cuts the best sentence of `text`, or two neighbours where both fit and the second holds matches too.
    #[must_use]
    pub fn cut(text: &str, wanted: &Wanted, length: SnippetLength) -> Self {
        let tokens = german::analyse(text);
        let matches = wanted.matches(&tokens);
        let window = match length {
            SnippetLength::Whole => Span::new(0, text.len()),
            SnippetLength::Chars(limit) => best_window(text, &matches, limit),
        };
        let window = match length {
            SnippetLength::Chars(limit) if chars(text, window) > limit => {
                shortened(window, text, &tokens, &matches, limit)
            }
            _ => window,
        };
        Self::of(text, window, &matches)
    }

    fn of(text: &str, window: Span, matches: &[Match]) -> Self {
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
fn best_window(text: &str, matches: &[Match], limit: usize) -> Span {
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
fn worth(window: Span, matches: &[Match]) -> (usize, usize) {
    let inside: Vec<_> = matches.iter().filter(|found| window.contains(found.span)).collect();
    let different: HashSet<_> = inside.iter().map(|found| &found.stem).collect();
    (different.len(), inside.len())
}

/// A sentence of fewer characters says little without its neighbour.
const TOO_SHORT: usize = 80;

/// The part of a window that holds the most matches within the limit, cut between words.
fn shortened(window: Span, text: &str, tokens: &[Token], matches: &[Match], limit: usize) -> Span {
    let inside: Vec<&Match> = matches.iter().filter(|found| window.contains(found.span)).collect();
    let tokens: Vec<Span> = tokens.iter().map(|token| token.span).filter(|span| window.contains(*span)).collect();
    let (Some(first), Some(_)) = (tokens.first(), tokens.last()) else { return window };
    let anchor = densest(&inside, text, limit).unwrap_or(*first);
    grown(anchor, &tokens, text, limit)
}

/// The run of matches with the most different words that fits the limit.
fn densest(matches: &[&Match], text: &str, limit: usize) -> Option<Span> {
    let mut best: Option<(usize, Span)> = None;
    for (i, from) in matches.iter().enumerate() {
        let mut different = HashSet::new();
        for to in &matches[i..] {
            let span = Span::new(from.span.start, to.span.end.max(from.span.end));
            if chars(text, span) > limit {
                break;
            }
            different.insert(&to.stem);
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
