//! Tokenising: where the words of a text stand.
//!
//! A word is a run of letters, digits and marks ([`atoms()`]). Runs that touch by a hyphen, an apostrophe, a point and
//! the like are then looked at together: they may be one number ([`mod@number`]), one word with its gender form
//! ([`mod@gender`]), or a chain of words that also stands for the word they make together ([`Word::joined`]).

mod atoms;
mod number;
mod gender;

use crate::article::Span;
use atoms::{Atom, Glue, atoms};
use std::borrow::Cow;

/// A word where it stands in the (normalised) text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Which word of the text it is, counted from 0.
    pub position: u32,
    /// Its letters, in the case of the text.
    pub form: Cow<'t, str>,
    /// True for a word that is only there in pieces; it follows its first piece and shares that piece's position.
    pub joined: bool,
}

/// Chains of more words than this are no single word (addresses of web pages, lists) and get no joined form.
const LONGEST_CHAIN: usize = 6;

/// The words of a normalised text, in order.
pub fn tokenise(text: &str) -> Vec<Word<'_>> {
    let mut writer = Writer { words: Vec::with_capacity(text.len() / 6), position: 0 };
    let mut run = Vec::new();
    let mut units = Vec::new();
    for atom in atoms(text) {
        run.push(atom);
        if atom.glue == Glue::None {
            units_of(text, &run, &mut units);
            units.chunk_by(|left, right| left.chains_with(right)).for_each(|chain| writer.chain(chain));
            run.clear();
            units.clear();
        }
    }
    writer.words
}

/// One word or number, with what joins it to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit<'t> {
    span: Span,
    form: Cow<'t, str>,
    /// The form with both genders (*Politikerinnen* for *Politiker:innen*).
    full: Option<String>,
    glue: Glue,
}

impl Unit<'_> {
    /// True when this and the next one may be parts of one word.
    fn chains_with(&self, next: &Self) -> bool {
        match self.glue {
            Glue::Hyphen | Glue::Apostrophe => true,
            Glue::Point => is_letter(&self.form) && is_letter(&next.form),
            _ => false,
        }
    }

    fn longest(&self) -> &str {
        self.full.as_deref().unwrap_or(&self.form)
    }
}

fn is_letter(form: &str) -> bool {
    let mut chars = form.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Reads the words and numbers of a run of atoms that touch.
fn units_of<'t>(text: &'t str, run: &[Atom], units: &mut Vec<Unit<'t>>) {
    let mut rest = run;
    while let [first, ..] = rest {
        // After `3.` or `1,` a date or a list goes on.
        let begins = units.last().is_none_or(|last| !matches!(last.glue, Glue::Point | Glue::Comma | Glue::Space));
        let (unit, taken) = begins
            .then(|| number::read(text, rest))
            .flatten()
            .or_else(|| gender::read(text, rest))
            .or_else(|| possessive(text, rest))
            .unwrap_or_else(|| (plain(text, first), 1));
        units.push(unit);
        rest = &rest[taken..];
    }
}

fn plain<'t>(text: &'t str, atom: &Atom) -> Unit<'t> {
    let word = atom.form(text);
    let base = gender::before_capital(word);
    let full = base.map(|_| word.to_owned());
    Unit { span: atom.span, form: Cow::Borrowed(base.unwrap_or(word)), full, glue: atom.glue }
}

/// Reads a name with `'s`, whose form is the name alone.
fn possessive<'t>(text: &'t str, run: &[Atom]) -> Option<(Unit<'t>, usize)> {
    let [name, s, ..] = run else { return None };
    let ends_there = matches!(s.glue, Glue::None | Glue::Hyphen);
    if name.glue != Glue::Apostrophe || !ends_there || !s.form(text).eq_ignore_ascii_case("s") {
        return None;
    }
    let span = Span::new(name.span.start, s.span.end);
    Some((Unit { span, form: Cow::Borrowed(name.form(text)), full: None, glue: s.glue }, 2))
}

/// Numbers the words and adds the joined ones.
struct Writer<'t> {
    words: Vec<Word<'t>>,
    position: u32,
}

impl<'t> Writer<'t> {
    /// Adds the words of a chain of units and the word they make together.
    fn chain(&mut self, chain: &[Unit<'t>]) {
        let joined = joined(chain);
        for (place, unit) in chain.iter().enumerate() {
            self.add(unit.span, unit.form.clone(), false);
            if let Some(full) = &unit.full {
                self.add(unit.span, Cow::Owned(full.clone()), true);
            }
            if let (0, Some((span, form))) = (place, &joined) {
                self.add(*span, Cow::Owned(form.clone()), true);
            }
            self.position = self.position.saturating_add(1);
        }
    }

    fn add(&mut self, span: Span, form: Cow<'t, str>, joined: bool) {
        self.words.push(Word { span, position: self.position, form, joined });
    }
}

/// The word that a chain makes when written without hyphens, apostrophes and points.
///
/// Digits alone (`2024-2025`) make none.
fn joined(chain: &[Unit<'_>]) -> Option<(Span, String)> {
    let [first, .., last] = chain else { return None };
    let has_letters = chain.iter().any(|unit| unit.form.chars().any(char::is_alphabetic));
    let form = || chain.iter().map(Unit::longest).collect();
    (has_letters && chain.len() <= LONGEST_CHAIN).then(|| (Span::new(first.span.start, last.span.end), form()))
}

#[cfg(test)]
mod tests;
