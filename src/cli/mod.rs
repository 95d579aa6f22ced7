//! The command line: one file a command, each with its arguments and its `run`.
//!
//! This is the only room that touches the terminal, the environment and the clock. Results go to stdout, progress and
//! messages to stderr.

mod actors;
mod add;
mod analyze;
mod duplicates;
mod eval;
mod exit;
mod filters;
mod ingest;
mod lexicon;
mod list;
mod listing;
mod message;
mod outlets;
mod output;
mod parse;
mod path_list;
mod progress;
mod remove;
mod search;
mod show;
mod stats;
mod store;
mod watch;

pub use exit::Exit;

use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use output::Output;
use std::path::PathBuf;

/// Full-text search for German articles: ranked passages, each with the place where it stands.
#[derive(Debug, Parser)]
#[command(name = "fundstelle", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 found or done, 1 nothing found, 2 an error or some inputs failed.")]
pub struct Cli {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "FUNDSTELLE_INDEX", default_value = "index")]
    index: PathBuf,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    Search(search::Args),
    Parse(parse::Args),
    Analyze(analyze::Args),
    Show(show::Args),
    List(list::Args),
    Outlets(outlets::Args),
    Actors(actors::Args),
    Duplicates(duplicates::Args),
    Remove(remove::Args),
    Stats(stats::Args),
    Eval(eval::Args),
}

/// Runs the program with the process's arguments and says how it ended.
#[must_use]
pub fn main() -> Exit {
    let (cli, named) = match parsed() {
        Ok(parsed) => parsed,
        Err(error) => return message::usage(&error),
    };
    let mut output = Output::stdout();
    match cli.run(named, &mut output).and_then(|exit| output.finish().map(|()| exit)) {
        Ok(exit) => exit,
        Err(error) => message::failure(&error),
    }
}

/// The arguments, and whether they name the index: the environment and the default do not count.
fn parsed() -> Result<(Cli, bool), clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
    Ok((cli, matches.value_source("index") == Some(ValueSource::CommandLine)))
}

impl Cli {
    fn run(self, index_named: bool, output: &mut Output) -> anyhow::Result<Exit> {
        let index = &self.index;
        match self.command {
            Command::Add(args) => args.run(index, output),
            Command::Search(args) => args.run(index, output),
            Command::Parse(args) => args.run(output),
            Command::Analyze(args) => args.run(output),
            Command::Show(args) => args.run(index, output),
            Command::List(args) => args.run(index, output),
            Command::Outlets(args) => args.run(index, output),
            Command::Actors(args) => args.run(index, output),
            Command::Duplicates(args) => args.run(index, output),
            Command::Remove(args) => args.run(index, output),
            Command::Stats(args) => args.run(index, output),
            Command::Eval(args) => args.run(index, index_named, output),
        }
    }
}
