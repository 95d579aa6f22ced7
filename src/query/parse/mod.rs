//! Reads a query as people type it. Nothing typed is an error: what is not understood is read as words, or passed over,
//! and said in a [`Note`].
//!
//! The grammar stands in `docs/query-syntax.md`. [`Reader`] goes over the text once and turns it into rows of parts, one
//! row for each pair of brackets; [`mod@assemble`] makes clauses of a row, [`mod@term`] a word or pattern of one piece.

mod assemble;
mod operator;
mod term;

use crate::query::ast::{Ast, Clause, Condition, Matter, NameField, Occur, Scope, Sought, Term, Text};
use crate::query::day::Day;
use crate::query::field::{Field, kind_named};
use crate::query::note::{Note, Notes};
use assemble::{Item, Part};
use operator::{FARTHEST, Operator};
use term::{is_gendered, term, word};

/// Marks that open and close a phrase; German and French quotation marks count like the straight one.
const QUOTES: &[char] = &['"', '„', '“', '”', '«', '»'];
/// Spaces that hold together what stands on both sides.
const HOLDING: &[char] = &['\u{A0}', '\u{2009}', '\u{202F}'];
/// Brackets deeper than this are passed over, so that no query exhausts the stack.
const DEEPEST: usize = 64;

/// A query as read, and what of it was not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked for.
    pub ast: Ast,
    /// What was not understood and how it was taken instead, each once.
    pub notes: Vec<Note>,
}

/// Reads `text`, whatever it is.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut reader = Reader { rest: text, text, scopes: Vec::new(), passed_over: 0, notes: Notes::default() };
    let ast = reader.row(0);
    if ast.only_excludes() {
        reader.note(Note::OnlyExcludes);
    }
    Parsed { ast, notes: reader.notes.into_vec() }
}

/// True when `word` as a piece of a query means just this word, wherever it stands.
pub(crate) fn reads_as_itself(word: &str) -> bool {
    if Operator::read(word).is_some() {
        return false;
    }
    let itself = Sought::Term(Term::Word(word.to_owned()));
    match parse(word).ast.clauses() {
        [Clause { occur: Occur::Should, matter: Matter::Text(text) }] => {
            *text == Text { scope: Scope::All, sought: itself }
        }
        _ => false,
    }
}

/// Goes over a query from left to right.
struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
    /// The fields whose brackets are open, innermost last.
    scopes: Vec<Field>,
    /// Brackets open that were passed over.
    passed_over: usize,
    notes: Notes,
}

impl<'t> Reader<'t> {
    fn note(&mut self, note: Note) {
        self.notes.add(note);
    }

    /// Where words are looked for that have no field of their own.
    fn scope(&self) -> Scope {
        match self.scopes.last() {
            Some(Field::Text(scope)) => *scope,
            _ => Scope::All,
        }
    }

