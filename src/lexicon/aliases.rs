//! Under which canonical names the lists know a name that a person typed.

use crate::lexicon::{Organisations, Outlets, States};

/// Canonical names of all entries that `name` stands for: a medium by name, short form or domain, a state or an
/// organisation by any form. Empty when no list knows it.
#[must_use]
pub fn canonical_names(name: &str) -> Vec<&'static str> {
    let outlets = Outlets::embedded();
    let medium = outlets.by_form(name).or_else(|| outlets.by_domain(name)).map(|medium| medium.name.as_str());
    let state = States::embedded().by_form(name).map(|state| state.name.as_str());
    let organisation = Organisations::embedded().by_form(name).map(|organisation| organisation.name.as_str());
    [medium, state, organisation].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_domains_lead_to_the_usual_name() {
        for (typed, name) in
            [("nyt", "New York Times"), ("nytimes.com", "New York Times"), ("USA", "USA"), ("dvrk", "Nordkorea")]
        {
            assert!(canonical_names(typed).contains(&name), "{typed}: {:?}", canonical_names(typed));
        }
        assert!(canonical_names("Wogenrade").is_empty());
    }
}
