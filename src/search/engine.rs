//! The plan and the filters as one query of the engine.

use crate::index::{Fields, Snapshot};
use crate::passage::PassageKind;
use crate::query::{Filters, Group, Layer, Occur, Phrase, Plan, Positions, Scope, Wish, Word};
use crate::search::Error;
use crate::search::rank::{Ranking, StretchQuery, WholeArticle, WordUnion};
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur as EngineOccur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Passages that match `plan` and all `filters`; none for a plan that asks for nothing.
pub(crate) fn engine_query(
    plan: &Plan,
    filters: &Filters,
    snapshot: &Snapshot,
    ranking: &Ranking,
) -> Result<Box<dyn Query>, Error> {
    let mut all = filters.engine_queries(snapshot)?;
    if plan.is_empty() {
        return Ok(Box::new(EmptyQuery));
    }
    all.push(Builder { fields: snapshot.fields(), ranking }.group(&plan.root));
    Ok(Box::new(BooleanQuery::intersection(all)))
}

type Clauses = Vec<(EngineOccur, Box<dyn Query>)>;

struct Builder<'a> {
    fields: &'a Fields,
    ranking: &'a Ranking,
}

impl Builder<'_> {
    /// One pair of brackets. Conditions that must hold narrow what the rest finds; in the rest, one clause matches where
    /// none must.
    fn group(&self, group: &Group) -> Box<dyn Query> {
        let (narrowing, rest): (Vec<_>, Vec<_>) =
            group.wishes.iter().partition(|(occur, wish)| *occur == Occur::Must && is_condition(wish));
        let mut clauses = self.free_words(&rest);
        for (occur, wish) in rest.iter().filter(|wish| free_word(wish).is_none()) {
            clauses.push((engine_occur(*occur), self.wish(wish)));
        }
        if clauses.iter().all(|(occur, _)| *occur == EngineOccur::MustNot) {
            clauses.push((EngineOccur::Must, everything()));
        }
        let found: Box<dyn Query> = Box::new(BooleanQuery::new(clauses));
        if narrowing.is_empty() {
            return found;
        }
        let mut all: Vec<_> = narrowing.into_iter().map(|(_, wish)| self.wish(wish)).collect();
        all.push(found);
        Box::new(BooleanQuery::intersection(all))
    }

    /// The words that are free to miss, as one union.
    fn free_words(&self, wishes: &[&(Occur, Wish)]) -> Clauses {
        let words: Vec<Word> = wishes.iter().filter_map(|wish| free_word(wish)).cloned().collect();
        if words.is_empty() {
            return Vec::new();
        }
        vec![(EngineOccur::Should, self.union(words, Scope::All, Layer::Stems))]
    }

    fn union(&self, words: Vec<Word>, scope: Scope, layer: Layer) -> Box<dyn Query> {
        Box::new(WordUnion::new(words, scope, layer, self.fields, self.ranking))
    }

    fn wish(&self, wish: &Wish) -> Box<dyn Query> {
        match wish {
            Wish::Word { scope, layer, word } => self.scoped(*scope, self.union(vec![word.clone()], *scope, *layer)),
            Wish::Phrase(phrase) => self.phrase(phrase),
            Wish::Positions(positions) => self.positions(positions),
            Wish::Condition(query) => query.box_clone(),
            Wish::Group(group) => self.group(group),
        }
    }

    /// `found` in the passages that `scope` is about.
    fn scoped(&self, scope: Scope, found: Box<dyn Query>) -> Box<dyn Query> {
        match scope {
            Scope::All => found,
            Scope::Title => Box::new(WholeArticle(found)),
            Scope::Lead => self.of_kind(PassageKind::Lead, found),
            Scope::Caption => self.of_kind(PassageKind::Caption, found),
        }
    }

    fn of_kind(&self, kind: PassageKind, found: Box<dyn Query>) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.kind, kind.as_str());
        let kind = TermQuery::new(term, IndexRecordOption::Basic);
        Box::new(BooleanQuery::intersection(vec![Box::new(ConstScoreQuery::new(Box::new(kind), 0.0)), found]))
    }

    fn phrase(&self, phrase: &Phrase) -> Box<dyn Query> {
        let first = phrase.tokens.first().map_or(0, |token| token.position);
        let in_field = |field: Field| -> Box<dyn Query> {
            let tokens = phrase.tokens.iter();
            let places =
                tokens.map(|token| ((token.position - first) as usize, Term::from_field_text(field, &token.stem)));
            Box::new(PhraseQuery::new_with_offset(places.collect()))
        };
        self.in_texts(phrase.scope, || in_field(self.fields.body), || in_field(self.fields.title))
    }

    fn positions(&self, positions: &Positions) -> Box<dyn Query> {
        let asked = Arc::new(positions.clone());
        self.in_texts(
            positions.scope,
            || Box::new(StretchQuery::in_passage(&asked, self.fields, self.ranking)),
            || Box::new(StretchQuery::in_title(&asked, self.fields, self.ranking)),
        )
    }

    /// What is found in the texts of `scope`: the better of passage and title, or one of them.
    fn in_texts(
        &self,
        scope: Scope,
        passage: impl Fn() -> Box<dyn Query>,
        title: impl Fn() -> Box<dyn Query>,
    ) -> Box<dyn Query> {
        match scope {
            Scope::All => Box::new(DisjunctionMaxQuery::new(vec![passage(), title()])),
            Scope::Title => self.scoped(scope, title()),
            Scope::Lead | Scope::Caption => self.scoped(scope, passage()),
        }
    }
}

/// A word that is free to miss, looked for everywhere and in any form: all of these are found in one pass.
fn free_word((occur, wish): &(Occur, Wish)) -> Option<&Word> {
    match wish {
        Wish::Word { scope: Scope::All, layer: Layer::Stems, word } if *occur == Occur::Should => Some(word),
        _ => None,
    }
}

/// True for what narrows a search without adding to scores.
fn is_condition(wish: &Wish) -> bool {
    match wish {
        Wish::Condition(_) => true,
        Wish::Group(group) => group.wishes.iter().all(|(_, wish)| is_condition(wish)),
        Wish::Word { .. } | Wish::Phrase(_) | Wish::Positions(_) => false,
    }
}

fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn engine_occur(occur: Occur) -> EngineOccur {
    match occur {
        Occur::Should => EngineOccur::Should,
        Occur::Must => EngineOccur::Must,
        Occur::MustNot => EngineOccur::MustNot,
    }
}
