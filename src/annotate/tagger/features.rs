//! The features of a position: which templates there are and what fills them. Training and use share this one list.
//!
//! Features of single words depend on the word and its offset alone, so that their scores can be summed once per distinct
//! word; the others tie words to their neighbours, their line and the rest of the text.

use super::hash::{feature, mix};
use super::kinds::Label;
use super::reading::{QUOTED, Reading, SIGNS};
use super::words::{Shape, Word};

/// Offsets at which a word has features of its own.
pub const OFFSETS: usize = 5;
/// Templates of each offset.
const PER_OFFSET: u8 = 40;

/// Features of the word that stands `offset - 2` positions from the one to label.
pub fn word(word: &Word, offset: usize, sink: &mut impl FnMut(u64)) {
    let base = [0, 1, 2, 3, 4].get(offset).map_or(0, |n| n * PER_OFFSET);
    match offset {
        2 => own_word(word, base, sink),
        1 | 3 => {
            sink(feature(base, word.lower));
            sink(feature(base + 1, word.signature));
            if word.shape != Shape::Mark {
                sink(feature(base + 2, word.suffixes[2]));
                sink(feature(base + 3, word.shape as u64));
                sink(feature(base + 4, mix(word.suffixes[3], word.shape as u64)));
            }
        }
        _ => {
            sink(feature(base, word.lower));
            sink(feature(base + 1, word.signature));
        }
    }
}

fn own_word(word: &Word, base: u8, sink: &mut impl FnMut(u64)) {
    sink(feature(base, word.exact));
    sink(feature(base + 1, word.signature));
    if word.shape == Shape::Mark {
        return;
    }
    sink(feature(base + 2, word.suffixes[2]));
    sink(feature(base + 3, mix(word.shape as u64, 0)));
    if !word.is_capital() {
        return;
    }
    let shape = word.shape as u64;
    sink(feature(base + 4, word.lower));
    sink(feature(base + 5, word.stem));
    sink(feature(base + 6, word.outline));
    for (i, &prefix) in (0..).zip(&word.prefixes) {
        sink(feature(base + 7 + i, prefix));
    }
    for (i, &suffix) in (0..).zip(&word.suffixes) {
        sink(feature(base + 10 + i, mix(suffix, shape)));
    }
    let mut bits = word.classes.0;
    while bits != 0 {
        sink(feature(base + 15, u64::from(bits.trailing_zeros())));
        bits &= bits - 1;
    }
    sink(feature(base + 16, mix(word.suffixes[2], word.signature)));
    sink(feature(base + 17, mix(u64::from(word.classes.usage()), shape)));
    if word.head != 0 {
        sink(feature(base + 18, word.head));
    }
}

/// First template of [`around`].
const AROUND: u8 = PER_OFFSET * 5;

/// Features that tie the position `i` to its neighbours, its line and the rest of the text.
pub fn around(reading: &Reading, i: usize, sink: &mut impl FnMut(u64)) {
    let at = &reading.positions[i];
    let (before, own, after) = (reading.word_at(i - 1), reading.word_at(i), reading.word_at(i + 1));
    let joins = u64::from(at.joined) << 1 | u64::from(reading.positions[i + 1].joined);
    if own.is_capital() || before.is_capital() || after.is_capital() {
        sink(feature(AROUND, mix(before.lower, own.lower)));
        sink(feature(AROUND + 1, mix(own.lower, after.lower)));
    }
    sink(feature(AROUND + 2, mix(before.signature, own.signature)));
    sink(feature(AROUND + 3, mix(own.signature, after.signature)));
    sink(feature(AROUND + 4, u64::from(at.setting) << 8 | joins << 4 | own.shape as u64));
    if at.phrase_part != 0 {
        let part = u64::from(at.phrase_part);
        sink(feature(AROUND + 5, u64::from(at.phrase.0) << 3 | part));
    }
    if !own.is_capital() {
        bridge(reading, i, sink);
        return;
    }
    let shape = own.shape as u64;
    sink(feature(AROUND + 6, mix(mix(before.signature, own.signature), after.signature)));
    sink(feature(AROUND + 7, mix(before.lower, own.signature)));
    sink(feature(AROUND + 8, mix(own.signature, after.lower)));
    sink(feature(AROUND + 9, mix(mix(before.lower, after.lower), shape)));
    let (before_2, after_2) = (reading.word_at(i - 2), reading.word_at(i + 2));
    sink(feature(AROUND + 10, mix(mix(before_2.lower, before.lower), shape)));
    sink(feature(AROUND + 11, mix(mix(after.lower, after_2.lower), shape)));
    sink(feature(AROUND + 12, mix(mix(before_2.signature, before.signature), own.signature)));
    sink(feature(AROUND + 13, mix(mix(own.signature, after.signature), after_2.signature)));
    sink(feature(AROUND + 14, mix(before.suffixes[2], own.suffixes[2])));
    sink(feature(AROUND + 15, mix(own.suffixes[2], after.suffixes[2])));
    sink(feature(AROUND + 16, mix(own.signature, u64::from(at.setting) << 2 | joins)));
    sink(feature(AROUND + 17, mix(before.lower, joins << 4 | shape)));
    sink(feature(AROUND + 18, mix(after.lower, joins << 4 | shape)));
    run(reading, i, sink);
    evidence(reading, i, sink);
}

