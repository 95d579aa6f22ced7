//! Which media an article cites: listed ones whose context bears them out, and unknown ones that are introduced as media.

use super::listed::{Listed, Verdict};
use super::mention::{Draft, Role};
use super::persons::is_measure;
use super::tagger::classes::{Classes, WordList};
use super::tagger::tokens::TokenKind;
use super::tagger::words::Word;
use super::words::{Segment, is_upper};
use crate::article::MediumKind;
use crate::lexicon::{Lexicon, Outlets, PersonNames};
use std::collections::HashSet;

/// Whether a listed form names a medium here, and names it as a source.
pub(super) fn verdict(segment: &Segment<'_>, start: usize, end: usize, kind: MediumKind, ambiguous: bool) -> Verdict {
    if segment.is_joined(end) && PROGRAMME_HEADS.iter().any(|head| segment.lower(end).starts_with(head)) {
        return Verdict::Weak;
    }
    if ambiguous && !is_borne_out(segment, start, end) {
        return Verdict::No;
    }
    if kind == MediumKind::Broadcaster && !has_press_head(segment, end) && !tells_of_speech(segment) {
        return Verdict::Weak;
    }
    Verdict::Name
}

/// A broadcaster is as often a place for shows as a source: somebody must say something in the paragraph.
fn tells_of_speech(segment: &Segment<'_>) -> bool {
    segment.words.iter().any(|word| {
        let lower = word.lower.as_ref();
        is_reporting_verb(lower)
            || matches!(lower, "laut" | "zufolge" | "gegenüber" | "hieß" | "heißt" | "merkte" | "sprach" | "spricht")
            || SOURCE_NOUNS.iter().any(|noun| lower.starts_with(noun))
    })
}

/// Where a listed name starts when its own article stands before it (`The Guardian`, `„Die Zeit“`).
pub(super) fn with_article(segment: &Segment<'_>, start: usize, end: usize) -> usize {
    let before = start.checked_sub(1).map_or("", |before| segment.word(before));
    let article = matches!(before, "The" | "Der" | "Die" | "Das" | "DER" | "DIE" | "DAS") && segment.follows(start);
    let own = article && (before == "The" || segment.is_quoted(start - 1, end) || !segment.starts_sentence(start - 1));
    if own && segment.is_free(start - 1, start) { start - 1 } else { start }
}

/// Evidence that a common word names a medium: quotation marks, capitals, a head, an introduction, a reporting verb.
fn is_borne_out(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    segment.is_quoted(start, end)
        || has_own_article(segment, start, end)
        || is_shouted(segment, start, end)
        || has_press_head(segment, end)
        || is_introduced(segment, start)
        || is_reporting(segment, start, end)
}

/// `aus Die Presse` within a sentence, or `„Die Presse“`: a capitalised article is part of the name.
fn has_own_article(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    let inside = end - start > 1 && ARTICLES.contains(&segment.lower(start)) && !segment.starts_sentence(start);
    inside || with_article(segment, start, end) < start
}

/// `SPIEGEL` among plainly written words; an acronym is always written so and proves nothing.
fn is_shouted(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    let long = segment.word(start).chars().count() > 3;
    let among_capitals = segment.is_upper(end) || start > 0 && segment.is_upper(start - 1);
    long && !among_capitals && (start..end).all(|i| segment.is_upper(i))
}

fn has_press_head(segment: &Segment<'_>, end: usize) -> bool {
    segment.is_joined(end) && PRESS_HEADS.iter().any(|head| segment.lower(end).starts_with(head))
}

/// `laut Spiegel`, `das Magazin Focus`, `im Gespräch mit dem Stern`.
fn is_introduced(segment: &Segment<'_>, start: usize) -> bool {
    if start == 0 || segment.starts_sentence(start) {
        return false;
    }
    let (_, at) = skip_article(segment, start);
    let before = segment.lower_before(at);
    medium_kind(before).is_some()
        || before == "agentur"
        || matches!(before, "laut" | "gegenüber")
        || SOURCE_NOUNS.iter().any(|noun| before.starts_with(noun))
        || (matches!(before, "mit" | "von")
            && at > 1
            && SOURCE_NOUNS.iter().any(|noun| segment.lower(at - 2).starts_with(noun)))
}

