//! Finds the names of the word lists, and leaves to each kind of name whether its context bears it out.

use super::forms::{Forms, Found};
use super::mention::{Draft, Role};
use super::words::Segment;
use super::{organisations, outlets, states};
use crate::article::ActorKind;
use crate::lexicon::Lexicon;
use std::sync::Arc;

/// What a listed form stands for; numbers index the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Medium { number: usize, ambiguous: bool },
    Organisation { number: usize, ambiguous: bool },
    State(usize),
    Seat(usize),
    Capital(usize),
}

/// What a name's context says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Name,
    /// A name, but not one that acts or is cited here.
    Weak,
    No,
}

/// The word lists with all their forms.
#[derive(Debug)]
pub(super) struct Listed {
    lexicon: Arc<Lexicon>,
    forms: Forms<Entry>,
}

/// Which listed names a pass over the article looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// Clear names of several words, before any other rule.
    Long,
    /// Clear names of one word, after the persons (`Rosa Luxemburg` is no state).
    Clear,
    /// Common words and capitals, which need evidence.
    Ambiguous,
}

impl Listed {
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        let Lexicon { outlets, states, organisations, .. } = &*lexicon;
        let media = outlets.all().iter().enumerate().flat_map(|(number, medium)| {
            medium
                .forms
                .iter()
                .map(move |form| (form.clone(), Entry::Medium { number, ambiguous: medium.is_ambiguous(form) }))
        });
        let bodies = organisations.all().iter().enumerate().flat_map(|(number, body)| {
            let ambiguous = move |form: &str| body.is_ambiguous(form);
            body.forms
                .iter()
                .map(move |form| (form.clone(), Entry::Organisation { number, ambiguous: ambiguous(form) }))
        });
        let nouns = states.all().iter().enumerate().flat_map(|(number, state)| {
            let nouns = state.forms.iter().map(move |form| (form.clone(), Entry::State(number)));
            let seats = state.seats.iter().map(move |form| (form.clone(), Entry::Seat(number)));
            nouns.chain(seats).chain(state.capitals.iter().map(move |form| (form.clone(), Entry::Capital(number))))
        });
        let forms = Forms::new(media.chain(bodies).chain(nouns));
        Self { lexicon, forms }
    }

    /// True when any listed name, capitals among them, starts at word `i`.
    pub fn is_any_at(&self, segment: &Segment<'_>, i: usize) -> bool {
        !self.forms.at(segment, i).is_empty()
    }

    /// Marks the names of one pass throughout the article.
    pub fn mark(&self, draft: &mut Draft<'_>, pass: Pass) {
        for number in 0..draft.segments.len() {
            let mut i = 0;
            while let Some(segment) = draft.segments.get(number).filter(|segment| i < segment.words.len()) {
                let found = if segment.is_free(i, i + 1) { self.forms.at(segment, i) } else { Vec::new() };
                let next = found.first().map_or(i + 1, |found| found.end);
                if !self.mark_one(draft, number, i, &found, pass) {
                    i += 1;
                } else {
                    i = next;
                }
            }
        }
    }

    fn mark_one(&self, draft: &mut Draft<'_>, number: usize, i: usize, found: &[Found<Entry>], pass: Pass) -> bool {
        for &Found { entry, end } in found {
            if !pass.takes(entry, end - i) {
                continue;
            }
            let (role, name) = self.meaning(entry);
            let start = match entry {
                Entry::Medium { .. } => outlets::with_article(&draft.segments[number], i, end),
                _ => i,
            };
            match self.verdict(draft, number, i, end, entry) {
                Verdict::Name => draft.mark(number, start, end, role, &name),
                Verdict::Weak => draft.mark_weakly(number, start, end, role, &name),
                Verdict::No => continue,
            }
            return true;
        }
        false
    }

    fn meaning(&self, entry: Entry) -> (Role, String) {
        match entry {
            Entry::Medium { number, .. } => {
                let medium = &self.lexicon.outlets.all()[number];
                (Role::Medium(medium.kind), medium.name.clone())
            }
            Entry::Organisation { number, .. } => {
                (Role::Actor(ActorKind::Organisation), self.lexicon.organisations.all()[number].name.clone())
            }
            Entry::State(number) | Entry::Seat(number) | Entry::Capital(number) => {
                (Role::Actor(ActorKind::State), self.lexicon.states.all()[number].name.clone())
            }
        }
    }

    fn verdict(&self, draft: &Draft<'_>, number: usize, start: usize, end: usize, entry: Entry) -> Verdict {
        let segment = &draft.segments[number];
        match entry {
            Entry::Medium { number, ambiguous } => {
                outlets::verdict(segment, start, end, self.lexicon.outlets.all()[number].kind, ambiguous)
            }
            Entry::Organisation { number, ambiguous } => {
                organisations::verdict(segment, start, end, self.lexicon.organisations.all()[number].kind, ambiguous)
            }
            Entry::State(_) => states::noun_verdict(segment, start, end),
            Entry::Seat(_) => Verdict::Name,
            Entry::Capital(state) => {
                let state = &self.lexicon.states.all()[state];
                let named = draft.has(Role::Actor(ActorKind::State), &state.name);
                states::capital_verdict(segment, start, end, &state.capitals, named)
            }
        }
    }
}

impl Entry {
    fn needs_evidence(self) -> bool {
        matches!(
            self,
            Self::Capital(_) | Self::Medium { ambiguous: true, .. } | Self::Organisation { ambiguous: true, .. }
        )
    }
}

impl Pass {
    fn takes(self, entry: Entry, words: usize) -> bool {
        match self {
            Self::Long => words > 1 && !entry.needs_evidence(),
            Self::Clear => !entry.needs_evidence(),
            Self::Ambiguous => entry.needs_evidence(),
        }
    }
}
