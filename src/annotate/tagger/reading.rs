//! A text as the features see it: distinct words, the lines they stand in, listed phrases, runs of capitals, and what the
//! rest of the text shows about each word.

use super::classes::{self, Classes, WordList};
use super::hash;
use super::tokens::{self, Token};
use super::words::{Mark, Shape, Word};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A text cut into positions; every line has two borders before and after it, so that neighbours always exist.
///
/// Words are remembered from text to text: what is known about a word alone is worked out once.
#[derive(Debug, Default)]
pub struct Reading {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// What stands at each position.
    pub positions: Vec<Position>,
    /// The positions of each line, without borders.
    pub lines: Vec<Range<usize>>,
    /// Distinct words of this text and earlier ones; the first is the border.
    pub words: Vec<Word>,
    /// For each stem of this text, what the text shows about it; the first is the border's.
    pub stems: Vec<Stem>,
    known: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    /// For each distinct word, the number of its stem among all.
    stem_of: Vec<u32>,
    known_stems: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    /// For each stem, the last text that has it, and its number there.
    last_seen: Vec<(u32, u32)>,
    text: u32,
    lower: String,
}

/// A token's place, or a border.
#[derive(Debug, Clone, Copy, Default)]
pub struct Position {
    /// Index of the distinct word.
    pub word: u32,
    /// Index of the word's stem.
    pub stem: u32,
    /// Index of the token; borders have that of the next one.
    pub token: u32,
    /// A hyphen joins it to the position before.
    pub joined: bool,
    /// What stands around: in quotation marks, in brackets, sentence start.
    pub setting: u8,
    /// Tokens since the run of capitals began.
    pub run_before: u8,
    /// Tokens until the run of capitals ends.
    pub run_after: u8,
    /// Classes of the longest listed phrase around it.
    pub phrase: Classes,
    /// Part of the phrase: 0 none, 1 first, 2 inner, 3 last, 4 whole.
    pub phrase_part: u8,
}

/// Inside quotation marks that close on the same line.
pub const QUOTED: u8 = 1;
/// Inside brackets.
pub const BRACKETED: u8 = 1 << 1;
/// A sentence may start here.
pub const STARTS_SENTENCE: u8 = 1 << 2;

/// What a text shows about a word stem at all places where it stands with a capital.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stem {
    /// Occurrences.
    pub count: u16,
    /// What else is known of the word, as bits.
    pub evidence: u16,
}

/// More words are not remembered: about the vocabulary of a hundred articles, and some megabytes.
const MOST_WORDS: usize = 1 << 14;
/// Words of more tokens are listed in no phrase.
const LONGEST_PHRASE: usize = 7;
/// Quotations of more tokens are speech, not names.
const LONGEST_QUOTE: usize = 12;

impl Reading {
    /// Reads `text`, replacing what was read before.
    pub fn read(&mut self, text: &str, list: &WordList) {
        tokens::tokenise(text, &mut self.tokens);
        self.clear();
        let tokens = std::mem::take(&mut self.tokens);
        for (i, token) in tokens.iter().enumerate() {
            if token.starts_line {
                self.border(i);
            }
            let word = self.word(&text[token.span.start..token.span.end], token, list);
            let stem = self.stem(word);
            self.push(Position { word, stem, token: index(i), joined: token.joined, ..Position::default() });
        }
        self.border(tokens.len());
        self.tokens = tokens;
        for line in 0..self.lines.len() {
            let line = self.lines[line].clone();
            self.mark_settings(line.clone());
            self.mark_runs(line.clone());
            self.mark_phrases(line.clone(), list);
            self.gather_evidence(line);
        }
    }

    /// The word at a position.
    #[must_use]
    pub fn word_at(&self, position: usize) -> &Word {
        &self.words[self.positions[position].word as usize]
    }

    /// The stem at a position.
    #[must_use]
    pub fn stem_at(&self, position: usize) -> usize {
        self.positions[position].stem as usize
    }

