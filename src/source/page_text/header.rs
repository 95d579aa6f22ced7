//! What stands above the body: title, lead, section, dates, authors, address.

use super::{
    Page, body, byline, run,
    traits::{self, Credit, Noise},
    vocabulary::{HOMES, SECTIONS},
};
use crate::article::{Moment, collapse_white_space};
use crate::source::dates;
use std::collections::HashSet;
use std::ops::Range;

/// How far above the first running text a title may stand, and how far below (pieces).
const ABOVE: usize = 45;
const BELOW: usize = 14;
/// Titles are between these lengths (characters).
const SHORTEST_TITLE: usize = 8;
const LONGEST_TITLE: usize = 190;
/// Letters of a word that must agree: German endings change.
const STEM: usize = 6;
/// The lead's length (characters).
const SHORTEST_LEAD: usize = 60;
const LONGEST_LEAD: usize = 700;
/// Kickers are shorter, most titles too; running text is longer (characters).
const KICKER: usize = 32;
const USUAL_TITLE: usize = 115;
const MENU_ITEM: usize = 45;
const RUNNING: usize = 80;
/// How far around the title dates and authors stand (pieces).
const BEFORE_TITLE: usize = 6;
const AFTER_BODY: usize = 14;

/// The piece that is the title, by the best evidence.
pub(super) fn title(page: &Page<'_>, run: &Range<usize>) -> Option<usize> {
    let evidence = Evidence::of(page, run);
    let window = run.start.saturating_sub(ABOVE)..(run.start + BELOW).min(page.pieces.len());
    let scored = window.filter(|at| may_be_title(page, *at)).map(|at| (at, evidence.score(page, at)));
    scored.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(at, _)| at)
}

/// The title's words: with the line that continues it after a colon, without the section before it.
pub(super) fn title_text(page: &Page<'_>, at: usize) -> (String, Option<String>) {
    let text = collapse_white_space(page.pieces[at].text);
    if let Some(rest) = text.strip_prefix(':') {
        let kicker = at.checked_sub(1).map(|above| page.pieces[above].text).unwrap_or_default();
        return (collapse_white_space(&format!("{kicker}: {}", rest.trim())), None);
    }
    if let Some(next) = page.pieces.get(at + 1).filter(|next| next.text.starts_with(": ") && !next.after_blank) {
        return (collapse_white_space(&format!("{text}{}", next.text)), None);
    }
    match text.split_once(" : ") {
        Some((section, rest)) if is_section(section) => (rest.to_owned(), Some(section.to_owned())),
        _ => (with_kicker(page, at, without_kicker(&text.replace(" : ", ": "))), None),
    }
}

/// Words of two or three, `Wind von vorn`, say nothing without the kicker above them; it is put before.
fn with_kicker(page: &Page<'_>, at: usize, title: &str) -> String {
    let above = at.checked_sub(1).map(|above| (&page.pieces[above], &page.traits[above]));
    let kicker = above.filter(|_| !is_menu_item(page, at - 1)).filter(|(piece, traits)| {
        let plain =
            traits.noise == Noise::None && traits.credit == Credit::None && !traits.sentence_end && !piece.bullet;
        plain && piece.chars < KICKER && !is_section(piece.text) && piece.text.chars().any(char::is_alphabetic)
    });
    match kicker {
        Some((piece, _)) if title.split_whitespace().count() <= 3 => {
            format!("{}: {title}", collapse_white_space(piece.text))
        }
        _ => title.to_owned(),
    }
}

/// A kicker in the title's own line: a quotation before a new start, or names before ` - ` and a whole headline.
fn without_kicker(title: &str) -> &str {
    let quoted = title.strip_prefix(['"', '„']).and_then(|rest| rest.find(['"', '“']).map(|end| &rest[end..]));
    let after_quote = quoted.map(|rest| rest.trim_start_matches(['"', '“'])).and_then(|rest| rest.strip_prefix(' '));
    let dashed = title.split_once(" - ").filter(|(kicker, _)| is_noun_phrase(kicker)).map(|(_, rest)| rest);
    let headline = |rest: &&str| {
        rest.chars().count() >= KICKER && rest.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '„')
    };
    after_quote.filter(headline).or(dashed.filter(headline)).unwrap_or(title)
}

/// Capitalised words, articles and prepositions only: no verb.
fn is_noun_phrase(text: &str) -> bool {
    let short = text.chars().count() <= 40 && !text.contains(['?', '!', ':']);
    short
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || traits::function_words(word) == 1)
}

fn may_be_title(page: &Page<'_>, at: usize) -> bool {
    let (piece, traits) = (&page.pieces[at], &page.traits[at]);
    let length = (SHORTEST_TITLE..=LONGEST_TITLE).contains(&piece.chars);
    let plain = traits.noise == Noise::None && traits.credit == Credit::None && !piece.bullet;
    let says_who = !byline::names(piece.text).is_empty() || !byline::bare_names(piece.text).is_empty();
    let captions_above = at > 0 && page.traits[at - 1].credit == Credit::Bare && !piece.after_blank;
    length && plain && !captions_above && !says_who && !traits::is_date_line(piece) && !is_section(piece.text)
}

/// What speaks for a title: that the body speaks of it, that the page repeats it, that date and author follow.
struct Evidence {
    stems: HashSet<String>,
    folded: Vec<String>,
    first_text: usize,
}

