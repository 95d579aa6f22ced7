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
        "the folder holds no article file (html, txt, md, json, jsonl, rss, atom); name the file itself to read another kind"
    )]
    NothingInFolder,
    /// Bytes that are no text.
    #[error("it is {what}, and only text can be read; save or export it as text first")]
    Binary {
        /// What it is instead, with its article (`a PDF document`).
        what: &'static str,
    },
    /// A packed file, or a line, beyond the bound.
    #[error("it is larger than {} MiB unpacked; split it, or unpack it first", limit / (1024 * 1024))]
    TooLarge {
        /// The bound (bytes).
        limit: u64,
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
        match error.kind() {
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
