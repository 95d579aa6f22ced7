//! A progress bar on stderr, and only when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far a run has come: counted in inputs, or, when there is but one, in its articles.
pub(crate) struct Progress {
    bar: ProgressBar,
    by_article: bool,
}

impl Progress {
    /// The bar for so many inputs.
    pub(crate) fn new(inputs: usize, wanted: bool) -> Self {
        let target = if wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let by_article = inputs == 1;
        let (length, template) = if by_article {
            (None, "{spinner} {pos} articles, {per_sec}, {elapsed}")
        } else {
            (Some(inputs as u64), "{bar:30} {pos}/{len} inputs, {per_sec}, {eta} left")
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: ProgressBar::with_draw_target(length, target).with_style(style), by_article }
    }

    /// One more article has been read.
    pub(crate) fn article(&self) {
        self.bar.inc(u64::from(self.by_article));
    }

    /// One more input has been read to its end.
    pub(crate) fn input(&self) {
        self.bar.inc(u64::from(!self.by_article));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
