//! The user's own lists: a folder with `outlets.toml`, `actors.toml` or both, laid over the embedded ones.

use super::{Error, Lexicon, Outlets, form_key};
use crate::article::ActorKind;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the file with own media.
pub const OUTLETS_FILE: &str = "outlets.toml";
/// Name of the file with own actors.
pub const ACTORS_FILE: &str = "actors.toml";

/// An actor as the user wants it called.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnActor {
    /// Its one name.
    pub name: String,
    /// What kind of actor it is.
    #[serde(rename = "type")]
    pub kind: ActorKind,
    /// What texts call it besides.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The entries of an `actors.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnActors {
    actors: Vec<OwnActor>,
    not_actors: Vec<String>,
    by_form: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    actor: Vec<OwnActor>,
    #[serde(default)]
    not_an_actor: Vec<NotAnActor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotAnActor {
    name: String,
}

impl OwnActors {
    /// Reads `[[actor]]` tables (`name`, `type`, `aliases`) and `[[not_an_actor]]` tables (`name`).
    ///
    /// # Errors
    /// [`Error::Malformed`] when `text` is not TOML of that shape, [`Error::Entry`] for an entry without a name and for a
    /// form that two entries claim.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|source| Error::Malformed { list: "actors", source })?;
        let mut own =
            Self { not_actors: file.not_an_actor.into_iter().map(|entry| entry.name).collect(), ..Self::default() };
        for name in &own.not_actors {
            check_form(name, name)?;
        }
        for actor in file.actor {
            own.add(actor)?;
        }
        Ok(own)
    }

    /// Reads the file at `path`; no entries when there is none.
    ///
    /// # Errors
    /// [`Error::Io`] when it can't be read, [`Error::File`] for what is wrong in it.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Ok(read(path)?
            .map(|text| Self::parse(&text).map_err(|error| error.in_file(path)))
            .transpose()?
            .unwrap_or_default())
    }

    /// The same entries with `other` laid over them: its entries take the forms that both claim.
    #[must_use]
    pub fn overlaid(self, other: Self) -> Self {
        let mut both = other;
        for mut actor in self.actors {
            if both.named(&actor.name).is_some() || both.is_none(&actor.name) {
                continue;
            }
            actor.aliases.retain(|alias| both.named(alias).is_none() && !both.is_none(alias));
            // All forms are free now, so that nothing is refused.
            let _ = both.add(actor);
        }
        let claimed = |name: &String| both.named(name).is_none() && !both.is_none(name);
        let further: Vec<String> = self.not_actors.into_iter().filter(claimed).collect();
        both.not_actors.extend(further);
        both
    }

    fn add(&mut self, actor: OwnActor) -> Result<(), Error> {
        let number = self.actors.len();
        for form in std::iter::once(&actor.name).chain(&actor.aliases) {
            check_form(&actor.name, form)?;
            let other = self.named(form).map(|other| other.name.clone()).filter(|other| *other != actor.name);
            if let Some(other) = other.or_else(|| self.is_none(form).then(|| format!("not_an_actor {form}"))) {
                let reason = format!("{form:?} is also claimed by {other:?}");
                return Err(Error::Entry { list: "actors", entry: actor.name.clone(), reason });
            }
            self.by_form.insert(form_key(form), number);
        }
        self.actors.push(actor);
        Ok(())
    }

    /// All actors in the list's order.
    #[must_use]
    pub fn all(&self) -> &[OwnActor] {
        &self.actors
    }

    /// The actor that `form` stands for; case and a leading article do not matter.
    #[must_use]
    pub fn named(&self, form: &str) -> Option<&OwnActor> {
        self.actors.get(*self.by_form.get(&form_key(form))?)
    }

    /// True for a name that the user says is no actor.
    #[must_use]
    pub fn is_none(&self, form: &str) -> bool {
        !self.not_actors.is_empty() && self.not_actors.iter().any(|name| form_key(name) == form_key(form))
    }

    /// True without any entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.not_actors.is_empty()
    }
}

impl Lexicon {
    /// The same lists with those of the folder `dir` laid over them.
    ///
    /// # Errors
    /// [`Error::NoLists`] when the folder has neither list, otherwise as [`Outlets::parse`] and [`OwnActors::parse`], with
    /// the file's name.
    pub fn with_folder(mut self, dir: &Path) -> Result<Self, Error> {
        let (outlets_path, actors_path) = (dir.join(OUTLETS_FILE), dir.join(ACTORS_FILE));
        let outlets = read(&outlets_path)?;
        if outlets.is_none() && !actors_path.exists() {
            return Err(Error::NoLists { dir: dir.to_owned() });
        }
        if let Some(text) = outlets {
            let own = Outlets::parse(&text).map_err(|error| error.in_file(&outlets_path))?;
            own.check().map_err(|error| error.in_file(&outlets_path))?;
            self.outlets = self.outlets.overlaid(own);
            self.own_text.push_str(&text);
        }
        self.with_actors_of(&actors_path)
    }

