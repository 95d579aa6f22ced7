//! The program as scripts use it: commands, shapes, exit codes, messages.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const ARTICLE: &str = "Die Fähre nach Wogenrade fällt aus\n\n\
    Nach dem Sturm bleibt die Insel bis Freitag ohne Verbindung. Die Reederei sucht ein Ersatzschiff.\n\n\
    Wogenrade – Der Fährverkehr zur Insel Wogenrade ruht seit Dienstagabend. Ein Kampfmittelräumdienst prüft den \
    Anleger, wie die Hafenpost berichtet. „Wir haben den Schaden unterschätzt“, sagte Hafenmeisterin Birte Ohlsen.\n\n\
    Am 3. Oktober soll der Müller-Kai wieder öffnen. Ohlsen rechnet mit Kosten von 30.000 Euro, die das Land trägt. \
    Frankreich hatte im Vorjahr ein ähnliches Schiff verkauft, das nun fehlt.\n";

/// A folder of its own with an index of its own.
pub(crate) struct Desk {
    pub(crate) dir: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: &str) -> Run {
        Run::of(self.command(args).write_stdin(stdin))
    }

    /// Runs with another folder for temporary files.
    pub(crate) fn run_in_temp(&self, args: &[&str], temp: &Path) -> Run {
        Run::of(self.command(args).env("TMPDIR", temp))
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"));
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_remove("FUNDSTELLE_INDEX")
            .env_remove("FUNDSTELLE_CONFIG")
            .env("XDG_CONFIG_HOME", self.dir.path().join("config"))
            .env("NO_PROXY", "*")
            .env("XDG_CACHE_HOME", self.dir.path().join("cache"));
        command
    }
}

pub(crate) struct Run {
    code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, message: &str) -> Self {
        assert!(self.err.contains(message), "{message:?} is not in stderr:\n{}", self.err);
        self
    }

    /// How often stderr holds `message`.
    pub(crate) fn said(&self, message: &str) -> usize {
        self.err.matches(message).count()
    }

    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn cut(text: &str, passage: &Value) -> String {
    let place = |name: &str| usize::try_from(passage[name].as_u64().unwrap()).unwrap();
    text.chars().skip(place("start")).take(place("end") - place("start")).collect()
}

#[test]
fn an_article_is_added_found_changed_and_removed() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    let added = desk.run(&["add", "faehre.txt", "--json"]).ends_with(0);
    assert_eq!(added.json()[0]["status"], "added");
    assert_eq!(added.json()[0]["path"], "faehre.txt");

    let again = desk.run(&["add", "faehre.txt"]).ends_with(0);
    assert!(again.out.starts_with("unchanged"), "{}", again.out);

    desk.write("faehre.txt", ARTICLE.replace("Anleger", "Leuchtturm"));
    let changed = desk.run(&["add", "faehre.txt"]).ends_with(0);
    assert!(changed.out.starts_with("updated"), "{}", changed.out);
    desk.run(&["search", "Leuchtturm"]).ends_with(0);
    desk.run(&["search", "Anleger"]).ends_with(1).says("nothing found");

    desk.run(&["remove", "--path", "faehre.txt"]).ends_with(0);
    desk.run(&["search", "Leuchtturm"]).ends_with(1);
    let stats = desk.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!((&stats[0]["articles"], &stats[0]["passages"]), (&0.into(), &0.into()));
}

#[test]
fn a_touched_file_is_read_again_and_still_unchanged() {
    let desk = Desk::new();
    let path = desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    fs::File::options().append(true).open(&path).unwrap().set_modified(later).unwrap();
    let again = desk.run(&["add", "."]).ends_with(0);
    assert!(again.out.starts_with("unchanged"), "{}", again.out);
}

#[test]
fn offsets_cut_the_passage_out_of_the_file() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let hits = desk.run(&["search", "Hafenmeisterin", "--json"]).ends_with(0).json();
    let passage = &hits[0]["passage"];
    assert_eq!(cut(ARTICLE, passage), passage["text"].as_str().unwrap());
    assert_eq!((&passage["kind"], &passage["number"]), (&"body".into(), &0.into()));
    let snippet = &hits[0]["snippet"];
    let marks: Vec<String> = snippet["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let passage = serde_json::json!({ "start": pair[0], "end": pair[1] });
            cut(snippet["text"].as_str().unwrap(), &passage)
        })
        .collect();
    // The compound itself, and its first part where that stands in another one.
    assert_eq!(marks, ["Hafen", "Hafenmeisterin"]);
}

