//! What each piece of the article's stretch is: paragraph, subhead, caption, or nothing of the article.

use super::{
    Page, Piece, byline, captions,
    run::masses,
    traits::{self, Credit, Noise, Traits, function_words},
};
use crate::article::BlockKind;
use std::ops::Range;

/// Text deeper in the page than most counts to the body when it makes up this share of it (percent); shallower text less.
const SHARE_DEEPER: usize = 25;
const SHARE_SHALLOWER: usize = 15;
/// A lone shallower paragraph of this length is one of the body.
const LONG_SHALLOWER: usize = 200;
/// Running text that ends a box: in pages with depths, in flat copies.
const RESUMES: usize = 100;
const RESUMES_FLAT: usize = 260;
/// The longest subhead and the longest caption without a credit.
const LONGEST_HEADING: usize = 130;
pub(super) const LONGEST_PLAIN_CAPTION: usize = 300;
/// Percent of the running text after which a box can end the article.
const MOST_TEXT: usize = 60;
/// Shorter repetitions are chance, longer ones no pull quotes (bytes).
const SHORTEST_REPEAT: usize = 30;
const LONGEST_REPEAT: usize = 1500;
/// How far from its place in the text a pull quote stands (pieces).
const REPEATS_WITHIN: usize = 80;

/// A piece kept, and its role.
pub(super) type Kept = (usize, BlockKind);

/// Goes through `range` (which starts after the title) and keeps what belongs to the article.
pub(super) fn blocks(page: &Page<'_>, range: Range<usize>, title: &str) -> Vec<Kept> {
    let depths = Depths::of(page, range.clone());
    let repeats = Repeats::of(page, range.clone());
    let mut sorter = Sorter {
        page,
        depths,
        repeats,
        title: fold(title),
        range: range.clone(),
        in_box: None,
        after_quote: false,
        paragraphs: 0,
        seen: 0,
        ended: false,
        kept: Vec::new(),
    };
    for at in range {
        sorter.take(at);
    }
    sorter.finish()
}

/// At which depths of the page the body stands.
struct Depths {
    main: usize,
    also: Vec<usize>,
    flat: bool,
    /// All running text (characters).
    mass: usize,
}

impl Depths {
    fn of(page: &Page<'_>, range: Range<usize>) -> Self {
        let masses = masses(page, range.clone(), RESUMES);
        let (main, most) =
            masses.iter().map(|(i, m)| (*i, *m)).max_by_key(|(i, m)| (*m, usize::MAX - i)).unwrap_or((0, 0));
        let enough = |indent: usize, mass: usize| {
            let share = if indent > main { SHARE_DEEPER } else { SHARE_SHALLOWER };
            mass * 100 >= most * share
        };
        let also = masses.iter().filter(|(indent, mass)| enough(**indent, **mass)).map(|(indent, _)| *indent).collect();
        let elsewhere = range.clone().filter(|at| page.pieces[*at].indent != main).count();
        Self { main, also, flat: elsewhere * 20 <= range.len(), mass: masses.values().sum() }
    }

    fn hold_body(&self, indent: usize, chars: usize) -> bool {
        self.flat || self.also.contains(&indent) || (indent < self.main && chars >= LONG_SHALLOWER)
    }

    /// A box above all depths of the body stands outside the article's element.
    fn encloses(&self, indent: usize) -> bool {
        !self.flat && self.also.iter().all(|depth| indent < *depth)
    }

    fn deepest(&self) -> usize {
        self.also.iter().copied().max().unwrap_or(self.main).max(self.main)
    }
}

/// Texts of the stretch, folded, to find what is said twice (pull quotes, repeated teasers).
struct Repeats {
    folded: Vec<(usize, String)>,
}

impl Repeats {
    fn of(page: &Page<'_>, range: Range<usize>) -> Self {
        let worth = |at: &usize| page.traits[*at].prose && page.traits[*at].noise == Noise::None;
        Self { folded: range.filter(worth).map(|at| (at, fold(page.pieces[at].text))).collect() }
    }

    /// True when the piece is part of a longer one, or the same as one before it.
    fn has(&self, at: usize, text: &str) -> bool {
        let text = fold(text);
        if !(SHORTEST_REPEAT..=LONGEST_REPEAT).contains(&text.len()) {
            return false;
        }
        let longer = |other: &(usize, String)| other.0 != at && other.1.len() > text.len() && other.1.contains(&text);
        let same_before = |other: &(usize, String)| other.0 < at && other.1 == text;
        let near = self.folded.partition_point(|other| other.0 + REPEATS_WITHIN < at);
        let near = self.folded[near..].iter().take_while(|other| other.0 <= at + REPEATS_WITHIN);
        near.into_iter().any(|other| longer(other) || same_before(other))
    }
}

/// Words in lower case with single spaces: the same for all spellings of quotes and dashes.
pub(super) fn fold(text: &str) -> String {
    traits::words(&text.replace('\u{ad}', "")).collect::<Vec<_>>().join(" ")
}

