//! What on a page is not its article, told by elements, by the words that class names are made of, and by phrases.
//!
//! The tables name kinds of things in the words that web pages share (`newsletter`, `related`, `kommentare`), never the
//! class of one site.

use super::{
    blocks::Block,
    tree::{Id, Tree},
};
use crate::source::page_text;

/// Captions are not longer (characters).
const LONGEST_CAPTION: usize = 500;
/// Boxes of one kind that hold this share of the running text are no boxes, whatever their name.
pub(super) const BOX_SHARE: f64 = 0.3;
/// The same for comments and the like, of which there may be more than of the article.
const LARGE_BOX_SHARE: f64 = 0.75;
/// Notes are not longer (characters).
const LONGEST_NOTICE: usize = 200;
/// What else may stand in a picture's box: its credit, a button (characters).
const LONGEST_CREDIT: usize = 60;
/// Nodes in a picture's box, with its sources in several sizes.
const LARGEST_PICTURE_BOX: usize = 400;
/// How far around a caption its picture may stand (elements).
const CAPTION_DEPTH: usize = 5;

/// Elements and landmarks that lie around an article.
const AROUND: &[&str] = &["nav", "footer", "aside", "form", "dialog", "search"];
const AROUND_ROLES: &[&str] =
    &["navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "tablist"];

/// Words in class names and ids of what stands beside articles and may be longer than they are.
const LARGE_BOX_WORDS: &[&str] = &[
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "footer",
    "kommentar",
    "kommentare",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "recommendation",
    "recommendations",
    "related",
];

/// Words in class names and ids of boxes that are not the article.
const BOX_WORDS: &[&str] = &[
    "abo",
    "ad",
    "ads",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "affiliate",
    "anzeige",
    "aufmacherlinks",
    "authorbox",
    "authors",
    "autorenbox",
    "bio",
    "biography",
    "bookmark",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "commercial",
    "copyright",
    "disclaimer",
    "donate",
    "donation",
    "empfehlung",
    "empfehlungen",
    "feedback",
    "login",
    "metadata",
    "modal",
    "morelinks",
    "outbrain",
    "overlay",
    "pagination",
    "paywall",
    "piano",
    "player",
    "plista",
    "podcast",
    "poll",
    "popup",
    "promo",
    "promobox",
    "promotion",
    "ratings",
    "readmore",
    "recirculation",
    "recommended",
    "reco",
    "share",
    "sharing",
    "sidebar",
    "skiplink",
    "social",
    "socialbar",
    "spenden",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "toolbar",
    "tooltip",
    "topics",
    "werbung",
    "widget",
];

/// Words in class names of what describes a picture.
const CAPTION_WORDS: &[&str] = &[
    "bildunterschrift",
    "bu",
    "caption",
    "figcaption",
    "imagecaption",
    "credit",
    "credits",
    "fotocredit",
    "bildnachweis",
    "imagecredit",
    "wp-caption-text",
    "bildquelle",
];

/// Words in class names of what only screen readers or printers show.
const UNSEEN_WORDS: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screenreader",
    "u-hidden",
    "a11y-hidden",
    "hide-visually",
];

/// How notes about the text begin that stand under it, in lower case: where else it ran, who helped, who signs.
const NOTES: &[&str] = &[
    "dieses thema im programm",
    "dieser beitrag lief",
    "ende der weiteren informationen",
    "mit informationen von",
    "mit material von",
    "mit material der",
    "quelle:",
    "quellen:",
    "redaktion:",
    "sendung:",
    "stand:",
    "empfohlener",
    "externen inhalt",
    "ein klick für den datenschutz",
];

/// True for words that are part of the page and not of an article.
pub(super) fn is_matter(text: &str) -> bool {
    page_text::is_page_matter(text) || is_notice(text)
}

/// True for a note about the text, or about what is not shown in its place.
fn is_notice(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().count() <= LONGEST_NOTICE && NOTES.iter().any(|start| lower.starts_with(start))
}

/// True for an element that nobody sees.
pub(super) fn is_hidden(tree: &Tree, id: Id) -> bool {
    if tree.attribute(id, "hidden").is_some() {
        return true;
    }
    let style = tree.attribute(id, "style").unwrap_or_default();
    let squeezed: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let unseen = || {
        let classes = tree.attribute(id, "class").unwrap_or_default().split_whitespace();
        classes.map(str::to_lowercase).any(|class| UNSEEN_WORDS.contains(&class.as_str()))
    };
    // A whole page may stand under `aria-hidden` while a dialogue is open: only bits of a line are believed.
    let muted = || !tree.is_block(id) && tree.attribute(id, "aria-hidden") == Some("true");
    squeezed.contains("display:none") || squeezed.contains("visibility:hidden") || unseen() || muted()
}

/// True for an element that holds what describes a picture.
pub(super) fn is_caption(tree: &Tree, id: Id) -> bool {
    has_word(tree, id, CAPTION_WORDS)
}

/// True for an element that lies around the article by its kind.
pub(super) fn is_around(tree: &Tree, id: Id) -> bool {
    let role = tree.attribute(id, "role").unwrap_or_default();
    AROUND.contains(&tree.name(id)) || AROUND_ROLES.contains(&role)
}

/// How much of the running text those of its kind may hold together when an element is named or placed like a box.
pub(super) fn box_share(tree: &Tree, id: Id) -> Option<f64> {
    let words = class_words(tree, id);
    let named = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    match () {
        () if matches!(tree.name(id), "nav" | "footer") || named(LARGE_BOX_WORDS) => Some(LARGE_BOX_SHARE),
        () if is_around(tree, id) || named(BOX_WORDS) => Some(BOX_SHARE),
        () => None,
    }
}

/// True for an element whose names hold one of these words.
pub(super) fn has_word(tree: &Tree, id: Id, wanted: &[&str]) -> bool {
    class_words(tree, id).iter().any(|word| wanted.contains(&word.as_str()))
}

/// True when the block is all that is said in the box of a picture.
pub(super) fn shows_picture(tree: &Tree, block: &Block) -> bool {
    if block.chars > LONGEST_CAPTION || tree.name(block.node) == "body" {
        return false;
    }
    let boxes = tree.with_ancestors(block.node).take(CAPTION_DEPTH);
    let mut alone = boxes.take_while(|id| {
        tree.subtree(*id).len() <= LARGEST_PICTURE_BOX && written(tree, *id) <= block.chars + LONGEST_CREDIT
    });
    alone.any(|id| {
        !matches!(tree.name(id), "p" | "header" | "section" | "article" | "main")
            && tree.subtree(id).any(|inner| matches!(tree.name(inner), "img" | "picture"))
    })
}

/// How many characters are written at and below an element, blanks not counted.
fn written(tree: &Tree, id: Id) -> usize {
    let seen = |id: &Id| !matches!(tree.name(tree.parent(*id)), "script" | "style" | "noscript" | "template" | "title");
    let texts = tree.subtree(id).filter(seen).filter_map(|id| tree.text(id));
    texts.map(|text| text.split_whitespace().map(str::len).sum::<usize>()).sum()
}

/// The words that class names, id and test names of an element are made of, in lower case: `relatedArticles` gives two.
pub(super) fn class_words(tree: &Tree, id: Id) -> Vec<String> {
    let values = ["class", "id", "data-testid", "data-component"].iter().filter_map(|name| tree.attribute(id, name));
    values.flat_map(split_words).collect()
}

fn split_words(value: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last_lower = false;
    for c in value.chars() {
        if !c.is_alphanumeric() || last_lower && c.is_uppercase() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        last_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}
