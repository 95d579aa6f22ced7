//! Which blocks of a page are its article: the part of the page that holds the running text, without the boxes in it.

use super::{
    blocks::{Block, Role, blocks},
    boilerplate,
    tree::{Id, Tree},
};
use crate::source::page_text;
use std::collections::HashMap;

/// Shorter texts are no running text (characters).
const SHORTEST_PROSE: usize = 50;
/// From this share of links on a text is a list of links.
const LINKED: f64 = 0.6;
/// The part that holds this share of its surroundings' running text is the article.
const MAIN_SHARE: f64 = 0.6;
/// A box that holds this share of the running text is no box.
const BOX_SHARE: f64 = 0.3;

/// The article's blocks, and where they lie.
pub(super) struct Content {
    /// All blocks of the page, in order.
    pub blocks: Vec<Block>,
    /// Numbers of those that are the article's own, in order.
    pub kept: Vec<usize>,
}

/// Running text by block and by node.
struct Weights {
    /// Characters of running text at and below a node.
    below: HashMap<Id, usize>,
}

/// Finds the article's blocks.
pub(super) fn content(tree: &Tree, title: &str) -> Content {
    let blocks = blocks(tree, Tree::ROOT);
    let weights = Weights::of(tree, &blocks);
    let main = weights.main_part(tree);
    let mut kept: Vec<usize> = (0..blocks.len())
        .filter(|at| main.iter().any(|part| tree.subtree(*part).contains(&blocks[*at].node)))
        .collect();
    kept.retain(|at| !weights.is_boxed(tree, &blocks[*at], &main));
    kept.retain(|at| is_article_text(&blocks[*at], title));
    drop_empty_sections(&blocks, &mut kept);
    Content { blocks, kept }
}

/// A block of running text: long enough, not made of links, with the small words that sentences have.
pub(super) fn is_prose(block: &Block) -> bool {
    let role = matches!(block.role, Role::Paragraph | Role::Item | Role::Quote);
    role && block.chars >= SHORTEST_PROSE && block.link_share() < LINKED && page_text::reads_as_prose(&block.text)
}

impl Weights {
    /// Text in boxes counts only when there is little else.
    fn of(tree: &Tree, blocks: &[Block]) -> Self {
        let free = Self::sum(tree, blocks.iter().filter(|block| is_prose(block) && !lies_in_box(tree, block.node)));
        let all = Self::sum(tree, blocks.iter().filter(|block| is_prose(block)));
        if free.at(Tree::ROOT) * 4 >= all.at(Tree::ROOT) { free } else { all }
    }

    fn sum<'b>(tree: &Tree, blocks: impl Iterator<Item = &'b Block>) -> Self {
        let mut below = HashMap::new();
        for block in blocks {
            let around = tree.ancestors(block.node).chain([block.node, Tree::ROOT]);
            around.for_each(|id| *below.entry(id).or_default() += block.chars);
        }
        Self { below }
    }

    fn at(&self, id: Id) -> usize {
        self.below.get(&id).copied().unwrap_or(0)
    }

    /// Goes down as long as one child holds most of the text; its like beside it belong to it.
    fn main_part(&self, tree: &Tree) -> Vec<Id> {
        let mut main = Tree::ROOT;
        loop {
            let best = tree.children(main).iter().copied().max_by_key(|child| self.at(*child));
            match best.filter(|best| self.at(*best) as f64 >= self.at(main) as f64 * MAIN_SHARE && self.at(*best) > 0) {
                Some(best) if tree.name(best) != "p" => main = best,
                _ => break,
            }
        }
        let alike = |id: &Id| {
            tree.name(*id) == tree.name(main)
                && tree.attribute(*id, "class") == tree.attribute(main, "class")
                && self.at(*id) > 0
        };
        let siblings = tree.children(tree.parent(main)).iter().copied();
        if main == Tree::ROOT { vec![main] } else { siblings.filter(alike).collect() }
    }

    /// True when a box stands between the block and the main part.
    fn is_boxed(&self, tree: &Tree, block: &Block, main: &[Id]) -> bool {
        let whole: usize = main.iter().map(|part| self.at(*part)).sum();
        let within = std::iter::once(block.node).chain(tree.ancestors(block.node)).take_while(|id| !main.contains(id));
        let mut boxes = within.filter(|id| boilerplate::is_around(tree, *id) || boilerplate::is_box(tree, *id));
        boxes.any(|id| (self.at(id) as f64) < whole as f64 * BOX_SHARE)
    }
}

fn lies_in_box(tree: &Tree, id: Id) -> bool {
    std::iter::once(id)
        .chain(tree.ancestors(id))
        .any(|id| boilerplate::is_around(tree, id) || boilerplate::is_box(tree, id))
}

fn is_article_text(block: &Block, title: &str) -> bool {
    match block.role {
        Role::Heading(1) => false,
        Role::Heading(_) => block.text != title && !page_text::is_page_matter(&block.text),
        Role::Caption | Role::Row => true,
        Role::Paragraph | Role::Item | Role::Quote => {
            block.link_share() < LINKED && !page_text::is_page_matter(&block.text)
        }
    }
}

/// A heading without text below it heads nothing of the article.
fn drop_empty_sections(blocks: &[Block], kept: &mut Vec<usize>) {
    let mut has_text = false;
    let mut result: Vec<usize> = Vec::with_capacity(kept.len());
    for at in kept.iter().rev() {
        match blocks[*at].role {
            Role::Heading(_) if !has_text => continue,
            Role::Heading(_) => has_text = false,
            Role::Caption => {}
            _ => has_text = true,
        }
        result.push(*at);
    }
    result.reverse();
    *kept = result;
}
