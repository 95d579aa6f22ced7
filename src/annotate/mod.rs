//! Who acts in an article and which media it cites, passage by passage.
//!
//! Rules find *mentions* (a name at a place), article-wide joining makes them *groups* (one name, all its forms), and the
//! groups become marks. Names that the source brought along are only looked up, never added to.
//! **Annotation never fails**: an article without names has no marks.

pub mod tagger;
mod words;
mod forms;
mod mention;
mod listed;
mod outlets;
mod states;
mod organisations;
mod persons;
mod given;
mod resolve;
mod publisher;

pub use publisher::publisher;

use crate::article::{Actor, Article, Citation};
use crate::lexicon::{Organisations, Outlets, PersonNames, States};
use crate::passage::Passage;
use listed::{Listed, Pass};
use mention::{Draft, Role};
use persons::PersonRule;
use resolve::Group;
use std::{collections::HashMap, sync::LazyLock};

/// The marks of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotations {
    /// Who acts or speaks, in order of first appearance.
    pub actors: Vec<Actor>,
    /// Media named as sources, in order of first appearance.
    pub citations: Vec<Citation>,
    /// What stands in which passage; as many as there are passages.
    pub passages: Vec<PassageMarks>,
}

impl Annotations {
    /// No marks at all, for an article of so many passages.
    #[must_use]
    pub fn none(passages: usize) -> Self {
        Self { passages: vec![PassageMarks::default(); passages], ..Self::default() }
    }
}

/// The marks of one passage, as numbers into [`Annotations::actors`] and [`Annotations::citations`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageMarks {
    /// Actors that a form in the passage names.
    pub actors: Vec<usize>,
    /// Media that a form in the passage names.
    pub citations: Vec<usize>,
}

/// Annotates with the embedded word lists.
///
/// `passages` are those of the same article. Title, lead, subheads and captions are searched too, but
/// `paragraphs` of the marks list body paragraphs only.
#[must_use]
pub fn annotate(article: &Article, passages: &[Passage]) -> Annotations {
    static EMBEDDED: LazyLock<Annotator<'static>> = LazyLock::new(|| {
        Annotator::new(Outlets::embedded(), States::embedded(), Organisations::embedded(), PersonNames::embedded())
    });
    EMBEDDED.annotate(article, passages)
}

/// Annotates with word lists of the caller's choice; costly to make, cheap to use.
#[derive(Debug)]
pub struct Annotator<'l> {
    outlets: &'l Outlets,
    names: &'l PersonNames,
    listed: Listed<'l>,
}

impl<'l> Annotator<'l> {
    /// Prepares the look-up of all listed forms.
    #[must_use]
    pub fn new(
        outlets: &'l Outlets,
        states: &'l States,
        organisations: &'l Organisations,
        names: &'l PersonNames,
    ) -> Self {
        Self { outlets, names, listed: Listed::new(outlets, states, organisations) }
    }

    /// Finds the marks of `article`; see [`annotate`].
    #[must_use]
    pub fn annotate(&self, article: &Article, passages: &[Passage]) -> Annotations {
        let segments = words::segments(article, self.names);
        let given_actors = article.given_actors.as_deref().map(|given| given::groups(given::actors(given), &segments));
        let given_citations =
            article.given_citations.as_deref().map(|given| given::groups(given::citations(given), &segments));
        let found = if given_actors.is_some() && given_citations.is_some() { Vec::new() } else { self.found(segments) };
        let (found_actors, found_citations) =
            found.into_iter().partition::<Vec<Group>, _>(|group| matches!(group.role, Role::Actor(_)));
        let mut groups = given_actors.unwrap_or(found_actors);
        groups.extend(given_citations.unwrap_or(found_citations));
        resolve::annotations(&groups, passages)
    }

    /// The rules, surest first: what one has marked, no later one takes.
    fn found(&self, segments: Vec<words::Segment<'_>>) -> Vec<Group> {
        let mut draft = Draft { segments, mentions: Vec::new(), aliases: HashMap::new() };
        let mut persons = PersonRule::new(&draft, &self.listed, self.names);
        self.listed.mark(&mut draft, Pass::Long);
        persons.mark_full_names(&mut draft);
        self.listed.mark(&mut draft, Pass::Clear);
        organisations::mark_unlisted(&mut draft, self.names);
        organisations::mark_abbreviations(&mut draft);
        persons.mark_short_names(&mut draft);
        self.listed.mark(&mut draft, Pass::Ambiguous);
        outlets::mark_unlisted(&mut draft, &self.listed, self.outlets, self.names);
        draft.mark_aliases();
        resolve::groups(draft.mentions)
    }
}