impl Evidence {
    fn of(page: &Page<'_>, run: &Range<usize>) -> Self {
        let texts = page.pieces[run.clone()].iter().zip(&page.traits[run.clone()]).filter(|(_, traits)| traits.prose);
        let stems = texts.flat_map(|(piece, _)| stems(piece.text)).collect();
        let folded = page.pieces.iter().map(|piece| body::fold(piece.text)).collect();
        Self { stems, folded, first_text: run.start }
    }

    fn score(&self, page: &Page<'_>, at: usize) -> f64 {
        let piece = &page.pieces[at];
        let stems: Vec<String> = stems(piece.text).collect();
        let known = stems.iter().filter(|stem| self.stems.contains(*stem)).count() as f64 / stems.len().max(1) as f64;
        let mut score = 4.0 * known + 1.5 * self.repeats(at).min(2) as f64 + length_score(piece.chars);
        score += if at == 0 { 2.5 } else { 0.0 };
        score += if piece.after_blank { 0.5 } else { 0.0 };
        score += if is_followed_by_byline(page, at) { 1.5 } else { 0.0 };
        score += if page.pieces.get(at + 1).is_some_and(|next| next.text.starts_with(": ")) { 2.0 } else { 0.0 };
        score -= if piece.text.ends_with('.') { 3.0 } else { 0.0 };
        score -= if traits::has_full_stop(piece.text) { 2.0 } else { 0.0 };
        score += if heads_deeper_lead(page, at) { 4.5 } else { 0.0 };
        score -= if is_menu_item(page, at) { 2.0 } else { 0.0 };
        score -= if dates::find(piece.text).is_some() { 1.0 } else { 0.0 };
        score -= if is_kicker(page, at) { 3.0 } else { 0.0 };
        score -= text_before(page, self.first_text, at);
        score -= if follows_byline(page, at) { 2.0 } else { 0.0 };
        score - 0.06 * self.first_text.abs_diff(at) as f64
    }

    /// How often the page has the same words elsewhere (breadcrumb, menu, repeated headline).
    fn repeats(&self, at: usize) -> usize {
        let own = &self.folded[at];
        self.folded.iter().enumerate().filter(|(other, text)| *other != at && *text == own).count()
    }
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    traits::words(text).filter(|word| word.chars().count() >= 4).map(|word| word.chars().take(STEM).collect())
}

fn length_score(chars: usize) -> f64 {
    match chars {
        30..=115 => 1.5,
        20..30 => 0.5,
        0..20 => -0.5,
        _ => -1.0,
    }
}

fn is_followed_by_byline(page: &Page<'_>, at: usize) -> bool {
    page.pieces
        .iter()
        .skip(at + 1)
        .take(3)
        .any(|next| traits::is_date_line(next) || !byline::names(next.text).is_empty())
}

/// Title, lead one level deeper, byline: the lead is the longer line and speaks more of the matter, yet it is no title.
fn heads_deeper_lead(page: &Page<'_>, at: usize) -> bool {
    let [title, lead, byline, ..] = &page.pieces[at..] else { return false };
    let deeper = lead.indent > title.indent && byline.indent <= title.indent;
    deeper && lead.chars >= SHORTEST_LEAD && !byline::names(byline.text).is_empty()
}

/// A short line among short lines, none of them a date or byline.
fn is_menu_item(page: &Page<'_>, at: usize) -> bool {
    let near = page.pieces.iter().enumerate().skip(at.saturating_sub(2)).take(5);
    page.pieces[at].chars <= MENU_ITEM
        && near.into_iter().all(|(i, piece)| piece.chars <= MENU_ITEM && !page.traits[i].sentence_end)
        && !is_followed_by_byline(page, at)
}

/// A short line right above a longer one that may be the title.
fn is_kicker(page: &Page<'_>, at: usize) -> bool {
    let own = &page.pieces[at];
    let Some(next) = page.pieces.get(at + 1) else { return false };
    // The very first line has lost its indentation when the copy was trimmed.
    let longer = (own.chars + 1..USUAL_TITLE).contains(&next.chars) && (next.indent <= own.indent || at == 0);
    own.chars < KICKER
        && longer
        && !next.text.ends_with('.')
        && !traits::has_full_stop(next.text)
        && may_be_title(page, at + 1)
}

/// Running text that would be cut off if the title stood at `at`: the line before it, and what the run holds above it.
fn text_before(page: &Page<'_>, first_text: usize, at: usize) -> f64 {
    let long = |i: &usize| page.traits[*i].is_body_text() && page.pieces[*i].chars >= RUNNING;
    let start = first_text.min(at.saturating_sub(2));
    // Teasers that stand above the article are no loss.
    (start..at).filter(long).map(|i| if run::is_teaser(page, i) { 0.4 } else { 1.5 }).sum()
}

fn follows_byline(page: &Page<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..at)
        .any(|i| !byline::names(page.pieces[i].text).is_empty() && page.traits[i].credit == Credit::None)
}

fn is_section(text: &str) -> bool {
    SECTIONS.contains(&text.trim().to_lowercase().as_str())
}

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
    let window = title.saturating_sub(ABOVE)..(title + BELOW).min(page.pieces.len());
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

/// The article's address, when the page prints it on a line of its own near the title.
pub(super) fn url(page: &Page<'_>, title: usize, text: &Range<usize>) -> Option<String> {
    let near = title.saturating_sub(BEFORE_TITLE)..text.start.max(title);
    let mut lines = near.map(|at| page.pieces[at].text);
    lines.find(|line| line.starts_with("http") && url::Url::parse(line).is_ok()).map(str::to_owned)
}
