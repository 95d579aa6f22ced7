//! Organisations: listed ones that need evidence, and unlisted ones that a generic noun introduces.

use super::listed::{Listed, Verdict};
use super::mention::{Draft, Role};
use super::words::Segment;
use crate::article::ActorKind;
use crate::lexicon::{OrganisationKind, PersonNames};

pub(super) const ORGANISATION: Role = Role::Actor(ActorKind::Organisation);

/// Whether a listed form names its organisation here.
pub(super) fn verdict(
    segment: &Segment<'_>,
    start: usize,
    end: usize,
    kind: OrganisationKind,
    ambiguous: bool,
) -> Verdict {
    let before = segment.lower_before(start);
    let as_platform = kind == OrganisationKind::Company && matches!(before, "auf" | "via") && !segment.is_joined(end);
    let model = segment.follows(end) && segment.word(end).chars().any(|c| c.is_ascii_digit());
    let product = kind == OrganisationKind::Company && model;
    let formula = segment.is_joined(end) && segment.word(end).starts_with(|c: char| c.is_ascii_digit());
    let event = segment.is_joined(end) && EVENT_HEADS.iter().any(|head| segment.lower(end).starts_with(head));
    if event || as_platform || product || formula || (ambiguous && !is_borne_out(segment, start, end, kind)) {
        return Verdict::No;
    }
    Verdict::Name
}

/// Evidence that a common word names an organisation: a compound, an introduction, or for parties the way they are spoken of.
fn is_borne_out(segment: &Segment<'_>, start: usize, end: usize, kind: OrganisationKind) -> bool {
    let before = segment.lower_before(start);
    if segment.is_joined(start) || DETERMINERS.contains(&before) {
        return false;
    }
    if kind == OrganisationKind::Party {
        let bracketed = segment.gap(start).contains(['(', '/']) && segment.gap(end).starts_with([')', '/', ',']);
        let inside = segment.follows(end) && segment.is_capital(end);
        let after_article = matches!(before, "die" | "der" | "den" | "von" | "und" | "mit" | "bei" | "für" | "laut");
        let listed = segment.gap(start).trim() == ",";
        return bracketed || segment.is_joined(end) || ((after_article || listed) && !inside);
    }
    if matches!(kind, OrganisationKind::Body | OrganisationKind::Court) {
        let definite = matches!(before, "das" | "der" | "dem" | "des" | "im" | "vom" | "beim" | "am" | "zum");
        return (definite && segment.follows(start)) || segment.is_joined(end);
    }
    let introduced = BODY_NOUNS.iter().any(|noun| before.ends_with(noun)) && segment.follows(start);
    let compound = segment.is_joined(end) && COMPANY_HEADS.iter().any(|head| segment.lower(end).starts_with(head));
    let bare = matches!(before, "bei" | "von" | "laut" | "mit") && segment.follows(start) && !segment.is_capital(end);
    introduced || compound || bare
}

/// Marks `der Hersteller Moorbagger` or `der Verein „Torf und Tau“`, and the same name wherever else it stands.
pub(super) fn mark_introduced(draft: &mut Draft<'_>, listed: &Listed, names: &PersonNames) {
    for number in 0..draft.segments.len() {
        for i in 1..draft.segments[number].words.len() {
            let segment = &draft.segments[number];
            let Some(end) = introduced_end(segment, i, listed, names) else { continue };
            let name = segment.slice(i, end).to_owned();
            let again = draft.segments.iter().map(|segment| segment.count_of(&name)).sum::<usize>() > 1;
            let named = again && !draft.common.contains(&name) && name.chars().count() > 2;
            if named || draft.segments[number].is_quoted(i, end) {
                draft.mark(number, i, end, ORGANISATION, &name);
                draft.aliases.insert(name.clone(), (ORGANISATION, name));
            }
        }
    }
}

fn introduced_end(segment: &Segment<'_>, i: usize, listed: &Listed, names: &PersonNames) -> Option<usize> {
    let noun = segment.lower_before(i);
    let introduces = segment.is_capital(i - 1) && BODY_NOUNS.iter().any(|head| noun.ends_with(head));
    if !introduces
        || !segment.is_capital(i)
        || !segment.is_free(i, i + 1)
        || !segment.follows(i) && !segment.is_quoted(i, i + 1)
    {
        return None;
    }
    let lower = segment.lower(i);
    let other = names.is_role(lower) || names.is_given(segment.word(i)) || listed.is_any_at(segment, i);
    let plain = super::persons::is_measure(lower) || super::persons::is_noun_like(lower);
    (!other && !plain && !segment.is_joined(i + 1)).then_some(i + 1)
}

#[rustfmt::skip]
pub(super) const DETERMINERS: &[&str] = &[
    "ein", "eine", "einen", "einem", "eines", "einer", "kein", "keine", "keinen", "diese", "dieser", "dieses",
    "jede", "jeder", "jedes", "seine", "ihre",
];

#[rustfmt::skip]
pub(super) const BODY_NOUNS: &[&str] = &[
    "konzern", "bauer", "hersteller", "firma", "unternehmen", "versicherer", "klub", "club", "partei",
    "gewerkschaft", "kette", "gruppe", "organisation", "tochter", "riese", "miliz",
];

#[rustfmt::skip]
const COMPANY_HEADS: &[&str] = &[
    "chef", "konzern", "werk", "vorstand", "aktie", "manager", "sprecher", "tochter", "mitarbeiter", "gruppe",
    "betriebsrat", "boss", "miliz", "kämpfer",
];

/// What is named after an organisation without being one.
const EVENT_HEADS: &[&str] =
    &["cup", "pokal", "open", "turnier", "tour", "preis", "straße", "platz", "arena", "stadion"];
