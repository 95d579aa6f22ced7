//! An opened article: laid out for a width, with its matches and the place being read.

use crate::article::{Article, BlockKind, CharIndex, Span, collapse_white_space};
use crate::passage::PassageKind;
use crate::present::{plain, wrapped};

/// What a part of the article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Facts,
    Lead,
    Heading,
    Paragraph(usize),
    Caption,
}

/// One part: its text without anything that acts on a terminal, sign for sign, and what matched in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) text: Vec<char>,
    /// What matched, in characters.
    pub(crate) marks: Vec<Span>,
    /// Where it begins in the article's text, in characters; `None` for what stands above the text.
    start: Option<usize>,
}

/// One line on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// Index of its part; `None` for an empty line.
    pub(crate) part: Option<usize>,
    /// What of the part stands on it, in characters.
    pub(crate) span: Span,
}

/// One match: part and number of its mark there.
pub(crate) type Place = (usize, usize);

/// An article being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) parts: Vec<Part>,
    pub(crate) rows: Vec<Row>,
    /// All matches with the row each begins on, in order.
    matches: Vec<(usize, Place)>,
    /// The match jumped to last.
    current: Option<usize>,
    /// First row shown.
    pub(crate) top: usize,
    width: usize,
    height: usize,
}

/// What of an article can match, in the order of [`Reading::new`]'s `marks`: title, then blocks.
pub(crate) fn texts(article: &Article) -> Vec<(&str, PassageKind)> {
    let blocks = article.blocks.iter().map(|block| (article.slice(block.span), kind(block.kind)));
    [(article.title.as_str(), PassageKind::Body)].into_iter().chain(blocks).collect()
}

fn kind(block: BlockKind) -> PassageKind {
    match block {
        BlockKind::Lead => PassageKind::Lead,
        BlockKind::Caption => PassageKind::Caption,
        BlockKind::Paragraph | BlockKind::Heading => PassageKind::Body,
    }
}

impl Reading {
    /// Opens `article`, whose [`texts`] match at `marks`, at the first match from character `from` of its text on.
    pub(crate) fn new(article: &Article, marks: Vec<Vec<Span>>, from: usize, size: (usize, usize)) -> Self {
        let (rows, matches) = (Vec::new(), Vec::new());
        let parts = parts(article, marks);
        let mut reading = Self { parts, rows, matches, current: None, top: 0, width: 0, height: 0 };
        reading.resize(size);
        let at_or_after = |(_, (part, mark)): &(usize, Place)| {
            let part = &reading.parts[*part];
            part.start.is_some_and(|start| start + part.marks[*mark].start >= from)
        };
        let first = reading.matches.iter().position(at_or_after);
        reading.go_to(first.unwrap_or(0));
        reading
    }

    /// Lays the article out for a screen of so many columns and rows; what is being read stays in sight.
    pub(crate) fn resize(&mut self, (width, height): (usize, usize)) {
        let seen = self.rows.get(self.top).copied();
        let jumped =
            self.current.filter(|number| self.matches.get(*number).is_some_and(|(row, _)| self.in_sight(*row)));
        (self.width, self.height) = (width, height.max(1));
        self.rows = rows(&self.parts, width);
        self.matches = matches(&self.parts, &self.rows);
        let same = |row: &Row| seen.is_some_and(|seen| row.part >= seen.part && row.span.end > seen.span.start);
        self.scroll_to(self.rows.iter().position(same).unwrap_or(0));
        jumped.into_iter().for_each(|number| self.go_to(number));
    }

    fn in_sight(&self, row: usize) -> bool {
        (self.top..self.top + self.height).contains(&row)
    }

    /// Moves down by so many rows, or up.
    pub(crate) fn scroll(&mut self, by: isize) {
        self.scroll_to(self.top.saturating_add_signed(by));
    }

    /// Rows of a page, less one to find the place again.
    pub(crate) fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(isize::MAX)
    }

    fn scroll_to(&mut self, top: usize) {
        self.top = top.min(self.rows.len().saturating_sub(self.height));
    }

    /// Jumps to the next match (or the one before), from the end to the beginning.
    pub(crate) fn jump(&mut self, forward: bool) {
        let count = self.matches.len();
        let next = match (self.current, forward) {
            (None, _) => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at + count.saturating_sub(1),
        };
        self.go_to(next.checked_rem(count).unwrap_or(0));
    }

    fn go_to(&mut self, number: usize) {
        let Some(&(row, _)) = self.matches.get(number) else { return };
        self.current = Some(number);
        if !self.in_sight(row) {
            self.scroll_to(row.saturating_sub(self.height / 3));
        }
    }

    /// The match jumped to last.
    pub(crate) fn current(&self) -> Option<Place> {
        self.current.and_then(|number| self.matches.get(number)).map(|(_, place)| *place)
    }

    /// Number of that match, from 1, and of all.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.current.map_or(0, |number| number + 1), self.matches.len())
    }
}

fn parts(article: &Article, marks: Vec<Vec<Span>>) -> Vec<Part> {
    let mut marks = marks.into_iter();
    let mut next = || marks.next().unwrap_or_default();
    let chars = |text: &str| plain(text).chars().collect::<Vec<char>>();
    let index = CharIndex::new(&article.text);
    let mut parts = vec![Part { role: Role::Title, text: chars(&article.title), marks: next(), start: None }];
    parts.push(Part { role: Role::Facts, text: chars(&facts(article)), marks: Vec::new(), start: None });
    let mut paragraphs = 0;
    for block in &article.blocks {
        let role = match block.kind {
            BlockKind::Lead => Role::Lead,
            BlockKind::Heading => Role::Heading,
            BlockKind::Caption => Role::Caption,
            BlockKind::Paragraph => {
                paragraphs += 1;
                Role::Paragraph(paragraphs)
            }
        };
        let (text, start) = (chars(article.slice(block.span)), Some(index.char_at(block.span.start)));
        parts.push(Part { role, text, marks: next(), start });
    }
    parts
}

/// Outlet, date, authors, section, address.
fn facts(article: &Article) -> String {
    let facts = [
        article.outlet.as_ref().map(|outlet| outlet.name.clone()),
        article.published.as_ref().map(ToString::to_string),
        (!article.authors.is_empty()).then(|| article.authors.join(", ")),
        article.section.clone(),
        article.url.clone().or_else(|| article.path.clone()),
    ];
    collapse_white_space(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn rows(parts: &[Part], width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        if number > 0 && part.role != Role::Facts {
            rows.push(Row { part: None, span: Span::default() });
        }
        let text: String = part.text.iter().collect();
        let lines = wrapped(&text, width.saturating_sub(MARGIN).max(20));
        rows.extend(lines.into_iter().map(|span| Row { part: Some(number), span }));
    }
    rows
}

/// Columns left of the text, for the numbers of paragraphs.
pub(crate) const MARGIN: usize = 6;

fn matches(parts: &[Part], rows: &[Row]) -> Vec<(usize, Place)> {
    let mut matches = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let Some(part) = row.part else { continue };
        for (mark, span) in parts[part].marks.iter().enumerate() {
            if row.span.start <= span.start && span.start < row.span.end {
                matches.push((number, (part, mark)));
            }
        }
    }
    matches
}
