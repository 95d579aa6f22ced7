//! What shows a person's name: given names, titles before it, particles inside it.

use super::starred_lines;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Given names, role nouns and name particles.
#[derive(Debug, Clone, Default)]
pub struct PersonNames {
    /// Given name → also a common word, place or family name.
    given: HashMap<&'static str, bool>,
    /// Role noun in lower case → names a person only before a full name.
    roles: HashMap<String, bool>,
    particles: HashSet<&'static str>,
    family_first: HashSet<&'static str>,
}

/// Shorter role nouns are no heads of compounds: too many other words end so.
const SHORTEST_HEAD: usize = 4;

/// Shorter weak role nouns neither: too many surnames end so (`Bergmann`, `Neubauer`).
const SHORTEST_WEAK_HEAD: usize = 6;

impl PersonNames {
    /// The lists that are compiled in.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<PersonNames> = LazyLock::new(|| PersonNames {
            given: starred_lines(include_str!("../../data/lexicons/given_names.txt")).collect(),
            roles: roles(include_str!("../../data/lexicons/titles.txt")),
            particles: starred_lines(include_str!("../../data/lexicons/name_particles.txt"))
                .map(|(word, _)| word)
                .collect(),
            family_first: starred_lines(include_str!("../../data/lexicons/family_names_first.txt"))
                .map(|(word, _)| word)
                .collect(),
        });
        &EMBEDDED
    }

    /// True for a known given name (`Jürgen`, case matters).
    #[must_use]
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains_key(word)
    }

    /// True for a given name that is nothing else (`Jürgen`, but not `Ernst`).
    #[must_use]
    pub fn is_clearly_given(&self, word: &str) -> bool {
        self.given.get(word) == Some(&false)
    }

    /// True for a word in lower case that stands inside family names (`von`).
    #[must_use]
    pub fn is_particle(&self, lower: &str) -> bool {
        self.particles.contains(lower)
    }

    /// True for a family name that stands before the given name (`Xi`).
    #[must_use]
    pub fn is_family_first(&self, word: &str) -> bool {
        self.family_first.contains(word)
    }

    /// True for a role noun or a compound that ends in one (`außenminister`, in lower case).
    #[must_use]
    pub fn is_role(&self, lower: &str) -> bool {
        self.role(lower).is_some()
    }

    /// True for a role noun that shows a name even when only one word follows (`kanzler`, not `spieler`).
    #[must_use]
    pub fn is_strong_role(&self, lower: &str) -> bool {
        self.role(lower) == Some(false)
    }

    fn role(&self, lower: &str) -> Option<bool> {
        let heads = lower.char_indices().map(|(at, _)| &lower[at..]).take_while(|head| head.len() >= SHORTEST_HEAD);
        let known = |head: &str| self.roles.get(head).copied().filter(|weak| !weak || head.len() >= SHORTEST_WEAK_HEAD);
        self.roles.get(lower).copied().or_else(|| heads.filter_map(known).next())
    }
}

/// Role nouns in the forms that stand before a name: as listed, for women, and in the weak cases (`Präsidenten`).
fn roles(list: &'static str) -> HashMap<String, bool> {
    let mut roles = HashMap::new();
    for (word, weak) in starred_lines(list) {
        let lower = word.to_lowercase();
        let stem = lower.strip_suffix('e').unwrap_or(&lower);
        for form in [format!("{stem}in"), format!("{stem}en"), format!("{lower}s"), format!("{lower}n")] {
            roles.entry(form).or_insert(weak);
        }
        roles.insert(lower, weak);
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_and_roles_are_known() {
        let names = PersonNames::embedded();
        assert!(names.given.len() >= 2500 && names.roles.len() >= 500);
        assert!(names.is_clearly_given("Jürgen") && names.is_given("Ernst") && !names.is_clearly_given("Ernst"));
        for role in ["präsidentin", "außenminister", "präsidenten", "fraktionschefin", "dr"] {
            assert!(names.is_role(role), "{role}");
        }
        assert!(names.is_strong_role("kanzler") && !names.is_strong_role("mann") && !names.is_role("tisch"));
        assert!(names.is_role("mann") && !names.is_role("bergmann") && names.is_role("radfahrer"));
        assert!(names.is_particle("von") && names.is_family_first("Xi"));
    }

    #[test]
    fn the_lists_are_sorted_and_without_doubles() {
        for list in [
            include_str!("../../data/lexicons/given_names.txt"),
            include_str!("../../data/lexicons/titles.txt"),
            include_str!("../../data/lexicons/name_particles.txt"),
            include_str!("../../data/lexicons/family_names_first.txt"),
        ] {
            let words: Vec<&str> = starred_lines(list).map(|(word, _)| word).collect();
            assert!(words.is_sorted_by(|a, b| a < b));
        }
    }
}
