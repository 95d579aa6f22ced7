//! Bytes to text: byte order marks, UTF-8, UTF-16, the encodings of old files; refuses what is no text.

use super::{Error, unpack::Input};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// A share of NUL bytes at odd (or even) places from which text is UTF-16: spaces and Latin letters have one each.
const UTF16_SHARE: f64 = 0.3;
/// A share of control bytes above which a file is no text.
const CONTROL_SHARE: f64 = 0.02;
/// Valid UTF-8 letters beyond ASCII that outweigh one broken sequence.
const VALID_PER_BROKEN: usize = 4;
/// A page names its encoding within its first bytes.
const DECLARED_WITHIN: usize = 4096;
/// Bytes that are looked at to tell text from other files.
const SAMPLE: usize = 64 * 1024;

/// How files begin that people mistake for text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
];

/// How files begin that are packed in a way that is not read.
const PACKINGS: &[(&[u8], &str)] = &[
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
];

/// A decoded text and what was odd about its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// What had to be guessed or replaced, in full sentences.
    pub warnings: Vec<String>,
}

/// Decodes a whole file.
///
/// # Errors
/// [`Error::Binary`] when the bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Error> {
    decode_as(bytes, None)
}

/// Decodes what came with a label (`charset=iso-8859-1`).
///
/// # Errors
/// [`Error::Binary`] when the bytes are no text.
pub fn decode_labelled(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Error> {
    decode_as(bytes, label.and_then(labelled))
}

/// The encoding that a label names.
pub(super) fn labelled(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// Decodes a whole file that came with the word that it is in `stated`.
///
/// # Errors
/// [`Error::Binary`] when the bytes are no text.
pub(super) fn decode_as(bytes: &[u8], stated: Option<&'static Encoding>) -> Result<Decoded, Error> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_with_bom_removal(bytes);
        return Ok(finish(text.into_owned(), broken.then(|| broken_bytes(encoding))));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Error::Binary { what });
    }
    if let Some((_, what)) = PACKINGS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Error::Packing { what });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Ok(finish(text.into_owned(), Some(guessed(encoding))));
    }
    if control_share(bytes) > CONTROL_SHARE {
        return Err(Error::Binary { what: "not text" });
    }
    Ok(decode_unmarked(bytes, stated))
}

fn decode_unmarked(bytes: &[u8], stated: Option<&'static Encoding>) -> Decoded {
    let stated = || stated.or_else(|| declared(bytes));
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => finish(text.to_owned(), None),
        Ok(text) => finish(text.to_owned(), stated().filter(|said| *said != UTF_8).map(mislabelled)),
        Err(_) if is_mostly_utf8(bytes) => {
            finish(String::from_utf8_lossy(bytes).into_owned(), Some(broken_bytes(UTF_8)))
        }
        Err(_) => decode_old(bytes, stated().filter(|said| *said != UTF_8 && said.is_ascii_compatible())),
    }
}

/// Decodes an encoding of the time before UTF-8: the one it is said to be in, when the words come out as words.
fn decode_old(bytes: &[u8], stated: Option<&'static Encoding>) -> Decoded {
    if let Some(encoding) = stated {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !mixes_scripts(&text) {
            return finish(text.into_owned(), broken.then(|| broken_bytes(encoding)));
        }
    }
    let encoding = guess(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    finish(text.into_owned(), Some(guessed(encoding)))
}

/// True when most letters beyond ASCII are of another script than the word they stand in: `GrцЯe`.
fn mixes_scripts(text: &str) -> bool {
    let is_foreign = |c: &char| c.is_alphabetic() && *c > '\u{24f}';
    let (mut foreign, mut mixed) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
        let odd = word.chars().filter(is_foreign).count();
        foreign += odd;
        mixed += if word.chars().any(|c| c.is_ascii_alphabetic()) { odd } else { 0 };
    }
    mixed * 2 > foreign
}

/// The encoding that a web page (`<meta charset="iso-8859-1">`) or a feed (`<?xml encoding="iso-8859-1"?>`) names in its
/// first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_ascii_lowercase();
    let by_xml = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")?.0.split_once("encoding="));
    let (_, after) = by_xml.or_else(|| head.split_once("<meta")?.1.split_once("charset="))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_graphic() && !"\"'/>;".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"de"), Utf8Detection::Deny)
}

/// NUL characters are replaced as broken bytes are: they would end the text in other programs.
fn finish(text: String, warning: Option<String>) -> Decoded {
    let nuls = text.matches('\0').count();
    let mut warnings: Vec<String> = warning.into_iter().collect();
    if nuls == 0 {
        return Decoded { text, warnings };
    }
    warnings.push(format!("The text held {nuls} NUL character(s); each is shown as \u{FFFD}."));
    Decoded { text: text.replace('\0', "\u{FFFD}"), warnings }
}

