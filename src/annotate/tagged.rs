//! Names that only the trained tagger sees: persons and organisations that no list knows and no rule gives away.
//!
//! The rules come first; what the tagger adds has to be free of their marks. An actor that is none costs a reader more than
//! one that is missed, so that only names of several words are taken, and none with a common noun where a name would be.

use super::bodies::nominative;
use super::mention::Draft;
use super::organisations::ORGANISATION;
use super::persons::{PERSON, PersonRule};
use super::tagger::classes::{Classes, WordList};
use super::tagger::tokens::TokenKind;
use super::tagger::words::Word;
use super::tagger::{Desk, Name, NameKind, Tagger};
use super::words::Segment;
use std::sync::{Arc, Mutex};

/// A tagger and the desks at which it works, one for each thread that is at it.
#[derive(Debug)]
pub(super) struct TaggedNames {
    tagger: Arc<Tagger>,
    desks: Mutex<Vec<Desk>>,
}

/// A name in a segment: the number of the segment, its first word and the one after its last.
#[derive(Debug, Clone, Copy)]
struct Tagged {
    kind: NameKind,
    segment: usize,
    start: usize,
    end: usize,
}

impl TaggedNames {
    pub fn new(tagger: Arc<Tagger>) -> Self {
        Self { tagger, desks: Mutex::default() }
    }

    /// What the tagger knows of words.
    pub fn words(&self) -> &WordList {
        &self.tagger.list
    }

    /// Marks the names of persons and organisations that are still free.
    pub fn mark(&self, draft: &mut Draft<'_>, persons: &mut PersonRule<'_>) {
        for name in self.names(&draft.segments) {
            match name.kind {
                NameKind::Person => self.mark_person(draft, persons, name),
                NameKind::Organisation => self.mark_organisation(draft, name),
                _ => {}
            }
        }
        persons.mark_short_names(draft);
    }

    fn mark_person(&self, draft: &mut Draft<'_>, persons: &mut PersonRule<'_>, name: Tagged) {
        let Tagged { segment: number, start, end, .. } = name;
        let segment = &draft.segments[number];
        let part = |i: usize| {
            let particle = segment.lower(i) != "der" && persons.names.is_particle(segment.lower(i));
            let word =
                segment.is_capital(i) && !persons.is_other(segment, i) && !draft.common.contains(segment.word(i));
            particle || (word && !self.is_noun(segment.word(i)))
        };
        let hangs_together = |i: usize| segment.follows(i) || segment.is_joined(i) || segment.gap(i) == ". ";
        let full = (start + 1..end).any(|i| !segment.is_joined(i)) && (start + 1..end).all(hangs_together);
        if !full || !segment.is_free(start, end) || segment.is_determined(start) || !(start..end).all(part) {
            return;
        }
        let full_name = persons.without_genitive(segment.slice(start, end));
        persons.keep(segment, start, end, &full_name, (number, start));
        draft.mark(number, start, end, PERSON, &full_name);
    }

    fn mark_organisation(&self, draft: &mut Draft<'_>, name: Tagged) {
        let Tagged { segment: number, start, end, .. } = name;
        let segment = &draft.segments[number];
        let several = (start + 1..end).any(|i| segment.follows(i));
        let hangs_together = (start + 1..end).all(|i| segment.follows(i) || segment.is_joined(i));
        let named = !self.is_noun(segment.word(start)) && !SHIP_PREFIXES.contains(&segment.word(start));
        if several && hangs_together && named && segment.is_free(start, end) {
            let full_name = nominative(segment.slice(start, end));
            draft.mark(number, start, end, ORGANISATION, &full_name);
        }
    }

    /// True for a common noun or its compound, and for words that texts also write small; not for listed names.
    fn is_noun(&self, word: &str) -> bool {
        let classes = Word::new(word, TokenKind::Word, &self.tagger.list, &mut String::new()).classes;
        let name = Classes::GIVEN.and(Classes::GIVEN_TOO).and(Classes::FAMILY);
        let noun = Classes::NOUN.and(Classes::ENDS_NOUN).and(Classes::ENDS_ROLE);
        !classes.any(name) && (classes.any(noun) || classes.lower_share() > 0)
    }

    /// The tagger's names in the whole article, which it reads as one text.
    fn names(&self, segments: &[Segment<'_>]) -> Vec<Tagged> {
        let (mut text, mut starts) = (String::new(), Vec::with_capacity(segments.len()));
        for segment in segments {
            starts.push(text.len());
            text.push_str(segment.text());
            text.push_str("\n\n");
        }
        let mut desk = self.desks.lock().ok().and_then(|mut desks| desks.pop()).unwrap_or_default();
        let names = self.tagger.names(&text, &mut desk);
        if let Ok(mut desks) = self.desks.lock() {
            desks.push(desk);
        }
        names.iter().filter_map(|name| placed(name, &starts, segments)).collect()
    }
}

/// Where a name of the joined text stands; `None` when it cuts a word.
fn placed(name: &Name, starts: &[usize], segments: &[Segment<'_>]) -> Option<Tagged> {
    let segment = starts.partition_point(|start| *start <= name.span.start).checked_sub(1)?;
    let words = &segments.get(segment)?.words;
    let (from, to) = (name.span.start - starts[segment], name.span.end - starts[segment]);
    let start = words.binary_search_by_key(&from, |word| word.span.start).ok()?;
    let end = start + words[start..].iter().take_while(|word| word.span.start < to).count();
    Some(Tagged { kind: name.kind, segment, start, end })
}

/// What stands before the name of a ship.
const SHIP_PREFIXES: &[&str] = &["MS", "MV", "MY", "USS", "HMS", "RMS"];
