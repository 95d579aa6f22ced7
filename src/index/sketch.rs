//! Sketches: how alike the words of two articles are, told from a few bytes each.
//!
//! A sketch keeps, for each of 64 hash functions, the low byte of the least hash among the article's shingles (runs of
//! three words). Two sketches agree in as many places as the two sets of shingles overlap (MinHash: Broder, "On the
//! resemblance and containment of documents", 1997; keeping few bits: Li, König, "b-bit minwise hashing", 2010). Alike
//! ones are found without comparing all pairs: they agree in at least one of ten bands of three places (locality
//! sensitive hashing: Indyk, Motwani, "Approximate nearest neighbors", 1998).

use std::collections::HashMap;

/// Hash functions, and bytes of a sketch.
const PLACES: usize = 64;
/// Words of a shingle: an edit of one word changes three shingles, and word order counts.
const SHINGLE: usize = 3;
/// Bytes of a number that part of a sketch is stored in.
const NUMBER: usize = size_of::<u64>();
/// Bands, and places in a band: of two articles that overlap by .7 they find 98.5 %, by .8 99.9 % (1 − (1 − s³)¹⁰).
const BANDS: usize = 10;
const ROWS: usize = 3;
/// Two unrelated places agree by chance this often.
const CHANCE: f32 = 1.0 / 256.0;

/// The sketch of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u8; PLACES]);

/// One band of a sketch: its number and what stands in it.
pub(crate) type Band = [u8; ROWS + 1];

impl Sketch {
    /// How far the shingles of two articles overlap, estimated: common ones by all, 0 to 1 (Jaccard). The standard error
    /// is .05 at .8.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f32 {
        let agreeing = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        ((agreeing as f32 / PLACES as f32 - CHANCE) / (1.0 - CHANCE)).max(0.0)
    }

    /// The sketch as stored, in eight numbers.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.0
            .chunks_exact(NUMBER)
            .map(|bytes| bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// A stored sketch; `None` for anything else.
    pub(crate) fn from_numbers(numbers: impl Iterator<Item = u64>) -> Option<Self> {
        let bytes: Vec<u8> = numbers.flat_map(u64::to_le_bytes).collect();
        bytes.try_into().ok().map(Self)
    }

    /// Its bands; alike sketches share at least one.
    pub(crate) fn bands(&self) -> [Band; BANDS] {
        let mut bands = [[0; ROWS + 1]; BANDS];
        for (number, (band, places)) in bands.iter_mut().zip(self.0.chunks_exact(ROWS)).enumerate() {
            band[0] = number as u8;
            band[1..].copy_from_slice(places);
        }
        bands
    }
}

/// Makes a sketch from words in order.
#[derive(Debug, Clone)]
pub(crate) struct Sketcher {
    /// Hashes of the words read last, the newest last.
    words: [u64; SHINGLE],
    seen: usize,
    least: [u32; PLACES],
}

impl Default for Sketcher {
    fn default() -> Self {
        Self { words: [0; SHINGLE], seen: 0, least: [u32::MAX; PLACES] }
    }
}

impl Sketcher {
    /// Reads the next word.
    pub(crate) fn word(&mut self, word: &str) {
        self.words.rotate_left(1);
        self.words[SHINGLE - 1] = hash(word);
        self.seen += 1;
        if self.seen >= SHINGLE {
            self.shingle();
        }
    }

    /// The sketch of all words read; `None` when they make no shingle.
    pub(crate) fn sketch(&self) -> Option<Sketch> {
        (self.seen >= SHINGLE).then(|| Sketch(self.least.map(|least| least as u8)))
    }

    fn shingle(&mut self) {
        let shingle = self.words.iter().fold(0, |all: u64, word| mixed(all.rotate_left(21) ^ word));
        for (place, least) in self.least.iter_mut().enumerate() {
            // Multiply-shift by odd factors, one a place: independent enough over a well mixed hash.
            let factor = mixed(place as u64 + 1) | 1;
            *least = (*least).min((shingle.wrapping_mul(factor) >> 32) as u32);
        }
    }
}

