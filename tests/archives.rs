//! Archives and packings: what lies in them is read under its own name, what is wrong with them is told, nothing else
//! suffers.

use crate::commands::Desk;
use flate2::{Compression, write::GzEncoder};
use fundstelle::source::{Limits, Supplied, read_stream};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fs;
use std::io::{self, Cursor, Read, Write};

const TEXT: &str =
    "Der Kai wird gebaut\n\nDer Rat der Stadt hat den Umbau des Kais am Montag mit großer Mehrheit beschlossen.\n";

const OTHER: &str =
    "Die Fähre fährt wieder\n\nNach drei Wochen in der Werft legt das Schiff ab heute wieder stündlich zur Insel ab.\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes) in files {
        let mut header = tar::Header::new_old();
        header.set_path_absolute("x").unwrap();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(bytes);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, text) in files {
        let path = rawzip::path::EntryPath::verbatim(name.as_bytes().to_vec());
        let (mut entry, config) = archive.new_file(path).compression_method(method).start().unwrap();
        let packer: Box<dyn Write> = match method {
            CompressionMethod::DEFLATE => Box::new(flate2::write::DeflateEncoder::new(&mut entry, Compression::best())),
            CompressionMethod::ZSTD => Box::new(zstd::Encoder::new(&mut entry, 3).unwrap().auto_finish()),
            _ => Box::new(&mut entry),
        };
        let mut writer = config.wrap(packer);
        writer.write_all(text).unwrap();
        let (packer, descriptor) = writer.finish().unwrap();
        drop(packer);
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// What became of each article or input: its identity without the hash of a stream, or who failed and why.
fn told(bytes: Vec<u8>, limits: Limits) -> Vec<String> {
    let supplied = Supplied { id: Some("a".into()), limits, ..Supplied::default() };
    let read = read_stream("a", Cursor::new(bytes), &supplied);
    read.take(50).map(|read| read.map_or_else(|failure| failure.to_string(), |article| article.id)).collect()
}

#[test]
fn archives_of_every_kind_give_their_files() {
    let text = TEXT.as_bytes();
    let files: &[(&str, &[u8])] = &[("x/eins.txt", text), ("x/bild.png", b"\x89PNG"), ("x/zwei.txt", text)];
    let flat = ["a!/x/eins.txt", "a!/x/zwei.txt"];
    for (name, bytes, expected) in [
        ("zip", zip(files, CompressionMethod::DEFLATE), flat),
        ("zip, stored", zip(files, CompressionMethod::STORE), flat),
        ("zip, zstd", zip(files, CompressionMethod::ZSTD), flat),
        ("tar", tar(files), flat),
        ("tar.gz", gzip(&tar(files)), flat),
        ("tar.zst", zstd(&tar(files)), flat),
        (
            "one in another",
            gzip(&tar(&[("innen.zip", &zip(files, CompressionMethod::DEFLATE))])),
            ["a!/innen.zip!/x/eins.txt", "a!/innen.zip!/x/zwei.txt"],
        ),
        (
            "packed files",
            tar(&[("eins.txt.gz", &gzip(text)), ("zwei.txt.zst", &zstd(text))]),
            ["a!/eins.txt.gz", "a!/zwei.txt.zst"],
        ),
    ] {
        assert_eq!(told(bytes, Limits::default()), expected, "{name}");
    }
}

#[test]
fn long_and_odd_names_of_tar_are_read() {
    let long = format!("{}/ä.txt", "ordner/".repeat(40));
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(TEXT.len() as u64);
    builder.append_data(&mut header, &long, TEXT.as_bytes()).unwrap();
    builder.append_pax_extensions([("path", b"pax/\xc3\xa4.txt".as_slice())]).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(TEXT.len() as u64);
    builder.append_data(&mut header, "kurz.txt", TEXT.as_bytes()).unwrap();
    let told = told(builder.into_inner().unwrap(), Limits::default());
    assert_eq!(told, [format!("a!/{}", long.replace("//", "/")), "a!/pax/ä.txt".to_owned()]);
}

#[test]
fn what_is_wrong_with_one_file_harms_no_other() {
    let text = TEXT.as_bytes();
    let mut encrypted = zip(&[("a.txt", text), ("b.txt", text)], CompressionMethod::DEFLATE);
    let directory = encrypted.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    encrypted[directory + 8] |= 1;
    let mut broken = zip(&[("a.txt", text), ("b.txt", text)], CompressionMethod::STORE);
    let first = broken.windows(3).position(|window| window == b"Der").unwrap();
    broken[first] = b'W';
    let mut odd = zip(&[("a.txt", text), ("b.txt", text)], CompressionMethod::STORE);
    let directory = odd.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    odd[directory + 10] = 14;
    let climbing: &[(&str, &[u8])] = &[("../../a.txt", text), ("/etc/a.txt", text), ("b.txt", text)];
    for (bytes, failures) in [
        (encrypted, vec!["a!/a.txt: it is encrypted"]),
        (broken, vec!["a!/a.txt: it is damaged"]),
        (odd, vec!["a!/a.txt: it is packed in a way"]),
        (tar(climbing), vec!["a!/../../a.txt: its path leads out", "a!//etc/a.txt: its path leads out"]),
        (
            zip(climbing, CompressionMethod::DEFLATE),
            vec!["a!/../../a.txt: its path leads out", "a!//etc/a.txt: its path leads out"],
        ),
        (tar(&[("a.txt", b""), ("b.txt", text)]), vec!["a!/a.txt: it is empty"]),
        (
            tar(&[("a.zip", &zip(&[], CompressionMethod::STORE)), ("b.txt", text)]),
            vec!["a!/a.zip: the archive holds no"],
        ),
        (tar(&[("a.gz", b""), ("a.txt", &gzip(text)[..40]), ("b.txt", text)]), vec!["a!/a.txt: it ends too early"]),
    ] {
        let told = told(bytes, Limits::default());
        let (last, others) = told.split_last().unwrap();
        assert_eq!(last, "a!/b.txt");
        assert_eq!(others.len(), failures.len(), "{told:?}");
        for (told, expected) in others.iter().zip(failures) {
            assert!(told.starts_with(expected), "{told}");
        }
    }
}

#[test]
fn cut_and_wrong_archives_are_refused_by_name() {
    let text = TEXT.as_bytes();
    let (zipped, tarred) =
        (zip(&[("a.txt", text)], CompressionMethod::DEFLATE), tar(&[("a.txt", text), ("b.txt", text)]));
    let office = zip(&[("[Content_Types].xml", b"<x/>"), ("word/a.html", text)], CompressionMethod::DEFLATE);
    for (bytes, expected) in [
        (zipped[..zipped.len() - 30].to_vec(), vec!["a: it ends too early"]),
        (tarred[..560].to_vec(), vec!["a!/a.txt: it ends too early", "a: it ends too early"]),
        (tarred[..1200].to_vec(), vec!["a!/a.txt", "a: it ends too early"]),
        (tarred[..1024].to_vec(), vec!["a!/a.txt"]),
        (gzip(&tarred)[..60].to_vec(), vec!["a: it ends too early"]),
        (office, vec!["a: it is an office document"]),
        (tar(&[("bild.png", b"x")]), vec!["a: the archive holds no article file"]),
        (b"Rar!\x1a\x07\x01\x00 und mehr".to_vec(), vec!["a: it is a RAR archive"]),
    ] {
        let told = told(bytes, Limits::default());
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (told, expected) in told.iter().zip(expected) {
            assert!(told.starts_with(expected), "{told}");
        }
    }
}

#[test]
fn bombs_are_refused_and_bounds_can_be_set() {
    let line = [b"{\"text\": \"", vec![b'a'; 100_000].as_slice(), b"\"}\n"].concat();
    let mut many = Vec::new();
    io::copy(&mut Cursor::new(line.repeat(20)), &mut many).unwrap();
    let small = Limits { article: 1_000_000, unpacked: 1_000_000, ..Limits::default() };
    for bytes in [gzip(&many), zstd(&many), zip(&[("a.jsonl", &many)], CompressionMethod::DEFLATE)] {
        let failures = told(bytes.clone(), small).join("\n");
        assert!(
            failures.contains("it unpacks to more than 976 KiB") && failures.contains("--max-unpacked"),
            "{failures}"
        );
        assert!(told(bytes, Limits::default()).iter().all(|told| !told.contains("unpacks")));
    }
    let zeros = zstd::encode_all(io::repeat(b'\n').take(80 << 20), 1).unwrap();
    assert!(told(zeros, Limits::default())[0].contains("--max-ratio"));
    let nested = (0..4).fold(TEXT.as_bytes().to_vec(), |inner, at| tar(&[(&format!("{at}.tar"), &inner)]));
    assert!(told(nested.clone(), Limits { depth: 3, ..Limits::default() })[0].contains("--max-depth"));
    assert_eq!(told(nested, Limits::default()).len(), 1);
}

#[test]
fn the_bounds_are_options_and_articles_in_archives_stay_who_they_are() {
    let desk = Desk::new();
    let path = desk.write("archiv/nacht.tar.gz", gzip(&tar(&[("b/a.txt", TEXT.as_bytes()), ("c.txt", b"")])));
    let path = path.to_str().unwrap();
    let reports = desk.run(&["add", "--json", "archiv"]).ends_with(2).json();
    assert_eq!(reports[0]["id"], format!("{path}!/b/a.txt"));
    assert_eq!((&reports[1]["path"], &reports[1]["status"]), (&"archiv/nacht.tar.gz!/c.txt".into(), &"failed".into()));
    fs::write(path, gzip(&tar(&[("b/a.txt", TEXT.as_bytes()), ("c.txt", OTHER.as_bytes())]))).unwrap();
    let statuses = |args: &[&str]| -> Vec<String> {
        let reports = desk.run(args).ends_with(0).json();
        reports.iter().map(|report| report["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(statuses(&["add", "--json", "archiv"]), ["unchanged", "added"]);
    assert_eq!(statuses(&["add", "--json", "archiv"]), ["unchanged", "unchanged"]);
    for (option, value, message) in [
        ("--max-depth", "1", "--max-depth"),
        ("--max-article", "20", "--max-article"),
        ("--max-unpacked", "1K", "--max-unpacked"),
    ] {
        let reports = desk.run(&["add", "--json", "--index", "neu", option, value, "archiv"]).ends_with(2).json();
        assert!(reports.iter().any(|report| report["error"].to_string().contains(message)), "{reports:?}");
    }
}
