//! From the paths a person names to the files that may hold articles.

use super::{Error, Failure};
use crate::article::path_text;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Endings of files that are read when they lie in a folder.
const ENDINGS: &[&str] = &[
    "html", "htm", "xhtml", "mhtml", "mht", "txt", "text", "md", "markdown", "json", "jsonl", "ndjson", "csv", "tsv",
    "rss", "atom", "rdf", "xml", "eml", "warc", "zip", "wacz", "tar", "tgz",
];
/// Endings of packed files, after the ending of what is in them.
pub(super) const PACKED: &[&str] = &["gz", "zst"];
/// The endings in short, for people.
pub(super) const KINDS: &str =
    "html, mhtml, txt, md, json, jsonl, csv, tsv, rss, atom, eml, warc, zip, tar, or one of these with gz or zst";

/// The file that describes a folder and is no article.
const ABOUT_THE_FOLDER: &str = "readme";

/// Expands paths: a file gives itself, a folder every file below it that may hold articles, in the order of names.
///
/// Hidden files, files of other kinds and README files within folders are passed over; a file that is named itself is
/// always given. Links are followed, loops once. What cannot be given comes as a [`Failure`] that names it; a folder
/// that gives nothing at all ends with [`Error::NothingInFolder`].
pub fn find(paths: &[PathBuf]) -> impl Iterator<Item = Result<PathBuf, Failure>> + use<> {
    let paths = paths.to_vec();
    paths.into_iter().flat_map(expand)
}

type Found = Box<dyn Iterator<Item = Result<PathBuf, Failure>>>;

fn expand(path: PathBuf) -> Found {
    match std::fs::metadata(&path) {
        Err(error) => Box::new(std::iter::once(Err(failure(&path, error.into())))),
        Ok(data) if data.is_dir() => Box::new(Folder::new(path)),
        Ok(data) if data.is_file() => Box::new(std::iter::once(Ok(path))),
        Ok(_) => Box::new(std::iter::once(Err(failure(&path, Error::NotAFile)))),
    }
}

fn failure(path: &Path, reason: Error) -> Failure {
    Failure { input: path_text(path).into_owned(), reason }
}

/// The walk through one named folder.
struct Folder {
    path: PathBuf,
    entries: walkdir::FilterEntry<walkdir::IntoIter, fn(&DirEntry) -> bool>,
    gave_any: bool,
}

impl Folder {
    fn new(path: PathBuf) -> Self {
        let walk = WalkDir::new(&path).follow_links(true).sort_by_file_name();
        Self { path, entries: walk.into_iter().filter_entry(is_visible), gave_any: false }
    }

    fn examine(&self, entry: Result<DirEntry, walkdir::Error>) -> Option<Result<PathBuf, Failure>> {
        match entry {
            Ok(entry) if !entry.file_type().is_dir() && may_hold_articles(entry.path()) => Some(readable_kind(entry)),
            Ok(_) => None,
            // A link back to a folder above holds nothing new.
            Err(error) if error.loop_ancestor().is_some() => None,
            Err(error) => Some(Err(self.unreadable(error))),
        }
    }

    fn unreadable(&self, error: walkdir::Error) -> Failure {
        let path = error.path().unwrap_or(&self.path).to_owned();
        let reason = error.into_io_error().map_or(Error::NotAFile, Error::from);
        failure(&path, reason)
    }
}

impl Iterator for Folder {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(entry) = self.entries.next() {
            if let Some(found) = self.examine(entry) {
                self.gave_any = true;
                return Some(found);
            }
        }
        let nothing = !std::mem::replace(&mut self.gave_any, true);
        nothing.then(|| Err(failure(&self.path, Error::NothingInFolder)))
    }
}

fn readable_kind(entry: DirEntry) -> Result<PathBuf, Failure> {
    if entry.file_type().is_file() { Ok(entry.into_path()) } else { Err(failure(entry.path(), Error::NotAFile)) }
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

/// True for a path of a kind that is read when it lies in a folder or an archive.
pub(super) fn may_hold_articles(path: &Path) -> bool {
    let lower = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().to_lowercase());
    if lower(path.extension()).is_some_and(|ending| PACKED.contains(&ending.as_str())) {
        return path.file_stem().is_some_and(|inner| may_hold_articles(Path::new(inner)));
    }
    let ending = lower(path.extension()).is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    let about = lower(path.file_stem()).is_some_and(|stem| stem == ABOUT_THE_FOLDER);
    ending && !about
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::fs;

    fn names(found: impl Iterator<Item = Result<PathBuf, Failure>>, root: &Path) -> Vec<String> {
        found.map(|path| path.unwrap().strip_prefix(root).unwrap().display().to_string()).collect()
    }

    #[test]
    fn folders_give_their_articles_in_order() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("b/.git")).unwrap();
        for name in [
            "b/zwei.md",
            "b/eins.txt",
            "b/.git/x.txt",
            "b/README.md",
            "b/bild.png",
            "b/c.tar.gz",
            "b/c.bin.zst",
            "b/d.csv.zst",
            "a.jsonl",
            "a.html.gz",
            ".versteckt.txt",
        ] {
            fs::write(root.path().join(name), "x").unwrap();
        }
        let found = names(find(&[root.path().to_owned()]), root.path());
        assert_eq!(found, ["a.html.gz", "a.jsonl", "b/c.tar.gz", "b/d.csv.zst", "b/eins.txt", "b/zwei.md"]);
        let named = root.path().join("b/README.md");
        assert_eq!(names(find(&[named]), root.path()), ["b/README.md"]);
    }

    #[test]
    fn what_gives_nothing_is_named() {
        let root = tempfile::tempdir().unwrap();
        let missing = root.path().join("fehlt.txt");
        let failures: Vec<Failure> = find(&[missing, root.path().to_owned()]).map(Result::unwrap_err).collect();
        assert!(matches!(failures[0].reason, Error::Missing) && failures[0].input.ends_with("fehlt.txt"));
        assert!(matches!(failures[1].reason, Error::NothingInFolder));
        assert_eq!(failures.len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_loop_end() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("kreis")).unwrap();
        assert_eq!(names(find(&[root.path().to_owned()]), root.path()), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_one_another_and_to_nothing_are_named() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(at("hin.txt"), at("her.txt")).unwrap();
        std::os::unix::fs::symlink(at("her.txt"), at("hin.txt")).unwrap();
        std::os::unix::fs::symlink(at("weg"), at("leer.txt")).unwrap();
        let (found, failed): (Vec<_>, Vec<_>) = find(&[root.path().to_owned(), at("hin.txt")]).partition(Result::is_ok);
        assert_eq!(found.len(), 1);
        let failed: Vec<String> = failed.into_iter().map(|failure| failure.unwrap_err().input).collect();
        let expected = ["her.txt", "hin.txt", "leer.txt", "hin.txt"].map(|name| at(name).display().to_string());
        assert_eq!(failed, expected);
    }

    #[cfg(unix)]
    #[test]
    fn pipes_sockets_and_devices_are_no_files() {
        let root = tempfile::tempdir().unwrap();
        let (socket, pipe, device) = (root.path().join("a.txt"), root.path().join("b.txt"), root.path().join("c.txt"));
        let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", &device).unwrap();
        for paths in [vec![root.path().to_owned()], vec![socket, pipe, device]] {
            let failures: Vec<Failure> = find(&paths).map(Result::unwrap_err).collect();
            assert!(failures.iter().all(|failure| matches!(failure.reason, Error::NotAFile)), "{failures:?}");
            assert_eq!(failures.len(), 3);
        }
    }
}
