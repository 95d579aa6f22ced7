//! How a query was read: its tree in plain signs, and which words of the index stand for each of its own.

use crate::index::Snapshot;
use crate::query::{Group, Plan, Wish};
use crate::search::{Error, Request};

/// A query as it was read and planned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The query with every operator as a sign or bracket.
    pub query: String,
    /// Its words and patterns, in the order of the tree.
    pub words: Vec<ReadWord>,
}

/// A word or pattern of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadWord {
    /// As typed.
    pub typed: String,
    /// Stems, or for patterns and exact forms the forms themselves; with the share of its score that each is worth.
    pub terms: Vec<(String, f32)>,
}

/// Tells how the query of `request` is read for one commit of an index, without searching.
///
/// # Errors
/// As [`crate::search::search`].
pub fn reading(snapshot: &Snapshot, request: &Request) -> Result<Reading, Error> {
    let plan = Plan::new(&request.query, snapshot, &request.ranking.breadth, &request.limits)?;
    let mut reading = Reading { query: request.query.to_string(), words: Vec::new() };
    reading.add(&plan.root);
    Ok(reading)
}

impl Reading {
    fn add(&mut self, group: &Group) {
        for (_, wish) in &group.wishes {
            match wish {
                Wish::Word { word, .. } => {
                    let terms = word.forms.iter().map(|form| (form.term.clone(), form.weight * word.weight));
                    let typed = if word.part { "(part)".to_owned() } else { word.exact.clone() };
                    self.words.push(ReadWord { typed, terms: terms.collect() });
                }
                Wish::Phrase(phrase) => {
                    for token in &phrase.tokens {
                        let terms = vec![(token.stem.clone(), 1.0)];
                        self.words.push(ReadWord { typed: token.exact.clone(), terms });
                    }
                }
                Wish::Positions(positions) => {
                    for slot in &positions.slots {
                        let terms = slot.stems.iter().chain(&slot.exact).map(|term| (term.clone(), 1.0));
                        self.words.push(ReadWord { typed: slot.typed.clone(), terms: terms.collect() });
                    }
                }
                Wish::Condition(_) => {}
                Wish::Group(group) => self.add(group),
            }
        }
    }
}
