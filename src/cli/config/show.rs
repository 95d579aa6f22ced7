//! `config`: which config file was read, and what holds.

use crate::cli::config::file::places;
use crate::cli::config::keys::{KEYS, Key};
use crate::cli::output::Output;
use crate::cli::{Cli, Exit, config::Config};
use crate::present::plain;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory};
use serde_json::json;

/// Tells which config file was read, and what each of its keys stands at
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A config file gives options their defaults; the command line and the environment go before it:\n\n  \
                        index = \"archiv\"      # as seen from the folder of the file\n  limit = 20\n  \
                        color = \"never\"\n\nOne file is read: the one that --config or FUNDSTELLE_CONFIG names (none if \
                        that is empty), else fundstelle.toml in the current folder, else fundstelle/fundstelle.toml in \
                        $XDG_CONFIG_HOME (~/.config)."
)]
pub(crate) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, config: &Config, matches: &ArgMatches, output: &mut Output) -> anyhow::Result<Exit> {
        let program = config.apply(Cli::command())?;
        let settings = KEYS.iter().map(|key| {
            let (value, origin) = setting(key, config, &program, matches);
            (key.name, value, origin)
        });
        if self.json {
            let settings: serde_json::Map<_, _> = settings
                .map(|(name, value, origin)| (name.to_owned(), json!({ "value": value, "origin": origin })))
                .collect();
            output.line(json!({ "file": config.file, "settings": settings }).to_string())?;
            return Ok(Exit::Found);
        }
        output.line(plain(&heading(config)))?;
        for (name, value, origin) in settings {
            output.line(format!("{name:<12} {:<24} {origin}", plain(&value)))?;
        }
        Ok(Exit::Found)
    }
}

fn heading(config: &Config) -> String {
    match &config.file {
        Some(file) => format!("read: {}", file.display()),
        None => {
            let places: Vec<_> = places().iter().map(|file| file.display().to_string()).collect();
            format!("no config file; looked for {}", places.join(", "))
        }
    }
}

/// What an option stands at, and who said so.
fn setting(key: &Key, config: &Config, program: &clap::Command, matches: &ArgMatches) -> (String, &'static str) {
    let source = if key.commands.is_empty() { matches.value_source(key.name) } else { None };
    let origin = match source {
        Some(ValueSource::CommandLine) => "command line",
        Some(ValueSource::EnvVariable) => "environment",
        _ if config.values.contains_key(key.name) => "config file",
        _ => "built in",
    };
    let given = source.and_then(|_| matches.get_raw(key.name)?.next());
    let default = || key.option(program)?.get_default_values().first().map(|value| value.as_os_str());
    let value = given.or_else(default).map(|value| value.to_string_lossy().into_owned());
    (value.unwrap_or_default(), origin)
}