#[test]
fn words_meet_in_all_their_forms() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    for query in [
        "Fährverkehr",
        "faehrverkehr",
        "FAHRVERKEHR",
        "mueller",
        "Müllers",
        "30000",
        "30.000",
        "Kosten",
        "\"3. Oktober\"",
    ] {
        desk.run(&["search", query]).ends_with(0);
    }
    for query in ["Panzer", "\"Oktober 3.\"", "der die das und nie"] {
        desk.run(&["search", query]).ends_with(1);
    }
}

#[test]
fn irregular_forms_and_nouns_of_verbs_meet() {
    let desk = Desk::new();
    desk.write(
        "kaese.txt",
        "Ärger um Ziegenkäse\n\nDer Hersteller hat seine Ware zurückgerufen. In der Molkerei ging es rund.\n",
    );
    desk.run(&["add", "kaese.txt"]).ends_with(0);
    for (query, found) in [("Rückruf", "zurückgerufen"), ("zurückrufen", "zurückgerufen"), ("gehen", "ging")] {
        let hits = desk.run(&["search", query, "--exact-words", "--json"]).ends_with(0).json();
        assert_eq!(cut_highlight(&hits[0]["snippet"]), found, "{query}");
    }
}

/// What a snippet marks first.
fn cut_highlight(snippet: &Value) -> String {
    let place = |end: usize| snippet["highlights"][0][end].as_u64().unwrap() as usize;
    snippet["text"].as_str().unwrap().chars().skip(place(0)).take(place(1) - place(0)).collect()
}

