//! The words of the index that a pattern, a fuzzy word or an expression stands for: all of them, or a refusal.

use crate::german::{self, Spelling};
use crate::index::Snapshot;
use crate::query::Error;
use crate::query::ast::{Scope, Term};
use crate::query::automaton::Machine;
use crate::query::limits::{Limits, Refusal};
use std::collections::BTreeMap;
use tantivy::TantivyError;
use tantivy::schema::Field;

/// Share of its score that a fuzzy word loses with each letter that differs.
const EDIT: f32 = 0.2;

/// Exact forms that stand for a term.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Expansion {
    /// Each form and the share of the term's score that it is worth, in alphabetic order.
    pub(crate) forms: Vec<(String, f32)>,
    /// Passages that hold them, counted for each form.
    pub(crate) frequency: u64,
}

/// The exact forms that `term` stands for where `scope` says; a word in any form has none.
pub(crate) fn expand(term: &Term, scope: Scope, snapshot: &Snapshot, limits: &Limits) -> Result<Expansion, Error> {
    if let Term::Exact(word) = term {
        let form = exact_form(word);
        let forms = BTreeMap::from([(form.clone(), 0)]);
        return Ok(Expansion { frequency: frequency(&forms, scope, snapshot)?, forms: vec![(form, 1.0)] });
    }
    let machines = machines(term, limits.pattern_memory)?;
    let mut found = BTreeMap::new();
    for machine in &machines {
        for field in fields(scope, snapshot) {
            gather(machine, field, snapshot, &mut found, limits.expansions)
                .map_err(|error| error.unwrap_or_else(|| too_many(term, limits)))?;
        }
    }
    let frequency = found.values().sum();
    let forms = found.into_keys().map(|form| {
        let weight = weight(term, &form);
        (form, weight)
    });
    Ok(Expansion { forms: forms.collect(), frequency })
}

/// The form that stands for a word as typed: with `BürgerInnen`, the whole.
fn exact_form(word: &str) -> String {
    let tokens = german::analyse(word);
    let whole = tokens.iter().find(|token| token.joined).or(tokens.first());
    whole.map_or_else(|| german::exact_letters(word), |token| token.exact.clone())
}

fn fields(scope: Scope, snapshot: &Snapshot) -> Vec<Field> {
    let fields = snapshot.fields();
    match scope {
        Scope::All => vec![fields.body_exact, fields.title_exact, fields.heading_exact],
        Scope::Title => vec![fields.title_exact],
        Scope::Lead | Scope::Caption => vec![fields.body_exact],
    }
}

/// One machine a spelling; see [`Spelling`] for why one is not enough.
fn machines(term: &Term, memory: usize) -> Result<Vec<Machine>, Refusal> {
    let refused = |reason| Refusal::Pattern { pattern: term.to_string(), reason };
    match term {
        Term::Word(_) | Term::Exact(_) => Ok(Vec::new()),
        Term::Wildcard(pattern) => {
            let pattern = german::exact_letters(pattern);
            spellings(&pattern)
                .map(|spelling| Machine::expression(&as_expression(&spelling.of(&pattern)), spelling, memory))
                .collect::<Result<_, _>>()
                .map_err(refused)
        }
        Term::Regex(pattern) => {
            // An expression says what it says: umlauts meet umlauts and, as everywhere, plain letters umlauts.
            let two = german::has_umlaut(&pattern.to_lowercase()).then_some((pattern.clone(), Spelling::TwoLetters));
            let others = [(pattern.clone(), Spelling::Written), (Spelling::Plain.of(pattern), Spelling::Plain)];
            others
                .into_iter()
                .chain(two)
                .map(|(pattern, spelling)| Machine::expression(&pattern, spelling, memory))
                .collect::<Result<_, _>>()
                .map_err(refused)
        }
        Term::Fuzzy { word, edits } => {
            let form = exact_form(word);
            let spellings = spellings(&form).filter(|spelling| *spelling != Spelling::Written);
            Ok(spellings.map(|spelling| Machine::fuzzy(&spelling.of(&form), *edits, spelling)).collect())
        }
    }
}

fn spellings(form: &str) -> impl Iterator<Item = Spelling> {
    let two = german::has_umlaut(form).then_some(Spelling::TwoLetters);
    [Spelling::Written, Spelling::Plain].into_iter().chain(two)
}

/// A wildcard pattern as an expression; it holds letters, digits, marks and wildcards only.
fn as_expression(pattern: &str) -> String {
    let mut expression = String::with_capacity(2 * pattern.len());
    for c in pattern.chars() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            letter => expression.push(letter),
        }
    }
    expression
}

/// Adds the words of `field` that `machine` takes, with their frequencies; `Err(None)` when there are more than `most`.
fn gather(
    machine: &Machine,
    field: Field,
    snapshot: &Snapshot,
    found: &mut BTreeMap<String, u64>,
    most: usize,
) -> Result<(), Option<Error>> {
    let counts = field == snapshot.fields().body_exact || field == snapshot.fields().title_exact;
    let mut here: BTreeMap<String, u64> = BTreeMap::new();
    for segment in snapshot.searcher().segment_readers() {
        let index = segment.inverted_index(field).map_err(|error| Some(error.into()))?;
        let stream = index.terms().search(machine).into_stream();
        let mut terms = stream.map_err(|error| Some(TantivyError::from(error).into()))?;
        while let Some((bytes, info)) = terms.next() {
            let form = String::from_utf8_lossy(bytes).into_owned();
            *here.entry(form).or_default() += if counts { u64::from(info.doc_freq) } else { 0 };
            if here.len() > most {
                return Err(None);
            }
        }
    }
    for (form, frequency) in here {
        let known = found.entry(form).or_default();
        *known = (*known).max(frequency);
    }
    if found.len() > most { Err(None) } else { Ok(()) }
}

fn too_many(term: &Term, limits: &Limits) -> Error {
    Refusal::Expansions { pattern: term.to_string(), limit: limits.expansions }.into()
}

fn frequency(forms: &BTreeMap<String, u64>, scope: Scope, snapshot: &Snapshot) -> Result<u64, Error> {
    let mut most = 0;
    for field in fields(scope, snapshot) {
        let mut sum = 0;
        for form in forms.keys() {
            sum += snapshot.searcher().doc_freq(&tantivy::Term::from_field_text(field, form))?;
        }
        most = most.max(sum);
    }
    Ok(most)
}

/// What `form` is worth for `term`: all of it, but for letters that differ from a fuzzy word.
fn weight(term: &Term, form: &str) -> f32 {
    let Term::Fuzzy { word, .. } = term else { return 1.0 };
    let typed = exact_form(word);
    let edits = [Spelling::Plain, Spelling::TwoLetters]
        .map(|spelling| strsim::osa_distance(&spelling.of(&typed), &spelling.of(form)));
    1.0 - EDIT * edits.into_iter().min().unwrap_or(0) as f32
}
