//! Persons by their full names: a given name, a title or another sure sign shows them.

use super::listed::Listed;
use super::mention::{Draft, Role};
use super::outlets::is_reporting_verb;
use super::surnames::Known;
use super::words::{Segment, is_upper};
use crate::article::ActorKind;
use crate::lexicon::PersonNames;
use std::collections::{HashMap, HashSet};

pub(super) const PERSON: Role = Role::Actor(ActorKind::Person);

/// The rule's sources of knowledge about one article.
pub(super) struct PersonRule<'a> {
    pub(super) listed: &'a Listed,
    pub(super) names: &'a PersonNames,
    /// How often each capitalised word stands in the article where a name can stand.
    pub(super) counts: HashMap<String, usize>,
    /// Words that the article also uses as common words.
    pub(super) common: HashSet<String>,
    pub(super) known: HashMap<String, Vec<Known>>,
}

/// Given names, particles and surnames beyond this many are no name.
const MOST_PARTS: usize = 4;

impl<'a> PersonRule<'a> {
    pub fn new(draft: &Draft<'_>, listed: &'a Listed, names: &'a PersonNames) -> Self {
        let mut counts = HashMap::new();
        for segment in &draft.segments {
            for i in (0..segment.words.len()).filter(|&i| segment.is_capital(i) && !segment.is_noun_position(i)) {
                *counts.entry(segment.word(i).to_owned()).or_insert(0) += 1;
            }
        }
        Self { listed, names, counts, common: draft.common.clone(), known: HashMap::new() }
    }

    /// Marks every full name and keeps its short forms.
    pub fn mark_full_names(&mut self, draft: &mut Draft<'_>) {
        for number in 0..draft.segments.len() {
            let mut i = 0;
            let mut last_end = None;
            while i < draft.segments[number].words.len() {
                let segment = &draft.segments[number];
                let Some(end) = self.full_name_at(segment, i, last_end) else {
                    i += 1;
                    continue;
                };
                let name = self.without_genitive(segment.slice(i, end));
                self.keep(segment, i, end, &name, (number, i));
                draft.mark(number, i, end, PERSON, &name);
                (last_end, i) = (Some(end), end);
            }
        }
    }

    /// The end of the full name that starts at word `i`; `last_end` is where the segment's last name ended.
    fn full_name_at(&self, segment: &Segment<'_>, i: usize, last_end: Option<usize>) -> Option<usize> {
        if !self.is_name_word(segment, i) || segment.is_joined(i) || self.is_after_saint(segment, i) {
            return None;
        }
        let end = if self.opens_with_given_name(segment, i) {
            self.end_after_given(segment, i)?
        } else if self.is_titled(segment, i) || self.is_shown_by_context(segment, i, last_end) {
            self.end_of_unknown(segment, i)?
        } else {
            return None;
        };
        (!is_named_after(segment, end)).then_some(end)
    }

    fn opens_with_given_name(&self, segment: &Segment<'_>, i: usize) -> bool {
        let word = segment.word(i);
        if self.names.is_role(segment.lower(segment.unit_end(i) - 1)) && segment.unit_end(i) > i + 1 {
            return false;
        }
        let sure = self.names.is_clearly_given(word) || (self.names.is_given(word) && self.is_titled(segment, i));
        let plain = !segment.starts_sentence(i) && !segment.is_determined(i);
        sure || (self.names.is_given(word) && plain && !is_measure(segment.lower_before(i)))
    }

    /// After a given name: further given names, particles, and the surname.
    fn end_after_given(&self, segment: &Segment<'_>, i: usize) -> Option<usize> {
        let mut end = segment.unit_end(i);
        for part in 0..MOST_PARTS {
            let next = self.skip_particles(segment, end);
            if NOBLE_TITLES.contains(&segment.lower(next)) && segment.follows(next) {
                end = next + 1;
                continue;
            }
            if is_numeral(segment.word(next)) && segment.follows(next) {
                return Some(next + 1);
            }
            if next > end && !self.may_take_particles(segment, i, part, next - end) {
                return (part > 0).then_some(end);
            }
            if !is_name_gap(segment, next)
                || !self.is_name_word(segment, next)
                || (part > 0 && self.is_other(segment, next))
            {
                return (part > 0).then_some(end);
            }
            let after_initial = part > 0 && segment.word(end - 1).chars().count() == 1;
            if after_initial && (self.opens_another(segment, next) || self.is_other(segment, next)) {
                return Some(end);
            }
            let surname = self.is_surname(segment, next);
            end = self.surname_end(segment, next);
            if surname && !(part == 0 && PATRONYMICS.iter().any(|ending| segment.lower(next).ends_with(ending))) {
                return Some(self.with_second_surname(segment, next, end));
            }
        }
        Some(end)
    }