#[test]
fn filters_match_by_alias_and_tell_what_comes_near() {
    let desk = Desk::new();
    desk.write(
        "zeitung.jsonl",
        concat!(
            r#"{"id":"a","title":"Der Hafen","text":"Das Schiff liegt im Hafen, schreibt die New York Times.","outlet":"Süddeutsche Zeitung","published":"2025-03-01","authors":["Ada Köhler"],"section":"Wirtschaft"}"#,
            "\n",
            r#"{"id":"b","title":"Die Werft","text":"Ein anderes Schiff wird gebaut, sagt Frankreich.","outlet":"Hafenpost","published":"2025-09-04"}"#,
            "\n"
        ),
    );
    desk.run(&["add", "zeitung.jsonl"]).ends_with(0);
    let found = |args: &[&str]| -> Vec<String> {
        let args: Vec<&str> = ["search", "Schiff", "--json"].iter().chain(args).copied().collect();
        let hits = desk.run(&args).ends_with(0).json();
        hits.iter().map(|hit| hit["article"]["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found(&["--outlet", "sueddeutsche zeitung"]), ["a"]);
    assert_eq!(found(&["--outlet", "SZ"]), ["a"]);
    assert_eq!(found(&["--outlet", "nyt"]), ["a"]);
    assert_eq!(found(&["--cites", "New York Times"]), ["a"]);
    assert_eq!(found(&["--publisher", "hafenpost"]), ["b"]);
    assert_eq!(found(&["--actor", "frankreich"]), ["b"]);
    assert_eq!(found(&["--author", "Ada Koehler"]), ["a"]);
    assert_eq!(found(&["--section", "wirtschaft"]), ["a"]);
    assert_eq!(found(&["--since", "2025-09"]), ["b"]);
    assert_eq!(found(&["--until", "2025-09-03"]), ["a"]);
    assert_eq!(found(&["--sort", "date"]), ["b", "a"]);
    desk.run(&["search", "Schiff", "--outlet", "Hafenpst"]).ends_with(1).says("near: Hafenpost");
    desk.run(&["search", "Schiff", "--publisher", "New York Times"]).ends_with(1).says("no publisher");
    desk.run(&["search", "Schiff", "--since", "gestern"]).ends_with(2).says("2025-09");
}

#[test]
fn bad_input_is_named_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.write("gut.txt", ARTICLE);
    desk.write("leer.txt", "");
    desk.write("kaputt.jsonl", "{\"id\":\"a\",\"text\":\"Ein ganzer Satz über die Fähre.\"}\n{\"id\": kaputt}\n");
    desk.write("binaer.txt", [0u8, 159, 146, 150, 0, 0, 1, 2, 3]);
    fs::create_dir(desk.dir.path().join("ordner")).unwrap();
    let run =
        desk.run(&["add", "gut.txt", "leer.txt", "fehlt.txt", "kaputt.jsonl", "binaer.txt", "--json"]).ends_with(2);
    let status: Vec<(String, String)> = run
        .json()
        .iter()
        .map(|line| (line["path"].as_str().unwrap().to_owned(), line["status"].as_str().unwrap().to_owned()))
        .collect();
    for (path, expected) in [
        ("gut.txt", "added"),
        ("leer.txt", "failed"),
        ("fehlt.txt", "failed"),
        ("kaputt.jsonl", "added"),
        ("kaputt.jsonl:2", "failed"),
        ("binaer.txt", "failed"),
    ] {
        assert!(status.contains(&(path.into(), expected.into())), "{path} {expected} not in {status:?}");
    }
    desk.run(&["search", "Hafenmeisterin"]).ends_with(0);
    let again = desk.run(&["add", "kaputt.jsonl"]).ends_with(2).says("kaputt.jsonl:2");
    assert!(again.out.starts_with("unchanged  kaputt.jsonl"), "{}", again.out);
    desk.run(&["add", "ordner"]).ends_with(2).says("ordner: the folder holds no article file");
    desk.run(&["add", "leer.txt"]).ends_with(2).says("leer.txt");
}

#[test]
fn mistakes_are_told_with_what_to_do() {
    let desk = Desk::new();
    desk.run(&["search", "Fähre"]).ends_with(2).says("there is no index at index").says("fundstelle add");
    desk.run(&["add", "--jason", "x"]).ends_with(2).says("--json");
    desk.run(&["serach", "x"]).ends_with(2).says("search");
    desk.run(&["show", "x"]).ends_with(2);
    assert!(!desk.dir.path().join("index").exists(), "a search makes no index");
    desk.run(&["add", "fehlt.txt"]).ends_with(2).says("fehlt.txt");
    assert!(!desk.dir.path().join("index").exists(), "inputs that all fail make no index");
}

#[test]
fn an_index_of_another_chain_is_refused_with_the_mending_command() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let manifest = desk.dir.path().join("index/manifest.json");
    let mut value: Value = serde_json::from_str(&fs::read_to_string(&manifest).unwrap()).unwrap();
    value["chain"] = "anders".into();
    fs::write(&manifest, value.to_string()).unwrap();
    desk.run(&["search", "Fähre"]).ends_with(2).says("German chain anders").says("fundstelle rebuild");
    desk.run(&["add", "faehre.txt"]).ends_with(2).says("German chain anders");
}

#[test]
fn a_folder_is_searched_with_an_index_of_its_own() {
    let desk = Desk::new();
    desk.write("texte/faehre.txt", ARTICLE);
    desk.run(&["search", "Fährverkehr", "--in", "texte"]).ends_with(0);
    // As with FUNDSTELLE_INDEX set: the folder's own index is meant all the same.
    desk.run(&["search", "Fährverkehr", "--in", "texte", "--index", "anderswo"]).ends_with(0);
    assert!(!desk.dir.path().join("index").exists());
    desk.write("texte/werft.txt", ARTICLE.replace("Fährverkehr", "Werftbetrieb"));
    desk.run(&["search", "Werftbetrieb", "--in", "texte"]).ends_with(0);
    let cached = fs::read_dir(desk.dir.path().join("cache/fundstelle")).unwrap().next().unwrap().unwrap().path();
    fs::write(cached.join("manifest.json"), "{\"format\":0}").unwrap();
    desk.run(&["search", "Werftbetrieb", "--in", "texte"]).ends_with(0);
    desk.run(&["search", "Werftbetrieb", "--in", "nirgends"]).ends_with(2).says("nirgends");
}

#[test]
fn a_batch_names_its_queries_and_a_trec_run_its_articles_once() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt", "--id", "f1"]).ends_with(0);
    desk.write(
        "fragen.jsonl",
        "{\"id\":\"q1\",\"text\":\"Insel Fähre Ohlsen\"}\n{\"id\":2,\"text\":\"Nichts davon\"}\nkaputt\n",
    );
    let run = desk.run(&["search", "--batch", "fragen.jsonl", "--format", "trec"]).ends_with(2).says("fragen.jsonl:3");
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("q1 Q0 f1 1 ") && lines[0].ends_with(" fundstelle"), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("q1 ")).count(), 1);
}

