//! Lists: articles, outlets, actors, one a line.

use crate::index::Record;
use crate::present::link::target;
use crate::present::{Style, plain};
use crate::search::{ActorFacet, OutletFacet};
use serde_json::{Value, json};

/// One article of the index as JSON.
#[must_use]
pub fn entry_json(record: &Record) -> Value {
    let article = &record.article;
    json!({
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "authors": article.authors,
        "published": article.published,
        "section": article.section,
        "url": article.url,
        "path": article.path,
        "passages": record.passages,
    })
}

/// One article of the index as a line: date, outlet, title, id.
#[must_use]
pub fn entry_line(record: &Record, style: &Style) -> String {
    let article = &record.article;
    let date = article.published.as_ref().map_or_else(|| "          ".to_owned(), |moment| moment.day().to_string());
    let outlet = article.outlet.as_ref().map_or("–", |outlet| outlet.name.as_str());
    let opens = target(article.url.as_deref(), article.path.as_deref());
    let title = style.linked(&style.strong(&plain(&article.title)), opens.as_deref());
    format!("{date}  {}  {title}  {}", plain(outlet), style.quiet(&plain(&article.id)))
}

/// One actor as JSON.
#[must_use]
pub fn actor_json(actor: &ActorFacet) -> Value {
    json!({
        "name": actor.name,
        "type": actor.kind,
        "articles": actor.named.articles,
        "passages": actor.named.passages,
        "forms": actor.forms,
    })
}

/// One actor as a line: articles, passages, kind, name, other forms.
#[must_use]
pub fn actor_line(actor: &ActorFacet, style: &Style) -> String {
    let kind = actor.kind.as_str();
    let counts = format!("{:>6} {:>6}  {kind:<12}", actor.named.articles, actor.named.passages);
    format!("{counts}  {}{}", style.strong(&plain(&actor.name)), other_forms(&actor.name, &actor.forms, style))
}

/// One outlet as JSON.
#[must_use]
pub fn outlet_json(outlet: &OutletFacet) -> Value {
    json!({
        "name": outlet.name,
        "kind": outlet.kind,
        "published": { "articles": outlet.published.articles, "passages": outlet.published.passages },
        "cited": { "articles": outlet.cited.articles, "passages": outlet.cited.passages },
        "forms": outlet.forms,
    })
}

/// One outlet as a line: articles published, articles that cite it, kind, name, other forms.
#[must_use]
pub fn outlet_line(outlet: &OutletFacet, style: &Style) -> String {
    let kind = outlet.kind.as_str();
    let counts = format!("{:>9} {:>6}  {kind:<11}", outlet.published.articles, outlet.cited.articles);
    format!("{counts}  {}{}", style.strong(&plain(&outlet.name)), other_forms(&outlet.name, &outlet.forms, style))
}

fn other_forms(name: &str, forms: &[String], style: &Style) -> String {
    let others: Vec<&str> = forms.iter().map(String::as_str).filter(|form| *form != name).collect();
    if others.is_empty() { String::new() } else { style.quiet(&format!("  ({})", plain(&others.join(", ")))) }
}
