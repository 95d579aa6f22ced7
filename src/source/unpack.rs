//! Packed inputs: gzip and zstd are unpacked on the way, one in another too, within the [`Budget`].

use super::{
    Error,
    limits::{Budget, Limits},
};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

/// Bytes that are looked at to tell what an input is.
pub(super) const HEAD: u64 = 64 * 1024;

/// How a gzip file begins.
const GZIP: &[u8] = b"\x1f\x8b";
/// How a zstd file begins.
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// The last three bytes of a zstd frame that holds notes and no content; the first is 0x50 to 0x5f.
const ZSTD_SKIPPED: &[u8] = b"\x2a\x4d\x18";

/// An input, unpacked as it is read, whose beginning has been looked at.
pub(super) struct Input {
    head: Vec<u8>,
    /// A fault met while looking; it is told when the reading gets there.
    fault: Option<io::Error>,
    rest: Box<dyn BufRead>,
    pub budget: Rc<Budget>,
    /// How many packings and archives it lies in.
    pub depth: usize,
}

impl Input {
    /// Looks at the beginning and unpacks what is packed, as often as it is.
    ///
    /// # Errors
    /// [`Error::TooDeep`]; faults of the input are told when it is read.
    pub fn of(raw: Box<dyn BufRead>, budget: Rc<Budget>, depth: usize) -> Result<Self, Error> {
        let mut input = Self::plain(raw, budget, depth);
        while let Some(packing) = Packing::of(&input.head) {
            input.budget.check_depth(input.depth + 1)?;
            let (budget, depth) = (Rc::clone(&input.budget), input.depth + 1);
            let unpacked = Unpacked { inner: packing.decoder(input.into_reader())?, budget: Rc::clone(&budget) };
            input = Self::plain(Box::new(BufReader::with_capacity(64 * 1024, unpacked)), budget, depth);
        }
        Ok(input)
    }

    /// Looks at the beginning without unpacking.
    pub fn plain(raw: Box<dyn BufRead>, budget: Rc<Budget>, depth: usize) -> Self {
        let mut input = Self { head: Vec::new(), fault: None, rest: raw, budget, depth };
        input.look_further(HEAD);
        input
    }

    /// The beginning that was looked at.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Makes the head so much longer, if there is as much (bytes).
    fn look_further(&mut self, bytes: u64) {
        if self.fault.is_none() {
            self.fault = self.rest.by_ref().take(bytes).read_to_end(&mut self.head).err();
        }
    }

    /// Makes the head hold its first line and something beyond, when that line is no longer than an article may be.
    pub fn look_past_first_line(&mut self) {
        let limit = self.budget.limits.article;
        if self.fault.is_none() && !self.head.contains(&b'\n') {
            self.fault = self.rest.by_ref().take(limit).read_until(b'\n', &mut self.head).err();
            self.look_further(HEAD);
        }
    }

    /// All of it, from the beginning.
    pub fn into_reader(self) -> Box<dyn BufRead> {
        let head = Cursor::new(self.head);
        match self.fault {
            Some(fault) => Box::new(head.chain(BufReader::with_capacity(1, Fault(Some(fault))))),
            None => Box::new(head.chain(self.rest)),
        }
    }

    /// Reads all of it, at most as much as an article may have.
    ///
    /// # Errors
    /// [`Error::TooLarge`], and what reading tells.
    pub fn read_whole(self) -> Result<Vec<u8>, Error> {
        let limit = self.budget.limits.article;
        let mut bytes = Vec::new();
        self.into_reader().take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(Error::TooLarge { limit }) } else { Ok(bytes) }
    }
}

/// What came packed, unpacked as a whole; what did not, as it is.
///
/// # Errors
/// When it is torn, or beyond the limits that hold for any input.
pub(super) fn whole(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let budget = Budget::new(Limits::default(), Some(bytes.len() as u64));
    Input::of(Box::new(Cursor::new(bytes.to_vec())), budget, 0)?.read_whole()
}

