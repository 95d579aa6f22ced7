//! Copied page text: from the lines a person marked and copied to title, lead, body, subheads, captions.
//!
//! Three steps: the copy is cut into [`piece`]s, each with its [`traits`]; [`run`] finds the stretch that is the article;
//! [`title`], [`header`] and [`body`] say what each piece of it is. What decides is the form of a line (length, sentence, depth,
//! place, repetition) and a table of words that German pages share ([`vocabulary`]), never one outlet's own words.
//! The article's text is the copy itself, letter for letter.

mod piece;
mod traits;
mod vocabulary;
mod run;
mod title;
mod header;
mod byline;
mod body;
mod captions;

use crate::article::{Article, BlockKind, Moment, Span, collapse_white_space};
use piece::{Piece, pieces};
use traits::Traits;

/// A copy cut into pieces.
struct Page<'t> {
    pieces: Vec<Piece<'t>>,
    traits: Vec<Traits>,
}

/// Reads a copied page; `None` when there is no running text in it. `crawled` is when it was copied, where that is known:
/// `vor 3 Stunden` counts from then.
#[must_use]
pub fn read(text: String, crawled: Option<&Moment>) -> Option<Article> {
    let mut article = {
        let pieces = pieces(&text);
        let traits = pieces.iter().map(Traits::of).collect();
        article_of(&Page { pieces, traits }, crawled)?
    };
    article.text = text;
    Some(article)
}

fn article_of(page: &Page<'_>, crawled: Option<&Moment>) -> Option<Article> {
    let run = run::main_run(page)?;
    let title_at = title::find(page, &run);
    let (title, own_section) = title_at.map(|at| title::words(page, at)).unwrap_or_default();
    let start = title_at.map_or(run.start, |at| at + 1);
    let mut kept = body::blocks(page, start..run.end.max(start), &title);
    let first_text =
        kept.iter().find(|(_, kind)| *kind == BlockKind::Paragraph).map_or(run.start.max(start), |(at, _)| *at);
    mark_lead(page, start, first_text, &mut kept);
    let anchor = title_at.unwrap_or(first_text);
    let text = second_text(&kept, first_text)..run.end.max(start);
    let (published, modified) = header::dates(page, anchor, &text);
    let reckoned = if published.is_none() { header::date_reckoned(page, anchor, &text, crawled) } else { None };
    let (published, warning) = reckoned.map_or((published, None), |(moment, warning)| (moment, Some(warning)));
    let authors = header::authors(page, anchor, &text);
    drop_biography(page, &authors, &mut kept);
    let blocks = captions::blocks(page, &kept);
    Some(Article {
        title: collapse_white_space(&title),
        authors,
        section: own_section.or_else(|| header::section(page, anchor)),
        outlet: header::outlet(page, &text),
        url: header::url(page, anchor, &text),
        published,
        modified,
        blocks,
        warnings: warning.into_iter().collect(),
        ..Article::default()
    })
}

/// `Ada Lindner ist Redakteurin für …` after the last paragraph speaks of the author, not of the matter.
fn drop_biography(page: &Page<'_>, authors: &[String], kept: &mut Vec<body::Kept>) {
    let about = |text: &str| {
        let after = authors.iter().find_map(|author| text.strip_prefix(author.as_str()));
        after.is_some_and(|rest| {
            [" ist ", " arbeitet ", " schreibt ", " berichtet "].iter().any(|verb| rest.starts_with(verb))
        })
    };
    let from = kept.len().saturating_sub(3);
    if let Some(at) = (from..kept.len()).find(|i| about(page.pieces[kept[*i].0].text)) {
        kept.remove(at);
    }
}

/// Where the text goes on after its first paragraph: bylines often stand between lead and body.
fn second_text(kept: &[body::Kept], first: usize) -> usize {
    let later = kept.iter().find(|(at, kind)| *at > first && *kind == BlockKind::Paragraph);
    later.map_or(first, |(at, _)| *at)
}

