//! Hits as citations in Markdown: title, outlet, date and place, and below it what is quoted.

use crate::passage::PassageKind;
use crate::present::plain::plain;
use crate::present::wording::Language;
use crate::search::{Hit, Snippet};

/// One hit as an item of a list: `»Titel«, Outlet, 4. September 2025, Absatz 3, <URL>`, and its snippet as a quotation
/// with the matches in bold.
#[must_use]
pub fn citation(hit: &Hit) -> String {
    format!("- {}\n  > {}\n", source(hit), quotation(&hit.snippet))
}

fn source(hit: &Hit) -> String {
    let article = &hit.article;
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let number = hit.passage.number + 1;
    let place = match hit.passage.kind {
        PassageKind::Lead => "Vorspann".to_owned(),
        PassageKind::Body => format!("Absatz {number}"),
        PassageKind::Caption => format!("Bildunterschrift {number}"),
    };
    let parts = [
        Some(format!("»{}«", escaped(title))),
        article.outlet.as_ref().map(|outlet| escaped(&outlet.name)),
        article.published.as_ref().map(|moment| Language::German.day(moment.day())),
        Some(place),
        article.url.as_deref().map(link),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An address between angle brackets, in which neither they nor white space may stand (CommonMark 6.5).
fn link(url: &str) -> String {
    let url: String = plain(url).chars().filter(|c| !c.is_whitespace() && !matches!(c, '<' | '>')).collect();
    format!("<{url}>")
}

fn quotation(snippet: &Snippet) -> String {
    let mut text = String::new();
    let mut end = 0;
    let chars: Vec<char> = snippet.text.chars().collect();
    let slice =
        |from: usize, to: usize| escaped(&chars[from.min(chars.len())..to.min(chars.len())].iter().collect::<String>());
    for mark in &snippet.highlights {
        text += &slice(end, mark.start);
        text += &format!("**{}**", slice(mark.start, mark.end));
        end = mark.end;
    }
    text + &slice(end, chars.len())
}

/// Text that Markdown takes for nothing but text, in one line.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser};

    /// What a reader of Markdown sees.
    fn read(markdown: &str) -> String {
        let text = |event| match event {
            Event::Text(text) => Some(text.into_string()),
            Event::SoftBreak => Some(" ".to_owned()),
            _ => None,
        };
        Parser::new(markdown).filter_map(text).collect()
    }

    proptest! {
        #[test]
        fn escaped_text_reads_as_itself(text in "[a-zäß*_`<>#&;\\[\\]()!|~$\\\\ .-]{0,40}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(read(&format!("- »{}«", escaped(&text))), format!("»{text}«"));
        }
    }
}
