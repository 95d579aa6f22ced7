//! Where the article lies in a page: the stretch of pieces in which running text outweighs everything else.
//!
//! Each piece has a weight, positive for running text, negative for menus, link boxes and teasers; the article is the
//! stretch with the greatest sum (Kadane's maximum subarray). A box inside the article costs less than the text after it
//! brings; a list of teasers after the end never earns its way back.

use super::{
    Page,
    traits::{Credit, Noise},
};
use std::collections::HashMap;
use std::ops::Range;

/// Running text counts from this length on (characters), up to the other: one giant paragraph is no page. Where its depth
/// in the page tells it from teasers, shorter text counts.
const COUNTS_FROM: i64 = 100;
const COUNTS_FROM_AT_HOME: i64 = 40;
const COUNTS_TO: usize = 600;
/// Costs of a plain short line, of a control or list item, of the heading of a box, of a notice, of a caption.
const LINE: i64 = -25;
const ITEM: i64 = -30;
const BOX: i64 = -90;
const NOTICE: i64 = -60;
const CAPTION: i64 = -10;
/// A teaser is a sentence or two between two short lines.
const LONGEST_TEASER: usize = 260;
/// Percent of its weight that text keeps when it stands elsewhere than most text does.
const ELSEWHERE: i64 = 35;

/// The pieces of the article, the first and the last of them running text; `None` when the page has none.
pub(super) fn main_run(page: &Page<'_>) -> Option<Range<usize>> {
    let home = commonest_indent(page, 0..page.pieces.len(), 150).filter(|home| !is_flat(page, *home));
    let weights: Vec<i64> = announced(page)
        .into_iter()
        .enumerate()
        .map(|(at, listed)| weight(page, at, home).max(if listed { 0 } else { i64::MIN }))
        .collect();
    heaviest(&weights).or_else(|| shortest_article(page))
}

/// The stretch with the greatest positive sum.
fn heaviest(weights: &[i64]) -> Option<Range<usize>> {
    let (mut best, mut found) = (0, None);
    let (mut sum, mut start) = (0, 0);
    for (at, weight) in weights.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        sum += weight;
        if sum > best {
            (best, found) = (sum, Some(start..at + 1));
        }
    }
    found
}

/// A brief report may have nothing but a short sentence or two.
fn shortest_article(page: &Page<'_>) -> Option<Range<usize>> {
    let first = page.traits.iter().position(super::traits::Traits::is_body_text)?;
    let more = page.traits[first..].iter().take_while(|traits| traits.is_body_text()).count();
    Some(first..first + more)
}

fn weight(page: &Page<'_>, at: usize, home: Option<usize>) -> i64 {
    let (piece, traits) = (&page.pieces[at], &page.traits[at]);
    match (traits.noise, traits.credit) {
        (Noise::BoxStart | Noise::Stamp, _) => return BOX,
        (Noise::Notice, _) => return NOTICE,
        (Noise::Control, _) => return LINE,
        (Noise::None, Credit::Trailing | Credit::Bare) => return CAPTION,
        (Noise::None, Credit::None) => {}
    }
    if !traits.prose {
        return if piece.bullet { ITEM } else { LINE };
    }
    let at_home = home == Some(piece.indent);
    let from = if at_home { COUNTS_FROM_AT_HOME } else { COUNTS_FROM };
    let length = i64::try_from(piece.chars.min(COUNTS_TO)).unwrap_or(0) - from;
    let here = if home.is_none() || at_home || length < 0 { 100 } else { ELSEWHERE };
    let teaser = if is_teaser(page, at) { LINE } else { 0 };
    length * here / 100 + teaser
}

/// For each piece, whether it announces a list or is an item of an announced one.
fn announced(page: &Page<'_>) -> Vec<bool> {
    let mut in_list = false;
    let pieces = page.pieces.iter().enumerate();
    let mark = pieces.map(|(at, piece)| {
        let announces =
            !piece.bullet && piece.text.ends_with(':') && page.pieces.get(at + 1).is_some_and(|next| next.bullet);
        in_list = announces || in_list && piece.bullet;
        in_list
    });
    mark.collect()
}

/// True when nearly everything stands at one depth: the copy does not show the page's tree.
fn is_flat(page: &Page<'_>, home: usize) -> bool {
    page.pieces.iter().filter(|piece| piece.indent != home).count() * 20 <= page.pieces.len()
}

/// Short running text between two lines that are none.
pub(super) fn is_teaser(page: &Page<'_>, at: usize) -> bool {
    let lines = |i: Option<usize>| i.and_then(|i| page.traits.get(i)).is_none_or(|traits| !traits.prose);
    page.pieces[at].chars <= LONGEST_TEASER && lines(at.checked_sub(1)) && lines(Some(at + 1))
}

/// The depth at which most running text of at least `from` characters stands.
pub(super) fn commonest_indent(page: &Page<'_>, range: Range<usize>, from: usize) -> Option<usize> {
    let masses = masses(page, range, from);
    masses.into_iter().max_by_key(|(indent, mass)| (*mass, usize::MAX - indent)).map(|(indent, _)| indent)
}

/// How much running text stands at each depth.
pub(super) fn masses(page: &Page<'_>, range: Range<usize>, from: usize) -> HashMap<usize, usize> {
    let mut masses = HashMap::new();
    for at in range {
        if page.traits[at].is_body_text() && page.pieces[at].chars >= from {
            *masses.entry(page.pieces[at].indent).or_default() += page.pieces[at].chars;
        }
    }
    masses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_stretch_bridges_small_gaps() {
        for (weights, expected) in [
            (vec![-25, 300, -120, 200, -25, -120, 80], Some(1..4)),
            (vec![-25, -30], None),
            (vec![50], Some(0..1)),
            (vec![], None),
        ] {
            assert_eq!(heaviest(&weights), expected, "{weights:?}");
        }
    }
}
