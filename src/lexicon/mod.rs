//! The embedded word lists: media, states, organisations, given names, titles, stop words, abbreviations.
//!
//! Each list is parsed once, on first use, from a file under `data/lexicons/` that is compiled in. The types can
//! also be made from other text of the same form, so that a user's own list can be laid over the embedded one.

pub mod abbreviations;
pub mod stopwords;

mod outlets;
mod states;
mod organisations;
mod names;
mod aliases;
mod own;
mod error;

pub use aliases::canonical_names;
pub use error::Error;
pub use names::PersonNames;
pub use organisations::{Organisation, OrganisationKind, Organisations};
pub use outlets::{Medium, Outlets};
pub use own::{ACTORS_FILE, OUTLETS_FILE, OwnActor, OwnActors};
pub use states::{State, States};

use std::sync::{Arc, LazyLock};

/// All lists that annotation works with.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Media.
    pub outlets: Outlets,
    /// States.
    pub states: &'static States,
    /// Organisations.
    pub organisations: &'static Organisations,
    /// Given names, titles, particles.
    pub names: &'static PersonNames,
    /// The user's own actors.
    pub actors: OwnActors,
    own_text: String,
}

impl Lexicon {
    /// The lists that are compiled in.
    #[must_use]
    pub fn embedded() -> &'static Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
            Arc::new(Lexicon {
                outlets: Outlets::embedded().clone(),
                states: States::embedded(),
                organisations: Organisations::embedded(),
                names: PersonNames::embedded(),
                actors: OwnActors::default(),
                own_text: String::new(),
            })
        });
        &EMBEDDED
    }

    /// The text of the user's own lists, to tell one lexicon from another; empty for the embedded ones alone.
    #[must_use]
    pub fn own_text(&self) -> &str {
        &self.own_text
    }
}

/// A name as it is looked up: in lower case, with single spaces, without a leading article.
fn form_key(form: &str) -> String {
    let lower = form.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if words.len() > 1 && matches!(words[0], "der" | "die" | "das" | "the") {
        words.remove(0);
    }
    words.join(" ")
}

/// The lines of a plain word list that are no comments, each with its star taken off and told.
fn starred_lines(list: &str) -> impl Iterator<Item = (&str, bool)> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let word = line.trim_end_matches('*');
        (word, word.len() < line.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_case_space_and_article() {
        for (form, key) in [
            ("Die Zeit", "zeit"),
            ("The  Guardian", "guardian"),
            ("Die", "die"),
            ("Süddeutsche Zeitung", "süddeutsche zeitung"),
        ] {
            assert_eq!(form_key(form), key);
        }
    }

    #[test]
    fn stars_and_comments_are_understood() {
        let list = "# words\nAnna\nErnst*\n\n";
        assert_eq!(starred_lines(list).collect::<Vec<_>>(), [("Anna", false), ("Ernst", true)]);
    }
}
