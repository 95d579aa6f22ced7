//! Whether the tagger finds actors of articles that the rules miss: the annotator with and without it, on articles that the
//! tagger has not learned from.

use crate::corpus::Document;
use crate::lesson::Lesson;
use crate::measure::FOLDS;
use crate::teach::{self, Plan};
use fundstelle::annotate::Annotator;
use fundstelle::annotate::tagger::Tagger;
use fundstelle::annotate::tagger::classes::WordList;
use fundstelle::annotate::tagger::kinds::NameKind;
use fundstelle::article::{Actor, ActorKind, Article, Block, BlockKind, Span};
use fundstelle::lexicon::Lexicon;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

const KINDS: [(ActorKind, NameKind); 3] = [
    (ActorKind::Person, NameKind::Person),
    (ActorKind::Organisation, NameKind::Organisation),
    (ActorKind::State, NameKind::State),
];

/// Found, expected and right actors of each kind.
#[derive(Debug, Default)]
struct Counts(BTreeMap<ActorKind, [usize; 3]>);

/// Measures the annotator by articles over all folds, without the tagger and with it; one line for each kind.
pub fn folds(lessons: &[Lesson], list: &WordList) -> String {
    let (mut without, mut with) = (Counts::default(), Counts::default());
    let rules = annotator(Tagger::default());
    for fold in 0..FOLDS {
        let others: Vec<&Lesson> = lessons.iter().filter(|lesson| lesson.document.fold(FOLDS) != fold).collect();
        let tagged = annotator(Tagger { list: list.clone(), weights: teach::teach(&others, &Plan::default()) });
        let own = lessons.iter().map(|lesson| &lesson.document).filter(|document| !document.coarse);
        for document in own.filter(|document| document.fold(FOLDS) == fold) {
            without.add(document, &rules);
            with.add(document, &tagged);
        }
    }
    format!("without the tagger\n{}with the tagger\n{}", without.lines(), with.lines())
}

fn annotator(tagger: Tagger) -> Annotator {
    Annotator::new(Lexicon::embedded().clone()).with_tagger(Arc::new(tagger))
}

impl Counts {
    fn add(&mut self, document: &Document, annotator: &Annotator) {
        let article = article(&document.text);
        let found = annotator.annotate(&article, &[]).actors;
        for (kind, name_kind) in KINDS {
            let expected = expected(document, name_kind);
            let found: Vec<HashSet<String>> = found.iter().filter(|actor| actor.kind == kind).map(names).collect();
            let counts = self.0.entry(kind).or_default();
            counts[1] += expected.len();
            counts[2] += expected.iter().filter(|name| found.iter().any(|actor| !actor.is_disjoint(name))).count();
            let wrong = found.iter().filter(|actor| expected.iter().all(|name| name.is_disjoint(actor)));
            counts[0] += wrong.count();
        }
    }

    fn lines(&self) -> String {
        let line = |(kind, [wrong, expected, right]): (&ActorKind, &[usize; 3])| {
            let (wrong, expected, right) = (*wrong as f64, *expected as f64, *right as f64);
            let (precision, recall) = (right / (right + wrong).max(1.0), right / expected.max(1.0));
            let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
            format!("  {:<13} P {precision:.3} R {recall:.3} F1 {f1:.3} ({expected})\n", kind.as_str())
        };
        self.0.iter().map(line).collect()
    }
}

fn article(text: &str) -> Article {
    let mut article = Article { text: text.to_owned(), ..Article::default() };
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        article.blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, start + paragraph.len()) });
        start += paragraph.len() + 2;
    }
    article
}

fn names(actor: &Actor) -> HashSet<String> {
    actor.forms.iter().chain([&actor.name]).map(|form| bare(form)).collect()
}

/// The actors that the annotated names of a kind make: short names of persons join the full name that holds them.
fn expected(document: &Document, kind: NameKind) -> Vec<HashSet<String>> {
    let names = document.names.iter().filter(|name| name.1 == kind);
    let mut forms: Vec<&str> = names.map(|(span, _)| &document.text[span.start..span.end]).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    let mut actors: Vec<HashSet<String>> = Vec::new();
    for form in forms {
        let joins = |known: &str| {
            known == bare(form) || (kind == NameKind::Person && known.split([' ', '-']).any(|word| word == bare(form)))
        };
        match actors.iter_mut().find(|actor| actor.iter().any(|known| joins(known))) {
            Some(actor) => drop(actor.insert(bare(form))),
            None => actors.push(HashSet::from([bare(form)])),
        }
    }
    actors
}

fn bare(form: &str) -> String {
    let lower = form.to_lowercase();
    lower.strip_suffix('s').filter(|bare| bare.len() > 2).unwrap_or(&lower).to_owned()
}