/// A stream that has come to a fault: tells it once, and ends.
struct Fault(Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Self> {
        let skipped = head.get(1..4) == Some(ZSTD_SKIPPED) && (0x50..=0x5f).contains(&head[0]);
        match () {
            () if head.starts_with(GZIP) => Some(Self::Gzip),
            () if head.starts_with(ZSTD) || skipped => Some(Self::Zstd),
            () => None,
        }
    }

    fn decoder(self, packed: Box<dyn BufRead>) -> Result<Box<dyn Read>, Error> {
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        })
    }
}

/// What comes out of a packing: counted, and its faults told as the input's own.
pub(super) struct Unpacked<R> {
    pub inner: R,
    pub budget: Rc<Budget>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(damage)?;
        self.budget.spend(read as u64).map_err(io::Error::other)?;
        Ok(read)
    }
}

/// A fault of what is packed, not of the system: zstd has no kind of its own for it.
fn damage(fault: io::Error) -> io::Error {
    let own = fault.get_ref().is_some_and(|inner| inner.is::<Error>());
    let known = matches!(fault.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::Interrupted);
    if own || known || fault.raw_os_error().is_some() { fault } else { io::Error::other(Error::Damaged) }
}

/// A stream whose length is not known beforehand: what comes from it is counted.
pub(super) struct Counted<R> {
    pub inner: R,
    pub budget: Rc<Budget>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.came(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        zstd::encode_all(text, 3).unwrap()
    }

    fn read(bytes: Vec<u8>, limits: Limits) -> Result<Vec<u8>, Error> {
        let budget = Budget::new(limits, Some(bytes.len() as u64));
        Input::of(Box::new(Cursor::new(bytes)), budget, 0)?.read_whole()
    }

    #[test]
    fn members_follow_one_another_and_packings_lie_in_one_another() {
        let text = "Der Kai. Die Fähre.".as_bytes();
        for bytes in [
            [gzip("Der Kai. ".as_bytes()), gzip("Die Fähre.".as_bytes())].concat(),
            [b"\x50\x2a\x4d\x18\x02\0\0\0ab".to_vec(), zstd("Der Kai. ".as_bytes()), zstd("Die Fähre.".as_bytes())]
                .concat(),
            gzip(&zstd(text)),
            text.to_vec(),
        ] {
            assert_eq!(read(bytes, Limits::default()).unwrap(), text);
        }
        assert!(read(Vec::new(), Limits::default()).unwrap().is_empty());
    }

    #[test]
    fn bombs_and_torn_files_are_refused() {
        let small = Limits { article: 99_999, ..Limits::default() };
        assert!(matches!(read(gzip(&[b'a'; 100_000]), small), Err(Error::TooLarge { limit: 99_999 })));
        assert!(matches!(read(vec![b'a'; 100_000], small), Err(Error::TooLarge { .. })));
        let deep = (0..7).fold(b"Ein Satz.".to_vec(), |inner, _| gzip(&inner));
        assert!(matches!(read(deep, Limits::default()), Err(Error::TooDeep { limit: 6 })));
        let little = Limits { unpacked: 50_000, ..Limits::default() };
        for packed in [gzip(&[b'a'; 100_000]), zstd(&[b'a'; 100_000])] {
            assert!(matches!(read(packed.clone(), little), Err(Error::Unpacks { .. })));
            assert!(matches!(read(packed[..packed.len() / 2].to_vec(), Limits::default()), Err(Error::CutOff)));
        }
        let large = zstd::encode_all(io::repeat(b'a').take(70 * 1024 * 1024), 1).unwrap();
        let roomy = Limits { article: u64::MAX, ..Limits::default() };
        assert!(matches!(read(large, roomy), Err(Error::Ratio { .. })));
    }

    #[test]
    fn scrambled_packings_are_damaged() {
        for mut packed in [gzip(&[b'a'; 1000]), zstd(&[b'a'; 1000])] {
            packed[5..].fill(0xee);
            let fault = read(packed, Limits::default()).unwrap_err();
            assert!(matches!(fault, Error::Damaged | Error::CutOff), "{fault:?}");
        }
    }
}