/// `wie die Welt berichtet`, `sagte er der Zeit`, `berichtete der Spiegel`.
fn is_reporting(segment: &Segment<'_>, start: usize, end: usize) -> bool {
    let (article, at) = skip_article(segment, start);
    if !article {
        return false;
    }
    let before = segment.lower_before(at);
    if segment.starts_sentence(at) && !segment.follows(end) {
        return false;
    }
    let verb_after = segment.follows(end) && (is_reporting_verb(segment.lower(end)) || segment.lower(end) == "zufolge");
    let verb_before = is_reporting_verb(before) && segment.follows(at);
    let told = matches!(before, "er" | "sie") && at > 1 && is_reporting_verb(segment.lower(at - 2));
    (verb_after && !PREPOSITIONS.contains(&before)) || verb_before || told
}

/// Steps over an article, and an adjective of origin, before word `start`: whether there is one, and where the group starts.
fn skip_article(segment: &Segment<'_>, start: usize) -> (bool, usize) {
    let origin =
        segment.follows(start) && segment.lower_before(start).contains("isch") && !segment.is_capital(start - 1);
    let first = if origin { start - 1 } else { start };
    let article = segment.follows(first) && ARTICLES.contains(&segment.lower_before(first));
    (article, if article { first - 1 } else { start })
}

/// True for the finite forms of saying and reporting.
pub(super) fn is_reporting_verb(lower: &str) -> bool {
    REPORTING_VERBS.contains(&lower)
}

/// The kind of medium that a generic noun introduces (`nachrichtenmagazin`), in lower case.
pub(super) fn medium_kind(lower: &str) -> Option<MediumKind> {
    let noun = lower
        .strip_suffix("es")
        .or_else(|| lower.strip_suffix('s'))
        .or_else(|| lower.strip_suffix('e'))
        .unwrap_or(lower);
    MEDIUM_NOUNS.iter().find(|(head, _)| noun.ends_with(head) || lower.ends_with(head)).map(|&(_, kind)| kind)
}

/// What tells a medium's name from other capitalised words.
struct Known<'a> {
    listed: &'a Listed,
    outlets: &'a Outlets,
    names: &'a PersonNames,
    /// What German knows of words.
    words: &'a WordList,
    /// Words that the article also uses as common words.
    common: HashSet<String>,
}

/// Marks media that no list knows: after a generic noun, by a telling name, or by domain.
pub(super) fn mark_unlisted(draft: &mut Draft<'_>, listed: &Listed, lexicon: &Lexicon, words: &WordList) {
    let (outlets, names) = (&lexicon.outlets, lexicon.names);
    let known = Known { listed, outlets, names, words, common: draft.common.clone() };
    for number in 0..draft.segments.len() {
        for i in 0..draft.segments[number].words.len() {
            if let Some((end, kind, name)) = known.unlisted_at(&draft.segments[number], i) {
                draft.mark(number, i, end, Role::Medium(kind), &name);
            }
        }
    }
}

type Unlisted = Option<(usize, MediumKind, String)>;

