//! Documents made ready to learn from: read as the tagger reads them, with the labels that each position may have.

use crate::chain::Line;
use crate::corpus::Document;
use fundstelle::annotate::tagger::classes::WordList;
use fundstelle::annotate::tagger::features;
use fundstelle::annotate::tagger::kinds::{LABELS, Label, NameKind, Part};
use fundstelle::annotate::tagger::reading::Reading;
use fundstelle::article::Span;
use std::collections::HashMap;

/// Any label.
const ANY: u32 = (1 << LABELS) - 1;

/// A document with its reading and its allowed labels.
pub struct Lesson {
    pub document: Document,
    pub reading: Reading,
    /// One bit a label, for each position.
    pub allowed: Vec<u32>,
}

impl Lesson {
    pub fn new(document: Document, list: &WordList) -> Self {
        let mut reading = Reading::default();
        reading.read(&document.text, list);
        let allowed = allowed(&document, &reading);
        Self { document, reading, allowed }
    }

    /// The lines with the features that `emit` finds at each position and `ids` knows.
    pub fn lines(&self, ids: &Ids, emit: impl Fn(usize, &mut dyn FnMut(u64))) -> Vec<Line> {
        let features = |i: usize| {
            let mut known = Vec::new();
            emit(i, &mut |feature| known.extend(ids.get(feature)));
            known.shrink_to_fit();
            known
        };
        let lines = self.reading.lines.iter();
        lines
            .map(|line| Line {
                features: line.clone().map(features).collect(),
                base: Vec::new(),
                allowed: self.allowed[line.clone()].to_vec(),
            })
            .collect()
    }

    /// All features of the first pass at a position.
    pub fn first_pass(&self, i: usize, mut sink: &mut dyn FnMut(u64)) {
        self.words_around(i, sink);
        features::around(&self.reading, i, &mut sink);
    }

    /// The features of the word at a position and of its neighbours, each for itself.
    pub fn words_around(&self, i: usize, mut sink: &mut dyn FnMut(u64)) {
        for offset in 0..features::OFFSETS {
            features::word(self.reading.word_at(i + offset - 2), offset, &mut sink);
        }
    }

    /// All positions that hold a token.
    pub fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.reading.lines.iter().cloned().flatten()
    }
}

fn allowed(document: &Document, reading: &Reading) -> Vec<u32> {
    let mut allowed = vec![1 << Label::NONE.0; reading.positions.len()];
    for &(span, kind) in &document.names {
        let inside = inside(reading, span);
        for (n, &i) in inside.iter().enumerate() {
            let part = match (n == 0, n + 1 == inside.len()) {
                (true, true) => Part::Only,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Inner,
            };
            allowed[i] = kinds(kind, document.coarse).map(|kind| 1 << Label::of(kind, part).0).sum();
        }
    }
    for &span in &document.uncertain {
        inside(reading, span).iter().for_each(|&i| allowed[i] = ANY);
    }
    allowed
}

/// The kinds that a kind may stand for.
fn kinds(kind: NameKind, coarse: bool) -> impl Iterator<Item = NameKind> {
    let finer = match kind {
        NameKind::Place => Some(NameKind::State),
        NameKind::Organisation => Some(NameKind::Medium),
        _ => None,
    };
    std::iter::once(kind).chain(finer.filter(|_| coarse))
}

fn inside(reading: &Reading, span: Span) -> Vec<usize> {
    let positions = reading.lines.iter().cloned().flatten();
    positions.filter(|&i| reading.tokens[reading.positions[i].token as usize].span.overlaps(span)).collect()
}

/// Numbers for features that stand in several documents: what one document alone shows does not carry over.
#[derive(Default)]
pub struct Ids(HashMap<u64, u32>);

impl Ids {
    /// Numbers the features that `emit` finds in at least `documents` of the `items`, in order of their hash.
    pub fn gather<'l, T: 'l>(
        items: impl Iterator<Item = &'l T>,
        documents: u32,
        lesson: impl Fn(&'l T) -> &'l Lesson,
        emit: impl Fn(&'l T, usize, &mut dyn FnMut(u64)),
    ) -> Self {
        let mut counts: HashMap<u64, (usize, u32)> = HashMap::new();
        for (n, item) in items.enumerate() {
            for i in lesson(item).positions() {
                emit(item, i, &mut |feature| {
                    let (last, count) = counts.entry(feature).or_insert((usize::MAX, 0));
                    *count += u32::from(*last != n);
                    *last = n;
                });
            }
        }
        let mut kept: Vec<u64> =
            counts.into_iter().filter(|(_, (_, count))| *count >= documents).map(|(feature, _)| feature).collect();
        kept.sort_unstable();
        Self(kept.into_iter().zip(0..).collect())
    }

    pub fn get(&self, feature: u64) -> Option<u32> {
        self.0.get(&feature).copied()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Features with their numbers, in order of these.
    pub fn sorted(&self) -> Vec<(u64, u32)> {
        let mut all: Vec<(u64, u32)> = self.0.iter().map(|(&feature, &id)| (feature, id)).collect();
        all.sort_unstable_by_key(|&(_, id)| id);
        all
    }
}
