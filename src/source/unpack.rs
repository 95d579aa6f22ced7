//! Packed files: gzip is unpacked on the way, with a bound that keeps a small file from filling the memory.

use super::Error;
use flate2::bufread::MultiGzDecoder;
use std::io::{BufRead, BufReader, Read};

/// What is read as a whole may not be larger unpacked, nor may one line of what is read line by line (bytes).
pub const UNPACKED_LIMIT: u64 = 64 * 1024 * 1024;

/// How a gzip file begins.
const GZIP: &[u8] = b"\x1f\x8b";

/// An input, unpacked as it is read.
pub(super) struct Input {
    pub reader: Box<dyn BufRead>,
    /// True when it came packed: its size says nothing about what is in it.
    pub packed: bool,
}

impl Input {
    /// Looks at the first bytes; what is packed with gzip, in one member or several, is unpacked.
    pub fn of(mut raw: Box<dyn BufRead>) -> Result<Self, std::io::Error> {
        if !raw.fill_buf()?.starts_with(GZIP) {
            return Ok(Self { reader: raw, packed: false });
        }
        Ok(Self { reader: Box::new(BufReader::new(MultiGzDecoder::new(raw))), packed: true })
    }

    /// Reads all that is left, of a packed input at most `limit` bytes.
    pub fn read_whole(self, limit: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let limit = if self.packed { limit } else { u64::MAX };
        self.reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(Error::TooLarge { limit }) } else { Ok(bytes) }
    }
}

/// What came packed, unpacked as a whole; what did not, as it is.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`UNPACKED_LIMIT`], [`Error::Io`] when it is torn.
pub(super) fn whole(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let input = Input::of(Box::new(std::io::Cursor::new(bytes.to_vec())))?;
    input.read_whole(UNPACKED_LIMIT)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::{Cursor, Write};

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, Error> {
        Input::of(Box::new(Cursor::new(bytes))).unwrap().read_whole(limit)
    }

    #[test]
    fn members_follow_one_another() {
        let both = [packed("Der Kai. ".as_bytes()), packed("Die Fähre.".as_bytes())].concat();
        assert_eq!(read(both, 100).unwrap(), "Der Kai. Die Fähre.".as_bytes());
        assert_eq!(read(b"nicht gepackt".to_vec(), 3).unwrap(), b"nicht gepackt");
        assert!(read(Vec::new(), 3).unwrap().is_empty());
    }

    #[test]
    fn bombs_and_torn_files_are_refused() {
        assert!(matches!(read(packed(&[b'a'; 100_000]), 99_999), Err(Error::TooLarge { limit: 99_999 })));
        let whole = packed(b"Ein ganzer Satz.");
        assert!(matches!(read(whole[..whole.len() / 2].to_vec(), 100), Err(Error::Io(_))));
    }
}
