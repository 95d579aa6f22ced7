//! Splitting: which stretches of an article become passages.

use crate::article::{Article, Block, BlockKind, CharIndex, Span};
use crate::passage::cut::cut;
use crate::passage::sentence::trimmed;
use crate::passage::{Passage, PassageKind};

/// How long passages are, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A paragraph below this is joined with its neighbour. One sentence of news has some 120 characters: less than
    /// that rarely says by itself what it is about, and as a document of its own it would rank for its shortness.
    pub short: usize,
    /// No join makes more than this: about two ordinary paragraphs of news.
    pub joined: usize,
    /// A paragraph above this is cut. News rarely reaches it; in court decisions and essays one paragraph may fill
    /// pages, and a passage should be read at one glance.
    pub long: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { short: 120, joined: 700, long: 1100 }
    }
}

/// The passages of an article in reading order, with the default [`Limits`].
///
/// Headings are no passages, and blocks of white space give none: an article that only has a title has no passages,
/// and its title is for the caller to index.
#[must_use]
pub fn split(article: &Article) -> Vec<Passage> {
    split_with(article, Limits::default())
}

/// The passages of an article in reading order.
#[must_use]
pub fn split_with(article: &Article, limits: Limits) -> Vec<Passage> {
    let index = CharIndex::new(&article.text);
    let stretches = stretches(article);
    let mut passages = Vec::with_capacity(stretches.len());
    for stretch in join(stretches, article, &index, limits) {
        passages.extend(cut(&article.text, &index, stretch.span, limits.long).into_iter().map(|span| Passage {
            kind: stretch.kind,
            number: stretch.number,
            span,
            chars: index.chars(span),
            heading: stretch.heading,
        }));
    }
    passages
}

/// One or more blocks that are taken together.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    kind: PassageKind,
    number: usize,
    span: Span,
    heading: Option<usize>,
    /// Index of its last block in the article.
    last: usize,
}

/// The blocks that hold text to search, each as a stretch of its own.
fn stretches(article: &Article) -> Vec<Stretch> {
    let mut counts = [0; 3];
    let mut heading = None;
    let mut found = Vec::with_capacity(article.blocks.len());
    for (last, block) in article.blocks.iter().enumerate() {
        let Some(kind) = kind(block) else {
            heading = Some(last);
            continue;
        };
        let count = &mut counts[kind as usize];
        found.extend(trimmed(&article.text, block.span).map(|span| Stretch {
            kind,
            number: *count,
            span,
            heading,
            last,
        }));
        *count += 1;
    }
    found
}

/// The kind of passage a block gives; `None` for headings.
fn kind(block: &Block) -> Option<PassageKind> {
    match block.kind {
        BlockKind::Lead => Some(PassageKind::Lead),
        BlockKind::Paragraph => Some(PassageKind::Body),
        BlockKind::Caption => Some(PassageKind::Caption),
        BlockKind::Heading => None,
    }
}

/// Joins short stretches with their direct neighbours.
fn join(stretches: Vec<Stretch>, article: &Article, index: &CharIndex<'_>, limits: Limits) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for next in stretches {
        match joined.last_mut() {
            Some(last) if belong_together(last, &next, article) && fit_together(last, &next, index, limits) => {
                last.span.end = next.span.end;
                last.last = next.last;
            }
            _ => joined.push(next),
        }
    }
    joined
}

/// True for neighbours of one kind with nothing between them, not even text that the reader of the source left out.
fn belong_together(last: &Stretch, next: &Stretch, article: &Article) -> bool {
    let between = article.text.get(last.span.end..next.span.start);
    last.kind == next.kind && last.last + 1 == next.last && between.is_some_and(|between| between.trim().is_empty())
}

