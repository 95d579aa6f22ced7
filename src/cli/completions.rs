//! `completions`: scripts for shells, and what they ask the program: also names of outlets, actors and saved searches.
//!
//! The script calls the program at every press of the key; so all of this is quick, and silent when there is no index.

use crate::alert::Alerts;
use crate::cli::config::{Config, early};
use crate::cli::output::Output;
use crate::cli::{Cli, Exit};
use crate::index::Snapshot;
use crate::search::{self, NamesOf};
use anyhow::Context;
use clap::{CommandFactory, ValueEnum};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, CompleteEnv, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The variable by which a script asks for completions.
const ASKED: &str = "FUNDSTELLE_COMPLETE";
/// More than this many names nobody reads.
const MOST: usize = 50;

/// Prints the script that completes commands, options and names in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Set up:\n  bash  echo 'source <(fundstelle completions bash)' >> ~/.bashrc\n  \
                        zsh   echo 'source <(fundstelle completions zsh)' >> ~/.zshrc\n  \
                        fish  fundstelle completions fish > ~/.config/fish/completions/fundstelle.fish\n\n\
                        Names of outlets, actors and saved searches come from the index that --index, FUNDSTELLE_INDEX \
                        or the config file names.")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Args {
    pub(crate) fn run(self, output: &mut Output) -> anyhow::Result<Exit> {
        let mut script = Vec::new();
        self.shell.adapter().write_registration(ASKED, "fundstelle", "fundstelle", "fundstelle", &mut script)?;
        let script = String::from_utf8(script).context("the script is no text")?;
        output.data(script)?;
        if let Shell::Bash = self.shell {
            output.data(BASH_QUOTES)?;
        }
        Ok(Exit::Found)
    }
}

/// Bash puts candidates into the line as they are; as file names they are quoted first, which those with spaces need.
const BASH_QUOTES: &str = r#"
_fundstelle() {
    _clap_complete_fundstelle "$@"
    local candidate
    for candidate in "${COMPREPLY[@]}"; do
        if [[ $candidate == *[[:space:]\"\'\(\)\&]* ]]; then
            compopt -o filenames 2> /dev/null
            break
        fi
    done
}
complete -o nospace -o bashdefault -F _fundstelle fundstelle
"#;

impl Shell {
    fn adapter(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Elvish => &Elvish,
            Self::Fish => &Fish,
            Self::Powershell => &Powershell,
            Self::Zsh => &Zsh,
        }
    }
}

/// Answers a shell's script; false when no script asked.
pub(crate) fn answered() -> bool {
    let asked = env::var_os(ASKED).is_some();
    // Whatever goes wrong: nothing may get between a person and the line being typed.
    asked && CompleteEnv::with_factory(Cli::command).var(ASKED).try_complete(env::args_os(), None).unwrap_or(true)
}

/// Completes names that the index holds.
pub(crate) fn of_names(of: NamesOf) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| names(of, typed).unwrap_or_default())
}

/// Completes names of saved searches.
pub(crate) fn of_alerts() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let alerts = index().and_then(|index| Alerts::read(&index).ok()).unwrap_or_default().alerts;
        alerts.into_keys().filter(|name| name.starts_with(&*typed)).map(CompletionCandidate::new).collect()
    })
}

fn names(of: NamesOf, typed: &OsStr) -> Option<Vec<CompletionCandidate>> {
    let snapshot = Snapshot::open(&index()?).ok()?;
    let names = search::names(&snapshot, of, &typed.to_string_lossy(), MOST).ok()?;
    // A control character in a name would act on the terminal, and in a shell's line.
    Some(names.into_iter().filter(|name| !name.chars().any(char::is_control)).map(CompletionCandidate::new).collect())
}

/// The index that the line being typed is about.
fn index() -> Option<PathBuf> {
    // What the shell hands over: the program, `--`, and then the words of the line.
    let line: Vec<OsString> = env::args_os().skip_while(|argument| argument != "--").skip(1).collect();
    if let Some(index) = early(&line, "index").or_else(|| env::var_os("FUNDSTELLE_INDEX")) {
        return Some(index.into());
    }
    let program = Config::find(&line).ok()?.apply(Cli::command()).ok()?;
    let option = program.get_arguments().find(|argument| argument.get_id() == "index")?;
    option.get_default_values().first().map(|value| PathBuf::from(value.as_os_str()))
}
