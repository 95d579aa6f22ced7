//! The best path of labels through a line (Viterbi), over the transitions that labels allow.

use super::kinds::{LABELS, Label, NAMED, Part};
use super::weights::Scores;
use std::cmp::Reverse;

/// Scores of transitions, from label, to label.
pub type Transitions = [[i16; LABELS]; LABELS];

/// Kinds of names.
const KINDS: usize = NAMED / 4;
/// Far below any sum of a line, far above overflow.
const NEVER: i32 = i32::MIN / 4;

/// Room for one line's paths.
#[derive(Debug, Default)]
pub struct Paths {
    back: Vec<[u8; LABELS]>,
}

impl Paths {
    /// Writes the best labels of a line of these scores into `labels`, which is as long.
    ///
    /// Labels fall into closed ones (none, last, only), after which any name may start, and open ones (first, inner), which
    /// only their own kind continues: so a step looks at 13 closed predecessors for 13 openings, and two for each inner part.
    pub fn decode(&mut self, scores: &[Scores], transitions: &Transitions, labels: &mut [Label]) {
        self.back.clear();
        let mut best = [NEVER; LABELS];
        best[0] = 0;
        for (i, scores) in scores.iter().enumerate() {
            let (next, back) = if i == 0 { (start(scores), [0; LABELS]) } else { step(&best, scores, transitions) };
            best = next;
            self.back.push(back);
        }
        // Of equals the first, so that without evidence nothing is a name.
        let ends = Label::all().filter(|label| label.may_end());
        let mut label = ends.min_by_key(|label| Reverse(best[usize::from(label.0)])).unwrap_or_default();
        for (slot, back) in labels.iter_mut().zip(&self.back).rev() {
            *slot = label;
            label = Label(back[usize::from(label.0)]);
        }
    }
}

fn start(scores: &Scores) -> [i32; LABELS] {
    let mut best = [NEVER; LABELS];
    best[0] = 0;
    for label in Label::all().skip(1).filter(|label| label.may_start()) {
        let y = usize::from(label.0);
        best[y] = i32::from(scores[y - 1]);
    }
    best
}

fn step(before: &[i32; LABELS], scores: &Scores, transitions: &Transitions) -> ([i32; LABELS], [u8; LABELS]) {
    let (mut best, mut back) = ([NEVER; LABELS], [0_u8; LABELS]);
    let mut reach = |from: usize, to: usize| {
        let path = before[from] + i32::from(transitions[from][to]);
        if path > best[to] {
            (best[to], back[to]) = (path, from as u8);
        }
    };
    for from in closed() {
        reach(from, 0);
        for kind in 0..KINDS {
            reach(from, at(kind, Part::First));
            reach(from, at(kind, Part::Only));
        }
    }
    for kind in 0..KINDS {
        for from in [Part::First, Part::Inner] {
            reach(at(kind, from), at(kind, Part::Inner));
            reach(at(kind, from), at(kind, Part::Last));
        }
    }
    for (best, &score) in best[1..].iter_mut().zip(scores) {
        *best += i32::from(score);
    }
    (best, back)
}

fn closed() -> impl Iterator<Item = usize> {
    std::iter::once(0).chain((0..KINDS).flat_map(|kind| [at(kind, Part::Last), at(kind, Part::Only)]))
}

const fn at(kind: usize, part: Part) -> usize {
    1 + kind * 4 + part as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tagger::kinds::NameKind;
    use proptest::prelude::*;

    fn decode(scores: &[Scores]) -> Vec<Label> {
        let mut labels = vec![Label::NONE; scores.len()];
        Paths::default().decode(scores, &[[0; LABELS]; LABELS], &mut labels);
        labels
    }

    #[test]
    fn the_best_allowed_path_wins() {
        let (first, inner) = (Label::of(NameKind::Person, Part::First), Label::of(NameKind::Person, Part::Inner));
        let last = Label::of(NameKind::Person, Part::Last);
        let favour = |label: Label| std::array::from_fn(|y| if y + 1 == usize::from(label.0) { 5 } else { -1 });
        assert_eq!(decode(&[favour(first), favour(inner)]), [first, last]);
        assert_eq!(decode(&[favour(inner)]), [Label::NONE]);
        assert_eq!(decode(&[]), []);
    }

    proptest! {
        #[test]
        fn names_are_always_whole(scores in prop::collection::vec(prop::array::uniform24(-50_i16..50), 1..12)) {
            let labels = decode(&scores);
            prop_assert!(labels[0].may_start() && labels[labels.len() - 1].may_end());
            prop_assert!(labels.windows(2).all(|pair| pair[0].may_precede(pair[1])));
        }
    }
}
