//! How words have to stand in a text: one after the other, or near one another.
//!
//! Only positions are looked at, so that the same rules decide what the index finds and what a snippet marks.

/// How some words, each known by the number of its slot, stand to one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrangement {
    /// The word of one slot.
    Slot(usize),
    /// Words in this order.
    Ordered {
        /// Where each stands when nothing comes between, and its slot; at least one.
        of: Vec<(u32, usize)>,
        /// How many further words may stand between them, all in all.
        slop: u32,
    },
    /// What stands near one another, in any order, each in words of its own.
    Near {
        /// How many words on the next one stands at most.
        distance: u32,
        /// Each is near the stretch that those before it take up.
        of: Vec<Arrangement>,
    },
    /// One of several.
    Any(Vec<Arrangement>),
}

/// A stretch of a text in which an arrangement holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Position of its first word.
    pub start: u32,
    /// Position of its last word.
    pub end: u32,
    /// What of it matched.
    pub marks: Vec<Mark>,
}

/// Words that matched side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Position and slot of the first.
    pub first: (u32, usize),
    /// Position and slot of the last.
    pub last: (u32, usize),
}

impl Mark {
    fn word(position: u32, slot: usize) -> Self {
        Self { first: (position, slot), last: (position, slot) }
    }
}

impl Arrangement {
    /// The stretches in which it holds, where the words of each slot stand at `positions` (ascending): in order, each
    /// once. Where several sets of words take up the same stretch, its marks are those of all.
    #[must_use]
    pub fn stretches(&self, positions: &[Vec<u32>]) -> Vec<Stretch> {
        let found = match self {
            Self::Slot(slot) => {
                words(positions, *slot).map(|at| stretch(at, at, vec![Mark::word(at, *slot)])).collect()
            }
            Self::Ordered { of, slop } => ordered(of, *slop, positions),
            Self::Near { distance, of } => near(*distance, of, positions),
            Self::Any(of) => of.iter().flat_map(|one| one.stretches(positions)).collect(),
        };
        merged(found)
    }
}

fn stretch(start: u32, end: u32, marks: Vec<Mark>) -> Stretch {
    Stretch { start, end, marks }
}

fn words(positions: &[Vec<u32>], slot: usize) -> impl Iterator<Item = u32> + '_ {
    positions.get(slot).into_iter().flatten().copied()
}

fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
    stretches.dedup_by(|later, earlier| {
        let same = (later.start, later.end) == (earlier.start, earlier.end);
        if same {
            for mark in later.marks.drain(..) {
                if !earlier.marks.contains(&mark) {
                    earlier.marks.push(mark);
                }
            }
        }
        same
    });
    stretches
}

/// From each first word, every next one as early as it may stand: whatever else there is takes more room.
fn ordered(of: &[(u32, usize)], slop: u32, positions: &[Vec<u32>]) -> Vec<Stretch> {
    let [(nominal, first), rest @ ..] = of else { return Vec::new() };
    let run = |start: u32| {
        let (mut at, mut nominal, mut spent) = (start, *nominal, 0);
        let mut places = vec![(start, *first)];
        for (next, slot) in rest {
            let earliest = at + (next - nominal);
            let candidates = positions.get(*slot)?;
            let place = *candidates.get(candidates.partition_point(|place| *place < earliest))?;
            spent += place - earliest;
            (at, nominal) = (place, *next);
            places.push((place, *slot));
        }
        (spent <= slop).then(|| stretch(start, at, marks(&places, spent)))
    };
    words(positions, *first).filter_map(run).collect()
}

/// A phrase is marked as one; words with others between them, each.
fn marks(places: &[(u32, usize)], spent: u32) -> Vec<Mark> {
    match places {
        [first, .., last] if spent == 0 => vec![Mark { first: *first, last: *last }],
        _ => places.iter().map(|(at, slot)| Mark::word(*at, *slot)).collect(),
    }
}

fn near(distance: u32, of: &[Arrangement], positions: &[Vec<u32>]) -> Vec<Stretch> {
    let mut sides = of.iter().map(|one| one.stretches(positions));
    let Some(first) = sides.next() else { return Vec::new() };
    sides.fold(first, |left, right| merged(joined(distance, &left, &right)))
}