impl Known<'_> {
    fn unlisted_at(&self, segment: &Segment<'_>, i: usize) -> Unlisted {
        if !segment.is_free(i, i + 1) {
            return None;
        }
        let told = || self.introduced_at(segment, i).or_else(|| telling_name_at(segment, i));
        self.domain_at(segment, i)
            .or_else(told)
            .or_else(|| compound_name_at(segment, i))
            .or_else(|| self.employer_at(segment, i))
    }

    /// `beispiel.de`, when the list knows it or the words around make it a source.
    fn domain_at(&self, segment: &Segment<'_>, i: usize) -> Unlisted {
        let mut end = i + 1;
        while segment.gap(end) == "." && end < segment.words.len() && segment.is_free(end, end + 1) {
            end += 1;
        }
        let inside = matches!(segment.gap(i), "@" | "." | "/");
        if end == i + 1 || inside || !TOP_LEVEL_DOMAINS.contains(&segment.lower(end - 1)) {
            return None;
        }
        let form = segment.slice(i, end);
        if let Some(medium) = self.outlets.by_domain(form) {
            return Some((end, medium.kind, medium.name.clone()));
        }
        let told = is_introduced(segment, i) || (segment.follows(end) && is_reporting_verb(segment.lower(end)));
        told.then(|| (end, MediumKind::Portal, form.to_owned()))
    }

    /// `das Magazin „Gartenlust“`, `der Sender Radio Krähwinkel`.
    fn introduced_at(&self, segment: &Segment<'_>, i: usize) -> Unlisted {
        let kind = medium_kind(segment.lower_before(i)).filter(|_| i > 0 && segment.is_capital(i - 1))?;
        if !segment.is_capital(i) || segment.starts_sentence(i) && !opens_quote(segment, i) || is_plural(segment, i - 1)
        {
            return None;
        }
        let end = if opens_quote(segment, i) { quoted_end(segment, i)? } else { self.run_end(segment, i)? };
        segment.is_free(i, end).then(|| (end, kind, segment.slice(i, end).to_owned()))
    }

    /// `Moorfunk-Reporter`, `Torfspiegel-Autorin`: an unknown name, or one with a telling ending, before who works there.
    fn employer_at(&self, segment: &Segment<'_>, i: usize) -> Unlisted {
        let joined = segment.is_joined(i + 1) && !segment.is_joined(i) && segment.unit_end(i) == i + 2;
        let journalist = JOURNALISTS.iter().any(|head| segment.lower(i + 1).starts_with(head));
        if !joined || !journalist || !self.is_name_part(segment, i) || segment.word(i).chars().count() < SHORTEST_NAME {
            return None;
        }
        let classes = Word::new(segment.word(i), TokenKind::Word, self.words, &mut String::new()).classes;
        let telling = TELLING_ENDINGS.iter().chain(PRESS_ENDINGS).any(|end| segment.lower(i).ends_with(end));
        let unknown = classes == Classes::default();
        let common = classes.any(Classes::NOUN);
        (unknown || (telling && !common)).then(|| (i + 1, MediumKind::Other, segment.word(i).to_owned()))
    }

    /// The end of the capitalised run at word `i`.
    fn run_end(&self, segment: &Segment<'_>, i: usize) -> Option<usize> {
        let end = (i..i + LONGEST_TITLE)
            .take_while(|&at| at == i || segment.follows(at) || segment.is_joined(at))
            .take_while(|&at| self.is_name_part(segment, at))
            .last()?;
        segment.follows(i).then_some(end + 1)
    }

    fn is_name_part(&self, segment: &Segment<'_>, i: usize) -> bool {
        let (word, lower) = (segment.word(i), segment.lower(i));
        let person = self.names.is_role(lower) || self.names.is_given(word);
        let common = self.common.contains(word) || is_measure(lower) || ARTICLES.contains(&lower);
        segment.is_capital(i) && segment.is_free(i, i + 1) && !person && !common && !self.listed.is_any_at(segment, i)
    }
}

/// A quoted title longer than this is a headline, not a medium.
const LONGEST_TITLE: usize = 5;

fn opens_quote(segment: &Segment<'_>, i: usize) -> bool {
    segment.gap(i).trim().chars().count() == 1 && segment.gap(i).ends_with(['"', '„', '»', '›', '‚', '“', '\''])
}

fn quoted_end(segment: &Segment<'_>, i: usize) -> Option<usize> {
    let closes = |end: usize| segment.gap(end).starts_with(['"', '“', '”', '«', '‹', '‘', '\'']);
    (i + 1..=(i + LONGEST_TITLE).min(segment.words.len())).find(|&end| closes(end))
}

/// `Oberdorfer Zeitung`, `Garden Times`: a capitalised name whose last word says what it is.
fn telling_name_at(segment: &Segment<'_>, i: usize) -> Unlisted {
    if !segment.is_capital(i) || medium_kind(segment.lower(i)).is_some() || ARTICLES.contains(&segment.lower(i)) {
        return None;
    }
    let last = i + 1;
    let (_, kind) = PRESS_NAMES.iter().find(|(name, _)| *name == segment.word(last))?;
    let english = ENGLISH_PRESS.contains(&segment.word(last));
    let joined = segment.is_joined(last) && matches!(segment.word(last), "Zeitung" | "Kurier" | "Anzeiger" | "Post");
    let local = segment.lower(i).ends_with("er") && segment.follows(last) || joined;
    let fits = segment.is_free(i, last + 1) && (segment.follows(last) || segment.is_joined(last));
    let quoted = segment.is_quoted(i, last + 1);
    (fits && (english || local || quoted) && !is_upper(segment.word(i)))
        .then(|| (last + 1, *kind, segment.slice(i, last + 1).to_owned()))
}

/// `die Sender Anhaltspunkte`: several media, with no name after them.
fn is_plural(segment: &Segment<'_>, noun: usize) -> bool {
    let feminine = FEMININE.iter().any(|end| segment.lower(noun).ends_with(end));
    segment.lower_before(noun) == "die" && !feminine
}

/// `Wie die Küstenpost berichtet`: a name in one word whose ending says what it is, where the words around say that it
/// is a source.
fn compound_name_at(segment: &Segment<'_>, i: usize) -> Unlisted {
    let lower = segment.lower(i);
    let telling = PRESS_ENDINGS.iter().any(|end| lower.strip_suffix(end).is_some_and(|name| name.chars().count() > 2));
    let says = i + 1 < segment.words.len() && is_reporting_verb(segment.lower(i + 1));
    let named = says || is_introduced(segment, i);
    (segment.is_capital(i) && telling && named).then(|| (i + 1, MediumKind::Newspaper, segment.word(i).to_owned()))
}