/// Finds the lead above the body, or tells that the first paragraph is it.
fn mark_lead(page: &Page<'_>, start: usize, first: usize, kept: &mut Vec<body::Kept>) {
    if let Some(at) = header::lead(page, start..first) {
        kept.retain(|(kept, _)| *kept != at);
        kept.push((at, BlockKind::Lead));
        kept.sort_unstable_by_key(|(at, _)| *at);
    } else if first_is_lead(page, kept)
        && let Some(block) = kept.iter_mut().find(|(_, kind)| *kind == BlockKind::Paragraph)
    {
        block.1 = BlockKind::Lead;
    }
}

/// The longest lead (characters).
const LONGEST_LEAD: usize = 520;

/// True when the first paragraph is set apart from the others: by what stands between, by its depth, by being shorter.
fn first_is_lead(page: &Page<'_>, kept: &[body::Kept]) -> bool {
    let texts: Vec<&body::Kept> = kept.iter().filter(|(_, kind)| *kind == BlockKind::Paragraph).collect();
    let [(first, _), (second, _), ..] = texts[..] else { return false };
    if page.pieces[*first].chars > LONGEST_LEAD {
        return false;
    }
    let signed = |at: usize| {
        let text = page.pieces[at].text;
        traits::is_date_line(&page.pieces[at]) || byline::is_lone_opener(text) || !byline::names(text).is_empty()
    };
    if (first + 1..*second).any(signed) || begins_with_place(page.pieces[*second].text) {
        return true;
    }
    if kept.iter().any(|(at, kind)| *kind == BlockKind::Heading && at < second) {
        return false;
    }
    let between = (first + 1..*second).any(|at| !page.traits[at].prose);
    let depth = page.pieces[*first].indent != page.pieces[*second].indent;
    let mut lengths: Vec<usize> = texts[1..].iter().map(|(at, _)| page.pieces[*at].chars).collect();
    lengths.sort_unstable();
    let shorter = lengths.len() >= 2 && page.pieces[*first].chars * 10 < lengths[lengths.len() / 2] * 8;
    between || depth || shorter
}

/// `Kiel – …`, `Bad Doberan (dpa) – …`: the dateline with which the report itself begins.
fn begins_with_place(text: &str) -> bool {
    let place = text.split_once(" – ").or_else(|| text.split_once(" - ")).map(|(place, _)| place);
    place.is_some_and(|place| {
        let words: Vec<&str> = place.split_whitespace().collect();
        words.len() <= 4
            && words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '(') || word.ends_with(')'))
    })
}

/// True for a line that is part of the page rather than of an article: a control, a stamp, the heading of a box of links,
/// words of the house to its readers.
pub(super) fn is_page_matter(line: &str) -> bool {
    Traits::of(&lone(line)).noise != traits::Noise::None
}

/// True for a line of dates, of people and their roles, or of both.
pub(super) fn is_signature(line: &str) -> bool {
    is_date_line(line) || byline::is_about_people(line) || !bare_names(line).is_empty()
}

/// True for a line that says when, and little else.
pub(super) fn is_date_line(line: &str) -> bool {
    traits::is_date_line(&lone(line))
}

/// True for a line that ends with, or is, a picture's credit.
pub(super) fn has_credit(line: &str) -> bool {
    Traits::of(&lone(line)).credit != traits::Credit::None
}

/// True for a picture's credit without a caption.
pub(super) fn is_bare_credit(line: &str) -> bool {
    Traits::of(&lone(line)).credit == traits::Credit::Bare
}

/// True for words that end as sentences do.
pub(super) fn ends_sentence(line: &str) -> bool {
    traits::ends_sentence(line)
}

/// True for words that read like sentences, not like names, links or products.
pub(super) fn reads_as_prose(line: &str) -> bool {
    traits::function_words(line) * 9 >= traits::words(line).count()
}

/// The names in a line that says it is a byline (`Von Ada Lindner`).
pub(super) fn byline_names(line: &str) -> Vec<String> {
    byline::names(line)
}

/// The names in a line of nothing but names, roles and a date.
pub(super) fn bare_names(line: &str) -> Vec<String> {
    byline::bare_names(line)
}

/// A line that stands by itself.
fn lone(text: &str) -> Piece<'_> {
    let chars = text.chars().count();
    Piece { text, span: Span::new(0, text.len()), indent: 0, bullet: false, after_blank: true, chars }
}

#[cfg(test)]
mod tests;
