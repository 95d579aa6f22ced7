//! The letters of a word as a set of bits: tells most words apart that no few editing steps lead between.

/// Which letters a word has, a bit each; letters 32 apart in Unicode share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(pub(super) u32);

impl Letters {
    pub(super) fn of(word: &str) -> Self {
        Self(word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 32)))
    }

    /// Whether `edits` steps can lead from one word to the other: each takes at most one letter and brings one.
    pub(super) fn within(self, other: Self, edits: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_other_letters_are_apart() {
        for (left, right, edits, expected) in [
            ("", "", 0, true),
            ("landtag", "landtga", 0, true),
            ("landtag", "landrat", 1, true),
            ("landtag", "landwehr", 1, false),
            ("häuser", "mäuse", 1, false),
            ("häuser", "mäuse", 2, true),
        ] {
            assert_eq!(Letters::of(left).within(Letters::of(right), edits), expected, "{left} {right}");
        }
    }

    proptest! {
        #[test]
        fn no_word_within_the_steps_is_missed(left in "[a-eäß]{0,9}", right in "[a-eäß]{0,9}") {
            prop_assert!(Letters::of(&left).within(Letters::of(&right), strsim::osa_distance(&left, &right)));
        }
    }
}