/// FNV-1a, mixed: stored sketches need a hash that no library update changes.
fn hash(word: &str) -> u64 {
    let fnv = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    mixed(fnv)
}

/// The finalizer of SplitMix64.
const fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Sketches of articles, with what each stands for; finds the one most like another.
#[derive(Debug, Clone)]
pub struct Sketches<T> {
    entries: Vec<(Sketch, T)>,
    by_band: HashMap<Band, Vec<usize>>,
}

impl<T> Default for Sketches<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), by_band: HashMap::new() }
    }
}

impl<T> Sketches<T> {
    /// Adds an article's sketch.
    pub fn insert(&mut self, sketch: Sketch, article: T) {
        for band in sketch.bands() {
            self.by_band.entry(band).or_default().push(self.entries.len());
        }
        self.entries.push((sketch, article));
    }

    /// The article most like `sketch`, at least by `threshold`, with its resemblance; of equals the one added first.
    #[must_use]
    pub fn nearest(&self, sketch: &Sketch, threshold: f32) -> Option<(&T, f32)> {
        let bands = sketch.bands();
        let alike = bands.iter().filter_map(|band| self.by_band.get(band)).flatten();
        let scored = alike.filter_map(|&i| {
            let resemblance = sketch.resemblance(&self.entries.get(i)?.0);
            (resemblance >= threshold).then_some((resemblance, i))
        });
        let (resemblance, best) = scored.max_by(|(a, i), (b, j)| a.total_cmp(b).then_with(|| j.cmp(i)))?;
        Some((&self.entries.get(best)?.1, resemblance))
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.by_band.clear();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn sketch(text: &str) -> Option<Sketch> {
        let mut sketcher = Sketcher::default();
        text.split_whitespace().for_each(|word| sketcher.word(word));
        sketcher.sketch()
    }

    /// The words from `start` on of an endless text.
    fn words(start: usize, count: usize) -> String {
        (start..start + count).map(|i| format!("wort{i} ")).collect()
    }

    fn overlap(a: &str, b: &str) -> f32 {
        let shingles = |text: &str| -> HashSet<String> {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.windows(SHINGLE).map(|words| words.join(" ")).collect()
        };
        let (a, b) = (shingles(a), shingles(b));
        a.intersection(&b).count() as f32 / a.union(&b).count() as f32
    }

    #[test]
    fn resemblance_estimates_the_overlap() {
        let whole = words(0, 400);
        for shift in [0, 10, 40, 80, 150, 300, 400] {
            let other = words(shift, 400);
            let estimated = sketch(&whole).unwrap().resemblance(&sketch(&other).unwrap());
            let overlap = overlap(&whole, &other);
            assert!((estimated - overlap).abs() < 0.16, "shift {shift}: {estimated} for {overlap}");
        }
    }

    #[test]
    fn the_nearest_is_found_by_its_bands() {
        let mut sketches = Sketches::default();
        for (start, name) in [(0, "eins"), (1000, "zwei"), (2000, "drei")] {
            sketches.insert(sketch(&words(start, 300)).unwrap(), name);
        }
        let edited = sketch(&words(1010, 300)).unwrap();
        assert_eq!(sketches.nearest(&edited, 0.7).map(|(name, _)| *name), Some("zwei"));
        assert_eq!(sketches.nearest(&sketch(&words(5000, 300)).unwrap(), 0.5), None);
        sketches.clear();
        assert_eq!(sketches.nearest(&edited, 0.0), None);
    }

    #[test]
    fn fewer_words_than_a_shingle_have_no_sketch() {
        assert_eq!(sketch(""), None);
        assert_eq!(sketch("zwei Worte"), None);
        assert!(sketch("drei ganze Worte").is_some());
    }

    proptest! {
        #[test]
        fn a_sketch_survives_storage_and_resembles_itself(text in "[a-z ]{8,200}") {
            if let Some(sketch) = sketch(&text) {
                prop_assert_eq!(Sketch::from_numbers(sketch.numbers()), Some(sketch));
                prop_assert!((sketch.resemblance(&sketch) - 1.0).abs() < 1e-6);
            }
        }
    }
}
