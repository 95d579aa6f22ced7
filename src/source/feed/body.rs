//! An entry's text: what the feed gives of the article, as HTML or plain, cleaned as pages are.

use super::stated::Stated;
use crate::article::{BlockKind, Span};
use crate::source::{html, rendered::Rendered};

/// How summaries end that are cut from the text.
const CUT: &[&str] = &["[…]", "[...]", "…", "..."];

/// The blocks of an entry: its summary as the lead, unless the text begins with it; the text; captions.
pub(super) fn rendered(stated: &Stated, title: &str) -> Rendered {
    let text = piece(stated.content.as_deref(), title);
    let summary = piece(stated.summary.as_deref(), title);
    let mut rendered = match (summary.blocks.is_empty(), text.blocks.is_empty()) {
        (true, _) => text,
        (false, true) => alone(summary),
        (false, false) if repeats(&text, &summary) => text,
        // Some feeds give the whole article as the summary, and a part of it as the content.
        (false, false) if repeats(&summary, &text) => summary,
        (false, false) => below_lead(&summary, &text),
    };
    for caption in &stated.captions {
        rendered.push(BlockKind::Caption, &html::words(caption));
    }
    rendered
}

fn piece(written: Option<&str>, title: &str) -> Rendered {
    let written = written.unwrap_or_default();
    if reads_as_html(written) {
        return html::piece(written, title);
    }
    let mut rendered = Rendered::default();
    if !written.trim().is_empty() {
        rendered.push_paragraphs(written.trim());
    }
    rendered
}

/// A tag or a reference.
fn reads_as_html(text: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let reference = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        end > 0 && rest[end..].starts_with(';')
    };
    text.match_indices('<').any(|(at, _)| tag(&text[at + 1..]))
        || text.match_indices('&').any(|(at, _)| reference(&text[at + 1..]))
}

/// A summary that is all there is: one paragraph sums the article up, several are its text.
fn alone(mut summary: Rendered) -> Rendered {
    if let [block] = summary.blocks.as_mut_slice() {
        block.kind = BlockKind::Lead;
    }
    summary
}

/// Whether the summary says no more than the text does.
fn repeats(text: &Rendered, summary: &Rendered) -> bool {
    let said = letters(&summary.text);
    let cut = CUT.iter().find_map(|mark| summary.text.trim_end().strip_suffix(mark));
    let text = letters(&text.text);
    text.contains(&said) || cut.is_some_and(|cut| text.contains(&letters(cut)))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn below_lead(summary: &Rendered, text: &Rendered) -> Rendered {
    let mut rendered = Rendered::default();
    let slice = |of: &Rendered, span: Span| of.text.get(span.start..span.end).unwrap_or_default().to_owned();
    for block in &summary.blocks {
        rendered.push(BlockKind::Lead, &slice(summary, block.span));
    }
    for block in &text.blocks {
        rendered.push(block.kind, &slice(text, block.span));
    }
    rendered
}
