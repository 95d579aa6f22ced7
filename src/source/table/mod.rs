//! Tables (CSV, TSV) to articles: the header names the fields, as the keys of JSON do, and every row is an article.

mod rows;

use super::{Error, decode, fields, json};
use crate::article::Moment;
use rows::{Row, Rows};
use serde_json::{Map, Value};
use std::io::BufRead;

/// What parts cells, where a header does not say otherwise by itself.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Known names that make a line a header when the input is not named a table.
const KNOWN_NAMES: usize = 2;

/// The sign that parts the cells, when `head` begins with the header of a table of articles.
///
/// A header has a column for the text or the title; it names several known fields, or one when the input is `named` a
/// table.
pub(super) fn delimiter(head: &str, named: bool) -> Option<u8> {
    let first = head.lines().find(|line| !line.trim().is_empty() && !names_delimiter(line.trim().as_bytes()))?;
    let fits = |delimiter: &u8| {
        let cells = cells(first.as_bytes(), *delimiter)?;
        let known = cells.iter().filter(|cell| fields::is_known(cell)).count();
        let enough = known >= KNOWN_NAMES || (named && known > 0);
        (cells.len() > 1 && enough && cells.iter().any(|cell| fields::names_content(cell))).then_some(known)
    };
    DELIMITERS.into_iter().filter_map(|sign| Some((fits(&sign)?, sign))).max_by_key(|(known, _)| *known).map(|(_, s)| s)
}

/// Excel says its delimiter in a line of its own before the header, `sep=;`.
fn names_delimiter(line: &[u8]) -> bool {
    matches!(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line), [b's', b'e', b'p', b'=', _])
}

/// The sign that is most frequent in the first line, for a table whose header says nothing.
fn frequent_delimiter(line: &[u8]) -> u8 {
    let count = |sign: &u8| line.iter().filter(|byte| *byte == sign).count();
    DELIMITERS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// The rows of a table as articles, read as they are asked for.
pub(super) struct Table {
    rows: Rows,
    delimiter: u8,
    names: Vec<String>,
    crawled: Option<Moment>,
    ended: bool,
}

impl Table {
    /// Reads the header; `limit` bounds one row (bytes), `crawled` is when the table was fetched, for relative dates.
    ///
    /// # Errors
    /// [`Error::NoTextColumn`], [`Error::Empty`], and what reading tells.
    pub fn new(
        stream: Box<dyn BufRead>,
        delimiter: Option<u8>,
        limit: u64,
        crawled: Option<Moment>,
    ) -> Result<Self, Error> {
        let mut rows = Rows::new(stream, limit);
        let (header, delimiter) = loop {
            let Row { bytes, .. } = rows.next_row(delimiter.unwrap_or(b','))?.ok_or(Error::Empty)?;
            if !bytes.trim_ascii().is_empty() && !names_delimiter(bytes.trim_ascii()) {
                let delimiter = delimiter.unwrap_or_else(|| frequent_delimiter(&bytes));
                break (bytes, delimiter);
            }
        };
        let header = decode(&header)?.text;
        let names = cells(header.as_bytes(), delimiter).unwrap_or_default();
        if !names.iter().any(|name| fields::names_text(name)) {
            return Err(Error::NoTextColumn { columns: names.join(", ") });
        }
        Ok(Self { rows, delimiter, names, crawled, ended: false })
    }

    fn article(&self, row: &Row) -> Result<json::Identified, Error> {
        if row.unclosed {
            return Err(Error::Row { reason: "opens a quotation mark that is never closed".to_owned() });
        }
        let decoded = decode(&row.bytes)?;
        let cells = cells(decoded.text.as_bytes(), self.delimiter).unwrap_or_default();
        if cells.len() != self.names.len() {
            let reason = format!("has {} cells where the header has {}", cells.len(), self.names.len());
            return Err(Error::Row { reason });
        }
        let said = self.names.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        let map: Map<String, Value> = said.map(|(name, cell)| (name.clone(), Value::String(cell))).collect();
        let (mut article, id) = json::article(&Value::Object(map), self.crawled.as_ref())?;
        article.warnings.extend(decoded.warnings);
        Ok((article, id))
    }
}

impl Iterator for Table {
    /// The line on which the row begins, counted from 1, and what it holds.
    type Item = (Option<usize>, Result<json::Identified, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.rows.next_row(self.delimiter) {
                Ok(Some(row)) if row.bytes.trim_ascii().is_empty() => {}
                Ok(Some(row)) => return Some((Some(row.line), self.article(&row))),
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = !matches!(error, Error::TooLarge { .. });
                    return Some((Some(self.rows.line()), Err(error)));
                }
            }
        }
        None
    }
}

