//! Boxes among an article's paragraphs: teasers, newsletters, share bars, authors, what the house says to its readers.

use super::{
    blocks::{Block, Role, blocks},
    boilerplate,
    content::{LINKED, is_prose},
    tree::{Id, Tree},
    weights::Weights,
};
use std::collections::HashMap;

/// Teasers of other articles may hold more of a page's text than its own, if it is short.
const SHARE_OF_PAGE: f64 = 0.6;
/// A box in which the house speaks to its readers holds less of the running text.
const SPOKEN_SHARE: f64 = 0.15;

/// Boxes of a page or of a part of it.
pub(super) struct Boxes {
    boxes: Vec<Id>,
}

impl Boxes {
    /// Elements anywhere on the page that are named or placed like boxes.
    pub fn by_name(tree: &Tree, weights: &Weights) -> Self {
        let ids = tree.subtree(Tree::ROOT);
        let share = |id: Id| boilerplate::box_share(tree, id).map(|share| share.max(SHARE_OF_PAGE));
        let boxes = small(tree, weights, ids, weights.at(Tree::ROOT), share);
        Self::new(boxes)
    }

    /// Elements within the article's parts that are named, placed or made like boxes, and those in which the house speaks.
    pub fn within(tree: &Tree, weights: &Weights, parts: &[Id], blocks: &[Block]) -> Self {
        let whole = parts.iter().map(|part| weights.at(*part)).sum();
        let ids = parts.iter().flat_map(|part| tree.subtree(*part).skip(1));
        let made = |id: Id| (tree.name(id) == "article" || is_teaser(tree, id)).then_some(boilerplate::BOX_SHARE);
        let mut boxes = small(tree, weights, ids, whole, |id| boilerplate::box_share(tree, id).or_else(|| made(id)));
        let matter = blocks.iter().filter(|block| boilerplate::is_matter(&block.text));
        let spoken = matter.map(|block| tree.parent(block.node));
        boxes.extend(spoken.filter(|id| (weights.at(*id) as f64) < whole as f64 * SPOKEN_SHARE));
        boxes.extend(headed(tree, weights, parts, blocks));
        boxes.retain(|id| !parts.contains(id));
        Self::new(boxes)
    }

    fn new(mut boxes: Vec<Id>) -> Self {
        boxes.sort_unstable();
        Self { boxes }
    }

    /// True when a box holds the node.
    pub fn hold(&self, tree: &Tree, id: Id) -> bool {
        tree.with_ancestors(id).any(|id| self.boxes.binary_search(&id).is_ok())
    }
}

/// Elements that may be boxes, by kind: together those of one name and class hold less of the text than `share` says.
fn small(
    tree: &Tree,
    weights: &Weights,
    ids: impl Iterator<Item = Id>,
    whole: usize,
    share: impl Fn(Id) -> Option<f64>,
) -> Vec<Id> {
    let mut kinds: HashMap<(&str, &str), (usize, f64, Vec<Id>)> = HashMap::new();
    for id in ids {
        let Some(share) = share(id) else { continue };
        let kind = (tree.name(id), tree.attribute(id, "class").unwrap_or_default());
        let (weight, most, ids) = kinds.entry(kind).or_insert((0, share, Vec::new()));
        *weight += weights.at(id);
        *most = share.max(*most);
        ids.push(id);
    }
    let small = kinds.into_values().filter(|(weight, most, _)| (*weight as f64) < whole as f64 * most || *weight == 0);
    small.flat_map(|(.., ids)| ids).collect()
}

/// What headings of boxes head (`Mehr zum Thema`, `Kommentare`): the largest element around each that begins after the
/// article does and holds little of its text.
fn headed(tree: &Tree, weights: &Weights, parts: &[Id], blocks: &[Block]) -> Vec<Id> {
    let whole: usize = parts.iter().map(|part| weights.at(*part)).sum();
    let Some(first) = blocks.iter().find(|block| is_prose(block) && weights.at(block.node) > 0) else {
        return Vec::new();
    };
    let heads = |block: &&Block| {
        matches!(block.role, Role::Heading(_)) && block.node > first.node && boilerplate::is_matter(&block.text)
    };
    let large = |id: Id| parts.contains(&id) || tree.subtree(id).contains(&first.node);
    let section = |block: &Block| {
        let around = tree.ancestors(block.node).take_while(|id| !large(*id));
        around.take_while(|id| weights.at(*id) as f64 <= whole as f64 * boilerplate::BOX_SHARE).last()
    };
    blocks.iter().filter(heads).filter_map(section).collect()
}

/// A heading that is a link, with what stands beside it.
fn is_teaser(tree: &Tree, id: Id) -> bool {
    tree.is_block(id) && tree.children(id).iter().any(|child| is_linked_heading(tree, *child))
}

fn is_linked_heading(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "h2" | "h3" | "h4" | "h5" | "h6")
        && blocks(tree, id).iter().any(|block| block.link_share() >= LINKED)
}
