//! Hits as JSON Lines: the shape that scripts rely on.

use crate::article::Span;
use crate::search::{ArticleInfo, Hit, PassageInfo, Snippet};
use serde_json::{Value, json};

/// One hit as one JSON object; all offsets count Unicode characters of the text they are named with
/// (`passage.start` and `end`: the article's text, which for copied page text is the file itself).
#[must_use]
pub fn hit_json(hit: &Hit) -> Value {
    json!({
        "rank": hit.rank,
        "score": hit.score,
        "article": article(&hit.article),
        "also_in": hit.also_in.iter().map(article).collect::<Vec<_>>(),
        "passage": passage(&hit.passage),
        "snippet": snippet(&hit.snippet),
        "near": hit.near.iter().map(|near| json!({ "word": near.word, "found": near.found })).collect::<Vec<_>>(),
        "actors": hit.actors,
        "cites": hit.cites,
    })
}

/// What identifies an article.
pub(crate) fn article(article: &ArticleInfo) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "path": article.path,
    })
}

fn passage(passage: &PassageInfo) -> Value {
    json!({
        "number": passage.number,
        "kind": passage.kind.as_str(),
        "text": passage.text,
        "start": passage.chars.start,
        "end": passage.chars.end,
    })
}

fn snippet(snippet: &Snippet) -> Value {
    let pair = |span: &Span| [span.start, span.end];
    json!({ "text": snippet.text, "highlights": snippet.highlights.iter().map(pair).collect::<Vec<_>>() })
}
