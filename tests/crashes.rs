//! Crashes: an `add` that is killed, stopped, out of room or robbed of its index loses nothing that it reported.
//!
//! `cargo test --test integration --release -- --ignored crashes` runs the long version: 200 kills.

use crate::holding::{Adding, Archive, Dice, Ended};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Kills `add` again and again, each time at another point, while the collection grows and changes.
fn killed(times: u64, seed: u64) {
    let (mut archive, mut dice) = (Archive::new(), Dice::new(seed));
    let mut promised = BTreeMap::new();
    let mut cut_short = 0;
    for round in 0..times {
        // Two in three rounds bring a new file, the others a new version of an old one.
        let file = if round % 3 == 2 { dice.below(round) } else { round };
        archive.write(&format!("d{file}"), 20 + file as usize * 37 % 60);
        let commit_every = ["0", "0.02", "0.1", "10"][dice.below(4) as usize];
        let mut adding = archive.adding(commit_every);
        if dice.below(2) == 0 {
            adding.has_reported();
        }
        let longest = if dice.below(3) == 0 { 400 } else { 60 };
        thread::sleep(Duration::from_millis(dice.below(longest)));
        let ended = adding.kill();
        cut_short += u64::from(ended.code().is_none());
        for id in ended.reported() {
            promised.insert(id.clone(), archive.versions[&id]);
        }
        archive.holds(&promised);
        if round % 20 == 19 {
            archive.completes();
            promised.clone_from(&archive.versions);
        }
    }
    archive.completes();
    assert!(cut_short > 0, "no kill came in time");
    eprintln!("{times} kills, {cut_short} of them before the end; {} articles, all there", archive.versions.len());
}

#[test]
fn nothing_reported_is_lost_when_add_is_killed() {
    killed(15, 4711);
}

#[test]
#[ignore = "takes minutes"]
fn nothing_reported_is_lost_in_200_kills() {
    killed(200, 815);
}

/// A collection that takes longer than any test waits before it stops.
fn large() -> Archive {
    let mut archive = Archive::new();
    archive.write("gross", 20_000);
    archive
}

fn promised(archive: &Archive, ended: &Ended) -> BTreeMap<String, u64> {
    ended.reported().into_iter().map(|id| (id.clone(), archive.versions[&id])).collect()
}

#[test]
#[cfg(unix)]
fn a_signal_ends_add_in_good_order() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let archive = large();
        let mut adding = archive.adding("0.05");
        adding.has_reported();
        adding.signal(signal);
        let ended = adding.ended().ends_with(code).says(&format!("stopped by SIG{signal}"));
        let promised = promised(&archive, &ended);
        assert!(!promised.is_empty() && promised.len() < archive.versions.len());
        assert!(ended.err.contains(&format!("{} added", promised.len())), "{}", ended.err);
        archive.holds(&promised);
        assert_eq!(archive.held(), promised, "all that was read is told");
    }
}

#[test]
#[cfg(unix)]
fn a_second_signal_ends_add_at_once() {
    let archive = Archive::new();
    // One article, so that there is no good moment to stop for a long time.
    let text = "Der Hafen blieb offen, sagte Birte Ohlsen der Hafenpost. ".repeat(400_000);
    fs::write(archive.dir.path().join("artikel/lang.txt"), format!("Am Kai\n\n{text}\n")).unwrap();
    let adding = archive.adding("0");
    thread::sleep(Duration::from_millis(400));
    adding.signal("INT");
    thread::sleep(Duration::from_millis(100));
    adding.signal("INT");
    let ended = adding.ended().ends_with(130);
    assert!(!ended.err.contains("stopped by"), "{}", ended.err);
    assert_eq!(ended.out, "");
    archive.holds(&BTreeMap::new());
}

#[test]
#[cfg(unix)]
fn a_signal_ends_add_while_it_waits_for_stdin() {
    let archive = Archive::new();
    let mut command = archive.command(&["add", "-", "--json"]);
    let (out, err) = (archive.dir.path().join("out"), archive.dir.path().join("err"));
    command.stdout(fs::File::create(out).unwrap()).stderr(fs::File::create(&err).unwrap());
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(400));
    Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert!(fs::read_to_string(err).unwrap().contains("0 added, 0 updated, 0 unchanged, 0 failed"));
}

/// A limit on the size of files stands for a full disk: it needs no rights, and a write that exceeds it fails likewise.
#[test]
#[cfg(unix)]
fn without_room_add_says_so_and_keeps_what_it_reported() {
    let mut archive = Archive::new();
    archive.write("klein", 300);
    archive.write_long("lang", 3_000_000);
    let script = r#"(trap '' XFSZ; ulimit -f 300; exec "$0" "$@") | cat; exit ${PIPESTATUS[0]}"#;
    let add = archive.command(&["add", "artikel", "--json", "--no-actors", "--commit-every", "0"]);
    let mut command = Command::new("bash");
    command.args(["-c", script]).arg(add.get_program()).args(add.get_args()).current_dir(archive.dir.path());
    let ended = Adding::start(&mut command, archive.dir.path()).ended().ends_with(2);
    assert!(ended.err.contains("File too large") && ended.err.contains("make room"), "{}", ended.err);
    assert!(ended.err.contains("segments/"), "the file is named: {}", ended.err);
    let promised = promised(&archive, &ended);
    assert_eq!(promised.len(), 300);
    archive.holds(&promised);
    archive.completes();
}

