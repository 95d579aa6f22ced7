//! The ranking's parts and numbers by name: what a measurement switches off or sets.

use crate::search::Ranking;
use std::fmt;

type Write = fn(&mut Ranking, f32);

/// The numbers of the ranking.
const NUMBERS: &[(&str, Write)] = &[
    ("k1", |ranking, value| ranking.k1 = value),
    ("b", |ranking, value| ranking.b = value),
    ("b_title", |ranking, value| ranking.b_title = value),
    ("title", |ranking, value| ranking.title = value),
    ("heading", |ranking, value| ranking.heading = value),
    ("parts", |ranking, value| ranking.parts = value),
    ("query_parts", |ranking, value| ranking.breadth.parts = value),
    ("lemma", |ranking, value| ranking.breadth.lemma = value),
    ("near", |ranking, value| set_near(ranking, value)),
    ("candidates", |ranking, value| ranking.candidates = value as usize),
    ("ordered", |ranking, value| ranking.ordered = value),
    ("unordered", |ranking, value| ranking.unordered = value),
    ("window", |ranking, value| ranking.window = value),
    ("exact", |ranking, value| ranking.exact = value),
    ("article", |ranking, value| ranking.article = value),
    ("b_article", |ranking, value| ranking.b_article = value),
    ("k1_article", |ranking, value| ranking.k1_article = value),
    ("opening", |ranking, value| ranking.opening = value),
];

/// Near forms are there or not: 0 takes them away, anything else leaves them as they are.
fn set_near(ranking: &mut Ranking, value: f32) {
    if value == 0.0 {
        ranking.breadth.near = None;
    }
}

/// The numbers that are weights of a part: at 0 the part is gone.
const PARTS: &[&str] = &[
    "ordered",
    "unordered",
    "window",
    "exact",
    "article",
    "title",
    "heading",
    "parts",
    "query_parts",
    "lemma",
    "near",
];

/// Names of the parts that [`Setting::without`] switches off.
#[must_use]
pub fn parts() -> &'static [&'static str] {
    PARTS
}

/// Names of the numbers that [`Setting::parse`] takes.
pub fn names() -> impl Iterator<Item = &'static str> {
    NUMBERS.iter().map(|(name, _)| *name)
}

/// One number of the ranking and the value it gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    number: usize,
    value: f32,
}

/// A setting that can't be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No part has this name.
    #[error("there is no part {0:?} of the ranking; there are: {known}", known = PARTS.join(", "))]
    Part(String),
    /// No number has this name.
    #[error("there is no number {0:?} of the ranking; there are: {known}", known = names().collect::<Vec<_>>().join(", "))]
    Name(String),
    /// It is not of the form `name=value`.
    #[error("expected name=value like k1=1.2, with a value of 0 or more, found {0:?}")]
    Form(String),
}

impl Setting {
    /// Switches a part off.
    ///
    /// # Errors
    /// [`SettingError::Part`] for a name that is not among [`parts`].
    pub fn without(part: &str) -> Result<Self, SettingError> {
        let number = names().position(|name| name == part && PARTS.contains(&part));
        number.map(|number| Self { number, value: 0.0 }).ok_or_else(|| SettingError::Part(part.to_owned()))
    }

    /// Reads `name=value`.
    ///
    /// # Errors
    /// [`SettingError::Name`] for a name that is not among [`names`], [`SettingError::Form`] for anything else.
    pub fn parse(text: &str) -> Result<Self, SettingError> {
        let form = || SettingError::Form(text.to_owned());
        let (name, value) = text.split_once('=').ok_or_else(form)?;
        let number = names().position(|known| known == name).ok_or_else(|| SettingError::Name(name.to_owned()))?;
        let value = value.parse().ok().filter(|value: &f32| value.is_finite() && *value >= 0.0).ok_or_else(form)?;
        Ok(Self { number, value })
    }

    /// Puts the value in its place.
    pub fn apply(self, ranking: &mut Ranking) {
        if let Some((_, write)) = NUMBERS.get(self.number) {
            write(ranking, self.value);
        }
    }
}

impl fmt::Display for Setting {
    /// `name=value`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NUMBERS.get(self.number).map_or("", |(name, _)| name);
        write!(f, "{name}={}", self.value)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The outermost fields of the ranking with their values, as the type itself tells them.
    fn fields(ranking: &Ranking) -> Vec<(String, String)> {
        let shown = format!("{ranking:#?}\n");
        let fields = shown.split("\n    ").skip(1).fold(Vec::new(), |mut fields: Vec<String>, line| {
            match fields.last_mut() {
                Some(field) if line.starts_with([' ', '}']) => field.push_str(line.trim()),
                _ => fields.push(line.to_owned()),
            }
            fields
        });
        let pair = |field: String| field.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        fields.into_iter().filter_map(pair).collect()
    }

    /// The field that a name writes to.
    fn field_of(name: &str) -> &str {
        if ["query_parts", "lemma", "near"].contains(&name) { "breadth" } else { name }
    }

    #[test]
    fn every_field_of_the_ranking_has_its_name_here() {
        for (field, _) in fields(&Ranking::default()) {
            assert!(names().any(|name| field_of(name) == field), "no name for {field}");
        }
    }

    #[test]
    fn a_setting_changes_its_field_and_no_other() {
        for name in names() {
            let mut ranking = Ranking::default();
            let value = if name == "near" { 0 } else { 7 };
            let setting = Setting::parse(&format!("{name}={value}")).unwrap();
            setting.apply(&mut ranking);
            let (before, after) = (fields(&Ranking::default()), fields(&ranking));
            let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
            assert_eq!(changed.len(), 1, "{name}");
            assert_eq!(changed[0].1.0, field_of(name));
            assert_eq!(setting.to_string(), format!("{name}={value}"));
        }
    }

    #[test]
    fn a_part_switched_off_weighs_nothing() {
        let mut ranking = Ranking::default();
        for part in parts() {
            Setting::without(part).unwrap().apply(&mut ranking);
        }
        assert_eq!((ranking.ordered, ranking.window, ranking.title, ranking.parts), (0.0, 0.0, 0.0, 0.0));
        assert!(ranking.breadth.near.is_none() && ranking.breadth.parts == 0.0 && ranking.breadth.lemma == 0.0);
        assert_eq!(ranking.k1, Ranking::default().k1);
    }

    #[test]
    fn a_wrong_setting_is_told_what_there_is() {
        for (error, message) in [
            (Setting::without("k1").unwrap_err(), "there is no part \"k1\" of the ranking; there are: ordered, "),
            (Setting::parse("k2=1").unwrap_err(), "there is no number \"k2\" of the ranking; there are: k1, b, "),
            (Setting::parse("k1").unwrap_err(), "expected name=value like k1=1.2"),
            (Setting::parse("k1=-1").unwrap_err(), "expected name=value like k1=1.2"),
            (Setting::parse("k1=NaN").unwrap_err(), "expected name=value like k1=1.2"),
        ] {
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }
}