fn broken_bytes(encoding: &'static Encoding) -> String {
    format!("Some bytes are no valid {}; each is shown as \u{FFFD}.", encoding.name())
}

fn mislabelled(said: &'static Encoding) -> String {
    format!("The file says that it is {}, but it is UTF-8 and was read as that.", said.name())
}

fn guessed(encoding: &'static Encoding) -> String {
    format!("The file is not UTF-8; it was read as {}, a guess from its letters.", encoding.name())
}

/// Turns an input in UTF-16 into UTF-8 on the way, so that it has its line breaks where all others have them; tells when
/// its encoding was guessed.
pub(super) fn widened(input: Input) -> (Input, Option<String>) {
    let marked = Encoding::for_bom(input.head()).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8);
    let guess = if marked.is_none() { utf16_without_mark(input.head()) } else { None };
    let Some(encoding) = marked.or(guess) else { return (input, None) };
    let (budget, depth) = (Rc::clone(&input.budget), input.depth);
    let transcoded = Transcoded { input: input.into_reader(), decoder: Some(encoding.new_decoder_with_bom_removal()) };
    let input = Input::plain(Box::new(BufReader::new(transcoded)), budget, depth);
    (input, guess.map(guessed))
}

/// A stream in one encoding, read in UTF-8.
struct Transcoded {
    input: Box<dyn BufRead>,
    /// `None` once it has given its last character.
    decoder: Option<Decoder>,
}

/// Room for one character in UTF-8, whatever it was.
const ONE_CHARACTER: usize = 4;

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.len() < ONE_CHARACTER {
            return Err(io::Error::other("a character needs more room"));
        }
        while let Some(decoder) = &mut self.decoder {
            let bytes = self.input.fill_buf()?;
            let last = bytes.is_empty();
            let (state, used, written, _) = decoder.decode_to_utf8(bytes, buffer, last);
            self.input.consume(used);
            if last && state == CoderResult::InputEmpty {
                self.decoder = None;
            }
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if sample.len() < 4 {
        return None;
    }
    let nuls = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = sample.len() as f64 / 2.0;
    let (even, odd) = (nuls(0) as f64 / half, nuls(1) as f64 / half);
    let encoding = match () {
        () if odd > UTF16_SHARE && even < CONTROL_SHARE => UTF_16LE,
        () if even > UTF16_SHARE && odd < CONTROL_SHARE => UTF_16BE,
        () => return None,
    };
    let (_, broken) = encoding.decode_without_bom_handling(&sample[..sample.len() & !1]);
    (!broken || sample.len() == SAMPLE).then_some(encoding)
}

fn control_share(bytes: &[u8]) -> f64 {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    // One odd byte in a short note is no reason to refuse it.
    control.saturating_sub(1) as f64 / sample.len().max(1) as f64
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= broken * VALID_PER_BROKEN
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Größere Brücken für Köln: Die Stadt prüft neue Pläne.";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(pair).collect()
    }

    #[test]
    fn encodings_are_recognised() {
        let latin = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        for (name, bytes, warned) in [
            ("utf-8", TEXT.as_bytes().to_vec(), false),
            ("utf-8 mark", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), false),
            ("utf-16 mark", [b"\xff\xfe".to_vec(), utf16(TEXT, true)].concat(), false),
            ("utf-16le", utf16(TEXT, true), true),
            ("utf-16be", utf16(TEXT, false), true),
            ("windows-1252", latin, true),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, TEXT, "{name}");
            assert_eq!(!decoded.warnings.is_empty(), warned, "{name}: {:?}", decoded.warnings);
        }
    }

    #[test]
    fn pages_name_their_encoding() {
        for label in ["iso-8859-2", "windows-1250"] {
            let page =
                format!("<html><head><meta http-equiv=content-type content=\"text/html; charset={label}\"><p>Łódź");
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let decoded = decode(&encoding.encode(&page).0).unwrap();
            assert_eq!((decoded.text, decoded.warnings.len()), (page, 0), "{label}");
        }
    }

    #[test]
    fn odd_bytes_survive_with_a_warning() {
        for bytes in [
            b"Br\xc3\xbccke\0n und Stra\xc3\x9fen f\xc3\xbcr K\xc3\xb6ln".to_vec(),
            [TEXT.as_bytes(), b"\xff Ende"].concat(),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert!(decoded.text.contains('\u{FFFD}') && decoded.text.contains("Köln"), "{}", decoded.text);
            assert_eq!(decoded.warnings.len(), 1);
        }
    }

    #[test]
    fn binaries_are_refused() {
        for bytes in
            [b"%PDF-1.7 something".to_vec(), vec![0; 400], b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0".repeat(9)]
        {
            assert!(matches!(decode(&bytes), Err(Error::Binary { .. })));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(decoded) = decode(&bytes) {
                prop_assert!(!decoded.text.contains('\0'));
            }
        }
    }
}
