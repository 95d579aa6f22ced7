//! From phrases and NEAR to slots: what may stand in each place, and how the places stand to one another.

use crate::german::{self, Token};
use crate::index::Snapshot;
use crate::query::Error;
use crate::query::arrangement::Arrangement;
use crate::query::ast::{Scope, Sought, Term};
use crate::query::expand::expand;
use crate::query::limits::Limits;
use crate::query::plan::{Positions, Slot, idf};

/// Plans `sought` by the places of its words.
pub(crate) fn positions(
    sought: &Sought,
    scope: Scope,
    snapshot: &Snapshot,
    limits: &Limits,
) -> Result<Positions, Error> {
    let mut builder = Builder { scope, snapshot, limits, slots: Vec::new(), idf: 0.0 };
    let arrangement = builder.arrange(sought)?;
    Ok(Positions { scope, slots: builder.slots, arrangement, idf: builder.idf })
}

struct Builder<'s> {
    scope: Scope,
    snapshot: &'s Snapshot,
    limits: &'s Limits,
    slots: Vec<Slot>,
    idf: f32,
}

impl Builder<'_> {
    fn arrange(&mut self, sought: &Sought) -> Result<Arrangement, Error> {
        match sought {
            Sought::Term(Term::Word(word)) => self.word(word),
            Sought::Term(term) => Ok(Arrangement::Slot(self.pattern(term)?)),
            Sought::Phrase { terms, slop } => self.phrase(terms, *slop),
            Sought::Near { distance, of } => Ok(Arrangement::Near { distance: *distance, of: self.all(of)? }),
            Sought::Any(of) => Ok(Arrangement::Any(self.all(of)?)),
        }
    }

    fn all(&mut self, of: &[Sought]) -> Result<Vec<Arrangement>, Error> {
        of.iter().map(|sought| self.arrange(sought)).collect()
    }

    /// A word near others, in any form and inside compounds too; words joined by hyphens stand together or are one.
    fn word(&mut self, text: &str) -> Result<Arrangement, Error> {
        let (joined, apart): (Vec<Token>, Vec<Token>) =
            german::analyse(text).into_iter().partition(|token| token.joined);
        if let [token] = apart.as_slice() {
            return Ok(Arrangement::Slot(self.free(token)?));
        }
        let mut of = Vec::with_capacity(apart.len());
        for token in &apart {
            of.push((token.position, self.bound(token)?));
        }
        let mut either = vec![Arrangement::Ordered { of, slop: 0 }];
        for token in &joined {
            either.push(Arrangement::Slot(self.bound(token)?));
        }
        Ok(Arrangement::Any(either))
    }

    /// Terms in order. Each word of a term that is several counts.
    fn phrase(&mut self, terms: &[Term], slop: u32) -> Result<Arrangement, Error> {
        let (mut of, mut place) = (Vec::with_capacity(terms.len()), 0);
        for term in terms {
            let Term::Word(word) = term else {
                of.push((place, self.pattern(term)?));
                place += 1;
                continue;
            };
            for token in german::analyse(word).iter().filter(|token| !token.joined) {
                of.push((place, self.bound(token)?));
                place += 1;
            }
        }
        Ok(Arrangement::Ordered { of, slop })
    }

    /// A word in any form and as part of a compound.
    fn free(&mut self, token: &Token) -> Result<usize, Error> {
        let mut stems = vec![token.stem.clone()];
        stems.extend(token.lemma().filter(|lemma| *lemma != token.stem));
        self.add(
            Slot { typed: token.exact.clone(), stems, parts: true, exact: Vec::new() },
            self.snapshot.frequency(&token.stem)?,
        )
    }

    /// A word of a phrase, by its stem alone.
    fn bound(&mut self, token: &Token) -> Result<usize, Error> {
        let slot = Slot { typed: token.exact.clone(), stems: vec![token.stem.clone()], ..Slot::default() };
        self.add(slot, self.snapshot.frequency(&token.stem)?)
    }

    fn pattern(&mut self, term: &Term) -> Result<usize, Error> {
        let expansion = expand(term, self.scope, self.snapshot, self.limits)?;
        let exact = expansion.forms.into_iter().map(|(form, _)| form).collect();
        self.add(Slot { typed: term.to_string(), exact, ..Slot::default() }, expansion.frequency)
    }

    fn add(&mut self, slot: Slot, frequency: u64) -> Result<usize, Error> {
        self.idf += idf(self.snapshot, frequency);
        self.slots.push(slot);
        Ok(self.slots.len() - 1)
    }
}
