//! JSON to articles: one object, an array of objects, or JSON Lines; the latter two are read one by one.
//!
//! The article's text is the `text` value, letter for letter. When a lead is given apart and the text does not begin with
//! it, the text is the lead, an empty line, and the value. Without `text` it is the `paragraphs`, parted by empty lines.

mod elements;

use super::{
    Error,
    fields::Fields,
    html,
    line::{self, Line},
    rendered::Rendered,
};
use crate::article::{Article, Block, BlockKind, Moment, collapse_white_space};
pub(super) use elements::Elements;
use serde_json::Value;
use std::io::BufRead;

/// An article and the identifier its object states.
pub(super) type Identified = (Article, Option<String>);

/// Reads one object. `crawled` is when the input was fetched, for dates like `vor 3 Stunden`.
///
/// # Errors
/// [`Error::Json`] when the value is no object, [`Error::NoText`] when it has neither text nor paragraphs nor title.
pub(super) fn article(value: &Value, crawled: Option<&Moment>) -> Result<Identified, Error> {
    let Value::Object(map) = value else {
        return Err(Error::Json { reason: format!("an article is an object, but here stands {}", kind_of(value)) });
    };
    let fields = Fields::of(map, crawled);
    let Rendered { text, blocks } = body(&fields);
    let page = if blocks.is_empty() { fields.page().and_then(|page| html::read(page, fields.crawled())) } else { None };
    let mut article = page.unwrap_or_else(|| Article { text, blocks, ..Article::default() });
    fields.fill(&mut article);
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
    match (fields.sections(), fields.text()) {
        (Some(sections), _) => sections.iter().for_each(|(kind, text)| rendered.push(*kind, text)),
        (None, Some(text)) if is_markup(text) => marked_up(fields, lead.as_deref(), text, &mut rendered),
        (None, Some(text)) => {
            let begins = Rendered::begins_with(lead.as_deref(), text);
            push_lead(&mut rendered, lead.as_deref().filter(|_| !begins));
            rendered.push_paragraphs(text);
            if begins {
                mark_lead(&mut rendered, lead.as_deref().unwrap_or_default());
            }
        }
        (None, None) => listed(fields, lead.as_deref(), &mut rendered),
    }
    rendered
}

/// A text that is a piece of HTML.
fn is_markup(text: &str) -> bool {
    ["</p>", "<br>", "<br/>", "<br />", "</div>"].iter().any(|tag| text.contains(tag))
}

fn marked_up(fields: &Fields<'_>, lead: Option<&str>, text: &str, rendered: &mut Rendered) {
    let piece = html::piece(text, &fields.title().unwrap_or_default());
    let begins = Rendered::begins_with(lead, &piece.text);
    push_lead(rendered, lead.filter(|_| !begins));
    for block in &piece.blocks {
        rendered.push(block.kind, &piece.text[block.span.start..block.span.end]);
    }
    if begins {
        mark_lead(rendered, lead.unwrap_or_default());
    }
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

/// Lists of articles within one object, as news services and search engines answer.
const LISTS: [&str; 11] =
    ["articles", "items", "results", "hits", "data", "docs", "documents", "entries", "posts", "response", "artikel"];

/// An article and its number where there are several.
pub(super) type Numbered = (Option<usize>, Result<Identified, Error>);

/// Reads a whole file: one object, an array of them, or an object around such an array.
///
/// # Errors
/// [`Error::Json`] with line and column when the text is no JSON.
pub(super) fn articles(text: &str, crawled: Option<&Moment>) -> Result<Vec<Numbered>, Error> {
    let value: Value = serde_json::from_str(text).map_err(Error::from)?;
    Ok(match list_in(&value) {
        Some(list) => {
            let several = list.len() > 1;
            list.iter().enumerate().map(|(at, value)| (several.then_some(at + 1), article(value, crawled))).collect()
        }
        None => vec![(None, article(&value, crawled))],
    })
}

fn list_in(value: &Value) -> Option<&Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(map) if !map.keys().any(|name| super::fields::names_text(name)) => {
            let list = LISTS.iter().filter_map(|name| map.get(*name)).find_map(list_in)?;
            (!list.is_empty() && list.iter().all(Value::is_object)).then_some(list)
        }
        _ => None,
    }
}

