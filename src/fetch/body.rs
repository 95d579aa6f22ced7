//! The body of an answer: read and unpacked within a bound.

use super::Error;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};

/// How gzip begins.
const GZIP: &[u8] = b"\x1f\x8b";

/// Reads to the end, but not beyond `limit` bytes.
///
/// # Errors
/// [`Error::TooLarge`] beyond the bound; a fault of the reader as `fault` words it.
pub(super) fn read(input: impl Read, limit: u64, fault: impl Fn(io::Error) -> Error) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > limit { Err(Error::TooLarge { limit }) } else { Ok(bytes) }
}

/// Unpacks what was packed for the way. Hosts that say `gzip` and send it bare are believed by what they send.
///
/// # Errors
/// [`Error::Packing`] for another packing or a broken one, [`Error::TooLarge`] beyond `limit` bytes unpacked.
pub(super) fn unpacked(bytes: Vec<u8>, packing: Option<&str>, limit: u64) -> Result<Vec<u8>, Error> {
    let packing = packing.map(|name| name.trim().to_ascii_lowercase());
    match packing.as_deref() {
        None | Some("" | "identity") => Ok(bytes),
        Some("gzip" | "x-gzip") if !bytes.starts_with(GZIP) => Ok(bytes),
        Some("gzip" | "x-gzip") => {
            read(MultiGzDecoder::new(bytes.as_slice()), limit, |error| Error::Packing(error.to_string()))
        }
        Some(other) => Err(Error::Packing(format!("{other} was not asked for"))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bodies_are_bounded_packed_and_unpacked() {
        let bomb = packed(&[b'a'; 100_000]);
        assert!(matches!(unpacked(bomb.clone(), Some("gzip"), 99_999), Err(Error::TooLarge { limit: 99_999 })));
        assert_eq!(unpacked(bomb.clone(), Some("GZIP"), 100_000).unwrap().len(), 100_000);
        assert!(matches!(unpacked(bomb[..60].to_vec(), Some("gzip"), 100_000), Err(Error::Packing(_))));
        assert_eq!(unpacked(b"Text".to_vec(), Some("gzip"), 9).unwrap(), b"Text");
        assert!(matches!(unpacked(b"x".to_vec(), Some("br"), 9), Err(Error::Packing(_))));
        let fault = |error: io::Error| Error::Network(error.to_string());
        assert!(matches!(read(io::repeat(b'a'), 9, fault), Err(Error::TooLarge { limit: 9 })));
        assert_eq!(read(&b"123456789"[..], 9, fault).unwrap().len(), 9);
    }
}
