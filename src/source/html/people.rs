//! The authors: stated in JSON-LD and meta tags, else read from the byline.

use crate::article::collapse_white_space;
use crate::source::page_text;

/// Names from a stated value: lists in one string are parted, addresses and mail addresses are no names.
pub(super) fn stated(values: &[String], house: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in values.iter().flat_map(|value| parted(value)) {
        let is_house = house.iter().any(|house| house.eq_ignore_ascii_case(&name));
        if !is_address(&name) && !is_house && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn parted(value: &str) -> Vec<String> {
    let value = ["Von ", "von ", "By ", "by "].iter().find_map(|opener| value.strip_prefix(opener)).unwrap_or(value);
    let value = value.replace(" und ", ",").replace(" and ", ",").replace(" & ", ",").replace([';', '|'], ",");
    value.split(',').map(collapse_white_space).filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

fn is_address(name: &str) -> bool {
    name.contains('@') || name.contains("://") || name.starts_with("www.")
}

/// Names in the first of these lines that is a byline.
pub(super) fn in_lines<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<String> {
    lines.map(page_text::byline_names).find(|names| !names.is_empty()).unwrap_or_default()
}
