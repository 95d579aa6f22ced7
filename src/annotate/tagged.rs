//! Names that only the trained tagger sees: persons and organisations that no list knows and no rule gives away.
//!
//! The rules come first; what the tagger adds has to be free of their marks. It is trusted with full names of persons, and
//! with other names only where they stand more than once or are no common word, for an actor that is none costs a reader more
//! than one that is missed.

use super::bodies::nominative;
use super::mention::Draft;
use super::organisations::ORGANISATION;
use super::persons::{PERSON, PersonRule};
use super::tagger::{Desk, Name, NameKind, Tagger};
use super::words::Segment;
use std::collections::HashMap;
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

    /// Marks the names of persons and organisations that are still free.
    pub fn mark(&self, draft: &mut Draft<'_>, persons: &mut PersonRule<'_>) {
        let names = self.names(&draft.segments);
        let mut times: HashMap<String, usize> = HashMap::new();
        for name in &names {
            *times.entry(bare(draft.segments[name.segment].slice(name.start, name.end)).to_owned()).or_default() += 1;
        }
        for name in names {
            let form = draft.segments[name.segment].slice(name.start, name.end);
            let again = times.get(bare(form)).is_some_and(|times| *times > 1);
            match name.kind {
                NameKind::Person => mark_person(draft, persons, name, again),
                NameKind::Organisation => mark_organisation(draft, name, again),
                _ => {}
            }
        }
        persons.mark_short_names(draft);
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

fn mark_person(draft: &mut Draft<'_>, persons: &mut PersonRule<'_>, name: Tagged, again: bool) {
    let Tagged { segment: number, start, end, .. } = name;
    let segment = &draft.segments[number];
    let full = (start + 1..end).any(|i| !segment.is_joined(i));
    let plain = (start..end).all(|i| !persons.is_other(segment, i)) && segment.is_free(start, end);
    if !plain || (!full && (!again || draft.common.contains(segment.word(start)))) {
        return;
    }
    let full_name = persons.without_genitive(segment.slice(start, end));
    if full {
        persons.keep(segment, start, end, &full_name, (number, start));
    }
    draft.mark(number, start, end, PERSON, &full_name);
}

fn mark_organisation(draft: &mut Draft<'_>, name: Tagged, again: bool) {
    let Tagged { segment: number, start, end, .. } = name;
    let segment = &draft.segments[number];
    let form = segment.slice(start, end);
    let several = (start + 1..end).any(|i| segment.follows(i));
    if !segment.is_free(start, end) || !(several || again) || draft.common.contains(form) {
        return;
    }
    let full_name = if several { nominative(form) } else { bare(form).to_owned() };
    draft.mark(number, start, end, ORGANISATION, &full_name);
}

/// A form without genitive-s, so that its cases count together.
fn bare(form: &str) -> &str {
    form.strip_suffix('s').filter(|bare| bare.len() > 2 && !bare.ends_with('s')).unwrap_or(form)
}
