//! The quick look before the tagger's own: whether a word and its neighbours alone allow a name, by logistic regression.

use crate::chain::Random;
use crate::lesson::{Ids, Lesson};
use fundstelle::annotate::tagger::kinds::Label;

const EPOCHS: usize = 4;
const RATE: f32 = 0.15;
/// Share of features left out at random.
const DROPOUT: f32 = 0.2;

/// A weight for each feature of words; other features have none.
pub fn learn(lessons: &[&Lesson], ids: &Ids) -> Vec<f32> {
    let mut examples: Vec<(Vec<u32>, bool)> = lessons.iter().flat_map(|lesson| examples(lesson, ids)).collect();
    let (mut weights, mut squares) = (vec![0.0_f32; ids.len()], vec![1e-6_f32; ids.len()]);
    let mut random = Random(11);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let rate = RATE * (1.0 - epoch as f32 / EPOCHS as f32);
        for (features, named) in &examples {
            let kept: Vec<usize> =
                features.iter().filter(|_| random.unit() >= DROPOUT).map(|&feature| feature as usize).collect();
            let sum: f32 = kept.iter().map(|&feature| weights[feature]).sum::<f32>() / (1.0 - DROPOUT);
            let error = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(*named));
            for feature in kept {
                squares[feature] += error * error;
                weights[feature] -= rate * error / squares[feature].sqrt();
            }
        }
    }
    weights
}

/// The positions of a lesson about which it is certain whether they are in a name.
fn examples<'l>(lesson: &'l Lesson, ids: &'l Ids) -> impl Iterator<Item = (Vec<u32>, bool)> + 'l {
    let none = 1_u32 << Label::NONE.0;
    let certain = lesson.positions().filter(move |&i| lesson.allowed[i] & none == 0 || lesson.allowed[i] == none);
    certain.map(move |i| {
        let mut features = Vec::new();
        lesson.words_around(i, &mut |feature| features.extend(ids.get(feature)));
        (features, lesson.allowed[i] != none)
    })
}
