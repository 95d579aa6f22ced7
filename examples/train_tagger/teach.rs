//! Teaches both passes and packs what they learned.
//!
//! The second pass has to learn from first-pass labels as they are on unseen text. So the articles are cut into parts, and
//! each part is labelled by a first pass that learned from the other parts.

use crate::chain::{Chain, Line, Settings};
use crate::lesson::{Ids, Lesson};
use crate::sieve;
use fundstelle::annotate::tagger::decode::Transitions;
use fundstelle::annotate::tagger::features::{self, Votes};
use fundstelle::annotate::tagger::kinds::{Label, NAMED};
use fundstelle::annotate::tagger::weights::Weights;

/// How both passes learn, and how they are packed.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub first: Settings,
    /// Going on without the small weights, on articles alone: their annotation is the one wanted.
    pub refit: Settings,
    pub second: Settings,
    /// So many chains, learned in different orders, are made one.
    pub together: u64,
    /// Added to every named label's score.
    pub favour: f32,
    /// Log odds of being inside a name below which a position is ruled out.
    pub ruled_out: f32,
    /// Features of fewer documents are left out, in the first and the second pass.
    pub documents: [u32; 2],
    /// Parts in which articles are labelled for the second pass.
    pub parts: u64,
    /// Quantised weights a unit of score.
    pub unit: f32,
    /// Smaller weights are dropped.
    pub least: f32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            first: Settings { epochs: 7, rate: 0.15, margin: 1.0, missed: 0.5, dropout: 0.2, refit: false },
            refit: Settings { epochs: 3, rate: 0.08, margin: 1.0, missed: 0.5, dropout: 0.1, refit: true },
            second: Settings { epochs: 12, rate: 0.1, margin: 1.0, missed: 1.0, dropout: 0.2, refit: false },
            together: 3,
            favour: 0.4,
            ruled_out: -6.0,
            documents: [3, 2],
            parts: 4,
            unit: 24.0,
            least: 0.06,
        }
    }
}

/// Learns from `lessons`; the features of both passes are gathered from them alone.
pub fn teach(lessons: &[&Lesson], plan: &Plan) -> Weights {
    let ids =
        Ids::gather(lessons.iter(), plan.documents[0], |lesson| lesson, |lesson, i, sink| lesson.first_pass(i, sink));
    let lines: Vec<Vec<Line>> =
        lessons.iter().map(|lesson| lesson.lines(&ids, |i, sink| lesson.first_pass(i, sink))).collect();
    let learn = |left_out: Option<u64>| {
        let taught = lessons.iter().zip(&lines).filter(|(lesson, _)| Some(lesson.part(plan)) != left_out);
        let taught: Vec<&Line> = taught.flat_map(|(_, lines)| lines).collect();
        let mut chain = together(ids.len(), plan, None, |chain, seed| chain.learn(&taught, plan.first, seed));
        chain.drop_small(plan.least);
        let own = lessons.iter().zip(&lines).filter(|(lesson, _)| !lesson.document.coarse);
        let own = own.filter(|(lesson, _)| Some(lesson.part(plan)) != left_out).flat_map(|(_, lines)| lines);
        chain.learn(&own.collect::<Vec<_>>(), plan.refit, 8);
        chain
    };
    let first = learn(None);
    let mut guessed: Vec<Guess<'_>> = Vec::new();
    for part in 0..plan.parts {
        let chain = learn(Some(part));
        let unseen = lessons.iter().zip(&lines).filter(|(lesson, _)| lesson.part(plan) == part);
        guessed.extend(unseen.map(|(lesson, lines)| Guess::new(lesson, lines, &chain, plan.favour)));
    }
    let (second, second_ids) = teach_again(&guessed, &first, plan);
    let inside = sieve::learn(lessons, &ids);
    pack(&[(&first, &ids), (&second, &second_ids)], &inside, plan)
}

/// Several chains that learn alike but for the order and what is left out, made one.
fn together(features: usize, plan: &Plan, first: Option<&Chain>, learn: impl Fn(&mut Chain, u64)) -> Chain {
    let chains: Vec<Chain> = (0..plan.together)
        .map(|n| {
            let mut chain = Chain::new(features);
            chain.transitions = first.map_or(chain.transitions, |first| first.transitions);
            learn(&mut chain, 7 + 1000 * n);
            chain
        })
        .collect();
    Chain::mean(&chains)
}

