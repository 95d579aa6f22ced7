//! How the program ends.

use std::process::ExitCode;

/// The program's exit codes, which scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: something was found, or all is done.
    Found,
    /// 1: nothing was found.
    Nothing,
    /// 2: an error, or some inputs failed.
    Failed,
    /// 128 and its number: a signal ended the command, in good order.
    Stopped(u8),
}

impl Exit {
    /// `Found` when there is something, else `Nothing`.
    pub(crate) fn found(something: bool) -> Self {
        if something { Self::Found } else { Self::Nothing }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Found => 0,
            Exit::Nothing => 1,
            Exit::Failed => 2,
            Exit::Stopped(code) => code,
        })
    }
}
