//! Adding again and again: what is read, what is forgotten, what is watched.

use crate::commands::Desk;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, SystemTime};

fn note(number: usize, word: &str) -> String {
    format!("Notiz Nummer {number}\n\nIm Hafen von Wogenrade liegt seit Montag der {word}, und niemand holt ihn ab.\n")
}

fn statuses(out: &str) -> Vec<&str> {
    out.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn a_file_of_the_same_size_and_time_is_not_read_again() {
    let desk = Desk::new();
    let path = desk.write("a/eins.txt", note(1, "Kahn"));
    desk.run(&["add", "a"]).ends_with(0);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    // Other words in as many bytes at the same time: only a file that is not opened passes as unchanged.
    fs::write(&path, note(1, "Bagr")).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(statuses(&desk.run(&["add", "a"]).ends_with(0).out), ["unchanged"]);
    desk.run(&["search", "Bagr", "--exact-words"]).ends_with(1);
    fs::File::options().append(true).open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(statuses(&desk.run(&["add", "a"]).ends_with(0).out), ["updated"]);
}

#[test]
fn prune_forgets_what_is_gone_and_nothing_else() {
    let desk = Desk::new();
    for (number, name) in ["a/eins.txt", "a/zwei.txt", "b/drei.txt"].into_iter().enumerate() {
        desk.write(name, note(number, "Kahn"));
    }
    let lines =
        "{\"id\":\"x\",\"text\":\"Der Leuchtturm bleibt dunkel.\"}\n{\"id\":\"y\",\"text\":\"Die Boje treibt ab.\"}\n";
    desk.write("a/zeilen.jsonl", lines);
    desk.run(&["add", "a", "b"]).ends_with(0);

    fs::remove_file(desk.dir.path().join("a/zwei.txt")).unwrap();
    fs::remove_file(desk.dir.path().join("b/drei.txt")).unwrap();
    desk.write("a/zeilen.jsonl", lines.lines().next().unwrap());
    assert!(!desk.run(&["add", "a"]).ends_with(0).out.contains("removed"), "nothing is forgotten unasked");
    desk.write("a/zeilen.jsonl", format!("{}\n", lines.lines().next().unwrap()));

    let planned = desk.run(&["add", "a", "--prune", "--dry-run"]).ends_with(0).says("2 removed");
    assert_eq!(planned.out.matches("removed").count(), 2, "{}", planned.out);
    let pruned = desk.run(&["add", "a", "--prune"]).ends_with(0).says("2 removed");
    assert!(pruned.out.contains("zwei.txt") && pruned.out.contains("zeilen.jsonl"), "{}", pruned.out);
    desk.run(&["search", "Boje", "--exact-words"]).ends_with(1);
    desk.run(&["search", "Leuchtturm"]).ends_with(0);
    assert_eq!(desk.run(&["list"]).ends_with(0).out.lines().count(), 3, "b was not asked about");

    fs::remove_dir_all(desk.dir.path().join("b")).unwrap();
    desk.run(&["add", "b", "--prune"]).ends_with(2).says("b");
    assert_eq!(desk.run(&["list"]).ends_with(0).out.lines().count(), 3, "a folder that is gone empties nothing");
}

#[test]
fn a_moved_article_survives_pruning() {
    let desk = Desk::new();
    let line = "{\"id\":\"x\",\"text\":\"Der Leuchtturm bleibt dunkel.\"}\n";
    let old = desk.write("a/alt.jsonl", line);
    desk.run(&["add", "a"]).ends_with(0);
    fs::remove_file(old).unwrap();
    desk.write("a/neu.jsonl", line);
    for _ in 0..2 {
        assert_eq!(statuses(&desk.run(&["add", "a", "--prune"]).ends_with(0).out), ["unchanged"]);
    }
}

#[test]
fn an_article_in_two_files_is_not_read_in_turns() {
    let desk = Desk::new();
    let article =
        |word: &str| format!("{{\"url\":\"https://hafenpost.example/turm\",\"text\":\"Der {word} bleibt dunkel.\"}}\n");
    desk.write("a/eins.jsonl", article("Leuchtturm"));
    desk.write("a/zwei.jsonl", article("Wasserturm"));
    assert_eq!(statuses(&desk.run(&["add", "a"]).ends_with(0).out), ["added", "updated"]);
    for _ in 0..2 {
        assert_eq!(statuses(&desk.run(&["add", "a"]).ends_with(0).out), ["unchanged", "unchanged"]);
    }
    fs::remove_file(desk.dir.path().join("a/zwei.jsonl")).unwrap();
    assert!(!desk.run(&["add", "a", "--prune"]).ends_with(0).out.contains("removed"), "it still stands in the other");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    desk.write("a/eins.txt", note(1, "Kahn"));
    assert_eq!(statuses(&desk.run(&["add", "a", "--dry-run"]).ends_with(0).out), ["added"]);
    assert!(!desk.dir.path().join("index").exists());
    desk.run(&["add", "a"]).ends_with(0);
    desk.write("a/zwei.txt", note(2, "Anker"));
    desk.write("a/eins.txt", note(1, "Schlepper"));
    let before = fs::read(desk.dir.path().join("index/segments/meta.json")).unwrap();
    assert_eq!(statuses(&desk.run(&["add", "a", "--dry-run"]).ends_with(0).out), ["updated", "added"]);
    assert_eq!(fs::read(desk.dir.path().join("index/segments/meta.json")).unwrap(), before);
}

#[test]
fn paths_come_from_a_list() {
    let desk = Desk::new();
    desk.write("a/eins.txt", note(1, "Kahn"));
    desk.write(
        "a/zwei und mehr.txt",
        "Dunkle Nacht\n\nDer Leuchtturm auf der Mole bleibt bis zum Frühjahr dunkel, teilt das Amt mit.\n",
    );
    desk.write(
        "a/drei.txt",
        "Boje vermisst\n\nEine rote Boje treibt seit gestern auf die offene See hinaus, warnt die Küstenwache.\n",
    );
    desk.write("liste", "a/eins.txt\na/zwei und mehr.txt\n");
    let added = desk.run(&["add", "--files-from", "liste"]).ends_with(0);
    assert_eq!(statuses(&added.out), ["added", "added"]);
    let added = desk.run_with(&["add", "--files-from", "-", "-0"], "a/drei.txt\0").ends_with(0);
    assert_eq!(statuses(&added.out), ["added"]);
    desk.run(&["add", "--files-from", "fehlt"]).ends_with(2).says("fehlt");
}

/// A running `add --watch`, ended when dropped.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(dir: &Path) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"))
            .args(["--index", "index", "add", "artikel", "--watch", "--prune"])
            .current_dir(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// The next line, waited for no longer than a minute.
    #[track_caller]
    fn next(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(60)).unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watched_folder_is_followed() {
    let desk = Desk::new();
    let path = desk.write("artikel/eins.txt", note(1, "Kahn"));
    desk.write("artikel/leer.txt", "");
    let watching = Watching::start(desk.dir.path());
    assert!(watching.next().starts_with("added      artikel/eins.txt"));
    desk.write("artikel/zwei.txt", note(2, "Anker"));
    assert!(watching.next().starts_with("added      artikel/zwei.txt"), "only what is new is told");
    fs::write(&path, note(1, "Schlepper")).unwrap();
    assert!(watching.next().starts_with("updated    artikel/eins.txt"));
    fs::remove_file(path).unwrap();
    assert!(watching.next().starts_with("removed"));
    desk.run(&["search", "Anker"]).ends_with(0);
}
