//! Which blocks of a page are its article: the part of the page that holds the running text, without the boxes in it.

use super::{
    blocks::{Block, Role, blocks},
    boilerplate, lead,
    tree::{Id, Tree},
};
use crate::article::BlockKind;
use crate::source::page_text;
use std::collections::HashMap;
use std::ops::Range;

/// Shorter texts are no running text (characters).
const SHORTEST_PROSE: usize = 50;
/// From this share of links on a text is a list of links.
const LINKED: f64 = 0.6;
/// The part that holds this share of its surroundings' running text is the article.
const MAIN_SHARE: f64 = 0.9;
/// Boxes of one kind that hold this share of the running text are no boxes.
const BOX_SHARE: f64 = 0.3;
/// A subhead set as a bold paragraph is not longer (characters).
const LONGEST_SUBHEAD: usize = 90;

/// The article's blocks, and where they lie.
pub(super) struct Content {
    /// All blocks of the page, in order.
    pub blocks: Vec<Block>,
    /// Numbers of those that are the article's own with their kinds, in order.
    pub kept: Vec<(usize, BlockKind)>,
    /// Blocks that stand where bylines and dates do: around the headline, the lead and the first paragraph.
    pub head: Range<usize>,
}

/// Finds the article's blocks.
pub(super) fn content(tree: &Tree, title: &str, descriptions: &[String]) -> Content {
    let blocks = blocks(tree, Tree::ROOT);
    let weights = Weights::of(tree, &blocks);
    let main = weights.main_part(tree);
    let boxes = Boxes::of(tree, &weights, main);
    let mut kept: Vec<usize> = (0..blocks.len()).filter(|at| tree.subtree(main).contains(&blocks[*at].node)).collect();
    kept.retain(|at| !boxes.hold(tree, blocks[*at].node));
    kept.retain(|at| is_article_text(&blocks[*at], title));
    let from = headline(&blocks, title, &kept);
    kept.retain(|at| *at >= from);
    drop_edges(&blocks, &mut kept);
    drop_empty_sections(&blocks, &mut kept);
    let first = kept.iter().copied().find(|at| is_prose(&blocks[*at])).unwrap_or(from);
    let second = kept.iter().copied().filter(|at| is_prose(&blocks[*at])).nth(1).unwrap_or(first);
    let lead = lead::find(tree, &blocks, from, first, descriptions);
    let kept = kinds(tree, &blocks, &kept, lead);
    Content { head: from.saturating_sub(6)..(second + 1).min(blocks.len()), blocks, kept }
}

/// A block of running text: long enough, not made of links, with the small words that sentences have.
pub(super) fn is_prose(block: &Block) -> bool {
    let role = matches!(block.role, Role::Paragraph | Role::Item | Role::Quote);
    role && block.chars >= SHORTEST_PROSE && block.link_share() < LINKED && page_text::reads_as_prose(&block.text)
}

/// A text's letters and digits in lower case, for comparing what is set differently.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Characters of running text at and below each node.
struct Weights {
    below: HashMap<Id, usize>,
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

fn lies_in_box(tree: &Tree, id: Id) -> bool {
    with_ancestors(tree, id).any(|id| boilerplate::is_around(tree, id) || boilerplate::is_box(tree, id))
}

fn with_ancestors(tree: &Tree, id: Id) -> impl Iterator<Item = Id> {
    std::iter::once(id).chain(tree.ancestors(id))
}

/// The boxes within the main part.
struct Boxes {
    boxes: Vec<Id>,
    main: Id,
}

impl Boxes {
    /// Elements that are named or placed like boxes, unless those of one kind hold much of the text together.
    fn of(tree: &Tree, weights: &Weights, main: Id) -> Self {
        let mut kinds: HashMap<(&str, &str), (usize, Vec<Id>)> = HashMap::new();
        for id in tree.subtree(main).skip(1).filter(|id| is_like_box(tree, *id)) {
            let kind = (tree.name(id), tree.attribute(id, "class").unwrap_or_default());
            let (weight, ids) = kinds.entry(kind).or_default();
            *weight += weights.at(id);
            ids.push(id);
        }
        let whole = weights.at(main) as f64;
        let small = kinds.into_values().filter(|(weight, _)| (*weight as f64) < whole * BOX_SHARE);
        let mut boxes: Vec<Id> = small.flat_map(|(_, ids)| ids).collect();
        boxes.sort_unstable();
        Self { boxes, main }
    }

