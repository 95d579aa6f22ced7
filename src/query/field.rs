//! Names of fields, as typed before a colon: English and German.

use crate::passage::PassageKind;
use crate::query::ast::{NameField, Scope};

/// What a name before a colon stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Text(Scope),
    Name(NameField),
    Date,
    Kind,
}

/// Every field: its names, the first of which is printed.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Text(Scope::Title), &["title", "titel"]),
    (Field::Text(Scope::Lead), &["lead", "vorspann"]),
    (Field::Text(Scope::Caption), &["caption", "bildunterschrift"]),
    (Field::Name(NameField::Outlet), &["outlet", "medium"]),
    (Field::Name(NameField::Publisher), &["publisher", "herausgeber"]),
    (Field::Name(NameField::Cites), &["cites", "zitiert"]),
    (Field::Name(NameField::Actor), &["actor", "akteur"]),
    (Field::Name(NameField::Author), &["author", "autor", "autorin"]),
    (Field::Name(NameField::Section), &["section", "ressort"]),
    (Field::Date, &["date", "datum"]),
    (Field::Kind, &["kind", "art"]),
];

/// Kinds of passages: their names, the first of which is printed.
const KINDS: &[(PassageKind, &[&str])] = &[
    (PassageKind::Lead, &["lead", "vorspann"]),
    (PassageKind::Body, &["body", "text"]),
    (PassageKind::Caption, &["caption", "bildunterschrift"]),
];

impl Field {
    /// The field with this name, in small or capital letters.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }

    /// Its name as it is printed.
    pub(crate) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self).map_or("", |(_, names)| names[0])
    }
}

/// The kind of passage with this name.
pub(crate) fn kind_named(name: &str) -> Option<PassageKind> {
    let name = name.to_lowercase();
    KINDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(kind, _)| *kind)
}

/// The English names of all fields.
pub(crate) fn all_names() -> Vec<&'static str> {
    FIELDS.iter().map(|(_, names)| names[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_in_both_languages() {
        let all: Vec<&str> = FIELDS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for (i, name) in all.iter().enumerate() {
            assert!(!all[..i].contains(name), "{name} stands for two fields");
        }
        assert_eq!(Field::named("Titel"), Some(Field::Text(Scope::Title)));
        assert_eq!(Field::named("merz"), None);
        for (field, _) in FIELDS {
            assert_eq!(Field::named(field.name()), Some(*field));
        }
        assert_eq!(kind_named("Vorspann"), Some(PassageKind::Lead));
    }
}
