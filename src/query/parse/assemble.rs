//! From what stands in one pair of brackets to clauses: NOT binds first, then NEAR, then words side by side, AND, OR.

use super::Reader;
use super::operator::Operator;
use super::term::has_word;
use crate::query::ast::{Ast, Clause, Condition, Matter, NameField, Occur, Scope, Sought, Term, Text};
use crate::query::note::Note;

/// A part of a query as it stands in its row.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// Something with its sign.
    Item(Item),
    /// An operator, as typed.
    Operator(Operator, String),
}

/// Something looked for and the sign before it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) sign: Option<Occur>,
    pub(super) matter: Matter,
}

/// NEARs within one another: what is deeper is hardly meant.
const DEEPEST_NEAR: usize = 8;
/// Most that one chain of NEARs joins.
const LONGEST_NEAR: usize = 32;

impl Reader<'_> {
    /// The parts of one pair of brackets as a tree.
    pub(super) fn assemble(&mut self, parts: Vec<Part>) -> Ast {
        let parts = self.with_lone_operators_as_words(parts);
        let parts = negated(parts);
        let parts = self.with_near_joined(parts);
        let (row, lifted) = lifted(parts);
        let mut clauses = joined(row);
        clauses.extend(side_by_side(lifted));
        Ast::new(clauses)
    }

    /// Operators that have nothing to join on a side are words.
    fn with_lone_operators_as_words(&mut self, parts: Vec<Part>) -> Vec<Part> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        let mut follows = false;
        // From the right, so that it is known whether something follows.
        for part in parts.into_iter().rev() {
            match part {
                Part::Operator(_, typed) if !follows => {
                    self.lone_operator(&typed, &mut kept);
                    follows = true;
                }
                Part::Operator(operator, typed) => {
                    kept.push(Part::Operator(operator, typed));
                    // Before NOT, another operator may stand: `A AND NOT B`.
                    follows = operator == Operator::Not;
                }
                item => {
                    kept.push(item);
                    follows = true;
                }
            }
        }
        kept.reverse();
        self.with_a_left_side(kept)
    }

    fn with_a_left_side(&mut self, parts: Vec<Part>) -> Vec<Part> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Part::Operator(operator, typed)
                    if operator != Operator::Not && !matches!(kept.last(), Some(Part::Item(_))) =>
                {
                    self.lone_operator(&typed, &mut kept);
                }
                part => kept.push(part),
            }
        }
        kept
    }

    fn lone_operator(&mut self, typed: &str, kept: &mut Vec<Part>) {
        self.note(Note::LoneOperator(typed.to_owned()));
        if has_word(typed) {
            let sought = Sought::Term(Term::Word(typed.to_owned()));
            kept.push(Part::Item(Item { sign: None, matter: Matter::Text(Text { scope: self.scope(), sought }) }));
        }
    }

    /// Joins what NEAR stands between; what can't be near is joined by AND.
    fn with_near_joined(&mut self, parts: Vec<Part>) -> Vec<Part> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            let between = matches!(kept.last(), Some(Part::Operator(Operator::Near(_), _)));
            match part {
                Part::Item(item) if between => self.join_near(&mut kept, item),
                part => kept.push(part),
            }
        }
        kept
    }

    fn join_near(&mut self, kept: &mut Vec<Part>, right: Item) {
        let operator = kept.pop();
        let left = kept.pop();
        let (Some(Part::Operator(Operator::Near(distance), typed)), Some(Part::Item(left))) = (operator, left) else {
            return kept.push(Part::Item(right));
        };
        let sides = (right.sign.is_none()).then(|| near_operand(&left.matter).zip(near_operand(&right.matter)));
        match sides.flatten() {
            Some(((scope, one), (other, two)))
                if scope == other && can_grow(&one) && near_depth(&two) < DEEPEST_NEAR =>
            {
                let sought = Sought::near(distance, one, two);
                kept.push(Part::Item(Item { sign: left.sign, matter: Matter::Text(Text { scope, sought }) }));
            }
            _ => {
                self.note(Note::NearOperand);
                kept.extend([Part::Item(left), Part::Operator(Operator::And, typed), Part::Item(right)]);
            }
        }
    }
}

/// `matter` as something that can be near: a text, or alternatives that all are.
fn near_operand(matter: &Matter) -> Option<(Scope, Sought)> {
    match matter {
        Matter::Text(text) => Some((text.scope, text.sought.clone())),
        Matter::Condition(_) => None,
        Matter::Group(group) if group.clauses().len() == 1 => {
            let only = group.clauses().first().filter(|only| only.occur == Occur::Should);
            only.and_then(|only| near_operand(&only.matter))
        }
        Matter::Group(group) if group.is_alternatives() => {
            let sides = group.clauses().iter().map(|clause| near_operand(&clause.matter));
            let sides: Vec<(Scope, Sought)> = sides.collect::<Option<_>>()?;
            let scope = sides.first()?.0;
            let same = sides.iter().all(|(other, _)| *other == scope);
            same.then(|| (scope, Sought::Any(sides.into_iter().map(|(_, sought)| sought).collect())))
        }
        Matter::Group(_) => None,
    }
}

fn can_grow(left: &Sought) -> bool {
    let long = matches!(left, Sought::Near { of, .. } if of.len() >= LONGEST_NEAR);
    !long && near_depth(left) < DEEPEST_NEAR
}

