//! Limits of queries: what a query may cost before it is refused. Nothing is ever cut off in silence.

use crate::query::ast::{Ast, Condition, Matter, Sought, Term};

/// How large a query may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Characters of what is looked for, all together.
    pub length: usize,
    /// Words, patterns and conditions.
    pub clauses: usize,
    /// Brackets within brackets.
    pub depth: usize,
    /// Words of the index that one pattern, fuzzy word or expression stands for.
    pub expansions: usize,
    /// Memory for one pattern or expression, in bytes.
    pub pattern_memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { length: 20_000, clauses: 1_000, depth: 32, expansions: 10_000, pattern_memory: 1 << 20 }
    }
}

/// A query that is larger than a limit allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Too much text.
    #[error("the query is {found} characters long; at most {limit} are allowed")]
    Length {
        /// Characters it has.
        found: usize,
        /// Characters it may have.
        limit: usize,
    },
    /// Too many parts.
    #[error("the query has {found} words and conditions; at most {limit} are allowed")]
    Clauses {
        /// Parts it has.
        found: usize,
        /// Parts it may have.
        limit: usize,
    },
    /// Too many brackets.
    #[error("the query's brackets are nested more than {limit} deep")]
    Depth {
        /// Brackets that may be nested.
        limit: usize,
    },
    /// A pattern that stands for too much.
    #[error("{pattern} stands for more than {limit} words of this index; give more letters")]
    Expansions {
        /// As typed.
        pattern: String,
        /// Words it may stand for.
        limit: usize,
    },
    /// A pattern that is too expensive or can't be matched word by word.
    #[error("{pattern} is too large or holds what can't be looked for in single words: {reason}")]
    Pattern {
        /// As typed.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Limits {
    /// Checks the size of `ast`.
    ///
    /// # Errors
    /// [`Refusal::Length`], [`Refusal::Clauses`] and [`Refusal::Depth`].
    pub fn check(&self, ast: &Ast) -> Result<(), Refusal> {
        let size = Size::of(ast);
        if size.length > self.length {
            return Err(Refusal::Length { found: size.length, limit: self.length });
        }
        if size.clauses > self.clauses {
            return Err(Refusal::Clauses { found: size.clauses, limit: self.clauses });
        }
        if size.depth > self.depth {
            return Err(Refusal::Depth { limit: self.depth });
        }
        Ok(())
    }
}

/// How large a query is.
#[derive(Debug, Default)]
struct Size {
    length: usize,
    clauses: usize,
    depth: usize,
}

impl Size {
    fn of(ast: &Ast) -> Self {
        let mut size = Self::default();
        size.add(ast, 0);
        size
    }

    fn add(&mut self, ast: &Ast, depth: usize) {
        self.depth = self.depth.max(depth);
        for clause in ast.clauses() {
            match &clause.matter {
                Matter::Text(text) => self.sought(&text.sought),
                Matter::Condition(Condition::Name { value, .. }) => self.leaf(value),
                Matter::Condition(_) => self.leaf(""),
                Matter::Group(group) => self.add(group, depth + 1),
            }
        }
    }

    fn sought(&mut self, sought: &Sought) {
        match sought {
            Sought::Term(term) => self.term(term),
            Sought::Phrase { terms, .. } => terms.iter().for_each(|term| self.term(term)),
            Sought::Near { of, .. } | Sought::Any(of) => of.iter().for_each(|sought| self.sought(sought)),
        }
    }

    fn term(&mut self, term: &Term) {
        let (Term::Word(text)
        | Term::Exact(text)
        | Term::Wildcard(text)
        | Term::Regex(text)
        | Term::Fuzzy { word: text, .. }) = term;
        self.leaf(text);
    }

    fn leaf(&mut self, text: &str) {
        self.clauses += 1;
        self.length += text.chars().count();
    }
}
