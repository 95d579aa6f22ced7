//! Organisations: parties, authorities, courts, companies, unions, clubs and others that act in the news.

use super::{Error, form_key};
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// A body that acts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its usual name in German (`Vereinte Nationen`).
    pub name: String,
    /// What kind of body it is.
    pub kind: OrganisationKind,
    /// What texts call it, in the nominative, its name among them (`Uno`, `UN`).
    pub forms: Vec<String>,
    /// The forms that are common words or names too (`Union`, `Ford`).
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

/// The kinds of organisations, as far as annotation treats them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrganisationKind {
    /// A political party.
    Party,
    /// A body of several states.
    International,
    /// A parliament, government, ministry or authority.
    Body,
    /// A court.
    Court,
    /// An armed force of a state.
    Army,
    /// An armed group that is no state's.
    Militia,
    /// A company.
    Company,
    /// A union of employees.
    Union,
    /// An association of companies, professions or members.
    Association,
    /// A non-governmental or relief organisation, or a movement.
    Ngo,
    /// A church or religious body.
    Church,
    /// A university, institute, foundation or think tank.
    Institute,
    /// A sports club, league or association.
    Club,
}

impl Organisation {
    /// True when `form` is also a common word or name.
    #[must_use]
    pub fn is_ambiguous(&self, form: &str) -> bool {
        self.ambiguous.iter().any(|other| other == form)
    }
}

/// A list of organisations with its look-up.
#[derive(Debug, Clone, Default)]
pub struct Organisations {
    organisations: Vec<Organisation>,
    by_form: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    organisation: Vec<Organisation>,
}

impl Organisations {
    /// The list that is compiled in.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Organisations> = LazyLock::new(|| {
            Organisations::parse(include_str!("../../data/lexicons/organisations.toml")).unwrap_or_default()
        });
        &EMBEDDED
    }

    /// Reads a list of `[[organisation]]` tables.
    ///
    /// # Errors
    /// When `text` is not TOML of that shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Malformed { list: "organisations", source })?;
        let mut by_form = HashMap::new();
        for (i, organisation) in file.organisation.iter().enumerate() {
            for form in &organisation.forms {
                by_form.entry(form_key(form)).or_insert(i);
            }
        }
        Ok(Self { organisations: file.organisation, by_form })
    }

    /// All entries in the list's order.
    #[must_use]
    pub fn all(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The organisation called `form` (`BKA`, `Die Grünen` is not one, `Grüne` is); case does not matter.
    #[must_use]
    pub fn by_form(&self, form: &str) -> Option<&Organisation> {
        self.organisations.get(*self.by_form.get(&form_key(form))?)
    }

    /// The organisation of that canonical name; case does not matter.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Organisation> {
        self.by_form(name).filter(|organisation| form_key(&organisation.name) == form_key(name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn organisations_are_found_by_their_forms() {
        let organisations = Organisations::embedded();
        for (form, name) in [("UNO", "Vereinte Nationen"), ("BKA", "Bundeskriminalamt"), ("Uno", "Vereinte Nationen")] {
            assert_eq!(organisations.by_form(form).unwrap().name, name);
        }
        assert!(organisations.named("BKA").is_none());
        assert!(organisations.by_form("Gartenzaun").is_none());
    }

    #[test]
    fn the_embedded_list_is_well_kept() {
        let organisations = Organisations::parse(include_str!("../../data/lexicons/organisations.toml")).unwrap();
        assert!(organisations.all().len() >= 400, "{} organisations", organisations.all().len());
        let names: Vec<String> = organisations.all().iter().map(|entry| entry.name.to_lowercase()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "sorted by name, none twice");
        let mut seen = HashSet::new();
        for entry in organisations.all() {
            assert!(entry.forms.contains(&entry.name), "{}", entry.name);
            assert!(entry.ambiguous.iter().all(|form| entry.forms.contains(form)), "{}", entry.name);
            for form in &entry.forms {
                assert!(seen.insert(form.clone()), "{form} is claimed twice");
            }
        }
    }
}
