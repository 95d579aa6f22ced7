//! What is known about single words and phrases: lists they stand in, and how German text uses them.

use super::hash;

/// Marks of a word or phrase, one bit each; the upper bits hold how law and news texts use the word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(pub u32);

impl Classes {
    /// A given name and nothing else.
    pub const GIVEN: Self = Self(1);
    /// A given name that is also a common word, place or family name.
    pub const GIVEN_TOO: Self = Self(1 << 1);
    /// A family name.
    pub const FAMILY: Self = Self(1 << 2);
    /// A town, river, mountain or region.
    pub const PLACE: Self = Self(1 << 3);
    /// A large town.
    pub const CITY: Self = Self(1 << 4);
    /// A state, in any form of the noun.
    pub const STATE: Self = Self(1 << 5);
    /// An organisation.
    pub const ORGANISATION: Self = Self(1 << 6);
    /// A medium.
    pub const MEDIUM: Self = Self(1 << 7);
    /// A medium or organisation whose name is also a common word.
    pub const COMMON_TOO: Self = Self(1 << 8);
    /// A common noun, in any form.
    pub const NOUN: Self = Self(1 << 9);
    /// Something else with a name of its own (`Pfingsten`).
    pub const PROPER: Self = Self(1 << 10);
    /// A role noun or title that stands before persons.
    pub const ROLE: Self = Self(1 << 11);
    /// An inhabitant or what belongs to a place (`Berliner`).
    pub const OF_PLACE: Self = Self(1 << 12);
    /// A lower-case word inside family names (`von`).
    pub const PARTICLE: Self = Self(1 << 13);
    /// A listed phrase starts with this word.
    pub const STARTS_PHRASE: Self = Self(1 << 14);
    /// A company, by its list.
    pub const COMPANY: Self = Self(1 << 15);
    /// Not listed itself, but its end is a common noun; never stored.
    pub const ENDS_NOUN: Self = Self(1 << 24);
    /// Not listed itself, but its end is a role noun; never stored.
    pub const ENDS_ROLE: Self = Self(1 << 25);
    /// Number of list bits.
    pub const LISTS: u32 = 16;

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when one of the bits of `other` is set.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The same without the bits of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// How often the word is written small where it starts no sentence: 0 (never seen so) to 3.
    #[must_use]
    pub const fn lower_share(self) -> u32 {
        self.usage() >> 2 & 3
    }

    /// How the word is used: see [`Usage`].
    #[must_use]
    pub const fn usage(self) -> u32 {
        self.0 >> Self::LISTS & 0xff
    }
}

/// How often texts use a word, and how; a few bits each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Occurrences that start no sentence.
    pub count: u32,
    /// Of these, in lower case.
    pub lower: u32,
    /// Capitalised ones behind a determiner.
    pub determined: u32,
    /// Capitalised ones beside another capitalised word.
    pub beside_capital: u32,
    /// Occurrences with genitive-s.
    pub genitive: u32,
}

impl Usage {
    /// Eight bits above the list bits: lower-case share (2), determiner share (2), capitalised neighbours (2), genitive (1),
    /// known at all (1).
    #[must_use]
    pub fn classes(self) -> Classes {
        let capital = self.count - self.lower;
        let lower = level(self.lower, self.count, [1, 20, 75]);
        let determined = level(self.determined, capital, [4, 20, 45]);
        let beside = level(self.beside_capital, capital, [10, 30, 60]);
        let genitive = u32::from(self.genitive * 50 > self.count);
        let bits = 1 | genitive << 1 | lower << 2 | determined << 4 | beside << 6;
        Classes(if self.count == 0 { 0 } else { bits << Classes::LISTS })
    }
}

/// How many of the borders, in percent, the share reaches.
fn level(part: u32, whole: u32, borders: [u32; 3]) -> u32 {
    borders.iter().map(|border| u32::from(part > 0 && part * 100 >= border * whole)).sum()
}

/// Bytes of one entry: a fingerprint of three, classes of three.
const ENTRY: usize = 6;
/// Entries that share a bucket, one cache line with its padding.
const SLOTS: usize = 10;
/// Buckets in which an entry may stand, from its own on.
const REACH: usize = 4;

/// A set of words and phrases with their classes, by hash; one in a million unknown words is mistaken for a known one.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    buckets: Vec<[u8; 64]>,
}

