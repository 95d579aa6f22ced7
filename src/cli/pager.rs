//! The pager: another program that shows what is longer than the screen.
//!
//! One that can't be started is done without; one that is left early is no error.

use std::env;
use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How a pager is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PagerCommand(Vec<String>);

impl PagerCommand {
    /// What FUNDSTELLE_PAGER says, else PAGER, else `less`; `None` for an empty one and for `cat`.
    pub(crate) fn wanted() -> Option<Self> {
        let set = ["FUNDSTELLE_PAGER", "PAGER"].into_iter().find_map(env::var_os);
        Self::parse(&set.map_or_else(|| "less".to_owned(), |set| set.to_string_lossy().into_owned()))
    }

    fn parse(text: &str) -> Option<Self> {
        let words = shlex::split(text)?;
        (words.first()? != "cat").then_some(Self(words))
    }

    /// Starts it; `None` when there is no such program.
    pub(crate) fn start(&self) -> Option<Pager> {
        let (program, arguments) = self.0.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        // As git does: leave at once what fits (F), let colours through (R), leave the text on the screen (X).
        for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
            if env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        let mut child = command.spawn().ok()?;
        // Ctrl-C is the pager's to answer; without us it would go on reading keys beside the shell.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::new(AtomicBool::new(false)));
        Some(Pager { text: child.stdin.take(), child })
    }
}

/// A running pager.
#[derive(Debug)]
pub(crate) struct Pager {
    text: Option<ChildStdin>,
    child: Child,
}

impl Pager {
    /// Waits until it is left.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        drop(self.text.take());
        self.child.wait().map(drop)
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |text| text.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.text.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_is_called_by_its_words() {
        let words = |words: &[&str]| Some(PagerCommand(words.iter().map(|word| (*word).to_owned()).collect()));
        for (text, command) in [
            ("less -R", words(&["less", "-R"])),
            ("'mein pager' -P 'a b'", words(&["mein pager", "-P", "a b"])),
            ("", None),
            ("cat", None),
            ("less 'offen", None),
        ] {
            assert_eq!(PagerCommand::parse(text), command, "{text}");
        }
    }

    #[test]
    fn a_pager_that_is_not_there_is_done_without() {
        assert!(PagerCommand(vec!["/nirgends/pager".into()]).start().is_none());
    }
}
