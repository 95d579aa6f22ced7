//! What stands around title and body: lead, section, dates, authors, address.

use super::{
    Page, byline,
    title::{ABOVE, KICKER, is_section},
    traits::{self, Credit, Noise},
    vocabulary::HOMES,
};
use crate::article::{Moment, Outlet, collapse_white_space};
use crate::source::{dates, fields::looks_like_domain};
use std::ops::Range;

/// The lead's length (characters).
const SHORTEST_LEAD: usize = 60;
const LONGEST_LEAD: usize = 700;
/// How far around the title dates and authors stand (pieces).
const BEFORE_TITLE: usize = 6;
const AFTER_BODY: usize = 14;

/// The lead among the pieces between title and first running text.
pub(super) fn lead(page: &Page<'_>, between: Range<usize>) -> Option<usize> {
    let deepest = page.pieces.get(between.end).map_or(usize::MAX, |text| text.indent + 2);
    let first = between.start;
    between.into_iter().find(|at| {
        let (piece, traits) = (&page.pieces[*at], &page.traits[*at]);
        let length = (SHORTEST_LEAD..=LONGEST_LEAD).contains(&piece.chars);
        let plain = traits.noise == Noise::None && traits.credit == Credit::None && !piece.bullet;
        // A lead need not be a sentence when it stands right under the title.
        let spoken = traits::function_words(piece.text) >= 2 && (traits.prose || *at <= first + 1);
        let who_or_when = traits::is_date_line(piece) || !byline::names(piece.text).is_empty();
        length && plain && spoken && piece.indent <= deepest && !who_or_when && !is_caption_of_picture(page, *at)
    })
}

/// Said twice in a row (alternative text and caption), or followed by a bare credit.
fn is_caption_of_picture(page: &Page<'_>, at: usize) -> bool {
    let text = page.pieces[at].text;
    let neighbours = [at.checked_sub(1), Some(at + 1)];
    let twice = neighbours.into_iter().flatten().any(|i| page.pieces.get(i).is_some_and(|other| other.text == text));
    let below_credit = at > 0 && page.traits[at - 1].credit == Credit::Bare && !page.pieces[at].after_blank;
    let later = page.pieces[at + 1..].iter().any(|other| other.text == text);
    twice || later || below_credit || page.traits.get(at + 1).is_some_and(|next| next.credit == Credit::Bare)
}

/// The section: second item of the breadcrumb, or the desk's name right above the title.
pub(super) fn section(page: &Page<'_>, title: usize) -> Option<String> {
    let window = title.saturating_sub(ABOVE)..(title + BEFORE_TITLE).min(page.pieces.len());
    let crumb = window.rev().find_map(|at| crumb_after(page, at, title));
    let above =
        page.pieces[title.saturating_sub(3)..title].iter().map(|piece| piece.text).find(|text| is_section(text));
    crumb.or_else(|| above.map(collapse_white_space))
}

/// The item after `Startseite` in a list of two to four items: longer lists are menus.
fn crumb_after(page: &Page<'_>, at: usize, title: usize) -> Option<String> {
    if !HOMES.contains(&page.pieces[at].text.to_lowercase().as_str()) {
        return None;
    }
    let items = page.pieces[at..]
        .iter()
        .enumerate()
        .take_while(|(i, item)| item.bullet == page.pieces[at].bullet && (*i == 0 || !item.after_blank))
        .count();
    let next = page.pieces.get(at + 1).filter(|_| at + 1 != title)?;
    let ok = (2..=4).contains(&items) && page.pieces[at].bullet && next.chars <= 30;
    ok.then(|| collapse_white_space(next.text))
}

/// When the article was published and last changed, as the lines around the title say, else those after the body.
pub(super) fn dates(page: &Page<'_>, title: usize, text: &Range<usize>) -> (Option<Moment>, Option<Moment>) {
    let (mut published, mut modified) = (None, None);
    for at in around(page, title, text) {
        let piece = &page.pieces[at];
        if !traits::is_date_line(piece) && byline::names(piece.text).is_empty() {
            continue;
        }
        let Some(found) = dates::find(piece.text) else { continue };
        if page.traits[at].noise == Noise::Notice || at >= text.end && !is_labelled(piece.text, &found.moment) {
            continue;
        }
        let slot = if says_changed(piece.text) { &mut modified } else { &mut published };
        if slot.is_none() {
            *slot = Some(found.moment);
        }
    }
    (published.or_else(|| modified.clone()), modified)
}