/// Shorter words before `-Reporter` are no names (`Ex`, `TV`).
const SHORTEST_NAME: usize = 4;

/// Who works for a medium and is named after it.
const JOURNALISTS: &[&str] =
    &["autor", "reporter", "korrespondent", "redakteur", "journalist", "kolumnist", "chefredakteur"];

/// How further names of media end, where somebody who works there shows that they are some.
#[rustfmt::skip]
const TELLING_ENDINGS: &[&str] = &[
    "spiegel", "blick", "funk", "magazin", "stern", "welt", "express", "echo", "merkur", "news", "journal", "blatt", "blog", "tv",
];

/// Endings of medium nouns that are feminine: after `die` they are singular.
const FEMININE: &[&str] = &["zeitung", "zeitschrift", "agentur"];

/// How names of newspapers in one word end.
#[rustfmt::skip]
const PRESS_ENDINGS: &[&str] = &[
    "zeitung", "post", "kurier", "anzeiger", "bote", "tagblatt", "tageblatt", "abendblatt", "rundschau", "nachrichten",
];

#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "der", "die", "das", "dem", "den", "des", "the", "dies",
];

#[rustfmt::skip]
const PREPOSITIONS: &[&str] = &[
    "in", "zu", "auf", "an", "vor", "nach", "aus", "von", "bei", "seit", "über", "unter", "zur", "während",
];

#[rustfmt::skip]
const SOURCE_NOUNS: &[&str] = &[
    "bericht", "information", "recherche", "angabe", "interview", "gespräch", "umfrage", "ausgabe", "reporter",
    "autor", "korrespondent", "redakteur", "journalist", "kolumne", "kommentar",
];

#[rustfmt::skip]
const PRESS_HEADS: &[&str] = &[
    "autor", "reporter", "bericht", "interview", "information", "redakteur", "journalist", "korrespondent",
    "kolumn", "chefredakteur", "recherche", "umfrage", "angabe", "kommentar", "titel", "magazin", "zeitung",
    "gespräch", "redaktion", "herausgeber", "meldung", "landeskorrespondent",
];

/// A broadcaster's programmes and business are no source.
#[rustfmt::skip]
const PROGRAMME_HEADS: &[&str] = &[
    "show", "serie", "film", "chef", "intendant", "star", "aktie", "moderator", "zentrale", "konzern", "gruppe",
    "tochter", "krimi", "talk", "gründer", "vorstand", "sendung", "programm", "gebühr", "boss", "kamera",
];

#[rustfmt::skip]
const REPORTING_VERBS: &[&str] = &[
    "sagt", "sagte", "sagten", "gesagt", "schreibt", "schrieb", "schreiben", "schrieben", "geschrieben",
    "berichtet", "berichtete", "berichten", "berichteten", "meldet", "meldete", "melden", "meldeten", "gemeldet",
    "erklärt", "erklärte", "erklärten", "betont", "betonte", "kommentiert", "kommentierte", "zitiert", "zitierte",
    "mitteilte", "teilte", "bestätigt", "bestätigte", "warnt", "warnte", "kritisiert", "kritisierte", "erzählt",
    "erzählte", "verriet", "verrät", "enthüllt", "enthüllte", "meint", "meinte", "urteilt", "urteilte",
    "analysiert", "analysierte", "behauptet", "behauptete", "ergänzt", "ergänzte", "schildert", "schilderte",
    "bestätigen", "bestätigten", "zitieren", "zitierten", "kommentieren", "vermeldet", "vermeldete",
    "veröffentlichte", "titelt", "titelte", "notiert", "notierte", "fragt", "fragte", "so", "resümiert",
];

#[rustfmt::skip]
const MEDIUM_NOUNS: &[(&str, MediumKind)] = &[
    ("zeitung", MediumKind::Newspaper), ("boulevardblatt", MediumKind::Newspaper),
    ("wochenblatt", MediumKind::Newspaper), ("fachblatt", MediumKind::Magazine), ("blatt", MediumKind::Newspaper),
    ("magazin", MediumKind::Magazine), ("zeitschrift", MediumKind::Magazine), ("journal", MediumKind::Magazine),
    ("sender", MediumKind::Broadcaster), ("nachrichtenagentur", MediumKind::Agency),
    ("presseagentur", MediumKind::Agency), ("nachrichtenportal", MediumKind::Portal),
    ("onlineportal", MediumKind::Portal), ("portal", MediumKind::Portal), ("nachrichtenseite", MediumKind::Portal),
    ("onlinemedium", MediumKind::Portal), ("podcast", MediumKind::Other),
];

