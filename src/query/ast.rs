//! What was asked, as a tree: clauses of words and phrases.

use std::fmt;

/// A query as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ast {
    /// Its clauses, in the order typed.
    pub clauses: Vec<Clause>,
}

/// One word or phrase and how it counts.
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
    /// More of them rank higher.
    Should,
    /// Every hit has it.
    Must,
    /// No hit has it.
    MustNot,
}

/// What a clause looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// Words in any form, as typed between white space.
    Word(String),
    /// Words next to one another, in this order.
    Phrase(String),
}

impl fmt::Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, clause) in self.clauses.iter().enumerate() {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{clause}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.occur {
            Occur::Should => {}
            Occur::Must => f.write_str("+")?,
            Occur::MustNot => f.write_str("-")?,
        }
        match &self.matter {
            Matter::Word(word) => f.write_str(word),
            Matter::Phrase(phrase) => write!(f, "\"{phrase}\""),
        }
    }
}
