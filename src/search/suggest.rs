//! "Did you mean": a query whose misspelt words are replaced by what the index holds in their place.
//!
//! A word counts as misspelt when the index does not hold it, or hardly, and holds a much more frequent one a few
//! letters off. Of several such words the nearest counts, and of equally near ones the most frequent: what is typed is
//! more often a common word with a slip than a rare one (Kernighan, Church, Gale: "A spelling correction program based
//! on a noisy channel model", 1990).

use crate::article::Span;
use crate::german::{self, PartStems, Token};
use crate::index::{Nearness, Snapshot};
use crate::search::Error;
use std::collections::HashMap;

/// Letters from which a word can be misspelt: a shorter one is a few letters off from too many others.
const LETTERS: usize = 4;
/// Passages up to which a word that the index holds can still be misspelt.
const RARE: u64 = 2;
/// How many times more frequent its replacement is then.
const TIMES: u64 = 20;
/// Stems whose forms are looked at.
const STEMS: usize = 6;
/// Passages that are read for the forms of a stem.
const PASSAGES: usize = 12;
/// What a tenfold frequency weighs against one letter.
const TENFOLD: f64 = 0.3;
/// What another first letter weighs: beginnings are seldom mistyped.
const FIRST_LETTER: f64 = 0.5;
/// Words between others that belong to the query's grammar.
const OPERATORS: &[&str] = &["AND", "OR", "NOT", "NEAR", "UND", "ODER", "NICHT"];
/// Signs that make a word a pattern or the value of a field, which mean what they say.
const BEFORE: &[char] = &['*', '?', '/', '=', ':', '-'];
const BEHIND: &[char] = &['*', '?', '/', '~'];

/// `query` with its misspelt words replaced by words as the articles write them; `None` when there is nothing to put
/// right.
///
/// # Errors
/// When the index fails.
pub fn suggestion(snapshot: &Snapshot, query: &str) -> Result<Option<String>, Error> {
    let mut better = String::new();
    let mut end = 0;
    for token in german::analyse(query).iter().filter(|token| can_be_misspelt(query, token)) {
        if let Some(word) = replacement(snapshot, token)? {
            better.push_str(query.get(end..token.span.start).unwrap_or_default());
            better.push_str(&word);
            end = token.span.end;
        }
    }
    better.push_str(query.get(end..).unwrap_or_default());
    Ok((end > 0).then_some(better))
}

fn can_be_misspelt(query: &str, token: &Token) -> bool {
    let Span { start, end } = token.span;
    let (before, behind) = (query.get(..start).unwrap_or_default(), query.get(end..).unwrap_or_default());
    let field = behind.strip_prefix(':').is_some_and(|value| value.starts_with(|c: char| !c.is_whitespace()));
    let letters = token.exact.chars().count() >= LETTERS && token.exact.chars().all(char::is_alphabetic);
    // A hyphen within a word excludes nothing.
    let inside = before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric));
    letters
        && !token.stop
        && !token.joined
        && !field
        && (inside || !before.ends_with(BEFORE))
        && !behind.starts_with(BEHIND)
        && !OPERATORS.contains(&query.get(start..end).unwrap_or_default())
}

/// What stands in the index in the place of a misspelt word.
fn replacement(snapshot: &Snapshot, token: &Token) -> Result<Option<String>, Error> {
    let frequency = frequency(snapshot, token)?;
    if frequency > RARE {
        return Ok(None);
    }
    let most = slips(&token.exact);
    let mut best: Option<(f64, String)> = None;
    for (stem, times) in near_stems(snapshot, token, most)? {
        if times < frequency * TIMES {
            continue;
        }
        for form in forms(snapshot, &stem)? {
            let steps = strsim::osa_distance(&token.exact, &german::lower_case(&form));
            let cost = cost(&token.exact, &form, steps, times);
            if steps > 0 && steps <= most && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, form));
            }
        }
    }
    Ok(best.map(|(_, form)| form))
}

/// Number of passages that hold a word, in its stem, its lemma or, for a compound, in all its parts.
fn frequency(snapshot: &Snapshot, token: &Token) -> Result<u64, Error> {
    let mut most = snapshot.frequency(&token.stem)?;
    if let Some(lemma) = token.lemma() {
        most = most.max(snapshot.frequency(&lemma)?);
    }
    let mut parts = PartStems::default();
    let parts = parts.of(&token.exact).iter().map(|part| snapshot.frequency(part)).collect::<Result<Vec<_>, _>>()?;
    Ok(most.max(parts.into_iter().min().unwrap_or(0)))
}

/// Letters that may be wrong in a word.
fn slips(word: &str) -> usize {
    match word.chars().count() {
        0..=6 => 1,
        7..=11 => 2,
        _ => 3,
    }
}

/// Stems that look like the word's, with their frequencies: the nearest ones, and the most frequent of those first.
fn near_stems(snapshot: &Snapshot, token: &Token, slips: usize) -> Result<Vec<(String, u64)>, Error> {
    let nearness = Nearness { similarity: 0.5, edits: slips.min(2), beginning: 0 };
    let mut stems = Vec::new();
    for term in snapshot.near_terms(&token.stem, &nearness)? {
        let frequency = snapshot.frequency(&term.stem)?;
        let steps = strsim::osa_distance(&token.stem, &term.stem);
        stems.push((cost(&token.stem, &term.stem, steps, frequency), term.stem, frequency));
    }
    stems.sort_by(|(a, x, _), (b, y, _)| a.total_cmp(b).then_with(|| x.cmp(y)));
    Ok(stems.into_iter().take(STEMS).map(|(_, stem, frequency)| (stem, frequency)).collect())
}

fn cost(typed: &str, other: &str, steps: usize, frequency: u64) -> f64 {
    let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
    let beginning = if first(typed) == first(other) { 0.0 } else { FIRST_LETTER };
    steps as f64 + beginning - TENFOLD * (frequency.max(1) as f64).log10()
}

/// The forms of a stem as its first passages write them, most frequent first.
fn forms(snapshot: &Snapshot, stem: &str) -> Result<Vec<String>, Error> {
    let mut forms: HashMap<String, usize> = HashMap::new();
    for text in snapshot.texts_with(stem, PASSAGES)? {
        for token in german::analyse(&text).into_iter().filter(|token| token.stem == stem) {
            let written = text.get(token.span.start..token.span.end).unwrap_or_default();
            *forms.entry(written.to_owned()).or_default() += 1;
        }
    }
    let mut forms: Vec<_> = forms.into_iter().collect();
    forms.sort_by(|(x, a), (y, b)| b.cmp(a).then_with(|| x.cmp(y)));
    Ok(forms.into_iter().map(|(form, _)| form).collect())
}