/// The cells of one row, quotation marks taken off; `None` when the row holds none.
fn cells(row: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(row);
    let record = reader.byte_records().next()?.ok()?;
    Some(record.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned()).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::Article;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn read(text: &str, limit: u64) -> Vec<(usize, Result<Article, String>)> {
        let found = delimiter(text, true);
        let table = Table::new(Box::new(Cursor::new(text.to_owned().into_bytes())), found, limit, None).unwrap();
        table.map(|(line, read)| (line.unwrap(), read.map(|(a, _)| a).map_err(|error| error.to_string()))).collect()
    }

    #[test]
    fn rows_become_articles_whatever_parts_their_cells() {
        for (text, sign) in [
            ("Titel;Datum;Medium;Text\nDer Kai;4.3.2025;Hafenpost;\"Der Rat baut; bald.\"\n", b';'),
            ("title,date,source,content\r\nDer Kai,2025-03-04,Hafenpost,\"Der Rat baut; bald.\"\r\n", b','),
            ("headline\tpubDate\tpublisher\tbody\nDer Kai\tDi, 04 Mär 2025\tHafenpost\tDer Rat baut; bald.", b'\t'),
            (
                "\u{feff}sep=|\nSchlagzeile|Veröffentlicht|Zeitung|Inhalt\n\nDer Kai|04.03.25|Hafenpost|Der Rat baut; bald.",
                b'|',
            ),
            (
                "\"Titel\";\"Erscheinungsdatum\";\"Quelle\";\"Volltext\"\n\"Der Kai\";\"4. März 2025\";\"Hafenpost\";\"Der Rat baut; bald.\"",
                b';',
            ),
        ] {
            assert_eq!(delimiter(text.trim_start_matches('\u{feff}'), false), Some(sign), "{text}");
            let (_, article) = read(text, 1000).remove(0);
            let article = article.unwrap();
            assert_eq!((article.title.as_str(), article.text.as_str()), ("Der Kai", "Der Rat baut; bald."), "{text}");
            assert_eq!(article.published.unwrap().to_string(), "2025-03-04", "{text}");
            assert_eq!(article.outlet.unwrap().name, "Hafenpost", "{text}");
        }
    }

    #[test]
    fn quoted_cells_hold_line_breaks_and_bad_rows_stop_no_other() {
        let text = "id;text\n1;\"Erster Absatz.\n\nZweiter \"\"Absatz\"\".\"\n2;zu;viel\n3\n4;\n5;Ein 5\" breites Rohr.\n6;\"offen\n7;Ende.\n";
        let read = read(text, 1000);
        let told: Vec<(usize, Option<&str>)> =
            read.iter().map(|(line, read)| (*line, read.as_ref().ok().map(|article| article.text.as_str()))).collect();
        assert_eq!(
            told,
            [
                (2, Some("Erster Absatz.\n\nZweiter \"Absatz\".")),
                (5, None),
                (6, None),
                (7, None),
                (8, Some("Ein 5\" breites Rohr.")),
                (9, None),
                (10, Some("Ende.")),
            ]
        );
        assert!(read[1].1.as_ref().unwrap_err().contains("3 cells where the header has 2"));
        assert!(read[5].1.as_ref().unwrap_err().contains("never closed"));
    }

    #[test]
    fn long_rows_are_refused_and_the_next_are_read() {
        let long = format!("id,text\n1,{}\n2,kurz\n3,\"offen\n{}4,Ende\n", "x".repeat(100), "a,b\n".repeat(20));
        let lines: Vec<(usize, bool)> = read(&long, 60).into_iter().map(|(line, read)| (line, read.is_ok())).collect();
        assert_eq!((lines[0], lines[1], lines[2]), ((2, false), (3, true), (4, false)));
        assert_eq!(*lines.last().unwrap(), (25, true));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for text in ["Ein Satz, und noch einer.\nText", "Titel\nText", "a,b\n1,2", "Brücke; Datum: heute; mehr", ""] {
            assert_eq!(delimiter(text, false), None, "{text}");
        }
        let table = Table::new(Box::new(Cursor::new("a;b\n1;2")), None, 100, None);
        assert!(matches!(table, Err(Error::NoTextColumn { columns }) if columns == "a, b"));
    }

    proptest! {
        #[test]
        fn any_table_is_read_to_its_end(text in "[a\",;\n\t ]{0,80}") {
            let rows = read(&format!("id,text\n{text}"), 20);
            prop_assert!(rows.len() <= text.len() + 1);
        }
    }
}
