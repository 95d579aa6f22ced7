//! The words of a text block, as annotation sees them: surface, lower case, and what stands between.

use crate::article::{Article, BlockKind, Span};
use crate::lexicon::PersonNames;
use std::borrow::Cow;

/// Where a segment stands in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The title, which is no part of the article's text.
    Title,
    /// A body paragraph, by its number.
    Paragraph(usize),
    /// Lead, subhead or caption.
    Aside,
}

/// One block (or the title) cut into words.
#[derive(Debug)]
pub(super) struct Segment<'t> {
    pub place: Place,
    /// Where the segment starts in the article's text; meaningless for the title.
    pub origin: usize,
    pub words: Vec<Word<'t>>,
    text: &'t str,
    taken: Vec<bool>,
}

/// A run of letters and digits.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// As written, without soft hyphens.
    pub text: Cow<'t, str>,
    pub lower: Cow<'t, str>,
    /// Bytes within the segment.
    pub span: Span,
}

/// The title and every block of an article, in reading order.
pub(super) fn segments<'t>(article: &'t Article, names: &PersonNames) -> Vec<Segment<'t>> {
    let mut paragraph = 0;
    let title = Segment::new(Place::Title, 0, &article.title, names);
    let blocks = article.blocks.iter().map(|block| {
        let place = if block.kind == BlockKind::Paragraph {
            paragraph += 1;
            Place::Paragraph(paragraph - 1)
        } else {
            Place::Aside
        };
        Segment::new(place, block.span.start, article.slice(block.span), names)
    });
    std::iter::once(title).chain(blocks).collect()
}

impl<'t> Segment<'t> {
    pub fn new(place: Place, origin: usize, text: &'t str, names: &PersonNames) -> Self {
        let spans = word_spans(text).into_iter().flat_map(|span| unglued(text, span, names));
        let mut words: Vec<Word<'t>> = spans.map(|span| Word::new(text, span)).collect();
        take_dots(text, &mut words);
        let taken = vec![false; words.len()];
        Self { place, origin, words, text, taken }
    }

    /// The whole text of the segment.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The text from the first to the last of the words `start..end`, as it stands.
    pub fn slice(&self, start: usize, end: usize) -> &'t str {
        match (self.words.get(start), end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if start < end => &self.text[first.span.start..last.span.end],
            _ => "",
        }
    }

    pub fn word(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |word| &word.text)
    }

    pub fn lower(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |word| &word.lower)
    }

    /// The word before `i` in lower case; empty at the start.
    pub fn lower_before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |before| self.lower(before))
    }

    /// What stands between word `i` and the one before it.
    pub fn gap(&self, i: usize) -> &'t str {
        let start = i.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.span.end);
        let end = self.words.get(i).map_or(self.text.len(), |word| word.span.start);
        &self.text[start.min(end)..end]
    }

    /// True when only white space separates word `i` from the one before it.
    pub fn follows(&self, i: usize) -> bool {
        i > 0 && i < self.words.len() && is_space(self.gap(i))
    }

    /// True when a hyphen alone joins word `i` to the one before it.
    pub fn is_joined(&self, i: usize) -> bool {
        i > 0 && i < self.words.len() && is_hyphen(self.gap(i))
    }

    /// True when the word starts with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// True for a word of two or more capitals and nothing else (`NATO`).
    pub fn is_upper(&self, i: usize) -> bool {
        is_upper(self.word(i))
    }

    /// How often a word stands here, as it is or in the genitive.
    pub fn count_of(&self, name: &str) -> usize {
        self.words.iter().filter(|word| word.text == name || word.text.strip_suffix('s') == Some(name)).count()
    }

    /// True when a sentence, or a quotation within one, may start at word `i`.
    pub fn starts_sentence(&self, i: usize) -> bool {
        if i == 0 {
            return true;
        }
        let gap = self.gap(i);
        let ends = gap.contains(['!', '?', ':', '…', '„', '»', '“', '"']) || gap.contains("\n\n");
        ends || (gap.contains('.') && !is_abbreviated(self.word(i - 1)))
    }

    /// The end of the hyphen-joined run that starts at word `i`.
    pub fn unit_end(&self, i: usize) -> usize {
        (i + 1..self.words.len()).find(|&next| !self.is_joined(next)).unwrap_or(self.words.len().max(i + 1))
    }

    /// True when quotation marks enclose exactly the words `start..end`.
    pub fn is_quoted(&self, start: usize, end: usize) -> bool {
        self.gap(start).ends_with(QUOTES) && self.gap(end).starts_with(QUOTES)
    }

    /// True when a determiner stands right before word `i`.
    pub fn is_determined(&self, i: usize) -> bool {
        DETERMINERS.contains(&self.lower_before(i))
    }

    /// True after a determiner or an adjective, where common nouns stand.
    pub fn is_noun_position(&self, i: usize) -> bool {
        let before = self.lower_before(i);
        let adjective = ["e", "en", "er", "es", "em"].iter().any(|ending| before.len() > 4 && before.ends_with(ending));
        let verb = super::outlets::is_reporting_verb(before);
        self.follows(i) && !self.is_capital(i - 1) && (self.is_determined(i) || (adjective && !verb))
    }

    /// True when none of the words `start..end` belongs to a mention yet.
    pub fn is_free(&self, start: usize, end: usize) -> bool {
        self.taken.get(start..end).is_some_and(|taken| !taken.contains(&true))
    }

    /// Where the words `start..end` stand in the article's text; `None` in the title.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let words = Span::new(self.words.get(start)?.span.start, self.words.get(end.checked_sub(1)?)?.span.end);
        (self.place != Place::Title).then(|| words.shifted(self.origin))
    }

    pub fn take(&mut self, start: usize, end: usize) {
        self.taken[start..end].fill(true);
    }
}

