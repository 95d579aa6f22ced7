//! What the tests of faults share: a growing collection whose articles can be told apart by version, the program as a
//! process that can be stopped, and what has to be true of an index whatever happened to it.

use fundstelle::index::{self, Snapshot};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes this long unless it hangs.
pub(crate) const TOO_LONG: Duration = Duration::from_secs(120);

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

/// A folder with articles, an index beside it, and the version that each article has by now.
pub(crate) struct Archive {
    pub(crate) dir: TempDir,
    pub(crate) versions: BTreeMap<String, u64>,
    version: u64,
}

/// The text of one version of one article: it says which it is, and no other is like it.
fn text(id: &str, version: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["kai", "wo", "gen", "ra", "de", "fäh", "re", "stur", "mol", "ler", "hu", "ben", "trau", "lin", "pe", "sun"];
    let seed = id.bytes().fold(version, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut dice = Dice::new(seed);
    let mut word = || (0..3).map(|_| SYLLABLES[dice.below(16) as usize]).collect::<String>();
    let words: Vec<String> = (0..60).map(|_| word()).collect();
    format!(
        "Fassung {version} von {id}.\n\nAuf der Insel Wogenrade: {}.\n\n{}.",
        words[..40].join(" "),
        words[40..].join(" ")
    )
}

impl Archive {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("artikel")).unwrap();
        Self { dir, versions: BTreeMap::new(), version: 0 }
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    /// Writes a file of `lines` articles, new ones or, when it is there already, further versions of the same ones.
    pub(crate) fn write(&mut self, name: &str, lines: usize) {
        self.version += 1;
        let mut file = String::new();
        for line in 0..lines {
            let id = format!("{name}-{line}");
            let article = serde_json::json!({ "id": id, "title": "Am Kai", "text": text(&id, self.version) });
            file.push_str(&format!("{article}\n"));
            self.versions.insert(id, self.version);
        }
        fs::write(self.dir.path().join("artikel").join(format!("{name}.jsonl")), file).unwrap();
    }

    /// Writes a file with a single article of at least so many bytes.
    pub(crate) fn write_long(&mut self, name: &str, bytes: usize) {
        self.version += 1;
        let mut long = text(name, self.version);
        for line in 0.. {
            if long.len() >= bytes {
                break;
            }
            long.push_str(&format!("\n\n{}", text(&format!("{name}-{line}"), self.version)));
        }
        let article = serde_json::json!({ "id": name, "title": "Am Kai", "text": long });
        fs::write(self.dir.path().join("artikel").join(format!("{name}.jsonl")), article.to_string()).unwrap();
        self.versions.insert(name.to_owned(), self.version);
    }

    /// The program in this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"));
        command.args(args).current_dir(self.dir.path()).env_remove("FUNDSTELLE_INDEX").env_remove("RUST_BACKTRACE");
        command
    }

    /// `add` of the whole folder with a commit every so often, its reports in a file.
    pub(crate) fn adding(&self, commit_every: &str) -> Adding {
        let mut command = self.command(&["add", "artikel", "--json", "--no-actors", "--commit-every", commit_every]);
        Adding::start(&mut command, self.dir.path())
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        Adding::start(&mut self.command(args), self.dir.path()).ended()
    }

    /// The version of every article that the index holds.
    pub(crate) fn held(&self) -> BTreeMap<String, u64> {
        let snapshot = Snapshot::open(&self.index()).unwrap();
        let records = snapshot.records().unwrap().map(Result::unwrap);
        records.map(|record| (record.article.id.clone(), version_of(&record.article.text))).collect()
    }

    /// What has to hold after any fault: nothing promised is missing or older, nothing is there in halves or twice.
    #[track_caller]
    pub(crate) fn holds(&self, promised: &BTreeMap<String, u64>) {
        if !self.index().join("manifest.json").exists() {
            assert!(promised.is_empty(), "there is no index, but {} articles were reported", promised.len());
            return;
        }
        let found = index::verify(&self.index()).unwrap();
        assert_eq!(found.faults, []);
        let held = self.held();
        assert_eq!(held.len() as u64, found.counts.articles);
        for (id, version) in promised {
            let found = held.get(id).unwrap_or_else(|| panic!("{id} was reported and is not there"));
            assert!(found >= version, "{id} was reported in version {version}, found is {found}");
        }
    }

    /// `add` once more completes what was begun.
    #[track_caller]
    pub(crate) fn completes(&self) {
        let ended = self.adding("10").ended();
        assert_eq!(ended.code(), Some(0), "{}", ended.err);
        self.holds(&self.versions);
        assert_eq!(self.held(), self.versions);
    }
}

fn version_of(text: &str) -> u64 {
    text.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The program at work.
pub(crate) struct Adding {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Adding {
    pub(crate) fn start(command: &mut Command, dir: &Path) -> Self {
        let (out, err) = (dir.join("out"), dir.join("err"));
        command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        Self { child, out, err }
    }

    /// Waits until it has reported something, or ended.
    pub(crate) fn has_reported(&mut self) {
        self.until(|adding| fs::metadata(&adding.out).unwrap().len() > 0);
    }

    pub(crate) fn until(&mut self, done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !done(self) && self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < TOO_LONG, "it hangs");
            thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        self.ended()
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn ended(mut self) -> Ended {
        self.until(|_| false);
        let status = self.child.wait().unwrap();
        Ended { status, out: fs::read_to_string(&self.out).unwrap(), err: fs::read_to_string(&self.err).unwrap() }
    }
}

/// What became of the program.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The articles that it reported as safe. A last line that was cut off promises nothing.
    pub(crate) fn reported(&self) -> Vec<String> {
        let whole = self.out.rfind('\n').map_or("", |end| &self.out[..end]);
        let lines = whole.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["status"] != "failed").map(|line| line["id"].as_str().unwrap().to_owned()).collect()
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code(), Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, message: &str) -> Self {
        assert!(self.err.contains(message), "{message:?} is not in stderr:\n{}", self.err);
        self
    }
}
