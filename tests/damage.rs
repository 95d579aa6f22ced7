//! Damage: whatever happens to a file of the index, `verify` names it, `search` says so and never panics, `rebuild`
//! brings the articles back.
//!
//! `cargo test --test integration --release -- --ignored damage` tries every file in many more places.

use crate::holding::{Archive, Dice};
use fundstelle::index;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What can be done to a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Cut,
    Emptied,
    Deleted,
    /// One bit is another at this place, counted in thousandths of the length.
    Flipped(u64),
}

impl Damage {
    /// Damages the file; false when that changes nothing, as for one that is empty anyhow.
    fn apply(self, path: &Path) -> bool {
        let bytes = fs::read(path).unwrap();
        match self {
            Self::Deleted => fs::remove_file(path).unwrap(),
            _ if bytes.is_empty() => return false,
            Self::Cut => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
            Self::Emptied => fs::write(path, "").unwrap(),
            Self::Flipped(at) => {
                let mut bytes = bytes;
                let at = (bytes.len() as u64 * at / 1000).min(bytes.len() as u64 - 1) as usize;
                bytes[at] ^= 1 << (at % 8);
                fs::write(path, bytes).unwrap();
            }
        }
        true
    }
}

/// An index of several segments, with articles that were replaced and removed.
fn sound() -> Archive {
    let mut archive = Archive::new();
    archive.write("eins", 30);
    archive.completes();
    archive.write("zwei", 20);
    archive.completes();
    // A third of the first segment's articles is replaced: it keeps a list of deletions.
    let again = r#"{"id":"eins-3","title":"Am Kai","text":"Fassung 9 von eins-3.\n\nDie Fähre legte wieder an."}"#;
    fs::write(archive.dir.path().join("artikel/drei.jsonl"), again).unwrap();
    archive.run(&["add", "artikel/drei.jsonl"]).ends_with(0);
    archive.versions.insert("eins-3".into(), 9);
    archive.holds(&archive.versions);
    archive
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(dir).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(dir).unwrap().to_owned()).collect()
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for file in files(from) {
        fs::create_dir_all(to.join(&file).parent().unwrap()).unwrap();
        fs::copy(from.join(&file), to.join(&file)).unwrap();
    }
}

/// Damages every file of a sound index in these ways, one at a time.
fn each(damages: &[Damage], mut check: impl FnMut(&Archive, &Path, Damage)) {
    let archive = sound();
    let kept = archive.dir.path().join("kept");
    copy(&archive.index(), &kept);
    let names: BTreeSet<String> = files(&kept).iter().map(|file| extension(file)).collect();
    for expected in ["json", "lock", "del", "store", "term", "idx", "pos", "fast", "fieldnorm", "vocabulary"] {
        assert!(names.contains(expected), "{expected} is not among {names:?}");
    }
    for file in files(&kept) {
        for damage in damages {
            copy(&kept, &archive.index());
            if damage.apply(&archive.index().join(&file)) {
                check(&archive, &file, *damage);
            }
        }
    }
}

fn extension(file: &Path) -> String {
    file.extension().unwrap().to_string_lossy().into_owned()
}

const SOME: &[Damage] = &[
    Damage::Cut,
    Damage::Emptied,
    Damage::Deleted,
    Damage::Flipped(0),
    Damage::Flipped(350),
    Damage::Flipped(720),
    Damage::Flipped(1000),
];

#[test]
fn verify_names_every_damaged_file() {
    each(SOME, |archive, file, damage| {
        let found = index::verify(&archive.index()).unwrap();
        let named: Vec<&str> = found.faults.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(named, [file.to_str().unwrap()], "{damage:?}");
    });
}

#[test]
fn several_damaged_files_are_all_named() {
    let archive = sound();
    let mut all = files(&archive.index());
    // Without any list of files nothing can be said of them.
    all.retain(|file| !file.ends_with("meta.copy.json"));
    for file in &all {
        Damage::Flipped(500).apply(&archive.index().join(file));
    }
    let found = index::verify(&archive.index()).unwrap();
    let named: BTreeSet<PathBuf> = found.faults.iter().map(|fault| PathBuf::from(&fault.place)).collect();
    let written = all.into_iter().filter(|file| extension(file) != "lock").collect();
    assert_eq!(named, written);
    let ended = archive.run(&["verify"]).ends_with(2).says("fundstelle rebuild");
    assert!(named.iter().all(|file| ended.out.contains(file.to_str().unwrap())), "{}", ended.out);
}

#[test]
fn search_on_damaged_files_never_panics() {
    each(&[Damage::Emptied, Damage::Deleted, Damage::Flipped(430)], |archive, file, damage| {
        searches(archive, file, damage);
    });
}

fn searches(archive: &Archive, file: &Path, damage: Damage) {
    for query in ["Wogenrade", "\"legte wieder an\" Farde"] {
        let ended = archive.run(&["search", query, "--limit", "all"]);
        let fine = matches!(ended.code(), Some(0..=2)) && !ended.err.contains("panicked");
        assert!(fine, "{file:?} {damage:?}: {:?}\n{}", ended.status, ended.err);
        if ended.code() == Some(2) {
            let mends = ended.err.contains("fundstelle verify") || ended.err.contains("fundstelle rebuild");
            assert!(mends, "{file:?} {damage:?}: {}", ended.err);
        }
    }
}

