//! Marks: which places of a text a query matches. What is shown of the text, and how, is decided elsewhere.

use crate::article::Span;
use crate::german::{self, PartStems, Token};
use crate::passage::PassageKind;
use crate::query::{Arrangement, Group, Layer, Mark as Place, Occur, Phrase, Plan, Positions, Scope, Slot, Wish};
use std::collections::{BTreeMap, HashSet};

/// What a query wants to see marked in a passage.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    anywhere: Terms,
    /// What is looked for in passages of one kind only.
    in_kind: Vec<(PassageKind, Terms)>,
}

/// Words that are marked wherever they stand, and such that are marked where they stand as asked.
#[derive(Debug, Clone, Default)]
struct Terms {
    stems: HashSet<String>,
    exact: HashSet<String>,
    arranged: Vec<Arranged>,
}

/// An arrangement and what its places hold.
#[derive(Debug, Clone)]
struct Arranged {
    slots: Vec<SlotTerms>,
    arrangement: Arrangement,
}

#[derive(Debug, Clone)]
struct SlotTerms {
    stems: HashSet<String>,
    exact: HashSet<String>,
    parts: bool,
}

/// A place of a text that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes.
    pub span: Span,
    /// What it matched by: alike for places that say no more than one of them.
    pub by: String,
}

impl Wanted {
    /// What of `plan` may or must match the text of a passage: conditions and titles mark nothing there.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut wanted = Self::default();
        wanted.add_group(&plan.root);
        wanted
    }

    fn add_group(&mut self, group: &Group) {
        for (_, wish) in group.wishes.iter().filter(|(occur, _)| *occur != Occur::MustNot) {
            match wish {
                Wish::Word { scope, layer, word } => {
                    let Some(terms) = self.terms(*scope) else { continue };
                    let set = if *layer == Layer::Stems { &mut terms.stems } else { &mut terms.exact };
                    set.extend(word.forms.iter().map(|form| form.term.clone()));
                }
                Wish::Phrase(phrase) => self.add_arranged(phrase.scope, || Arranged::phrase(phrase)),
                Wish::Positions(positions) => self.add_arranged(positions.scope, || Arranged::new(positions)),
                Wish::Condition(_) => {}
                Wish::Group(group) => self.add_group(group),
            }
        }
    }

    fn add_arranged(&mut self, scope: Scope, arranged: impl FnOnce() -> Arranged) {
        if let Some(terms) = self.terms(scope) {
            terms.arranged.push(arranged());
        }
    }

    /// The terms marked in passages that `scope` is about.
    fn terms(&mut self, scope: Scope) -> Option<&mut Terms> {
        let kind = match scope {
            Scope::All => return Some(&mut self.anywhere),
            Scope::Title => return None,
            Scope::Lead => PassageKind::Lead,
            Scope::Caption => PassageKind::Caption,
        };
        let at = self.in_kind.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.in_kind.push((kind, Terms::default()));
            self.in_kind.len() - 1
        });
        self.in_kind.get_mut(at).map(|(_, terms)| terms)
    }

    /// The places of a passage of `kind` that match, whose `text` the German chain took to `tokens`: words wherever they
    /// stand, parts inside their compounds, phrases as a whole, and what is near one another word by word. In order,
    /// without overlaps.
    #[must_use]
    pub fn marks(&self, text: &str, tokens: &[Token], kind: PassageKind) -> Vec<Mark> {
        let of_kind = self.in_kind.iter().filter(|(known, _)| *known == kind).map(|(_, terms)| terms);
        let mut parts = PartStems::default();
        let mut found = Vec::new();
        for terms in std::iter::once(&self.anywhere).chain(of_kind) {
            terms.mark_words(text, tokens, &mut parts, &mut found);
            for arranged in &terms.arranged {
                arranged.mark(text, tokens, &mut parts, &mut found);
            }
        }
        found.sort_by_key(|mark| (mark.span.start, usize::MAX - mark.span.end));
        found.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
        found
    }
}

impl Terms {
    fn mark_words(&self, text: &str, tokens: &[Token], parts: &mut PartStems, found: &mut Vec<Mark>) {
        if self.stems.is_empty() && self.exact.is_empty() {
            return;
        }
        for token in tokens {
            if let Some(by) = self.term_of(token) {
                found.push(Mark { span: token.span, by });
            } else if !token.joined {
                found.extend(marked_parts(text, token, parts.of(&token.exact), &self.stems));
            }
        }
    }

