//! The text that a page states in JSON-LD, as evidence for which of its blocks are the article.

use super::{
    blocks::{Block, Role},
    content::{is_prose, letters},
};
use std::collections::HashSet;

/// A stated text is believed whole when so much of the text found on the page stands in it.
const BELIEVED: f64 = 0.8;
/// No page needs more comparing (letters times blocks).
const MOST_WORK: usize = 1_000_000_000;
/// Shorter texts are found anywhere by chance (letters).
const SHORTEST: usize = 40;

/// Takes out paragraphs that the stated text lacks and puts in those that only it has, when it is the whole text.
///
/// Blocks before `from` are never put in. Subheads, lists, tables and captions stay: stated texts often lack them.
pub(super) fn align(blocks: &[Block], from: usize, stated: &str, kept: &mut Vec<usize>) {
    let stated = letters(stated);
    if stated.len().saturating_mul(blocks.len()) > MOST_WORK {
        return;
    }
    let is_stated = |block: &Block| {
        let own = letters(&block.text);
        own.len() >= SHORTEST && stated.contains(&own)
    };
    let prose = |only_stated: bool| -> usize {
        let prose = kept.iter().map(|at| &blocks[*at]).filter(|block| block.role == Role::Paragraph && is_prose(block));
        prose.filter(|block| !only_stated || is_stated(block)).map(|block| block.chars).sum()
    };
    if prose(true) == 0 || (prose(true) as f64) < prose(false) as f64 * BELIEVED {
        return;
    }
    kept.retain(|at| blocks[*at].role != Role::Paragraph || !is_prose(&blocks[*at]) || is_stated(&blocks[*at]));
    let mut said: HashSet<&str> = kept.iter().map(|at| blocks[*at].text.as_str()).collect();
    let missed = (from..blocks.len()).filter(|at| is_prose(&blocks[*at]) && is_stated(&blocks[*at]));
    let missed: Vec<usize> = missed.filter(|at| said.insert(&blocks[*at].text)).collect();
    kept.extend(missed);
    kept.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::html::{blocks::blocks, tree::Tree};

    #[test]
    fn the_stated_text_tells_what_belongs() {
        let one = "Der Rat der Stadt hat den Umbau des Kais am Montag beschlossen.";
        let two = "Die Arbeiten sollen im Mai beginnen und werden nach Plan zwei Jahre dauern.";
        let stated = format!("{one} {two}");
        let promo = "Die Hafenpost gibt es auch als Brief, und er ist umsonst.";
        let page = format!("<p>{one}<p>{promo}<p>{one}<p>{two}<p>{two}");
        let blocks = blocks(&Tree::parse(&page), Tree::ROOT);
        for (kept, expected, why) in [
            (vec![0, 1], vec![0, 1], "half is no evidence"),
            (vec![0, 1, 2, 3, 4], vec![0, 2, 3, 4], "what is not stated goes"),
            (vec![0], vec![0, 3], "what is stated comes, once"),
        ] {
            let mut aligned = kept;
            align(&blocks, 0, &stated, &mut aligned);
            assert_eq!(aligned, expected, "{why}");
        }
    }
}
