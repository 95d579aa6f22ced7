//! Five-fold measuring of what would ship: packed weights, decoded by the library.

use crate::lesson::Lesson;
use crate::score::{Grain, Score};
use crate::teach::{self, Plan};
use fundstelle::annotate::tagger::classes::WordList;
use fundstelle::annotate::tagger::{Desk, Name, Tagger};

/// Number of folds.
pub const FOLDS: u64 = 5;

/// Scores of the articles by six and by four kinds, and of GermEval's sentences by its four.
#[derive(Debug, Default)]
pub struct Scores {
    fine: Score,
    coarse: Score,
    germeval: Score,
}

/// Teaches on all folds but one and scores that one; adds its figures to `scores`.
pub fn fold(lessons: &[Lesson], list: &WordList, plan: &Plan, fold: u64, scores: &mut Scores) {
    let others: Vec<&Lesson> = lessons.iter().filter(|lesson| lesson.document.fold(FOLDS) != fold).collect();
    let tagger = Tagger { list: list.clone(), weights: teach::teach(&others, plan) };
    let mut desk = Desk::default();
    for lesson in lessons.iter().filter(|lesson| lesson.document.fold(FOLDS) == fold) {
        let names = tagger.names(&lesson.document.text, &mut desk);
        scores.add(lesson, &names);
    }
}

impl Scores {
    fn add(&mut self, lesson: &Lesson, names: &[Name]) {
        let found: Vec<_> = names.iter().map(|name| (name.span, name.kind)).collect();
        if lesson.document.coarse {
            self.germeval.add(&lesson.document, &found, Grain::Coarse);
        } else {
            self.fine.add(&lesson.document, &found, Grain::Fine);
            self.coarse.add(&lesson.document, &found, Grain::Coarse);
        }
    }

    /// A line for each way of counting.
    pub fn lines(&self) -> String {
        let [fine, coarse, germeval] = [&self.fine, &self.coarse, &self.germeval].map(Score::line);
        format!("articles, six kinds:  {fine}\narticles, four kinds: {coarse}\nGermEval, four kinds: {germeval}")
    }
}
