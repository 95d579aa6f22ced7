//! `man`: the manual pages, made from the same words as `--help`.

use crate::cli::output::Output;
use crate::cli::{Cli, Exit, message};
use anyhow::{Context, bail};
use clap::CommandFactory;
use clap_mangen::Man;
use std::fs;
use std::path::{Path, PathBuf};

/// Prints a manual page, or writes all of them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle man search | man -l -\n  \
                        fundstelle man --out ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// Command whose page is wanted (`alert run` has two words); the program's own when there is none
    #[arg(conflicts_with = "out")]
    command: Vec<String>,
    /// Write all pages into this folder, one a command
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Args {
    pub(crate) fn run(self, output: &mut Output) -> anyhow::Result<Exit> {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        match &self.out {
            Some(dir) => write(program, dir)?,
            None => {
                let mut page = Vec::new();
                Man::new(self.of(&program)?.clone()).render(&mut page)?;
                output.data(String::from_utf8_lossy(&page))?;
            }
        }
        Ok(Exit::Found)
    }

    fn of<'c>(&self, program: &'c clap::Command) -> anyhow::Result<&'c clap::Command> {
        let mut command = program;
        for name in &self.command {
            command = match command.find_subcommand(name) {
                Some(found) => found,
                None => bail!("there is no command {:?}", self.command.join(" ")),
            };
        }
        Ok(command)
    }
}

fn write(program: clap::Command, dir: &Path) -> anyhow::Result<()> {
    let told = || format!("can't write the manual pages into {}", dir.display());
    fs::create_dir_all(dir).with_context(told)?;
    clap_mangen::generate_to(program, dir).with_context(told)?;
    message::say(format!("manual pages are in {}", dir.display()));
    Ok(())
}
