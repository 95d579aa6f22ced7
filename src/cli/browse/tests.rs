//! The browser over a small index: what keys do to it, and its pictures.

use crate::cli::browse::draw::{self, Palette};
use crate::cli::browse::key::Key;
use crate::cli::browse::lookup::{Question, answer, serve};
use crate::cli::browse::state::{Browser, Focus, Wish};
use crate::index::{Snapshot, Writer, WriterOptions};
use crate::query::Filters;
use crate::source::{Supplied, read_stream};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::json;
use std::sync::mpsc;
use tempfile::TempDir;

/// A browser on a screen of its own, whose questions are answered at once.
struct Desk {
    browser: Browser,
    snapshot: Snapshot,
    screen: Terminal<TestBackend>,
    _dir: TempDir,
}

impl Desk {
    fn new(size: (u16, u16), articles: &[serde_json::Value]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
        let mut writer = Writer::open(dir.path(), WriterOptions::default()).unwrap();
        let lines = Some(lines).filter(|lines| !lines.is_empty());
        for article in
            lines.into_iter().flat_map(|lines| read_stream("-", std::io::Cursor::new(lines), &Supplied::default()))
        {
            writer.put(&article.unwrap(), 0).unwrap();
        }
        writer.finish().unwrap();
        let snapshot = Snapshot::open(dir.path()).unwrap();
        let screen = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut desk = Self { browser: Browser::new("", Filters::default()), snapshot, screen, _dir: dir };
        desk.browser.resize(draw::body(size.0, size.1));
        desk.ask(Question::Names);
        let first = desk.browser.question();
        desk.ask(first);
        desk
    }

    fn samples(size: (u16, u16)) -> Self {
        Self::new(
            size,
            &[
                json!({ "id": "werft", "title": "Werft am Brückenkai sucht Käufer", "outlet": "Hafenpost",
                "published": "2025-02-20", "authors": ["Ada Köhler"],
                "paragraphs": ["Die Werft am Brückenkai sucht einen Käufer. Die Belegschaft wartet.",
                    "Geschäftsführerin Birte Ohlsen sagte der Hafenpost, die Werft habe Aufträge bis zum Herbst.",
                    "Nebenan ruht die Arbeit. ".repeat(30), "Ohne Käufer schließt die Werft im Mai."] }),
                json!({ "id": "kran", "title": "Der Kran der Werft fällt", "outlet": "Talbote", "published": "2025-09-04",
                "paragraphs": ["Der alte Kran der Werft wird abgebaut, sagt Birte Ohlsen."] }),
            ],
        )
    }

    fn ask(&mut self, question: Question) {
        let told = answer(&mut self.snapshot, question)
            .unwrap_or_else(|error| crate::cli::browse::lookup::Answer::Fault(error.to_string()));
        self.browser.told(told);
    }

    /// Presses keys as [`keys`] reads them, and answers what they ask; true when the browser was left.
    fn press(&mut self, line: &str) -> bool {
        for key in keys(line) {
            match self.browser.press(key) {
                Some(Wish::Quit) => return true,
                Some(Wish::AskSoon) => {
                    let question = self.browser.question();
                    self.ask(question);
                }
                Some(Wish::Ask(question)) => self.ask(*question),
                None => {}
            }
        }
        false
    }

    fn picture(&mut self) -> String {
        let palette = Palette::new(true);
        self.screen.draw(|frame| draw::draw(frame, &self.browser, &palette)).unwrap();
        self.screen.backend().to_string()
    }

    fn titles(&self) -> Vec<&str> {
        self.browser.found.hits.iter().map(|hit| hit.article.id.as_str()).collect()
    }
}

/// Characters stand for themselves, `<name>` for other keys.
fn keys(line: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (i, piece) in line.split(['<', '>']).enumerate() {
        match (i % 2, piece) {
            (0, text) => keys.extend(text.chars().map(Key::Char)),
            (_, "enter") => keys.push(Key::Enter),
            (_, "esc") => keys.push(Key::Esc),
            (_, "tab") => keys.push(Key::Tab),
            (_, "up") => keys.push(Key::Up),
            (_, "down") => keys.push(Key::Down),
            (_, "end") => keys.push(Key::End),
            (_, "back") => keys.push(Key::Backspace),
            (_, "ctrl-c") => keys.push(Key::Ctrl('c')),
            (_, "ctrl-u") => keys.push(Key::Ctrl('u')),
            (_, other) => panic!("no key {other:?}"),
        }
    }
    keys
}

#[test]
fn what_is_typed_is_searched_and_opened_with_its_matches() {
    let mut desk = Desk::samples((80, 16));
    desk.press("Werft Käufer");
    assert_eq!(desk.titles()[0], "werft");
    desk.press("<enter><enter>");
    let reading = desk.browser.reading.as_ref().unwrap();
    assert_eq!(reading.progress(), (6, 7), "it opens at the first match of the passage found");
    desk.press("n");
    assert_eq!(desk.browser.reading.as_ref().unwrap().progress(), (7, 7));
    desk.press("n");
    assert_eq!(desk.browser.reading.as_ref().unwrap().progress(), (1, 7), "from the last to the first");
    desk.press("N");
    assert_eq!(desk.browser.reading.as_ref().unwrap().progress(), (7, 7));
    assert!(desk.browser.reading.as_ref().unwrap().top > 0);
    desk.press("<esc>");
    assert_eq!((desk.browser.reading.is_none(), desk.browser.query.text().as_str()), (true, "Werft Käufer"));
    assert_eq!(desk.browser.focus, Focus::Hits);
}

