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
mod boilerplate;
mod blocks;
mod content;
mod lead;

use super::{dates, rendered::Rendered};
use crate::article::{Article, BlockKind, Moment};
use blocks::{Block, Role};
use content::Content;
use statements::Statements;
use tree::Tree;

/// Lines with a date and little else are not longer (characters).
const LONGEST_DATE_LINE: usize = 120;

/// Reads a page; `None` when there is no running text in it.
pub(super) fn read(html: &str) -> Option<Article> {
    let tree = Tree::parse(html);
    let statements = Statements::of(&tree);
    let title = statements.title();
    let content = content::content(&tree, &title, &statements.descriptions());
    let rendered = rendered(&content);
    let article = Article {
        title,
        outlet: statements.outlet(),
        authors: statements.authors(people::in_byline(content.around_headline())),
        published: statements.published().or_else(|| dates_shown(&content)),
        modified: statements.modified(),
        section: statements.section(),
        url: statements.url(),
        language: statements.language(),
        keywords: statements.keywords(),
        paywalled: statements.paywalled(),
        text: rendered.text,
        blocks: rendered.blocks,
        ..Article::default()
    };
    let has_text = article.blocks.iter().any(|block| block.kind != BlockKind::Caption);
    has_text.then_some(article)
}

/// The first date around the headline that does not say when the text was changed.
fn dates_shown(content: &Content) -> Option<Moment> {
    let lines =
        content.around_headline().filter(|block| block.role != Role::Caption && block.chars <= LONGEST_DATE_LINE);
    let dated = |block: &Block| dates::find(&block.text).map(|found| found.moment);
    let changed = |block: &Block| {
        ["aktualisiert", "update", "stand"].iter().any(|word| block.text.to_lowercase().starts_with(word))
    };
    lines.clone().filter(|block| !changed(block)).find_map(dated).or_else(|| lines.clone().find_map(dated))
}

fn rendered(content: &Content) -> Rendered {
    let mut rendered = Rendered::default();
    for (at, kind) in &content.kept {
        rendered.push(*kind, &content.blocks[*at].text);
    }
    rendered
}
