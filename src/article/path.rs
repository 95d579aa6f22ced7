//! Paths as text: what an index and JSON keep of a file's place. Names that are not UTF-8 keep apart, and lead back.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A path as text. Bytes that are not UTF-8 are written as `\xFF`, so that two names never become the same one; so is the
/// backslash of a name that holds `\x` itself.
#[must_use]
pub fn path_text(path: &Path) -> Cow<'_, str> {
    match path.to_str() {
        Some(text) if !text.contains("\\x") => text.into(),
        _ => escaped(path.as_os_str().as_encoded_bytes()).into(),
    }
}

fn escaped(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(&chunk.valid().replace("\\x", "\\x5Cx"));
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    text
}

/// The path that [`path_text`] made `text` of.
#[must_use]
pub fn path_of_text(text: &str) -> PathBuf {
    unescaped(text).unwrap_or_else(|| text.into())
}

#[cfg(unix)]
fn unescaped(text: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(rest.get(at + 2..at + 4)?, 16).ok()?);
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(std::ffi::OsString::from_vec(bytes).into())
}

/// Elsewhere names are Unicode, or near enough.
#[cfg(not(unix))]
fn unescaped(_: &str) -> Option<PathBuf> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    #[test]
    fn names_keep_apart() {
        for (bytes, expected) in [
            (&b"a.txt"[..], "a.txt"),
            ("fähre.txt".as_bytes(), "fähre.txt"),
            (b"f\xe4hre.txt", "f\\xE4hre.txt"),
            (b"a\\xE4", "a\\x5CxE4"),
        ] {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(path_text(path), expected);
            assert_eq!(path_of_text(expected), path);
        }
        assert_eq!(path_of_text("kein\\xzz"), PathBuf::from("kein\\xzz"));
    }

    proptest! {
        #[test]
        fn every_path_comes_back(bytes in prop::collection::vec(prop_oneof![1_u8.., Just(b'\\'), Just(b'x'), Just(b'E')], 0..40)) {
            let path = Path::new(OsStr::from_bytes(&bytes));
            prop_assert_eq!(path_of_text(&path_text(path)), path);
        }
    }
}