/// Features of words and marks that may stand inside a name: between capitals, or one word away from one.
fn bridge(reading: &Reading, i: usize, sink: &mut impl FnMut(u64)) {
    let [before_2, before, own, after, after_2] = [i - 2, i - 1, i, i + 1, i + 2].map(|at| reading.word_at(at));
    let goes_on = after.is_capital() || after_2.is_capital();
    let quoted = u64::from(reading.positions[i].setting & QUOTED);
    if before.is_capital() && goes_on {
        sink(feature(AROUND + 6, mix(mix(before.signature, own.lower), after.signature)));
        sink(feature(AROUND + 7, mix(before.stem, own.lower)));
        sink(feature(AROUND + 8, mix(before.suffixes[3], mix(own.lower, quoted))));
        sink(feature(AROUND + 9, mix(own.lower, after.stem)));
        sink(feature(AROUND + 10, mix(own.signature, mix(before.signature, after.signature))));
        sink(feature(AROUND + 11, mix(before_2.lower, mix(before.signature, own.lower))));
    }
    if before_2.is_capital() && after.is_capital() {
        sink(feature(AROUND + 12, mix(mix(before_2.signature, before.lower), own.lower)));
        sink(feature(AROUND + 13, mix(before.lower, mix(own.lower, after.signature))));
    }
    if quoted != 0 {
        sink(feature(
            AROUND + 14,
            mix(own.signature, u64::from(before.is_capital()) << 1 | u64::from(after.is_capital())),
        ));
    }
}

/// Features of the run of capitals around the position: its ends and what stands before and after it.
fn run(reading: &Reading, i: usize, sink: &mut impl FnMut(u64)) {
    let at = &reading.positions[i];
    let (start, end) = (i - usize::from(at.run_before), i + usize::from(at.run_after));
    let place = u64::from(at.run_before.min(3)) << 2 | u64::from(at.run_after.min(3));
    let (first, last) = (reading.word_at(start), reading.word_at(end));
    sink(feature(AROUND + 19, place));
    if start == end {
        return;
    }
    sink(feature(AROUND + 20, mix(reading.word_at(start - 1).lower, place)));
    sink(feature(AROUND + 21, mix(reading.word_at(end + 1).lower, place)));
    sink(feature(AROUND + 22, mix(first.stem, u64::from(at.run_before.min(3)))));
    sink(feature(AROUND + 23, mix(last.stem, u64::from(at.run_after.min(3)))));
    sink(feature(AROUND + 24, mix(first.signature, mix(last.signature, place))));
    sink(feature(AROUND + 25, mix(last.suffixes[3], u64::from(at.run_after.min(3)))));
}

/// Features of what the text shows about the word at all its places.
fn evidence(reading: &Reading, i: usize, sink: &mut impl FnMut(u64)) {
    let stem = reading.stems[reading.stem_at(i)];
    sink(feature(AROUND + 26, u64::from(stem.count.min(4))));
    for sign in (0..SIGNS).filter(|sign| stem.evidence >> sign & 1 == 1) {
        sink(feature(AROUND + 27, u64::from(sign) << 1 | u64::from(stem.count > 1)));
    }
    sink(feature(AROUND + 28, mix(u64::from(stem.evidence), u64::from(stem.count > 1))));
}

