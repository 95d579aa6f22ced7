//! The rows of a table as bytes: line breaks within quotation marks end no row, and no row is held beyond a bound.

use crate::source::{
    Error,
    line::{self, Line},
};
use std::collections::VecDeque;
use std::io::BufRead;

/// One row as it stands in the file.
#[derive(Debug)]
pub(super) struct Row {
    /// The line it begins on, counted from 1.
    pub line: usize,
    pub bytes: Vec<u8>,
    /// True when a quotation mark opens in it that is never closed: it is the first line alone.
    pub unclosed: bool,
}

/// Cuts a stream into rows.
///
/// A quotation mark that is never closed would swallow all that follows. Its line is then a row of its own, and the
/// lines after it are read again; not for ever, so that a table of such lines takes no longer than another.
pub(super) struct Rows {
    stream: Box<dyn BufRead>,
    limit: u64,
    /// Lines that were read in vain, to be read again.
    again: VecDeque<Line>,
    /// How much may still be read again (bytes).
    patience: u64,
    line: usize,
}

/// So many times the longest row is read again, over a whole table.
const PATIENCE: u64 = 4;

impl Rows {
    /// `limit` bounds one row (bytes).
    pub fn new(stream: Box<dyn BufRead>, limit: u64) -> Self {
        Self { stream, limit, again: VecDeque::new(), patience: limit.saturating_mul(PATIENCE), line: 0 }
    }

    /// The line that was read last, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for a line beyond the bound, which is passed over; what the stream tells.
    pub fn next_row(&mut self, delimiter: u8) -> Result<Option<Row>, Error> {
        let first = match self.next_line()? {
            Line::Whole(line) => line,
            Line::TooLong => return Err(Error::TooLarge { limit: self.limit }),
            Line::End => return Ok(None),
        };
        let line = self.line;
        let mut quotes = Quotes::new(delimiter);
        quotes.take(&first);
        let (mut more, mut length) = (Vec::new(), first.len() as u64);
        while quotes.open {
            let next = self.next_line()?;
            let Line::Whole(words) = &next else {
                more.push(next);
                return Ok(Some(self.give_back(line, first, more)));
            };
            quotes.take(words);
            length += words.len() as u64;
            more.push(next);
            if length > self.limit {
                return Ok(Some(self.give_back(line, first, more)));
            }
        }
        let mut bytes = first;
        more.into_iter().for_each(|next| bytes.extend(words_of(next)));
        Ok(Some(Row { line, bytes, unclosed: false }))
    }

    /// The first line as a row that never ends, the others to be read again.
    fn give_back(&mut self, line: usize, first: Vec<u8>, more: Vec<Line>) -> Row {
        let length: usize = more.iter().map(|line| if let Line::Whole(words) = line { words.len() } else { 0 }).sum();
        if length as u64 <= self.patience {
            self.patience -= length as u64;
            self.line = line;
            more.into_iter().rev().for_each(|next| self.again.push_front(next));
        }
        Row { line, bytes: first, unclosed: true }
    }

    fn next_line(&mut self) -> Result<Line, Error> {
        self.line += 1;
        match self.again.pop_front() {
            Some(line) => Ok(line),
            None => Ok(line::next(&mut self.stream, self.limit)?),
        }
    }
}

fn words_of(line: Line) -> Vec<u8> {
    if let Line::Whole(words) = line { words } else { Vec::new() }
}

/// Follows quotation marks through a row (RFC 4180): they open at the beginning of a cell only, doubled ones are words.
struct Quotes {
    delimiter: u8,
    open: bool,
    at_start: bool,
}

impl Quotes {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, open: false, at_start: true }
    }

    fn take(&mut self, line: &[u8]) {
        for byte in line {
            match byte {
                // A doubled mark closes and opens again.
                b'"' if self.open => (self.open, self.at_start) = (false, true),
                _ if self.open => {}
                b'"' if self.at_start => self.open = true,
                byte => self.at_start = *byte == self.delimiter,
            }
        }
    }
}