impl WordList {
    /// Packs entries, of which each hash stands once; those that find no place come back.
    #[must_use]
    pub fn pack(entries: impl ExactSizeIterator<Item = (u64, Classes)>) -> (Self, usize) {
        let buckets = (entries.len() * 5 / 4 / SLOTS).max(1);
        let mut list = Self { buckets: vec![[0; 64]; buckets] };
        let left = entries.filter(|&(hash, classes)| !list.insert(hash, classes)).count();
        (list, left)
    }

    /// Reads what [`Self::to_bytes`] wrote; what is left over of the last bucket is dropped.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Self {
        let mut buckets = Vec::new();
        while let Some((&count, rest)) = bytes.split_first() {
            let Some((entries, rest)) = rest.split_at_checked(usize::from(count).min(SLOTS) * ENTRY) else { break };
            let mut bucket = [0; 64];
            bucket[..entries.len()].copy_from_slice(entries);
            buckets.push(bucket);
            bytes = rest;
        }
        Self { buckets }
    }

    /// The list as it is stored: for each bucket the number of its entries, and these.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for bucket in &self.buckets {
            let entries = bucket.chunks_exact(ENTRY).take_while(|entry| entry[..3] != [0; 3]).count();
            bytes.push(u8::try_from(entries).unwrap_or_default());
            bytes.extend(&bucket[..entries * ENTRY]);
        }
        bytes
    }

    /// The classes of the word of that hash; none when it is unknown.
    #[must_use]
    pub fn get(&self, hash: u64) -> Classes {
        let wanted = fingerprint(hash);
        for bucket in self.buckets.iter().skip(bucket(hash, self.buckets.len())).take(REACH) {
            if let Some(entry) = bucket.chunks_exact(ENTRY).find(|entry| entry[..3] == wanted) {
                return Classes(u32::from_le_bytes([entry[3], entry[4], entry[5], 0]));
            }
            if !is_full(bucket) {
                break;
            }
        }
        Classes::default()
    }

    fn insert(&mut self, hash: u64, classes: Classes) -> bool {
        let first = bucket(hash, self.buckets.len());
        let mut slots =
            self.buckets.iter_mut().skip(first).take(REACH).flat_map(|bucket| bucket.chunks_exact_mut(ENTRY));
        let Some(entry) = slots.find(|entry| entry[..3] == [0; 3]) else { return false };
        entry[..3].copy_from_slice(&fingerprint(hash));
        entry[3..].copy_from_slice(&classes.0.to_le_bytes()[..3]);
        true
    }
}

fn is_full(bucket: &[u8; 64]) -> bool {
    bucket[(SLOTS - 1) * ENTRY..][..3] != [0; 3]
}

/// The bucket of a hash among so many, by its upper half.
#[allow(clippy::cast_possible_truncation, reason = "the product of two 32-bit numbers, shifted by 32, fits")]
pub(super) fn bucket(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}

/// Three bytes of the hash, never all zero.
fn fingerprint(hash: u64) -> [u8; 3] {
    let [a, b, c, ..] = hash.to_le_bytes();
    [a, b, c.max(1)]
}

/// The hash of a phrase is made word by word, so that it can be looked up as it grows.
#[must_use]
pub fn phrase(before: u64, word: u64) -> u64 {
    hash::mix(before, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_words_are_found_again() {
        let words: Vec<String> = (0..5000).map(|i| format!("wort{i}")).collect();
        let entries = words.iter().zip(1..).map(|(word, i)| (hash::word(word.as_bytes()), Classes(i)));
        let (list, left) = WordList::pack(entries.collect::<Vec<_>>().into_iter());
        assert!(left < 50, "{left} words found no place");
        let list = WordList::from_bytes(&list.to_bytes());
        let found = words.iter().zip(1..).filter(|(word, i)| list.get(hash::word(word.as_bytes())) == Classes(*i));
        assert_eq!(found.count(), words.len() - left);
        assert_eq!(list.get(hash::word(b"fremd")), Classes::default());
        assert_eq!(WordList::default().get(1), Classes::default());
    }

    #[test]
    fn usage_falls_into_levels() {
        let noun = Usage { count: 100, determined: 50, ..Usage::default() }.classes();
        let verb = Usage { count: 100, lower: 98, ..Usage::default() }.classes();
        assert_ne!(noun, verb);
        assert_eq!(Usage::default().classes(), Classes::default());
    }
}