    /// True when so many words are remembered that it is time to forget them.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.words.len() > MOST_WORDS
    }

    /// Forgets all words.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn clear(&mut self) {
        self.positions.clear();
        self.lines.clear();
        self.stems.clear();
        self.stems.push(Stem::default());
        self.text = self.text.wrapping_add(1);
        if self.words.is_empty() {
            self.words.push(Word::default());
            self.stem_of.push(0);
        }
    }

    /// The number that the stem of a word has in this text.
    fn stem(&mut self, word: u32) -> u32 {
        let stem = self.stem_of[word as usize] as usize;
        let next = index(self.stems.len());
        let (text, number) = &mut self.last_seen[stem];
        if *text != self.text {
            (*text, *number) = (self.text, next);
            self.stems.push(Stem::default());
        }
        *number
    }

    fn border(&mut self, token: usize) {
        for _ in 0..2 {
            self.positions.push(Position { token: index(token), ..Position::default() });
        }
    }

    fn push(&mut self, position: Position) {
        let at = self.positions.len();
        match self.lines.last_mut() {
            Some(line) if line.end == at => line.end += 1,
            _ => self.lines.push(at..at + 1),
        }
        self.positions.push(position);
    }

    fn word(&mut self, text: &str, token: &Token, list: &WordList) -> u32 {
        let exact = hash::word(text.as_bytes());
        if let Some(&known) = self.known.get(&exact) {
            return known;
        }
        let word = Word::new(text, token.kind, list, &mut self.lower);
        let next = index(self.last_seen.len());
        let stem = *self.known_stems.entry(word.stem).or_insert(next);
        if stem == next {
            self.last_seen.push((0, 0));
        }
        self.words.push(word);
        self.stem_of.push(stem);
        let id = index(self.words.len() - 1);
        self.known.insert(exact, id);
        id
    }

    fn mark_settings(&mut self, line: Range<usize>) {
        let (mut quote, mut bracket, mut starts) = (None, false, true);
        for i in line {
            let mark = self.word_at(i).mark;
            if mark == Mark::CloseBracket {
                bracket = false;
            }
            if let (Some(open), Mark::CloseQuote | Mark::Quote) = (quote, mark) {
                if i - open <= LONGEST_QUOTE {
                    self.positions[open..i].iter_mut().for_each(|position| position.setting |= QUOTED);
                }
                quote = None;
            } else if matches!(mark, Mark::OpenQuote | Mark::Quote) {
                quote = Some(i + 1);
            }
            self.positions[i].setting |= if bracket { BRACKETED } else { 0 } | if starts { STARTS_SENTENCE } else { 0 };
            bracket |= mark == Mark::OpenBracket;
            starts = match mark {
                Mark::Stop => true,
                Mark::Point => !self.is_abbreviated(i - 1),
                Mark::OpenQuote | Mark::Quote | Mark::CloseQuote => starts || mark == Mark::OpenQuote,
                _ => false,
            };
        }
    }

    /// After digits and single letters a point ends no sentence.
    fn is_abbreviated(&self, i: usize) -> bool {
        let word = self.word_at(i);
        word.shape == Shape::Number || (word.outline == 1 || word.outline == 2)
    }

    fn mark_runs(&mut self, line: Range<usize>) {
        let mut start = line.start;
        for i in line.start..=line.end {
            let goes_on = i < line.end && self.continues_run(i);
            if !goes_on {
                for at in start..i {
                    self.positions[at].run_before = small(at - start);
                    self.positions[at].run_after = small(i - 1 - at);
                }
                start = i + 1;
            }
        }
    }

    fn continues_run(&self, i: usize) -> bool {
        let word = self.word_at(i);
        word.is_capital() || word.shape == Shape::Number
    }

    fn mark_phrases(&mut self, line: Range<usize>, list: &WordList) {
        let mut i = line.start;
        while i < line.end {
            let (classes, len) = self.phrase_at(i, line.end, list);
            for at in i..i + len {
                self.positions[at].phrase = classes;
                self.positions[at].phrase_part = match (at == i, at + 1 == i + len) {
                    (true, true) => 4,
                    (true, false) => 1,
                    (false, false) => 2,
                    (false, true) => 3,
                };
            }
            i += len.max(1);
        }
    }

    /// The longest listed phrase of two or more words that starts here.
    fn phrase_at(&self, start: usize, end: usize, list: &WordList) -> (Classes, usize) {
        let word = self.word_at(start);
        let (mut found, mut hash) = ((Classes::default(), 0), word.exact);
        if !word.classes.any(Classes::STARTS_PHRASE) {
            return found;
        }
        for next in start + 1..end.min(start + LONGEST_PHRASE) {
            hash = classes::phrase(hash, self.word_at(next).exact);
            let classes = list.get(hash);
            if classes != Classes::default() {
                found = (classes, next + 1 - start);
            }
        }
        found
    }

    fn gather_evidence(&mut self, line: Range<usize>) {
        for i in line {
            if self.word_at(i).is_capital() {
                let evidence = self.evidence(i);
                let stem = self.stem_at(i);
                let stem = &mut self.stems[stem];
                stem.count = stem.count.saturating_add(1);
                stem.evidence |= evidence;
            }
        }
    }

    /// What the neighbours of a capitalised word show about it.
    fn evidence(&self, i: usize) -> u16 {
        let (before, after) = (self.word_at(i - 1), self.word_at(i + 1));
        let mark = before.mark;
        let signs = [
            before.classes.any(Classes::GIVEN.and(Classes::GIVEN_TOO)) && before.is_capital(),
            before.classes.any(Classes::ROLE),
            DETERMINERS.contains(&before.lower),
            PLACE_PREPOSITIONS.contains(&before.lower),
            mark == Mark::OpenBracket && after.mark == Mark::CloseBracket,
            before.is_capital(),
            after.is_capital(),
            !before.is_capital() && !after.is_capital() && self.positions[i].setting & STARTS_SENTENCE == 0,
            self.positions[i].setting & QUOTED != 0,
            self.positions[i + 1].joined,
            after.mark == Mark::OpenBracket,
            before.lower == VON,
        ];
        signs.iter().zip(0..).map(|(&sign, bit)| u16::from(sign) << bit).sum()
    }
}