struct Sorter<'p, 't> {
    page: &'p Page<'t>,
    depths: Depths,
    repeats: Repeats,
    title: String,
    range: Range<usize>,
    /// Inside a box that points elsewhere: the depth of its heading.
    in_box: Option<usize>,
    /// Right after a pull quote, where its speaker's name stands.
    after_quote: bool,
    /// Paragraphs kept, and their characters.
    paragraphs: usize,
    seen: usize,
    ended: bool,
    kept: Vec<Kept>,
}

impl Sorter<'_, '_> {
    fn take(&mut self, at: usize) {
        let (piece, traits) = (&self.page.pieces[at], &self.page.traits[at]);
        let was_quote = std::mem::take(&mut self.after_quote);
        if self.ended || self.kept.last().is_some_and(|(kept, _)| *kept >= at) {
            return;
        }
        match traits.noise {
            Noise::BoxStart => return self.open_box(piece.indent),
            Noise::Stamp if !self.kept.is_empty() => return self.in_box = Some(piece.indent),
            Noise::Stamp => return,
            Noise::Control | Noise::Notice => return,
            Noise::None => {}
        }
        if traits.credit != Credit::None {
            return self.take_credit(at);
        }
        if self.may_repeat(at) && self.repeats.has(at, piece.text) {
            return self.after_quote = true;
        }
        if self.in_box.is_some_and(|depth| !self.resumes(at, depth)) {
            return;
        }
        self.in_box = None;
        if let Some(kind) = self.kind_of(at, was_quote) {
            if kind == BlockKind::Paragraph {
                self.paragraphs += 1;
                self.seen += piece.chars;
            }
            self.kept.push((at, kind));
        } else if self.is_lone_quote(at) {
            self.after_quote = true;
        }
    }

    /// Enters a box; one outside the article's element, after most of its text, ends the article.
    fn open_box(&mut self, indent: usize) {
        self.in_box = Some(indent);
        self.ended |= self.depths.encloses(indent) && self.seen * 100 >= self.depths.mass * MOST_TEXT;
    }

    /// Subheads take up words of the text below them; sentences and quotations that do are pull quotes.
    fn may_repeat(&self, at: usize) -> bool {
        let piece = &self.page.pieces[at];
        let quoted = piece.text.starts_with(['„', '"', '»', '“', '‚']);
        self.page.traits[at].prose || quoted || piece.indent > self.depths.deepest()
    }

    /// Running text of some length where the body stands ends a box; so does whatever stands above the box in the page.
    fn resumes(&self, at: usize, depth: usize) -> bool {
        let (piece, traits) = (&self.page.pieces[at], &self.page.traits[at]);
        if self.depths.flat {
            // A teaser stands alone between short lines; text goes on.
            let goes_on = self.page.traits.get(at + 1).is_some_and(Traits::is_body_text) && piece.chars >= RESUMES;
            return traits.is_body_text() && !piece.bullet && (goes_on || piece.chars >= RESUMES_FLAT);
        }
        let home = self.depths.also.contains(&piece.indent);
        let shallower = piece.indent < depth && (self.is_heading(at) || self.is_paragraph(at) && home);
        shallower
            || traits.is_body_text() && home && piece.chars >= RESUMES && !piece.bullet
            || self.heads_long_text(at)
    }

    fn heads_long_text(&self, at: usize) -> bool {
        let home = |piece: &Piece<'_>| self.depths.also.contains(&piece.indent) && piece.chars >= RESUMES_FLAT;
        self.is_heading(at) && self.page.pieces.get(at + 1).is_some_and(home)
    }

    fn kind_of(&self, at: usize, after_quote: bool) -> Option<BlockKind> {
        let piece = &self.page.pieces[at];
        match () {
            () if piece.bullet => self.is_listed_text(at).then_some(BlockKind::Paragraph),
            () if !after_quote && self.is_heading(at) => Some(BlockKind::Heading),
            () if self.is_paragraph(at) => Some(BlockKind::Paragraph),
            () if self.is_plain_caption(at) => Some(BlockKind::Caption),
            () => None,
        }
    }

    fn is_paragraph(&self, at: usize) -> bool {
        let (piece, traits) = (&self.page.pieces[at], &self.page.traits[at]);
        let home = self.depths.hold_body(piece.indent, piece.chars);
        home && (traits.prose || is_short_sentence(piece.text, traits)) && fold(piece.text) != self.title
    }

    /// An item counts when the text announces a list, or when it is running text itself.
    fn is_listed_text(&self, at: usize) -> bool {
        let Some(&(before, kind)) = self.kept.last() else { return false };
        let previous = &self.page.pieces[before];
        let announced = !previous.bullet && previous.text.ends_with(':') && before + 1 == at;
        let goes_on = previous.bullet && before + 1 == at;
        kind == BlockKind::Paragraph && (announced || goes_on)
    }

    fn is_heading(&self, at: usize) -> bool {
        self.looks_like_heading(at) && self.heads_text(at)
    }

