//! One stream that holds several inputs in a row: each is read through a window that ends where it ends.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// The whole stream. Clones share one place in it.
#[derive(Clone)]
pub(in crate::source) struct Parts(Rc<RefCell<Shared>>);

struct Shared {
    stream: Box<dyn BufRead>,
    /// What is left of the part that is being read (bytes).
    left: u64,
}

impl Parts {
    pub fn new(stream: Box<dyn BufRead>) -> Self {
        Self(Rc::new(RefCell::new(Shared { stream, left: 0 })))
    }

    /// The next so many bytes as an input of their own. It reads as ended once another part was begun.
    pub fn part(&self, length: u64) -> Part {
        self.0.borrow_mut().left = length;
        Part(self.clone())
    }

    /// Passes over what was not read of the current part.
    ///
    /// # Errors
    /// `UnexpectedEof` when the stream ends within the part.
    pub fn end_part(&self) -> io::Result<()> {
        let shared = &mut *self.0.borrow_mut();
        let left = std::mem::take(&mut shared.left);
        let skipped = io::copy(&mut shared.stream.by_ref().take(left), &mut io::sink())?;
        if skipped < left { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Works on the stream itself, between two parts.
    pub fn between<T>(&self, work: impl FnOnce(&mut dyn BufRead) -> T) -> T {
        work(&mut *self.0.borrow_mut().stream)
    }
}

/// One of the inputs.
pub(in crate::source) struct Part(Parts);

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let shared = &mut *self.0.0.borrow_mut();
        if shared.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let read = shared.stream.by_ref().take(shared.left).read(buffer)?;
        shared.left -= read as u64;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn parts_end_where_they_end() {
        let parts = Parts::new(Box::new(Cursor::new(b"einszweidr".to_vec())));
        let mut text = String::new();
        parts.part(4).read_to_string(&mut text).unwrap();
        assert_eq!(text, "eins");
        let mut half = [0; 2];
        parts.part(4).read_exact(&mut half).unwrap();
        parts.end_part().unwrap();
        let cut = parts.part(4).read_to_string(&mut text).unwrap_err();
        assert_eq!((cut.kind(), &half), (io::ErrorKind::UnexpectedEof, b"zw"));
        assert!(parts.end_part().is_err());
    }
}
