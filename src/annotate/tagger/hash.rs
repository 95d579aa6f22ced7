//! The hashes by which words and features are stored; a change makes the data files unreadable.

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a word's bytes.
#[must_use]
pub const fn word(bytes: &[u8]) -> u64 {
    let mut hash = ODD ^ bytes.len() as u64;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*chunk));
        rest = after;
    }
    let (mut last, mut i) = (0, rest.len());
    while i > 0 {
        i -= 1;
        last = last << 8 | rest[i] as u64;
    }
    mix(hash, last)
}

/// Two hashes made one; the order counts.
#[must_use]
pub const fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(ODD);
    mixed ^ (mixed >> 29)
}

/// The hash of a feature: its template and what fills it.
#[must_use]
pub fn feature(template: u8, filling: u64) -> u64 {
    mix(filling, u64::from(template).wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn different_words_and_orders_hash_differently() {
        let words = ["", "a", "b", "ab", "ba", "abcdefgh", "abcdefghi", "a\0"];
        assert_eq!(words.iter().map(|text| word(text.as_bytes())).collect::<HashSet<_>>().len(), words.len());
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_ne!(feature(1, 7), feature(2, 7));
    }
}
