//! Saved pages of news sites to articles.
//!
//! A page becomes a [`tree`]; its [`statements`] (JSON-LD, meta tags, microdata) tell title, authors, dates, publisher;
//! its [`blocks`] are what a reader sees, and [`content`] says which of them are the article. What decides is structure
//! (where the running text lies, what surrounds it, how much of a text is links) and the words that German pages share,
//! never one site's own marks.

mod tree;
mod linked_data;
mod metas;
mod title;
mod people;
mod statements;
mod saved;
mod boilerplate;
mod blocks;
mod weights;
mod boxes;
mod content;
mod stated_text;
mod lead;

use super::{dates, page_text, rendered::Rendered};
use crate::article::{Article, BlockKind, Moment};
use blocks::Block;
use content::{Content, Hints};
use statements::Statements;
use tree::Tree;

/// Reads a page; `None` when there is no running text in it. `crawled` is when it was fetched: `vor 3 Stunden` counts
/// from then.
pub(super) fn read(html: &str, crawled: Option<&Moment>) -> Option<Article> {
    let tree = Tree::parse(html);
    let statements = Statements::of(&tree);
    let title = statements.title();
    let stated = statements.text();
    let descriptions = statements.descriptions();
    let mut content =
        content::content(&tree, &Hints { title: &title, descriptions: &descriptions, text: stated.as_deref() });
    if !content.has_prose() && stated.is_none() {
        return None;
    }
    let authors = statements.authors(people::in_byline(content.head(), content.tail()));
    content.drop_biography(&authors);
    let rendered = rendered(&content, stated.as_deref());
    let saved = saved::Saved::of(html);
    let mut article = Article {
        title,
        outlet: statements.outlet(),
        authors,
        published: statements.published().or_else(|| dates_shown(&tree, &content)),
        modified: statements.modified(),
        section: statements.section(),
        url: statements.url().or(saved.url),
        language: statements.language(),
        keywords: statements.keywords(),
        paywalled: statements.paywalled(),
        text: rendered.text,
        blocks: rendered.blocks,
        ..Article::default()
    };
    if article.published.is_none()
        && let Some((moment, warning)) = date_reckoned(&tree, &content, saved.at.as_ref().or(crawled))
    {
        article.published = moment;
        article.warnings.push(warning);
    }
    let has_text = article.blocks.iter().any(|block| block.kind != BlockKind::Caption);
    has_text.then_some(article)
}

/// Reads a piece of HTML that is an article's text and little else, as feeds carry it: blocks without the boxes between
/// them. A piece without running text gives what words it has.
pub(super) fn piece(html: &str, title: &str) -> Rendered {
    let tree = Tree::parse(html);
    let content = content::content(&tree, &Hints { title, descriptions: &[], text: None });
    if content.has_prose() {
        return rendered(&content, None);
    }
    let mut short = Rendered::default();
    for block in content.blocks.iter().filter(|block| content::is_own(block, title)) {
        short.push(BlockKind::Paragraph, &block.text);
    }
    short
}

/// The words of a short text that may hold markup or references, in one line.
pub(super) fn words(html: &str) -> String {
    linked_data::clean(html)
}

/// A text without markup, its references resolved.
pub(super) fn unescaped(text: &str) -> String {
    Tree::parse(text).words(Tree::ROOT)
}

/// Names of people from what states them: lists are parted, mail addresses are none.
pub(super) fn names(stated: &[String]) -> Vec<String> {
    people::parted(stated)
}

/// The first date around the text that does not say when the text was changed: in a `<time>`, else in a line of its own.
fn dates_shown(tree: &Tree, content: &Content) -> Option<Moment> {
    let around = head_nodes(content);
    let mut times =
        tree.elements("time").filter(|id| around.contains(id)).filter_map(|id| tree.attribute(id, "datetime"));
    let lines = || content.head().iter().chain(content.tail()).filter(|block| page_text::is_date_line(&block.text));
    let dated = |block: &Block| dates::find(&block.text).map(|found| found.moment);
    let shown = lines().filter(|block| !says_changed(&block.text)).find_map(dated).or_else(|| lines().find_map(dated));
    times.find_map(dates::parse).or(shown)
}

/// The nodes of the page's head line, byline and what stands between them.
fn head_nodes(content: &Content) -> std::ops::Range<tree::Id> {
    match (content.head().first(), content.head().last()) {
        (Some(first), Some(last)) => first.node..last.node,
        _ => 0..0,
    }
}

/// A date around the text that counts from when the page was fetched.
fn date_reckoned(tree: &Tree, content: &Content, crawled: Option<&Moment>) -> Option<(Option<Moment>, String)> {
    let around = head_nodes(content);
    let times = tree.elements("time").filter(|id| around.contains(id)).map(|id| tree.words(id));
    let lines = content.head().iter().map(|block| block.text.clone());
    times.chain(lines).find_map(|line| dates::reckoned(&line, crawled))
}

fn says_changed(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["aktualisiert", "update", "stand", "zuletzt"].iter().any(|word| lower.contains(word))
}

/// The article's blocks; when the page shows less than half of the text that it states, the stated text.
fn rendered(content: &Content, stated: Option<&str>) -> Rendered {
    let mut rendered = Rendered::default();
    let shown: usize = content.kept.iter().map(|(at, _)| content.blocks[*at].text.len()).sum();
    let withheld = stated.filter(|stated| shown * 2 < stated.len());
    for (kind, text) in content.texts().filter(|(kind, _)| withheld.is_none() || *kind == BlockKind::Lead) {
        rendered.push(kind, &text);
    }
    if let Some(stated) = withheld {
        rendered.push_paragraphs(stated);
    }
    rendered
}

#[cfg(test)]
mod tests;
