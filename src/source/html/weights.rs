//! Where the running text lies: how much of it each element holds, and the part of the page that holds the article.

use super::{
    blocks::Block,
    boxes::Boxes,
    content::is_prose,
    tree::{Id, Tree},
};
use std::collections::HashMap;

/// The part that holds this share of its surroundings' running text is the article.
const MAIN_SHARE: f64 = 0.9;

/// Characters of running text at and below each node.
pub(super) struct Weights {
    below: HashMap<Id, usize>,
}

impl Weights {
    /// Text in boxes counts only when there is little else.
    pub fn of(tree: &Tree, blocks: &[Block]) -> Self {
        let prose = || blocks.iter().filter(|block| is_prose(block));
        let all = Self::sum(tree, prose());
        let boxes = Boxes::by_name(tree, &all);
        let free = Self::sum(tree, prose().filter(|block| !boxes.hold(tree, block.node)));
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

    pub fn at(&self, id: Id) -> usize {
        self.below.get(&id).copied().unwrap_or(0)
    }

    /// Goes down as long as one child holds nearly all of the text.
    fn main_part(&self, tree: &Tree) -> Id {
        let mut main = Tree::ROOT;
        loop {
            let best = tree.children(main).iter().copied().max_by_key(|child| self.at(*child));
            let holds = |best: &Id| self.at(*best) > 0 && self.at(*best) as f64 >= self.at(main) as f64 * MAIN_SHARE;
            match best.filter(holds) {
                Some(best) if tree.name(best) != "p" => main = best,
                _ => return main,
            }
        }
    }
}

/// Elements that hold one article and no more.
const WHOLE: &[&str] = &["article", "main", "body", "html"];

impl Weights {
    /// The main part with its like beside it and around it: a text may be cut in several sections by what stands between.
    pub fn parts(&self, tree: &Tree) -> Vec<Id> {
        let main = self.main_part(tree);
        let mut parts = vec![main];
        for id in tree.with_ancestors(main).take_while(|id| !WHOLE.contains(&tree.name(*id))) {
            let class = tree.attribute(id, "class").filter(|class| !class.trim().is_empty());
            let alike = |other: &Id| {
                *other != id
                    && class.is_some()
                    && tree.name(*other) == tree.name(id)
                    && tree.attribute(*other, "class") == class
            };
            let beside = tree.children(tree.parent(id)).iter().copied();
            parts.extend(beside.filter(alike).filter(|other| self.at(*other) > 0));
        }
        parts.sort_unstable();
        parts
    }
}