impl<'t> Word<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let raw = &text[span.start..span.end];
        let text: Cow<'t, str> =
            if raw.contains(SOFT_HYPHEN) { Cow::Owned(raw.replace(SOFT_HYPHEN, "")) } else { Cow::Borrowed(raw) };
        let lower = match &text {
            Cow::Borrowed(word) if !word.contains(char::is_uppercase) => Cow::Borrowed(*word),
            other => Cow::Owned(other.to_lowercase()),
        };
        Self { text, lower, span }
    }
}

/// Gives the full stop of an initial or a numeral to its word (`Anna K.`, `Karl II.`).
fn take_dots(text: &str, words: &mut [Word<'_>]) {
    for i in 1..words.len() {
        let (before, word) = (&words[i - 1], &words[i]);
        let named = is_space(&text[before.span.end..word.span.start]) && before.text.starts_with(char::is_uppercase);
        let initial = word.text.chars().count() == 1 && word.text.starts_with(char::is_uppercase);
        let numeral = is_upper(&word.text) && word.text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        if named && (initial || numeral) && text[word.span.end..].starts_with('.') {
            words[i].span.end += 1;
        }
    }
}

#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "eines", "einer", "kein", "keine",
    "keinen", "dieser", "diese", "dieses", "diesen", "jeder", "jede", "jedes", "im", "am", "zum", "zur", "beim",
    "vom",
];

const SOFT_HYPHEN: char = '\u{ad}';
const QUOTES: [char; 13] = ['"', '„', '“', '”', '»', '«', '›', '‹', '‚', '‘', '’', '\'', '`'];

pub(super) fn is_space(gap: &str) -> bool {
    !gap.is_empty() && gap.chars().all(char::is_whitespace) && gap.matches('\n').count() < 2
}

pub(super) fn is_hyphen(gap: &str) -> bool {
    matches!(gap, "-" | "\u{2010}" | "\u{2011}")
}

pub(super) fn is_upper(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// After these a full stop ends no sentence.
fn is_abbreviated(word: &str) -> bool {
    let numeral = word.chars().all(|c| c.is_ascii_digit());
    let initial = word.chars().count() == 1;
    numeral
        || initial
        || matches!(word, "Dr" | "Prof" | "St" | "Mr" | "Mrs" | "Ms" | "bzw" | "ca" | "Nr" | "Co" | "Inc")
}

/// Letters and digits, with the apostrophe of `O'Brien` and the soft hyphen inside.
pub(super) fn word_spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = c.is_alphanumeric()
            || (start.is_some() && c == SOFT_HYPHEN)
            || (start.is_some()
                && matches!(c, '\'' | '’')
                && chars.peek().is_some_and(|(_, next)| next.is_uppercase()));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                spans.push(Span::new(begin, at));
                start = None;
            }
            _ => {}
        }
    }
    spans.extend(start.map(|begin| Span::new(begin, text.len())));
    spans
}

/// A shorter first half is no glued name but a prefix (`McDonald`, `MacArthur`).
const SHORTEST_GLUED: usize = 4;

/// Cuts a word where a copied page glued two names together (`HawkinsAndrew`): before an inner capital that starts a given name.
fn unglued(text: &str, span: Span, names: &PersonNames) -> Vec<Span> {
    let word = &text[span.start..span.end];
    let mut lower_before = false;
    for (at, c) in word.char_indices() {
        if c.is_uppercase() && lower_before && at >= SHORTEST_GLUED && names.is_clearly_given(&word[at..]) {
            return vec![Span::new(span.start, span.start + at), Span::new(span.start + at, span.end)];
        }
        lower_before = c.is_lowercase();
    }
    vec![span]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(text: &str) -> Segment<'_> {
        Segment::new(Place::Title, 0, text, PersonNames::embedded())
    }

    #[test]
    fn texts_fall_into_words() {
        for (text, words) in [
            ("Paul O'Brien geht's gut.", vec!["Paul", "O'Brien", "geht", "s", "gut"]),
            ("Sema\u{ad}glutid", vec!["Semaglutid"]),
            ("WeberAnna und McDonald", vec!["Weber", "Anna", "und", "McDonald"]),
            ("", vec![]),
        ] {
            let segment = segment(text);
            assert_eq!(segment.words.iter().map(|word| word.text.as_ref()).collect::<Vec<_>>(), words);
        }
    }

    #[test]
    fn gaps_tell_how_words_hang_together() {
        let segment = segment("Am 3. Mai kam Dr. Weiß-Rot. „Spiegel“ schwieg");
        assert!(!segment.starts_sentence(2) && segment.follows(3) && segment.is_joined(6));
        assert!(segment.starts_sentence(7) && segment.is_quoted(7, 8));
        assert_eq!((segment.unit_end(5), segment.slice(5, 7)), (7, "Weiß-Rot"));
    }

    proptest! {
        #[test]
        fn words_stand_in_order_within_the_text(text in "[A-Za-zäöüß\u{ad}'’. -]{0,80}") {
            let mut end = 0;
            for word in &segment(&text).words {
                prop_assert!(end <= word.span.start && word.span.start < word.span.end && word.span.end <= text.len());
                end = word.span.end;
            }
        }
    }
}
