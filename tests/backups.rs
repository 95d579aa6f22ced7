//! Backups: one file that holds one commit, checked when it comes back.

use crate::holding::Archive;
use fundstelle::index;
use std::fs;

#[test]
fn a_backup_comes_back_with_all_that_lay_beside() {
    let mut archive = Archive::new();
    archive.write("eins", 40);
    archive.completes();
    fs::create_dir(archive.index().join("meins")).unwrap();
    fs::write(archive.index().join("alerts.toml"), "[fähre]\n").unwrap();
    fs::write(archive.index().join("meins/notiz.txt"), "Kai").unwrap();
    let backup = archive.run(&["backup", "b.tar.zst"]).ends_with(0);
    assert!(backup.out.starts_with("backed up  40 articles"), "{}", backup.out);
    archive.run(&["backup", "b.tar.zst"]).ends_with(2).says("--force");
    archive.run(&["backup", "index/b.tar.zst"]).ends_with(2).says("within the index");

    archive.run(&["restore", "b.tar.zst"]).ends_with(2).says("there is an index at index already").says("--force");
    archive.run(&["--index", "neu/hier", "restore", "b.tar.zst"]).ends_with(0);
    fs::remove_dir_all(archive.index()).unwrap();
    fs::rename(archive.dir.path().join("neu/hier"), archive.index()).unwrap();
    assert_eq!(fs::read_to_string(archive.index().join("alerts.toml")).unwrap(), "[fähre]\n");
    assert_eq!(fs::read_to_string(archive.index().join("meins/notiz.txt")).unwrap(), "Kai");
    archive.completes();

    archive.write("zwei", 5);
    archive.completes();
    archive.run(&["restore", "--force", "b.tar.zst"]).ends_with(0);
    assert_eq!(archive.held().len(), 40);
    archive.completes();
}

#[test]
fn a_backup_that_was_altered_or_cut_short_changes_nothing() {
    let mut archive = Archive::new();
    archive.write("eins", 40);
    archive.completes();
    archive.run(&["backup", "b.tar.zst"]).ends_with(0);
    let whole = fs::read(archive.dir.path().join("b.tar.zst")).unwrap();
    let tar = zstd::decode_all(whole.as_slice()).unwrap();
    let packed = |bytes: &[u8]| zstd::encode_all(bytes, 0).unwrap();
    let flipped = |at: usize| {
        let mut tar = tar.clone();
        tar[at] ^= 4;
        packed(&tar)
    };
    let mut broken = vec![whole[..whole.len() / 2].to_vec(), Vec::new(), b"kein Archiv".to_vec()];
    // Cut between the archive's blocks, too, where a tar looks whole.
    broken.extend([1, 2, 5, 20].map(|quarter| packed(&tar[..tar.len() * quarter / 24 / 512 * 512])));
    broken.extend((0..60).map(|step| flipped(tar.len() * step / 61)));
    for (number, bytes) in broken.into_iter().enumerate() {
        fs::write(archive.dir.path().join("kaputt.tar.zst"), &bytes).unwrap();
        let target = archive.dir.path().join("neu");
        let options = index::Restoring { replace: true, ..Default::default() };
        let restored = index::restore(&target, bytes.as_slice(), &options);
        if restored.is_ok() {
            // A changed bit in the padding or a file's date is no damage to any file.
            assert_eq!(index::verify(&target).unwrap().faults, [], "case {number}");
            fs::remove_dir_all(&target).unwrap();
        } else {
            assert!(matches!(restored, Err(index::Error::Backup(_))), "case {number}: {restored:?}");
            assert_eq!(fs::read_dir(&target).unwrap().count(), 1, "only the lock is left");
        }
    }
    fs::write(archive.dir.path().join("kaputt.tar.zst"), &whole[..whole.len() / 3]).unwrap();
    archive.run(&["restore", "--force", "kaputt.tar.zst"]).ends_with(2).says("the backup can't be restored");
    archive.completes();
}

#[test]
fn paths_that_lead_out_of_the_index_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["beside/../../fort", "beside//etc/fort", "segments/../fort", "segments/notiz.txt", "fort"] {
        let mut header = tar::Header::new_gnu();
        // Written by hand: the crate itself refuses such names.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(4);
        header.set_cksum();
        let mut tar = tar::Builder::new(Vec::new());
        tar.append(&header, &b"fort"[..]).unwrap();
        let packed = zstd::encode_all(tar.into_inner().unwrap().as_slice(), 0).unwrap();
        let restored = index::restore(&dir.path().join("index"), packed.as_slice(), &index::Restoring::default());
        assert!(matches!(restored, Err(index::Error::Backup(_))), "{name}: {restored:?}");
    }
    assert!(!dir.path().join("fort").exists());
}

#[test]
fn a_backup_of_a_damaged_index_is_refused() {
    let mut archive = Archive::new();
    archive.write("eins", 40);
    archive.completes();
    let segments = archive.index().join("segments");
    let mut names = fs::read_dir(&segments).unwrap().map(|entry| entry.unwrap().path());
    let store = names.find(|path| path.extension().is_some_and(|found| found == "pos")).unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[100] ^= 1;
    fs::write(&store, bytes).unwrap();
    archive.run(&["backup", "b.tar.zst"]).ends_with(2).says(".pos").says("fundstelle verify");
    let left = fs::read_dir(archive.dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("tmp")), "no half of it is left");
}

#[test]
fn a_backup_beside_a_writer_holds_one_commit() {
    let mut archive = Archive::new();
    for number in 0..6 {
        archive.write(&format!("d{number}"), 300);
    }
    let mut adding = archive.adding("0.01");
    adding.has_reported();
    for round in 0..5 {
        let (file, target) = (archive.dir.path().join("b"), archive.dir.path().join(format!("b{round}")));
        index::backup(&archive.index(), fs::File::create(&file).unwrap()).unwrap();
        let backup = fs::File::open(&file).unwrap();
        index::restore(&target, backup, &index::Restoring::default()).unwrap();
        let found = index::verify(&target).unwrap();
        assert_eq!(found.faults, []);
        assert!(found.counts.articles > 0);
    }
    adding.ended().ends_with(0);
    archive.completes();
}
