//! The headline: stated in JSON-LD, in meta tags, and shown as a heading; where they differ, which one to believe.

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
    let stated = without_house(stated, &[&shared, &shown]);
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

/// Cuts off ` | House`: what another headline does not have, or what is short and stands after the last separator.
fn without_house(title: &str, others: &[&str]) -> String {
    let title = collapse_white_space(title);
    let other = others.iter().map(|other| collapse_white_space(other)).find(|other| {
        let rest = if other.is_empty() { None } else { title.strip_prefix(other.as_str()) };
        rest.is_some_and(|rest| SEPARATORS.iter().any(|separator| rest.starts_with(separator)))
    });
    if let Some(other) = other {
        return other;
    }
    if others.iter().any(|other| collapse_white_space(other) == title) {
        return title;
    }
    let strong = &SEPARATORS[..];
    let cut = strong.iter().filter_map(|separator| title.rfind(separator)).max();
    let short = |at: &usize| title[*at..].chars().count() <= LONGEST_HOUSE && at * 2 > title.len();
    cut.filter(short).map_or_else(|| title.clone(), |at| title[..at].to_owned())
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

fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
