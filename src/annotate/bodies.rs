//! Organisations that no list knows, but that their own words show to be such (`Institut für …`, `Landgericht …`, `… GmbH`).

use super::mention::Draft;
use super::organisations::{BODY_NOUNS, DETERMINERS, ORGANISATION};
use super::persons::{is_measure, is_noun_like};
use super::words::Segment;
use crate::lexicon::PersonNames;

/// Marks organisations that no list knows.
pub(super) fn mark(draft: &mut Draft<'_>, names: &PersonNames) {
    for number in 0..draft.segments.len() {
        for i in 0..draft.segments[number].words.len() {
            let segment = &draft.segments[number];
            let found = if segment.is_free(i, i + 1) { unlisted_at(segment, i, names) } else { None };
            if let Some((start, end)) = found.filter(|&(start, end)| segment.is_free(start, end)) {
                draft.mark(number, start, end, ORGANISATION, &nominative(segment.slice(start, end)));
            }
        }
    }
}

fn unlisted_at(segment: &Segment<'_>, i: usize, names: &PersonNames) -> Option<(usize, usize)> {
    if !segment.is_capital(i) {
        return None;
    }
    purpose_at(segment, i)
        .or_else(|| english_at(segment, i, names))
        .or_else(|| seat_at(segment, i, names))
        .or_else(|| legal_form_at(segment, i, names))
        .or_else(|| adjective_at(segment, i, names))
        .or_else(|| compound_at(segment, i))
}

/// `Institut für Weidewirtschaft`, `Deutsche Gesellschaft für Moorkunde und Torf`.
fn purpose_at(segment: &Segment<'_>, i: usize) -> Option<(usize, usize)> {
    let lower = segment.lower(i);
    let bare = lower.strip_suffix('s').unwrap_or(lower);
    let head = PURPOSE_HEADS.iter().any(|head| bare.ends_with(head)) && !bare.ends_with("nstiftung");
    if !head || !matches!(segment.lower(i + 1), "für" | "zur") || !segment.follows(i + 1) || !segment.is_capital(i + 2)
    {
        return None;
    }
    let mut end = segment.unit_end(i + 2);
    if segment.lower(end - 1).ends_with('e') && segment.follows(end) && segment.is_capital(end) {
        end = segment.unit_end(end);
    }
    while segment.gap(end) == ", " && segment.is_capital(end) && segment.lower(segment.unit_end(end)) == "und" {
        end = segment.unit_end(end);
    }
    if segment.lower(end) == "und" && segment.follows(end) && segment.is_capital(end + 1) && segment.follows(end + 1) {
        end = segment.unit_end(end + 1);
    }
    let start = unit_start(segment, i);
    let start =
        if start > 0 && is_proper_adjective(segment, start - 1) && segment.follows(start) { start - 1 } else { start };
    (!DETERMINERS.contains(&segment.lower_before(start))).then_some((start, end))
}

/// `Institute for Garden Studies`, `University of Krähwinkel`, `Northern Moor Council`.
fn english_at(segment: &Segment<'_>, i: usize, names: &PersonNames) -> Option<(usize, usize)> {
    if !ENGLISH_HEADS.contains(&segment.word(i)) {
        return None;
    }
    let mut start = i;
    while start > 0 && segment.follows(start) && is_english_part(segment, start - 1, names) {
        start -= 1;
    }
    let mut end = i + 1;
    while let Some(next) = english_tail(segment, end) {
        end = next;
    }
    let tailed = end > i + 1;
    (tailed || (i > start && !VAGUE_ENGLISH_HEADS.contains(&segment.word(i)))).then_some((start, end))
}

fn is_english_part(segment: &Segment<'_>, i: usize, names: &PersonNames) -> bool {
    let lower = segment.lower(i);
    let generic =
        names.is_role(lower) || lower.ends_with("tank") || lower.ends_with("tanks") || lower.ends_with("fabrik");
    segment.is_capital(i)
        && segment.is_free(i, i + 1)
        && !generic
        && !segment.is_joined(i)
        && !ARTICLES.contains(&lower)
}