/// How deep NEARs are nested in `sought`; a chain at one distance is flat.
fn near_depth(sought: &Sought) -> usize {
    match sought {
        Sought::Near { of, .. } => 1 + of.iter().map(near_depth).max().unwrap_or(0),
        Sought::Any(of) => of.iter().map(near_depth).max().unwrap_or(0),
        Sought::Term(_) | Sought::Phrase { .. } => 0,
    }
}

/// NOT as the sign of what follows it; two of them are one.
fn negated(parts: Vec<Part>) -> Vec<Part> {
    let mut kept = Vec::with_capacity(parts.len());
    let mut not = false;
    for part in parts {
        match part {
            Part::Operator(Operator::Not, _) => not = true,
            Part::Item(item) if std::mem::take(&mut not) => {
                kept.push(Part::Item(Item { sign: Some(Occur::MustNot), ..item }));
            }
            part => kept.push(part),
        }
    }
    kept
}

/// Takes out what counts for the whole: signs and conditions that no operator stands beside.
fn lifted(parts: Vec<Part>) -> (Vec<Part>, Vec<Item>) {
    let is_operator = |part: Option<&Part>| matches!(part, Some(Part::Operator(..)));
    if !parts.iter().any(|part| is_operator(Some(part))) {
        let items = parts.into_iter().filter_map(|part| match part {
            Part::Item(item) => Some(item),
            Part::Operator(..) => None,
        });
        return (Vec::new(), items.collect());
    }
    let beside: Vec<bool> =
        (0..parts.len()).map(|i| i > 0 && is_operator(parts.get(i - 1)) || is_operator(parts.get(i + 1))).collect();
    let (mut row, mut whole) = (Vec::new(), Vec::new());
    for (part, beside) in parts.into_iter().zip(beside) {
        match part {
            Part::Item(item) if !beside && (item.sign.is_some() || item.matter.is_condition()) => whole.push(item),
            part => row.push(part),
        }
    }
    (row, whole)
}

/// Alternatives of what must come together.
fn joined(row: Vec<Part>) -> Vec<Clause> {
    let mut alternatives: Vec<Vec<Clause>> = Vec::new();
    for alternative in split(row, Operator::Or) {
        let sides = split(alternative, Operator::And).into_iter().filter_map(side);
        let sides: Vec<Clause> = sides.collect();
        if !sides.is_empty() {
            alternatives.push(sides);
        }
    }
    if alternatives.len() < 2 {
        let only = alternatives.pop().unwrap_or_default();
        let many = only.len() > 1;
        return only.into_iter().map(|side| if many { required(side) } else { side }).collect();
    }
    alternatives.into_iter().map(alternative).collect()
}

fn split(parts: Vec<Part>, at: Operator) -> Vec<Vec<Part>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    for part in parts {
        match part {
            Part::Operator(operator, _) if operator == at => rows.push(std::mem::take(&mut row)),
            part => row.push(part),
        }
    }
    rows.push(row);
    rows
}

/// What stands on one side of an operator.
fn side(parts: Vec<Part>) -> Option<Clause> {
    let mut items: Vec<Item> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Item(item) => items.push(item),
            Part::Operator(..) => {}
        }
    }
    match items.len() {
        0 => None,
        1 => items.pop().map(|item| Clause { occur: item.sign.unwrap_or(Occur::Should), matter: item.matter }),
        _ => Some(Clause::should(Matter::Group(Ast::new(side_by_side(items))))),
    }
}

fn required(side: Clause) -> Clause {
    Clause { occur: if side.occur == Occur::MustNot { Occur::MustNot } else { Occur::Must }, ..side }
}

/// One alternative; what it must not have stands in brackets of its own.
fn alternative(mut sides: Vec<Clause>) -> Clause {
    if sides.len() == 1 && sides[0].occur != Occur::MustNot {
        sides[0].occur = Occur::Should;
        return sides.remove(0);
    }
    Clause::should(Matter::Group(Ast::new(sides.into_iter().map(required).collect())))
}

/// Items without operators between them. Conditions on one field are alternatives, as they are for options of the
/// command line; all actors must be named, and periods narrow one another.
fn side_by_side(items: Vec<Item>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::with_capacity(items.len());
    let mut alike: Vec<(Alike, usize, Vec<Clause>)> = Vec::new();
    for item in items {
        let kind = item.sign.is_none().then(|| Alike::of(&item.matter)).flatten();
        let unsigned = if item.matter.is_condition() && kind.is_none() { Occur::Must } else { Occur::Should };
        let clause = Clause { occur: item.sign.unwrap_or(unsigned), matter: item.matter };
        match (kind, alike.iter_mut().find(|(known, ..)| Some(*known) == kind)) {
            (Some(_), Some((.., alternatives))) => alternatives.push(clause),
            (Some(kind), None) => {
                alike.push((kind, clauses.len(), vec![clause]));
                clauses.push(Clause::should(Matter::Group(Ast::default())));
            }
            (None, _) => clauses.push(clause),
        }
    }
    for (_, place, alternatives) in alike {
        clauses[place] = Clause { occur: Occur::Must, matter: Matter::Group(Ast::new(alternatives)) };
    }
    clauses
}

/// What makes conditions alternatives of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike {
    Name(NameField),
    Kind,
}

impl Alike {
    fn of(matter: &Matter) -> Option<Self> {
        match matter {
            Matter::Condition(Condition::Name { field, .. }) if *field != NameField::Actor => Some(Self::Name(*field)),
            Matter::Condition(Condition::Kind(_)) => Some(Self::Kind),
            _ => None,
        }
    }
}
