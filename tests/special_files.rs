//! Files that are none, and names that are no text: what `add` and `parse` make of them.
#![cfg(target_os = "linux")]

use crate::holding::Archive;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;

const TEXT: &str =
    "Am Kai\n\nDie Fähre legte am Abend wieder an der Insel Wogenrade an, sagte die Reederei am Montag.\n";

#[test]
fn pipes_devices_and_circles_are_named_and_hold_nothing_up() {
    let archive = Archive::new();
    let at = |name: &str| archive.dir.path().join("artikel").join(name);
    fs::write(at("gut.txt"), TEXT).unwrap();
    assert!(Command::new("mkfifo").arg(at("rohr.txt")).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", at("null.txt")).unwrap();
    std::os::unix::fs::symlink(at(""), at("kreis")).unwrap();
    std::os::unix::fs::symlink(at("selbst.txt"), at("selbst.txt")).unwrap();
    for args in
        [&["add", "artikel"][..], &["add", "artikel/rohr.txt", "artikel/null.txt", "artikel/selbst.txt", "artikel"]]
    {
        let ended = archive.run(args).ends_with(2).says("rohr.txt: it is no regular file").says("null.txt: it is no");
        assert!(ended.err.contains("selbst.txt: ") && !ended.err.contains("kreis"), "{}", ended.err);
    }
    archive
        .run(&["parse", "artikel/rohr.txt", "artikel/null.txt"])
        .ends_with(2)
        .says("rohr.txt: it is no regular file");
    archive.run(&["search", "Wogenrade"]).ends_with(0);
}

#[test]
fn names_that_are_not_utf_8_keep_apart() {
    let archive = Archive::new();
    for name in [&b"k\xe4se.txt"[..], b"k\xe5se.txt", b"gut.txt"] {
        let text = TEXT.replace("Kai", &name.escape_ascii().to_string());
        fs::write(archive.dir.path().join("artikel").join(OsStr::from_bytes(name)), text).unwrap();
    }
    let reports = archive.run(&["add", "artikel", "--json"]).ends_with(0);
    assert!(
        reports.out.contains(r"artikel/k\\xE4se.txt") && reports.out.contains(r"artikel/k\\xE5se.txt"),
        "{}",
        reports.out
    );
    let listed = archive.run(&["list", "--json", "--limit", "all"]).ends_with(0);
    assert_eq!(listed.out.lines().count(), 3, "{}", listed.out);
    let again = archive.run(&["add", "artikel", "--prune", "--json"]).ends_with(0);
    assert!(again.out.lines().all(|line| line.contains("unchanged")), "{}", again.out);
    fs::remove_file(archive.dir.path().join("artikel").join(OsStr::from_bytes(b"k\xe5se.txt"))).unwrap();
    let pruned = archive.run(&["add", "artikel", "--prune", "--json"]).ends_with(0);
    assert_eq!(pruned.out.lines().filter(|line| line.contains("removed")).count(), 1, "{}", pruned.out);
    archive.run(&["rebuild", "--sources"]).ends_with(0);
    archive.run(&["verify"]).ends_with(0);
}