/// One more `of the Moors` or `Studies` after an English name.
fn english_tail(segment: &Segment<'_>, end: usize) -> Option<usize> {
    let mut next = end;
    while segment.follows(next) && ENGLISH_LINKS.contains(&segment.lower(next)) {
        next += 1;
    }
    let linked = next > end || segment.word(end).ends_with("ies");
    let proper = |at: usize| segment.follows(at) && segment.is_capital(at) && segment.is_free(at, at + 1);
    (linked && proper(next)).then(|| (next + 1..next + 3).find(|&at| !proper(at)).unwrap_or(next + 3))
}

/// `Landgericht Oberdorf`, `Polizei Neustadt`, `TSV Unterdorf`.
fn seat_at(segment: &Segment<'_>, i: usize, names: &PersonNames) -> Option<(usize, usize)> {
    let word = segment.word(i);
    let bare = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    if !SEAT_HEADS.contains(&word) && !SEAT_HEADS.contains(&bare) {
        return None;
    }
    let named = i + 1;
    let lower = segment.lower(named);
    if !segment.follows(named) || !segment.is_capital(named) || names.is_role(lower) || is_measure(lower) {
        return None;
    }
    if !CLUB_HEADS.contains(&word) && !is_place(segment, named) {
        return None;
    }
    let start = if i > 0 && is_proper_adjective(segment, i - 1) && segment.follows(i) { i - 1 } else { i };
    let composed = lower.ends_with("er") && segment.follows(named + 1) && segment.is_capital(named + 1);
    let end = if composed { named + 2 } else { segment.unit_end(named) };
    let numbered = segment.follows(end) && matches!(segment.word(end), "I" | "II" | "III");
    Some((start, if numbered { end + 1 } else { end }))
}

/// A town or region, by its list or its ending.
fn is_place(segment: &Segment<'_>, i: usize) -> bool {
    let lower = segment.lower(i);
    let joined = segment.is_joined(i + 1);
    joined
        || PLACES.contains(&lower)
        || PLACE_ENDINGS.iter().any(|ending| lower.len() > ending.len() && lower.ends_with(ending))
}

/// `Moorbagger GmbH`, `Torf und Tau AG`: the capitalised run before a legal form.
fn legal_form_at(segment: &Segment<'_>, i: usize, names: &PersonNames) -> Option<(usize, usize)> {
    let mut form = i;
    while form < i + 4 && segment.is_capital(form) && !LEGAL_FORMS.contains(&segment.word(form)) {
        form += 1;
        if !segment.follows(form) && !segment.is_joined(form) {
            return None;
        }
    }
    let formed = form > i && LEGAL_FORMS.contains(&segment.word(form)) && segment.follows(form);
    (formed && !is_generic(segment, i, names) && !segment.is_joined(i)).then_some((i, form + 1))
}

/// `Firma`, `Abteilung`, `Betreiber` or an article before a name are no part of it.
fn is_generic(segment: &Segment<'_>, i: usize, names: &PersonNames) -> bool {
    let lower = segment.lower(i);
    let noun = BODY_NOUNS.iter().any(|noun| lower.ends_with(noun)) || is_noun_like(lower);
    let role = names.is_role(segment.lower(segment.unit_end(i) - 1));
    noun || role || (segment.starts_sentence(i) && ARTICLES.contains(&lower))
}

/// `Krähwinkler Verkehrsbetriebe`, `Deutsche Moor-Gesellschaft`: a capitalised adjective makes the noun a name.
fn adjective_at(segment: &Segment<'_>, i: usize, names: &PersonNames) -> Option<(usize, usize)> {
    if !is_proper_adjective(segment, i) || !segment.follows(i + 1) || !segment.is_capital(i + 1) {
        return None;
    }
    if let Some(longer) = purpose_at(segment, i + 1).or_else(|| seat_at(segment, i + 1, names)) {
        return Some(longer);
    }
    let end = segment.unit_end(i + 1);
    has_body_head(segment.lower(end - 1)).then_some((i, end))
}

/// `Anna-Beispiel-Stiftung`, `Moor-Institut`.
fn compound_at(segment: &Segment<'_>, i: usize) -> Option<(usize, usize)> {
    let end = segment.unit_end(i);
    let head = segment.lower(end - 1).trim_end_matches('s');
    let origin = segment.word(i).len() == 2 && segment.is_upper(i);
    let compound = end > i + 1 && !origin && !segment.is_joined(i) && COMPOUND_HEADS.contains(&head);
    compound.then(|| purpose_at(segment, end - 1).unwrap_or((i, end)))
}

