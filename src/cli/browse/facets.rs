//! What can be chosen to narrow the search: outlets, actors, a period.

use crate::query::{Day, Filters};

/// A name and how many articles go with it.
pub(crate) type Counted = (String, usize);

/// The names offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Offered {
    /// Publishers and cited media, with articles that either is true of.
    pub(crate) outlets: Vec<Counted>,
    /// Actors, with articles that name them.
    pub(crate) actors: Vec<Counted>,
}

/// One line of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row<'o> {
    Period,
    Outlet(&'o Counted),
    Actor(&'o Counted),
}

impl Offered {
    /// The lines that can be chosen, from top to bottom.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let outlets = self.outlets.iter().map(Row::Outlet);
        [Row::Period].into_iter().chain(outlets).chain(self.actors.iter().map(Row::Actor))
    }
}

/// Chooses what `row` stands for, or lets go of it; a period is typed instead.
pub(crate) fn toggle(filters: &mut Filters, row: Row<'_>) {
    let (names, name) = match row {
        Row::Period => return,
        Row::Outlet((name, _)) => (&mut filters.outlets, name),
        Row::Actor((name, _)) => (&mut filters.actors, name),
    };
    match names.iter().position(|chosen| chosen == name) {
        Some(at) => drop(names.remove(at)),
        None => names.push(name.clone()),
    }
}

/// Whether `row` has been chosen.
pub(crate) fn is_chosen(filters: &Filters, row: Row<'_>) -> bool {
    match row {
        Row::Period => filters.since.is_some() || filters.until.is_some(),
        Row::Outlet((name, _)) => filters.outlets.contains(name),
        Row::Actor((name, _)) => filters.actors.contains(name),
    }
}

/// Reads `2025-03..2025-09`, `2025-03..`, `..2025-09`, `2025`, or nothing for no period.
pub(crate) fn parse_period(text: &str) -> Option<(Option<Day>, Option<Day>)> {
    let text = text.trim();
    if text.is_empty() {
        return Some((None, None));
    }
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let day = |text: &str| if text.trim().is_empty() { Some(None) } else { Day::parse(text).map(Some) };
    Some((day(from)?, day(to)?))
}

/// A period as [`parse_period`] reads it.
pub(crate) fn period_text(filters: &Filters) -> String {
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    match (text(filters.since), text(filters.until)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from}..{to}"),
    }
}

/// All that narrows the search, in one line.
pub(crate) fn chosen_text(filters: &Filters) -> String {
    let listed = |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")));
    let period = Some(period_text(filters)).filter(|text| !text.is_empty());
    let parts = [
        listed("outlet", &filters.outlets),
        listed("publisher", &filters.publishers),
        listed("cites", &filters.cites),
        listed("actor", &filters.actors),
        listed("any actor", &filters.any_actors),
        listed("author", &filters.authors),
        listed("section", &filters.sections),
        period,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_shown() {
        for text in ["2025-03..2025-09", "2025-03..", "..2025-09-04", "2025", ""] {
            let (since, until) = parse_period(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(period_text(&Filters { since, until, ..Filters::default() }), text);
        }
        for text in ["gestern", "2025-13", "2025..x", "2025-01-01..2025-02-30"] {
            assert_eq!(parse_period(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_chosen_twice_is_let_go() {
        let offered = Offered { outlets: vec![("Bote".into(), 3)], actors: vec![("Ohlsen".into(), 1)] };
        let mut filters = Filters::default();
        for row in offered.rows() {
            toggle(&mut filters, row);
        }
        assert_eq!(chosen_text(&filters), "outlet: Bote · actor: Ohlsen");
        assert_eq!(offered.rows().map(|row| is_chosen(&filters, row)).collect::<Vec<_>>(), [false, true, true]);
        for row in offered.rows() {
            toggle(&mut filters, row);
        }
        assert_eq!(filters, Filters::default());
    }
}
