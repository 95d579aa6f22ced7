//! Holds the README to what the program does.

use crate::commands::Desk;
use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The README's own words after a line, up to the end of its code block.
fn block_after<'t>(text: &'t str, line: &str) -> &'t str {
    let (_, rest) = text.split_once(line).unwrap_or_else(|| panic!("{line:?} is not in the README"));
    rest.split_once("\n```").unwrap().0
}

#[test]
fn the_search_that_the_readme_shows_is_the_one_it_gets() {
    let desk = Desk::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let samples = samples.to_str().unwrap();
    let shown = readme();
    let command = "fundstelle search Hochwasserschutz --in data/articles --limit 2 --per-article 1\n";
    let run = desk.run(&["search", "Hochwasserschutz", "--in", samples, "--limit", "2", "--per-article", "1"]);
    let got = run.ends_with(0).out.replace(samples, "data/articles");
    assert_eq!(got.trim_end(), block_after(&shown, command).trim_end());
}

#[test]
fn its_tasks_find_something_in_the_samples() {
    let desk = Desk::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    desk.run(&["add", samples.to_str().unwrap()]).ends_with(0);
    let text = readme();
    let tasks = text.split("## Five everyday tasks").nth(1).unwrap();
    let searches: Vec<&str> =
        tasks.lines().filter(|line| line.starts_with("fundstelle search ") && !line.contains("Streik")).collect();
    assert!(searches.len() >= 5, "{searches:?}");
    for search in searches {
        let words = words(search.trim_start_matches("fundstelle "));
        desk.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ends_with(0);
    }
}

/// Splits a command line as a shell does: at spaces outside quotation marks, of which one kind may hold the other.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars().chain([' ']) {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) if !word.is_empty() => words.push(std::mem::take(&mut word)),
            (' ', None) => {}
            (c, _) => word.push(c),
        }
    }
    words
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    for page in pages.into_iter().chain(docs.filter(|path| path.extension().is_some_and(|end| end == "md"))) {
        let text = fs::read_to_string(&page).unwrap();
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            let outside = target.starts_with("http") || target.starts_with('#');
            let there = page.parent().unwrap().join(target.split('#').next().unwrap()).exists();
            assert!(outside || there, "{} links to {target}, which is not there", page.display());
        }
    }
}
