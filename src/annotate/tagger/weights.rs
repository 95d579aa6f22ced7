//! The learned weights: a table from feature hashes to scores of all labels, and the scores of transitions.
//!
//! On disk a row keeps only its non-zero scores; in memory two rows share a cache line, so that a feature costs one access.

use super::classes::bucket;
use super::decode::Transitions;
use super::kinds::{LABELS, NAMED};

/// Scores of the named labels.
pub type Scores = [i16; NAMED];

/// What features add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// For each named label.
    pub scores: Scores,
    /// For being inside any name: a quick look that spares most positions the rest.
    pub inside: i16,
}

/// Rows of one bucket.
const SLOTS: usize = 2;
/// Buckets in which a row may stand, from its own on.
const REACH: usize = 4;
/// Bits of a mark, and how many of them the presence bits leave out.
const MARK_BITS: u32 = 24;
const COARSE: u32 = 2;
/// The first bytes of the file, with the version of its shape.
const MAGIC: [u8; 8] = *b"fsnames2";

/// A feature's scores, with the part of its hash that tells it from others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Row {
    /// Zero in free rows.
    mark: u32,
    scores: [i8; NAMED],
    inside: i8,
}

/// Rows that share a cache line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(align(64))]
struct Bucket([Row; SLOTS]);

/// Weights of features and transitions, quantised; all are multiples of one unit that does not matter for the best path.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    buckets: Vec<Bucket>,
    /// A bit for each mark, by its upper bits: most unknown features are turned away here, without leaving the near cache.
    present: Vec<u64>,
    /// What every named label gets beforehand: learned scores leave more names out than they invent.
    pub favour: i16,
    /// Positions whose word and neighbours' words sum up to less for being inside a name are ruled out.
    pub least: i16,
    /// From label, to label.
    pub transitions: Transitions,
    /// The same for the second pass.
    pub second: Transitions,
}

impl Weights {
    /// An empty table with room for so many rows.
    #[must_use]
    pub fn with_room(rows: usize) -> Self {
        Self::empty((rows * 3 / 2 / SLOTS).max(1))
    }

    fn empty(buckets: usize) -> Self {
        let (buckets, present) = (vec![Bucket::default(); buckets], vec![0; 1 << (MARK_BITS - COARSE - 6)]);
        Self { buckets, present, ..Self::default() }
    }

    /// Adds a feature's scores, for the labels and for being inside a name; false when there is no place left near its own.
    pub fn insert(&mut self, feature: u64, scores: [i8; NAMED], inside: i8) -> bool {
        let first = bucket(feature, self.buckets.len());
        self.place(first, Row { mark: mark(feature), scores, inside })
    }

    fn place(&mut self, first: usize, row: Row) -> bool {
        let mut slots = self.buckets.iter_mut().skip(first).take(REACH).flat_map(|bucket| &mut bucket.0);
        let free = slots.find(|slot| slot.mark == 0);
        let placed = free.map(|slot| *slot = row).is_some();
        if placed {
            self.note(row.mark);
        }
        placed
    }

