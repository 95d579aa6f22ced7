//! Boxes among an article's paragraphs: teasers, newsletters, share bars, authors, what the house says to its readers.

use super::{
    blocks::{Block, blocks},
    boilerplate,
    content::LINKED,
    tree::{Id, Tree},
    weights::Weights,
};
use std::collections::HashMap;

/// Boxes of one kind that hold this share of the running text are no boxes.
const BOX_SHARE: f64 = 0.3;
/// A box in which the house speaks to its readers holds less of the running text.
const SPOKEN_SHARE: f64 = 0.15;

/// The boxes within the article's parts.
pub(super) struct Boxes {
    boxes: Vec<Id>,
}

impl Boxes {
    /// Elements that are named or placed like boxes, unless those of one kind hold much of the text together, and those
    /// in which the house speaks.
    pub fn of(tree: &Tree, weights: &Weights, parts: &[Id], blocks: &[Block]) -> Self {
        let whole: usize = parts.iter().map(|part| weights.at(*part)).sum();
        let mut kinds: HashMap<(&str, &str), (usize, Vec<Id>)> = HashMap::new();
        let within = parts.iter().flat_map(|part| tree.subtree(*part).skip(1));
        for id in within.filter(|id| is_like_box(tree, *id)) {
            let kind = (tree.name(id), tree.attribute(id, "class").unwrap_or_default());
            let (weight, ids) = kinds.entry(kind).or_default();
            *weight += weights.at(id);
            ids.push(id);
        }
        let small = kinds.into_values().filter(|(weight, _)| (*weight as f64) < whole as f64 * BOX_SHARE);
        let spoken =
            blocks.iter().filter(|block| boilerplate::is_matter(&block.text)).map(|block| tree.parent(block.node));
        let spoken = spoken.filter(|id| !parts.contains(id) && (weights.at(*id) as f64) < whole as f64 * SPOKEN_SHARE);
        let mut boxes: Vec<Id> =
            small.flat_map(|(_, ids)| ids).chain(spoken).filter(|id| !parts.contains(id)).collect();
        boxes.sort_unstable();
        Self { boxes }
    }

    /// True when a box holds the node.
    pub fn hold(&self, tree: &Tree, id: Id) -> bool {
        tree.with_ancestors(id).any(|id| self.boxes.binary_search(&id).is_ok())
    }
}

/// A box by name or kind, an article within the article, or a teaser: a heading that is a link with what stands beside it.
fn is_like_box(tree: &Tree, id: Id) -> bool {
    boilerplate::is_around(tree, id)
        || boilerplate::is_box(tree, id)
        || tree.name(id) == "article"
        || is_teaser(tree, id)
}

fn is_teaser(tree: &Tree, id: Id) -> bool {
    tree.is_block(id) && tree.children(id).iter().any(|child| is_linked_heading(tree, *child))
}

fn is_linked_heading(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "h2" | "h3" | "h4" | "h5" | "h6")
        && blocks(tree, id).iter().any(|block| block.link_share() >= LINKED)
}