/// First template of [`again`].
const AGAIN: u8 = AROUND + 30;

/// How often a stem got each kind of label in the first pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct Votes {
    /// Occurrences outside names, then by kind.
    pub by_kind: [u16; 7],
    /// Occurrences by part: only, first, inner, last.
    pub by_part: [u16; 4],
}

impl Votes {
    fn add(&mut self, label: Label) {
        let kind = &mut self.by_kind[label.kind().map_or(0, |kind| kind as usize + 1)];
        *kind = kind.saturating_add(1);
        if let Some(part) = label.part() {
            let part = &mut self.by_part[part as usize];
            *part = part.saturating_add(1);
        }
    }

    fn without(mut self, label: Label) -> Self {
        let kind = &mut self.by_kind[label.kind().map_or(0, |kind| kind as usize + 1)];
        *kind = kind.saturating_sub(1);
        if let Some(part) = label.part() {
            let part = &mut self.by_part[part as usize];
            *part = part.saturating_sub(1);
        }
        self
    }

    /// The most frequent kind and how clearly: 0 when there is no other occurrence.
    fn key(&self) -> u64 {
        let total: u16 = self.by_kind.iter().sum();
        let Some((kind, &most)) = self.by_kind.iter().enumerate().max_by_key(|&(_, count)| count) else { return 0 };
        if total == 0 {
            return 0;
        }
        let clear = 1 + u64::from(most == total) + u64::from(most == total && total > 1);
        (kind as u64) << 2 | clear
    }

    fn part_key(&self) -> u64 {
        let Some((part, &most)) = self.by_part.iter().enumerate().max_by_key(|&(_, count)| count) else { return 0 };
        if most == 0 { 0 } else { part as u64 + 1 }
    }
}

/// Counts the labels of each stem into `votes`.
pub fn votes(reading: &Reading, labels: &[Label], votes: &mut Vec<Votes>) {
    votes.clear();
    votes.resize(reading.stems.len(), Votes::default());
    for i in reading.lines.iter().cloned().flatten() {
        votes[reading.stem_at(i)].add(labels[i]);
    }
}

/// Features of the second pass: what the first made of the position, its neighbours, and the same word elsewhere.
///
/// `labels` has one for each position, `votes` one entry for each stem.
pub fn again(reading: &Reading, i: usize, labels: &[Label], votes: &[Votes], sink: &mut impl FnMut(u64)) {
    let others = |at: usize| votes[reading.stem_at(at)].without(labels[at]);
    let capital = |at: usize| reading.word_at(at).is_capital();
    let (own, before, after) = (u64::from(labels[i].0), u64::from(labels[i - 1].0), u64::from(labels[i + 1].0));
    if !capital(i) && own + before + after == 0 {
        return;
    }
    sink(feature(AGAIN, own));
    sink(feature(AGAIN + 1, before << 5 | own));
    sink(feature(AGAIN + 2, own << 5 | after));
    sink(feature(AGAIN + 3, before << 10 | own << 5 | after));
    if !capital(i) {
        return;
    }
    let (key, part) = (others(i).key(), others(i).part_key());
    if own + before + after == 0 && key >> 2 == 0 {
        return;
    }
    let shape = reading.word_at(i).shape as u64;
    sink(feature(AGAIN + 4, key << 3 | shape));
    sink(feature(AGAIN + 5, key << 8 | own << 3 | part));
    sink(feature(AGAIN + 6, key << 3 | part));
    let beside = [i - 1, i + 1].map(|at| if capital(at) { others(at).key() } else { 0 });
    sink(feature(AGAIN + 7, beside[0] << 8 | key));
    sink(feature(AGAIN + 8, beside[1] << 8 | key));
    sink(feature(AGAIN + 9, mix(key, reading.word_at(i).signature)));
    let at = &reading.positions[i];
    let run = u64::from(at.run_before.min(2)) << 2 | u64::from(at.run_after.min(2));
    sink(feature(AGAIN + 10, mix(key << 8 | own, run)));
}
