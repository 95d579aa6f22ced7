//! Lines of a stream, none of them held in memory beyond a bound.

use std::io::{self, BufRead, Read};

/// What a stream gives next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line with its end.
    Whole(Vec<u8>),
    /// A line that was longer than allowed, and was passed over.
    TooLong,
    /// Nothing more.
    End,
}

/// Reads up to and with the next line break, at most `limit` bytes of it.
///
/// # Errors
/// What the stream tells.
pub(super) fn next(stream: &mut dyn BufRead, limit: u64) -> io::Result<Line> {
    let mut line = Vec::new();
    stream.take(limit.saturating_add(1)).read_until(b'\n', &mut line)?;
    if line.len() as u64 > limit {
        if !line.ends_with(b"\n") {
            skip(stream)?;
        }
        return Ok(Line::TooLong);
    }
    Ok(if line.is_empty() { Line::End } else { Line::Whole(line) })
}

fn skip(stream: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        stream.consume(used);
        if end.is_some() || used == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_passed_over() {
        let mut text: &[u8] = b"kurz\nviel zu lang\nkurz\n123456\n1234567\nende";
        let lines: Vec<Line> = (0..7).map(|_| next(&mut text, 6).unwrap()).collect();
        let whole = |text: &str| Line::Whole(text.into());
        let expected =
            [whole("kurz\n"), Line::TooLong, whole("kurz\n"), Line::TooLong, Line::TooLong, whole("ende"), Line::End];
        assert_eq!(lines, expected);
    }
}
