//! What the rules find: a name at a place, before names are joined across the article.

use super::words::{Place, Segment};
use crate::article::{ActorKind, MediumKind, Span};
use std::collections::{HashMap, HashSet};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Actor(ActorKind),
    Medium(MediumKind),
}

/// A name that stands somewhere in the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub role: Role,
    /// Canonical name, as far as the rule knows it.
    pub name: String,
    /// As it stands in the text.
    pub form: String,
    pub place: Place,
    /// Where it stands in the article's text; `None` in the title.
    pub span: Option<Span>,
    /// True when the mention alone does not make its name an actor or a source.
    pub weak: bool,
}

/// An article in work: its words, and what was found so far.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    pub segments: Vec<Segment<'t>>,
    pub mentions: Vec<Mention>,
    /// Abbreviations that the article itself introduces, with what they stand for.
    pub aliases: HashMap<String, (Role, String)>,
    /// Abbreviations that the article explains as something that is no organisation.
    pub foreign: HashSet<String>,
    /// Words that the article also uses as common words: after a determiner or an adjective, or in lower case.
    pub common: HashSet<String>,
}

/// The capitalised words in a common noun's position, and every lower-case word as it would start a sentence.
fn common_words(segment: &Segment<'_>) -> Vec<String> {
    let word = |i: usize| {
        let text = segment.word(i);
        if segment.is_capital(i) {
            let opens_compound = segment.is_joined(i + 1);
            return (segment.is_noun_position(i) && !opens_compound).then(|| text.to_owned());
        }
        let mut letters = text.chars();
        letters.next().filter(|first| first.is_lowercase()).map(|first| first.to_uppercase().chain(letters).collect())
    };
    (0..segment.words.len()).filter_map(word).collect()
}

impl<'t> Draft<'t> {
    pub fn new(segments: Vec<Segment<'t>>) -> Self {
        let common = segments.iter().flat_map(common_words).collect();
        Self { segments, mentions: Vec::new(), aliases: HashMap::new(), foreign: HashSet::new(), common }
    }

    /// Marks the words `start..end` of a segment as a name.
    pub fn mark(&mut self, segment: usize, start: usize, end: usize, role: Role, name: &str) {
        self.mark_as(segment, start, end, role, name, false);
    }

    /// The same for a mention that does not suffice alone.
    pub fn mark_weakly(&mut self, segment: usize, start: usize, end: usize, role: Role, name: &str) {
        self.mark_as(segment, start, end, role, name, true);
    }

    fn mark_as(&mut self, segment: usize, start: usize, end: usize, role: Role, name: &str, weak: bool) {
        let Some(segment) = self.segments.get_mut(segment) else { return };
        if start >= end || !segment.is_free(start, end) {
            return;
        }
        segment.take(start, end);
        self.mentions.push(Mention {
            role,
            name: name.to_owned(),
            form: segment.slice(start, end).to_owned(),
            place: segment.place,
            span: segment.span(start, end),
            weak,
        });
    }

    /// Drops mentions of abbreviations that the article explains as something else (`Body-Mass-Index (BMI)`).
    pub fn drop_foreign_abbreviations(&mut self) {
        let foreign = std::mem::take(&mut self.foreign);
        self.mentions.retain(|mention| !foreign.contains(&mention.form) || self.aliases.contains_key(&mention.form));
    }

    /// Marks the abbreviations that the article introduced wherever else they stand.
    pub fn mark_aliases(&mut self) {
        let aliases = std::mem::take(&mut self.aliases);
        for number in (0..self.segments.len()).filter(|_| !aliases.is_empty()) {
            for i in 0..self.segments[number].words.len() {
                let word = self.segments[number].word(i);
                if let Some((role, name)) = aliases.get(word).or_else(|| aliases.get(word.strip_suffix('s')?)) {
                    self.mark(number, i, i + 1, *role, name);
                }
            }
        }
    }

    /// True when some mention that counts bears this name.
    pub fn has(&self, role: Role, name: &str) -> bool {
        self.mentions.iter().any(|mention| !mention.weak && mention.role == role && mention.name == name)
    }
}
