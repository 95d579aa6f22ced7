//! Finding, reading and applying the config file.

use crate::cli::config::early;
use crate::cli::config::keys::{KEYS, Key};
use anyhow::{Context, anyhow};
use clap::builder::ValueParser;
use clap::{Arg, Command};
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const NAME: &str = "fundstelle.toml";

/// Values by key, with the line they stand on, from 1.
type Values = BTreeMap<&'static str, (String, usize)>;

/// What a config file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// The file; `None` when there is none.
    pub(crate) file: Option<PathBuf>,
    /// What it sets.
    pub(crate) values: Values,
}

impl Config {
    /// Reads the config file that the command line or the environment names, else the first of [`places`] that is
    /// there. An empty FUNDSTELLE_CONFIG asks for none.
    ///
    /// # Errors
    /// When a file that was named is not there, or one can't be read or understood.
    pub(crate) fn find(arguments: &[OsString]) -> anyhow::Result<Self> {
        let named = early(arguments, "config").or_else(|| env::var_os("FUNDSTELLE_CONFIG"));
        match named {
            Some(file) if file.is_empty() => Ok(Self::default()),
            Some(file) => Self::read(Path::new(&file)),
            None => places().iter().find(|file| file.is_file()).map_or(Ok(Self::default()), |file| Self::read(file)),
        }
    }

    fn read(file: &Path) -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(file).with_context(|| format!("can't read the config file {}", file.display()))?;
        let values = values(&text).map_err(|(line, reason)| anyhow!("{}:{line}: {reason}", file.display()))?;
        Ok(Self { file: Some(file.to_owned()), values })
    }

    /// The program with the file's values as defaults of its options.
    ///
    /// # Errors
    /// When an option does not take its value.
    pub(crate) fn apply(&self, mut program: Command) -> anyhow::Result<Command> {
        for (key, (value, line)) in self.values.iter().filter_map(|(name, value)| Some((Key::find(name)?, value))) {
            let option = key.option(&program).with_context(|| format!("no command has the option {}", key.name))?;
            check(option, value).map_err(|reason| anyhow!("{}:{line}: {reason}", self.shown()))?;
            let value = self.resolved(option, value);
            program = key.apply(program, &value);
        }
        Ok(program)
    }

    fn shown(&self) -> String {
        self.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default()
    }

    /// A path stands as seen from the folder of the file.
    fn resolved(&self, option: &Arg, value: &str) -> String {
        let is_path = option.get_value_parser().type_id() == ValueParser::path_buf().type_id();
        match self.file.as_deref().and_then(Path::parent).filter(|_| is_path) {
            Some(folder) => folder.join(value).to_string_lossy().into_owned(),
            None => value.to_owned(),
        }
    }
}

/// Where a config file is looked for: the current folder, then the user's folder for them (XDG Base Directory
/// Specification).
pub(crate) fn places() -> Vec<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let user = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    let user = user.map(|folder| folder.join("fundstelle").join(NAME));
    [Some(PathBuf::from(NAME)), user].into_iter().flatten().collect()
}

/// The values of a config file, or what is wrong on which line.
fn values(text: &str) -> Result<Values, (usize, String)> {
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let table = DeTable::parse(text)
        .map_err(|error| (line(error.span().unwrap_or_default().start), error.message().to_owned()))?;
    let mut values = BTreeMap::new();
    for (name, value) in table.get_ref() {
        let number = line(name.span().start);
        let key = Key::find(name.get_ref()).ok_or_else(|| (number, unknown(name.get_ref())))?;
        let value = scalar(value).ok_or_else(|| (number, format!("{}: expected a text or a number", key.name)))?;
        values.insert(key.name, (value, number));
    }
    Ok(values)
}

fn scalar(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        _ => None,
    }
}

fn unknown(name: &str) -> String {
    let names = KEYS.iter().map(|key| key.name);
    let near = names.clone().max_by(|a, b| likeness(name, a).total_cmp(&likeness(name, b)));
    match near.filter(|near| likeness(name, near) >= NEAR) {
        Some(near) => format!("unknown key {name:?}; near: {near}"),
        None => format!("unknown key {name:?}; there are {}", names.collect::<Vec<_>>().join(", ")),
    }
}

/// Similarity from which a key counts as near (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.75;

fn likeness(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(&a.replace('-', "_"), b)
}

/// Whether `option` takes `value`; in the words of the parser, should it not.
fn check(option: &Arg, value: &str) -> Result<(), String> {
    let name = option.get_id().to_string();
    let alone = Arg::new(name.clone()).long(name.clone()).value_parser(option.get_value_parser().clone());
    let command = Command::new("config").no_binary_name(true).arg(alone);
    let tried = command.try_get_matches_from([format!("--{name}={value}")]);
    tried.map(drop).map_err(|error| {
        let worded = error.to_string();
        let reason: Vec<&str> = worded.lines().take_while(|line| !line.starts_with("For more")).collect();
        reason.join("\n").trim().trim_start_matches("error: ").to_owned()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_key_is_an_option_of_each_command_it_names() {
        let program = Cli::command();
        for key in KEYS {
            for command in key.commands {
                let one = Key { name: key.name, commands: std::slice::from_ref(command) };
                assert!(one.option(&program).is_some(), "{} is no option of {command}", key.name);
            }
            assert!(key.option(&program).is_some(), "{}", key.name);
        }
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, line, told) in [
            ("index = \"a\"\nlimt = 3\n", 2, "unknown key \"limt\"; near: limit"),
            ("\nper-article = 3\n", 2, "near: per_article"),
            ("xyz = 3", 1, "there are index, "),
            ("limit = [3]", 1, "limit: expected a text or a number"),
            ("index = \"a\"\n\nlimit = \n", 3, ""),
        ] {
            let (at, reason) = values(text).unwrap_err();
            assert!(at == line && reason.contains(told), "{text:?}: {at}: {reason}");
        }
    }

    #[test]
    fn values_are_read_with_their_lines() {
        let read = values("# Vorgaben\nlimit = 20\nindex = \"archiv\"\n").unwrap();
        assert_eq!(read["limit"], ("20".to_owned(), 2));
        assert_eq!(read["index"], ("archiv".to_owned(), 3));
    }

    #[test]
    fn a_value_that_the_option_does_not_take_is_refused() {
        let config = |key, value: &str| Config {
            file: Some("/heim/fundstelle.toml".into()),
            values: [(key, (value.to_owned(), 4))].into(),
        };
        let refused = config("limit", "zehn").apply(Cli::command()).unwrap_err().to_string();
        assert!(refused.starts_with("/heim/fundstelle.toml:4: ") && refused.contains("a number or `all`"), "{refused}");
        let refused = config("color", "bunt").apply(Cli::command()).unwrap_err().to_string();
        assert!(refused.contains("always"), "{refused}");
        config("limit", "all").apply(Cli::command()).unwrap().debug_assert();
        let program = config("index", "archiv").apply(Cli::command()).unwrap();
        let matches = program.try_get_matches_from(["fundstelle", "stats"]).unwrap();
        assert_eq!(matches.get_one::<PathBuf>("index").unwrap(), Path::new("/heim/archiv"));
    }
}
