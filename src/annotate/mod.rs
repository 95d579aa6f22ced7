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
mod bodies;
mod abbreviations;
mod persons;
mod surnames;
mod tagged;
mod given;
mod own;
mod resolve;
mod publisher;

pub use abbreviations::is_spelled_by;
pub use publisher::publisher;

use crate::article::{Actor, Article, Citation};
use crate::lexicon::Lexicon;
use crate::passage::Passage;
use listed::{Listed, Pass};
use mention::{Draft, Role};
use own::OwnRule;
use persons::PersonRule;
use resolve::Group;
use std::sync::{Arc, LazyLock};
use tagged::TaggedNames;
use tagger::Tagger;

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
    Annotator::embedded().annotate(article, passages)
}

/// Annotates with word lists of the caller's choice; costly to make, cheap to use.
#[derive(Debug)]
pub struct Annotator {
    lexicon: Arc<Lexicon>,
    listed: Listed,
    own: OwnRule,
    tagged: TaggedNames,
}

impl Annotator {
    /// The annotator with the embedded word lists, made at the first call.
    #[must_use]
    pub fn embedded() -> &'static Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Annotator>> =
            LazyLock::new(|| Arc::new(Annotator::new(Lexicon::embedded().clone())));
        &EMBEDDED
    }

    /// Prepares the look-up of all listed forms.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        let (listed, own) = (Listed::new(lexicon.clone()), OwnRule::new(lexicon.clone()));
        Self { lexicon, listed, own, tagged: TaggedNames::new(Tagger::embedded().clone()) }
    }

    /// The same with another tagger than the embedded one.
    #[must_use]
    pub fn with_tagger(self, tagger: Arc<Tagger>) -> Self {
        Self { tagged: TaggedNames::new(tagger), ..self }
    }

    /// The word lists.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Finds the marks of `article`; see [`annotate`].
    #[must_use]
    pub fn annotate(&self, article: &Article, passages: &[Passage]) -> Annotations {
        let segments = words::segments(article, self.lexicon.names);
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
        let names = self.lexicon.names;
        let mut draft = Draft::new(segments);
        let mut persons = PersonRule::new(&draft, &self.listed, names);
        self.own.mark(&mut draft);
        self.listed.mark(&mut draft, Pass::Long);
        persons.mark_full_names(&mut draft);
        bodies::mark(&mut draft, names);
        abbreviations::mark(&mut draft);
        self.listed.mark(&mut draft, Pass::Clear);
        abbreviations::mark(&mut draft);
        draft.drop_foreign_abbreviations();
        organisations::mark_introduced(&mut draft, &self.listed, names);
        persons.mark_short_names(&mut draft);
        self.listed.mark(&mut draft, Pass::Ambiguous);
        outlets::mark_unlisted(&mut draft, &self.listed, &self.lexicon, self.tagged.words());
        draft.mark_aliases();
        self.tagged.mark(&mut draft, &mut persons);
        self.own.settle(&mut draft);
        resolve::groups(draft.mentions)
    }
}

#[cfg(test)]
mod cases;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ActorKind, Block, BlockKind, MediumKind, Span};
    use crate::passage::PassageKind;
    use proptest::prelude::*;

    /// An article with one passage a paragraph.
    fn article(title: &str, paragraphs: &[&str]) -> (Article, Vec<Passage>) {
        let mut article = Article { title: title.to_owned(), ..Article::default() };
        for paragraph in paragraphs {
            let start = article.text.len();
            article.text.push_str(paragraph);
            article.blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, article.text.len()) });
            article.text.push_str("\n\n");
        }
        let passage = |(number, block): (usize, &Block)| {
            let (span, kind) = (block.span, PassageKind::Body);
            Passage { kind, number, span, chars: span, heading: None }
        };
        let passages = article.blocks.iter().enumerate().map(passage).collect();
        (article, passages)
    }

    const TITLE: &str = "Moorstreit: Anna Beispiel lenkt ein";
    const PARAGRAPHS: [&str; 3] = [
        "Krähwinkel (dpa) – Ministerin Beispiel hat nach Angaben der »Zeit« eingelenkt. Das Institut für Moorkunde (IfM) zweifelt.",
        "Auch Moskau droht mit Folgen, schreibt NYT-Autor Xyla Krumbach. In Moskau schneit es. Die EU und Russland verhandeln.",
        "Das IfM bleibt dabei: „Es ist an der Zeit“, sagte eine Sprecherin der taz. Krumbachs Text erschien in der New York Times.",
    ];

    #[test]
    fn an_article_gets_its_marks() {
        let (article, passages) = article(TITLE, &PARAGRAPHS);
        let marks = annotate(&article, &passages);
        let actor = |name: &str| marks.actors.iter().position(|actor| actor.name == name);
        let names: Vec<&str> = marks.actors.iter().map(|actor| actor.name.as_str()).collect();
        assert_eq!(names, ["Anna Beispiel", "Institut für Moorkunde", "Russland", "Xyla Krumbach", "EU"]);
        let cited: Vec<(&str, MediumKind)> =
            marks.citations.iter().map(|cited| (cited.name.as_str(), cited.kind)).collect();
        let kinds = [MediumKind::Agency, MediumKind::Newspaper, MediumKind::Newspaper, MediumKind::Newspaper];
        assert_eq!(cited, ["dpa", "Die Zeit", "New York Times", "taz"].into_iter().zip(kinds).collect::<Vec<_>>());
        assert_eq!(marks.citations[2].forms, ["NYT", "New York Times"]);
        assert_eq!(marks.actors[1].forms, ["Institut für Moorkunde", "IfM"]);
        assert_eq!((marks.actors[2].kind, &marks.actors[2].paragraphs), (ActorKind::State, &vec![1]));
        assert_eq!(
            marks.passages[2].actors,
            [actor("Institut für Moorkunde"), actor("Xyla Krumbach")].map(Option::unwrap_or_default)
        );
    }

    #[test]
    fn given_marks_are_only_placed() {
        let (mut article, passages) = article(TITLE, &PARAGRAPHS);
        let actor =
            |name: &str| Actor { name: name.to_owned(), kind: ActorKind::Person, forms: vec![], paragraphs: vec![] };
        article.given_actors = Some(vec![actor("Krumbach"), actor("Zacharias Unerwähnt")]);
        article.given_citations = Some(vec![]);
        let marks = annotate(&article, &passages);
        assert_eq!(marks.citations, []);
        assert_eq!(marks.actors.iter().map(|actor| actor.paragraphs.clone()).collect::<Vec<_>>(), [vec![1, 2], vec![]]);
        let numbers: Vec<Vec<usize>> = marks.passages.into_iter().map(|passage| passage.actors).collect();
        assert_eq!(numbers, [vec![1], vec![0, 1], vec![0, 1]]);
    }

    proptest! {
        #[test]
        fn forms_stand_in_the_text(words in proptest::collection::vec(
            "Anna|Dr\\.|von|der|Beispiel|Spiegel|Moskau|droht|EU|\\(EU\\)|„Zeit“|sagte|Institut|für|K\\.|XVI\\.|-|\n\n|faz\\.net|Kanzler|und|die", 0..30)) {
            let text = words.join(" ");
            let (article, passages) = article(&text, &[&text]);
            let marks = annotate(&article, &passages);
            for form in marks.actors.iter().flat_map(|actor| &actor.forms).chain(marks.citations.iter().flat_map(|cited| &cited.forms)) {
                prop_assert!(text.contains(form.as_str()), "{form:?}");
            }
            prop_assert_eq!(marks.passages.len(), passages.len());
        }
    }
}
