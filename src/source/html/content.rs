//! Which blocks of a page are its article: the part of the page that holds the running text, without the boxes in it.

use super::{
    blocks::{Block, Role, blocks},
    boilerplate,
    boxes::Boxes,
    lead, stated_text,
    tree::{Id, Tree},
    weights::Weights,
};
use crate::article::BlockKind;
use crate::source::page_text;
use std::collections::HashMap;
use std::ops::Range;

/// Shorter texts are no running text (characters).
const SHORTEST_PROSE: usize = 50;
/// From this share of links on a text is a list of links.
pub(super) const LINKED: f64 = 0.6;
/// So many blocks after the text may sign and date it.
const TAIL: usize = 12;
/// How an author's name goes on in what is said of them.
const BIOGRAPHY: &[&str] = &[" ist ", " arbeitet ", " schreibt ", " berichtet "];
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
    /// True when there is running text among the article's blocks.
    pub fn has_prose(&self) -> bool {
        self.kept.iter().any(|(at, _)| is_prose(&self.blocks[*at]))
    }

    /// `Ada Lindner ist Redakteurin für …` under the text speaks of the author, not of the matter.
    pub fn drop_biography(&mut self, authors: &[String]) {
        let about = |text: &str| {
            let rest = authors.iter().find_map(|author| text.strip_prefix(author.as_str()));
            rest.is_some_and(|rest| BIOGRAPHY.iter().any(|verb| rest.starts_with(verb)))
        };
        let from = self.kept.len().saturating_sub(3);
        if let Some(at) = (from..self.kept.len()).find(|i| about(&self.blocks[self.kept[*i].0].text)) {
            self.kept.remove(at);
        }
    }

    /// The article's blocks as they are shown; a picture's credit makes one block with the caption before it.
    pub fn texts(&self) -> impl Iterator<Item = (BlockKind, String)> {
        let mut texts: Vec<(usize, BlockKind, String)> = Vec::with_capacity(self.kept.len());
        for (at, kind) in &self.kept {
            let text = &self.blocks[*at].text;
            let credit = *kind == BlockKind::Caption && page_text::is_bare_credit(text);
            match texts.last_mut() {
                Some((before, BlockKind::Caption, caption)) if credit && *before + 1 == *at => {
                    caption.push(' ');
                    caption.push_str(text);
                }
                _ => texts.push((*at, *kind, text.clone())),
            }
        }
        texts.into_iter().map(|(_, kind, text)| (kind, text))
    }

    /// The blocks from the headline to the second paragraph.
    pub fn head(&self) -> &[Block] {
        self.blocks.get(self.head.clone()).unwrap_or_default()
    }

    /// The blocks right after the text.
    pub fn tail(&self) -> &[Block] {
        self.blocks.get(self.tail.clone()).unwrap_or_default()
    }
}

/// What a page says of itself that helps to find its text.
pub(super) struct Hints<'h> {
    /// The headline.
    pub title: &'h str,
    /// What the page is described by; often its lead.
    pub descriptions: &'h [String],
    /// The whole text, when the page states it.
    pub text: Option<&'h str>,
}

/// Finds the article's blocks.
pub(super) fn content(tree: &Tree, hints: &Hints<'_>) -> Content {
    let blocks = blocks(tree, Tree::ROOT);
    let (from, kept) = own_blocks(tree, &blocks, hints);
    let mut prose = kept.iter().copied().filter(|at| is_prose(&blocks[*at]));
    let first = prose.next().unwrap_or(from);
    let second = prose.next().unwrap_or(first);
    let lead = lead::find(tree, &blocks, from, first, hints.descriptions);
    let kept = kinds(tree, &blocks, &kept, lead);
    let end = kept.last().map_or(second, |(at, _)| *at) + 1;
    let tail = end.min(blocks.len())..(end + TAIL).min(blocks.len());
    Content { head: from.min(second)..(second + 1).min(blocks.len()), tail, blocks, kept }
}

/// Where the headline stands, and the blocks from there on that are the article's own.
fn own_blocks(tree: &Tree, blocks: &[Block], hints: &Hints<'_>) -> (usize, Vec<usize>) {
    let weights = Weights::of(tree, blocks);
    let parts = weights.parts(tree);
    let boxes = Boxes::within(tree, &weights, &parts, blocks);
    let lies_within = |block: &Block| parts.iter().any(|part| tree.subtree(*part).contains(&block.node));
    let mut kept: Vec<usize> = (0..blocks.len()).filter(|at| lies_within(&blocks[*at])).collect();
    kept.retain(|at| !boxes.hold(tree, blocks[*at].node) && is_article_text(&blocks[*at], hints.title));
    drop_link_lists(tree, blocks, &mut kept);
    let from = headline(tree, blocks, hints.title, &kept);
    kept.retain(|at| *at >= from);
    drop_edges(blocks, &mut kept);
    if let Some(stated) = hints.text {
        stated_text::align(blocks, from, stated, &mut kept);
    }
    drop_empty_sections(blocks, &mut kept);
    (from, kept)
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

/// A block that is neither a link, nor a caption, nor the house's own words.
pub(super) fn is_own(block: &Block, title: &str) -> bool {
    block.role != Role::Caption && is_article_text(block, title)
}

fn is_article_text(block: &Block, title: &str) -> bool {
    match block.role {
        Role::Heading(1) => false,
        Role::Heading(_) => {
            letters(&block.text) != letters(title)
                && block.link_share() < LINKED
                && !boilerplate::is_matter(&block.text)
        }
        Role::Row => true,
        Role::Caption => !boilerplate::is_matter(&block.text) && !page_text::is_signature(&block.text),
        Role::Paragraph | Role::Item | Role::Quote => {
            block.link_share() < LINKED && !boilerplate::is_matter(&block.text)
        }
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
    let heads_links = |at: usize| matches!(blocks[at].role, Role::Heading(_)) && links(at + 1);
    kept.retain(|at| !links(*at) && !heads_links(*at));
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
    let (Some(first), Some(last)) = (prose.first().copied(), prose.last().copied()) else { return };
    let second = prose.get(1).copied().unwrap_or(usize::MAX);
    let signs = |at: usize| {
        let edge = at < second || at + 4 > last;
        let line = matches!(blocks[at].role, Role::Paragraph | Role::Item | Role::Heading(_));
        edge && line && page_text::is_signature(&blocks[at].text)
    };
    // A kicker before the text, an abbreviation after it.
    let is_scrap = |at: usize| {
        let role = blocks[at].role;
        let before = at < first && matches!(role, Role::Paragraph | Role::Item);
        let after = at > last && matches!(role, Role::Paragraph | Role::Heading(_));
        (before || after) && !page_text::ends_sentence(&blocks[at].text)
    };
    kept.retain(|at| !signs(*at) && !is_scrap(*at));
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
