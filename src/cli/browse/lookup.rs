//! Answers to the browser's questions, found beside it so that typing never waits.

use crate::article::{Article, Span};
use crate::cli::browse::facets::Offered;
use crate::cli::browse::reading::texts;
use crate::index::{ALIKE, Snapshot};
use crate::query::{self, Filters};
use crate::search::{self, Hit, Ranking, Request, Scope, SnippetLength};
use std::sync::mpsc::{Receiver, Sender};

/// Names offered of each kind.
const NAMES: usize = 40;

/// What the browser wants to know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Question {
    /// Hits for a query; `number` counts the questions, and comes back with the answer.
    Hits { number: u64, query: String, filters: Filters, limit: usize },
    /// Names to narrow the search by.
    Names,
    /// An article, and where it matches.
    Article { id: String, query: String },
    /// The newest state of the index, and its names.
    Reload,
}

/// What it is told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Hits {
        number: u64,
        found: Found,
    },
    Names(Offered),
    /// The article and the marks of its [`texts`].
    Article(Box<Article>, Vec<Vec<Span>>),
    /// Something went wrong.
    Fault(String),
}

/// Hits, and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) hits: Vec<Hit>,
    pub(crate) passages: usize,
    pub(crate) articles: usize,
    /// Whether more hits can be had than these.
    pub(crate) more: bool,
    /// Whether there was a word to look for.
    pub(crate) asked: bool,
}

/// Answers until nobody asks any more. Of several questions for hits only the last is answered.
pub(crate) fn serve(mut snapshot: Snapshot, questions: &Receiver<Question>, answers: &Sender<Answer>) {
    while let Ok(question) = questions.recv() {
        let mut waiting = vec![question];
        waiting.extend(questions.try_iter());
        let last = waiting.iter().rposition(is_for_hits);
        for (i, question) in waiting.into_iter().enumerate() {
            if is_for_hits(&question) && Some(i) != last {
                continue;
            }
            let told = answer(&mut snapshot, question).unwrap_or_else(|error| Answer::Fault(error.to_string()));
            if answers.send(told).is_err() {
                return;
            }
        }
    }
}

fn is_for_hits(question: &Question) -> bool {
    matches!(question, Question::Hits { .. })
}

/// Answers one question.
pub(crate) fn answer(snapshot: &mut Snapshot, question: Question) -> Result<Answer, search::Error> {
    match question {
        Question::Hits { number, query, filters, limit } => {
            Ok(Answer::Hits { number, found: hits(snapshot, &query, filters, limit)? })
        }
        Question::Names => names(snapshot),
        Question::Reload => {
            snapshot.reload()?;
            names(snapshot)
        }
        Question::Article { id, query } => article(snapshot, &id, &query),
    }
}

fn hits(snapshot: &Snapshot, query: &str, filters: Filters, limit: usize) -> Result<Found, search::Error> {
    let query = query::parse(query).ast;
    let asked = !query.is_empty();
    // Whole passages: the list shows a piece of each, the preview all of it.
    let shape = Request { snippet: SnippetLength::Whole, fold: Some(ALIKE), ..Request::default() };
    let request = Request { query, filters, limit: Some(limit), ..shape };
    let results = search::search(snapshot, &request)?;
    let more = results.hits.len() == limit;
    Ok(Found { more, asked, hits: results.hits, passages: results.passages, articles: results.articles })
}

fn names(snapshot: &Snapshot) -> Result<Answer, search::Error> {
    let all = Scope::default();
    let outlets = search::outlets(snapshot, &all, NAMES)?;
    let actors = search::actors(snapshot, &all, NAMES)?;
    Ok(Answer::Names(Offered {
        outlets: outlets.into_iter().map(|one| (one.name, one.published.articles + one.cited.articles)).collect(),
        actors: actors.into_iter().map(|one| (one.name, one.named.articles)).collect(),
    }))
}

fn article(snapshot: &Snapshot, id: &str, query: &str) -> Result<Answer, search::Error> {
    let Some(record) = snapshot.record(id)? else {
        return Ok(Answer::Fault(format!("the article {id:?} is not in the index any more")));
    };
    let marks = search::marks(snapshot, &query::parse(query).ast, &Ranking::default(), &texts(&record.article))?;
    Ok(Answer::Article(Box::new(record.article), marks))
}
