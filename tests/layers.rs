//! Holds the source to the house that `ARCHITECTURE.md` draws.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that only some rooms may name.
const FOREIGN: &[(&str, &[&str])] = &[
    ("tantivy", &["index", "query", "search"]),
    ("clap", &["cli"]),
    ("rust_stemmers", &["german"]),
    ("ureq", &["fetch"]),
    ("indicatif", &["cli"]),
    ("anstream", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("ratatui", &["cli"]),
    ("mail_parser", &["source"]),
    ("rawzip", &["source"]),
    // An index's backup is a tar archive too.
    ("tar", &["index", "source"]),
];

#[test]
fn imports_follow_the_table() {
    let table = table();
    let mut faults = Vec::new();
    for (room, path, text) in sources() {
        let Some(allowed) = table.get(&room) else {
            faults.push(format!("{}: room `{room}` is not in the table", path.display()));
            continue;
        };
        for used in rooms_used(&text) {
            if used != room && !allowed.iter().any(|name| *name == used || name == "everything") {
                faults.push(format!("{}: `{room}` may not use `{used}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_of_the_table_stands() {
    for room in table().keys() {
        assert!(source_dir().join(room).join("mod.rs").is_file(), "no room `{room}`");
    }
}

#[test]
fn only_its_rooms_know_a_foreign_crate() {
    let mut faults = Vec::new();
    for (room, path, text) in sources() {
        for (krate, rooms) in FOREIGN {
            let named = code_lines(&text).any(|line| line.contains(&format!("{krate}::")));
            if named && !rooms.contains(&room.as_str()) {
                faults.push(format!("{}: `{room}` names `{krate}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in rust_files(&source_dir()) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not open with `//!`", path.display());
        assert!(!text.contains("super::super"), "{} climbs two rooms at once", path.display());
    }
}

#[test]
fn there_is_no_room_for_leftovers() {
    for path in rust_files(&source_dir()) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!["util", "utils", "common", "helpers", "misc", "core"].contains(&name), "{}", path.display());
    }
    assert!(!source_dir().join("error.rs").exists(), "each room owns its errors");
}

/// The table's last column by room.
fn table() -> BTreeMap<String, Vec<String>> {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = map.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let room = cells[0].trim_matches('`').to_owned();
        let allowed = cells[3].split(',').map(|name| name.trim().to_owned()).collect();
        (room, allowed)
    })
    .collect()
}

/// Room, path and text of every file below a room.
fn sources() -> Vec<(String, PathBuf, String)> {
    let inside = |path: &PathBuf| path.strip_prefix(source_dir()).unwrap().components().count() > 1;
    rust_files(&source_dir())
        .into_iter()
        .filter(inside)
        .map(|path| {
            let room = path.strip_prefix(source_dir()).unwrap().components().next().unwrap();
            let room = room.as_os_str().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, path, text)
        })
        .collect()
}

/// Rooms that a file names after `crate::`, tests and comments left out, `use crate::{a, b}` opened.
fn rooms_used(text: &str) -> Vec<String> {
    let code: String = code_lines(text).map(|line| format!("{line}\n")).collect();
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => used.extend(top_names(group)),
            None => used.extend(first_name(rest)),
        }
    }
    used
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| *line != "#[cfg(test)]").filter(|line| !line.trim_start().starts_with("//"))
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first path segment of every entry of `a::{b, c}, d}…`, down to the closing brace.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut entry, mut names) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.extend(first_name(std::mem::take(&mut entry).trim())),
            _ if depth == 0 => entry.push(c),
            _ => {}
        }
    }
    names.extend(first_name(entry.trim()));
    names
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn source_dir() -> PathBuf {
    root().join("src")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
