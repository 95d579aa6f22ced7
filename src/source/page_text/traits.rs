//! What a single piece of a page looks like: prose, credit, control, box heading, date line.
//!
//! Every test looks at form and at the generic vocabulary only, never at its neighbours.

use super::{piece::Piece, vocabulary};
use crate::source::dates;

/// Sentences are longer than this (characters); shorter ones are read as lines.
const SHORTEST_PROSE: usize = 60;
/// Longer than any headline: prose even without a full stop.
const LONGEST_LINE: usize = 170;
/// A box heading, a control or a menu item is not longer.
const LONGEST_CONTROL: usize = 70;
/// House notices are shorter than this; longer text is an article whatever it speaks of.
const LONGEST_NOTICE: usize = 900;
/// A credit stands at the end and is not longer.
const LONGEST_CREDIT: usize = 110;

/// The traits of one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits {
    /// Running text.
    pub prose: bool,
    /// Ends as sentences do.
    pub sentence_end: bool,
    /// Has a picture credit.
    pub credit: Credit,
    /// What makes it part of the page rather than of the article.
    pub noise: Noise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    None,
    /// At the end of a caption.
    Trailing,
    /// Nothing but the credit.
    Bare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noise {
    None,
    /// Menu, share bar, duration, count.
    Control,
    /// Says how long ago a reader wrote: `Nordlicht vor 3 Stunden`.
    Stamp,
    /// Heads a box of links or offers.
    BoxStart,
    /// The house speaks to its readers.
    Notice,
}

impl Traits {
    pub fn of(piece: &Piece<'_>) -> Self {
        let text = piece.text;
        let sentence_end = ends_sentence(text);
        Self {
            prose: is_prose(piece, sentence_end),
            sentence_end,
            credit: credit(text, piece.chars),
            noise: noise(piece),
        }
    }

    /// Running text that can belong to an article.
    pub fn is_body_text(&self) -> bool {
        self.prose && self.noise == Noise::None && self.credit == Credit::None
    }
}

/// Words in lower case, cut at anything but letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// True for a full stop, question or exclamation mark, ellipsis or colon at the end, also before closing quotes.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closers: &[char] = &['"', '“', '”', '’', '‘', '\'', '»', '«', '‹', '›', ')', ']', '\u{200b}', '\u{ad}'];
    let bare = text.trim_end_matches(closers).trim_end();
    bare.ends_with(['.', '!', '?', '…', ':'])
}

fn is_prose(piece: &Piece<'_>, sentence_end: bool) -> bool {
    let long_enough = piece.chars >= SHORTEST_PROSE && (sentence_end || piece.chars >= LONGEST_LINE);
    long_enough && function_words(piece.text) * 9 >= words(piece.text).count()
}

/// How many words are articles, prepositions, pronouns, auxiliaries.
pub(super) fn function_words(text: &str) -> usize {
    words(text).filter(|word| vocabulary::FUNCTION_WORDS.contains(&word.as_str())).count()
}

fn credit(text: &str, chars: usize) -> Credit {
    let lower = text.to_lowercase();
    let Some(at) = credit_start(&lower) else { return Credit::None };
    let before = lower[..at].trim_matches(|c: char| !c.is_alphanumeric());
    match lower[at..].chars().count() {
        length if length > LONGEST_CREDIT => Credit::None,
        _ if before.is_empty() => {
            if chars <= LONGEST_CREDIT {
                Credit::Bare
            } else {
                Credit::None
            }
        }
        _ => Credit::Trailing,
    }
}

/// Where the credit begins in a text in lower case: `©`, `(Foto:`, `Bild: `, or an owner's name with slash or bar.
fn credit_start(lower: &str) -> Option<usize> {
    let sign = lower.rfind('©').or_else(|| lower.rfind("(c) "));
    sign.or_else(|| labelled_credit(lower)).or_else(|| owner_line(lower)).or_else(|| archive_note(lower))
}

fn labelled_credit(lower: &str) -> Option<usize> {
    // The credit's label is the last word before a colon (`… im HafenBild: dpa` has lost its space).
    let colon = lower.match_indices(": ").map(|(at, _)| at).filter(|at| label_before(lower, *at).is_some()).last()?;
    let label = label_before(lower, colon)?;
    let after = lower[colon..].trim_end_matches([')', '.']);
    // A credit names people and houses; a headline after `Erstes Bild:` has verbs and articles.
    let names = after.split_inclusive(". ").count() <= 2
        && !after.ends_with(['?', '!'])
        && function_words(after) * 5 <= after.split_whitespace().count();
    names.then(|| colon - label.len())
}

fn label_before(lower: &str, colon: usize) -> Option<&'static str> {
    let labels = vocabulary::CREDIT_LABELS.iter().copied();
    labels.filter(|label| lower[..colon].ends_with(label)).max_by_key(|label| label.len())
}

/// A short line that names picture owners and makers, `Ada Lindner/dpa`, `picture alliance | Ada Lindner`.
fn owner_line(lower: &str) -> Option<usize> {
    let owner = vocabulary::PICTURE_OWNERS.iter().any(|owner| words_hold(lower, owner));
    let joined = lower.contains(['/', '|']);
    let short = lower.chars().count() <= SHORTEST_PROSE && function_words(lower) <= 1;
    let signed = lower.contains('/') && lower.split_whitespace().count() <= 5;
    if short && joined && (owner || signed) && !lower.contains(|c: char| c.is_ascii_digit()) {
        return Some(0);
    }
    let open = lower.rfind('(').filter(|_| lower.trim_end().ends_with(')'))?;
    let inner = &lower[open..];
    let owner = vocabulary::PICTURE_OWNERS.iter().any(|owner| words_hold(inner, owner));
    (owner && joined && inner.contains(['/', '|'])).then_some(open)
}

