//! The paths of files within archives: which of them are read, and which lead where they must not.

use crate::source::{Error, decode, find};
use std::path::Path;

/// What is to be done with a file of an archive.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It may hold articles; its path, tidied.
    Read(String),
    /// It is of another kind, or hidden.
    Skip,
    /// Its path cannot be meant well.
    Refuse(String, Error),
}

/// Judges a path as it stands in an archive.
pub(super) fn judge(raw: &[u8]) -> Verdict {
    let name = match decode(raw) {
        Ok(decoded) => decoded.text.replace('\\', "/"),
        Err(_) => String::from_utf8_lossy(raw).into_owned(),
    };
    let drive = name.as_bytes().get(1) == Some(&b':');
    if drive || name.starts_with('/') || name.split('/').any(|part| part == "..") {
        return Verdict::Refuse(name, Error::LeadsOut);
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let hidden = parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
    let tidied = parts.join("/");
    if hidden || name.ends_with('/') || !find::may_hold_articles(Path::new(&tidied)) {
        Verdict::Skip
    } else {
        Verdict::Read(tidied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_judged() {
        for (path, expected) in [
            ("a/b.html", "read a/b.html"),
            ("./a//b.html", "read a/b.html"),
            ("a\\b.txt", "read a/b.txt"),
            ("a/b.png", "skip"),
            ("a/", "skip"),
            (".git/b.txt", "skip"),
            ("__MACOSX/b.txt", "skip"),
            ("README.md", "skip"),
            ("../b.txt", "refuse ../b.txt"),
            ("a/../../b.png", "refuse a/../../b.png"),
            ("/etc/passwd", "refuse /etc/passwd"),
            ("C:\\b.txt", "refuse C:/b.txt"),
        ] {
            let told = match judge(path.as_bytes()) {
                Verdict::Read(name) => format!("read {name}"),
                Verdict::Skip => "skip".to_owned(),
                Verdict::Refuse(name, _) => format!("refuse {name}"),
            };
            assert_eq!(told, expected, "{path}");
        }
    }
}
