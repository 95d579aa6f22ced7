//! The lead: the paragraph between headline and body that sums the article up.

use super::{
    blocks::{Block, Role},
    boilerplate,
    content::{is_prose, letters},
    tree::Tree,
};
use crate::source::page_text;

/// A lead is not longer (characters).
const LONGEST: usize = 900;
/// A lead without a full stop is not shorter (characters).
const SHORTEST_OPEN: usize = 120;
/// So many equal letters at the start make two texts the same.
const SAME_START: usize = 40;

/// Words in class names of leads.
const LEAD_WORDS: &[&str] = &[
    "abstract",
    "articleintro",
    "deck",
    "dek",
    "description",
    "einleitung",
    "excerpt",
    "intro",
    "introduction",
    "introtext",
    "lead",
    "leadin",
    "leadtext",
    "lede",
    "perex",
    "standfirst",
    "subline",
    "summary",
    "teaser",
    "teasertext",
    "vorspann",
];

/// Finds the lead among the blocks between the headline (`from`) and the first paragraph of the body (`first`, included).
pub(super) fn find(tree: &Tree, blocks: &[Block], from: usize, first: usize, descriptions: &[String]) -> Option<usize> {
    let before = || (from..first).filter(|at| may_be_lead(tree, &blocks[*at]));
    let describes = |at: &usize| descriptions.iter().any(|description| same_start(&blocks[*at].text, description));
    let named = || before().find(|at| is_prose(&blocks[*at]) && is_named(tree, &blocks[*at]));
    let opening = || blocks.get(first).is_some_and(|block| opens_as_lead(tree, block, descriptions)).then_some(first);
    let set_apart = || before().find(|at| is_set_apart(tree, &blocks[*at]));
    before().find(describes).or_else(named).or_else(opening).or_else(set_apart)
}

/// Running text that stands by itself, and not in a menu or a box around the article.
fn is_set_apart(tree: &Tree, block: &Block) -> bool {
    let aside = tree.with_ancestors(block.node).any(|id| boilerplate::is_around(tree, id));
    let sentence = page_text::ends_sentence(&block.text) || block.chars >= SHORTEST_OPEN;
    is_prose(block) && sentence && !aside
}

fn may_be_lead(tree: &Tree, block: &Block) -> bool {
    let form = !matches!(block.role, Role::Heading(1) | Role::Row | Role::Caption) && block.chars <= LONGEST;
    form && block.link_share() < 0.5
        && !page_text::is_page_matter(&block.text)
        && !page_text::is_signature(&block.text)
        && !boilerplate::shows_picture(tree, block)
}

/// The first paragraph is the lead when it is what the page is described by, or is named or set so.
fn opens_as_lead(tree: &Tree, block: &Block, descriptions: &[String]) -> bool {
    let text = letters(&block.text);
    let described = descriptions.iter().any(|description| letters(description) == text);
    let bold = block.bold * 10 >= block.chars * 9;
    block.chars <= LONGEST && (described || bold || is_named(tree, block))
}

fn is_named(tree: &Tree, block: &Block) -> bool {
    tree.with_ancestors(block.node).take(2).any(|id| boilerplate::has_word(tree, id, LEAD_WORDS))
}

/// True when both begin alike, as far as the shorter goes.
fn same_start(text: &str, description: &str) -> bool {
    let (text, description) = (letters(text), letters(description));
    let shared = text.chars().zip(description.chars()).take_while(|(one, other)| one == other).count();
    shared >= SAME_START || shared > 0 && shared == text.chars().count() && shared == description.chars().count()
}
