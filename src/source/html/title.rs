//! The headline: stated in JSON-LD, in meta tags, and shown as a heading; where they differ, which one to believe.

use super::content::letters;
use crate::article::collapse_white_space;

/// What stands between a headline and the name of the house.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " • ", " · ", " :: ", " » ", " / "];
/// What follows a separator is a house's or section's name when it is not longer (characters).
const LONGEST_HOUSE: usize = 40;

/// The headlines that a page gives, each without outer white space; empty when it gives none.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidates {
    /// From JSON-LD or microdata.
    pub stated: String,
    /// From the tags for social networks.
    pub shared: String,
    /// The first-level heading.
    pub shown: String,
    /// The window's title.
    pub window: String,
}

/// Picks the headline.
///
/// The stated one, cut to what the others agree on when it carries a kicker or a house's name; what the reader sees when
/// the stated one is worded for search engines.
pub(super) fn choose(candidates: &Candidates) -> String {
    let Candidates { stated, shared, shown, window } = candidates;
    let shared = without_house(shared, &[shown, stated]);
    let shown = collapse_white_space(shown);
    if stated.is_empty() {
        let known = [&shared, &shown].into_iter().find(|title| !title.is_empty());
        return known.cloned().unwrap_or_else(|| without_house(window, &[]));
    }
    let stated = collapse_white_space(stated);
    let stated = cut_to(&stated, &[&shared, &shown]).unwrap_or(stated);
    if let Some(whole) = [&shown, &shared].into_iter().find(|title| is_start_of(&stated, title)) {
        return whole.clone();
    }
    match () {
        () if is_end_of(&shared, &stated) => shared,
        () if is_for_engines(&stated, &shared, &shown, window) => shown,
        () => stated,
    }
}

/// The stated headline repeats the window's title, which is worded for search engines, and nothing else does.
fn is_for_engines(stated: &str, shared: &str, shown: &str, window: &str) -> bool {
    let repeats = letters(window).starts_with(&letters(stated));
    repeats && !shown.is_empty() && !agree(stated, shown) && !agree(stated, shared)
}

/// Cuts off what another headline does not have: `Der Kai – Hafenpost – 12.03.2026` and `Der Kai` give `Der Kai`.
fn cut_to(title: &str, others: &[&str]) -> Option<String> {
    let others = others.iter().map(|other| collapse_white_space(other)).filter(|other| !other.is_empty());
    let begins = |other: &String| {
        let rest = title.strip_prefix(other.as_str());
        rest.is_some_and(|rest| rest.is_empty() || SEPARATORS.iter().any(|separator| rest.starts_with(separator)))
    };
    others.into_iter().find(begins)
}

/// Cuts off ` | House`: what another headline does not have, or what is short and stands after the last separator.
fn without_house(title: &str, others: &[&str]) -> String {
    let title = collapse_white_space(title);
    cut_to(&title, others).unwrap_or_else(|| {
        let cut = SEPARATORS.iter().filter_map(|separator| title.rfind(separator)).max();
        let short = |at: &usize| title[*at..].chars().count() <= LONGEST_HOUSE && at * 2 > title.len();
        cut.filter(short).map_or_else(|| title.clone(), |at| title[..at].to_owned())
    })
}

/// True when one is the other, or the other with a kicker before it.
fn agree(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && (one.ends_with(&other) || other.ends_with(&one))
}

/// True when `title` is what follows the kicker in `whole`.
fn is_end_of(title: &str, whole: &str) -> bool {
    let (title, whole) = (letters(title), letters(whole));
    !title.is_empty() && whole.len() > title.len() && whole.ends_with(&title)
}

/// True when `title` was cut off within `whole`, as search engines ask for.
fn is_start_of(title: &str, whole: &str) -> bool {
    let cut = title.trim_end_matches(['…', '.', ' ']);
    title.ends_with(['…', '.']) && !cut.is_empty() && letters(whole).starts_with(&letters(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_is_told_from_kicker_house_and_search_title() {
        // stated, shared, shown, window → chosen
        for (stated, shared, shown, window, expected) in [
            (
                "Der Kai wird teurer",
                "Der Kai wird teurer",
                "Der Kai wird teurer",
                "Der Kai | Hafenpost",
                "Der Kai wird teurer",
            ),
            ("", "Der Kai wird teurer – Hafenpost – 12.03.2026", "Der Kai wird teurer", "", "Der Kai wird teurer"),
            ("", "Der Kai wird teurer als gedacht | Hafenpost", "", "", "Der Kai wird teurer als gedacht"),
            ("", "", "", "Der Kai wird teurer als gedacht - Hafenpost", "Der Kai wird teurer als gedacht"),
            (
                "Umbau: Der Kai wird teurer",
                "Der Kai wird teurer",
                "Umbau Der Kai wird teurer",
                "",
                "Der Kai wird teurer",
            ),
            (
                "Hafen: Der Kai wird teurer",
                "Hafen: Der Kai wird teurer",
                "Der Kai wird teurer",
                "",
                "Hafen: Der Kai wird teurer",
            ),
            (
                "Kai Kosten Umbau",
                "Was der Kai kostet",
                "Der Kai wird teurer",
                "Kai Kosten Umbau | Hafenpost",
                "Der Kai wird teurer",
            ),
            (
                "Der Kai wird teurer",
                "Was der Kai kostet",
                "Was der Kai kostet",
                "Was der Kai kostet",
                "Der Kai wird teurer",
            ),
            (
                "Der Kai wird teurer als …",
                "Der Kai",
                "Der Kai wird teurer als gedacht",
                "",
                "Der Kai wird teurer als gedacht",
            ),
            ("Zuschlag für den Kai – und nun?", "", "", "", "Zuschlag für den Kai – und nun?"),
            ("", "", "", "", ""),
        ] {
            let candidates = [stated, shared, shown, window].map(str::to_owned);
            let [stated, shared, shown, window] = candidates;
            assert_eq!(choose(&Candidates { stated, shared, shown, window }), expected);
        }
    }
}
