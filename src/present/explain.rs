//! How a query was read, and what a hit's score is made of.

use crate::present::plain::plain;
use crate::present::terminal::Style;
use crate::search::{Explanation, Reading};
use serde_json::{Map, Value};

/// Most words that are shown for one word of a query.
const SHOWN: usize = 12;

/// How a query was read, and below it which words of the index stand for each of its own.
#[must_use]
pub fn reading_text(reading: &Reading, style: &Style) -> String {
    let mut text = style.quiet(&format!("read as {}", plain(&reading.query))) + "\n";
    for (i, word) in reading.words.iter().enumerate() {
        let branch = if i + 1 == reading.words.len() { "└" } else { "├" };
        let shown: Vec<String> = word.terms.iter().take(SHOWN).map(|(term, weight)| weighed(term, *weight)).collect();
        let more = word.terms.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" … and {more} more") } else { String::new() };
        let none = if shown.is_empty() { "no word of the index" } else { "" };
        text += &style.quiet(&format!("{branch} {:<16} {none}{}{more}", plain(&word.typed), shown.join(", ")));
        text.push('\n');
    }
    text + "\n"
}

fn weighed(term: &str, weight: f32) -> String {
    if weight < 1.0 { format!("{} ({weight:.2})", plain(term)) } else { plain(term) }
}

/// The parts of a score as a tree of lines.
#[must_use]
pub fn explanation_text(explanation: &Explanation, style: &Style) -> String {
    let parts: Vec<_> = explanation.parts().into_iter().filter(|(_, part)| *part > 0.0).collect();
    let mut text = style.quiet(&format!("     score {:.3}", explanation.score())) + "\n";
    for (i, (name, part)) in parts.iter().enumerate() {
        let branch = if i + 1 == parts.len() { "└" } else { "├" };
        text += &style.quiet(&format!("     {branch} {name:<10}{part:>8.3}  {}", meaning(name)));
        text.push('\n');
    }
    text
}

/// The parts of a score as a JSON object.
#[must_use]
pub fn explanation_json(explanation: &Explanation) -> Value {
    explanation
        .parts()
        .into_iter()
        .map(|(name, part)| (name.to_owned(), Value::from(part)))
        .collect::<Map<_, _>>()
        .into()
}

fn meaning(part: &str) -> &'static str {
    match part {
        "words" => "the words in the passage, its title and subhead",
        "ordered" => "neighbouring words side by side",
        "unordered" => "neighbouring words near one another",
        "window" => "the stretch that holds most of the query",
        "exact" => "the very forms typed",
        "article" => "the article as a whole",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_meaning_and_shows_when_it_counts() {
        let explanation = Explanation { words: 2.0, window: 0.5, ..Explanation::default() };
        assert!(explanation.parts().iter().all(|(name, _)| !meaning(name).is_empty()));
        let text = explanation_text(&explanation, &Style::PLAIN);
        assert!(text.starts_with("     score 2.500\n     ├ words "), "{text}");
        assert!(text.contains("└ window") && !text.contains("exact"), "{text}");
    }
}