/// A disk that is really full: a file system in memory, in a name space of its own, where the system lets tests make one.
#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_add_keeps_what_it_reported() {
    let mut archive = Archive::new();
    archive.write("voll", 6000);
    fs::create_dir(archive.dir.path().join("klein")).unwrap();
    let script = r#"
        set -u
        mount -t tmpfs -o size=3m tmpfs klein || exit 99
        "$0" --index klein/index add artikel --json --no-actors --commit-every 0.05 > out 2> err; echo "add $?"
        "$0" --index klein/index verify > /dev/null; echo "verify $?"
        "$0" --index klein/index list --json --limit all | wc -l
        mount -o remount,size=200m klein
        "$0" --index klein/index add artikel --json --no-actors > /dev/null 2>&1; echo "again $?"
        "$0" --index klein/index verify > /dev/null; echo "verify $?"
        "$0" --index klein/index list --json --limit all | wc -l
    "#;
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "bash", "-c", script]);
    command.arg(assert_cmd::cargo::cargo_bin!("fundstelle")).current_dir(archive.dir.path());
    let output = match command.output() {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).unwrap(),
        _ => return eprintln!("skipped: no file system can be mounted here"),
    };
    let lines: Vec<&str> = output.lines().map(str::trim).collect();
    let err = fs::read_to_string(archive.dir.path().join("err")).unwrap();
    assert_eq!((lines[0], lines[1]), ("add 2", "verify 0"), "{output}\n{err}");
    assert!(err.contains("No space left") && err.contains("make room"), "{err}");
    let reported = fs::read_to_string(archive.dir.path().join("out")).unwrap().lines().count();
    let held: usize = lines[2].parse().unwrap();
    assert!(reported > 0 && held >= reported, "{reported} reported, {held} held");
    assert_eq!(&lines[3..], ["again 0", "verify 0", "6000"], "{output}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_can_not_be_written_is_named_and_can_be_searched() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut archive = Archive::new();
    archive.write("lesbar", 10);
    archive.completes();
    let nobody = 65_534;
    let as_root = fs::metadata(archive.dir.path()).unwrap().permissions().mode() != 0 && is_root();
    let mode = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(archive.dir.path(), 0o755);
    for entry in walk(&archive.index()) {
        mode(&entry, if entry.is_dir() { 0o555 } else { 0o444 });
    }
    archive.write("neu", 10);
    let run = |args: &[&str]| {
        use std::os::unix::process::CommandExt as _;
        let mut command = archive.command(args);
        if as_root {
            command.uid(nobody).gid(nobody);
        }
        command.output()
    };
    let Ok(found) = run(&["search", "Wogenrade"]) else {
        return eprintln!("skipped: another user can't run the program here");
    };
    assert_eq!(found.status.code(), Some(0), "{}", String::from_utf8_lossy(&found.stderr));
    let added = run(&["add", "artikel"]).unwrap();
    let err = String::from_utf8(added.stderr).unwrap();
    assert_eq!(added.status.code(), Some(2), "{err}");
    assert!(err.contains("index/writer.lock: Permission denied") && err.contains("who owns"), "{err}");
    assert_eq!(run(&["verify"]).unwrap().status.code(), Some(0));
    for entry in walk(&archive.index()) {
        mode(&entry, if entry.is_dir() { 0o755 } else { 0o644 });
    }
    archive.completes();
}

#[cfg(unix)]
fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

#[cfg(unix)]
fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(dir).contents_first(true).into_iter().map(|entry| entry.unwrap().into_path());
    entries.collect()
}

#[test]
#[cfg(unix)]
fn an_index_deleted_meanwhile_is_told_and_not_half_made_again() {
    let archive = large();
    let mut adding = archive.adding("0.05");
    adding.has_reported();
    while archive.index().exists() {
        let _ = fs::remove_dir_all(archive.index());
    }
    adding.ended().ends_with(2).says("deleted or replaced meanwhile").says("run the same command again");
    assert!(!archive.index().join("manifest.json").exists());
}

#[test]
#[cfg(unix)]
fn an_index_replaced_meanwhile_is_left_alone() {
    let mut archive = large();
    let mut adding = archive.adding("0.05");
    adding.has_reported();
    fs::rename(archive.index(), archive.dir.path().join("fort")).unwrap();
    fs::remove_file(archive.dir.path().join("artikel/gross.jsonl")).unwrap();
    archive.versions.clear();
    archive.write("anders", 5);
    let other = archive.command(&["add", "artikel", "--no-actors"]).output().unwrap();
    assert_eq!(other.status.code(), Some(0), "{}", String::from_utf8_lossy(&other.stderr));
    adding.ended().ends_with(2).says("deleted or replaced meanwhile");
    archive.holds(&archive.versions);
    assert_eq!(archive.held(), archive.versions);
}

#[test]
fn sources_that_vanish_fail_alone() {
    let mut archive = Archive::new();
    archive.write("bleibt", 5);
    let gone = archive.dir.path().join("artikel/fort.jsonl");
    let ended = archive.run(&["add", "artikel/bleibt.jsonl", gone.to_str().unwrap(), "--json"]).ends_with(2);
    assert_eq!(ended.reported().len(), 5);
    archive.holds(&archive.versions);
}
