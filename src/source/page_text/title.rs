//! Which line of a page is its title, and what the title's words are.
//!
//! Every line near the start of the article is scored by what speaks for it and against it ([`Evidence::score`]); the
//! weights are few, set by hand, and each stands beside its reason.

use super::{
    Page, body, byline, run,
    traits::{self, Credit, Noise},
    vocabulary::SECTIONS,
};
use crate::article::collapse_white_space;
use crate::source::dates;
use std::collections::HashSet;
use std::ops::Range;

/// How far above the first running text a title may stand, and how far below (pieces).
pub(super) const ABOVE: usize = 45;
const BELOW: usize = 14;
/// Titles are between these lengths (characters).
const SHORTEST: usize = 8;
const LONGEST: usize = 190;
/// Kickers are shorter; most titles are shorter than that, and menu items than that (characters).
pub(super) const KICKER: usize = 32;
const USUAL: usize = 115;
const MENU_ITEM: usize = 45;
/// Running text and leads are longer (characters).
const RUNNING: usize = 80;
const LEAD: usize = 60;
/// Letters of a word that must agree: German endings change.
const STEM: usize = 6;

/// The piece that is the title, by the best evidence.
pub(super) fn find(page: &Page<'_>, run: &Range<usize>) -> Option<usize> {
    let evidence = Evidence::of(page, run);
    let window = run.start.saturating_sub(ABOVE)..(run.start + BELOW).min(page.pieces.len());
    let scored = window.filter(|at| may_be_title(page, *at)).map(|at| (at, evidence.score(page, at)));
    scored.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(at, _)| at)
}

/// The title's words: with the line that continues it after a colon, without the section before it.
pub(super) fn words(page: &Page<'_>, at: usize) -> (String, Option<String>) {
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
        _ => {
            let title = text.replace(" : ", ": ");
            (with_kicker(page, at, without_topic(page, without_kicker(&title))), None)
        }
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

/// The title after a topic that was copied into its line (`Große Hafenrundfahrt Der Kapitän geht von Bord`): several
/// words that the page quotes elsewhere as a name of their own, before a whole headline.
fn without_topic<'t>(page: &Page<'_>, title: &'t str) -> &'t str {
    let mut starts = title.match_indices(' ').map(|(space, _)| (&title[..space], &title[space + 1..]));
    let whole = |rest: &str| rest.chars().count() >= KICKER && rest.starts_with(char::is_uppercase);
    let topic = |topic: &str| topic.contains(' ') && is_noun_phrase(topic) && is_quoted(page, topic);
    starts.rfind(|(start, rest)| whole(rest) && topic(start)).map_or(title, |(_, rest)| rest)
}

fn is_quoted(page: &Page<'_>, phrase: &str) -> bool {
    let marks = [('"', '"'), ('„', '“'), ('»', '«'), ('«', '»')];
    let quotations = marks.map(|(open, close)| format!("{open}{phrase}{close}"));
    page.pieces.iter().any(|piece| quotations.iter().any(|quotation| piece.text.contains(quotation.as_str())))
}

/// Capitalised words, articles and prepositions only: no verb.
fn is_noun_phrase(text: &str) -> bool {
    let short = text.chars().count() <= 40 && !text.contains(['?', '!', ':']);
    short
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || traits::function_words(word) == 1)
}

fn may_be_title(page: &Page<'_>, at: usize) -> bool {
    let (piece, traits) = (&page.pieces[at], &page.traits[at]);
    let length = (SHORTEST..=LONGEST).contains(&piece.chars);
    let plain = traits.noise == Noise::None && traits.credit == Credit::None && !piece.bullet;
    let says_who = !byline::names(piece.text).is_empty() || traits::is_date_line(piece);
    let captions_above = at > 0 && page.traits[at - 1].credit == Credit::Bare && !piece.after_blank;
    length && plain && !captions_above && !says_who && !is_section(piece.text)
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

    /// The sum of what speaks for the line (positive) and against it.
    fn score(&self, page: &Page<'_>, at: usize) -> f64 {
        let piece = &page.pieces[at];
        let next = page.pieces.get(at + 1);
        let signs = [
            // The first line of a copied article, as a rule.
            (at == 0, 2.5),
            (piece.after_blank, 0.5),
            (is_followed_by_byline(page, at), 1.5),
            (heads_deeper_lead(page, at), 4.5),
            (next.is_some_and(|next| next.text.starts_with(": ")), 2.0),
            // Leads, teasers and captions end in a full stop or hold one, and captions have dates.
            (piece.text.ends_with('.'), -3.0),
            (traits::has_full_stop(piece.text), -2.0),
            (dates::find(piece.text).is_some(), -1.0),
            (is_menu_item(page, at), -2.0),
            (is_kicker(page, at), -3.0),
            (follows_byline(page, at), -2.0),
            (!byline::bare_names(piece.text).is_empty(), -2.5),
        ];
        let said: f64 = signs.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
        let repeated = 1.5 * self.repeats(at).min(2) as f64;
        let distance = 0.06 * self.first_text.abs_diff(at) as f64;
        4.0 * self.known(piece.text) + repeated + length_score(piece.chars) + said
            - text_before(page, self.first_text, at)
            - distance
    }

    /// The share of its words that the body has too.
    fn known(&self, text: &str) -> f64 {
        let stems: Vec<String> = stems(text).collect();
        stems.iter().filter(|stem| self.stems.contains(*stem)).count() as f64 / stems.len().max(1) as f64
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
    deeper && lead.chars >= LEAD && !byline::names(byline.text).is_empty()
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
    let longer = (own.chars + 1..USUAL).contains(&next.chars) && (next.indent <= own.indent || at == 0);
    own.chars < KICKER
        && longer
        && !next.text.starts_with(':')
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

/// True for the name of a desk alone.
pub(super) fn is_section(text: &str) -> bool {
    SECTIONS.contains(&text.trim().to_lowercase().as_str())
}
