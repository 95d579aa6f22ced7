//! Is a difference between two runs more than chance?

/// So many queries with a difference are tried in all their sign patterns (2¹⁶ of them).
const EXACT: usize = 16;
/// Sign patterns drawn for more queries than that.
const DRAWS: u32 = 10_000;
/// One seed for all, so that a comparison says the same each time.
const SEED: u64 = 0x4675_6e64;

/// The probability of a mean difference at least as great, in either direction, if the two runs were equally good.
///
/// A paired randomisation test, as Smucker, Allan and Carterette recommend ("A comparison of statistical significance
/// tests for information retrieval evaluation", 2007): if neither run is better, each query's difference could as well
/// have the other sign. All patterns of signs are tried for up to 16 differences that are not 0; beyond that 10,000
/// drawn ones, always the same, so that the smallest value is 1/10,001. Without any difference it is 1.
#[must_use]
pub fn p_value(differences: &[f64]) -> f64 {
    let differences: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    // Sums of the same numbers in another order differ in their last bits.
    let observed = differences.iter().sum::<f64>().abs() - 1e-9;
    let as_great = |signs: &mut dyn FnMut() -> u64| signed_sum(&differences, signs).abs() >= observed;
    if differences.len() <= EXACT {
        let patterns = 1_u64 << differences.len();
        let great = (0..patterns).filter(|pattern| as_great(&mut || *pattern)).count();
        return great as f64 / patterns as f64;
    }
    let mut state = SEED;
    let great = (0..DRAWS).filter(|_| as_great(&mut || next_random(&mut state))).count();
    (great + 1) as f64 / f64::from(DRAWS + 1)
}

/// The sum with signs turned by the bits that `signs` gives, 64 at a time.
fn signed_sum(differences: &[f64], signs: &mut dyn FnMut() -> u64) -> f64 {
    let of_chunk = |chunk: &[f64], bits: u64| -> f64 {
        chunk.iter().enumerate().map(|(i, difference)| if bits >> i & 1 == 0 { *difference } else { -difference }).sum()
    };
    differences.chunks(64).map(|chunk| of_chunk(chunk, signs())).sum()
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
fn next_random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_differences_are_counted_out() {
        for (differences, expected) in [
            (&[][..], 1.0),
            (&[0.0, 0.0], 1.0),
            (&[0.5], 1.0),
            (&[0.5, 0.5], 0.5),
            (&[0.5, -0.5], 1.0),
            (&[0.1, 0.1, 0.1, 0.1, 0.1, 0.0], 2.0 / 32.0),
            (&[0.3, 0.2, -0.1], 0.5),
        ] {
            assert_eq!(p_value(differences), expected, "{differences:?}");
        }
    }

    #[test]
    fn many_differences_are_drawn_and_come_near_the_exact_value() {
        // 20 equal differences, 15 of them gains: P(X ≥ 15 or X ≤ 5) for 20 throws of a coin is 0.0414.
        let differences: Vec<f64> = (0..20).map(|i| if i < 15 { 0.1 } else { -0.1 }).collect();
        assert!((p_value(&differences) - 0.0414).abs() < 0.008, "{}", p_value(&differences));
        assert_eq!(p_value(&differences), p_value(&differences));
        assert_eq!(p_value(&[0.1; 200]), 1.0 / 10_001.0);
    }
}
