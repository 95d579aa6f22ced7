//! An article as read: the JSON shape of `parse`, and a text for people.

use crate::article::{Actor, Article, BlockKind, Citation};
use crate::present::link::target;
use crate::present::{Style, plain};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One article as one JSON object. `paragraphs` counts from 0 in the body; headings say before which of them they
/// stand, captions are apart.
#[must_use]
pub fn article_json(file: &str, article: &Article, actors: &[Actor], citations: &[Citation]) -> Value {
    json!({
        "file": file,
        "id": article.id,
        "title": article.title,
        "lead": article.lead(),
        "outlet": article.outlet,
        "authors": article.authors,
        "published": article.published,
        "modified": article.modified,
        "zone_assumed": article.zone_assumed,
        "section": article.section,
        "url": article.url,
        "language": article.language,
        "paragraphs": article.texts_of(BlockKind::Paragraph).collect::<Vec<_>>(),
        "headings": headings(article),
        "captions": article.texts_of(BlockKind::Caption).collect::<Vec<_>>(),
        "actors": actors,
        "cites": citations,
        "warnings": article.warnings,
    })
}

fn headings(article: &Article) -> Vec<Value> {
    let mut before = 0;
    let mut headings = Vec::new();
    for block in &article.blocks {
        match block.kind {
            BlockKind::Paragraph => before += 1,
            BlockKind::Heading => {
                let text = crate::article::collapse_white_space(article.slice(block.span));
                headings.push(json!({ "text": text, "before": before }));
            }
            BlockKind::Lead | BlockKind::Caption => {}
        }
    }
    headings
}

/// An article for reading: head, then its blocks with the numbers that hits name.
#[must_use]
pub fn article_text(article: &Article, style: &Style) -> String {
    let mut text = head(article, style);
    let mut number = 0;
    for block in &article.blocks {
        let words = plain(&crate::article::collapse_white_space(article.slice(block.span)));
        let _ = match block.kind {
            BlockKind::Lead => writeln!(text, "\n{}", style.strong(&words)),
            BlockKind::Heading => writeln!(text, "\n## {}", style.strong(&words)),
            BlockKind::Caption => writeln!(text, "\n{}", style.quiet(&format!("[caption] {words}"))),
            BlockKind::Paragraph => {
                number += 1;
                writeln!(text, "\n{} {words}", style.quiet(&format!("[{number}]")))
            }
        };
    }
    text
}

fn head(article: &Article, style: &Style) -> String {
    let opens = target(article.url.as_deref(), article.path.as_deref());
    let mut text = style.linked(&style.strong(&plain(&article.title)), opens.as_deref()) + "\n";
    let assumed = if article.zone_assumed { " (time zone assumed)" } else { "" };
    let published = article.published.as_ref().map(|moment| format!("{moment}{assumed}"));
    let rows = [
        ("outlet", article.outlet.as_ref().map(|outlet| outlet.name.clone())),
        ("authors", (!article.authors.is_empty()).then(|| article.authors.join(", "))),
        ("published", published),
        ("section", article.section.clone()),
        ("url", article.url.clone()),
        ("path", article.path.clone()),
        ("id", Some(article.id.clone())),
    ];
    for (name, value) in rows {
        if let Some(value) = value {
            let _ = writeln!(text, "{}", style.quiet(&format!("{name}: {}", plain(&value))));
        }
    }
    text
}
