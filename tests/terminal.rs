//! What only people see: config file, colours, links, completions, manual pages, and what must never act on a terminal.

use crate::commands::{Desk, Run};
use serde_json::json;
use std::fs;
use std::path::Path;

fn samples(desk: &Desk) {
    let article = json!({ "id": "werft", "title": "Die Werft", "outlet": "Der Hafenbote", "published": "2025-09-04",
        "url": "https://hafenbote.example/werft", "text": "Die Werft am Kai schließt, sagt Birte Ohlsen." });
    desk.write("a.jsonl", format!("{article}\n"));
    desk.run(&["add", "a.jsonl"]).ends_with(0);
}

#[test]
fn flags_go_before_the_environment_and_that_before_the_file() {
    let desk = Desk::new();
    samples(&desk);
    fs::rename(desk.dir.path().join("index"), desk.dir.path().join("archiv")).unwrap();
    desk.run(&["search", "Werft"]).ends_with(2).says("no index at index");
    desk.write("fundstelle.toml", "index = \"archiv\"\nlimit = 0\n");
    assert_eq!(desk.run(&["search", "Werft"]).ends_with(0).out, "");
    assert_ne!(desk.run(&["search", "Werft", "--limit", "1"]).ends_with(0).out, "");
    let by_env = |value: &str| Run::of(desk.command(&["stats"]).env("FUNDSTELLE_INDEX", value));
    by_env("nirgends").ends_with(2).says("no index at nirgends");
    by_env("archiv").ends_with(0);
    desk.run(&["stats", "--index", "anderswo"]).ends_with(2).says("anderswo");

    let shown = desk.run(&["config", "--json", "--color", "never"]).ends_with(0).json();
    assert_eq!(shown[0]["file"], "fundstelle.toml");
    for (key, value, origin) in [
        ("index", "archiv", "config file"),
        ("limit", "0", "config file"),
        ("color", "never", "command line"),
        ("snippet", "320", "built in"),
    ] {
        assert_eq!(shown[0]["settings"][key], json!({ "value": value, "origin": origin }), "{key}");
    }
}

#[test]
fn one_config_file_is_read_the_nearest() {
    let desk = Desk::new();
    let which = |arguments: &[&str], env: Option<&str>| {
        let mut command = desk.command(arguments);
        env.map(|value| command.env("FUNDSTELLE_CONFIG", value));
        Run::of(&mut command).ends_with(0).json()[0]["file"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(which(&["config", "--json"], None), "none");
    let user = desk.write("config/fundstelle/fundstelle.toml", "snippet = 1\n");
    assert_eq!(which(&["config", "--json"], None), user.to_str().unwrap());
    desk.write("fundstelle.toml", "snippet = 2\n");
    desk.write("env.toml", "snippet = 3\n");
    desk.write("flag.toml", "snippet = 4\n");
    assert_eq!(which(&["config", "--json"], None), "fundstelle.toml");
    assert_eq!(which(&["config", "--json"], Some("env.toml")), "env.toml");
    assert_eq!(which(&["config", "--json"], Some("")), "none");
    assert_eq!(which(&["config", "--json", "--config", "flag.toml"], Some("env.toml")), "flag.toml");
    desk.run(&["config", "--config", "fehlt.toml"]).ends_with(2).says("fehlt.toml");
}

#[test]
fn a_mistake_in_the_config_file_is_told_with_its_line() {
    let desk = Desk::new();
    for (text, told) in [
        ("index = \"a\"\nlimt = 5\n", "fundstelle.toml:2: unknown key \"limt\"; near: limit"),
        ("limit = \"zehn\"\n", "fundstelle.toml:1: invalid value 'zehn'"),
        ("color = \"bunt\"\n", "[possible values: auto, always, never]"),
        ("index = [\n", "fundstelle.toml:1: "),
    ] {
        desk.write("fundstelle.toml", text);
        desk.run(&["stats"]).ends_with(2).says(told);
    }
}

#[test]
fn colours_and_links_come_where_they_are_wanted() {
    let desk = Desk::new();
    samples(&desk);
    let output = |arguments: &[&str], env: &[(&str, &str)]| {
        let mut command = desk.command(&[&["search", "Werft"], arguments].concat());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK"] {
            command.env_remove(name);
        }
        Run::of(command.envs(env.iter().copied())).ends_with(0).out
    };
    let coloured = |out: &str| out.contains("\u{1b}[1m");
    let link = "\u{1b}]8;;https://hafenbote.example/werft\u{1b}\\";
    assert!(!output(&[], &[]).contains('\u{1b}'));
    assert!(coloured(&output(&["--color", "always"], &[("NO_COLOR", "1")])));
    assert!(coloured(&output(&[], &[("CLICOLOR_FORCE", "1")])));
    assert!(!coloured(&output(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])));
    assert!(!coloured(&output(&["--color", "never"], &[("CLICOLOR_FORCE", "1")])));
    assert!(output(&["--hyperlinks", "always"], &[]).contains(link));
    assert!(output(&[], &[("FORCE_HYPERLINK", "1")]).contains(link));
    assert!(!output(&["--hyperlinks", "never"], &[("FORCE_HYPERLINK", "1")]).contains(link));
    desk.write("fundstelle.toml", "hyperlinks = \"always\"\n");
    assert!(output(&[], &[]).contains(link));
    assert!(Run::of(&mut desk.command(&["list"])).out.contains(link));
}