    /// True for a given name that a further name follows: after `Anna K.` a sentence ended.
    fn opens_another(&self, segment: &Segment<'_>, i: usize) -> bool {
        self.names.is_given(segment.word(i)) && segment.follows(i + 1) && segment.is_capital(i + 1)
    }

    /// `von der` after a second name is a preposition more often than not; one word may belong to the name.
    fn may_take_particles(&self, segment: &Segment<'_>, start: usize, part: usize, count: usize) -> bool {
        let sure = self.names.is_clearly_given(segment.word(start)) || self.is_titled(segment, start);
        sure && (part == 0 || count == 1)
    }

    /// True for a word that ends a name: no given name, initial or capitalised particle (`Della`).
    fn is_surname(&self, segment: &Segment<'_>, i: usize) -> bool {
        let particle = self.names.is_particle(segment.lower(i)) && !segment.is_joined(i + 1);
        !self.names.is_given(segment.word(i)) && segment.word(i).chars().count() > 1 && !particle
    }

    /// `Mary Beispiel Muster`: one more word belongs to the name when the article goes on to use it alone.
    fn with_second_surname(&self, segment: &Segment<'_>, surname: usize, end: usize) -> usize {
        let genitive = segment.word(surname).strip_suffix('s').is_some_and(|bare| self.occurs(bare));
        let extends =
            segment.follows(end) && self.is_name_word(segment, end) && !self.is_other(segment, end) && !genitive;
        let (first, second) = (segment.word(surname), segment.word(end));
        let foreign = !self.common.contains(second) && !first.ends_with('s') && !is_noun_like(segment.lower(end));
        if extends && (self.count(second) > self.count(first) || foreign) {
            return self.surname_end(segment, end);
        }
        let last = self.skip_particles(segment, end);
        let romance = last > end && matches!(segment.lower(end), "de" | "da" | "do" | "dos" | "del" | "y");
        if romance && self.is_name_word(segment, last) { self.surname_end(segment, last) } else { end }
    }

    /// An unknown given name and a surname, side by side.
    fn end_of_unknown(&self, segment: &Segment<'_>, i: usize) -> Option<usize> {
        let second = segment.unit_end(i);
        if second > i + 1 && segment.is_capital(second - 1) {
            return None;
        }
        let surname = self.skip_particles(segment, second);
        let both =
            !self.is_other(segment, i) && self.is_name_word(segment, surname) && !self.is_other(segment, surname);
        let alone = self.count(segment.word(i)) > self.count(segment.word(surname)) && surname == second;
        let family_first = self.names.is_family_first(segment.word(i));
        let common = |at: usize| is_noun_like(segment.lower(at)) || self.common.contains(segment.word(at));
        let plain = !common(i) && !common(surname);
        if self.names.is_clearly_given(segment.word(surname)) && !family_first {
            return None;
        }
        (both && plain && segment.follows(surname) && (!alone || family_first))
            .then(|| self.surname_end(segment, surname))
    }

    /// The end of the hyphenated unit at `i`, without a head that is no name (`Merz-Vertrauter`).
    pub(super) fn surname_end(&self, segment: &Segment<'_>, i: usize) -> usize {
        let end = segment.unit_end(i);
        let head = segment.lower(end - 1);
        if end > i + 1 && (COMPOUND_HEADS.iter().any(|known| head.starts_with(known)) || is_noun_like(head)) {
            return i + 1;
        }
        end
    }

    fn skip_particles(&self, segment: &Segment<'_>, from: usize) -> usize {
        let ends =
            |i: usize| !segment.follows(i) || !self.names.is_particle(segment.word(i)) || segment.is_joined(i + 1);
        (from..from + 3).find(|&i| ends(i)).unwrap_or(from)
    }

    pub(super) fn is_name_word(&self, segment: &Segment<'_>, i: usize) -> bool {
        let word = segment.word(i);
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
        let acronym = is_upper(word) && word.chars().count() < 5;
        let joined_particle = self.names.is_particle(word) && segment.is_joined(i + 1) && segment.is_capital(i + 1);
        (segment.is_capital(i) || joined_particle)
            && segment.is_free(i, i + 1)
            && letters
            && !acronym
            && !is_measure(segment.lower(i))
    }