/// Every stretch of `left` with every one of `right` that it does not share a word with and that is near enough.
fn joined(distance: u32, left: &[Stretch], right: &[Stretch]) -> Vec<Stretch> {
    let mut found = Vec::new();
    for one in left {
        let reachable = right.iter().take_while(|other| other.start <= one.end.saturating_add(distance));
        for other in reachable {
            let gap = if other.start > one.end { other.start - one.end } else { one.start.saturating_sub(other.end) };
            if (1..=distance).contains(&gap) {
                let marks = one.marks.iter().chain(&other.marks).copied().collect();
                found.push(stretch(one.start.min(other.start), one.end.max(other.end), marks));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phrase(slots: usize, slop: u32) -> Arrangement {
        Arrangement::Ordered { of: (0..slots).map(|slot| (slot as u32, slot)).collect(), slop }
    }

    fn close(distance: u32, of: impl IntoIterator<Item = Arrangement>) -> Arrangement {
        Arrangement::Near { distance, of: of.into_iter().collect() }
    }

    fn spans(arrangement: &Arrangement, positions: &[&[u32]]) -> Vec<(u32, u32)> {
        let positions: Vec<Vec<u32>> = positions.iter().map(|slot| slot.to_vec()).collect();
        arrangement.stretches(&positions).iter().map(|stretch| (stretch.start, stretch.end)).collect()
    }

    #[test]
    fn phrases_stand_in_order() {
        assert_eq!(spans(&phrase(2, 0), &[&[1, 5, 9], &[2, 4, 11]]), [(1, 2)]);
        assert_eq!(spans(&phrase(2, 1), &[&[1, 5, 9], &[2, 4, 11]]), [(1, 2), (9, 11)]);
        assert_eq!(spans(&phrase(3, 2), &[&[1], &[3], &[5]]), [(1, 5)]);
        assert_eq!(spans(&phrase(3, 1), &[&[1], &[3], &[5]]), []);
        assert_eq!(spans(&phrase(2, 0), &[&[4], &[4]]), []);
    }

    #[test]
    fn near_counts_words_in_both_directions_and_wants_two() {
        let near = |distance| close(distance, [Arrangement::Slot(0), Arrangement::Slot(1)]);
        assert_eq!(spans(&near(5), &[&[10], &[4, 5, 15, 16]]), [(5, 10), (10, 15)]);
        assert_eq!(spans(&near(1), &[&[3], &[3]]), []);
    }

    #[test]
    fn a_chain_reaches_from_the_stretch_before() {
        let pair = close(5, [Arrangement::Slot(0), Arrangement::Slot(1)]);
        let chain = close(2, [pair, Arrangement::Slot(2)]);
        assert_eq!(spans(&chain, &[&[0], &[1, 4], &[6]]), [(0, 6)]);
        assert_eq!(spans(&chain, &[&[0], &[1], &[6]]), []);
    }

    #[test]
    fn alternatives_hold_one_by_one() {
        let either = Arrangement::Any(vec![phrase(2, 0), Arrangement::Slot(2)]);
        assert_eq!(spans(&close(3, [either, Arrangement::Slot(3)]), &[&[0], &[1], &[9], &[4, 11]]), [(0, 4), (9, 11)]);
    }

    fn positions() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let slot = prop::collection::btree_set(0_u32..24, 0..6).prop_map(|set| set.into_iter().collect());
        prop::collection::vec(slot, 3)
    }

    proptest! {
        /// Against trying every combination of words.
        #[test]
        fn nothing_is_missed_and_nothing_invented(positions in positions(), room in 0_u32..8) {
            let (mut in_order, mut close_by) = (false, false);
            for a in &positions[0] {
                for b in &positions[1] {
                    for c in &positions[2] {
                        in_order |= a < b && b < c && c - a - 2 <= room;
                        let (start, end) = (a.min(b), a.max(b));
                        let gap = if c > end { c - end } else { start.saturating_sub(*c) };
                        close_by |= a != b && end - start <= room && (1..=room).contains(&gap);
                    }
                }
            }
            prop_assert_eq!(!phrase(3, room).stretches(&positions).is_empty(), in_order);
            let chain = close(room, (0..3).map(Arrangement::Slot));
            prop_assert_eq!(!chain.stretches(&positions).is_empty(), close_by);
        }
    }
}
