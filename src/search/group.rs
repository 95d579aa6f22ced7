//! Grouping: no more than so many passages of one article.

use std::collections::HashMap;

/// Keeps passages in order, but none beyond the `per_article`-th of an article.
pub(crate) struct Quota {
    per_article: usize,
    seen: HashMap<u64, usize>,
}

impl Quota {
    pub(crate) fn new(per_article: usize) -> Self {
        Self { per_article, seen: HashMap::new() }
    }

    /// Counts a passage of `article` and says whether it stays.
    pub(crate) fn admits(&mut self, article: u64) -> bool {
        let count = self.seen.entry(article).or_default();
        *count += 1;
        *count <= self.per_article
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_gives_no_more_than_its_share() {
        let mut quota = Quota::new(2);
        let kept: Vec<u64> = [1, 1, 2, 1, 2, 2, 3].into_iter().filter(|article| quota.admits(*article)).collect();
        assert_eq!(kept, [1, 1, 2, 2, 3]);
    }
}