    /// True for words that are a title or a listed name rather than a part of a person's name.
    pub(super) fn is_other(&self, segment: &Segment<'_>, i: usize) -> bool {
        self.names.is_role(segment.lower(i)) || self.listed.is_any_at(segment, i)
    }

    pub(super) fn is_titled(&self, segment: &Segment<'_>, i: usize) -> bool {
        i > 0 && is_name_gap(segment, i) && segment.is_capital(i - 1) && self.names.is_role(segment.lower(i - 1))
    }

    /// `San Marco`, `St. Georg` are places.
    fn is_after_saint(&self, segment: &Segment<'_>, i: usize) -> bool {
        matches!(segment.lower_before(i), "san" | "santa" | "st" | "sankt" | "são" | "saint" | "los" | "las" | "port")
    }

    fn occurs(&self, word: &str) -> bool {
        self.count(word) > 0 || self.common.contains(word)
    }

    pub(super) fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// Signs of a name besides its own words: a family name known to come first, or what stands around.
    fn is_shown_by_context(&self, segment: &Segment<'_>, i: usize, last_end: Option<usize>) -> bool {
        self.names.is_family_first(segment.word(i))
            || is_presented(segment, i, last_end)
            || self.is_in_apposition(segment, i)
    }

    /// `Muster Beispiel, der neue Trainer`: the role follows the name.
    fn is_in_apposition(&self, segment: &Segment<'_>, i: usize) -> bool {
        let end = segment.unit_end(segment.unit_end(i));
        let lower = |at: usize| segment.word(at).starts_with(char::is_lowercase) && (at == end || segment.follows(at));
        let role = (end..end + 4).find(|&at| !lower(at));
        let plain = !segment.starts_sentence(i) && !segment.is_noun_position(i);
        let head = |at: usize| segment.unit_end(at) - 1;
        plain
            && segment.gap(end) == ", "
            && role.is_some_and(|at| segment.is_capital(at) && self.names.is_role(segment.lower(head(at))))
    }

    /// Takes a genitive `s` off when the article also has the name without it.
    pub(super) fn without_genitive(&self, name: &str) -> String {
        let bare = name.strip_suffix('s').filter(|bare| {
            let last = bare.rsplit([' ', '-']).next().unwrap_or(bare);
            self.occurs(last)
        });
        bare.unwrap_or(name).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A verb of saying before, party or age after, or another name before `und`.
fn is_presented(segment: &Segment<'_>, i: usize, last_end: Option<usize>) -> bool {
    let end = segment.unit_end(segment.unit_end(i));
    let said = segment.follows(i) && is_reporting_verb(segment.lower_before(i));
    let paired = segment.lower_before(i) == "und" && i.checked_sub(1) == last_end;
    let bracket = segment.gap(end).trim_start().starts_with('(');
    let party =
        segment.gap(end + 1).starts_with([')', '/', ',']) && (2..=12).contains(&segment.word(end).chars().count());
    let age = segment.word(end).len() == 2 && segment.word(end).bytes().all(|b| b.is_ascii_digit());
    let shown = bracket && (age || (party && PARTIES.contains(&segment.word(end))));
    (shown && !segment.starts_sentence(i) && !segment.is_determined(i)) || said || paired
}

/// True for the number of a pope or monarch.
pub(super) fn is_numeral(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// A street, prize or institute that bears a person's name is no person.
fn is_named_after(segment: &Segment<'_>, end: usize) -> bool {
    let next = segment.lower(end);
    (segment.is_joined(end) || segment.follows(end)) && segment.is_capital(end) && is_monument(next)
        || is_monument(segment.lower(end - 1)) && segment.is_joined(end - 1)
        || ENGLISH_MONUMENTS.contains(&segment.word(end - 1))
}

fn is_monument(lower: &str) -> bool {
    MONUMENTS.iter().any(|head| lower.starts_with(head))
}

/// White space, or the full stop of an initial or abbreviated title.
fn is_name_gap(segment: &Segment<'_>, i: usize) -> bool {
    let short = i > 0 && segment.word(i - 1).chars().count() < 5 && segment.is_capital(i - 1);
    segment.follows(i) || (short && i < segment.words.len() && segment.gap(i) == ". " && !segment.starts_sentence(i))
}

/// True for abstract nouns by their ending.
pub(super) fn is_noun_like(lower: &str) -> bool {
    ["ung", "heit", "keit", "schaft", "tion", "ismus", "tät", "ungen", "heiten", "keiten", "tionen"]
        .iter()
        .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending))
}

/// True for capitalised words of time and measure that stand beside other nouns.
pub(super) fn is_measure(lower: &str) -> bool {
    let of_day =
        |rest: &str| matches!(rest, "mittag" | "abend" | "morgen" | "nacht" | "vormittag" | "nachmittag" | "früh");
    MEASURES.contains(&lower)
        || MEASURES.iter().any(|day| day.ends_with("tag") && lower.strip_prefix(day).is_some_and(of_day))
}

/// Endings of Russian second names, which a surname follows.
const PATRONYMICS: &[&str] = &["owitsch", "ewitsch", "jewitsch", "owna", "ewna", "jewna"];

/// Titles that stand between given name and family name.
#[rustfmt::skip]
const NOBLE_TITLES: &[&str] = &[
    "graf", "gräfin", "freiherr", "freifrau", "kardinal", "prinz", "prinzessin", "fürst", "fürstin", "baron", "ritter",
];

/// Heads that follow a surname without belonging to it (`Muster-Vertraute`).
#[rustfmt::skip]
const COMPOUND_HEADS: &[&str] = &[
    "vertraut", "anwält", "anwalt", "sprecher", "berater", "anhänger", "gegner", "unterstütz", "biograf", "nachfolg", "vorgäng",
    "partei", "plan", "interview", "besuch", "fan", "freund", "lager", "team", "attentäter", "mörder", "manager",
];

#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "anfang", "mitte", "ende", "prozent", "millionen", "milliarden", "tausende", "hunderte", "euro", "dollar",
    "uhr", "jahre", "tonnen", "meter", "kilometer", "mittag", "abend", "morgen", "nacht", "vormittag", "nachmittag",
    "mal", "teil", "angst",
];

