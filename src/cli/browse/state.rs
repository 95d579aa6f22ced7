//! What the browser shows and what each key does to it: no screen, no index, no clock.

use crate::cli::browse::facets::{self, Offered, Row, toggle};
use crate::cli::browse::key::Key;
use crate::cli::browse::line::Line;
use crate::cli::browse::lookup::{Answer, Found, Question};
use crate::cli::browse::reading::Reading;
use crate::query::Filters;

/// Hits fetched at once; more come when the last one is reached.
const PAGE: usize = 60;

/// Where keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    /// Into the query.
    Query,
    /// Through the hits.
    Hits,
    /// Through what can be chosen.
    Facets,
    /// Into the period.
    Period,
}

/// What is to be done for the browser after a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wish {
    /// Answer this now.
    Ask(Box<Question>),
    /// Answer the browser's [`Browser::question`] once no further key has come for a moment.
    AskSoon,
    /// Leave.
    Quit,
}

/// The browser.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) query: Line,
    pub(crate) period: Line,
    pub(crate) filters: Filters,
    pub(crate) focus: Focus,
    pub(crate) found: Found,
    pub(crate) selected: usize,
    pub(crate) offered: Offered,
    /// The chosen line among those offered.
    pub(crate) row: usize,
    pub(crate) reading: Option<Reading>,
    pub(crate) help: bool,
    /// What went wrong last.
    pub(crate) fault: Option<String>,
    /// Columns and rows of the part of the screen between the lines above and below.
    size: (usize, usize),
    limit: usize,
    /// Number of the last question for hits.
    asked: u64,
}

impl Browser {
    /// A browser that begins with a query and filters.
    pub(crate) fn new(query: &str, filters: Filters) -> Self {
        Self {
            query: Line::new(query),
            period: Line::new(&facets::period_text(&filters)),
            filters,
            focus: Focus::Query,
            found: Found::default(),
            selected: 0,
            offered: Offered::default(),
            row: 0,
            reading: None,
            help: false,
            fault: None,
            size: (80, 20),
            limit: PAGE,
            asked: 0,
        }
    }

    /// The question for the hits of the query as it stands; answers to older ones are late.
    pub(crate) fn question(&mut self) -> Question {
        self.asked += 1;
        let (query, filters) = (self.query.text(), self.filters.clone());
        Question::Hits { number: self.asked, query, filters, limit: self.limit }
    }

    /// Takes the room that the screen gives the hits or the article, in columns and rows.
    pub(crate) fn resize(&mut self, size: (usize, usize)) {
        self.size = size;
        if let Some(reading) = &mut self.reading {
            reading.resize(size);
        }
    }

    /// Takes an answer.
    pub(crate) fn told(&mut self, answer: Answer) {
        match answer {
            Answer::Hits { number, found } if number == self.asked => {
                self.fault = None;
                self.selected = self.selected.min(found.hits.len().saturating_sub(1));
                self.found = found;
            }
            Answer::Hits { .. } => {}
            Answer::Names(offered) => {
                self.offered = offered;
                self.row = self.row.min(self.offered.rows().count() - 1);
            }
            Answer::Article(article, marks) => {
                let from = self.found.hits.get(self.selected).map_or(0, |hit| hit.passage.chars.start);
                self.reading = Some(Reading::new(&article, marks, from, self.size));
            }
            Answer::Fault(fault) => {
                self.found = Found::default();
                self.fault = Some(fault);
            }
        }
    }

    /// Does what `key` does where the keys go now.
    pub(crate) fn press(&mut self, key: Key) -> Option<Wish> {
        if key == Key::Ctrl('c') {
            return Some(Wish::Quit);
        }
        if self.help {
            self.help = false;
            return None;
        }
        if self.reading.is_some() {
            return self.press_reading(key);
        }
        match self.focus {
            Focus::Query => self.press_query(key),
            Focus::Hits => self.press_hits(key),
            Focus::Facets => self.press_facets(key),
            Focus::Period => self.press_period(key),
        }
    }

    fn press_query(&mut self, key: Key) -> Option<Wish> {
        match key {
            Key::Esc if self.found.hits.is_empty() => return Some(Wish::Quit),
            Key::Esc | Key::Down | Key::PageDown => self.focus = Focus::Hits,
            Key::Enter => {
                self.focus = Focus::Hits;
                return self.again();
            }
            Key::Tab => self.focus = Focus::Hits,
            Key::BackTab => self.focus = Focus::Facets,
            key if self.query.press(key) => {
                (self.selected, self.limit) = (0, PAGE);
                return Some(Wish::AskSoon);
            }
            _ => {}
        }
        None
    }