#[test]
fn results_are_plain_when_nobody_looks() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let run = desk.run(&["search", "Hafenmeisterin"]).ends_with(0);
    assert!(!run.out.contains('\u{1b}'), "{}", run.out);
    assert!(run.out.contains("  1  Die Fähre nach Wogenrade fällt aus"), "{}", run.out);
    assert!(run.out.contains("paragraph 1"), "{}", run.out);
}

#[test]
fn a_score_is_explained_by_its_parts() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let hit = desk.run(&["search", "Hafenmeisterin Ohlsen", "--explain", "--json"]).ends_with(0).json().remove(0);
    let parts = hit["explanation"].as_object().unwrap().values().map(|part| part.as_f64().unwrap());
    assert!((parts.sum::<f64>() - hit["score"].as_f64().unwrap()).abs() < 1e-3, "{hit}");
    let text = desk.run(&["search", "Hafenmeisterin Ohlsen", "--explain"]).ends_with(0).out;
    assert!(text.contains("├ words") && text.contains("ordered"), "{text}");
}

#[test]
fn a_word_typed_wrong_finds_its_near_form_and_says_so() {
    let desk = Desk::new();
    desk.write("faehre.txt", ARTICLE);
    desk.run(&["add", "faehre.txt"]).ends_with(0);
    let hit = desk.run(&["search", "Kampfmitelräumdienst", "--json"]).ends_with(0).json().remove(0);
    assert_eq!(hit["near"][0]["found"], "Kampfmittelräumdienst");
    desk.run(&["search", "Kampfmitelräumdinst", "--exact-words"]).ends_with(1);
}

#[test]
fn stdin_takes_an_id_and_shows_its_text() {
    let desk = Desk::new();
    desk.run_with(&["add", "-", "--id", "von-hand", "--outlet", "Hafenpost", "--date", "2025-09-04"], ARTICLE)
        .ends_with(0);
    let shown = desk.run(&["show", "von-hand", "--text"]).ends_with(0);
    assert_eq!(shown.out, ARTICLE);
    let shown = desk.run(&["show", "von-hand", "--json"]).ends_with(0).json();
    assert_eq!(shown[0]["outlet"]["name"], "Hafenpost");
    assert_eq!(shown[0]["published"], "2025-09-04");
    desk.run(&["show", "niemand"]).ends_with(1).says("no article \"niemand\"");
    let listed = desk.run(&["list", "--json"]).ends_with(0).json();
    assert_eq!(listed[0]["id"], "von-hand");
}

#[test]
fn names_are_printed_with_their_places_in_characters() {
    let text = "Früh kam Angela Merkel nach Köln.";
    let line = serde_json::json!({ "id": "a", "text": text }).to_string();
    let names = Desk::new().run_with(&["analyze", "--names"], &line).ends_with(0).json();
    assert_eq!(names[0], serde_json::json!({ "id": "a", "names": [[9, 22, "PER"], [28, 32, "LOC"]] }));
    Desk::new().run_with(&["analyze", "--names"], "kein JSON").ends_with(2).says("line 1");
}

#[test]
fn a_stem_stands_beside_each_word() {
    let desk = Desk::new();
    let run = desk.run_with(&["analyze", "--stems"], "Häuser\nHaus\n").ends_with(0);
    let stems: Vec<&str> = run.out.lines().map(|line| line.split_once('\t').unwrap().1).collect();
    assert_eq!(stems[0], stems[1]);
}

#[test]
fn parts_stand_beside_each_compound() {
    let desk = Desk::new();
    let run =
        desk.run_with(&["analyze", "--parts"], "Hochwasserschutzkonzept\nFähre\nUkraine-Kriegsbericht\n").ends_with(0);
    let parts: Vec<&str> = run.out.lines().map(|line| line.split_once('\t').unwrap().1).collect();
    assert_eq!(parts, ["hoch+wasser+schutz+konzept", "fähre", "ukraine+krieg+bericht"]);
}

#[test]
fn the_sample_articles_are_read_without_a_fault() {
    let desk = Desk::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let run = desk.run(&["add", samples.to_str().unwrap(), "--json"]).ends_with(0);
    assert_eq!(run.json().len(), 72);
    let actors = desk.run(&["actors", "--json", "--limit", "5"]).ends_with(0).json();
    assert!(actors.iter().all(|actor| actor["articles"].as_u64().unwrap() > 0), "{actors:?}");
    let outlets = desk.run(&["outlets", "--json"]).ends_with(0).json();
    assert!(outlets.iter().any(|outlet| outlet["name"] == "Nordmark-Zeitung"), "{outlets:?}");
}