#[rustfmt::skip]
const PARTIES: &[&str] = &[
    "CDU", "CSU", "SPD", "FDP", "AfD", "Grüne", "Linke", "Grünen", "BSW", "ÖVP", "SPÖ", "FPÖ", "Neos", "SVP",
    "parteilos", "PDS", "SP",
];

const ENGLISH_MONUMENTS: &[&str] = &[
    "College",
    "University",
    "Institute",
    "Foundation",
    "Airport",
    "School",
    "Street",
    "Award",
    "Hospital",
    "Center",
    "Island",
];

#[rustfmt::skip]
const MONUMENTS: &[&str] = &[
    "straße", "strasse", "platz", "institut", "stiftung", "preis", "schule", "gymnasium", "halle", "stadion",
    "arena", "universität", "haus", "allee", "brücke", "klinik", "weg", "museum", "denkmal", "zentrum", "gmbh",
    "ag", "turm", "ufer", "airport", "flughafen", "park", "kaserne", "university", "foundation", "medaille",
    "gesellschaft",
];

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::annotate::{mention::Mention, words::Place};
    use crate::lexicon::Lexicon;

    /// The persons' forms in a text, full names first.
    pub fn names_in(text: &str) -> Vec<String> {
        let names = PersonNames::embedded();
        let listed = Listed::new(Lexicon::embedded().clone());
        let mut draft = Draft::new(vec![Segment::new(Place::Title, 0, text, names)]);
        let mut rule = PersonRule::new(&draft, &listed, names);
        rule.mark_full_names(&mut draft);
        rule.mark_short_names(&mut draft);
        draft.mentions.into_iter().map(|Mention { form, .. }| form).collect()
    }

    #[test]
    fn full_names_show_by_given_name_title_or_context() {
        for (text, forms) in [
            ("Das sagte Anna Beispiel gestern", vec!["Anna Beispiel"]),
            ("der Bundeskanzlerin Dr. Anna Beispiel zufolge", vec!["Anna Beispiel"]),
            ("Autor Zhi-Hun Qwae schreibt", vec!["Zhi-Hun Qwae"]),
            ("die Abgeordnete Xyla Krumbach (SPD) rief", vec!["Xyla Krumbach"]),
            ("so begann es, sagte Xyla Krumbach", vec!["Xyla Krumbach"]),
            ("mit Karl-Theodor von und zu", vec![]),
            ("Papst Benedikt XVI. betete", vec!["Benedikt XVI."]),
            ("den Preis stiftet die Anna-Beispiel-Schule", vec![]),
            ("an der Anna Beispiel-Straße", vec![]),
            ("mit Mary K. Krumbach und Xyla Tantow", vec!["Mary K. Krumbach", "Xyla Tantow"]),
            ("Otto Graf Krumbach kam", vec!["Otto Graf Krumbach"]),
            ("Das kostet Anfang Mai mehr", vec![]),
        ] {
            assert_eq!(names_in(text), forms, "{text}");
        }
    }
}
