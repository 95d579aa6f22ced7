//! The `fundstelle` command: hands the arguments to the library's `cli` room.

use std::process::ExitCode;

fn main() -> ExitCode {
    fundstelle::cli::main().into()
}
