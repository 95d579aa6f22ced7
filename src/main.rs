//! The `fundstelle` command: hands the arguments to the library's `cli` room.

fn main() {}