    /// The same with the actors of the file at `path` laid over it; unchanged when there is no such file.
    ///
    /// # Errors
    /// As [`OwnActors::read`].
    pub fn with_actors_of(mut self, path: &Path) -> Result<Self, Error> {
        if let Some(text) = read(path)? {
            let own = OwnActors::parse(&text).map_err(|error| error.in_file(path))?;
            self.actors = std::mem::take(&mut self.actors).overlaid(own);
            self.own_text.push('\u{0}');
            self.own_text.push_str(&text);
        }
        Ok(self)
    }
}

fn check_form(entry: &str, form: &str) -> Result<(), Error> {
    if form.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    let reason = format!("{form:?} is no name");
    Err(Error::Entry { list: "actors", entry: entry.to_owned(), reason })
}

fn read(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: PathBuf::from(path), source }),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn embedded() -> Lexicon {
        Lexicon::embedded().as_ref().clone()
    }

    const ACTORS: &str = "[[actor]]\nname = \"Anna Krumbach\"\ntype = \"person\"\naliases = [\"AK\", \"die Krumbach\"]\n\n\
                          [[not_an_actor]]\nname = \"Torfglück\"\n";

    #[test]
    fn own_actors_are_found_by_every_form() {
        let own = OwnActors::parse(ACTORS).unwrap();
        for form in ["Anna Krumbach", "ak", "Krumbach"] {
            assert_eq!(own.named(form).unwrap().name, "Anna Krumbach", "{form}");
        }
        assert!(own.is_none("torfglück") && !own.is_none("AK") && own.named("Torfglück").is_none());
        assert!(OwnActors::default().is_empty() && !own.is_empty());
    }

    #[test]
    fn what_is_wrong_names_the_entry() {
        for (text, expect) in [
            ("[[actor]]\nname = \"\"\ntype = \"person\"", "the entry \"\" of the list of actors: \"\" is no name"),
            (
                "[[actor]]\nname = \"A\"\ntype = \"person\"\n[[actor]]\nname = \"B\"\ntype = \"person\"\naliases = [\"a\"]",
                "the entry \"B\" of the list of actors: \"a\" is also claimed by \"A\"",
            ),
            (
                "[[actor]]\nname = \"A\"\ntype = \"human\"",
                "the list of actors is malformed: TOML parse error at line 3",
            ),
            ("[[actor]]\nname = \"A\"\nkind = \"person\"", "unknown field `kind`"),
        ] {
            let error = OwnActors::parse(text).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        }
    }

    #[test]
    fn later_lists_take_the_forms_that_both_claim() {
        let later = "[[actor]]\nname = \"Alba Kern\"\ntype = \"person\"\naliases = [\"AK\"]\n[[actor]]\nname = \"Torfglück\"\ntype = \"organisation\"";
        let both = OwnActors::parse(ACTORS).unwrap().overlaid(OwnActors::parse(later).unwrap());
        assert_eq!(both.named("AK").unwrap().name, "Alba Kern");
        assert_eq!(both.named("Krumbach").unwrap().name, "Anna Krumbach");
        assert!(!both.is_none("Torfglück") && both.all().len() == 3);
    }

    #[test]
    fn a_folder_of_lists_is_laid_over_the_embedded_ones() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(embedded().with_folder(dir.path()), Err(Error::NoLists { .. })));
        fs::write(dir.path().join(ACTORS_FILE), ACTORS).unwrap();
        let lexicon = embedded().with_folder(dir.path()).unwrap();
        assert_eq!(lexicon.outlets.all().len(), Outlets::embedded().all().len());
        assert_ne!(lexicon.own_text(), "");
        fs::write(
            dir.path().join(OUTLETS_FILE),
            "[[outlet]]\nname = \"Moorbote\"\nkind = \"zeitung\"\ncountry = \"DE\"",
        )
        .unwrap();
        let error = embedded().with_folder(dir.path()).unwrap_err().to_string();
        assert!(error.contains("outlets.toml") && error.contains("line 3"), "{error}");
        fs::write(
            dir.path().join(OUTLETS_FILE),
            "[[outlet]]\nname = \"Moorbote\"\nkind = \"newspaper\"\ncountry = \"DE\"\nambiguous = [\"Bote\"]",
        )
        .unwrap();
        let error = embedded().with_folder(dir.path()).unwrap_err().to_string();
        assert!(error.contains("Moorbote") && error.contains("Bote"), "{error}");
    }
}
