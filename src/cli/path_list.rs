//! Lists of paths, as `find` and `git` write them: one a line, or each ended by a NUL byte.

use anyhow::Context;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the paths in `file` (`-`: stdin); they may be anything the system allows, UTF-8 or not.
///
/// # Errors
/// When the list can't be read.
pub(crate) fn read(file: &Path, null: bool) -> anyhow::Result<Vec<PathBuf>> {
    let list = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    let list = list.with_context(|| format!("can't read the list of paths {}", file.display()))?;
    Ok(split(&list, null))
}

fn split(list: &[u8], null: bool) -> Vec<PathBuf> {
    let entries = list.split(|byte| *byte == if null { 0 } else { b'\n' });
    let entries = entries.map(|entry| if null { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) });
    entries.filter(|entry| !entry.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_at_their_ends() {
        for (list, null, paths) in [
            ("a.txt\nb c.txt\r\n\nd.txt", false, &["a.txt", "b c.txt", "d.txt"][..]),
            ("a.txt\0b\nc.txt\0", true, &["a.txt", "b\nc.txt"]),
            ("", false, &[]),
        ] {
            assert_eq!(split(list.as_bytes(), null), paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        }
    }
}