impl Lesson {
    /// The part of an article; texts that do not take part in the second pass have none.
    fn part(&self, plan: &Plan) -> u64 {
        if self.document.coarse { u64::MAX } else { self.document.part(plan.parts) }
    }
}

/// What a first pass that has not seen a lesson makes of it.
struct Guess<'l> {
    lesson: &'l Lesson,
    scores: Vec<Vec<[f32; NAMED]>>,
    labels: Vec<Label>,
    votes: Vec<Votes>,
}

impl<'l> Guess<'l> {
    fn new(lesson: &'l Lesson, lines: &[Line], chain: &Chain, favour: f32) -> Self {
        let score = |line: &Line| line.features.iter().map(|ids| chain.score([favour; NAMED], ids)).collect();
        let scores: Vec<Vec<[f32; NAMED]>> = lines.iter().map(score).collect();
        let mut labels = vec![Label::NONE; lesson.reading.positions.len()];
        for (line, scores) in lesson.reading.lines.iter().zip(&scores) {
            labels[line.clone()].copy_from_slice(&chain.decode(scores));
        }
        let mut votes = Vec::new();
        features::votes(&lesson.reading, &labels, &mut votes);
        Self { lesson, scores, labels, votes }
    }

    fn emit(&self, i: usize, mut sink: &mut dyn FnMut(u64)) {
        features::again(&self.lesson.reading, i, &self.labels, &self.votes, &mut sink);
    }
}

fn teach_again(guessed: &[Guess<'_>], first: &Chain, plan: &Plan) -> (Chain, Ids) {
    let ids =
        Ids::gather(guessed.iter(), plan.documents[1], |guess| guess.lesson, |guess, i, sink| guess.emit(i, sink));
    let mut lines = Vec::new();
    for guess in guessed {
        let learned = guess.lesson.lines(&ids, |i, sink| guess.emit(i, sink));
        lines.extend(learned.into_iter().zip(&guess.scores).map(|(line, base)| Line { base: base.clone(), ..line }));
    }
    let lines: Vec<&Line> = lines.iter().collect();
    let mut chain = together(ids.len(), plan, Some(first), |chain, seed| chain.learn(&lines, plan.second, seed));
    chain.drop_small(plan.least);
    chain.learn(&lines, Settings { refit: true, epochs: 3, rate: plan.second.rate * 0.5, ..plan.second }, 10);
    (chain, ids)
}

fn pack(passes: &[(&Chain, &Ids); 2], inside: &[f32], plan: &Plan) -> Weights {
    let mut rows = Vec::new();
    for (pass, (chain, ids)) in passes.iter().enumerate() {
        rows.extend(ids.sorted().into_iter().map(|(feature, id)| {
            let id = id as usize;
            let inside = if pass == 0 { quantised(inside[id], plan) } else { 0 };
            (feature, chain.weights[id].map(|weight| quantised(weight, plan)), inside)
        }));
    }
    rows.retain(|(_, scores, inside)| *scores != [0; NAMED] || *inside != 0);
    let mut weights = Weights::with_room(rows.len());
    let lost = rows.iter().filter(|(feature, scores, inside)| !weights.insert(*feature, *scores, *inside)).count();
    eprintln!("{} rows, {lost} found no place", rows.len());
    weights.favour = (plan.favour * plan.unit).round() as i16;
    weights.least = (plan.ruled_out * plan.unit).round() as i16;
    weights.transitions = transitions(passes[0].0, plan);
    weights.second = transitions(passes[1].0, plan);
    eprintln!("{} bytes", weights.to_bytes().len());
    weights
}

fn quantised(weight: f32, plan: &Plan) -> i8 {
    (weight * plan.unit).round().clamp(-127.0, 127.0) as i8
}

fn transitions(chain: &Chain, plan: &Plan) -> Transitions {
    let quantised = |weight: f32| (weight * plan.unit).round() as i16;
    chain.transitions.map(|row| std::array::from_fn(|to| row.get(to).map_or(0, |&weight| quantised(weight))))
}
