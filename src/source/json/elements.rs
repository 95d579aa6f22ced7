//! The elements of a JSON array one by one, so that an export of any size is never held in memory as a whole.

use crate::source::Error;
use std::io::BufRead;

/// Cuts an array into the texts of its elements; each is parsed apart, so that a broken one spoils no other.
pub(in crate::source) struct Elements {
    stream: Box<dyn BufRead>,
    limit: u64,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Start,
    Within,
    Ended,
}

impl Elements {
    /// `limit` bounds one element (bytes).
    pub fn new(stream: Box<dyn BufRead>, limit: u64) -> Self {
        Self { stream, limit, state: State::Start }
    }

    /// True when nothing but the array's end follows.
    pub fn is_last(&mut self) -> bool {
        !matches!(self.peek_word(), Ok(Some(byte)) if byte != b']')
    }

    fn next_text(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.state == State::Start {
            while !matches!(self.byte()?, Some(b'[') | None) {}
            self.state = State::Within;
        }
        match self.peek_word()? {
            Some(b']') => Ok(None),
            Some(_) => self.element().map(Some),
            None => Err(Error::Json { reason: "the array has no end: the file is cut off".to_owned() }),
        }
    }

    /// The next byte that is neither white space nor a comma, left in the stream.
    fn peek_word(&mut self) -> Result<Option<u8>, Error> {
        loop {
            let Some(&next) = self.stream.fill_buf()?.first() else { return Ok(None) };
            if !(next.is_ascii_whitespace() || next == b',') {
                return Ok(Some(next));
            }
            self.stream.consume(1);
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, Error> {
        let byte = self.stream.fill_buf()?.first().copied();
        self.stream.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// Reads up to the comma or bracket that ends the element; passes over one that is too long.
    fn element(&mut self) -> Result<Vec<u8>, Error> {
        let (mut element, mut cut, mut too_long) = (Vec::new(), Cut::default(), false);
        loop {
            let buffer = self.stream.fill_buf()?;
            let end = buffer.iter().position(|byte| cut.ends_before(*byte));
            let taken = &buffer[..end.unwrap_or(buffer.len())];
            too_long |= (element.len() + taken.len()) as u64 > self.limit;
            if too_long {
                element = Vec::new();
            } else {
                element.extend_from_slice(taken);
            }
            let (used, empty) = (taken.len(), buffer.is_empty());
            self.stream.consume(used);
            if end.is_some() || empty {
                return if too_long { Err(Error::TooLarge { limit: self.limit }) } else { Ok(element) };
            }
        }
    }
}

/// Where within an element a byte stands.
#[derive(Default)]
struct Cut {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Cut {
    /// Takes the next byte; true when the element ended before it.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b',' | b']' if self.depth == 0 => return true,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        false
    }
}

impl Iterator for Elements {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Ended {
            return None;
        }
        let next = self.next_text().transpose();
        let goes_on = matches!(next, Some(Ok(_) | Err(Error::TooLarge { .. })));
        if !goes_on {
            self.state = State::Ended;
        }
        next
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn elements(text: &str) -> Vec<Option<String>> {
        let stream = BufReader::with_capacity(3, Cursor::new(text.as_bytes().to_vec()));
        let elements = Elements::new(Box::new(stream), 30);
        elements
            .map(|element| element.ok().map(|element| String::from_utf8(element).unwrap().trim().to_owned()))
            .collect()
    }

    #[test]
    fn arrays_are_cut_at_their_own_commas() {
        for (text, expected) in [
            ("[]", vec![]),
            ("[1]", vec![Some("1")]),
            (r#" [ {"a": "],\"}"}, [1, 2] , 3 ]"#, vec![Some(r#"{"a": "],\"}"}"#), Some("[1, 2]"), Some("3")]),
            (r#"[{"a": oh}, {"b": 1}]"#, vec![Some(r#"{"a": oh}"#), Some(r#"{"b": 1}"#)]),
            (r#"[{"zu lang": "0123456789012345678901234"}, 2]"#, vec![None, Some("2")]),
            (r#"[{"a": 1}, {"b""#, vec![Some(r#"{"a": 1}"#), Some(r#"{"b""#), None]),
            ("[1", vec![Some("1"), None]),
        ] {
            let expected: Vec<Option<String>> = expected.into_iter().map(|text| text.map(str::to_owned)).collect();
            assert_eq!(elements(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_end(text in "\\[[\\[\\]{},\"\\\\a1 ]{0,60}") {
            prop_assert!(elements(&text).len() <= text.len() + 1);
        }
    }
}
