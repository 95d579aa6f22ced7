//! Media: what they are called, in which forms, and under which domains they publish.

use super::{Error, form_key};
use crate::article::MediumKind;
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// A newspaper, magazine, broadcaster, agency or portal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medium {
    /// Its usual name in German (`Die Zeit`, `New York Times`).
    pub name: String,
    /// What kind of medium it is.
    pub kind: MediumKind,
    /// Country of its seat, ISO 3166-1 alpha-2.
    pub country: String,
    /// What texts call it, without article, in the nominative (`Zeit`, `NYT`).
    #[serde(default)]
    pub forms: Vec<String>,
    /// Domains under which it publishes, in lower case, without `www.`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The forms that are common words or names too, and name the medium only where the context says so.
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

impl Medium {
    /// True when `form` is also a common word or name.
    #[must_use]
    pub fn is_ambiguous(&self, form: &str) -> bool {
        self.ambiguous.iter().any(|other| other == form)
    }
}

/// A list of media with its look-ups.
#[derive(Debug, Clone, Default)]
pub struct Outlets {
    media: Vec<Medium>,
    by_form: HashMap<String, usize>,
    by_domain: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlet: Vec<Medium>,
}

impl Outlets {
    /// The list that is compiled in.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Outlets> =
            LazyLock::new(|| Outlets::parse(include_str!("../../data/lexicons/outlets.toml")).unwrap_or_default());
        &EMBEDDED
    }

    /// Reads a list of `[[outlet]]` tables.
    ///
    /// # Errors
    /// When `text` is not TOML of that shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Malformed { list: "outlets", source })?;
        Ok(Self::new(file.outlet))
    }

    /// Builds the look-ups; where two entries claim a form or domain, the first keeps it.
    #[must_use]
    pub fn new(media: Vec<Medium>) -> Self {
        let (mut by_form, mut by_domain) = (HashMap::new(), HashMap::new());
        for (i, medium) in media.iter().enumerate() {
            for form in std::iter::once(&medium.name).chain(&medium.forms) {
                by_form.entry(form_key(form)).or_insert(i);
            }
            for domain in &medium.domains {
                by_domain.entry(domain.clone()).or_insert(i);
            }
        }
        Self { media, by_form, by_domain }
    }

    /// The same list with `own` laid over it: its entries come first, and replace those of the same name.
    #[must_use]
    pub fn overlaid(&self, own: Self) -> Self {
        let kept = self.media.iter().filter(|medium| own.named(&medium.name).is_none()).cloned().collect::<Vec<_>>();
        Self::new(own.media.into_iter().chain(kept).collect())
    }

    /// Checks what a list has to keep to: names, and ambiguous forms that are forms.
    ///
    /// # Errors
    /// [`Error::Entry`] for the first entry that does not.
    pub fn check(&self) -> Result<(), Error> {
        for medium in &self.media {
            let stray = medium.ambiguous.iter().find(|form| !medium.forms.contains(form));
            let reason = match stray {
                Some(form) => format!("the ambiguous form {form:?} is not among its forms"),
                None if medium.name.trim().is_empty() => "it has no name".to_owned(),
                None => continue,
            };
            return Err(Error::Entry { list: "outlets", entry: medium.name.clone(), reason });
        }
        Ok(())
    }

    /// All entries in the list's order.
    #[must_use]
    pub fn all(&self) -> &[Medium] {
        &self.media
    }

    /// The medium called `form` (`NYT`, `die Zeit`); case and a leading article do not matter.
    #[must_use]
    pub fn by_form(&self, form: &str) -> Option<&Medium> {
        self.media.get(*self.by_form.get(&form_key(form))?)
    }

    /// The medium that publishes under `domain` or a domain above it (`edition.cnn.com` is found by `cnn.com`).
    #[must_use]
    pub fn by_domain(&self, domain: &str) -> Option<&Medium> {
        let domain = domain.to_lowercase();
        let mut rest = domain.trim_end_matches('.');
        loop {
            if let Some(&i) = self.by_domain.get(rest) {
                return self.media.get(i);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The medium of that canonical name; case and a leading article do not matter.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Medium> {
        self.by_form(name).filter(|medium| form_key(&medium.name) == form_key(name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn media_are_found_by_form_domain_and_name() {
        let outlets = Outlets::embedded();
        for (form, name) in
            [("NYT", "New York Times"), ("die Zeit", "Die Zeit"), ("FAZ", "Frankfurter Allgemeine Zeitung")]
        {
            assert_eq!(outlets.by_form(form).unwrap().name, name);
        }
        for (domain, name) in [("spiegel.de", "Der Spiegel"), ("edition.cnn.com", "CNN"), ("www.TAZ.de", "taz")] {
            assert_eq!(outlets.by_domain(domain).unwrap().name, name);
        }
        assert!(outlets.by_domain("example.invalid").is_none() && outlets.by_form("Gartenzaun").is_none());
        assert!(outlets.named("Zeit").is_some() && outlets.named("NYT").is_none());
    }

    #[test]
    fn own_entries_lie_over_the_list() {
        let own = "[[outlet]]\nname = \"Die Zeit\"\nkind = \"magazine\"\ncountry = \"DE\"\nforms = [\"Dorfbote\"]\n";
        let outlets = Outlets::embedded().overlaid(Outlets::parse(own).unwrap());
        assert_eq!(outlets.by_form("Dorfbote").unwrap().kind, MediumKind::Magazine);
        assert_eq!(outlets.all().len(), Outlets::embedded().all().len());
        assert!(Outlets::parse("[[outlet]]\ntitle = 3").is_err());
    }

    #[test]
    fn the_embedded_list_is_well_kept() {
        let outlets = Outlets::parse(include_str!("../../data/lexicons/outlets.toml")).unwrap();
        assert!(outlets.all().len() >= 420, "{} media", outlets.all().len());
        let names: Vec<String> = outlets.all().iter().map(|medium| medium.name.to_lowercase()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "sorted by name, none twice");
        let mut seen = HashSet::new();
        for medium in outlets.all() {
            assert!(
                medium.country.len() == 2 && medium.country.bytes().all(|b| b.is_ascii_uppercase()),
                "{}",
                medium.name
            );
            assert!(
                !medium.forms.is_empty() && medium.ambiguous.iter().all(|form| medium.forms.contains(form)),
                "{}",
                medium.name
            );
            for form in &medium.forms {
                assert!(seen.insert(form.clone()), "{form} is claimed twice");
            }
            for domain in &medium.domains {
                assert!(
                    domain.contains('.') && *domain == domain.to_lowercase() && !domain.starts_with("www."),
                    "{domain}"
                );
                assert!(seen.insert(format!("domain {domain}")), "{domain} is claimed twice");
            }
        }
    }
}