    fn note(&mut self, mark: u32) {
        let bit = mark >> COARSE;
        if let Some(word) = self.present.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    fn may_hold(&self, mark: u32) -> bool {
        let bit = mark >> COARSE;
        self.present.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Adds the scores of the features to `sum`; unknown ones add nothing.
    ///
    /// Step by step for all together, so that the machine has many look-ups under way at once: most features are unknown and
    /// drop out without a branch, what is left is nearly always found.
    pub fn add(&self, features: &mut Batch, sum: &mut Sum) {
        let mut kept = 0;
        for i in 0..features.len {
            let feature = features.hashes[i];
            features.hashes[kept] = feature;
            kept += usize::from(self.may_hold(mark(feature)));
        }
        for &feature in &features.hashes[..kept] {
            self.add_one(feature, sum);
        }
        features.len = 0;
    }

    fn add_one(&self, feature: u64, sum: &mut Sum) {
        let wanted = mark(feature);
        let first = bucket(feature, self.buckets.len());
        for bucket in self.buckets.iter().skip(first).take(REACH) {
            for row in &bucket.0 {
                if row.mark == wanted {
                    add_eightfold(&mut sum.scores, &row.scores);
                    sum.inside += i16::from(row.inside);
                    return;
                }
                if row.mark == 0 {
                    return;
                }
            }
        }
    }

    /// Writes the table: magic, number of buckets, favour, least, transitions of both passes; then for each row its bucket's distance from
    /// the last row's, with the upper bit set when a score for the inside comes last, its mark, a bit for each label's score that
    /// is not zero, and these.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(self.buckets.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(self.favour.to_le_bytes());
        bytes.extend(self.least.to_le_bytes());
        let transitions = [&self.transitions, &self.second].into_iter().flatten().flat_map(|row| &row[..LABELS]);
        bytes.extend(transitions.flat_map(|score| score.to_le_bytes()));
        let mut last = 0;
        for (at, bucket) in self.buckets.iter().enumerate() {
            for row in bucket.0.iter().filter(|row| row.mark != 0) {
                let distance = u8::try_from(at - last).unwrap_or(INSIDE).min(INSIDE - 1);
                last = at;
                bytes.push(distance | if row.inside == 0 { 0 } else { INSIDE });
                write_row(row, &mut bytes);
            }
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` when it is something else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes.strip_prefix(&MAGIC)?;
        let buckets = usize::try_from(u32::from_le_bytes(take(&mut bytes)?)).ok()?;
        let mut weights = Self::empty(buckets);
        weights.favour = i16::from_le_bytes(take(&mut bytes)?);
        weights.least = i16::from_le_bytes(take(&mut bytes)?);
        let transitions = [&mut weights.transitions, &mut weights.second].into_iter().flatten();
        for score in transitions.flat_map(|row| &mut row[..LABELS]) {
            *score = i16::from_le_bytes(take(&mut bytes)?);
        }
        let mut at = 0;
        while !bytes.is_empty() {
            let [head] = take(&mut bytes)?;
            at += usize::from(head & !INSIDE);
            let row = read_row(&mut bytes, head & INSIDE != 0)?;
            *weights.buckets.get_mut(at)?.0.iter_mut().find(|slot| slot.mark == 0)? = row;
            weights.note(row.mark);
        }
        Some(weights)
    }
}

/// Features of one place, gathered to be looked up together.
#[derive(Debug, Clone)]
pub struct Batch {
    hashes: [u64; MOST],
    len: usize,
}

/// More features has no place.
const MOST: usize = 128;

impl Default for Batch {
    fn default() -> Self {
        Self { hashes: [0; MOST], len: 0 }
    }
}

impl Batch {
    /// Adds a feature.
    pub fn push(&mut self, feature: u64) {
        if let Some(slot) = self.hashes.get_mut(self.len) {
            *slot = feature;
            self.len += 1;
        }
    }
}

/// Adds in steps of eight, which compilers turn into one instruction each; one step of 24 they do not.
fn add_eightfold(sum: &mut Scores, scores: &[i8; NAMED]) {
    let (sums, _) = sum.as_chunks_mut::<8>();
    let (scores, _) = scores.as_chunks::<8>();
    for (sum, scores) in sums.iter_mut().zip(scores) {
        let wide = scores.map(i16::from);
        *sum = std::array::from_fn(|y| sum[y] + wide[y]);
    }
}

/// Three bytes of the hash, never zero.
fn mark(feature: u64) -> u32 {
    let [a, b, c, ..] = feature.to_le_bytes();
    u32::from_le_bytes([a, b, c.max(1), 0])
}

/// The bit of a row's first byte that tells of a score for the inside.
const INSIDE: u8 = 1 << 7;

fn write_row(row: &Row, bytes: &mut Vec<u8>) {
    bytes.extend(&row.mark.to_le_bytes()[..3]);
    let present: u32 = (0..).zip(&row.scores).map(|(y, &score)| u32::from(score != 0) << y).sum();
    bytes.extend(&present.to_le_bytes()[..3]);
    let scores = row.scores.iter().chain(std::iter::once(&row.inside));
    bytes.extend(scores.filter(|&&score| score != 0).map(|score| score.cast_unsigned()));
}

fn read_row(bytes: &mut &[u8], inside: bool) -> Option<Row> {
    let [a, b, c, d, e, f] = take(bytes)?;
    let present = u32::from_le_bytes([d, e, f, 0]);
    let mut row = Row { mark: u32::from_le_bytes([a, b, c, 0]), ..Row::default() };
    for y in (0..NAMED).filter(|y| present >> y & 1 == 1) {
        row.scores[y] = take::<1>(bytes)?[0].cast_signed();
    }
    if inside {
        row.inside = take::<1>(bytes)?[0].cast_signed();
    }
    Some(row)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::annotate::tagger::hash;

    #[test]
    fn written_weights_are_read_again() {
        let mut weights = Weights::with_room(1000);
        weights.transitions[3][4] = -7;
        let rows: Vec<(u64, [i8; NAMED])> =
            (0..1000_u32).map(|i| (hash::feature(1, i.into()), [(i % 100) as i8 - 50; NAMED])).collect();
        assert!(rows.iter().filter(|(feature, scores)| !weights.insert(*feature, *scores, scores[0])).count() < 20);
        let read = Weights::from_bytes(&weights.to_bytes()).unwrap();
        assert_eq!((&read.buckets, read.transitions), (&weights.buckets, weights.transitions));
        let mut sum = Sum::default();
        let mut batch = Batch::default();
        [rows[30].0, hash::feature(2, 30)].into_iter().for_each(|feature| batch.push(feature));
        read.add(&mut batch, &mut sum);
        assert_eq!(sum, Sum { scores: [-20; NAMED], inside: -20 });
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(Weights::from_bytes(b"").is_none() && Weights::from_bytes(b"fsnames1\x01\0\0\0").is_none());
    }
}
