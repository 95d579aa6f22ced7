//! The keys of the config file, and their place among the options.

use clap::{Arg, Command};

/// One key: it has the name of the option it gives a default to, with `_` for `-`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its name, and the option's in the parser.
    pub(crate) name: &'static str,
    /// The commands whose option it is; none stands for the program itself.
    pub(crate) commands: &'static [&'static str],
}

/// All keys. A `fundstelle.toml` may lie in a folder that came from elsewhere: no key names a program or a file to
/// write.
pub(crate) const KEYS: &[Key] = &[
    Key { name: "index", commands: &[] },
    Key { name: "color", commands: &[] },
    Key { name: "hyperlinks", commands: &[] },
    Key { name: "pager", commands: &[] },
    Key { name: "limit", commands: &["search"] },
    Key { name: "per_article", commands: &["search"] },
    Key { name: "snippet", commands: &["search"] },
    Key { name: "sort", commands: &["search"] },
    Key { name: "wait", commands: &["add"] },
];

impl Key {
    /// The key of this name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The option it gives a default to.
    pub(crate) fn option<'c>(&self, program: &'c Command) -> Option<&'c Arg> {
        let command = self.commands.first().map_or(Some(program), |name| program.find_subcommand(name))?;
        command.get_arguments().find(|argument| argument.get_id() == self.name)
    }

    /// The program with `value` as the option's default.
    pub(crate) fn apply(&self, program: Command, value: &str) -> Command {
        let set = |command: Command| command.mut_arg(self.name, |argument| argument.default_value(value.to_owned()));
        if self.commands.is_empty() {
            return set(program);
        }
        self.commands.iter().fold(program, |program, name| program.mut_subcommand(name, set))
    }
}
