//! Articles as entries for a bibliography, in the terms of BibLaTeX (Kime, Wemheuer, Lehman: "The biblatex Package",
//! 2024, section 2).
//!
//! An article of a known outlet is an `@article` with the outlet as its journal, any other one with an address is
//! `@online`, and the rest is `@misc`. Letters stay as they are: biber reads UTF-8.

use crate::index::article_key;
use crate::present::plain::plain;
use crate::search::ArticleInfo;
use std::fmt::Write as _;

/// One article as an entry. Its key is the same in every export: outlet, date and a piece of the id's hash.
#[must_use]
pub fn bib_entry(article: &ArticleInfo) -> String {
    let kind = match (&article.outlet, &article.url) {
        (Some(_), _) => "article",
        (None, Some(_)) => "online",
        (None, None) => "misc",
    };
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let authors: Vec<String> = article.authors.iter().map(|author| name(author)).collect();
    let fields = [
        ("author", (!authors.is_empty()).then(|| authors.join(" and "))),
        // A second pair of braces keeps capital letters, without which German titles can't be read.
        ("title", Some(format!("{{{}}}", escaped(title)))),
        ("journaltitle", article.outlet.as_ref().map(|outlet| escaped(&outlet.name))),
        ("date", article.published.as_ref().map(|moment| moment.day().to_string())),
        ("url", article.url.as_deref().map(address)),
    ];
    let mut entry = format!("@{kind}{{{},\n", key(article));
    for (field, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(entry, "  {field} = {{{value}}},");
        }
    }
    entry + "}\n"
}

fn key(article: &ArticleInfo) -> String {
    let outlet = article.outlet.as_ref().map_or("", |outlet| outlet.name.as_str());
    let letters: String = outlet.to_lowercase().chars().filter_map(ascii).collect();
    let date = article.published.as_ref().map(|moment| moment.day().to_string()).unwrap_or_default();
    let parts = [letters, date, format!("{:08x}", article_key(&article.id) >> 32)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// What stands for a small letter or digit in a key, which is to be typed on any keyboard.
fn ascii(c: char) -> Option<&'static str> {
    const ALL: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    match c {
        'ä' => Some("ae"),
        'ö' => Some("oe"),
        'ü' => Some("ue"),
        'ß' => Some("ss"),
        c => ALL.find(c).map(|at| &ALL[at..=at]),
    }
}

/// A byline as one name: braces keep together what would be read as several. One comma stays, for `Ohlsen, Birte` is
/// read as meant.
fn name(byline: &str) -> String {
    let joins =
        byline.matches(',').count() > 1 || byline.split_whitespace().any(|word| matches!(word, "and" | "und" | "&"));
    if joins { format!("{{{}}}", escaped(byline)) } else { escaped(byline) }
}

/// Text that TeX takes for nothing but text, in one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            // As commands: an escaped brace would still count among those that have to be closed.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            c => out.push(c),
        }
    }
    out
}

/// An address, which is taken letter for letter, without what would end the field.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in plain(url).chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Moment, Outlet};
    use proptest::prelude::*;

    #[test]
    fn an_article_becomes_an_entry() {
        let article = ArticleInfo {
            id: "a".into(),
            title: "50 % mehr für R&D_{neu}".into(),
            outlet: Some(Outlet { name: "Müritz-Bote".into(), domain: None }),
            authors: vec!["Birte Ohlsen".into(), "Jansen, Kai".into(), "Redaktion und dna".into()],
            published: Some(Moment::parse("2025-09-04T14:05:00+02:00").unwrap()),
            url: Some("https://bote.example/a_b?c={d}&e=5%".into()),
            ..ArticleInfo::default()
        };
        insta::assert_snapshot!(bib_entry(&article));
    }

    #[test]
    fn without_an_outlet_it_is_online_or_what_there_is() {
        let bare = ArticleInfo { id: "notiz.txt".into(), ..ArticleInfo::default() };
        assert!(bib_entry(&bare).starts_with("@misc{"));
        let online = ArticleInfo { url: Some("https://a.example".into()), ..bare };
        assert!(bib_entry(&online).starts_with("@online{"));
    }

    proptest! {
        #[test]
        fn braces_are_closed_whatever_a_title_holds(title in "\\PC{0,40}", byline in "\\PC{0,20}", url in "\\PC{0,20}") {
            let article = ArticleInfo { title, authors: vec![byline], url: Some(url), ..ArticleInfo::default() };
            let entry = bib_entry(&article);
            let (mut depth, mut ends) = (0_i32, Vec::new());
            for (i, c) in entry.char_indices().filter(|(_, c)| matches!(c, '{' | '}')) {
                depth += if c == '{' { 1 } else { -1 };
                if depth == 0 {
                    ends.push(i);
                }
            }
            // Nothing but the last brace ends the entry.
            prop_assert_eq!((depth, ends), (0, vec![entry.len() - 2]));
            prop_assert_eq!(entry.matches('\n').count(), entry.lines().count());
        }
    }
}
