//! When the name of a country, or of its capital, makes the state an actor.

use super::listed::Verdict;
use super::words::{Segment, is_upper};

/// A noun names its state always; an acronym that only opens a compound (`US-Präsident`) does not suffice alone.
pub(super) fn noun_verdict(segment: &Segment<'_>, start: usize, end: usize) -> Verdict {
    let opens_compound = segment.is_joined(end);
    let bare_acronym = end - start == 1 && is_upper(segment.word(start));
    let is_pronoun_like = segment.word(start).len() == 2 && !opens_compound && segment.is_upper(start + 1);
    if is_pronoun_like || segment.is_joined(start) && bare_acronym {
        return Verdict::No;
    }
    if opens_compound && bare_acronym { Verdict::Weak } else { Verdict::Name }
}

/// A capital stands for its government when it acts; as a mere place (`in Moskau`) it does not.
///
/// `state_named` tells that the state is an actor anyway, so that weaker signs suffice for one more form.
pub(super) fn capital_verdict(
    segment: &Segment<'_>,
    start: usize,
    end: usize,
    capitals: &[String],
    state_named: bool,
) -> Verdict {
    let before = segment.lower_before(start);
    let place = PLACE_PREPOSITIONS.contains(&before) || is_dateline(segment, start, end);
    if place
        || segment.is_joined(start)
        || segment.is_joined(end)
        || is_infinitive_frame(segment, start, end) == Some(false)
    {
        return Verdict::No;
    }
    let inflected = !capitals.iter().any(|capital| capital == segment.slice(start, end));
    let genitive = inflected && !(segment.follows(end) && segment.is_capital(end));
    let acts = follows_verb(segment, end) || (is_verb(before) && segment.follows(start) && !segment.is_capital(end));
    let dealt_with = PARTNER_PREPOSITIONS.contains(&before) && segment.follows(start);
    if acts || is_infinitive_frame(segment, start, end) == Some(true) || (state_named && (genitive || dealt_with)) {
        Verdict::Name
    } else {
        Verdict::No
    }
}

/// `um Moskau zu unterstützen` deals with the government, `um Moskau` alone is a place.
fn is_infinitive_frame(segment: &Segment<'_>, start: usize, end: usize) -> Option<bool> {
    (segment.lower_before(start) == "um").then(|| segment.lower(end) == "zu" && segment.follows(end))
}

fn is_dateline(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    let gap = segment.gap(end);
    start == 0 && (gap.contains(['(', '–', '—', '/', '.', ':', ',']) || gap.trim() == "-")
}

/// `Moskau droht`, and for each of two `Moskau und Peking einigten sich`.
fn follows_verb(segment: &Segment<'_>, end: usize) -> bool {
    let paired = segment.lower(end) == "und" && segment.is_capital(end + 1) && segment.follows(end + 1);
    let verb = if paired { end + 2 } else { end };
    let plural = |i: usize| PLURAL_VERBS.contains(&segment.lower(i));
    segment.follows(end) && segment.follows(verb) && ((!paired && is_verb(segment.lower(verb))) || plural(verb))
}

fn is_verb(lower: &str) -> bool {
    GOVERNMENT_VERBS.contains(&lower)
}

#[rustfmt::skip]
const PLACE_PREPOSITIONS: &[&str] = &[
    "in", "aus", "nach", "bei", "nahe", "richtung", "über", "ab", "bis", "von", "im", "durch", "vor", "rund",
    "westlich", "östlich", "nördlich", "südlich", "stadt",
];

#[rustfmt::skip]
const PARTNER_PREPOSITIONS: &[&str] = &[
    "mit", "gegenüber", "gegen", "laut", "zwischen", "für", "auf", "an",
];

/// What governments do in the news, in the finite forms that stand next to the subject.
#[rustfmt::skip]
const GOVERNMENT_VERBS: &[&str] = &[
    "will", "wolle", "wollte", "hat", "habe", "hatte", "hätte", "wird", "werde", "würde", "kann", "könne", "könnte",
    "muss", "müsse", "müsste", "soll", "solle", "sollte", "darf", "dürfe", "fordert", "forderte", "droht", "drohte",
    "warnt", "warnte", "erklärt", "erklärte", "setzt", "setzte", "reagiert", "reagierte", "plant", "plante",
    "kündigt", "kündigte", "wirft", "warf", "sieht", "sah", "weist", "wies", "verurteilt", "verurteilte",
    "unterstützt", "unterstützte", "liefert", "lieferte", "schickt", "schickte", "bestreitet", "bestritt",
    "dementiert", "dementierte", "lehnt", "lehnte", "bietet", "verhandelt", "verhandelte", "sagt", "sagte",
    "betont", "betonte", "meldet", "meldete", "spricht", "sprach", "beharrt", "beharrte", "verlangt", "verlangte",
    "zögert", "zögerte", "hofft", "hoffte", "prüft", "prüfte", "verhängt", "verhängte", "protestiert",
    "protestierte", "versucht", "versuchte", "fürchtet", "fürchtete", "schweigt", "bestätigt", "bestätigte",
    "rechtfertigt", "bezeichnet",
];

/// The same of two governments together.
#[rustfmt::skip]
const PLURAL_VERBS: &[&str] = &[
    "wollen", "wollten", "fordern", "forderten", "drohen", "drohten", "warnen", "warnten", "planen", "planten", "verhandeln",
    "verhandelten", "reagieren", "reagierten", "einigen", "einigten", "streiten", "stritten", "vereinbaren", "vereinbarten",
    "kündigen", "kündigten", "unterstützen", "unterstützten", "verurteilen", "verurteilten", "beschuldigen", "beschuldigten",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotate::words::Place, lexicon::PersonNames};

    #[test]
    fn capitals_act_or_are_places() {
        for (text, at, named, verdict) in [
            ("Nun droht Moskau mit Folgen", 2, false, Verdict::Name),
            ("Zu spät, um Moskau zu überzeugen", 3, false, Verdict::Name),
            ("Ein Ring um Moskau entsteht", 3, true, Verdict::No),
            ("Er lebt in Moskau und schreibt", 3, true, Verdict::No),
            ("Moskau (dpa) Es schneit", 0, true, Verdict::No),
            ("Peking weist das zurück", 0, false, Verdict::Name),
            ("Moskau und Peking einigten sich", 0, false, Verdict::Name),
            ("Moskau und Peking einigten sich", 2, false, Verdict::Name),
            ("Moskau und Peking sind Millionenstädte", 0, false, Verdict::No),
            ("Gespräche mit Moskau ruhen", 2, true, Verdict::Name),
            ("Gespräche mit Moskau ruhen", 2, false, Verdict::No),
            ("Die Moskau-Reise endet", 1, true, Verdict::No),
        ] {
            let segment = Segment::new(Place::Title, 0, text, PersonNames::embedded());
            let capitals = ["Moskau".to_owned(), "Peking".to_owned()];
            assert_eq!(capital_verdict(&segment, at, at + 1, &capitals, named), verdict, "{text}");
        }
    }
}