#[test]
fn hits_are_narrowed_and_widened() {
    let mut desk = Desk::samples((80, 16));
    desk.press("Werft<enter>f<down> ");
    assert_eq!(desk.browser.filters.outlets, ["Hafenpost"]);
    assert!(desk.titles().iter().all(|id| *id == "werft"), "{:?}", desk.titles());
    desk.press("<esc>d2025-09<enter>");
    assert!(desk.titles().is_empty(), "{:?}", desk.titles());
    desk.press("x");
    assert_eq!(desk.browser.filters, Filters::default());
    assert!(desk.titles().contains(&"kran"));
    desk.press("d2025-08..<enter>");
    assert_eq!(desk.titles(), ["kran"]);
    desk.press("d<ctrl-u>gestern<enter>");
    assert_eq!(desk.browser.focus, Focus::Period);
    assert!(desk.browser.fault.as_deref().unwrap().contains("2025-03..2025-09"));
    desk.press("<esc>");
    assert_eq!((desk.browser.period.text().as_str(), &desk.browser.fault), ("2025-08..", &None));
}

#[test]
fn every_way_out_leads_one_step_back() {
    for (line, left) in [
        ("<esc>", true),
        ("<ctrl-c>", true),
        ("Werft<esc>", false),
        ("Werft<esc><esc>", true),
        ("Werft<enter>q", true),
        ("Werft<enter>fq", false),
        ("Werft<enter><enter>q", false),
        ("Werft<enter><enter><ctrl-c>", true),
        ("Werft<enter>?q", false),
        ("Werft<enter>dq", false),
        ("q", false),
    ] {
        assert_eq!(Desk::samples((80, 16)).press(line), left, "{line}");
    }
}

#[test]
fn odd_queries_and_an_empty_index_do_no_harm() {
    let mut desk = Desk::new((60, 10), &[]);
    desk.press("Werft<enter><enter><down><end>f<down><enter><esc>xr?<esc>/");
    assert!(desk.picture().contains("nothing found"), "{}", desk.picture());
    let mut desk = Desk::samples((60, 10));
    for query in ["\"", "-", "+", "()", "***", "\u{202e}\u{1b}[2J", "der die das", &"x".repeat(500)] {
        desk.press(&format!("<ctrl-u>{}<enter>j/", query.replace(['<', '>'], "")));
        assert!(!desk.picture().contains('\u{202e}'));
    }
    desk.browser.filters.actors.push("Niemand".to_owned());
    desk.press("<ctrl-u>Werft<enter>");
    assert!(desk.browser.fault.as_deref().unwrap().contains("no actor"), "{:?}", desk.browser.fault);
}

#[test]
fn a_late_answer_is_passed_over() {
    let mut desk = Desk::samples((60, 10));
    let early = desk.browser.question();
    desk.press("Kran");
    desk.ask(early);
    assert_eq!(desk.titles()[0], "kran");
}

#[test]
fn of_several_questions_for_hits_the_last_is_answered() {
    let Desk { mut browser, snapshot, _dir, .. } = Desk::samples((60, 10));
    let (ask, asked) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    for _ in 0..3 {
        ask.send(browser.question()).unwrap();
    }
    ask.send(Question::Names).unwrap();
    drop(ask);
    serve(snapshot, &asked, &tell);
    drop(tell);
    assert_eq!(told.iter().count(), 2);
}

#[test]
fn a_new_width_keeps_the_place() {
    let mut desk = Desk::samples((60, 12));
    desk.press("Werft Käufer<enter><enter>");
    let (current, all) = desk.browser.reading.as_ref().unwrap().progress();
    desk.press(&"n".repeat(all - current));
    assert_eq!(desk.browser.reading.as_ref().unwrap().progress(), (all, all));
    for (width, height) in [(200, 50), (30, 5), (1, 1), (80, 24)] {
        desk.browser.resize(draw::body(width, height));
        desk.screen.backend_mut().resize(width, height);
        let picture = desk.picture();
        assert!(width < 30 || picture.contains("Mai"), "{width} x {height}:\n{picture}");
    }
}

#[test]
fn nothing_in_an_article_acts_on_the_terminal() {
    let evil = "Werft \u{1b}[2J\u{9b}31m\u{202e}rot\u{7}";
    let mut desk = Desk::new((120, 14), &[json!({ "id": "a", "title": evil, "outlet": evil, "text": evil })]);
    for line in ["Werft", "<enter>", "f", "<esc>", "<enter>"] {
        desk.press(line);
        let picture = desk.picture();
        assert!(!picture.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{line}: {picture:?}");
        assert!(picture.contains('\u{fffd}'), "{picture}");
    }
}

#[test]
fn pictures() {
    for (name, size, line) in [
        ("start", (80, 10), ""),
        ("hits", (80, 16), "Werft Käufer<enter>"),
        ("preview", (130, 16), "Werft<enter><down>"),
        ("facets", (80, 16), "Werft<enter>f<down> "),
        ("article", (80, 16), "Werft Käufer<enter><enter>"),
        ("help", (80, 24), "Werft<enter>?"),
        ("narrow", (30, 8), "Werft<enter>"),
    ] {
        let mut desk = Desk::samples(size);
        desk.press(line);
        insta::assert_snapshot!(name, desk.picture());
    }
}
