//! Queries and judgements: what is asked, and which articles answer it.

use crate::evaluate::Error;
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;
use std::io::BufRead;

/// One query of a set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Query {
    /// Its name in the judgements; a number is read as its digits.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// What is typed.
    pub text: String,
}

/// Reads queries: one JSON object a line with `id` and `text`, whatever else it holds; empty lines are passed over.
///
/// # Errors
/// For the first line that is no such object; when the reader fails.
pub fn read_queries(input: impl BufRead) -> Result<Vec<Query>, Error> {
    let mut queries = Vec::new();
    for (i, line) in input.lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            let query =
                serde_json::from_str(&line).map_err(|_| Error::line(i, "a query like {\"id\",\"text\"}", &line))?;
            queries.push(query);
        }
    }
    Ok(queries)
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Ok(text),
        number @ serde_json::Value::Number(_) => Ok(number.to_string()),
        other => Err(serde::de::Error::custom(format!("an id can't be {other}"))),
    }
}

/// The relevant articles of one query: id and grade, always above 0.
pub type Grades = HashMap<String, u32>;

/// Which articles answer which query, and how well. An article not judged is not relevant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgements {
    by_query: HashMap<String, Grades>,
}

impl Judgements {
    /// Reads judgements, one a line: query, article, grade; or, as TREC writes them, query, iteration, article, grade.
    ///
    /// Columns are separated by tabs, or by spaces where a line has no tab. A first line without a grade is a heading.
    /// A grade of 0 or less says that the article does not answer the query.
    ///
    /// # Errors
    /// For the first line of another form; when the reader fails.
    pub fn read(input: impl BufRead) -> Result<Self, Error> {
        let mut judgements = Self::default();
        for (i, line) in input.lines().enumerate() {
            let line = line?;
            match row(&line) {
                Some((query, article, grade)) => judgements.add(query, article, grade),
                None if i == 0 || line.trim().is_empty() => {}
                None => return Err(Error::line(i, "query, article and grade", &line)),
            }
        }
        Ok(judgements)
    }

    /// Adds one judgement; of several on the same pair the last relevant one counts.
    pub fn add(&mut self, query: &str, article: &str, grade: i64) {
        if grade > 0 {
            let grade = u32::try_from(grade).unwrap_or(u32::MAX);
            self.by_query.entry(query.to_owned()).or_default().insert(article.to_owned(), grade);
        }
    }

    /// The relevant articles of a query; `None` when there is none.
    #[must_use]
    pub fn of(&self, query: &str) -> Option<&Grades> {
        self.by_query.get(query)
    }
}

fn row(line: &str) -> Option<(&str, &str, i64)> {
    let columns: Vec<&str> =
        if line.contains('\t') { line.split('\t').map(str::trim).collect() } else { line.split_whitespace().collect() };
    let (query, article, grade) = match columns[..] {
        [query, article, grade] | [query, _, article, grade] => (query, article, grade),
        _ => return None,
    };
    Some((query, article, grade.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn queries_have_ids_of_letters_or_digits() {
        let lines = "{\"id\":\"q1\",\"text\":\"Fähre\",\"kind\":\"word\"}\n\n{\"id\":2,\"text\":\"Kai\"}\n";
        let queries = read_queries(lines.as_bytes()).unwrap();
        let pairs: Vec<_> = queries.iter().map(|query| (query.id.as_str(), query.text.as_str())).collect();
        assert_eq!(pairs, [("q1", "Fähre"), ("2", "Kai")]);
    }

    #[test]
    fn a_line_that_is_no_query_is_named() {
        for (lines, message) in [
            ("{\"id\":1,\"text\":\"a\"}\nFähre\n", "line 2: expected a query like {\"id\",\"text\"}, found \"Fähre\""),
            ("{\"id\":[1],\"text\":\"a\"}", "line 1: "),
            ("{\"id\":1}", "line 1: "),
        ] {
            let error = read_queries(lines.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn judgements_are_read_in_every_usual_form() {
        for lines in [
            "q1\ta\t2\nq1\tb\t0\nq2\tc\t1\n",
            "q1 a 2\nq1 b -1\nq2 c 1",
            "q1 0 a 2\nq1 0 b 0\nq2 0 c 1\n",
            "query-id\tcorpus-id\tscore\nq1\ta\t2\n\nq2\tc\t1\n",
        ] {
            let judgements = Judgements::read(lines.as_bytes()).unwrap();
            assert_eq!(judgements.of("q1"), Some(&Grades::from([("a".into(), 2)])), "{lines}");
            assert_eq!(judgements.of("q2"), Some(&Grades::from([("c".into(), 1)])), "{lines}");
            assert_eq!(judgements.of("q3"), None);
        }
    }

    #[test]
    fn paths_with_spaces_stand_between_tabs() {
        let judgements = Judgements::read("q1\tarchiv/Fähre fällt aus.txt\t1\n".as_bytes()).unwrap();
        assert!(judgements.of("q1").unwrap().contains_key("archiv/Fähre fällt aus.txt"));
    }

    #[test]
    fn a_line_that_is_no_judgement_is_named() {
        let error = Judgements::read("q1\ta\t1\nq1\tb\tviel\n".as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "line 2: expected query, article and grade, found \"q1\\tb\\tviel\"");
    }
}
