//! Where results go: stdout, coloured only where a person looks, through a pager when they are longer than the screen.
//!
//! On a terminal nothing goes out but what [`present::harmless`] lets through; files and pipes get every byte.

use crate::cli::message;
use crate::cli::pager::Pager;
use crate::cli::terminal::Screen;
use crate::present::{self, Style};
use std::env;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The program's results.
pub(crate) struct Output {
    sink: Sink,
    screen: Screen,
    here: Option<PathBuf>,
    /// The beginning of a character whose end was not written yet.
    cut: Vec<u8>,
}

enum Sink {
    Direct(BufWriter<Box<dyn Write>>),
    /// Held back as long as it fits on the screen.
    Held(Held),
    Paged(Pager),
}

#[derive(Default)]
struct Held {
    text: String,
    rows: usize,
}

impl Output {
    /// Writes to stdout, for `screen`.
    pub(crate) fn stdout(screen: Screen) -> Self {
        Self::onto(Box::new(io::stdout()), screen)
    }

    fn onto(out: Box<dyn Write>, screen: Screen) -> Self {
        let here = env::current_dir().ok();
        Self { sink: Sink::Direct(BufWriter::new(out)), screen, here, cut: Vec::new() }
    }

    /// From now on, what does not fit on the screen goes through the pager, if one is wanted; messages wait for its end.
    pub(crate) fn page(&mut self) {
        if self.screen.pager.is_some() {
            message::hold_back();
            self.sink = Sink::Held(Held::default());
        }
    }

    /// How text is set off.
    pub(crate) fn style(&self) -> Style {
        self.screen.style
    }

    /// Whether colours are wanted.
    #[cfg(feature = "browse")]
    pub(crate) fn coloured(&self) -> bool {
        self.screen.style.is_coloured()
    }

    /// Columns for running text.
    pub(crate) fn width(&self) -> usize {
        self.screen.size.map_or(UNWRAPPED, |(columns, _)| columns.clamp(NARROWEST, WIDEST))
    }

    /// The folder that paths are shown from.
    pub(crate) fn here(&self) -> Option<&Path> {
        self.here.as_deref()
    }

    /// Writes one line made for reading.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.text(text)?;
        self.send("\n")
    }

    /// Writes text made for reading, which ends its own lines.
    pub(crate) fn text(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        if self.screen.terminal { self.send(&present::harmless(text.as_ref())) } else { self.send(text.as_ref()) }
    }

    /// Writes one line of data: letter for letter but on a terminal.
    pub(crate) fn data_line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.data(text)?;
        self.send("\n")
    }

    /// Writes data: letter for letter but on a terminal.
    pub(crate) fn data(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        if self.screen.terminal { self.send(&present::plain_lines(text.as_ref())) } else { self.send(text.as_ref()) }
    }

    /// Hands everything on now: for lines that a script waits for.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(out) => out.flush(),
            Sink::Held(_) | Sink::Paged(_) => Ok(()),
        }
    }

    /// Hands on what is left, and waits for the pager.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.sink {
            Sink::Direct(mut out) => out.flush(),
            Sink::Held(held) => io::stdout().write_all(held.text.as_bytes()).and_then(|()| io::stdout().flush()),
            Sink::Paged(pager) => pager.finish(),
        }
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(out) => out.write_all(text.as_bytes()),
            Sink::Paged(pager) => pager.write_all(text.as_bytes()),
            Sink::Held(held) => {
                held.text += text;
                held.rows += rows(text, self.screen.size.map_or(UNWRAPPED, |(columns, _)| columns));
                let fits = self.screen.size.is_none_or(|(_, rows)| held.rows < rows);
                if fits { Ok(()) } else { self.start_pager() }
            }
        }
    }

    /// Hands what was held back to the pager, or to stdout when it can't be started.
    fn start_pager(&mut self) -> io::Result<()> {
        let Sink::Held(held) = &mut self.sink else { return Ok(()) };
        let text = std::mem::take(&mut held.text);
        self.sink = match self.screen.pager.as_ref().and_then(|command| command.start()) {
            Some(pager) => Sink::Paged(pager),
            None => Sink::Direct(BufWriter::new(Box::new(io::stdout()))),
        };
        self.send(&text)
    }
}