    fn press_hits(&mut self, key: Key) -> Option<Wish> {
        match key {
            Key::Char('q') | Key::Esc => return Some(Wish::Quit),
            Key::Char('?') => self.help = true,
            Key::Char('/') | Key::Char('i') | Key::BackTab => self.focus = Focus::Query,
            Key::Char('f') | Key::Tab => self.focus = Focus::Facets,
            Key::Char('d') => self.focus = Focus::Period,
            Key::Char('x') => return self.let_go(),
            Key::Char('r') => return Some(Wish::Ask(Box::new(Question::Reload))),
            Key::Enter | Key::Right | Key::Char('l') => return self.open(),
            Key::Up | Key::Char('k') if self.selected == 0 => self.focus = Focus::Query,
            _ => return self.select(key),
        }
        None
    }

    fn select(&mut self, key: Key) -> Option<Wish> {
        let last = self.found.hits.len().saturating_sub(1);
        let page = (self.size.1 / 3).max(1);
        let to = match key {
            Key::Up | Key::Char('k') => self.selected.saturating_sub(1),
            Key::Down | Key::Char('j') => self.selected + 1,
            Key::PageUp => self.selected.saturating_sub(page),
            Key::PageDown | Key::Char(' ') => self.selected + page,
            Key::Home | Key::Char('g') => 0,
            Key::End | Key::Char('G') => last,
            _ => return None,
        };
        self.selected = to.min(last);
        if to >= last && self.found.more {
            self.limit += PAGE;
            return self.again();
        }
        None
    }

    fn press_facets(&mut self, key: Key) -> Option<Wish> {
        let last = self.offered.rows().count() - 1;
        match key {
            Key::Char('?') => self.help = true,
            Key::Char('q') | Key::Esc | Key::BackTab | Key::Left | Key::Char('f') => self.focus = Focus::Hits,
            Key::Tab | Key::Char('/') => self.focus = Focus::Query,
            Key::Char('d') => self.focus = Focus::Period,
            Key::Char('x') => return self.let_go(),
            Key::Up | Key::Char('k') => self.row = self.row.saturating_sub(1),
            Key::Down | Key::Char('j') => self.row = (self.row + 1).min(last),
            Key::PageUp => self.row = self.row.saturating_sub(10),
            Key::PageDown => self.row = (self.row + 10).min(last),
            Key::Home | Key::Char('g') => self.row = 0,
            Key::End | Key::Char('G') => self.row = last,
            Key::Enter | Key::Char(' ') => return self.choose(),
            _ => {}
        }
        None
    }

    fn choose(&mut self) -> Option<Wish> {
        let row = self.offered.rows().nth(self.row)?;
        if row == Row::Period {
            self.focus = Focus::Period;
            return None;
        }
        toggle(&mut self.filters, row);
        self.anew()
    }

    fn press_period(&mut self, key: Key) -> Option<Wish> {
        match key {
            Key::Enter | Key::Tab => match facets::parse_period(&self.period.text()) {
                Some((since, until)) => {
                    (self.filters.since, self.filters.until) = (since, until);
                    (self.focus, self.fault) = (Focus::Hits, None);
                    return self.anew();
                }
                None => self.fault = Some("a period is like 2025, 2025-03..2025-09 or 2025-03..".to_owned()),
            },
            Key::Esc => {
                self.period = Line::new(&facets::period_text(&self.filters));
                (self.focus, self.fault) = (Focus::Hits, None);
            }
            key => drop(self.period.press(key)),
        }
        None
    }

    fn press_reading(&mut self, key: Key) -> Option<Wish> {
        let reading = self.reading.as_mut()?;
        match key {
            Key::Char('q') | Key::Esc | Key::Left | Key::Char('h') => self.reading = None,
            Key::Char('?') => self.help = true,
            Key::Char('n') | Key::Tab => reading.jump(true),
            Key::Char('N') | Key::Char('p') | Key::BackTab => reading.jump(false),
            Key::Up | Key::Char('k') => reading.scroll(-1),
            Key::Down | Key::Char('j') | Key::Enter => reading.scroll(1),
            Key::PageUp | Key::Char('b') => reading.scroll(-reading.page()),
            Key::PageDown | Key::Char(' ') => reading.scroll(reading.page()),
            Key::Home | Key::Char('g') => reading.scroll(isize::MIN),
            Key::End | Key::Char('G') => reading.scroll(isize::MAX),
            _ => {}
        }
        None
    }

    /// Opens the article of the selected hit; the query stays as it is.
    fn open(&self) -> Option<Wish> {
        let hit = self.found.hits.get(self.selected)?;
        Some(Wish::Ask(Box::new(Question::Article { id: hit.article.id.clone(), query: self.query.text() })))
    }

    /// Narrows by nothing any more.
    fn let_go(&mut self) -> Option<Wish> {
        self.filters = Filters::default();
        self.period = Line::default();
        self.anew()
    }

    fn anew(&mut self) -> Option<Wish> {
        (self.selected, self.limit) = (0, PAGE);
        self.again()
    }

    fn again(&mut self) -> Option<Wish> {
        Some(Wish::Ask(Box::new(self.question())))
    }
}
