//! The screen: takes the terminal over, brings keys to the browser and its picture to the screen, and gives the
//! terminal back, whatever happens.

use crate::cli::browse::draw::{self, Palette};
use crate::cli::browse::key::Key;
use crate::cli::browse::lookup::{Answer, Question, serve};
use crate::cli::browse::state::{Browser, Wish};
use crate::index::Snapshot;
use anyhow::{Context, bail};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

/// Typing has paused when no key comes for so long.
const PAUSE: Duration = Duration::from_millis(120);
/// How often answers are looked for between two keys.
const TICK: Duration = Duration::from_millis(25);

/// Runs the browser until it is left.
///
/// # Errors
/// When the terminal fails, or the search behind it has ended.
pub(crate) fn run(browser: Browser, snapshot: Snapshot, coloured: bool) -> anyhow::Result<()> {
    let (questions, asked) = mpsc::channel();
    let (tell, answers) = mpsc::channel();
    thread::spawn(move || serve(snapshot, &asked, &tell));
    // Installs a panic hook that gives the terminal back before the message is printed.
    let mut terminal = ratatui::try_init().context("can't take over the terminal")?;
    let ended = Session { browser, questions, answers, due: None, killed: killed()? }.run(&mut terminal, coloured);
    ratatui::restore();
    ended
}

/// A flag that is up once the process was asked to end.
fn killed() -> anyhow::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&flag))?;
    }
    Ok(flag)
}

struct Session {
    browser: Browser,
    questions: Sender<Question>,
    answers: Receiver<Answer>,
    /// When the query as typed is to be asked.
    due: Option<Instant>,
    killed: Arc<AtomicBool>,
}

impl Session {
    fn run(&mut self, terminal: &mut DefaultTerminal, coloured: bool) -> anyhow::Result<()> {
        let palette = Palette::new(coloured);
        self.ask(Question::Names)?;
        let first = self.browser.question();
        self.ask(first)?;
        let mut changed = true;
        while !self.killed.load(Ordering::Relaxed) {
            if changed {
                let area = terminal.size()?;
                self.browser.resize(draw::body(area.width, area.height));
                terminal.draw(|frame| draw::draw(frame, &self.browser, &palette))?;
            }
            changed = self.heard()?;
            if event::poll(TICK)? {
                changed = true;
                if !self.take(&event::read()?)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Takes the answers that are there and asks what is due; true when there was an answer.
    fn heard(&mut self) -> anyhow::Result<bool> {
        if self.due.is_some_and(|due| due <= Instant::now()) {
            let question = self.browser.question();
            self.ask(question)?;
        }
        let mut any = false;
        loop {
            match self.answers.try_recv() {
                Ok(answer) => self.browser.told(answer),
                Err(TryRecvError::Empty) => return Ok(any),
                Err(TryRecvError::Disconnected) => bail!("the search has ended unexpectedly"),
            }
            any = true;
        }
    }

    /// Takes an event; false when the browser is left.
    fn take(&mut self, event: &Event) -> anyhow::Result<bool> {
        let Event::Key(key) = event else { return Ok(true) };
        let wish = Key::of(*key).and_then(|key| self.browser.press(key));
        match wish {
            Some(Wish::Quit) => return Ok(false),
            Some(Wish::AskSoon) => self.due = Some(Instant::now() + PAUSE),
            Some(Wish::Ask(question)) => {
                let reloaded = *question == Question::Reload;
                self.ask(*question)?;
                if reloaded {
                    let again = self.browser.question();
                    self.ask(again)?;
                }
            }
            None => {}
        }
        Ok(true)
    }

    fn ask(&mut self, question: Question) -> anyhow::Result<()> {
        if matches!(question, Question::Hits { .. }) {
            self.due = None;
        }
        self.questions.send(question).map_err(|_| anyhow::anyhow!("the search has ended unexpectedly"))
    }
}
