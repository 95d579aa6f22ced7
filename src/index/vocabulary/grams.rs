//! The 3-grams of a stem: what similar words are recognised by.

/// Stands before the first letter, so that words with the same beginning share a gram more.
const BEGINNING: char = '_';
/// Shorter stems have too few grams to tell a similar word from a chance one.
pub(super) const SHORTEST: usize = 4;
/// Longer ones are hardly words, and nobody types them.
const LONGEST: usize = 40;
/// Bits of a Unicode character.
const CHAR_BITS: u32 = 21;

/// Three neighbouring characters, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Gram(pub(super) u64);

/// Whether a stem takes part in look-ups: a word of letters, neither very short nor very long.
pub(super) fn takes_part(stem: &str) -> bool {
    stem.len() >= SHORTEST
        && stem.chars().all(char::is_alphabetic)
        && (SHORTEST..=LONGEST).contains(&stem.chars().count())
}

/// The grams of `stem`, ascending, each once, in place of what `grams` held.
pub(super) fn collect(stem: &str, grams: &mut Vec<Gram>) {
    grams.clear();
    let mut window = u64::from(u32::from(BEGINNING));
    for (i, letter) in stem.chars().enumerate() {
        window = (window << CHAR_BITS | u64::from(u32::from(letter))) & ((1 << (3 * CHAR_BITS)) - 1);
        if i > 0 {
            grams.push(Gram(window));
        }
    }
    grams.sort_unstable();
    grams.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_begin_before_the_word() {
        for (stem, expected) in [("", 0), ("a", 0), ("ab", 1), ("haus", 3), ("aaaaaa", 2), ("häuser", 5)] {
            let mut grams = vec![Gram(7)];
            collect(stem, &mut grams);
            assert_eq!(grams.len(), expected, "{stem}");
        }
    }

    #[test]
    fn equal_grams_are_equal_in_any_word() {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        collect("haus", &mut left);
        collect("hausarzt", &mut right);
        assert!(left.iter().all(|gram| right.contains(gram)));
        collect("aushaus", &mut right);
        assert_eq!(left.iter().filter(|gram| right.contains(gram)).count(), 2);
    }

    #[test]
    fn numbers_and_fragments_take_no_part() {
        for (stem, expected) in
            [("haus", true), ("aus", false), ("aü", false), ("su35", false), ("2024", false), ("москва", true)]
        {
            assert_eq!(takes_part(stem), expected, "{stem}");
        }
        assert!(!takes_part(&"a".repeat(41)));
    }
}