/// Undoes the genitive of the heads that take one (`Landesamtes`, `Landgerichts Krähwinkel`).
pub(super) fn nominative(name: &str) -> String {
    let bare = |word: &str| {
        let stem = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
        stem.filter(|stem| GENITIVE_HEADS.iter().any(|head| stem.to_lowercase().ends_with(head))).map(str::to_owned)
    };
    name.split_whitespace().map(|word| bare(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

fn unit_start(segment: &Segment<'_>, i: usize) -> usize {
    (0..=i).rev().find(|&start| !segment.is_joined(start)).unwrap_or(i)
}

/// A capitalised adjective within a sentence, or one made from a place, is part of a name.
fn is_proper_adjective(segment: &Segment<'_>, i: usize) -> bool {
    let lower = segment.lower(i);
    if !segment.is_capital(i) || segment.is_joined(i) {
        return false;
    }
    let stem = ["er", "en", "es", "em", "e"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(lower);
    let described = stem.ends_with("isch") || ADJECTIVES.contains(&stem);
    let local =
        lower.ends_with("er") && lower.chars().count() > 5 && !stem.ends_with("isch") && !NO_PLACES.contains(&lower);
    local || (described && !segment.starts_sentence(i))
}

pub(super) fn has_body_head(lower: &str) -> bool {
    BODY_HEADS
        .iter()
        .any(|head| lower.ends_with(head) || lower.strip_suffix('s').is_some_and(|bare| bare.ends_with(head)))
}

#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "der", "die", "das", "dem", "den", "des", "ein", "eine", "im",
];

#[rustfmt::skip]
const PURPOSE_HEADS: &[&str] = &[
    "institut", "zentrum", "gesellschaft", "amt", "verein", "verband", "akademie", "ministerium", "stiftung",
    "kommission", "agentur", "hochschule", "kammer", "behörde", "museum",
];

#[rustfmt::skip]
const ENGLISH_HEADS: &[&str] = &[
    "Institute", "Institution", "University", "College", "Center", "Centre", "Council", "Foundation", "Association",
    "Commission", "Agency", "Department", "Committee", "Federation", "Society", "Corporation", "Observatory",
    "School", "Forum", "Initiative",
];

/// Heads that name a body only with what follows (`Center for …`).
#[rustfmt::skip]
const VAGUE_ENGLISH_HEADS: &[&str] = &["Center", "Centre", "School", "Forum", "Initiative", "Society"];

#[rustfmt::skip]
const ENGLISH_LINKS: &[&str] = &[
    "of", "for", "the", "and", "on", "at",
];

#[rustfmt::skip]
const SEAT_HEADS: &[&str] = &[
    "Polizei", "Universität", "Uni", "Hochschule", "Landgericht", "Amtsgericht", "Oberlandesgericht",
    "Verwaltungsgericht", "Oberverwaltungsgericht", "Sozialgericht", "Arbeitsgericht", "Staatsanwaltschaft",
    "Generalstaatsanwaltschaft", "Polizeipräsidium", "Polizeidirektion", "Polizeiinspektion", "Landratsamt",
    "Feuerwehr", "Stadtwerke", "Klinikum", "Universitätsklinikum", "Uniklinik", "Bistum", "Erzbistum", "IHK",
    "Handwerkskammer", "FC", "SV", "TSV", "VfL", "VfB", "SC", "TuS", "FSV", "SCC", "Borussia",
];

/// Heads of clubs, whose names are no places at times.
#[rustfmt::skip]
const CLUB_HEADS: &[&str] = &["FC", "SV", "TSV", "VfL", "VfB", "SC", "TuS", "FSV", "SCC", "Borussia"];

#[rustfmt::skip]
const PLACES: &[&str] = &[
    "münchen", "köln", "stuttgart", "dortmund", "essen", "leipzig", "bremen", "dresden", "hannover", "bochum", "wuppertal", "bonn",
    "münster", "karlsruhe", "wien", "graz", "linz", "zürich", "bern", "basel", "genf", "kiel", "halle", "mainz", "trier", "kassel",
    "aachen", "jena", "erfurt", "rostock", "potsdam", "ulm", "gera", "hagen", "hamm", "herne", "bayreuth", "passau", "siegen",
    "hessen", "bayern", "sachsen", "thüringen", "niedersachsen", "brandenburg", "saarland", "tirol", "kärnten", "steiermark",
    "vechta", "verden", "celle", "worms", "hof", "fulda", "gießen", "lübeck", "emden", "paderborn", "chemnitz", "zwickau",
    "görlitz", "cottbus", "stralsund", "schwerin", "neubrandenburg", "innsbruck", "klagenfurt", "lausanne", "luzern", "paris",
    "london", "oxford", "amsterdam", "leiden", "utrecht", "warschau", "prag", "mailand", "rom", "bologna", "kopenhagen", "oslo",
    "stockholm", "uppsala", "helsinki", "tokio", "peking", "moskau", "kiew", "nottingham", "edinburgh", "tel",
];

#[rustfmt::skip]
const PLACE_ENDINGS: &[&str] = &[
    "burg", "berg", "stadt", "furt", "furth", "heim", "hausen", "dorf", "ingen", "bach", "brück", "brücken", "feld", "hafen",
    "kirchen", "münde", "leben", "walde", "rode", "itz", "ow", "lin", "zell", "stein", "born", "beck", "lar", "loh", "ried", "stedt",
    "büttel", "förde", "haven", "mund", "tal", "weiler", "wangen", "hall", "ach", "lingen", "nau", "horn", "horst", "kreis",
];

const GENITIVE_HEADS: &[&str] = &["institut", "amt", "gericht", "verband", "team", "klinikum", "präsidium", "zentrum"];

#[rustfmt::skip]
const LEGAL_FORMS: &[&str] = &[
    "GmbH", "AG", "SE", "KG", "Inc", "Corp", "Ltd", "LLC", "Holding",
];

#[rustfmt::skip]
const COMPOUND_HEADS: &[&str] = &[
    "stiftung", "institut", "universität", "klinik", "gymnasium", "akademie", "hochschule",
];

#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "deutsch", "national", "international", "frei", "vereinigt", "technisch", "zentral", "bundesdeutsch", "nord",
];

/// Words in `-er` that are no adjectives of a place.
#[rustfmt::skip]
const NO_PLACES: &[&str] = &[
    "dieser", "jener", "unserer", "mehrerer", "weiterer", "einiger", "anderer", "welcher", "solcher", "immer",
    "wieder", "unter",
];

#[rustfmt::skip]
const BODY_HEADS: &[&str] = &[
    "gesellschaft", "verband", "verein", "betriebe", "betrieben", "institut", "amt", "gericht", "polizei",
    "feuerwehr", "universität", "hochschule", "landtag", "senat", "parlament", "staatskanzlei",
    "staatsanwaltschaft", "akademie", "kammer", "bank", "sparkasse", "stiftung", "partei", "agentur", "behörde",
    "bund", "klinikum", "philharmoniker", "symphoniker", "stadtwerke", "gewerkschaft", "kirche", "börse",
    "organisation", "kommission", "team", "werke", "union",
    "group", "party", "alliance", "service", "front", "movement", "board", "institute", "university", "council",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::words::Place;

    #[test]
    fn unlisted_organisations_show_themselves() {
        for (text, name) in [
            ("Am Institut für Moorkunde wird geforscht", Some("Institut für Moorkunde")),
            ("Das Landgericht Oberdorf entschied", Some("Landgericht Oberdorf")),
            ("Ein Bericht der University of Oberdorf zeigt", Some("University of Oberdorf")),
            ("Die Krähwinkler Verkehrsbetriebe warten", Some("Krähwinkler Verkehrsbetriebe")),
            ("Die Moorbagger GmbH liefert", Some("Moorbagger GmbH")),
            ("Politische Gesellschaft ist schwierig", None),
            ("Es kam ein Verein für Hunde", None),
            ("Die Polizei setzte Wasserwerfer ein, die Polizei Wasserwerfer", None),
        ] {
            let names = PersonNames::embedded();
            let segment = Segment::new(Place::Title, 0, text, names);
            let found = (0..segment.words.len()).find_map(|i| unlisted_at(&segment, i, names));
            assert_eq!(found.map(|(start, end)| segment.slice(start, end)), name, "{text}");
        }
    }
}