    /// Reads up to the bracket that closes, or to the end.
    fn row(&mut self, depth: usize) -> Ast {
        let mut parts = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() {
                if depth > 0 {
                    self.note(Note::OpenBracket);
                }
                break;
            }
            if let Some(rest) = self.rest.strip_prefix(')') {
                self.rest = rest;
                if self.closes(depth) {
                    break;
                }
                continue;
            }
            parts.extend(self.part(depth));
        }
        self.assemble(parts)
    }

    /// Whether a closing bracket closes the row at `depth`.
    fn closes(&mut self, depth: usize) -> bool {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return false;
        }
        if depth == 0 {
            self.note(Note::LoneBracket);
        }
        depth > 0
    }

    fn part(&mut self, depth: usize) -> Option<Part> {
        if let Some((operator, typed)) = self.operator() {
            return Some(Part::Operator(operator, typed.to_owned()));
        }
        let sign = self.sign();
        let matter = self.matter(depth)?;
        Some(Part::Item(Item { sign, matter }))
    }

    fn operator(&mut self) -> Option<(Operator, &'t str)> {
        let end = self.rest.find(|c: char| c.is_whitespace() || is_bracket(c) || is_quote(c));
        let (piece, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let operator = Operator::read(piece)?;
        self.rest = rest;
        Some((operator, piece))
    }

    /// A sign counts only right before what it belongs to: `a - b` and `Ost-West` have none.
    fn sign(&mut self) -> Option<Occur> {
        let occur = match self.rest.chars().next()? {
            '+' => Occur::Must,
            '-' => Occur::MustNot,
            _ => return None,
        };
        let rest = &self.rest[1..];
        rest.starts_with(begins).then(|| {
            self.rest = rest;
            occur
        })
    }

    /// A group, a field with its value, a phrase, or a piece.
    fn matter(&mut self, depth: usize) -> Option<Matter> {
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            return self.group(depth);
        }
        if let Some(field) = self.field() {
            return self.value(field, depth);
        }
        self.leaf()
    }

    fn group(&mut self, depth: usize) -> Option<Matter> {
        if depth >= DEEPEST {
            self.note(Note::DeepBrackets);
            self.passed_over += 1;
            return None;
        }
        let group = self.row(depth + 1);
        (!group.is_empty()).then_some(Matter::Group(group))
    }

    /// The name of a field and its colon, when a value stands right after them.
    fn field(&mut self) -> Option<Field> {
        let end = self.rest.find(|c: char| !c.is_alphabetic())?;
        let (name, after) = self.rest.split_at(end);
        let value = after.strip_prefix(':').filter(|_| !name.is_empty())?;
        let ending = value.find(|c: char| !c.is_alphabetic()).unwrap_or(value.len());
        let gendered = is_gendered(&self.rest[..end + 1 + ending]);
        // *Autor:in* is a person, `autor:in` asks for one.
        let known = Field::named(name).filter(|_| !gendered || name.starts_with(char::is_lowercase));
        let Some(field) = known else {
            if !gendered {
                self.note_unknown_field(name, value);
            }
            return None;
        };
        if value.is_empty() || value.starts_with(|c: char| c.is_whitespace() || c == ')') {
            // A word before a colon begins many a headline; in small letters it was probably meant as a field.
            if name.starts_with(char::is_lowercase) {
                self.note(Note::EmptyField(name.to_owned()));
            }
            return None;
        }
        self.rest = value;
        Some(field)
    }

    /// `Merz: Kanzler`, `5:3` and addresses are no fields and nothing is said of them.
    fn note_unknown_field(&mut self, name: &str, value: &str) {
        let attempt = value.starts_with(|c: char| c.is_alphabetic() || c == '(' || is_quote(c));
        if attempt {
            self.note(Note::UnknownField(name.to_owned()));
        }
    }

    fn value(&mut self, field: Field, depth: usize) -> Option<Matter> {
        self.scopes.push(field);
        let matter = match self.rest.strip_prefix('(') {
            Some(rest) => {
                self.rest = rest;
                self.group(depth)
            }
            None => self.leaf(),
        };
        self.scopes.pop();
        matter
    }

    /// A phrase or a piece, in the field whose value is read.
    fn leaf(&mut self) -> Option<Matter> {
        match self.scopes.last().copied() {
            Some(field @ (Field::Name(_) | Field::Date | Field::Kind)) => self.condition(field),
            _ => {
                let scope = self.scope();
                self.sought().map(|sought| Matter::Text(Text { scope, sought }))
            }
        }
    }

    fn sought(&mut self) -> Option<Sought> {
        let exact = self.rest.strip_prefix('=').filter(|rest| rest.starts_with(QUOTES));
        if let Some(rest) = exact {
            self.rest = rest;
        }
        if self.rest.starts_with(QUOTES) {
            return self.phrase(exact.is_some());
        }
        let (piece, rest) = self.piece();
        self.rest = rest;
        term(piece, &mut self.notes)
    }

    /// A phrase up to the next quotation mark; one that is not closed goes on to the end.
    fn phrase(&mut self, exact: bool) -> Option<Sought> {
        let inner = self.quoted()?;
        let slop = self.slop();
        let mut terms = Vec::new();
        for piece in inner.split(|c: char| c.is_whitespace() && !HOLDING.contains(&c)) {
            match term(piece, &mut self.notes) {
                Some(Sought::Phrase { terms: several, .. }) => terms.extend(several),
                Some(Sought::Term(term)) => terms.push(term),
                _ => {}
            }
        }
        if exact {
            terms = terms.into_iter().flat_map(as_exact).collect();
        }
        (!terms.is_empty()).then_some(Sought::Phrase { terms, slop })
    }

    /// What stands between quotation marks. A mark without a partner is one only where a phrase could begin.
    fn quoted(&mut self) -> Option<&'t str> {
        let before = self.text[..self.text.len() - self.rest.len()].chars().next_back();
        let inner = self.rest.strip_prefix(QUOTES)?;
        if let Some((phrase, rest)) = inner.split_once(QUOTES) {
            self.rest = rest;
            return Some(phrase);
        }
        self.note(Note::OpenQuote);
        let begins = before.is_none_or(|c| !c.is_alphanumeric()) && inner.starts_with(|c: char| !c.is_whitespace());
        self.rest = if begins { "" } else { inner };
        begins.then_some(inner)
    }

    fn slop(&mut self) -> u32 {
        let Some(number) = self.rest.strip_prefix('~') else { return 0 };
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (digits, rest) = number.split_at(end);
        self.rest = rest;
        if digits.is_empty() { 0 } else { digits.parse().unwrap_or(FARTHEST).min(FARTHEST) }
    }

    /// The next piece, up to white space, a quotation mark, or a bracket that closes a row; and what comes after it.
    fn piece(&self) -> (&'t str, &'t str) {
        let rest = self.rest;
        let mut open = 0_usize;
        let ends = |(at, c): (usize, char)| {
            let own = c == ')' && open > 0;
            open = match c {
                '(' => open + 1,
                ')' if own => open - 1,
                _ => open,
            };
            let ends = c.is_whitespace() || is_quote(c) || c == ')' && !own;
            ends.then_some(at)
        };
        let end = regex_end(rest).or_else(|| rest.char_indices().find_map(ends));
        rest.split_at(end.unwrap_or(rest.len()))
    }

    fn condition(&mut self, field: Field) -> Option<Matter> {
        let value = if self.rest.starts_with(QUOTES) {
            self.quoted()?
        } else {
            let (piece, rest) = self.piece();
            self.rest = rest;
            piece
        };
        let value = value.trim();
        let condition = match field {
            Field::Name(field) => return self.name(field, value).map(Matter::Condition),
            Field::Kind => kind_named(value.trim_end_matches([',', '.'])).map(Condition::Kind),
            _ => date(value.trim_end_matches([',', ';'])),
        };
        if condition.is_none() {
            let value = value.to_owned();
            self.note(if field == Field::Kind { Note::NoKind(value) } else { Note::NoDate(value) });
        }
        condition.map(Matter::Condition).or_else(|| words(value))
    }

    fn name(&mut self, field: NameField, value: &str) -> Option<Condition> {
        if value.is_empty() {
            self.note(Note::NoName(format!("{field}:\"\"")));
            return None;
        }
        Some(Condition::Name { field, value: value.to_owned() })
    }
}

