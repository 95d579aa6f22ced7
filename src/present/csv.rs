//! Hits as CSV that opens right in a spreadsheet.

use crate::search::Hit;

/// The columns, in order.
#[must_use]
pub fn csv_header() -> [&'static str; 11] {
    ["rank", "score", "outlet", "date", "title", "kind", "paragraph", "passage", "actors", "cites", "url"]
}

/// One hit as a record of [`csv_header`]'s columns; paragraphs count from 1, as a person counts them.
#[must_use]
pub fn csv_row(hit: &Hit) -> [String; 11] {
    let outlet = hit.article.outlet.as_ref().map_or("", |outlet| outlet.name.as_str());
    let date = hit.article.published.as_ref().map(|moment| moment.day().to_string()).unwrap_or_default();
    [
        hit.rank.to_string(),
        format!("{:.4}", hit.score),
        neutral(outlet),
        date,
        neutral(&hit.article.title),
        hit.passage.kind.as_str().to_owned(),
        (hit.passage.number + 1).to_string(),
        neutral(&hit.passage.text),
        neutral(&hit.actors.join("; ")),
        neutral(&hit.cites.join("; ")),
        neutral(hit.article.url.as_deref().unwrap_or_default()),
    ]
}

/// A spreadsheet runs a cell that begins like a formula; an apostrophe before it makes it text
/// (OWASP, "CSV injection").
fn neutral(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text() {
        for (cell, written) in [("=1+1", "'=1+1"), ("-5 Grad", "'-5 Grad"), ("Straße", "Straße"), ("", "")] {
            assert_eq!(neutral(cell), written);
        }
    }
}
