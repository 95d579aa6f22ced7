//! Abbreviations that an article introduces in brackets (`Moorfreunde Krähwinkel (MFK)`).

use super::bodies::{has_body_head, nominative};
use super::mention::{Draft, Role};
use super::organisations::ORGANISATION;
use super::words::Segment;

/// Marks `Moorfreunde Krähwinkel (MFK)` and remembers what the abbreviation stands for.
pub(super) fn mark(draft: &mut Draft<'_>) {
    for number in 0..draft.segments.len() {
        for i in 1..draft.segments[number].words.len() {
            let segment = &draft.segments[number];
            if !is_bracketed_abbreviation(segment, i) {
                continue;
            }
            let Some((role, name)) = meant_before(draft, number, i).or_else(|| spelled_out(draft, number, i)) else {
                continue;
            };
            let word = draft.segments[number].word(i).to_owned();
            draft.mark(number, i, i + 1, role, &name);
            draft.aliases.insert(word, (role, name));
        }
    }
}

fn is_bracketed_abbreviation(segment: &Segment<'_>, i: usize) -> bool {
    let word = segment.word(i);
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let short = (2..=8).contains(&word.chars().count()) && capitals * 2 >= word.chars().count();
    short && segment.gap(i).ends_with('(') && segment.gap(i + 1).starts_with(')')
}

/// The organisation or medium whose mention ends right before word `i`.
fn meant_before(draft: &Draft<'_>, number: usize, i: usize) -> Option<(Role, String)> {
    let segment = &draft.segments[number];
    let end = segment.origin + segment.words[i - 1].span.end;
    let before = draft.mentions.iter().rev().find(|mention| mention.span.is_some_and(|span| span.end == end))?;
    let same_kind = matches!(before.role, Role::Medium(_) | ORGANISATION);
    (same_kind && is_spelled_by(segment.word(i), &before.form)).then(|| (before.role, before.name.clone()))
}

/// Marks the words before `(MFK)` that spell it out, when they are an organisation's name.
fn spelled_out(draft: &mut Draft<'_>, number: usize, i: usize) -> Option<(Role, String)> {
    let segment = &draft.segments[number];
    let start = spelled_out_before(segment, i)?;
    if !is_body_name(segment, start, i) {
        let word = segment.word(i).to_owned();
        draft.foreign.insert(word);
        return None;
    }
    let name = nominative(segment.slice(start, i));
    draft.mark(number, start, i, ORGANISATION, &name);
    Some((ORGANISATION, name))
}

/// Abbreviations are looked for this many words back.
const LONGEST_NAME: usize = 8;

/// Where the words start that the abbreviation at `i` shortens.
fn spelled_out_before(segment: &Segment<'_>, i: usize) -> Option<usize> {
    for start in (i.saturating_sub(LONGEST_NAME)..i).rev() {
        let joined = start + 1 == i || segment.follows(start + 1) || segment.is_joined(start + 1);
        let linked = segment.is_capital(start) || NAME_LINKS.contains(&segment.lower(start));
        if !segment.is_free(start, i) || !joined || !linked {
            return None;
        }
        let name = segment.slice(start, i);
        if segment.is_capital(start) && !segment.is_joined(start) && is_spelled_by(segment.word(i), name) {
            return Some(start);
        }
    }
    None
}

/// Several words, one of which says what kind of body it is.
fn is_body_name(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    let units = (start..end).filter(|&at| segment.is_capital(at) && !segment.is_joined(at)).count();
    units > 1 && (start..end).any(|at| has_body_head(segment.lower(at)))
}

/// True when the abbreviation's letters stand in the name in this order, the first one at its start, whatever their case.
#[must_use]
pub fn is_spelled_by(abbreviation: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut wanted = abbreviation.chars().flat_map(char::to_lowercase);
    wanted.next() == letters.next() && wanted.all(|letter| letters.any(|other| other == letter))
}

#[rustfmt::skip]
const NAME_LINKS: &[&str] = &[
    "für", "der", "des", "die", "und", "zur", "of", "for", "the", "and", "on", "de",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_spelled_by_their_names() {
        for (short, name, spelled) in [
            ("KVB", "Krähwinkler Verkehrsbetriebe", true),
            ("ISW", "Institute for the Study of War", true),
            ("ABC", "Krähwinkler Verkehrsbetriebe", false),
        ] {
            assert_eq!(is_spelled_by(short, name), spelled, "{short}");
        }
    }
}
