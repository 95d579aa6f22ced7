//! What was asked, as a tree. Every operator comes down to three signs: a clause may match, must, or must not.
//!
//! `A AND B` is `+A +B`, `A OR B` is `A B`, `NOT A` is `-A`; brackets make a clause of clauses. Printed ([`Display`]) and
//! parsed again, a tree is the same.
//!
//! [`Display`]: std::fmt::Display

use crate::passage::PassageKind;
use crate::query::Day;

/// A query as read: clauses in the order typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ast {
    clauses: Vec<Clause>,
}

/// One thing looked for and how it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// How it counts.
    pub occur: Occur,
    /// What is looked for.
    pub matter: Matter,
}

/// How a clause counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// More of them rank higher; where nothing must match, one of them does.
    Should,
    /// Every hit has it.
    Must,
    /// No hit has it.
    MustNot,
}

/// What a clause looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// Words of a text.
    Text(Text),
    /// Something that a passage or its article is known by.
    Condition(Condition),
    /// What stands in brackets.
    Group(Ast),
}

/// Words, and where they are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where.
    pub scope: Scope,
    /// What.
    pub sought: Sought,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The passage, its article's title and its subhead.
    #[default]
    All,
    /// The article's title: true of all its passages.
    Title,
    /// Passages from the lead.
    Lead,
    /// Captions of pictures.
    Caption,
}

/// Words and how they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// One word.
    Term(Term),
    /// Words in this order.
    Phrase {
        /// The words; never none.
        terms: Vec<Term>,
        /// How many further words may stand between them, all in all.
        slop: u32,
    },
    /// What stands close together, in any order.
    Near {
        /// How many words on the next one stands at most: neighbours are 1 apart.
        distance: u32,
        /// At least two; each is near the stretch that those before it take up.
        of: Vec<Sought>,
    },
    /// One of several; within [`Sought::Near`] only, for elsewhere they are clauses.
    Any(Vec<Sought>),
}

/// A word as typed; without white space and quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// In any form. Several where hyphens and the like join them.
    Word(String),
    /// In this very form, capitals aside.
    Exact(String),
    /// With `*` for any letters, also none, and `?` for one.
    Wildcard(String),
    /// Spelled like this or nearly so.
    Fuzzy {
        /// The word.
        word: String,
        /// Letters that may be put in, left out, changed, or swapped with their neighbour: 0 to 2.
        edits: u8,
    },
    /// What a regular expression matches as a whole.
    Regex(String),
}

/// Something that a passage or its article is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A name.
    Name {
        /// Whose.
        field: NameField,
        /// As typed; without quotation marks.
        value: String,
    },
    /// What the passage is.
    Kind(PassageKind),
    /// When the article was published; one border is there.
    Date {
        /// On this day or later.
        since: Option<Day>,
        /// On this day or earlier.
        until: Option<Day>,
    },
}

/// Whose name is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameField {
    /// The publisher or a cited medium.
    Outlet,
    /// The publisher.
    Publisher,
    /// A medium cited in the passage.
    Cites,
    /// An actor in the passage.
    Actor,
    /// Who wrote the article.
    Author,
    /// Where it appeared.
    Section,
}

impl Ast {
    /// A query of `clauses`, in one of the several forms that mean the same: brackets that change nothing are left out,
    /// and a condition narrows what stands beside it unless all clauses are alternatives.
    #[must_use]
    pub fn new(clauses: Vec<Clause>) -> Self {
        let mut plain: Vec<Clause> = Vec::with_capacity(clauses.len());
        for clause in clauses {
            open(clause, &mut plain);
        }
        let alternatives = plain.len() > 1 && plain.iter().all(|clause| clause.occur == Occur::Should);
        if !alternatives {
            let loose = |clause: &&mut Clause| clause.occur == Occur::Should && clause.matter.is_condition();
            plain.iter_mut().filter(loose).for_each(|clause| clause.occur = Occur::Must);
        }
        Self { clauses: plain }
    }

    /// Its clauses, in the order typed.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// True when it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// True when it says only what hits must not have.
    #[must_use]
    pub fn only_excludes(&self) -> bool {
        !self.is_empty() && self.clauses.iter().all(|clause| clause.occur == Occur::MustNot)
    }

    /// True when its clauses are alternatives, conditions among them or not.
    pub(crate) fn is_alternatives(&self) -> bool {
        self.clauses.len() > 1 && self.clauses.iter().all(|clause| clause.occur == Occur::Should)
    }
}

/// Adds `clause` without brackets that change nothing.
fn open(clause: Clause, plain: &mut Vec<Clause>) {
    let Matter::Group(Ast { mut clauses }) = clause.matter else { return plain.push(clause) };
    let words_only = clauses.iter().all(|inner| inner.occur == Occur::Should && !inner.matter.holds_condition());
    match clauses.len() {
        0 => {}
        // Of two signs, the outer one counts; a single condition loses the sign that it got for standing alone.
        1 if clauses[0].occur != Occur::MustNot => {
            let inner = clauses.remove(0);
            open(Clause { occur: clause.occur, ..inner }, plain);
        }
        _ if words_only && clause.occur == Occur::Should => plain.append(&mut clauses),
        _ => plain.push(Clause { matter: Matter::Group(Ast { clauses }), ..clause }),
    }
}

impl Matter {
    /// True for a condition and for brackets with nothing else in them: it narrows a search and adds nothing to scores.
    #[must_use]
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Condition(_) => true,
            Self::Group(group) => group.clauses.iter().all(|clause| clause.matter.is_condition()),
        }
    }

    fn holds_condition(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Condition(_) => true,
            Self::Group(group) => group.clauses.iter().any(|clause| clause.matter.holds_condition()),
        }
    }
}

impl Clause {
    /// A clause that may match.
    #[must_use]
    pub fn should(matter: Matter) -> Self {
        Self { occur: Occur::Should, matter }
    }
}

impl Sought {
    /// `left` and `right` at most `distance` words apart; a chain at one distance is kept as one list.
    #[must_use]
    pub fn near(distance: u32, left: Self, right: Self) -> Self {
        match left {
            Self::Near { distance: same, mut of } if same == distance => {
                of.push(right);
                Self::Near { distance, of }
            }
            left => Self::Near { distance, of: vec![left, right] },
        }
    }
}