/// A date that counts from when the page was copied, in the lines around the title.
pub(super) fn date_reckoned(
    page: &Page<'_>,
    title: usize,
    text: &Range<usize>,
    crawled: Option<&Moment>,
) -> Option<(Option<Moment>, String)> {
    let lines = around(page, title, text).filter(|at| *at < text.start).map(|at| page.pieces[at].text);
    lines.into_iter().find_map(|line| dates::reckoned(line, crawled))
}

/// After the text only dates count that say what they are, or that have a time: teasers have days.
fn is_labelled(text: &str, moment: &Moment) -> bool {
    let lower = text.to_lowercase();
    matches!(moment, Moment::Time(_))
        || ["datum", "stand", "veröffentlicht", "erstellt", "erschienen", "aktualisiert"]
            .iter()
            .any(|word| lower.contains(word))
}

fn says_changed(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["aktualisiert", "geändert", "update", "letzte änderung"].iter().any(|word| lower.contains(word))
}

/// Indices in the order in which they are asked for dates and authors: title to text, above the title, after the text.
fn around(page: &Page<'_>, title: usize, text: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let below = title + 1..text.start.max(title + 1);
    let above = (title.saturating_sub(BEFORE_TITLE)..title).rev();
    let after = text.end..(text.end + AFTER_BODY).min(page.pieces.len());
    below.chain(above).chain(after)
}

/// The authors: bylines around the title, else bare names beside the date, else bylines after the text.
pub(super) fn authors(page: &Page<'_>, title: usize, text: &Range<usize>) -> Vec<String> {
    let near: Vec<usize> =
        around(page, title, text).filter(|at| *at < text.start && page.traits[*at].credit == Credit::None).collect();
    let said = near.iter().find_map(|at| named_at(page, *at));
    let bare = || {
        near.iter()
            .filter(|at| is_beside_date(page, **at))
            .find_map(|at| some(byline::bare_names(page.pieces[*at].text)))
    };
    let after = || (text.end..(text.end + AFTER_BODY).min(page.pieces.len())).find_map(|at| named_at(page, at));
    said.or_else(bare).or_else(after).unwrap_or_default()
}

fn some(names: Vec<String>) -> Option<Vec<String>> {
    (!names.is_empty()).then_some(names)
}

/// The names in a byline, or those on the lines below a lone `Von`.
fn named_at(page: &Page<'_>, at: usize) -> Option<Vec<String>> {
    let piece = &page.pieces[at];
    if piece.text.to_lowercase().starts_with("mehr von") {
        return None;
    }
    if !byline::is_lone_opener(piece.text) {
        return some(byline::names(piece.text));
    }
    let below = page.pieces[at + 1..].iter();
    let depth = below.clone().next().map(|next| next.indent);
    let below = below.take_while(|next| Some(next.indent) == depth).map(|next| next.text);
    let names: Vec<String> =
        below.clone().map(byline::bare_names).take_while(|names| !names.is_empty()).flatten().collect();
    let desk =
        below.take(1).filter(|line| line.contains("Redaktion") && line.chars().count() <= KICKER).map(str::to_owned);
    some(names).or_else(|| some(desk.collect()))
}

fn is_beside_date(page: &Page<'_>, at: usize) -> bool {
    let near = at.saturating_sub(2)..(at + 3).min(page.pieces.len());
    near.into_iter().any(|i| traits::is_date_line(&page.pieces[i]) || is_relative_date(page.pieces[i].text))
}

/// `vor 3 Stunden`, `Heute, 12:37 Uhr`: no date without a clock, yet a place where authors stand.
fn is_relative_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.chars().count() <= 40 && ["vor ", "heute", "gestern"].iter().any(|start| lower.starts_with(start))
}

/// The outlet, when a line after the text names it as the source by its domain (`Quelle: kuestenbote.example, dpa`).
pub(super) fn outlet(page: &Page<'_>, text: &Range<usize>) -> Option<Outlet> {
    let after = page.pieces.get(text.end.saturating_sub(1)..)?.iter().take(AFTER_BODY);
    let named = after.filter_map(|piece| piece.text.strip_prefix("Quelle: ")?.split([',', ' ', ';']).next());
    let domain = named.map(|name| name.trim_start_matches("www.")).find(|name| looks_like_domain(name))?;
    Some(Outlet { name: domain.to_owned(), domain: Some(domain.to_owned()) })
}

/// The article's address, when the page prints it on a line of its own near the title.
pub(super) fn url(page: &Page<'_>, title: usize, text: &Range<usize>) -> Option<String> {
    let near = title.saturating_sub(BEFORE_TITLE)..text.start.max(title);
    let mut lines = near.map(|at| page.pieces[at].text);
    lines.find(|line| line.starts_with("http") && url::Url::parse(line).is_ok()).map(str::to_owned)
}
