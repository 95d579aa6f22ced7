//! Hits as CSV that opens right in a spreadsheet.

use crate::search::Hit;

/// The columns, in order.
#[must_use]
pub fn csv_header() -> [&'static str; 17] {
    [
        "query",
        "rank",
        "score",
        "outlet",
        "date",
        "title",
        "section",
        "authors",
        "kind",
        "paragraph",
        "passage",
        "snippet",
        "actors",
        "cites",
        "url",
        "id",
        "path",
    ]
}

/// One hit as a record of [`csv_header`]'s columns; paragraphs count from 1, as a person counts them.
#[must_use]
pub fn csv_row(query: &str, hit: &Hit) -> [String; 17] {
    let article = &hit.article;
    let text = |text: &Option<String>| neutral(text.as_deref().unwrap_or_default());
    [
        neutral(query),
        hit.rank.to_string(),
        format!("{:.4}", hit.score),
        neutral(article.outlet.as_ref().map_or("", |outlet| outlet.name.as_str())),
        article.published.as_ref().map(|moment| moment.day().to_string()).unwrap_or_default(),
        neutral(&article.title),
        text(&article.section),
        neutral(&article.authors.join("; ")),
        hit.passage.kind.as_str().to_owned(),
        (hit.passage.number + 1).to_string(),
        neutral(&hit.passage.text),
        neutral(&hit.snippet.text),
        neutral(&hit.actors.join("; ")),
        neutral(&hit.cites.join("; ")),
        text(&article.url),
        neutral(&article.id),
        text(&article.path),
    ]
}

/// A spreadsheet runs a cell that begins like a formula; an apostrophe before it makes it text (OWASP, "CSV injection").
/// The wide forms of these signs, which some programs narrow, count too, and so does what stands behind white space,
/// which some strip.
pub(crate) fn neutral(text: &str) -> String {
    let risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let stripped = text.trim_start();
    if text.starts_with(risky) || stripped.starts_with(risky) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Outlet, Span};
    use crate::passage::PassageKind;
    use crate::search::{ArticleInfo, Explanation, PassageInfo, Snippet};
    use proptest::prelude::*;

    #[test]
    fn a_formula_becomes_text() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("-5 Grad", "'-5 Grad"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("Straße", "Straße"),
            ("5-6", "5-6"),
            ("", ""),
        ] {
            assert_eq!(neutral(cell), written);
        }
    }

    fn hit(title: &str, text: &str, outlet: &str, author: &str) -> Hit {
        let outlet = Some(Outlet { name: outlet.to_owned(), domain: None });
        let passage = PassageInfo { number: 2, kind: PassageKind::Body, text: text.to_owned(), chars: Span::new(0, 0) };
        Hit {
            rank: 1,
            score: 1.5,
            explanation: Explanation::default(),
            article: ArticleInfo {
                title: title.to_owned(),
                outlet,
                authors: vec![author.to_owned()],
                url: Some(title.to_owned()),
                ..ArticleInfo::default()
            },
            passage,
            snippet: Snippet { text: text.to_owned(), highlights: Vec::new() },
            also_in: Vec::new(),
            near: Vec::new(),
            actors: vec![author.to_owned()],
            cites: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_nothing_runs(
            title in "(\\PC|[=+@\"',;\t\r\n-]){0,30}", text in "(\\PC|[=+@\"',;\t\r\n-]){0,60}",
            outlet in "\\PC{0,20}", author in "[=@+-]?\\PC{0,20}", excel: bool,
        ) {
            let row = csv_row("q", &hit(&title, &text, &outlet, &author));
            let delimiter = if excel { b';' } else { b',' };
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            writer.write_record(csv_header()).unwrap();
            writer.write_record(&row).unwrap();
            let bytes = writer.into_inner().unwrap();
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes.as_slice());
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), 1);
            prop_assert_eq!(records[0].iter().collect::<Vec<_>>(), row.iter().map(String::as_str).collect::<Vec<_>>());
            for cell in &row {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?}");
                prop_assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
            }
            prop_assert_eq!(row[5].strip_prefix('\'').unwrap_or(&row[5]), title.strip_prefix('\'').unwrap_or(&title));
        }
    }
}