    fn hold(&self, tree: &Tree, id: Id) -> bool {
        with_ancestors(tree, id).take_while(|id| *id != self.main).any(|id| self.boxes.binary_search(&id).is_ok())
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

fn is_article_text(block: &Block, title: &str) -> bool {
    let is_matter = || page_text::is_page_matter(&block.text) || boilerplate::is_notice(&block.text);
    match block.role {
        Role::Heading(1) => false,
        Role::Heading(_) => letters(&block.text) != letters(title) && block.link_share() < LINKED && !is_matter(),
        Role::Caption | Role::Row => true,
        Role::Paragraph | Role::Item | Role::Quote => block.link_share() < LINKED && !is_matter(),
    }
}

/// Where the headline stands: the last heading before the text that says the same, else the text's beginning.
fn headline(blocks: &[Block], title: &str, kept: &[usize]) -> usize {
    let first = kept.iter().copied().find(|at| is_prose(&blocks[*at])).unwrap_or(0);
    let third = kept.iter().copied().filter(|at| is_prose(&blocks[*at])).nth(2).unwrap_or(first);
    let title = letters(title);
    let says = |at: &usize| {
        let own = letters(&blocks[*at].text);
        matches!(blocks[*at].role, Role::Heading(_))
            && !own.is_empty()
            && (own.ends_with(&title) || title.ends_with(&own))
    };
    let heading =
        (0..third).rev().find(says).or_else(|| (0..third).rev().find(|at| blocks[*at].role == Role::Heading(1)));
    heading.unwrap_or(first)
}

/// Bylines, dates and signatures stand at the edges of the text.
fn drop_edges(blocks: &[Block], kept: &mut Vec<usize>) {
    let prose: Vec<usize> = kept.iter().copied().filter(|at| is_prose(&blocks[*at])).collect();
    let (second, last) = (prose.get(1).copied().unwrap_or(usize::MAX), prose.last().copied().unwrap_or(0));
    let is_text = |at: &usize| {
        let block = &blocks[*at];
        let edge = *at < second || *at + 4 > last;
        let signs = block.role != Role::Caption && edge && page_text::is_signature(&block.text);
        let trails = *at > last
            && !matches!(block.role, Role::Caption | Role::Item | Role::Row | Role::Quote)
            && !page_text::ends_sentence(&block.text);
        !signs && !trails
    };
    kept.retain(is_text);
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

/// What each kept block is; the lead, wherever it was found, comes first.
fn kinds(tree: &Tree, blocks: &[Block], kept: &[usize], lead: Option<usize>) -> Vec<(usize, BlockKind)> {
    let others = kept.iter().copied().filter(|at| Some(*at) != lead);
    let rest = others.map(|at| (at, kind(tree, &blocks[at])));
    lead.map(|at| (at, BlockKind::Lead)).into_iter().chain(rest).collect()
}

fn kind(tree: &Tree, block: &Block) -> BlockKind {
    let bold =
        block.bold * 10 >= block.chars * 9 && block.chars <= LONGEST_SUBHEAD && !page_text::ends_sentence(&block.text);
    match block.role {
        Role::Heading(_) => BlockKind::Heading,
        Role::Caption => BlockKind::Caption,
        Role::Paragraph if page_text::has_credit(&block.text) || boilerplate::shows_picture(tree, block) => {
            BlockKind::Caption
        }
        Role::Paragraph if bold => BlockKind::Heading,
        _ => BlockKind::Paragraph,
    }
}
