//! The authors: names parted from stated values, and read from the byline.

use super::blocks::{Block, Role};
use crate::article::collapse_white_space;
use crate::source::page_text;

/// Names from stated values: lists in one string are parted, addresses and mail addresses are no names.
pub(super) fn parted(values: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in values.iter().flat_map(|value| split(value)) {
        if !is_address(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn split(value: &str) -> Vec<String> {
    let value = ["Von ", "von ", "By ", "by "].iter().find_map(|opener| value.strip_prefix(opener)).unwrap_or(value);
    let value = value.replace(" und ", ",").replace(" and ", ",").replace(" & ", ",").replace([';', '|'], ",");
    value.split(',').map(collapse_white_space).filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

/// `a.lindner@hafenpost.example`, `hafenpost.example`, `Hafenpost (www.hafenpost.example)`.
fn is_address(name: &str) -> bool {
    let host = !name.contains(' ') && name.contains('.') && !name.ends_with('.');
    name.contains('@') || name.contains("://") || name.contains("www.") || host
}

/// The names in the first of these blocks that is a byline, or nothing but names.
pub(super) fn in_byline<'b>(blocks: impl Iterator<Item = &'b Block> + Clone) -> Vec<String> {
    let lines = blocks.filter(|block| !matches!(block.role, Role::Caption | Role::Heading(1)));
    let signed = lines.clone().map(|block| page_text::byline_names(&block.text)).find(|names| !names.is_empty());
    signed.unwrap_or_default()
}