/// What no line for reading may hold.
fn acts(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[test]
fn nothing_from_an_article_acts_on_a_terminal() {
    let desk = Desk::new();
    let evil = "Kai\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}rot\u{2066}";
    let path = format!("{evil}.txt");
    desk.write(
        &path,
        format!("{evil}\n\n{}", format!("Die Werft {evil} am Kai schließt im Mai, sagt {evil} heute. ").repeat(5)),
    );
    let article = json!({ "id": evil, "title": evil, "outlet": evil, "section": evil, "authors": [evil],
        "url": format!("https://a.example/{evil}"), "text": format!("Die Werft {evil}.") });
    desk.write("b.jsonl", format!("{article}\n{{\"id\": \"{evil}\n"));
    for arguments in [
        vec!["add", &path, "b.jsonl", evil],
        vec!["search", "Werft", evil],
        vec!["search", "Werft", "--explain", "--color", "never"],
        vec!["search", "Werft", "--outlet", evil],
        vec!["search", evil, "--actor", evil],
        vec!["show", evil],
        vec!["show", &format!("nicht {evil}")],
        vec!["parse", &path, "b.jsonl"],
        vec!["list"],
        vec!["outlets"],
        vec!["actors"],
        vec!["alert", "save", "a", evil, "--actor", evil],
        vec!["alert", "save", evil, "Werft"],
        vec!["alert", "list"],
        vec!["alert", "run", evil],
        vec!["stats", "--index", evil],
        vec!["search", "Werft", "--in", evil],
        vec!["search", "--batch", evil],
        vec!["serach", evil],
        vec!["search", "x", "--limit", evil],
        vec!["config", "--config", evil],
        vec!["man", evil],
        vec!["remove", &format!("nicht {evil}")],
        vec!["remove", evil],
    ] {
        let run = Run::of(&mut desk.command(&arguments));
        assert!(!acts(&run.out), "{arguments:?}: {:?}", run.out);
        assert!(!acts(&run.err), "{arguments:?}: {:?}", run.err);
    }
    let told = desk.run(&["show", &path, "--json"]).ends_with(0).json();
    assert!(told[0]["text"].as_str().unwrap().starts_with(evil), "a script gets every letter");
    assert!(desk.run(&["show", &path, "--text"]).out.starts_with(evil));
}

/// What a shell is offered for the last word of a line.
fn completed(desk: &Desk, line: &[&str]) -> Vec<String> {
    let mut command = desk.command(&[&["--", "fundstelle"], line].concat());
    command.env("FUNDSTELLE_COMPLETE", "bash").env("_CLAP_IFS", "\n");
    let run = Run::of(command.env("_CLAP_COMPLETE_INDEX", line.len().to_string())).ends_with(0);
    assert_eq!(run.err, "", "a shell is told nothing else");
    run.out.lines().map(str::to_owned).collect()
}

#[test]
fn shells_complete_commands_options_and_names() {
    let desk = Desk::new();
    assert!(completed(&desk, &["search", "--outlet", "h"]).is_empty(), "no index, no names");
    samples(&desk);
    desk.run(&["alert", "save", "werft", "Werft"]).ends_with(0);
    for (line, offered) in [
        (&["sea"][..], &["search"][..]),
        (&["search", "--outl"], &["--outlet"]),
        (&["search", "Werft", "--outlet", "hafen"], &["Der Hafenbote"]),
        (&["search", "--publisher", "der"], &["Der Hafenbote"]),
        (&["search", "--actor", "OHL"], &["Birte Ohlsen"]),
        (&["alert", "save", "x", "y", "--actor", "bir"], &["Birte Ohlsen"]),
        (&["alert", "run", "we"], &["werft"]),
        (&["search", "--index", "nirgends", "--actor", "bir"], &[]),
        (&["search", "--sort", "d"], &["date", "date-asc"]),
    ] {
        assert_eq!(completed(&desk, line), offered, "{line:?}");
    }
    fs::rename(desk.dir.path().join("index"), desk.dir.path().join("archiv")).unwrap();
    assert_eq!(completed(&desk, &["--index", "archiv", "search", "--actor", "bir"]), ["Birte Ohlsen"]);
    desk.write("fundstelle.toml", "index = \"archiv\"\n");
    assert_eq!(completed(&desk, &["search", "--actor", "bir"]), ["Birte Ohlsen"]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.run(&["completions", shell]).ends_with(0).out;
        assert!(script.contains("FUNDSTELLE_COMPLETE") && script.contains("fundstelle"), "{shell}: {script}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let desk = Desk::new();
    let page = desk.run(&["man"]).ends_with(0).out;
    assert!(page.contains(".TH fundstelle 1") && page.contains("fundstelle\\-search(1)"), "{page}");
    assert!(desk.run(&["man", "alert", "run"]).ends_with(0).out.contains("\\-\\-dry\\-run"));
    desk.run(&["man", "serach"]).ends_with(2).says("serach");
    desk.run(&["man", "--out", "seiten"]).ends_with(0);
    let pages: Vec<_> =
        fs::read_dir(desk.dir.path().join("seiten")).unwrap().map(|page| page.unwrap().path()).collect();
    for name in ["fundstelle", "fundstelle-search", "fundstelle-alert-run", "fundstelle-config"] {
        assert!(pages.iter().any(|page| page.file_stem() == Some(name.as_ref())), "{name} is not in {pages:?}");
    }
    let empty = |page: &&std::path::PathBuf| fs::read_to_string(page).unwrap().len() < 200;
    assert_eq!(pages.iter().find(empty), None);
    desk.write("datei", "");
    desk.run(&["man", "--out", "datei/x"]).ends_with(2).says("datei/x");
}

#[cfg(feature = "browse")]
#[test]
fn the_browser_says_what_it_needs() {
    let desk = Desk::new();
    desk.run(&["browse"]).ends_with(2).says("there is no index");
    samples(&desk);
    desk.run(&["browse", "Werft"]).ends_with(2).says("needs a terminal");
}

#[test]
fn the_commands_of_the_page_are_understood() {
    let desk = Desk::new();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/terminal.md")).unwrap();
    samples(&desk);
    desk.write("nacht.toml", "limit = 5\n");
    let commands = page.lines().filter_map(|line| line.split("$ fundstelle ").nth(1));
    let mut checked = 0;
    let there = |command: &&str| cfg!(feature = "browse") || !command.starts_with("browse");
    for command in commands.filter(there) {
        let words = shlex_words(command.split(" #").next().unwrap());
        let words: Vec<&str> =
            words.iter().map(String::as_str).take_while(|word| !["|", ">", "&&"].contains(word)).collect();
        // An error of use is told before anything is done.
        let run = Run::of(&mut desk.command(&[&words[..], &["--help"]].concat()));
        assert!(run.ends_with(0).out.contains("Usage:"), "{command}");
        checked += 1;
    }
    assert!(checked >= 10, "{checked}");
}

/// Words of a command line; quotation marks hold spaces together.
fn shlex_words(line: &str) -> Vec<String> {
    line.split('\'')
        .enumerate()
        .flat_map(|(i, piece)| -> Vec<String> {
            if i % 2 == 1 { vec![piece.to_owned()] } else { piece.split_whitespace().map(str::to_owned).collect() }
        })
        .collect()
}