#[rustfmt::skip]
const PRESS_NAMES: &[(&str, MediumKind)] = &[
    ("Zeitung", MediumKind::Newspaper), ("Tageblatt", MediumKind::Newspaper), ("Anzeiger", MediumKind::Newspaper),
    ("Nachrichten", MediumKind::Newspaper), ("Rundschau", MediumKind::Newspaper), ("Kurier", MediumKind::Newspaper),
    ("Abendblatt", MediumKind::Newspaper), ("Volksblatt", MediumKind::Newspaper), ("Times", MediumKind::Newspaper),
    ("Post", MediumKind::Newspaper), ("Herald", MediumKind::Newspaper), ("Tribune", MediumKind::Newspaper),
    ("Gazette", MediumKind::Newspaper), ("Chronicle", MediumKind::Newspaper), ("Journal", MediumKind::Magazine),
    ("Magazine", MediumKind::Magazine),
];

#[rustfmt::skip]
const ENGLISH_PRESS: &[&str] = &[
    "Times", "Herald", "Tribune", "Gazette", "Chronicle", "Magazine", "Journal",
];

#[rustfmt::skip]
const TOP_LEVEL_DOMAINS: &[&str] = &[
    "de", "at", "ch", "com", "net", "org", "info", "tv", "eu", "fm", "news", "io",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::words::Place;

    #[test]
    fn common_words_need_evidence() {
        for (text, at, expected) in [
            ("Wie die Welt berichtet, steigt der Preis", 2, Verdict::Name),
            ("Die Welt ist rund", 1, Verdict::No),
            ("Das sagte sie der Zeit", 4, Verdict::Name),
            ("In der Zeit sagte sie nichts", 2, Verdict::No),
            ("laut Spiegel ist das so", 1, Verdict::Name),
            ("Ein Blick in den Spiegel genügt", 4, Verdict::No),
            ("Im »Spiegel« steht es anders", 1, Verdict::Name),
            ("Das meldet die BILD", 3, Verdict::Name),
            ("Ein Zeit-Redakteur fragte nach", 1, Verdict::Name),
            ("Informationen des Spiegels zufolge", 2, Verdict::Name),
        ] {
            let segment = Segment::new(Place::Title, 0, text, PersonNames::embedded());
            assert_eq!(verdict(&segment, at, at + 1, MediumKind::Newspaper, true), expected, "{text}");
        }
    }

    #[test]
    fn programmes_are_no_sources() {
        let segment = Segment::new(Place::Title, 0, "Die ARD-Serie läuft", PersonNames::embedded());
        assert_eq!(verdict(&segment, 1, 2, MediumKind::Broadcaster, false), Verdict::Weak);
    }

    #[test]
    fn unlisted_names_in_one_word_need_an_ending_and_a_source() {
        for (text, at, expected) in [
            ("Wie die Küstenpost berichtet, fiel der Kran", 2, Some("Küstenpost")),
            ("Das sagte sie im »Mooranzeiger« nicht", 4, None),
            ("Sie fiel laut Mooranzeiger erst gestern", 3, Some("Mooranzeiger")),
            ("Mit der Briefpost kam nichts", 2, None),
            ("Die Zeitung berichtet davon", 1, None),
        ] {
            let segment = Segment::new(Place::Title, 0, text, PersonNames::embedded());
            assert_eq!(compound_name_at(&segment, at).map(|found| found.2).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn several_media_have_no_name() {
        for (text, expected) in [("Auch die Sender Krähwinkels schwiegen", true), ("Die Zeitung Moor", false)] {
            let segment = Segment::new(Place::Title, 0, text, PersonNames::embedded());
            let noun = text.split(' ').position(|word| word == "Sender" || word == "Zeitung").unwrap_or_default();
            assert_eq!(is_plural(&segment, noun), expected, "{text}");
        }
    }

    #[test]
    fn generic_nouns_tell_the_kind() {
        for (noun, kind) in [
            ("nachrichtenmagazins", Some(MediumKind::Magazine)),
            ("tageszeitung", Some(MediumKind::Newspaper)),
            ("tv-sender", Some(MediumKind::Broadcaster)),
            ("tisch", None),
        ] {
            assert_eq!(medium_kind(noun), kind, "{noun}");
        }
    }
}