fn fit_together(last: &Stretch, next: &Stretch, index: &CharIndex<'_>, limits: Limits) -> bool {
    let length = |start, end| index.chars(Span::new(start, end)).len();
    let one_is_short =
        length(last.span.start, last.span.end) < limits.short || length(next.span.start, next.span.end) < limits.short;
    one_is_short && length(last.span.start, next.span.end) <= limits.joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: Limits = Limits { short: 10, joined: 30, long: 40 };

    /// An article of blocks, written `l|lead`, `p|paragraph`, `h|heading`, `c|caption`, `x|no block`.
    fn article(lines: &[&str]) -> Article {
        let mut article = Article::default();
        for line in lines {
            let (kind, text) = line.split_once('|').unwrap_or_default();
            let start = article.text.len();
            article.text.push_str(text);
            let span = Span::new(start, article.text.len());
            article.text.push_str("\n\n");
            let kind = match kind {
                "l" => BlockKind::Lead,
                "p" => BlockKind::Paragraph,
                "h" => BlockKind::Heading,
                "c" => BlockKind::Caption,
                _ => continue,
            };
            article.blocks.push(Block { kind, span });
        }
        article
    }

    /// `kind number heading text` of each passage.
    fn shown(lines: &[&str]) -> Vec<String> {
        let article = article(lines);
        let passages = split_with(&article, SMALL);
        let heading = |passage: &Passage| passage.heading.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let shown = |passage: Passage| {
            let text = article.slice(passage.span).replace("\n\n", " / ");
            format!("{} {} {} {text}", passage.kind.as_str(), passage.number, heading(&passage))
        };
        passages.into_iter().map(shown).collect()
    }

    #[test]
    fn articles_become_passages() {
        for (lines, expected) in [
            (&[][..], &[][..]),
            (&["h|Nur Überschrift", "p|  "], &[]),
            (
                &["l|Worum es geht hier.", "p|Ein Absatz steht da."],
                &["lead 0 - Worum es geht hier.", "body 0 - Ein Absatz steht da."],
            ),
            (&["p|Kurz.", "p|Ein Absatz steht da."], &["body 0 - Kurz. / Ein Absatz steht da."]),
            (&["p|Ein Absatz steht da.", "p|Kurz."], &["body 0 - Ein Absatz steht da. / Kurz."]),
            (&["p|Kurz.", "h|Titel", "p|Auch."], &["body 0 - Kurz.", "body 1 1 Auch."]),
            (&["p|Kurz.", "x|Anzeige", "p|Auch."], &["body 0 - Kurz.", "body 1 - Auch."]),
            (
                &["p|Kurz.", "c|Bild", "c|Foto: A", "p|Auch."],
                &["body 0 - Kurz.", "caption 0 - Bild / Foto: A", "body 1 - Auch."],
            ),
            (
                &["p|Ein Absatz steht da.", "p|Noch ein Absatz hier."],
                &["body 0 - Ein Absatz steht da.", "body 1 - Noch ein Absatz hier."],
            ),
            (
                &["p|Das ist ein Satz von dreißig. Und das ist noch einer dazu.", "p|Kurz."],
                &["body 0 - Das ist ein Satz von dreißig.", "body 0 - Und das ist noch einer dazu.", "body 1 - Kurz."],
            ),
        ] {
            assert_eq!(shown(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn places_are_given_in_characters_too() {
        let article = article(&["l|Übergröße", "p|Straßenmüll"]);
        let passages = split(&article);
        assert_eq!(passages[1].chars, Span::new(11, 22));
        assert_eq!(article.slice(passages[1].span), "Straßenmüll");
    }

    proptest! {
        #[test]
        fn passages_stand_in_order(lines in proptest::collection::vec("[lphcx]\\|([a-zäö]{1,8}[.]?[ \n]?){0,9}", 0..9)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let article = article(&lines);
            let mut end = 0;
            for passage in split_with(&article, SMALL) {
                prop_assert!(passage.span.start >= end);
                end = passage.span.end;
                let text = article.slice(passage.span);
                prop_assert!(!text.is_empty() && text.trim() == text);
                prop_assert_eq!(text.chars().count(), passage.chars.len());
                prop_assert!(passage.chars.len() <= SMALL.long);
            }
        }
    }
}
