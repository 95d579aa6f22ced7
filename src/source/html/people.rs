//! The authors: names parted from stated values, and read from the byline.

use super::blocks::{Block, Role};
use crate::article::collapse_white_space;
use crate::source::page_text;

/// Names from stated values: lists in one string are parted, addresses and mail addresses are no names.
pub(super) fn parted(values: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // `hafenpost.example, Osterhaven`: what stands beside a house's address is no author either.
    let people = values.iter().map(|value| split(value)).filter(|parts| !parts.iter().any(|part| is_address(part)));
    for name in people.flatten() {
        if !names.contains(&name) {
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
    let ending = name.rsplit('.').next().unwrap_or_default();
    let host =
        name.contains('.') && !name.contains(' ') && ending.len() > 1 && ending.chars().all(|c| c.is_ascii_lowercase());
    name.contains('@') || name.contains("://") || name.contains("www.") || host
}

/// The names in the first of these blocks that says it is a byline, else in the first that is nothing but names.
pub(super) fn in_byline(head: &[Block], rest: &[Block]) -> Vec<String> {
    let lines = |blocks: &'_ [Block]| {
        blocks.iter().filter(|block| may_sign(block)).map(|block| block.text.clone()).collect::<Vec<_>>()
    };
    let (head, rest) = (lines(head), lines(rest));
    let signed = head.iter().chain(&rest).map(|line| page_text::byline_names(line));
    // `Kommentar von` stands before the name, in a line of its own.
    let bare = head.iter().filter(|line| !line.ends_with(" von")).map(|line| page_text::bare_names(line));
    signed.chain(bare).find(|names| !names.is_empty()).unwrap_or_default()
}

fn may_sign(block: &Block) -> bool {
    !matches!(block.role, Role::Caption | Role::Heading(1))
}
