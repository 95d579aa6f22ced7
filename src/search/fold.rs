//! Folding: articles that say nearly the same are shown once, under the one that ranks first.

use crate::index::{Sketch, Sketches};
use std::collections::HashMap;

/// Goes down a ranking and finds for each article the one under which it is shown.
pub(crate) struct Fold {
    /// From which resemblance on articles are one; `None` folds nothing.
    threshold: Option<f32>,
    shown: Sketches<u64>,
    /// The article under which each one met so far is shown, by keys.
    homes: HashMap<u64, u64>,
}

impl Fold {
    pub(crate) fn new(threshold: Option<f32>) -> Self {
        Self { threshold, shown: Sketches::default(), homes: HashMap::new() }
    }

    /// The article under which `article` is shown (itself, or one met before), and whether it is met for the first time.
    /// `sketch` is asked for only then.
    pub(crate) fn home<E>(
        &mut self,
        article: u64,
        sketch: impl FnOnce() -> Result<Option<Sketch>, E>,
    ) -> Result<(u64, bool), E> {
        let Some(threshold) = self.threshold else { return Ok((article, false)) };
        if let Some(home) = self.homes.get(&article) {
            return Ok((*home, false));
        }
        let sketch = sketch()?;
        let alike = sketch.as_ref().and_then(|sketch| self.shown.nearest(sketch, threshold));
        let home = alike.map_or(article, |(home, _)| *home);
        if let Some(sketch) = sketch.filter(|_| home == article) {
            self.shown.insert(sketch, article);
        }
        self.homes.insert(article, home);
        Ok((home, true))
    }
}