/// Number of bits of [`Stem::evidence`].
pub const SIGNS: u8 = 12;

const VON: u64 = hash::word(b"von");
const DETERMINERS: [u64; 12] = [
    hash::word(b"der"),
    hash::word(b"die"),
    hash::word(b"das"),
    hash::word(b"den"),
    hash::word(b"dem"),
    hash::word(b"des"),
    hash::word(b"ein"),
    hash::word(b"eine"),
    hash::word(b"einer"),
    hash::word(b"einem"),
    hash::word(b"einen"),
    hash::word(b"eines"),
];
const PLACE_PREPOSITIONS: [u64; 4] = [hash::word(b"in"), hash::word(b"aus"), hash::word(b"nach"), hash::word(b"bei")];

/// A word's number; texts of four billion words do not occur.
fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Hashes need no hashing.
#[derive(Debug, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash::word(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reading {
        let mut reading = Reading::default();
        reading.read(text, &WordList::default());
        reading
    }

    #[test]
    fn lines_have_borders_on_both_sides() {
        let reading = read("Anna kam.\n\nBerta ging");
        assert_eq!(reading.lines, [2..5, 7..9]);
        assert_eq!(reading.positions.len(), 11);
        assert!(read("").lines.is_empty());
    }

    #[test]
    fn settings_are_marked() {
        let reading = read("Am 3. Mai (heute) las „Der Bote“. Dann");
        let setting = |i: usize| reading.positions[i + 2].setting;
        assert_eq!(setting(0), STARTS_SENTENCE);
        assert_eq!((setting(3), setting(5)), (0, BRACKETED));
        assert_eq!((setting(9) & QUOTED, setting(10)), (QUOTED, QUOTED));
        assert_eq!(setting(13), STARTS_SENTENCE);
    }

    #[test]
    fn stems_gather_what_stands_around_them() {
        let reading = read("Der Brenta droht Streit. Auf Brentas Werft");
        let stem = reading.stems[reading.stem_at(3)];
        assert_eq!((stem.count, stem.evidence & 0b100), (2, 0b100));
    }
}