fn archive_note(lower: &str) -> Option<usize> {
    ["(archivbild)", "(archivfoto)", "(symbolbild)", "(symbolfoto)", "(archiv)"].iter().find_map(|note| {
        let at = lower.rfind(note)?;
        (at + note.len() + 2 >= lower.len()).then_some(at)
    })
}

fn words_hold(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn noise(piece: &Piece<'_>) -> Noise {
    let lower = piece.text.to_lowercase();
    if piece.chars <= LONGEST_CONTROL && is_control(&lower) {
        return if starts_box(piece, &lower) { Noise::BoxStart } else { Noise::Control };
    }
    if starts_box(piece, &lower) {
        return Noise::BoxStart;
    }
    if is_address(&lower) {
        return Noise::Control;
    }
    if piece.chars <= LONGEST_CONTROL && is_stamp(&lower) {
        return Noise::Stamp;
    }
    if ends_with_duration(&lower) {
        return Noise::Control;
    }
    if is_notice(piece, &lower) { Noise::Notice } else { Noise::None }
}

fn is_control(lower: &str) -> bool {
    let all_controls = words(lower).all(|word| {
        vocabulary::CONTROL_WORDS.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
    });
    all_controls || is_duration(lower)
}

/// Ends with `vor 3 Stunden` and the like.
fn is_stamp(lower: &str) -> bool {
    let units = [
        "minute", "minuten", "stunde", "stunden", "tag", "tagen", "woche", "wochen", "monat", "monaten", "jahr",
        "jahren",
    ];
    let words: Vec<&str> = lower.split_whitespace().collect();
    let [.., before, number, unit] = words[..] else { return false };
    before == "vor"
        && units.contains(&unit)
        && (number.bytes().all(|byte| byte.is_ascii_digit()) || number.starts_with("eine"))
}

/// The teaser of a film or broadcast ends with its length: `… 03.05.2023 | 1:47 min`.
fn ends_with_duration(lower: &str) -> bool {
    let mut words = lower.split_whitespace().rev();
    let unit = words.next().is_some_and(|unit| matches!(unit, "min" | "min."));
    unit && words
        .next()
        .is_some_and(|length| length.contains(':') && length.bytes().all(|b| b.is_ascii_digit() || b == b':'))
}

/// `01:43 min`, `3 Min Lesezeit`, `44 Bilder`, `5 Minuten`.
fn is_duration(lower: &str) -> bool {
    let units = ["min", "min.", "minuten", "bilder", "fotos", "kommentare", "sek", "sekunden", "std"];
    let mut words = lower.split_whitespace();
    let digits = words.next().is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'));
    digits && words.next().is_some_and(|unit| units.contains(&unit))
}

fn is_address(lower: &str) -> bool {
    !lower.contains(char::is_whitespace) && (lower.starts_with("http") || lower.starts_with("www."))
}

fn starts_box(piece: &Piece<'_>, lower: &str) -> bool {
    let start = vocabulary::BOX_STARTS.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || start.ends_with("wert"))
    });
    let linking = lower.split_once(':').is_some_and(|(label, _)| label.chars().count() <= 30);
    start && (piece.chars <= LONGEST_CONTROL && !ends_with_stop(piece.text) || linking && piece.chars <= LONGEST_LINE)
}

/// A full stop within: one sentence ends, another begins.
pub(super) fn has_full_stop(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word: String = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).collect();
        // `Prof. ` and `Str. ` are shorter.
        word.chars().count() >= 5 && word.chars().any(char::is_lowercase)
    })
}

fn ends_with_stop(text: &str) -> bool {
    text.ends_with('.') && text.split_whitespace().count() > 4
}

fn is_notice(piece: &Piece<'_>, lower: &str) -> bool {
    if piece.chars > LONGEST_NOTICE {
        return false;
    }
    let claimed = lower.starts_with("copyright") && lower.contains(". ");
    if claimed || vocabulary::HOUSE_PHRASES.iter().any(|phrase| lower.contains(phrase)) {
        return true;
    }
    let said = outside_quotations(lower);
    let matters = vocabulary::HOUSE_MATTERS.iter().filter(|matter| starts_word(&said, matter)).count();
    let addressed = words(&said).filter(|word| vocabulary::ADDRESSES.contains(&word.as_str())).count();
    let offered = matters >= 1 && piece.chars <= 250 && !ends_sentence(piece.text) && piece.chars > LONGEST_CONTROL;
    offered
        || matters >= 2 && addressed >= 1 && piece.chars <= 500
        || matters >= 1 && addressed >= 2 && piece.chars <= 300
}

fn starts_word(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// The text without what stands between quotation marks.
fn outside_quotations(text: &str) -> String {
    let mut outside = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '„' | '»' if !inside => inside = true,
            '“' | '”' | '«' => inside = false,
            '"' => inside = !inside,
            _ if !inside => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// True for a short line that says when, and little else.
pub(super) fn is_date_line(piece: &Piece<'_>) -> bool {
    if piece.chars > 80 {
        return false;
    }
    let dated: usize = dates::find_all(piece.text).map(|found| found.end - found.start).sum();
    dated > 0 && piece.text.len() - dated <= 45
}
