//! An HTTP response as it came over the wire: status, headers, and content, which may be chunked and packed.

use super::{Headers, parsed};
use crate::source::{Error, limits::Budget, unpack::Unpacked};
use encoding_rs::Encoding;
use std::io::{Cursor, Read};
use std::rc::Rc;

/// Room that unpacking brotli works in (bytes).
const BROTLI_BUFFER: usize = 64 * 1024;

pub(super) struct Response<'b> {
    status: u16,
    headers: Headers,
    body: &'b [u8],
}

impl<'b> Response<'b> {
    /// Parts status, headers and content; `None` when it is no response.
    pub fn parse(bytes: &'b [u8]) -> Option<Self> {
        let line_end = bytes.iter().position(|byte| *byte == b'\n')?;
        let status = std::str::from_utf8(&bytes[..line_end]).ok()?;
        let status = status.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok()?;
        let rest = &bytes[line_end + 1..];
        let (head, body) = parted(rest);
        Some(Self { status, headers: parsed(head), body })
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The value of a header, named in lower case; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The content, put together and unpacked; as it stands where an archiver has already done that.
    pub fn content(&self, budget: &Rc<Budget>) -> Result<Vec<u8>, Error> {
        let chunked = self.header("transfer-encoding").to_ascii_lowercase().contains("chunked");
        let whole = chunked.then(|| unchunked(self.body)).flatten();
        let mut content = whole.unwrap_or_else(|| self.body.to_vec());
        for packing in self.header("content-encoding").to_ascii_lowercase().rsplit(',') {
            content = unpacked(content, packing.trim(), budget)?;
        }
        Ok(content)
    }
}

/// The encoding that a content type names.
pub(super) fn charset(content_type: &str) -> Option<&'static Encoding> {
    let (_, label) = content_type.split_once("charset=")?;
    Encoding::for_label(label.split(';').next()?.trim().trim_matches(['"', '\'']).as_bytes())
}

/// Headers and content, at the first empty line.
fn parted(rest: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in rest.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            return rest.split_at(at);
        }
    }
    (rest, &[])
}

/// Chunks put together; `None` when they are none.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let line_end = rest.iter().position(|byte| *byte == b'\n')?;
        let size = std::str::from_utf8(&rest[..line_end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[line_end + 1..];
        if size == 0 || size > rest.len() {
            // A page that was cut off is read as far as it goes.
            whole.extend_from_slice(&rest[..size.min(rest.len())]);
            return Some(whole);
        }
        whole.extend_from_slice(&rest[..size]);
        rest = rest[size..].strip_prefix(b"\r\n").or_else(|| rest[size..].strip_prefix(b"\n"))?;
    }
}

fn unpacked(content: Vec<u8>, packing: &str, budget: &Rc<Budget>) -> Result<Vec<u8>, Error> {
    let bytes = content.as_slice();
    let inner: Box<dyn Read + '_> = match packing {
        "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        "deflate" if bytes.first().is_some_and(|byte| byte & 0x0f == 8) => {
            Box::new(flate2::bufread::ZlibDecoder::new(bytes))
        }
        "zstd" if bytes.starts_with(b"\x28\xb5\x2f\xfd") => {
            Box::new(zstd::stream::read::Decoder::with_buffer(Cursor::new(bytes))?)
        }
        // Brotli has no mark of its own: what is text already was unpacked by the archiver.
        "br" if !looks_like_markup(bytes) => Box::new(brotli_decompressor::Decompressor::new(bytes, BROTLI_BUFFER)),
        _ => return Ok(content),
    };
    let limit = budget.limits.article;
    let mut whole = Vec::new();
    let unpacked = Unpacked { inner, budget: Rc::clone(budget) };
    unpacked.take(limit.saturating_add(1)).read_to_end(&mut whole)?;
    if whole.len() as u64 > limit { Err(Error::TooLarge { limit }) } else { Ok(whole) }
}

fn looks_like_markup(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use std::io::Write;

    const PAGE: &[u8] = b"<html><p>Der Kai</p></html>";

    fn content(headers: &str, body: &[u8]) -> Result<Vec<u8>, Error> {
        let bytes = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat();
        Response::parse(&bytes).unwrap().content(&Budget::new(Limits::default(), None))
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn chunked(text: &[u8]) -> Vec<u8> {
        let chunk = |part: &[u8]| [format!("{:x};x=y\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [chunk(&text[..5]), chunk(&text[5..]), b"0\r\n\r\n".to_vec()].concat()
    }

    #[test]
    fn contents_are_put_together_and_unpacked() {
        // An empty stream of brotli, and one that holds the page uncompressed.
        let brotli = [&[0x0b, 0x0d, 0x80], PAGE, &[0x03]].concat();
        for (headers, body) in [
            ("", PAGE.to_vec()),
            ("Transfer-Encoding: chunked\r\n", chunked(PAGE)),
            ("Transfer-Encoding: chunked\r\n", PAGE.to_vec()),
            ("content-encoding: gzip\r\ntransfer-encoding: chunked\r\n", chunked(&gzip(PAGE))),
            ("Content-Encoding: gzip\r\n", PAGE.to_vec()),
            ("Content-Encoding: deflate\r\n", zlib(PAGE)),
            ("Content-Encoding: zstd\r\n", zstd::encode_all(PAGE, 3).unwrap()),
            ("Content-Encoding: br\r\n", brotli),
            ("Content-Encoding: br\r\n", PAGE.to_vec()),
        ] {
            assert_eq!(content(headers, &body).unwrap(), PAGE, "{headers}");
        }
        assert!(content("Content-Encoding: gzip\r\n", &gzip(PAGE)[..20]).is_err());
    }

    #[test]
    fn encodings_and_faults_are_told() {
        assert_eq!(charset("text/html; charset=\"ISO-8859-1\"").unwrap().name(), "windows-1252");
        assert!(charset("text/html").is_none());
        assert!(Response::parse(b"nichts").is_none());
        assert!(!Response::parse(b"HTTP/1.1 301 Moved\r\n\r\n").unwrap().is_success());
    }
}