    fn looks_like_heading(&self, at: usize) -> bool {
        let (piece, traits) = (&self.page.pieces[at], &self.page.traits[at]);
        let lettered = piece.text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        let plain = traits.noise == Noise::None && traits.credit == Credit::None && !piece.bullet;
        let shallow = self.depths.flat || piece.indent <= self.depths.deepest();
        let short = piece.chars <= LONGEST_HEADING && (!traits.prose || is_one_exclamation(piece.text));
        plain && lettered && shallow && short && piece.after_blank && !self.is_other_line(at)
    }

    /// Bylines, roles and dates of their own, names under a quotation, the title again, lines that end like sentences.
    fn is_other_line(&self, at: usize) -> bool {
        let text = self.page.pieces[at].text;
        let stop = text.trim_end_matches(['"', '“', '”', '«', '»']).ends_with('.') && !text.ends_with("...")
            || text.ends_with(':');
        let begun = self.paragraphs >= 2;
        let dated = traits::is_date_line(&self.page.pieces[at]) && (!begun || text.contains("Uhr"));
        stop || dated
            || fold(text) == self.title
            || byline::is_about_people(text)
            || (!begun && !byline::bare_names(text).is_empty())
    }

    /// The next piece that is neither caption, control nor deeper insertion is running text of the body.
    fn heads_text(&self, at: usize) -> bool {
        for next in at + 1..self.range.end.min(at + 8) {
            let (piece, traits) = (&self.page.pieces[next], &self.page.traits[next]);
            if self.is_paragraph(next) && traits.noise == Noise::None && traits.credit == Credit::None {
                return true;
            }
            let caption = traits.credit != Credit::None || traits.noise == Noise::Control;
            let deeper = !self.depths.flat && piece.indent > self.depths.deepest();
            let listed = piece.bullet && traits.noise == Noise::None && next == at + 1;
            match () {
                () if listed && traits.prose => return true,
                () if caption || deeper => {}
                () => return false,
            }
        }
        false
    }

    /// A sentence set apart, deeper than the body, between two pieces of it.
    fn is_plain_caption(&self, at: usize) -> bool {
        let piece = &self.page.pieces[at];
        let apart =
            |i: Option<usize>| i.and_then(|i| self.page.pieces.get(i)).is_some_and(|other| other.indent < piece.indent);
        let deeper = !self.depths.flat && piece.indent > self.depths.deepest();
        let length = (20..=LONGEST_PLAIN_CAPTION).contains(&piece.chars);
        deeper && length && self.page.traits[at].sentence_end && apart(at.checked_sub(1)) && apart(Some(at + 1))
    }

    fn is_lone_quote(&self, at: usize) -> bool {
        self.page.traits[at].prose && self.page.pieces[at].indent > self.depths.main
    }

    /// Keeps a caption, or a credit with the text it belongs to, in the order in which they stand.
    fn take_credit(&mut self, at: usize) {
        let picture = match self.page.traits[at].credit {
            Credit::Trailing => captions::alternative_text(self.page, &self.range, at),
            // In a box of links, bare credits belong to its pictures.
            _ if self.in_box.is_some() => return,
            _ => captions::credited(self.page, &self.range, at),
        };
        if self.kept.last().is_some_and(|(kept, _)| Some(*kept) == picture) {
            self.kept.pop();
        }
        let picture = picture.filter(|picture| !self.said_in_caption(*picture));
        let mut captions = [picture, Some(at)];
        captions.sort_unstable();
        self.kept.extend(captions.into_iter().flatten().map(|caption| (caption, BlockKind::Caption)));
    }

    /// True when one of the captions just before says the same.
    fn said_in_caption(&self, at: usize) -> bool {
        let text = fold(self.page.pieces[at].text);
        let captions = self.kept.iter().rev().take(6).filter(|(_, kind)| *kind == BlockKind::Caption);
        captions.into_iter().any(|(kept, _)| fold(self.page.pieces[*kept].text).contains(&text))
    }

    /// Drops what trails: subheads that head nothing, all but the last of several in a row.
    fn finish(self) -> Vec<Kept> {
        let mut kept: Vec<Kept> = Vec::with_capacity(self.kept.len());
        for (at, kind) in self.kept.into_iter().rev() {
            let next = kept.iter().rev().find(|(_, next)| *next != BlockKind::Caption);
            let heads = kind != BlockKind::Heading || next.is_some_and(|(_, next)| *next == BlockKind::Paragraph);
            if heads {
                kept.push((at, kind));
            }
        }
        kept.reverse();
        kept
    }
}

/// A subhead may ask or shout, in one sentence.
fn is_one_exclamation(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '“', '”', '«', '»']);
    bare.ends_with(['?', '!']) && !bare[..bare.len() - 1].contains([';', '…']) && !bare.contains(". ")
}

/// `Der Rest ist Geschichte.`: shorter than prose, yet a sentence.
fn is_short_sentence(text: &str, traits: &Traits) -> bool {
    traits.sentence_end && text.ends_with(['.', '“', '"', '”', '«', ':']) && text.split_whitespace().count() >= 3 && {
        let stop = text.trim_end_matches(['“', '"', '”', '«']);
        stop.ends_with(['.', ':']) && function_words(text) >= 1
    }
}
