//! The kinds of names, and the labels by which a token tells its part in one.

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A party, company, authority, club, band or other body.
    Organisation,
    /// A medium that reports.
    Medium,
    /// A state, named by a noun.
    State,
    /// Any other place.
    Place,
    /// Events, works, products, laws and what else has a name.
    Other,
}

impl NameKind {
    /// All kinds in the order of their labels.
    pub const ALL: [Self; 6] = [Self::Person, Self::Organisation, Self::Medium, Self::State, Self::Place, Self::Other];

    /// The short name in data and output (`PER`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Medium => "MEDIA",
            Self::State => "STATE",
            Self::Place => "LOC",
            Self::Other => "OTH",
        }
    }

    /// The kind of that short name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where in a name a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// First of several.
    First,
    /// Between first and last.
    Inner,
    /// Last of several.
    Last,
    /// The whole name.
    Only,
}

/// A token's label: no name, or a part of a name of some kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Label(pub u8);

/// Number of labels.
pub const LABELS: usize = 25;
/// Number of labels that belong to a name; the label of all others always scores 0.
pub const NAMED: usize = LABELS - 1;

impl Label {
    /// Belongs to no name.
    pub const NONE: Self = Self(0);

    /// The label of that part of a name of that kind.
    #[must_use]
    pub const fn of(kind: NameKind, part: Part) -> Self {
        Self(1 + kind as u8 * 4 + part as u8)
    }

    /// All labels in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..25).map(Self)
    }

    /// The kind of name, if any.
    #[must_use]
    pub fn kind(self) -> Option<NameKind> {
        NameKind::ALL.get(usize::from(self.0.checked_sub(1)? / 4)).copied()
    }

    /// The part of the name, if any.
    #[must_use]
    pub fn part(self) -> Option<Part> {
        let part = self.0.checked_sub(1)? % 4;
        [Part::First, Part::Inner, Part::Last, Part::Only].get(usize::from(part)).copied()
    }

    /// True when a text may start with this label.
    #[must_use]
    pub fn may_start(self) -> bool {
        !matches!(self.part(), Some(Part::Inner | Part::Last))
    }

    /// True when a text may end with this label.
    #[must_use]
    pub fn may_end(self) -> bool {
        !matches!(self.part(), Some(Part::First | Part::Inner))
    }

    /// True when `next` may follow: names are closed before others open.
    #[must_use]
    pub fn may_precede(self, next: Self) -> bool {
        if self.may_end() { next.may_start() } else { !next.may_start() && self.kind() == next.kind() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_know_their_kind_and_part() {
        for kind in NameKind::ALL {
            assert_eq!(NameKind::from_code(kind.code()), Some(kind));
            for part in [Part::First, Part::Inner, Part::Last, Part::Only] {
                let label = Label::of(kind, part);
                assert_eq!((label.kind(), label.part()), (Some(kind), Some(part)));
            }
        }
        assert_eq!((Label::NONE.kind(), Label::NONE.part()), (None, None));
    }

    #[test]
    fn names_are_closed_before_others_open() {
        let person = |part| Label::of(NameKind::Person, part);
        assert!(person(Part::First).may_precede(person(Part::Last)));
        assert!(!person(Part::First).may_precede(Label::of(NameKind::Place, Part::Last)));
        assert!(!person(Part::First).may_precede(Label::NONE) && !Label::NONE.may_precede(person(Part::Inner)));
        assert!(person(Part::Only).may_precede(person(Part::Only)) && Label::NONE.may_precede(Label::NONE));
    }
}
