//! The command line: one file a command, each with its arguments and its `run`.
//!
//! This is the only room that touches the terminal, the environment and the clock. Results go to stdout, progress and
//! messages to stderr.

mod actors;
mod add;
mod alert;
mod analyze;
mod backup;
mod batch;
#[cfg(feature = "browse")]
mod browse;
mod completions;
mod config;
mod duplicates;
mod eval;
mod exit;
mod export;
mod filters;
mod holder;
mod ingest;
mod lexicon;
mod limits;
mod list;
mod listing;
mod man;
mod message;
mod outlets;
mod output;
mod panics;
mod pager;
mod parse;
mod related;
mod path_list;
mod progress;
mod pull;
mod rebuild;
mod remove;
mod restore;
mod scope;
mod search;
mod show;
mod stats;
mod stop;
mod timeline;
mod store;
mod terminal;
mod verify;
mod watch;

pub use exit::Exit;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use config::{Config, early};
use output::Output;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use terminal::TerminalArgs;

/// Full-text search for German articles: ranked passages, each with the place where it stands.
#[derive(Debug, Parser)]
#[command(name = "fundstelle", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 found or done, 1 nothing found, 2 an error or some inputs failed, \
                        130 or 143 stopped by a signal.\n\
                        Defaults of options can stand in a file: `fundstelle config --help`.")]
pub struct Cli {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "FUNDSTELLE_INDEX", default_value = "index")]
    index: PathBuf,

    /// File with defaults of options, instead of the one that is found; `fundstelle config` tells which
    // Looked for before the arguments are read: `config::early`.
    #[arg(long, global = true, value_name = "FILE", env = "FUNDSTELLE_CONFIG", hide_env_values = true)]
    config: Option<OsString>,

    #[command(flatten)]
    terminal: TerminalArgs,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    Search(search::Args),
    #[cfg(feature = "browse")]
    Browse(browse::Args),
    Alert(alert::Args),
    Parse(parse::Args),
    Analyze(analyze::Args),
    Timeline(timeline::Args),
    Related(related::Args),
    Show(show::Args),
    List(list::Args),
    Outlets(outlets::Args),
    Actors(actors::Args),
    Duplicates(duplicates::Args),
    Pull(Box<pull::Args>),
    Remove(remove::Args),
    Stats(stats::Args),
    Verify(verify::Args),
    Rebuild(rebuild::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Eval(eval::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with the process's arguments and says how it ended.
#[must_use]
pub fn main() -> Exit {
    if completions::answered() {
        return Exit::Found;
    }
    let arguments: Vec<OsString> = env::args_os().collect();
    let config = match Config::find(&arguments) {
        Ok(config) => config,
        Err(error) => return message::failure(&error),
    };
    match parsed(&arguments, &config) {
        Ok(Ok((cli, matches))) => cli.carried_out(&config, &matches),
        Ok(Err(usage)) => message::usage(&usage),
        Err(error) => message::failure(&error),
    }
}

/// The arguments, as read and as matched.
fn parsed(arguments: &[OsString], config: &Config) -> anyhow::Result<Result<(Cli, ArgMatches), clap::Error>> {
    let mut program = config.apply(Cli::command())?.color(help_colour(arguments));
    let matches = match program.try_get_matches_from_mut(arguments) {
        Ok(matches) => matches,
        Err(usage) => return Ok(Err(usage)),
    };
    Ok(Cli::from_arg_matches(&matches).map(|cli| (cli, matches)).map_err(|error| error.format(&mut program)))
}

/// Help is printed before the option for colours is read.
fn help_colour(arguments: &[OsString]) -> clap::ColorChoice {
    match early(arguments, "color").as_deref().and_then(|when| when.to_str()) {
        Some("always") => clap::ColorChoice::Always,
        Some("never") => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    }
}

impl Command {
    /// Whether a person reads the results from the top, so that a pager is of use.
    fn is_read(&self) -> bool {
        matches!(
            self,
            Self::Search(_)
                | Self::Duplicates(_)
                | Self::Timeline(_)
                | Self::Related(_)
                | Self::Parse(_)
                | Self::Show(_)
                | Self::List(_)
                | Self::Outlets(_)
                | Self::Actors(_)
        )
    }
}

impl Cli {
    fn carried_out(self, config: &Config, matches: &ArgMatches) -> Exit {
        let mut output = Output::stdout(self.terminal.screen());
        if self.command.is_read() {
            output.page();
        }
        let run = panics::caught(|| self.run(config, matches, &mut output));
        // Whatever came of it: the pager is left before a word is said.
        let finished = output.finish();
        message::release();
        match run.map(|run| run.and_then(|exit| Ok(finished.map(|()| exit)?))) {
            Ok(Ok(exit)) => exit,
            Ok(Err(error)) => message::failure(&error),
            Err(panic) => message::panicked(panic),
        }
    }

    fn run(self, config: &Config, matches: &ArgMatches, output: &mut Output) -> anyhow::Result<Exit> {
        let index = &self.index;
        // The environment and the default do not name it.
        let index_named = matches.value_source("index") == Some(ValueSource::CommandLine);
        match self.command {
            Command::Add(args) => args.run(index, output),
            Command::Search(args) => args.run(index, output),
            #[cfg(feature = "browse")]
            Command::Browse(args) => args.run(index, output),
            Command::Alert(args) => args.run(index, output),
            Command::Parse(args) => args.run(output),
            Command::Analyze(args) => args.run(output),
            Command::Timeline(args) => args.run(index, output),
            Command::Related(args) => args.run(index, output),
            Command::Show(args) => args.run(index, output),
            Command::List(args) => args.run(index, output),
            Command::Outlets(args) => args.run(index, output),
            Command::Actors(args) => args.run(index, output),
            Command::Duplicates(args) => args.run(index, output),
            Command::Pull(args) => args.run(index, output),
            Command::Remove(args) => args.run(index, output),
            Command::Stats(args) => args.run(index, output),
            Command::Verify(args) => args.run(index, output),
            Command::Rebuild(args) => args.run(index, output),
            Command::Backup(args) => args.run(index, output),
            Command::Restore(args) => args.run(index, output),
            Command::Eval(args) => args.run(index, index_named, output),
            Command::Config(args) => args.run(config, matches, output),
            Command::Completions(args) => args.run(output),
            Command::Man(args) => args.run(output),
        }
    }
}
