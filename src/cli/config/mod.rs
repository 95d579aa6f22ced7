//! The config file: defaults of options, below the command line and the environment.

mod file;
mod keys;
mod show;

pub(crate) use file::Config;
pub(crate) use show::Args;

use std::ffi::{OsStr, OsString};

/// The value of `--name` on a command line, for what has to be known before it is read.
pub(crate) fn early(arguments: &[OsString], name: &str) -> Option<OsString> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy();
        match text.strip_prefix("--").and_then(|text| text.strip_prefix(name)) {
            Some("") => return arguments.next().cloned(),
            Some(rest) if rest.starts_with('=') => return Some(OsStr::new(&rest[1..]).to_owned()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_seen_before_the_arguments_are_read() {
        for (line, value) in [
            ("fundstelle --config a.toml search x", Some("a.toml")),
            ("fundstelle search x --config=b.toml", Some("b.toml")),
            ("fundstelle search -- --config c.toml", None),
            ("fundstelle search --configs c.toml", None),
            ("fundstelle search --config", None),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(early(&arguments, "config").as_deref(), value.map(OsStr::new), "{line}");
        }
    }
}
