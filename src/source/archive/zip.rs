//! Zip archives: the table at the end says what lies where; each file is read from its place as it is asked for.

use super::Member;
use super::names::{Verdict, judge};
use crate::source::{Error, limits::Budget, unpack::Unpacked};
use rawzip::{CompressionMethod, FileReader, RangeReader, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder, ZipLocator};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// How a zip archive begins: with a file, empty, or in several pieces.
pub(super) const SIGNATURES: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];

/// A longer table of files is not held in memory (bytes).
const LONGEST_TABLE: u64 = 256 * 1024 * 1024;

/// Files that only other kinds of document have, which happen to be zip archives.
const DOCUMENTS: &[(&str, &str)] = &[
    ("[Content_Types].xml", "an office document"),
    ("mimetype", "an e-book or office document"),
    ("META-INF/container.xml", "an e-book"),
];

/// Where a zip archive's bytes are: a file may be large, what lies in another archive is bounded.
pub(in crate::source) enum Bytes {
    File(FileReader, u64),
    Memory(Vec<u8>),
}

impl Bytes {
    /// # Errors
    /// When the file's length cannot be told.
    pub fn of_file(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self::File(FileReader::from(file), length))
    }

    fn length(&self) -> u64 {
        match self {
            Self::File(_, length) => *length,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ReaderAt for Bytes {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.read_at(buffer, offset),
            Self::Memory(bytes) => bytes.read_at(buffer, offset),
        }
    }
}

/// The files of a zip archive, read as they are asked for.
pub(in crate::source) struct Zip {
    archive: ZipArchive<Rc<Bytes>>,
    entries: std::vec::IntoIter<Entry>,
    budget: Rc<Budget>,
}

/// What the table says about a file.
struct Entry {
    name: String,
    place: ZipArchiveEntryWayfinder,
    /// Set when it is not even tried.
    refused: Option<Error>,
    method: CompressionMethod,
}

impl Zip {
    /// Reads the table.
    ///
    /// # Errors
    /// [`Error::CutOff`] without a table, [`Error::Damaged`] with a broken one, [`Error::Binary`] for other kinds of
    /// document.
    pub fn new(bytes: Bytes, budget: Rc<Budget>) -> Result<Self, Error> {
        let length = bytes.length();
        let mut buffer = vec![0; rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let located = ZipLocator::new().locate_in_reader(Rc::new(bytes), &mut buffer, length);
        let archive = located.map_err(|(_, fault)| fault_of(fault))?;
        if length.saturating_sub(archive.directory_offset()) > LONGEST_TABLE {
            return Err(Error::TooLarge { limit: LONGEST_TABLE });
        }
        let entries = table(&archive, &mut buffer)?.into_iter();
        Ok(Self { archive, entries, budget })
    }

    fn content(&self, entry: &Entry) -> Result<Box<dyn Read>, Error> {
        let found = self.archive.get_entry(entry.place).map_err(fault_of)?;
        let (start, end) = found.compressed_data_range();
        let packed = RangeReader::new(Rc::clone(self.archive.get_ref()), start..end);
        Ok(match entry.method {
            CompressionMethod::STORE => Box::new(found.verifying_reader(packed)),
            CompressionMethod::DEFLATE => {
                Box::new(found.verifying_reader(flate2::bufread::DeflateDecoder::new(BufReader::new(packed))))
            }
            CompressionMethod::ZSTD => Box::new(found.verifying_reader(zstd::stream::read::Decoder::new(packed)?)),
            _ => return Err(Error::Packing { what: "packed in a way that few programs use" }),
        })
    }
}

impl Iterator for Zip {
    type Item = Result<Member, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut entry = self.entries.next()?;
        let content = match entry.refused.take() {
            Some(reason) => Err(reason),
            None => self.content(&entry),
        };
        let counted = content.map(|inner| {
            let unpacked = Unpacked { inner, budget: Rc::clone(&self.budget) };
            Box::new(BufReader::new(unpacked)) as Box<dyn io::BufRead>
        });
        Some(Ok(Member::file(entry.name, counted)))
    }
}

/// The files that may hold articles, in the order of the table.
fn table(archive: &ZipArchive<Rc<Bytes>>, buffer: &mut [u8]) -> Result<Vec<Entry>, Error> {
    let mut entries = archive.entries(buffer);
    let mut table = Vec::new();
    while let Some(record) = entries.next_entry().map_err(fault_of)? {
        let path = record.file_path();
        if let Some((_, what)) = DOCUMENTS.iter().find(|(name, _)| name.as_bytes() == path.as_bytes()) {
            return Err(Error::Binary { what });
        }
        let (name, refused) = match judge(path.as_bytes()) {
            Verdict::Read(name) => (name, record.flags().is_encrypted().then_some(Error::Encrypted)),
            Verdict::Refuse(name, reason) => (name, Some(reason)),
            Verdict::Skip => continue,
        };
        table.push(Entry { name, place: record.wayfinder(), refused, method: record.compression_method() });
    }
    Ok(table)
}

fn fault_of(fault: rawzip::Error) -> Error {
    match fault.into_kind() {
        rawzip::ErrorKind::IO(fault) => fault.into(),
        rawzip::ErrorKind::Eof | rawzip::ErrorKind::MissingEndOfCentralDirectory => Error::CutOff,
        _ => Error::Damaged,
    }
}
