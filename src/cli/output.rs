//! Where results go: stdout, buffered, coloured only where a person looks.

use crate::present::Style;
use anstream::ColorChoice;
use std::io::{self, BufWriter, IsTerminal, Write};

/// The program's results.
pub(crate) struct Output {
    sink: BufWriter<io::Stdout>,
    style: Style,
    width: usize,
}

impl Output {
    /// Writes to stdout; colours follow the terminal and `NO_COLOR`.
    pub(crate) fn stdout() -> Self {
        let coloured = anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let terminal = io::stdout().is_terminal();
        let width = if terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        Self {
            sink: BufWriter::new(io::stdout()),
            style: if coloured && terminal { Style::COLOURED } else { Style::PLAIN },
            width: width.map_or(UNWRAPPED, |columns| columns.clamp(40, WIDEST)),
        }
    }

    /// How text is set off.
    pub(crate) fn style(&self) -> Style {
        self.style
    }

    /// Columns for running text.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.sink.write_all(text.as_ref().as_bytes())?;
        self.sink.write_all(b"\n")
    }

    /// Writes text that ends its own lines.
    pub(crate) fn text(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.sink.write_all(text.as_ref().as_bytes())
    }

    /// Hands everything on now: for lines that a script waits for.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    /// Hands on what is left.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        Ok(self.sink.flush()?)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Lines longer than this are hard to read on any screen.
const WIDEST: usize = 110;
/// Where nobody looks at columns, a snippet stays on one line.
const UNWRAPPED: usize = usize::MAX;
