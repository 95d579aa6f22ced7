//! Numbers: groups of thousands and decimal commas.

use super::Unit;
use super::atoms::{Atom, Glue};
use crate::article::Span;
use std::borrow::Cow;

/// Reads a number that is written in several atoms: `30.000` (also `30'000`, and with a narrow space), `2,5`,
/// `1.234,56`. Its form has no signs for thousands. Dates, times and versions are no such numbers.
pub fn read<'t>(text: &'t str, run: &[Atom]) -> Option<(Unit<'t>, usize)> {
    let first = run.first().filter(|atom| atom.is_number(text))?;
    let groups = thousands(text, run).unwrap_or(1);
    let taken = if decimals(text, &run[groups - 1..]) { groups + 1 } else { groups };
    let last = run.get(taken - 1)?;
    if taken == 1 {
        return None;
    }
    let mut form: String = run[..groups].iter().map(|atom| atom.form(text)).collect();
    if taken > groups {
        form.push(',');
        form.push_str(last.form(text));
    }
    let span = Span::new(first.span.start, last.span.end);
    Some((Unit { span, form: Cow::Owned(form), full: None, glue: last.glue }, taken))
}

/// How many atoms at the beginning of the run are groups of one number, when it is grouped at all.
fn thousands(text: &str, run: &[Atom]) -> Option<usize> {
    let (first, sign) = (run[0].form(text), run[0].glue);
    let grouped = matches!(sign, Glue::Point | Glue::Apostrophe | Glue::Space);
    if !grouped || first.len() > 3 || first.starts_with('0') {
        return None;
    }
    let is_group = |atom: &&Atom| atom.is_number(text) && atom.span.len() == 3;
    let mut count = 1;
    while run[count - 1].glue == sign {
        run.get(count).filter(is_group)?;
        count += 1;
    }
    Some(count)
}

/// True when the last group is followed by one comma and digits.
fn decimals(text: &str, run: &[Atom]) -> bool {
    matches!(run, [last, next, ..] if last.glue == Glue::Comma && next.is_number(text) && next.glue != Glue::Comma)
}
