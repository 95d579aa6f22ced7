//! States: their names, and the capitals and seats that stand for their governments.

use super::{Error, form_key};
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// A state, living or past.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Its usual name in German (`Großbritannien`).
    pub name: String,
    /// ISO 3166-1 alpha-2; former states keep their old code.
    pub code: String,
    /// Nouns that name it, in the nominative, without article (`Vereinigtes Königreich`, `UK`).
    pub forms: Vec<String>,
    /// Buildings and offices that can only mean its government (`Downing Street`).
    #[serde(default)]
    pub seats: Vec<String>,
    /// Cities used for its government (`London`), which are places first.
    #[serde(default)]
    pub capitals: Vec<String>,
    /// The article that goes with it, where it needs one (`die`).
    pub article: Option<String>,
}

/// A list of states with its look-up.
#[derive(Debug, Clone, Default)]
pub struct States {
    states: Vec<State>,
    by_form: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    state: Vec<State>,
}

impl States {
    /// The list that is compiled in.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<States> =
            LazyLock::new(|| States::parse(include_str!("../../data/lexicons/states.toml")).unwrap_or_default());
        &EMBEDDED
    }

    /// Reads a list of `[[state]]` tables.
    ///
    /// # Errors
    /// When `text` is not TOML of that shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Malformed { list: "states", source })?;
        let mut by_form = HashMap::new();
        for (i, state) in file.state.iter().enumerate() {
            for form in &state.forms {
                by_form.entry(form_key(form)).or_insert(i);
            }
        }
        Ok(Self { states: file.state, by_form })
    }

    /// All entries in the list's order.
    #[must_use]
    pub fn all(&self) -> &[State] {
        &self.states
    }

    /// The state called `form` (`USA`, `die Vereinigten Staaten` only in the nominative); capitals and seats do not count.
    #[must_use]
    pub fn by_form(&self, form: &str) -> Option<&State> {
        self.states.get(*self.by_form.get(&form_key(form))?)
    }

    /// The state of that canonical name; case does not matter.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&State> {
        self.by_form(name).filter(|state| form_key(&state.name) == form_key(name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn states_are_found_by_their_forms() {
        let states = States::embedded();
        for (form, name) in [("UK", "Großbritannien"), ("Vereinigte Staaten", "USA"), ("die Ukraine", "Ukraine")] {
            assert_eq!(states.by_form(form).unwrap().name, name);
        }
        assert!(states.by_form("Moskau").is_none() && states.named("UK").is_none() && states.named("japan").is_some());
    }

    #[test]
    fn the_embedded_list_is_well_kept() {
        let states = States::parse(include_str!("../../data/lexicons/states.toml")).unwrap();
        assert!(states.all().len() >= 195, "{} states", states.all().len());
        let names: Vec<String> = states.all().iter().map(|state| state.name.to_lowercase()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "sorted by name, none twice");
        let mut seen = HashSet::new();
        for state in states.all() {
            assert!(state.code.len() == 2 && state.code.bytes().all(|b| b.is_ascii_uppercase()), "{}", state.name);
            assert!(seen.insert(format!("code {}", state.code)), "{} is used twice", state.code);
            assert!(state.forms.contains(&state.name), "{}", state.name);
            for form in state.forms.iter().chain(&state.seats).chain(&state.capitals) {
                assert!(seen.insert(form.clone()), "{form} is claimed twice");
            }
        }
    }
}
