//! The best path of labels through a line (Viterbi), over the transitions that labels allow.

use super::kinds::{LABELS, Label, NAMED, Part};
use super::weights::Scores;
use std::cmp::Reverse;

/// Scores of transitions, from label, to label; rows are as wide as vectors of the machine, what is too much stays unused.
pub type Transitions = [[i16; WIDTH]; LABELS];
/// Numbers in a row: labels, filled up.
pub const WIDTH: usize = 32;
type Row = [i16; WIDTH];

/// The scores of a position that belongs to no name, whatever stands around it.
pub const RULED_OUT: Scores = [i16::MIN; NAMED];

/// Kinds of names.
const KINDS: usize = NAMED / 4;
/// Far below any score, and far enough above overflow: every step lifts the best path to zero.
const NEVER: i16 = i16::MIN / 2;

/// Room for one line's paths.
#[derive(Debug, Default)]
pub struct Paths {
    back: Vec<Row>,
}

impl Paths {
    /// Writes the best labels of a line of these scores into `labels`, which is as long.
    ///
    /// Positions that are ruled out part the line into runs, each with a path of its own.
    pub fn decode(&mut self, scores: &[Scores], transitions: &Transitions, labels: &mut [Label]) {
        let mut start = 0;
        for run in scores.split_inclusive(|scores| scores[0] == i16::MIN) {
            let open = run.len() - usize::from(run.last().is_some_and(|last| last[0] == i16::MIN));
            let borders = [start > 0, open < run.len()];
            self.decode_run(&run[..open], borders, transitions, &mut labels[start..start + open]);
            labels[start + open..start + run.len()].fill(Label::NONE);
            start += run.len();
        }
    }

    /// `borders` tells whether a position without a name stands before and after the run.
    ///
    /// Labels fall into closed ones (none, last, only), after which any name may start, and open ones (first, inner), which
    /// only their own kind continues: so a step looks at whole rows for 13 closed predecessors, at two numbers for the others.
    fn decode_run(&mut self, scores: &[Scores], borders: [bool; 2], transitions: &Transitions, labels: &mut [Label]) {
        let Some((first, rest)) = scores.split_first() else { return };
        self.back.clear();
        let mut best = start(first, borders[0].then_some(&transitions[0]));
        for scores in rest {
            let (next, back) = step(&best, scores, transitions);
            best = next;
            self.back.push(back);
        }
        // Of equals the first, so that without evidence nothing is a name.
        let close = |y: usize| i32::from(best[y]) + if borders[1] { i32::from(transitions[y][0]) } else { 0 };
        let ends = Label::all().filter(|label| label.may_end());
        let mut label = ends.min_by_key(|label| Reverse(close(usize::from(label.0)))).unwrap_or_default();
        let backs = self.back.iter().rev().map(Some).chain([None]);
        for (slot, back) in labels.iter_mut().rev().zip(backs) {
            *slot = label;
            label = back.map_or(label, |back| Label(back[usize::from(label.0)] as u8));
        }
    }
}

fn start(scores: &Scores, before: Option<&Row>) -> Row {
    let mut best = [NEVER; WIDTH];
    for label in Label::all().filter(|label| label.may_start()) {
        let y = usize::from(label.0);
        best[y] = before.map_or(0, |row| row[y]) + y.checked_sub(1).map_or(0, |named| scores[named]);
    }
    best
}

fn step(before: &Row, scores: &Scores, transitions: &Transitions) -> (Row, Row) {
    let (mut best, mut back) = ([i16::MIN; WIDTH], [0_i16; WIDTH]);
    for from in closed() {
        reach_all(before[from], from as i16, &transitions[from], &mut best, &mut back);
    }
    for to in (0..KINDS).flat_map(|kind| [Part::Inner, Part::Last].map(|part| at(kind, part))) {
        best[to] = i16::MIN;
    }
    for kind in 0..KINDS {
        for from in [Part::First, Part::Inner].map(|part| at(kind, part)) {
            for to in [Part::Inner, Part::Last].map(|part| at(kind, part)) {
                let path = before[from].saturating_add(transitions[from][to]);
                if path > best[to] {
                    (best[to], back[to]) = (path, from as i16);
                }
            }
        }
    }
    for (best, &score) in best[1..].iter_mut().zip(scores) {
        *best = best.saturating_add(score);
    }
    (lifted(best), back)
}

/// One path to every label; in a loop of its own, which compilers turn into vectors.
fn reach_all(path: i16, from: i16, transitions: &Row, best: &mut Row, back: &mut Row) {
    for to in 0..WIDTH {
        let path = path.saturating_add(transitions[to]);
        let better = path > best[to];
        best[to] = if better { path } else { best[to] };
        back[to] = if better { from } else { back[to] };
    }
}

/// The same paths with the best one at zero, so that sums stay small however long the line is.
fn lifted(mut best: Row) -> Row {
    let top = best[..LABELS].iter().copied().max().unwrap_or_default();
    for path in &mut best {
        *path = path.saturating_sub(top).max(NEVER);
    }
    best
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
        Paths::default().decode(scores, &[[0; WIDTH]; LABELS], &mut labels);
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

    #[test]
    fn ruled_out_positions_part_names() {
        let (first, inner) = (Label::of(NameKind::Person, Part::First), Label::of(NameKind::Person, Part::Inner));
        let favour = |label: Label| std::array::from_fn(|y| if y + 1 == usize::from(label.0) { 5 } else { -1 });
        let last = Label::of(NameKind::Person, Part::Last);
        let found = decode(&[favour(first), favour(inner), RULED_OUT, favour(inner), RULED_OUT]);
        assert_eq!(found, [first, last, Label::NONE, Label::NONE, Label::NONE]);
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
