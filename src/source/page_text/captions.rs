//! Captions and credits: which text a credit belongs to, and what makes one block with it.

use super::{
    Page,
    body::{Kept, LONGEST_PLAIN_CAPTION},
    byline,
    traits::{Credit, Noise, function_words},
};
use crate::article::{Block, BlockKind, Span};
use std::ops::Range;

/// Shorter texts beside a credit are names or counts (characters).
const SHORTEST: usize = 20;

/// The line right above a caption that describes the same picture.
pub(super) fn alternative_text(page: &Page<'_>, range: &Range<usize>, at: usize) -> Option<usize> {
    let above = at.checked_sub(1).filter(|above| range.contains(above))?;
    let touching = !page.pieces[at].after_blank && page.pieces[above].chars <= LONGEST_PLAIN_CAPTION;
    (touching && is_plain(page, above)).then_some(above)
}

/// The text that a line with nothing but a credit belongs to: the one below when only that touches, else the one above.
pub(super) fn credited(page: &Page<'_>, range: &Range<usize>, at: usize) -> Option<usize> {
    let length = |i: &usize| (SHORTEST..=LONGEST_PLAIN_CAPTION).contains(&page.pieces[*i].chars);
    let fits = |i: &usize| range.contains(i) && length(i) && is_plain(page, *i);
    let below = Some(at + 1).filter(|i| fits(i) && !page.pieces[*i].after_blank);
    let above = at.checked_sub(1).filter(fits);
    // A list of topics touches as well, but it is no sentence.
    let spoken = |i: &usize| function_words(page.pieces[*i].text) > 0;
    let touches_above = !page.pieces[at].after_blank && above.as_ref().is_some_and(spoken);
    below.filter(|_| !touches_above).or(above)
}

fn is_plain(page: &Page<'_>, at: usize) -> bool {
    let (piece, traits) = (&page.pieces[at], &page.traits[at]);
    let plain = traits.noise == Noise::None && traits.credit == Credit::None && !piece.bullet;
    plain && byline::names(piece.text).is_empty()
}

/// The blocks of what was kept: a bare credit makes one block with its caption, and none without.
pub(super) fn blocks(page: &Page<'_>, kept: &[Kept]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(kept.len());
    let mut open_credit: Option<usize> = None;
    let mut last: Option<Kept> = None;
    for &(at, kind) in kept {
        let follows = |before: usize| before + 1 == at && kind == BlockKind::Caption;
        let bare = kind == BlockKind::Caption && page.traits[at].credit == Credit::Bare;
        let span = page.pieces[at].span;
        if bare {
            let caption =
                last.filter(|(before, kind)| follows(*before) && *kind == BlockKind::Caption && open_credit.is_none());
            match blocks.last_mut().filter(|_| caption.is_some()) {
                Some(block) => block.span = Span::new(block.span.start, span.end),
                None => open_credit = Some(at),
            }
        } else {
            let credit = open_credit.take().filter(|before| follows(*before) && !page.pieces[at].after_blank);
            let start = credit.map_or(span.start, |before| page.pieces[before].span.start);
            blocks.push(Block { kind, span: Span::new(start, span.end) });
        }
        last = Some((at, kind));
    }
    blocks
}
