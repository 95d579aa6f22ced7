//! The file that keeps the saved searches: `alerts.toml` in the folder of the index.

use crate::alert::{Alert, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const FILE: &str = "alerts.toml";
const HEAD: &str = "# The saved searches of this index; `fundstelle alert` writes this file.\n\
                    # shown_until: seconds since 1970; what came into the index later is new.\n\n";
/// Similarity from which a name counts as near (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.82;

/// All saved searches of an index, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    /// The saved searches.
    #[serde(default)]
    pub alerts: BTreeMap<String, Alert>,
}

impl Alerts {
    /// The file that keeps the saved searches of the index at `dir`, whether or not it is there.
    #[must_use]
    pub fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// Reads the saved searches of the index at `dir`; there are none without a file.
    ///
    /// # Errors
    /// [`Error::Io`] and [`Error::Syntax`], which tells the line.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = Self::path(dir);
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| Error::Syntax { path, reason: error.to_string() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    /// Changes the saved searches of the index at `dir` and writes them, whole or not at all. Others that want to
    /// change them wait meanwhile.
    ///
    /// # Errors
    /// As [`Alerts::read`]; those of `change`, and then the file stays as it is.
    pub fn change<T>(dir: &Path, change: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let lock = Self::path(dir).with_extension("lock");
        let held = File::create(&lock).and_then(|file| file.lock().map(|()| file));
        let _held = held.map_err(|source| Error::Io { path: lock, source })?;
        let mut alerts = Self::read(dir)?;
        let given = change(&mut alerts)?;
        alerts.write(dir)?;
        Ok(given)
    }

    /// Saves `alert` under `name`. In place of another one only if `replace`, and then with what that has shown.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Name`].
    pub fn save(&mut self, name: &str, mut alert: Alert, replace: bool) -> Result<(), Error> {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(Error::Name(name.to_owned()));
        }
        if let Some(old) = self.alerts.get(name) {
            if !replace {
                return Err(Error::Exists(name.to_owned()));
            }
            alert.shown_until = old.shown_until;
        }
        self.alerts.insert(name.to_owned(), alert);
        Ok(())
    }

    /// Removes the saved search under `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn remove(&mut self, name: &str) -> Result<Alert, Error> {
        self.alerts.remove(name).ok_or_else(|| self.unknown(name))
    }

    /// The saved searches under `names`, in that order; all of them, in alphabetic order, when no name is given.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn named<'a>(&'a self, names: &'a [String]) -> Result<Vec<(&'a str, &'a Alert)>, Error> {
        if names.is_empty() {
            return Ok(self.alerts.iter().map(|(name, alert)| (name.as_str(), alert)).collect());
        }
        let found = |name: &'a String| self.alerts.get_key_value(name).ok_or_else(|| self.unknown(name));
        names.iter().map(|name| found(name).map(|(name, alert)| (name.as_str(), alert))).collect()
    }

    /// Notes that the search under `name` has shown all that came up to `until`. One removed meanwhile stays removed.
    pub fn shown(&mut self, name: &str, until: Option<i64>) {
        if let Some(alert) = self.alerts.get_mut(name) {
            alert.shown_until = alert.shown_until.max(until);
        }
    }

    fn unknown(&self, name: &str) -> Error {
        let mut near: Vec<_> = self.alerts.keys().map(|known| (strsim::jaro_winkler(name, known), known)).collect();
        near.retain(|(likeness, _)| *likeness >= NEAR);
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        Error::Unknown { name: name.to_owned(), near: near.into_iter().map(|(_, name)| name.clone()).collect() }
    }

    fn write(&self, dir: &Path) -> Result<(), Error> {
        let path = Self::path(dir);
        let text = toml::to_string_pretty(self)
            .map_err(|error| Error::Syntax { path: path.clone(), reason: error.to_string() })?;
        let fresh = path.with_extension("toml.new");
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(HEAD.as_bytes())?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        });
        written.map_err(|source| Error::Io { path, source })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::query::{Day, Filters};

    fn alert(query: &str) -> Alert {
        Alert { query: query.into(), ..Alert::default() }
    }

    #[test]
    fn saved_searches_come_back_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Alerts::read(dir.path()).unwrap(), Alerts::default());
        let filters = Filters {
            outlets: vec!["Der \"Bote\"".into()],
            since: Day::parse("2025-09"),
            until: Day::parse("2026"),
            ..Filters::default()
        };
        let saved = Alert { filters, exact_words: true, shown_until: Some(7), ..alert("\"Rote Brücke\" -Sanierung") };
        Alerts::change(dir.path(), |alerts| alerts.save("Brücke, rot", saved.clone(), false)).unwrap();
        let read = Alerts::read(dir.path()).unwrap();
        assert_eq!(read.alerts["Brücke, rot"], saved);
        let text = fs::read_to_string(Alerts::path(dir.path())).unwrap();
        assert!(text.contains("since = \"2025-09\"") && !text.contains("actors"), "{text}");
    }

    #[test]
    fn a_name_is_taken_over_only_on_demand_and_keeps_what_it_has_shown() {
        let mut alerts = Alerts::default();
        alerts.save("werft", Alert { shown_until: Some(7), ..alert("Werft") }, false).unwrap();
        assert!(matches!(alerts.save("werft", alert("Kai"), false), Err(Error::Exists(_))));
        alerts.save("werft", Alert { shown_until: Some(99), ..alert("Kai") }, true).unwrap();
        assert_eq!(alerts.alerts["werft"], Alert { shown_until: Some(7), ..alert("Kai") });
        for name in ["", "  ", "a\u{1b}b"] {
            assert!(matches!(alerts.save(name, alert("Kai"), false), Err(Error::Name(_))), "{name:?}");
        }
    }

    #[test]
    fn a_name_not_there_is_told_with_those_near_it() {
        let mut alerts = Alerts::default();
        alerts.save("werft", alert("Werft"), false).unwrap();
        let told = alerts.remove("werfd").unwrap_err().to_string();
        assert_eq!(told, "no saved search \"werfd\"; near: werft");
        assert!(alerts.named(&["kai".into()]).is_err());
        assert_eq!(alerts.named(&[]).unwrap().len(), 1);
    }

    #[test]
    fn what_was_shown_never_goes_back() {
        let mut alerts = Alerts::default();
        alerts.save("werft", alert("Werft"), false).unwrap();
        for (until, noted) in [(None, None), (Some(5), Some(5)), (Some(3), Some(5)), (None, Some(5))] {
            alerts.shown("werft", until);
            assert_eq!(alerts.alerts["werft"].shown_until, noted);
        }
        alerts.shown("gone", Some(5));
        assert!(!alerts.alerts.contains_key("gone"));
    }

    #[test]
    fn a_broken_file_is_named_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let broken = "[alerts.a]\nquery = \"x\"\nfarbe = \"rot\"\n";
        fs::write(Alerts::path(dir.path()), broken).unwrap();
        let error = Alerts::change(dir.path(), |alerts| alerts.save("b", alert("y"), false)).unwrap_err().to_string();
        assert!(error.contains("alerts.toml") && error.contains("farbe") && error.contains("line 3"), "{error}");
        assert_eq!(fs::read_to_string(Alerts::path(dir.path())).unwrap(), broken);
    }
}