/// Rows that `text` takes on a screen of so many columns.
fn rows(text: &str, columns: usize) -> usize {
    let width =
        |line: &str| unicode_width::UnicodeWidthStr::width(anstream::adapter::strip_str(line).to_string().as_str());
    let ended = text.matches('\n').count();
    ended + text.split('\n').map(|line| width(line).saturating_sub(1) / columns.max(1)).sum::<usize>()
}

impl Write for Output {
    /// Writes data, which may end inside a character: its rest comes with the next call.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.screen.terminal
            && let Sink::Direct(out) = &mut self.sink
        {
            return out.write(bytes);
        }
        self.cut.extend_from_slice(bytes);
        let whole = std::str::from_utf8(&self.cut).map_or_else(|error| error.valid_up_to(), str::len);
        // No character is longer than four bytes: what still is none then never becomes one.
        let whole = if self.cut.len() - whole > 3 { self.cut.len() } else { whole };
        let text = String::from_utf8_lossy(&self.cut[..whole]).into_owned();
        self.cut.drain(..whole);
        self.data(text)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Output::flush(self)
    }
}

/// Lines longer than this are hard to read on any screen.
const WIDEST: usize = 110;
/// Less than this holds no two words.
const NARROWEST: usize = 40;
/// Where nobody looks at columns, a snippet stays on one line.
const UNWRAPPED: usize = usize::MAX;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What arrives of what `write` writes.
    fn written(terminal: bool, write: impl FnOnce(&mut Output)) -> String {
        let paper = Paper::default();
        let screen = Screen { terminal, style: Style::PLAIN, size: None, pager: None };
        let mut output = Output::onto(Box::new(paper.clone()), screen);
        write(&mut output);
        output.finish().unwrap();
        let bytes = paper.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_terminal_gets_our_own_colours_and_nothing_else_that_acts() {
        let line = "\u{1b}[1mfett\u{1b}[0m \u{1b}[2J\u{9b}2J";
        assert_eq!(written(true, |out| out.line(line).unwrap()), "\u{1b}[1mfett\u{1b}[0m \u{fffd}[2J\u{fffd}2J\n");
        assert_eq!(written(true, |out| out.data_line(line).unwrap()).matches('\u{1b}').count(), 0);
        assert_eq!(written(true, |out| out.write_all(line.as_bytes()).unwrap()).matches('\u{1b}').count(), 0);
    }

    #[test]
    fn a_file_gets_every_byte() {
        let line = "\u{1b}[2J\u{202e}\u{9b}";
        assert_eq!(written(false, |out| out.data(line).unwrap()), line);
        assert_eq!(written(false, |out| out.text(line).unwrap()), line);
        assert_eq!(written(false, |out| out.write_all(line.as_bytes()).unwrap()), line);
    }

    #[test]
    fn a_character_written_in_two_halves_is_whole() {
        let bytes = "größer".as_bytes();
        let halves = |out: &mut Output| {
            out.write_all(&bytes[..3]).unwrap();
            out.write_all(&bytes[3..]).unwrap();
        };
        assert_eq!(written(true, halves), "größer");
    }

    #[test]
    fn rows_are_counted_as_the_screen_breaks_lines() {
        for (text, columns, counted) in [
            ("", 10, 0),
            ("eins\nzwei\n", 10, 2),
            ("zehn Zeich\n", 10, 1),
            ("elf Zeichen\n", 10, 2),
            ("\u{1b}[1mzehn Zeich\u{1b}[0m\n", 10, 1),
            ("\n\n", 10, 2),
        ] {
            assert_eq!(rows(text, columns), counted, "{text:?}");
        }
    }
}