    /// What a word matches by: its stem, its lemma or its exact form.
    fn term_of(&self, token: &Token) -> Option<String> {
        if self.stems.contains(&token.stem) {
            return Some(token.stem.clone());
        }
        if self.exact.contains(&token.exact) {
            return Some(token.exact.clone());
        }
        token.lemma().filter(|stem| self.stems.contains(stem))
    }
}

/// The parts of a compound that match, marked inside it where its letters stand in the text as they are analysed.
fn marked_parts(text: &str, token: &Token, stems: &[String], wanted: &HashSet<String>) -> Vec<Mark> {
    if !stems.iter().any(|stem| wanted.contains(stem)) {
        return Vec::new();
    }
    let same_letters = token.exact.len() == token.span.len();
    let place = |part: Span| {
        let span = part.shifted(token.span.start);
        let inside = same_letters && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
        if inside { span } else { token.span }
    };
    let parts = german::parts(&token.exact).into_iter().zip(stems);
    let wanted = parts.filter(|(_, stem)| wanted.contains(*stem));
    wanted.map(|(part, stem)| Mark { span: place(part.span), by: stem.clone() }).collect()
}

impl Arranged {
    fn new(positions: &Positions) -> Self {
        let slots = positions.slots.iter().map(SlotTerms::of).collect();
        Self { slots, arrangement: positions.arrangement.clone() }
    }

    fn phrase(phrase: &Phrase) -> Self {
        let slot =
            |stem: &String| SlotTerms { stems: HashSet::from([stem.clone()]), exact: HashSet::new(), parts: false };
        let first = phrase.tokens.first().map_or(0, |token| token.position);
        let places = phrase.tokens.iter().enumerate();
        Self {
            slots: phrase.tokens.iter().map(|token| slot(&token.stem)).collect(),
            arrangement: Arrangement::Ordered {
                of: places.map(|(slot, token)| (token.position - first, slot)).collect(),
                slop: 0,
            },
        }
    }

    fn mark(&self, text: &str, tokens: &[Token], parts: &mut PartStems, found: &mut Vec<Mark>) {
        let places: Vec<BTreeMap<u32, Span>> = self.slots.iter().map(|slot| slot.places(text, tokens, parts)).collect();
        let positions: Vec<Vec<u32>> = places.iter().map(|slot| slot.keys().copied().collect()).collect();
        let span = |(position, slot): (u32, usize)| places.get(slot).and_then(|slot| slot.get(&position));
        for Place { first, last } in self.arrangement.stretches(&positions).into_iter().flat_map(|one| one.marks) {
            if let (Some(start), Some(end)) = (span(first), span(last)) {
                let by = format!("{}-{}", first.1, last.1);
                found.push(Mark { span: Span::new(start.start, end.end.max(start.end)), by });
            }
        }
    }
}

impl SlotTerms {
    fn of(slot: &Slot) -> Self {
        Self {
            stems: slot.stems.iter().cloned().collect(),
            exact: slot.exact.iter().cloned().collect(),
            parts: slot.parts,
        }
    }

    /// Where its words stand: their positions, and what to mark for each.
    fn places(&self, text: &str, tokens: &[Token], parts: &mut PartStems) -> BTreeMap<u32, Span> {
        let mut places = BTreeMap::new();
        for token in tokens {
            if self.stems.contains(&token.stem) || self.exact.contains(&token.exact) {
                places.insert(token.position, token.span);
            } else if self.parts
                && !token.joined
                && let Some(span) = self.part(text, token, parts)
            {
                places.entry(token.position).or_insert(span);
            }
        }
        places
    }

    /// The part of a compound, or the word by its lemma.
    fn part(&self, text: &str, token: &Token, parts: &mut PartStems) -> Option<Span> {
        let part = marked_parts(text, token, parts.of(&token.exact), &self.stems).into_iter().next();
        let lemma = || token.lemma().filter(|stem| self.stems.contains(stem)).map(|_| token.span);
        part.map(|mark| mark.span).or_else(lemma)
    }
}
