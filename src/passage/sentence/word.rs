//! What the word before a point says about that point.

use crate::lexicon::abbreviations::{Abbreviation, abbreviation};

/// How a point after a word is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The word takes no point of its own: the point ends the sentence.
    PlainWord,
    /// The word may take a point of its own: what follows decides.
    TakesPoint,
    /// The word takes a point, and something belonging to it follows.
    NeedsMore,
}

/// Reads the point between `before` and `next` (the text after it, from its first letter or digit on).
pub fn reading(before: &str, next: &str) -> Reading {
    let word = last(before);
    let is_unit = before[..before.len() - word.len()].ends_with('/');
    if is_unit {
        return Reading::PlainWord;
    }
    if is_number(word) {
        return number(word, &before[..before.len() - word.len()], next);
    }
    match spaced_abbreviation(before).or_else(|| known(word)) {
        Some(Abbreviation::Inner) => Reading::NeedsMore,
        Some(Abbreviation::Final) => Reading::TakesPoint,
        None if is_initials(word) || is_roman(word) || has_no_vowel(word) => Reading::TakesPoint,
        None => Reading::PlainWord,
    }
}

/// The word at the end of a text, points and hyphens within it included.
fn last(before: &str) -> &str {
    let earlier = before.trim_end_matches(|char: char| char.is_alphanumeric() || char == '.' || char == '-');
    before[earlier.len()..].trim_start_matches(['.', '-'])
}

/// The word at the beginning of a text.
pub fn first(next: &str) -> &str {
    &next[..next.find(|char: char| !char.is_alphanumeric()).unwrap_or(next.len())]
}

/// The abbreviation that `word` or its last part (`Chef-Dr`) is.
fn known(word: &str) -> Option<Abbreviation> {
    let lower = word.to_lowercase();
    abbreviation(&lower).or_else(|| abbreviation(lower.rsplit('-').next()?))
}

/// The abbreviation of two or three words that ends the text (`z. B`, `n. Chr`, `i. d. R`).
fn spaced_abbreviation(before: &str) -> Option<Abbreviation> {
    let mut pieces = before.rsplit(char::is_whitespace);
    let mut joined = pieces.next()?.to_lowercase();
    for piece in pieces.take(2) {
        let piece =
            piece.trim_start_matches(['(', '„', '"', '–']).strip_suffix('.').filter(|piece| piece.len() <= 3)?;
        joined = format!("{}.{joined}", piece.to_lowercase());
        if let Some(kind) = abbreviation(&joined) {
            return Some(kind);
        }
    }
    None
}

fn is_number(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Reads the point after digits: of an ordinal, a date, a list, or at the end of a sentence.
fn number(word: &str, before: &str, next: &str) -> Reading {
    let earlier = before.trim_end_matches([' ', '\u{A0}', '\t']);
    let is_fraction = before.ends_with(',');
    if is_fraction
        || word.split('.').any(|digits| digits.len() > 3)
        || word.split('.').nth(1).is_some_and(|digits| digits.len() == 3)
    {
        return Reading::PlainWord;
    }
    let opens_line = earlier.is_empty() || earlier.ends_with('\n');
    if opens_line || next.starts_with(|char: char| char.is_ascii_digit()) || COUNTED.contains(&first(next)) {
        return Reading::NeedsMore;
    }
    if word.contains('.') || leads_to_ordinal(earlier) { Reading::TakesPoint } else { Reading::PlainWord }
}

/// True when an ordinal may stand after this text: after an article, an adjective, or a sign of a list.
fn leads_to_ordinal(earlier: &str) -> bool {
    let word = last(earlier);
    let is_adjective = word.starts_with(char::is_lowercase) && ["e", "en"].iter().any(|end| word.ends_with(end));
    is_adjective || earlier.ends_with(LIST_SIGNS) || BEFORE_ORDINALS.contains(&word.to_lowercase().as_str())
}

/// Signs between the entries of a list (*1. Schmidt, 2. Weber*).
const LIST_SIGNS: [char; 8] = [',', ';', ':', '|', '–', '-', ')', '•'];

/// Words after which a number with a point is an ordinal.
const BEFORE_ORDINALS: &[&str] = &[
    "am",
    "im",
    "vom",
    "zum",
    "zur",
    "beim",
    "ins",
    "der",
    "die",
    "das",
    "dem",
    "den",
    "des",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "eines",
    "sein",
    "seine",
    "seinem",
    "seinen",
    "seiner",
    "seines",
    "ihr",
    "ihre",
    "ihrem",
    "ihren",
    "ihrer",
    "ihres",
    "mein",
    "meinem",
    "meinen",
    "unser",
    "unserem",
    "unseren",
    "jede",
    "jeder",
    "jedes",
    "jedem",
    "jeden",
    "dieser",
    "diese",
    "dieses",
    "diesem",
    "diesen",
    "und",
    "oder",
    "bis",
    "ab",
    "seit",
    "sowie",
    "dessen",
    "deren",
    "kein",
    "keinen",
    "zweiten",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
];

/// Words that are counted by ordinals so often that no sentence begins there.
const COUNTED: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jan",
    "Feb",
    "Mär",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Okt",
    "Nov",
    "Dez",
    "Jahrhundert",
    "Jahrhunderts",
    "Jahrhunderten",
    "Jh",
    "Jahrestag",
    "Jahrestages",
    "Jahrestags",
    "Geburtstag",
    "Geburtstags",
    "Geburtstages",
    "Todestag",
    "Todestages",
    "Hochzeitstag",
    "Mal",
    "Minute",
    "Runde",
    "Liga",
    "Klasse",
    "Stock",
    "Etage",
    "Obergeschoss",
    "Bundestag",
    "Spieltag",
    "Lebensjahr",
    "Auflage",
    "Weltkrieg",
    "Weltkriegs",
    "Platz",
    "Saison",
    "Staffel",
    "Etappe",
    "Kapitel",
    "Sitzung",
    "Wahlperiode",
    "Legislaturperiode",
    "Breitengrad",
    "Längengrad",
    "FC",
    "FSV",
    "FFC",
    "SV",
];

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| b"IVXLCDM".contains(&byte))
}

/// True for single letters, also several with points (`J`, `J.K`).
fn is_initials(word: &str) -> bool {
    !word.is_empty() && word.split(['.', '-']).all(|piece| piece.chars().count() == 1)
}

/// True for words that can only be abbreviations (*Hbf*, *Mrd*). Units (*km*) and names in capitals (*SPD*, *VfB*) take
/// no point.
fn has_no_vowel(word: &str) -> bool {
    (2..=5).contains(&word.len())
        && word.chars().skip(1).all(char::is_lowercase)
        && !word.to_lowercase().contains(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö', 'ü'])
        && !["km", "cm", "mm", "kg", "mg", "ml", "dl", "cl"].contains(&word)
}
