//! Which outlets and actors are named in the passages that match, with their kinds and forms.

use crate::article::{ActorKind, MediumKind};
use crate::index::{ActorName, Record, Snapshot, actor_name, actor_value};
use crate::search::Error;
use crate::search::facets::Frequency;
use crate::search::facets::count::{Counted, count, count_actors};
use crate::search::matches::Scope;
use std::collections::{BTreeMap, HashSet};
use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};

/// Forms of a name are gathered from so many of its articles at most: enough to know it by, and bounded.
const ARTICLES_READ_FOR_FORMS: usize = 20;

/// An actor of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorFacet {
    /// Canonical name.
    pub name: String,
    /// What kind of actor it is.
    pub kind: ActorKind,
    /// How often it is named.
    pub named: Frequency,
    /// Forms under which it stands, as seen in its first articles.
    pub forms: Vec<String>,
}

/// An outlet of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletFacet {
    /// Canonical name.
    pub name: String,
    /// What kind of medium it is, as far as citations tell.
    pub kind: MediumKind,
    /// What it published.
    pub published: Frequency,
    /// How often it is cited.
    pub cited: Frequency,
    /// Forms under which it is cited, as seen in the first articles that do.
    pub forms: Vec<String>,
}

/// The actors named in the passages of `scope`, most frequent first, at most `limit`.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn actors(snapshot: &Snapshot, scope: &Scope, limit: usize) -> Result<Vec<ActorFacet>, Error> {
    let counted = count_actors(snapshot, &scope.matches(snapshot)?)?;
    let mut facets = Vec::new();
    for (value, named) in most_frequent(counted, limit) {
        let Some((name, kind)) = actor_name(&value) else { continue };
        let forms = forms(snapshot, &(name.clone(), kind))?;
        facets.push(ActorFacet { name, kind, named, forms });
    }
    Ok(facets)
}

/// The forms that an actor has in the first articles of each of its names, its own name's first.
fn forms(snapshot: &Snapshot, actor: &ActorName) -> Result<Vec<String>, Error> {
    let mut names = snapshot.names_of(actor)?;
    names.sort_by_key(|name| name != actor);
    let mut forms = Vec::new();
    for (name, kind) in &names {
        let records = records_with(snapshot, snapshot.fields().actor_name, &actor_value(name, *kind))?;
        let same = records.into_iter().flat_map(|record| record.actors).filter(|actor| actor.name == *name);
        forms.extend(same.flat_map(|actor| actor.forms));
    }
    Ok(distinct(forms.iter()))
}

/// The outlets that published or are cited in the passages of `scope`, most frequent first, at most `limit`.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn outlets(snapshot: &Snapshot, scope: &Scope, limit: usize) -> Result<Vec<OutletFacet>, Error> {
    let matches = scope.matches(snapshot)?;
    let published = count(snapshot, &matches, "publisher_name")?.values;
    let mut cited = count(snapshot, &matches, "cites_name")?.values;
    let mut both: BTreeMap<String, (Frequency, Frequency)> = published
        .into_iter()
        .map(|(name, times)| (name.clone(), (times, cited.remove(&name).unwrap_or_default())))
        .collect();
    both.extend(cited.into_iter().map(|(name, times)| (name, (Frequency::default(), times))));
    let mut order: Vec<_> = both.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| {
        (y.0.articles + y.1.articles).cmp(&(x.0.articles + x.1.articles)).then_with(|| a.cmp(b))
    });
    order.truncate(limit);
    order.into_iter().map(|(name, (published, cited))| outlet(snapshot, name, published, cited)).collect()
}

fn outlet(snapshot: &Snapshot, name: String, published: Frequency, cited: Frequency) -> Result<OutletFacet, Error> {
    let records = records_with(snapshot, snapshot.fields().cites_name, &name)?;
    let same: Vec<_> = records.iter().flat_map(|record| &record.citations).filter(|cite| cite.name == name).collect();
    let kind = same.first().map(|citation| citation.kind).unwrap_or_default();
    let forms = distinct(same.iter().flat_map(|citation| &citation.forms));
    Ok(OutletFacet { name, kind, published, cited, forms })
}

fn distinct<'a>(forms: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut known = HashSet::new();
    forms.filter(|form| known.insert(form.as_str())).cloned().collect()
}

fn most_frequent(counted: Counted<String>, limit: usize) -> Vec<(String, Frequency)> {
    let mut order: Vec<_> = counted.values.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    order.truncate(limit);
    order
}

/// The first articles that hold `value` in `field`.
fn records_with(snapshot: &Snapshot, field: Field, value: &str) -> Result<Vec<Record>, Error> {
    let query = TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic);
    let mut addresses: Vec<_> = snapshot.searcher().search(&query, &DocSetCollector)?.into_iter().collect();
    addresses.sort_unstable();
    let mut ids = Vec::new();
    for address in addresses {
        let id = snapshot.passage(address)?.article;
        if ids.last() != Some(&id) {
            ids.push(id);
        }
        if ids.len() == ARTICLES_READ_FOR_FORMS {
            break;
        }
    }
    ids.iter().filter_map(|id| snapshot.record(id).transpose()).map(|record| Ok(record?)).collect()
}
