//! Groups of articles that say nearly the same, as lines and as JSON.

use crate::present::json::article;
use crate::present::{Style, plain};
use crate::search::{ArticleInfo, DuplicateGroup};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One group as JSON: its oldest article, and the others with their resemblance to it (0 to 1).
#[must_use]
pub fn duplicates_json(group: &DuplicateGroup) -> Value {
    let other = |(other, resemblance): &(ArticleInfo, f32)| {
        let mut value = article(other);
        value["resemblance"] = (f64::from((resemblance * 100.0).round()) / 100.0).into();
        value
    };
    json!({ "article": article(&group.first), "others": group.others.iter().map(other).collect::<Vec<_>>() })
}

/// One group as a block of lines: resemblance, date, outlet, title, id.
#[must_use]
pub fn duplicates_text(group: &DuplicateGroup, style: &Style) -> String {
    let mut text = format!("{} articles  {}", group.others.len() + 1, style.strong(&plain(&group.first.title)));
    let _ = write!(text, "\n      {}", line(&group.first, style));
    for (other, resemblance) in &group.others {
        let _ = write!(text, "\n {:>3} % {}", (resemblance * 100.0).round(), line(other, style));
        if other.title != group.first.title {
            let _ = write!(text, "  {}", plain(&other.title));
        }
    }
    text
}

fn line(article: &ArticleInfo, style: &Style) -> String {
    let date = article.published.as_ref().map_or_else(|| "          ".to_owned(), |moment| moment.day().to_string());
    let outlet = article.outlet.as_ref().map_or("–", |outlet| outlet.name.as_str());
    format!("{date}  {}  {}", plain(outlet), style.quiet(&plain(&article.id)))
}
