//! Hits as JSON Lines: the shape that scripts rely on.

use crate::article::Span;
use crate::search::{ArticleInfo, Group, Hit, PassageInfo, Related, Snippet};
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

/// One article with its best passages as one JSON object; each of `hits` is what [`hit_json`] makes of it, without the
/// article.
#[must_use]
pub fn group_json(group: &Group) -> Value {
    let hit = |hit: &Hit| {
        let mut value = hit_json(hit);
        if let Some(object) = value.as_object_mut() {
            object.shift_remove("article");
            object.shift_remove("also_in");
        }
        value
    };
    json!({
        "rank": group.rank,
        "score": group.score,
        "article": article(&group.article),
        "also_in": group.also_in.iter().map(article).collect::<Vec<_>>(),
        "passages": group.passages,
        "hits": group.hits.iter().map(hit).collect::<Vec<_>>(),
    })
}

/// One related article as one JSON object.
#[must_use]
pub fn related_json(related: &Related) -> Value {
    json!({
        "rank": related.rank,
        "likeness": related.likeness,
        "article": article(&related.article),
        "shared": related.shared,
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
