//! Which blocks of a page are its article: the part of the page that holds the running text, without the boxes in it.

use super::{
    blocks::{Block, Role, blocks},
    boilerplate, lead, stated_text,
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
/// A box in which the house speaks to its readers holds less of the running text.
const SPOKEN_SHARE: f64 = 0.15;
/// So many blocks after the text may sign and date it.
const TAIL: usize = 12;
/// A subhead set as a bold paragraph is not longer (characters).
const LONGEST_SUBHEAD: usize = 90;

/// The article's blocks, and where they lie.
pub(super) struct Content {
    /// All blocks of the page, in order.
    pub blocks: Vec<Block>,
    /// Numbers of those that are the article's own with their kinds, in order.
    pub kept: Vec<(usize, BlockKind)>,
    /// Blocks from the headline to the second paragraph, where most bylines and dates stand.
    head: Range<usize>,
    /// Blocks after the text, where others put them.
    tail: Range<usize>,
}

impl Content {
    /// The blocks from the headline to the second paragraph.
    pub fn head(&self) -> &[Block] {
        self.blocks.get(self.head.clone()).unwrap_or_default()
    }

    /// The blocks right after the text.
    pub fn tail(&self) -> &[Block] {
        self.blocks.get(self.tail.clone()).unwrap_or_default()
    }
}

/// Finds the article's blocks.
pub(super) fn content(tree: &Tree, title: &str, descriptions: &[String], stated: Option<&str>) -> Content {
    let blocks = blocks(tree, Tree::ROOT);
    let weights = Weights::of(tree, &blocks);
    let main = weights.main_part(tree);
    let parts = weights.parts(tree, main);
    let boxes = Boxes::of(tree, &weights, &parts, &blocks);
    let lies_within = |block: &Block| parts.iter().any(|part| tree.subtree(*part).contains(&block.node));
    let mut kept: Vec<usize> = (0..blocks.len()).filter(|at| lies_within(&blocks[*at])).collect();
    kept.retain(|at| !boxes.hold(tree, blocks[*at].node));
    kept.retain(|at| is_article_text(&blocks[*at], title));
    drop_link_lists(tree, &blocks, &mut kept);
    let from = headline(tree, &blocks, title, &kept);
    kept.retain(|at| *at >= from);
    drop_edges(&blocks, &mut kept);
    if let Some(stated) = stated {
        stated_text::align(&blocks, from, stated, &mut kept);
    }
    drop_empty_sections(&blocks, &mut kept);
    let first = kept.iter().copied().find(|at| is_prose(&blocks[*at])).unwrap_or(from);
    let second = kept.iter().copied().filter(|at| is_prose(&blocks[*at])).nth(1).unwrap_or(first);
    let lead = lead::find(tree, &blocks, from, first, descriptions);
    let kept = kinds(tree, &blocks, &kept, lead);
    let end = kept.last().map_or(second, |(at, _)| *at) + 1;
    let tail = end.min(blocks.len())..(end + TAIL).min(blocks.len());
    Content { head: from.min(second)..(second + 1).min(blocks.len()), tail, blocks, kept }
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
    /// Text in boxes counts only when there is little else. What holds half of all text is no box, whatever its name.
    fn of(tree: &Tree, blocks: &[Block]) -> Self {
        let all = Self::sum(tree, blocks.iter().filter(|block| is_prose(block)));
        let is_box = |id: Id| {
            all.at(id) * 2 < all.at(Tree::ROOT) && (boilerplate::is_around(tree, id) || boilerplate::is_box(tree, id))
        };
        let is_free = |block: &&Block| is_prose(block) && !tree.with_ancestors(block.node).any(is_box);
        let free = Self::sum(tree, blocks.iter().filter(is_free));
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

/// Elements that hold one article and no more.
const WHOLE: &[&str] = &["article", "main", "body", "html"];

impl Weights {
    /// The main part with its like beside it and around it: a text may be cut in several sections by what stands between.
    fn parts(&self, tree: &Tree, main: Id) -> Vec<Id> {
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

/// The boxes within the article's parts.
struct Boxes {
    boxes: Vec<Id>,
}

impl Boxes {
    /// Elements that are named or placed like boxes, unless those of one kind hold much of the text together, and those
    /// in which the house speaks.
    fn of(tree: &Tree, weights: &Weights, parts: &[Id], blocks: &[Block]) -> Self {
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
        let spoken = blocks.iter().filter(|block| is_matter(block)).map(|block| tree.parent(block.node));
        let spoken = spoken.filter(|id| !parts.contains(id) && (weights.at(*id) as f64) < whole as f64 * SPOKEN_SHARE);
        let mut boxes: Vec<Id> =
            small.flat_map(|(_, ids)| ids).chain(spoken).filter(|id| !parts.contains(id)).collect();
        boxes.sort_unstable();
        Self { boxes }
    }

    fn hold(&self, tree: &Tree, id: Id) -> bool {
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

fn is_matter(block: &Block) -> bool {
    page_text::is_page_matter(&block.text) || boilerplate::is_notice(&block.text)
}

fn is_article_text(block: &Block, title: &str) -> bool {
    match block.role {
        Role::Heading(1) => false,
        Role::Heading(_) => letters(&block.text) != letters(title) && block.link_share() < LINKED && !is_matter(block),
        Role::Row => true,
        Role::Caption => !is_matter(block) && !page_text::is_signature(&block.text),
        Role::Paragraph | Role::Item | Role::Quote => block.link_share() < LINKED && !is_matter(block),
    }
}

/// Items of lists that consist of links for the greater part.
fn drop_link_lists(tree: &Tree, blocks: &[Block], kept: &mut Vec<usize>) {
    let list = |block: &Block| tree.with_ancestors(block.node).find(|id| matches!(tree.name(*id), "ul" | "ol"));
    let mut lists: HashMap<Id, (usize, usize)> = HashMap::new();
    for block in blocks.iter().filter(|block| block.role == Role::Item) {
        let Some(list) = list(block) else { continue };
        let (linked, all) = lists.entry(list).or_default();
        *linked += usize::from(block.link_share() >= LINKED);
        *all += 1;
    }
    let links = |at: usize| {
        let item = blocks.get(at).filter(|block| block.role == Role::Item);
        item.and_then(list).and_then(|list| lists.get(&list)).is_some_and(|(linked, all)| linked * 2 > *all)
    };
    // What heads such a list goes with it.
    kept.retain(|at| !links(*at) && !(matches!(blocks[*at].role, Role::Heading(_)) && links(at + 1)));
}

/// Where the headline stands: the first heading before the text that says it, else the nearest of the first level, else
/// the text's beginning.
fn headline(tree: &Tree, blocks: &[Block], title: &str, kept: &[usize]) -> usize {
    let first = kept.iter().copied().find(|at| is_prose(&blocks[*at])).unwrap_or(0);
    let title = letters(title);
    let says = |at: &usize| {
        let own = letters(&blocks[*at].text);
        let block = &blocks[*at];
        let free = !tree.with_ancestors(block.node).any(|id| boilerplate::is_around(tree, id));
        matches!(block.role, Role::Heading(_))
            && free
            && !own.is_empty()
            && (own.ends_with(&title) || title.ends_with(&own))
    };
    let nearest = || (0..first).rev().find(|at| blocks[*at].role == Role::Heading(1));
    (0..first).find(says).or_else(nearest).unwrap_or(first)
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
