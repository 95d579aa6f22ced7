//! JSON to articles: one object, an array of objects, or JSON Lines, which are read line by line.
//!
//! The article's text is the `text` value, letter for letter. When a lead is given apart and the text does not begin with
//! it, the text is the lead, an empty line, and the value. Without `text` it is the `paragraphs`, parted by empty lines.

use super::{Error, fields::Fields, rendered::Rendered, unpack::UNPACKED_LIMIT};
use crate::article::{Article, Block, BlockKind, collapse_white_space};
use serde_json::Value;
use std::io::{BufRead, Read};

/// An article and the identifier its object states.
pub(super) type Identified = (Article, Option<String>);

/// Reads one object.
///
/// # Errors
/// [`Error::Json`] when the value is no object, [`Error::NoText`] when it has neither text nor paragraphs nor title.
pub(super) fn article(value: &Value) -> Result<Identified, Error> {
    let Value::Object(map) = value else {
        return Err(Error::Json { reason: format!("an article is an object, but here stands {}", kind_of(value)) });
    };
    let fields = Fields::of(map);
    let mut article = Article::default();
    fields.fill(&mut article);
    let Rendered { text, blocks } = body(&fields);
    let article = Article { text, blocks, ..article };
    if article.is_empty() { Err(Error::NoText) } else { Ok((article, fields.id())) }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "an array",
        Value::String(_) => "a string",
        Value::Number(_) => "a number",
        Value::Bool(_) => "a truth value",
        _ => "nothing",
    }
}

fn body(fields: &Fields<'_>) -> Rendered {
    let lead = fields.lead();
    let mut rendered = Rendered::default();
    match fields.text() {
        Some(text) => {
            let begins = Rendered::begins_with(lead.as_deref(), text);
            push_lead(&mut rendered, lead.as_deref().filter(|_| !begins));
            rendered.push_paragraphs(text);
            if begins {
                mark_lead(&mut rendered, lead.as_deref().unwrap_or_default());
            }
        }
        None => listed(fields, lead.as_deref(), &mut rendered),
    }
    rendered
}

fn push_lead(rendered: &mut Rendered, lead: Option<&str>) {
    if let Some(lead) = lead {
        rendered.push(BlockKind::Lead, lead);
    }
}

/// The text begins with the lead: when that is a paragraph of its own, it is marked; otherwise it stays running text.
fn mark_lead(rendered: &mut Rendered, lead: &str) {
    let Rendered { text, blocks } = rendered;
    let is_lead = |block: &&mut Block| collapse_white_space(&text[block.span.start..block.span.end]) == lead;
    if let Some(block) = blocks.first_mut().filter(is_lead) {
        block.kind = BlockKind::Lead;
    }
}

fn listed(fields: &Fields<'_>, lead: Option<&str>, rendered: &mut Rendered) {
    let paragraphs = fields.paragraphs();
    let headings = fields.headings();
    let said = paragraphs.first().is_some_and(|first| Some(collapse_white_space(first).as_str()) == lead);
    push_lead(rendered, lead);
    for (number, paragraph) in paragraphs.iter().enumerate().skip(usize::from(said)) {
        for (_, heading) in headings.iter().filter(|(before, _)| *before == number) {
            rendered.push(BlockKind::Heading, heading);
        }
        rendered.push(BlockKind::Paragraph, paragraph);
    }
    for caption in fields.captions() {
        rendered.push(BlockKind::Caption, &caption);
    }
}

/// Reads a whole file: one object, or an array of them.
///
/// # Errors
/// [`Error::Json`] with line and column when the text is no JSON.
pub(super) fn articles(text: &str) -> Result<Vec<Result<Identified, Error>>, Error> {
    match serde_json::from_str(text).map_err(Error::from)? {
        Value::Array(list) => Ok(list.iter().map(article).collect()),
        value => Ok(vec![article(&value)]),
    }
}

/// JSON Lines, read as they are asked for; a broken line is an error of its own, the others go on.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    number: usize,
    ended: bool,
}

impl Lines {
    pub fn new(input: Box<dyn BufRead>) -> Self {
        Self { input, number: 0, ended: false }
    }

    fn read_line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(UNPACKED_LIMIT).read_until(b'\n', &mut line)?;
        self.number += 1;
        if read as u64 == UNPACKED_LIMIT {
            return Err(Error::TooLarge { limit: UNPACKED_LIMIT });
        }
        Ok((read > 0).then_some(line))
    }
}

impl Iterator for Lines {
    /// The line's number, counted from 1, and what it holds.
    type Item = (usize, Result<Identified, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.read_line() {
                Ok(None) => self.ended = true,
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some((self.number, line_article(&line))),
                Err(error) => {
                    self.ended = true;
                    return Some((self.number, Err(error)));
                }
            }
        }
        None
    }
}

fn line_article(line: &[u8]) -> Result<Identified, Error> {
    let decoded = super::decode::decode(line)?;
    let value: Value = serde_json::from_str(decoded.text.trim()).map_err(Error::from)?;
    let (mut read, id) = article(&value)?;
    read.warnings.extend(decoded.warnings);
    Ok((read, id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn text_is_kept_letter_for_letter() {
        let text = "Erster  Absatz.\n\nZweiter Absatz.\n";
        let (read, id) = article(&json!({"id": 7, "title": "T", "text": text})).unwrap();
        assert_eq!((read.text.as_str(), id.as_deref(), read.blocks.len()), (text, Some("7"), 2));
        let (read, _) = article(&json!({"lead": "Vorspann.", "text": text})).unwrap();
        assert_eq!(read.text, format!("Vorspann.\n\n{text}"));
        assert_eq!(read.lead().unwrap(), "Vorspann.");
        let (read, _) = article(&json!({"lead": "Erster Absatz.", "text": text})).unwrap();
        assert_eq!((read.text.as_str(), read.lead().unwrap().as_str()), (text, "Erster Absatz."));
    }

    #[test]
    fn paragraphs_come_back_as_parse_wrote_them() {
        let value = json!({"lead": "Kurz.", "paragraphs": ["Eins.", "Zwei."], "headings": [{"text": "Mitte", "before": 1}], "captions": ["Bild"]});
        let (read, _) = article(&value).unwrap();
        assert_eq!(read.text, "Kurz.\n\nEins.\n\nMitte\n\nZwei.\n\nBild");
        assert_eq!(read.texts_of(BlockKind::Heading).collect::<Vec<_>>(), ["Mitte"]);
    }

    #[test]
    fn broken_lines_do_not_stop_the_others() {
        let input: &[u8] = b"{\"text\": \"Eins.\"}\n\n{\"text\": oh\n[]\n{\"url\": \"x\"}\n{\"text\": \"Zwei.\"}";
        let read: Vec<(usize, bool)> =
            Lines::new(Box::new(input)).map(|(line, article)| (line, article.is_ok())).collect();
        assert_eq!(read, [(1, true), (3, false), (4, false), (5, false), (6, true)]);
    }

    proptest! {
        #[test]
        fn any_lines_are_read_without_panic(text in "[{}\\[\\]\":,a-z\n ]{0,120}") {
            prop_assert!(Lines::new(Box::new(std::io::Cursor::new(text))).count() <= 121);
        }
    }
}
