//! Tar archives (ustar, GNU, pax), read as a stream: header, content, header, content.
//!
//! The fields of a header are read by the `tar` crate; its own reader lends entries that cannot be kept while others
//! are asked for, so the walk from one to the next is ours.

use super::names::{Verdict, judge};
use super::{Member, Parts};
use crate::source::Error;
use std::io::{self, BufReader, Read};
use tar::{EntryType, Header, PaxExtensions};

const BLOCK: usize = 512;
/// Where a header's sum stands, and how long it is (bytes).
const SUM: std::ops::Range<usize> = 148..156;
/// Longer than this no path is, nor any other note before a file (bytes).
const LONGEST_NOTE: u64 = 1024 * 1024;

/// True when a tar archive begins so: its sum fits.
pub(super) fn is_header(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK) else { return false };
    Header::from_byte_slice(block).cksum().is_ok_and(|sum| sum == sum_of(block))
}

/// The sum of a header's bytes, its own sum counted as spaces.
fn sum_of(block: &[u8]) -> u32 {
    let byte = |(at, byte): (usize, &u8)| if SUM.contains(&at) { u32::from(b' ') } else { u32::from(*byte) };
    block.iter().enumerate().map(byte).sum()
}

/// The files of a tar archive, read as they are asked for.
pub(in crate::source) struct Tar {
    parts: Parts,
    /// What fills the last block of the current content (bytes).
    padding: u64,
    ended: bool,
}

/// What notes before a header say about it.
#[derive(Default)]
struct Noted {
    path: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Tar {
    pub fn new(parts: Parts) -> Self {
        Self { parts, padding: 0, ended: false }
    }

    /// The next file that may hold articles; `None` at the end.
    fn next_file(&mut self) -> Result<Option<Member>, Error> {
        let mut noted = Noted::default();
        while let Some(header) = self.next_header()? {
            let size = noted.size.map_or_else(|| header.entry_size(), Ok)?;
            self.padding = size.next_multiple_of(BLOCK as u64) - size;
            match header.entry_type() {
                EntryType::GNULongName => noted.path = Some(until_nul(self.note(size)?)),
                EntryType::XHeader => noted.take(&self.note(size)?),
                kind => {
                    let path = noted.path.take().unwrap_or_else(|| header.path_bytes().into_owned());
                    noted = Noted::default();
                    let part = self.parts.part(size);
                    if let Some(member) = member(kind, &path, part) {
                        return Ok(Some(member));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Passes to the next header; `None` at the end, marked or not.
    fn next_header(&mut self) -> Result<Option<Header>, Error> {
        self.parts.end_part()?;
        // The last file's padding may be missing: nothing is lost with it.
        let padding = std::mem::take(&mut self.padding);
        self.parts.between(|stream| io::copy(&mut stream.take(padding), &mut io::sink()))?;
        let mut block = Vec::with_capacity(BLOCK);
        self.parts.between(|stream| stream.take(BLOCK as u64).read_to_end(&mut block))?;
        match block.len() {
            0 => Ok(None),
            BLOCK if block.iter().all(|byte| *byte == 0) => Ok(None),
            BLOCK if is_header(&block) => Ok(Some(Header::from_byte_slice(&block).clone())),
            BLOCK => Err(Error::Damaged),
            _ => Err(Error::CutOff),
        }
    }

    /// The content of a header that speaks about the next one.
    fn note(&self, size: u64) -> Result<Vec<u8>, Error> {
        if size > LONGEST_NOTE {
            return Err(Error::Damaged);
        }
        let mut note = Vec::new();
        self.parts.part(size).read_to_end(&mut note)?;
        Ok(note)
    }
}

impl Noted {
    fn take(&mut self, pax: &[u8]) {
        for extension in PaxExtensions::new(pax).flatten() {
            match extension.key() {
                Ok("path") => self.path = Some(extension.value_bytes().to_vec()),
                Ok("size") => self.size = extension.value().ok().and_then(|size| size.parse().ok()),
                _ => {}
            }
        }
    }
}

fn until_nul(mut path: Vec<u8>) -> Vec<u8> {
    let end = path.iter().position(|byte| *byte == 0).unwrap_or(path.len());
    path.truncate(end);
    path
}

/// Links and folders have no content; a sparse file's is not what it says.
fn member(kind: EntryType, path: &[u8], part: super::part::Part) -> Option<Member> {
    if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
        return None;
    }
    match judge(path) {
        Verdict::Read(name) if kind.is_gnu_sparse() => {
            Some(Member::file(name, Err(Error::Packing { what: "a sparse file" })))
        }
        Verdict::Read(name) => Some(Member::file(name, Ok(Box::new(BufReader::new(part))))),
        Verdict::Refuse(name, reason) => Some(Member::file(name, Err(reason))),
        Verdict::Skip => None,
    }
}

impl Iterator for Tar {
    type Item = Result<Member, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_file().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
