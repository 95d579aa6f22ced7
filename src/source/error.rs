//! What can go wrong with an input, worded for the person who named it.

/// An input that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{input}: {reason}")]
pub struct Failure {
    /// The path as given, `path:line` for a line of a file, or the stream's name.
    pub input: String,
    /// Why.
    #[source]
    pub reason: Error,
}

/// Why an input gives no article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No such path.
    #[error("there is no such file or folder; check the path")]
    Missing,
    /// The system refuses to open or read it.
    #[error("it may not be read; check its permissions")]
    Forbidden,
    /// Any other fault while reading.
    #[error("it could not be read: {0}")]
    Io(std::io::Error),
    /// A pipe, socket or device, or a folder where a file is needed.
    #[error("it is no regular file; give a file or folder, or send the text to standard input with `-`")]
    NotAFile,
    /// A folder without any file that may hold an article.
    #[error(
        "the folder holds no article file ({}); name the file itself to read another kind",
        crate::source::find::KINDS
    )]
    NothingInFolder,
    /// An archive without any file that may hold an article.
    #[error("the archive holds no article file ({})", crate::source::find::KINDS)]
    NothingInArchive,
    /// Bytes that are no text.
    #[error("it is {what}, and only text can be read; save or export it as text first")]
    Binary {
        /// What it is instead, with its article (`a PDF document`).
        what: &'static str,
    },
    /// A page, line, row or message beyond the bound of [`crate::source::Limits::article`].
    #[error("it is larger than {}, too much for one article; split it, or raise --max-article", size(*limit))]
    TooLarge {
        /// The bound (bytes).
        limit: u64,
    },
    /// An input that unpacks to more than [`crate::source::Limits::unpacked`].
    #[error("it unpacks to more than {}; unpack it yourself, or raise --max-unpacked", size(*limit))]
    Unpacks {
        /// The bound (bytes).
        limit: u64,
    },
    /// An input that unpacks to more than [`crate::source::Limits::ratio`] times its size.
    #[error(
        "it unpacks to more than {ratio} times its size, as files made to do harm do; raise --max-ratio if you trust it"
    )]
    Ratio {
        /// The bound.
        ratio: u64,
    },
    /// Packings and archives in one another, more than [`crate::source::Limits::depth`].
    #[error("it lies in more than {limit} packings and archives; unpack it yourself, or raise --max-depth")]
    TooDeep {
        /// The bound.
        limit: usize,
    },
    /// A packed file, archive or message that ends in the middle.
    #[error("it ends too early: it is cut off; fetch or copy it again")]
    CutOff,
    /// A packed file or archive that contradicts itself.
    #[error("it is damaged and cannot be unpacked; fetch or copy it again")]
    Damaged,
    /// A file in an archive that only its password opens.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// Packed in a way that is not read.
    #[error("it is {what}, which is not read here; unpack it first")]
    Packing {
        /// What it is, with its article (`a RAR archive`).
        what: &'static str,
    },
    /// A file in an archive whose path is absolute or climbs (`../../x`).
    #[error("its path leads out of the archive; it was not read")]
    LeadsOut,
    /// A row that does not fit the table's header, or cannot be parted into cells.
    #[error("the row {reason}; it was left out")]
    Row {
        /// What is wrong with it.
        reason: String,
    },
    /// A table without a column that would be an article's text.
    #[error("no column of the table holds the text: name one `text`, `content` or `body` (found: {columns})")]
    NoTextColumn {
        /// The header's names.
        columns: String,
    },
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// Text, but no sentence of an article in it.
    #[error("no article was found in its text: there is no running text, only short lines")]
    NoArticle,
    /// A JSON object without words.
    #[error("the object has no text: give `text` or `paragraphs`")]
    NoText,
    /// A list of pages where articles are wanted.
    #[error("it is a sitemap: a list of pages without their text; `fundstelle pull` reads the pages it lists")]
    Sitemap,
    /// XML or any other text where a feed is wanted.
    #[error("it is no RSS, Atom or JSON feed and no sitemap")]
    NoFeed,
    /// A feed that lists nothing.
    #[error("the feed holds no entries")]
    NoEntries,
    /// No JSON, or JSON of another shape.
    #[error("it is no valid JSON article: {reason}")]
    Json {
        /// What is wrong, with line and column where known.
        reason: String,
    },
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(own) => return own,
            Err(error) => error,
        };
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Self::CutOff,
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::PermissionDenied => Self::Forbidden,
            _ => Self::Io(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json { reason: error.to_string() }
    }
}

/// A size for people, in the largest unit that it fills.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}
