//! Groups of articles that say nearly the same: an agency's copy in many papers, one article under several addresses.

use crate::index::{Sketches, Snapshot};
use crate::search::{ArticleInfo, Error};
use std::cmp::Reverse;

/// Articles that resemble the first of them.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateGroup {
    /// The oldest; undated ones count as newest.
    pub first: ArticleInfo,
    /// The others by age, each with its resemblance to the first ([`crate::index::Sketch::resemblance`]).
    pub others: Vec<(ArticleInfo, f32)>,
}

/// All groups of two or more articles that resemble their oldest by `threshold` (0 to 1) or more, the largest first.
///
/// An article joins the group whose oldest it resembles most. Below .6 some are missed.
///
/// # Errors
/// When the index can't be read.
pub fn duplicates(snapshot: &Snapshot, threshold: f32) -> Result<Vec<DuplicateGroup>, Error> {
    let mut groups: Vec<DuplicateGroup> = Vec::new();
    let mut firsts = Sketches::default();
    for (sketch, article) in by_age(snapshot)? {
        let home: Option<(usize, f32)> = firsts.nearest(&sketch, threshold).map(|(home, alike)| (*home, alike));
        if let Some((group, resemblance)) = home.and_then(|(home, alike)| Some((groups.get_mut(home)?, alike))) {
            group.others.push((article, resemblance));
        } else {
            firsts.insert(sketch, groups.len());
            groups.push(DuplicateGroup { first: article, others: Vec::new() });
        }
    }
    groups.retain(|group| !group.others.is_empty());
    groups.sort_by_key(|group| Reverse(group.others.len()));
    Ok(groups)
}

/// All articles with their sketches, the oldest first.
fn by_age(snapshot: &Snapshot) -> Result<Vec<(crate::index::Sketch, ArticleInfo)>, Error> {
    let mut articles = Vec::new();
    for record in snapshot.records()? {
        let article = record?.article;
        if let Some(sketch) = snapshot.sketch_of(&article.id)? {
            articles.push((sketch, ArticleInfo::of(&article)));
        }
    }
    articles.sort_by_cached_key(|(_, article)| {
        let seconds = article.published.as_ref().map(crate::article::Moment::seconds);
        (seconds.is_none(), seconds, article.id.clone())
    });
    Ok(articles)
}
