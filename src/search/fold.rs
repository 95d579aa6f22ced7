//! Folding: articles that say nearly the same are shown once, under the one that ranks first.
//!
//! To read a whole sketch takes longer than to rank its passage. So the first bytes, which lie in a column of their own,
//! tell first whether there is a chance at all: articles of which .7 is the same agree in two of eight places all but once
//! in a thousand times, unrelated ones hardly ever.

use crate::index::Sketch;
use std::collections::HashMap;

/// Two places of a sketch's beginning and what stands there.
type Pair = (u8, u8, u8, u8);

/// Goes down a ranking and finds for each article the one under which it is shown.
pub(crate) struct Fold<S> {
    /// From which resemblance on articles are one; `None` folds nothing.
    threshold: Option<f32>,
    /// Where sketches are read from, by what names an article there.
    shown: Vec<(u64, S)>,
    by_pair: HashMap<Pair, Vec<usize>>,
    /// The article under which each one met so far is shown, by keys.
    homes: HashMap<u64, u64>,
}

impl<S: Copy> Fold<S> {
    pub(crate) fn new(threshold: Option<f32>) -> Self {
        Self { threshold, shown: Vec::new(), by_pair: HashMap::new(), homes: HashMap::new() }
    }

    /// The article under which `article` is shown (itself, or one met before), and whether it is met for the first time.
    /// `beginning` is that of its sketch, `place` is where `sketch` reads it whole.
    pub(crate) fn home<E>(
        &mut self,
        article: u64,
        beginning: Option<[u8; 8]>,
        place: S,
        sketch: impl Fn(S) -> Result<Option<Sketch>, E>,
    ) -> Result<(u64, bool), E> {
        let (Some(threshold), Some(beginning)) = (self.threshold, beginning) else { return Ok((article, false)) };
        if let Some(home) = self.homes.get(&article) {
            return Ok((*home, false));
        }
        let home = self.alike(beginning, place, threshold, sketch)?.unwrap_or(article);
        if home == article {
            pairs(beginning).for_each(|pair| self.by_pair.entry(pair).or_default().push(self.shown.len()));
            self.shown.push((article, place));
        }
        self.homes.insert(article, home);
        Ok((home, true))
    }

    /// The first article shown that the one at `place` resembles.
    fn alike<E>(
        &self,
        beginning: [u8; 8],
        place: S,
        threshold: f32,
        sketch: impl Fn(S) -> Result<Option<Sketch>, E>,
    ) -> Result<Option<u64>, E> {
        let mut hopeful: Vec<usize> =
            pairs(beginning).filter_map(|pair| self.by_pair.get(&pair)).flatten().copied().collect();
        hopeful.sort_unstable();
        hopeful.dedup();
        let own = if hopeful.is_empty() { None } else { sketch(place)? };
        let Some(own) = own else { return Ok(None) };
        for (home, place) in hopeful.into_iter().filter_map(|i| self.shown.get(i)) {
            if sketch(*place)?.is_some_and(|other| own.resemblance(&other) >= threshold) {
                return Ok(Some(*home));
            }
        }
        Ok(None)
    }
}

/// All pairs of places.
fn pairs(beginning: [u8; 8]) -> impl Iterator<Item = Pair> {
    let places = (0_u8..).zip(beginning);
    places.clone().flat_map(move |(i, a)| places.clone().skip(usize::from(i) + 1).map(move |(j, b)| (i, j, a, b)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::index::sketch_of;
    use std::convert::Infallible;

    #[test]
    fn a_copy_is_shown_under_the_first() {
        let text = |from: usize| (from..from + 300).map(|i| format!("wort{i}")).collect::<Vec<_>>();
        let sketches = [text(0), text(1000), text(12), text(1003), text(0)].map(|words| sketch_of(&words).unwrap());
        let homes = |threshold| {
            let mut fold = Fold::new(threshold);
            let read = |place: usize| Ok::<_, Infallible>(sketches.get(place).copied());
            let met = [0, 1, 2, 3, 4, 2].map(|i| (i as u64, sketches[i].beginning(), i));
            met.map(|(article, beginning, place)| fold.home(article, Some(beginning), place, read).unwrap())
        };
        assert_eq!(homes(Some(0.7)), [(0, true), (1, true), (0, true), (1, true), (0, true), (0, false)]);
        assert_eq!(homes(Some(1.0)), [(0, true), (1, true), (2, true), (3, true), (0, true), (2, false)]);
        assert!(homes(None).iter().enumerate().take(5).all(|(i, home)| *home == (i as u64, false)));
    }

    #[test]
    fn eight_places_have_twenty_eight_pairs() {
        assert_eq!(pairs([1, 2, 3, 4, 5, 6, 7, 8]).count(), 28);
        assert_eq!(pairs([9; 8]).next(), Some((0, 1, 9, 9)));
    }
}