/// JSON Lines, read as they are asked for; a broken line is an error of its own, the others go on.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    limit: u64,
    crawled: Option<Moment>,
    number: usize,
    ended: bool,
}

impl Lines {
    /// `limit` bounds one line (bytes); `crawled` as for [`article`].
    pub fn new(input: Box<dyn BufRead>, limit: u64, crawled: Option<Moment>) -> Self {
        Self { input, limit, crawled, number: 0, ended: false }
    }
}

impl Iterator for Lines {
    /// The line's number, counted from 1, and what it holds.
    type Item = (usize, Result<Identified, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.number += 1;
            match line::next(&mut self.input, self.limit) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => {}
                Ok(Line::Whole(line)) => return Some((self.number, text_article(&line, self.crawled.as_ref()))),
                Ok(Line::TooLong) => return Some((self.number, Err(Error::TooLarge { limit: self.limit }))),
                Err(error) => {
                    self.ended = true;
                    return Some((self.number, Err(error.into())));
                }
            }
        }
        None
    }
}

/// The elements of an array with their numbers, counted from 1; an array's only one has none.
pub(super) fn numbered(mut elements: Elements, crawled: Option<Moment>) -> impl Iterator<Item = Numbered> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let read = elements.next()?.and_then(|element| text_article(&element, crawled.as_ref()));
        at += 1;
        let several = at > 1 || !elements.is_last();
        Some((several.then_some(at), read))
    })
}

/// Reads the text of one object.
fn text_article(text: &[u8], crawled: Option<&Moment>) -> Result<Identified, Error> {
    let decoded = super::decode::decode(text)?;
    let value: Value = serde_json::from_str(decoded.text.trim()).map_err(Error::from)?;
    let (mut read, id) = article(&value, crawled)?;
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
        let (read, id) = article(&json!({"id": 7, "title": "T", "text": text}), None).unwrap();
        assert_eq!((read.text.as_str(), id.as_deref(), read.blocks.len()), (text, Some("7"), 2));
        let (read, _) = article(&json!({"lead": "Vorspann.", "text": text}), None).unwrap();
        assert_eq!(read.text, format!("Vorspann.\n\n{text}"));
        assert_eq!(read.lead().unwrap(), "Vorspann.");
        let (read, _) = article(&json!({"lead": "Erster Absatz.", "text": text}), None).unwrap();
        assert_eq!((read.text.as_str(), read.lead().unwrap().as_str()), (text, "Erster Absatz."));
    }

    #[test]
    fn paragraphs_come_back_as_parse_wrote_them() {
        let value = json!({"lead": "Kurz.", "paragraphs": ["Eins.", "Zwei."], "headings": [{"text": "Mitte", "before": 1}], "captions": ["Bild"]});
        let (read, _) = article(&value, None).unwrap();
        assert_eq!(read.text, "Kurz.\n\nEins.\n\nMitte\n\nZwei.\n\nBild");
        assert_eq!(read.texts_of(BlockKind::Heading).collect::<Vec<_>>(), ["Mitte"]);
    }

    #[test]
    fn broken_lines_do_not_stop_the_others() {
        let input: &[u8] = b"{\"text\": \"Eins.\"}\n\n{\"text\": oh\n[]\n{\"url\": \"x\"}\n{\"text\": \"Zwei.\"}";
        let read: Vec<(usize, bool)> =
            Lines::new(Box::new(input), 1000, None).map(|(line, article)| (line, article.is_ok())).collect();
        assert_eq!(read, [(1, true), (3, false), (4, false), (5, false), (6, true)]);
    }

    proptest! {
        #[test]
        fn any_lines_are_read_without_panic(text in "[{}\\[\\]\":,a-z\n ]{0,120}") {
            prop_assert!(Lines::new(Box::new(std::io::Cursor::new(text)), 20, None).count() <= 121);
        }
    }
}