/// Each word of `text` for itself.
fn words(text: &str) -> Option<Matter> {
    let words = text.split_whitespace().filter_map(word);
    let text = |sought| Clause::should(Matter::Text(Text { scope: Scope::All, sought }));
    let group = Ast::new(words.map(text).collect());
    (!group.is_empty()).then_some(Matter::Group(group))
}

/// A word of an exact phrase.
fn as_exact(inexact: Term) -> Vec<Term> {
    let Term::Word(word) = inexact else { return vec![inexact] };
    match term(&format!("={word}"), &mut Notes::default()) {
        Some(Sought::Phrase { terms, .. }) => terms,
        Some(Sought::Term(term)) => vec![term],
        _ => Vec::new(),
    }
}

fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')')
}

/// True for what a sign can stand before.
fn begins(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '+' | '-' | ')')
}

/// Where an expression between slashes ends, brackets and quotation marks in it or not.
fn regex_end(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('/')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if c.is_whitespace() {
            return None;
        }
        if c == '/' && !escaped {
            let end = 1 + at + 1;
            let after = text[end..].chars().next();
            let ends = after.is_none_or(|c| c.is_whitespace() || is_quote(c) || matches!(c, ')' | ',' | ';'));
            return ends.then_some(end);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// A day, month or year, a period `from..to`, or one with `>=`, `>`, `<=`, `<` before its border.
fn date(text: &str) -> Option<Condition> {
    let (since, until) = if let Some((from, to)) = text.split_once("..") {
        (border(from)?, border(to)?)
    } else if let Some(day) = text.strip_prefix(">=") {
        (Some(Day::parse(day)?), None)
    } else if let Some(day) = text.strip_prefix("<=") {
        (None, Some(Day::parse(day)?))
    } else if let Some(day) = text.strip_prefix('>') {
        (Some(Day::parse(day)?.next()?), None)
    } else if let Some(day) = text.strip_prefix('<') {
        (None, Some(Day::parse(day)?.previous()?))
    } else {
        let day = Day::parse(text)?;
        (Some(day), Some(day))
    };
    (since.is_some() || until.is_some()).then_some(Condition::Date { since, until })
}

/// The border of a period; an empty one is open.
fn border(text: &str) -> Option<Option<Day>> {
    if text.is_empty() { Some(None) } else { Day::parse(text).map(Some) }
}

#[cfg(test)]
mod tests;