/// Articles come back from the stored originals, and from their files where those are damaged.
fn rebuilds(archive: &Archive, file: &Path, damage: Damage) {
    let beside = archive.index().join("alerts.toml");
    fs::write(&beside, "[fähre]\n").unwrap();
    let ended = archive.run(&["rebuild", "--no-actors"]);
    assert_eq!(ended.code(), Some(0), "{file:?} {damage:?}: {}", ended.err);
    assert_eq!(index::verify(&archive.index()).unwrap().faults, [], "{file:?} {damage:?}");
    let (held, mut expected) = (archive.held(), archive.versions.clone());
    // Two files have this article; where the last one read was lost, the first one counts until it is read again.
    expected.insert("eins-3".into(), held["eins-3"]);
    assert_eq!(held, expected, "{file:?} {damage:?}");
    assert_eq!(fs::read_to_string(beside).unwrap(), "[fähre]\n");
}

#[test]
fn rebuild_brings_every_article_back() {
    each(&[Damage::Deleted], rebuilds);
}

#[test]
#[ignore = "takes minutes"]
fn damage_in_many_places_is_named_and_mended() {
    let mut dice = Dice::new(99);
    let flips = (0..40).map(|_| Damage::Flipped(dice.below(1001)));
    let damages: Vec<Damage> = SOME.iter().copied().chain(flips).collect();
    let mut cases = 0;
    each(&damages, |archive, file, damage| {
        let found = index::verify(&archive.index()).unwrap();
        let named: BTreeSet<&Path> = found.faults.iter().map(|fault| Path::new(&fault.place)).collect();
        assert_eq!(named, BTreeSet::from([file]), "{damage:?}");
        searches(archive, file, damage);
        rebuilds(archive, file, damage);
        cases += 1;
    });
    eprintln!("{cases} cases of damage named, searched and mended");
}

#[test]
fn articles_from_stdin_are_rebuilt_and_their_loss_is_told() {
    let archive = Archive::new();
    let text = "Am Kai\n\nDie Fähre legte am Abend wieder an der Insel Wogenrade an, sagte die Reederei.\n";
    let path = archive.dir.path().join("text");
    fs::write(&path, text).unwrap();
    let mut command = archive.command(&["add", "-", "--id", "von-hand", "--outlet", "Hafenpost"]);
    command.stdin(fs::File::open(&path).unwrap());
    assert!(command.output().unwrap().status.success());
    archive.run(&["rebuild"]).ends_with(0);
    let found = archive.run(&["search", "Wogenrade", "--publisher", "Hafenpost"]).ends_with(0);
    assert!(found.out.contains("Reederei"), "{}", found.out);
    let store = files(&archive.index()).into_iter().find(|file| extension(file) == "store").unwrap();
    Damage::Emptied.apply(&archive.index().join(store));
    archive.run(&["rebuild"]).ends_with(2).says("no article could be read").says("fundstelle add");
    archive.run(&["verify"]).ends_with(2);
}

#[test]
fn rebuild_keeps_the_old_index_until_the_new_one_is_whole() {
    let archive = sound();
    let snapshot = fundstelle::index::Snapshot::open(&archive.index()).unwrap();
    let mut following = snapshot.clone();
    archive.run(&["rebuild", "--no-actors"]).ends_with(0);
    // An open snapshot keeps what it saw; one that looks again finds the rebuilt index.
    assert_eq!(snapshot.counts().unwrap().articles, 50);
    assert!(following.refresh().unwrap() && !following.refresh().unwrap());
    assert_eq!(following.counts().unwrap().articles, 50);
    let folders =
        fs::read_dir(archive.index()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(folders, 1, "the old one is cleared away");
    // What a killed rebuild left behind is cleared away as well, by any writer.
    fs::create_dir(archive.index().join("segments-7")).unwrap();
    archive.run(&["add", "artikel"]).ends_with(0);
    assert!(!archive.index().join("segments-7").exists());
}

/// Changes a value of the manifest, as another version of the program would have written it.
fn rewrite_manifest(archive: &Archive, key: &str, value: serde_json::Value) {
    let path = archive.index().join("manifest.json");
    let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest[key] = value;
    fs::write(path, manifest.to_string()).unwrap();
}

#[test]
fn indexes_of_other_versions_are_refused_and_rebuilt() {
    for (key, value, says) in [("chain", "anders".into(), "German chain anders"), ("format", 2.into(), "has format 2")]
    {
        let archive = sound();
        rewrite_manifest(&archive, key, value);
        for args in [&["search", "Fähre"][..], &["add", "artikel"], &["verify"], &["stats"]] {
            let ended = archive.run(args).ends_with(2);
            let told = ended.err + &ended.out;
            assert!(told.contains(says) && told.contains("fundstelle rebuild"), "{args:?}: {told}");
        }
        archive.run(&["rebuild", "--no-actors"]).ends_with(0);
        assert_eq!(archive.held(), archive.versions);
        let again = archive.run(&["add", "artikel", "--json", "--no-actors"]).ends_with(0);
        assert!(again.out.lines().all(|line| line.contains("unchanged")), "{}", again.out);
    }
}

#[test]
fn rebuild_from_sources_reads_the_files_again() {
    let mut archive = sound();
    fs::remove_file(archive.dir.path().join("artikel/drei.jsonl")).unwrap();
    archive.write("eins", 30);
    archive.run(&["rebuild", "--sources", "--no-actors"]).ends_with(0);
    assert_eq!(archive.held(), archive.versions);
}

#[test]
fn without_an_index_there_is_nothing_to_verify_or_mend() {
    let archive = Archive::new();
    for args in [&["verify"][..], &["rebuild"], &["backup", "b.tar.zst"]] {
        archive.run(args).ends_with(2).says("there is no index at index");
    }
    assert!(!archive.index().exists() && !archive.dir.path().join("b.tar.zst").exists());
}
