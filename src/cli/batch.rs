//! Batches: many queries from a file or stdin, as lines of plain terms or as JSON Lines with filters of their own.

use crate::cli::message;
use crate::query::{Day, Filters};
use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// One query of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BatchQuery {
    /// What names it in the results: its own id, else the term.
    pub(crate) id: String,
    /// What is looked for.
    pub(crate) text: String,
    /// What it is narrowed to.
    pub(crate) filters: Filters,
}

/// A line of JSON.
#[derive(Debug, Deserialize)]
struct JsonLine {
    id: Option<Value>,
    text: String,
    #[serde(default)]
    outlet: Names,
    #[serde(default)]
    publisher: Names,
    #[serde(default)]
    cites: Names,
    #[serde(default)]
    actor: Names,
    #[serde(default)]
    any_actor: Names,
    #[serde(default)]
    author: Names,
    #[serde(default)]
    section: Names,
    since: Option<String>,
    until: Option<String>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

/// One name or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

/// Reads queries line by line.
pub(crate) struct Batch {
    name: String,
    input: Box<dyn BufRead>,
    line: usize,
    /// Whether lines are JSON, as the first one says.
    json: Option<bool>,
    filters: Filters,
    told_of_others: bool,
}

/// A line that is no query.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub(crate) struct BadLine {
    file: String,
    line: usize,
    reason: String,
}

impl Batch {
    /// Opens a file, or stdin for `-`; `filters` hold for every line that does not set the same one itself.
    pub(crate) fn open(file: &Path, filters: Filters) -> anyhow::Result<Self> {
        let input: Box<dyn BufRead> = if file.as_os_str() == "-" {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let open = File::open(file).with_context(|| format!("can't open the batch file {}", file.display()))?;
            Box::new(BufReader::new(open))
        };
        Ok(Self::new(file.display().to_string(), input, filters))
    }

    fn new(name: String, input: Box<dyn BufRead>, filters: Filters) -> Self {
        Self { name, input, line: 0, json: None, filters, told_of_others: false }
    }

    /// Where the last query stands: `file:line`.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.name, self.line)
    }

    /// The next line that is not empty; `None` at the end. A line that is no query does not end the batch.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<Result<BatchQuery, BadLine>>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.input.read_until(b'\n', &mut bytes).with_context(|| format!("reading {}", self.name))?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            let Ok(text) = String::from_utf8(bytes) else {
                return Ok(Some(Err(self.bad("not UTF-8"))));
            };
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                return Ok(Some(self.query(text)));
            }
        }
    }

    fn query(&mut self, line: &str) -> Result<BatchQuery, BadLine> {
        if !*self.json.get_or_insert_with(|| line.starts_with('{')) {
            let (id, text) = (line.to_owned(), line.to_owned());
            return Ok(BatchQuery { id, text, filters: self.filters.clone() });
        }
        let read: JsonLine = serde_json::from_str(line)
            .map_err(|error| self.bad(&format!("not a query like {{\"id\",\"text\"}}: {error}")))?;
        if !read.others.is_empty() && !std::mem::replace(&mut self.told_of_others, true) {
            let keys: Vec<&str> = read.others.keys().map(String::as_str).collect();
            message::say(format!("{}: keys that are no filter are passed over: {}", self.place(), keys.join(", ")));
        }
        let id = read.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let id = id.unwrap_or_else(|| read.text.clone());
        let (text, filters) = (read.text.clone(), self.narrowed(read)?);
        Ok(BatchQuery { id, text, filters })
    }

    /// The filters of the batch, each replaced by the line's own where it has one.
    fn narrowed(&self, line: JsonLine) -> Result<Filters, BadLine> {
        let mut filters = self.filters.clone();
        for (own, names) in [
            (&mut filters.outlets, line.outlet),
            (&mut filters.publishers, line.publisher),
            (&mut filters.cites, line.cites),
            (&mut filters.actors, line.actor),
            (&mut filters.any_actors, line.any_actor),
            (&mut filters.authors, line.author),
            (&mut filters.sections, line.section),
        ] {
            let names = match names {
                Names::One(name) => vec![name],
                Names::Several(names) => names,
            };
            if !names.is_empty() {
                *own = names;
            }
        }
        for (own, day) in [(&mut filters.since, line.since), (&mut filters.until, line.until)] {
            if let Some(text) = day {
                let day = Day::parse(&text).ok_or_else(|| {
                    self.bad(&format!("expected a year, month or day like 2025, 2025-09 or 2025-09-04, not {text:?}"))
                })?;
                *own = Some(day);
            }
        }
        Ok(filters)
    }

    fn bad(&self, reason: &str) -> BadLine {
        BadLine { file: self.name.clone(), line: self.line, reason: reason.to_owned() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(text: &[u8], filters: &Filters) -> Vec<Result<BatchQuery, String>> {
        let mut batch = Batch::new("b".into(), Box::new(Cursor::new(text.to_vec())), filters.clone());
        std::iter::from_fn(|| batch.next().unwrap()).map(|query| query.map_err(|error| error.to_string())).collect()
    }

    fn terms(text: &[u8]) -> Vec<String> {
        read(text, &Filters::default()).into_iter().map(|query| query.unwrap().text).collect()
    }

    #[test]
    fn plain_lines_are_terms() {
        let text = "\u{feff}Hochwasser\r\n\n  \"Rote Brücke\" -Bau \n#MeToo".as_bytes();
        assert_eq!(terms(text), ["Hochwasser", "\"Rote Brücke\" -Bau", "#MeToo"]);
        assert!(terms(b"\n \n").is_empty());
    }

    #[test]
    fn json_lines_bring_filters_that_replace_those_of_the_batch() {
        let batch =
            Filters { outlets: vec!["Hafenpost".into()], sections: vec!["Lokales".into()], ..Filters::default() };
        let text =
            b"{\"id\":7,\"text\":\"Kai\",\"outlet\":[\"Alpenbote\",\"dna\"],\"actor\":\"Ohlsen\",\"since\":\"2025\"}\n\
            {\"text\":\"Kai\"}";
        let read: Vec<BatchQuery> = read(text, &batch).into_iter().map(Result::unwrap).collect();
        let expected = Filters {
            outlets: vec!["Alpenbote".into(), "dna".into()],
            actors: vec!["Ohlsen".into()],
            since: Day::parse("2025"),
            ..batch.clone()
        };
        assert_eq!(read[0], BatchQuery { id: "7".into(), text: "Kai".into(), filters: expected });
        assert_eq!(read[1], BatchQuery { id: "Kai".into(), text: "Kai".into(), filters: batch });
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_are_read() {
        let text = b"{\"text\":\"a\"}\nkaputt\n{\"text\":\"b\",\"since\":\"gestern\"}\n\xff\n{\"text\":\"c\"}\n";
        let read = read(text, &Filters::default());
        let errors: Vec<&str> = read.iter().filter_map(|query| query.as_ref().err()).map(String::as_str).collect();
        assert_eq!(read.len(), 5);
        assert!(errors[0].starts_with("b:2: not a query") && errors[1].contains("\"gestern\""), "{errors:?}");
        assert_eq!(errors[2], "b:4: not UTF-8");
    }
}
