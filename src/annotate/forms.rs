//! Finds listed names in running words, in every inflection that German gives them.

use super::words::{Segment, is_hyphen, is_space, is_upper, word_spans};
use std::collections::HashMap;

/// Names by their first word; `E` says what a name stands for.
#[derive(Debug, Clone)]
pub(super) struct Forms<E> {
    by_first_word: HashMap<String, Vec<Form<E>>>,
}

/// One listed name.
#[derive(Debug, Clone)]
struct Form<E> {
    entry: E,
    words: Vec<FormWord>,
}

#[derive(Debug, Clone)]
struct FormWord {
    text: String,
    /// What stands before it in the listed name.
    gap: String,
}

/// A listed name found in a segment: what it stands for, and the word after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<E> {
    pub entry: E,
    pub end: usize,
}

impl<E: Copy> Forms<E> {
    pub fn new(listed: impl IntoIterator<Item = (String, E)>) -> Self {
        let mut by_first_word: HashMap<String, Vec<Form<E>>> = HashMap::new();
        for (name, entry) in listed {
            let words = form_words(&name);
            let Some(first) = words.first() else { continue };
            for key in variants(&first.text, words.len() == 1) {
                by_first_word.entry(key).or_default().push(Form { entry, words: words.clone() });
            }
        }
        for forms in by_first_word.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
        }
        Self { by_first_word }
    }

    /// The names that start at word `i`, only the longest ones (two lists may hold the same name).
    pub fn at(&self, segment: &Segment<'_>, i: usize) -> Vec<Found<E>> {
        let Some(forms) = self.by_first_word.get(segment.lower(i)) else { return Vec::new() };
        let mut found: Vec<Found<E>> = Vec::new();
        for form in forms {
            let end = i + form.words.len();
            if found.first().is_some_and(|longest| longest.end > end) {
                break;
            }
            if form.stands_at(segment, i) {
                found.push(Found { entry: form.entry, end });
            }
        }
        found
    }
}

impl<E> Form<E> {
    fn stands_at(&self, segment: &Segment<'_>, i: usize) -> bool {
        let last = self.words.len() - 1;
        i + last < segment.words.len()
            && self.words.iter().enumerate().all(|(n, word)| {
                let at = i + n;
                (n == 0 || gaps_agree(&word.gap, segment.gap(at)))
                    && (cases_agree(&word.text, segment.word(at)) || (last > 0 && is_foreign_article(&word.text)))
                    && variants(&word.text, n == last).iter().any(|form| form == segment.lower(at))
            })
    }
}

fn form_words(name: &str) -> Vec<FormWord> {
    let mut end = 0;
    word_spans(name)
        .into_iter()
        .map(|span| {
            let gap = name[end..span.start].to_owned();
            end = span.end;
            FormWord { text: name[span.start..span.end].to_owned(), gap }
        })
        .collect()
}

/// Spaces and hyphens stand for each other (`Spiegel-Online`); everything else must be as listed.
fn gaps_agree(listed: &str, found: &str) -> bool {
    let loose = |gap: &str| is_space(gap) || is_hyphen(gap);
    listed == found || (loose(listed) && loose(found))
}

/// Capitals must be as listed, or all capitals (`SPIEGEL`); an acronym never matches a plain word.
fn cases_agree(listed: &str, found: &str) -> bool {
    if is_upper(listed) && is_upper(found) {
        return listed == found;
    }
    if is_upper(found) && !listed.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()) {
        return found.chars().count() > 2;
    }
    let stem = listed.chars().count().saturating_sub(2).max(1);
    listed.chars().zip(found.chars()).take(stem).all(|(a, b)| a == b)
        && (!is_upper(listed) || found.starts_with(listed))
}

/// `Al-Dschasira` and `al-Dschasira` are the same.
fn is_foreign_article(listed: &str) -> bool {
    listed.len() == 2 && !is_upper(listed)
}

/// Words of fewer letters are not inflected as adjectives.
const SHORTEST_ADJECTIVE: usize = 5;

/// The forms in lower case that a word of a listed name takes in a sentence.
fn variants(word: &str, last: bool) -> Vec<String> {
    let lower = word.to_lowercase();
    let mut forms = vec![lower.clone()];
    if let Some(stem) = adjective_stem(&lower).filter(|_| !is_upper(word) && (!last || lower.ends_with('e'))) {
        forms.extend(["e", "en", "er", "es", "em"].map(|ending| format!("{stem}{ending}")));
    }
    if last {
        forms.extend(noun_endings(&lower, is_upper(word)).iter().map(|ending| format!("{lower}{ending}")));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn adjective_stem(lower: &str) -> Option<&str> {
    let stem = ["er", "es", "en", "e"].iter().find_map(|ending| lower.strip_suffix(ending))?;
    (lower.chars().count() >= SHORTEST_ADJECTIVE).then_some(stem)
}

fn noun_endings(lower: &str, acronym: bool) -> &'static [&'static str] {
    match lower.chars().last() {
        _ if acronym => &["s"],
        _ if lower.chars().count() < 3 => &[],
        Some('s' | 'x' | 'z' | 'ß') => &["es"],
        Some('l' | 'r') => &["s", "n"],
        Some('t' | 'd' | 'g' | 'k' | 'b' | 'p' | 'f' | 'h') => &["s", "es", "e", "en"],
        _ => &["s"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotate::words::Place, lexicon::PersonNames};

    #[test]
    fn names_are_found_as_german_bends_them() {
        let names =
            ["Süddeutsche Zeitung", "Zeitung", "Spiegel", "taz", "UN", "CDU/CSU", "t-online", "Grüne", "Handelsblatt"];
        let forms = Forms::new(names.iter().enumerate().map(|(i, name)| ((*name).to_owned(), i)));
        for (text, name) in [
            ("Süddeutschen Zeitung", Some(0)),
            ("Spiegels", Some(2)),
            ("SPIEGEL", Some(2)),
            ("spiegel", None),
            ("taz", Some(3)),
            ("Un", None),
            ("CDU/CSU", Some(5)),
            ("CDU CSU", None),
            ("t-online", Some(6)),
            ("Grünen", Some(7)),
            ("grünen", None),
            ("Handelsblattes", Some(8)),
        ] {
            let segment = Segment::new(Place::Title, 0, text, PersonNames::embedded());
            let found = forms.at(&segment, 0);
            assert_eq!(found.first().map(|found| found.entry), name, "{text}");
            assert!(found.iter().all(|found| found.end == segment.words.len()), "{text}");
        }
    }
}
