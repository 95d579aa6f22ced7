//! Facets: which outlets and actors are named in the passages that match, and how often.

use crate::article::{ActorKind, MediumKind};
use crate::index::{ActorName, FACET_SEPARATOR, Record, Snapshot, actor_name};
use crate::query::Filters;
use crate::search::Error;
use std::collections::{BTreeMap, HashMap, HashSet};
use tantivy::collector::{Collector, DocSetCollector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{AllQuery, BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError, Term};

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

/// How often something is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Frequency {
    /// In so many articles.
    pub articles: usize,
    /// In so many passages.
    pub passages: usize,
}

/// The actors named in passages that match `filters`, most frequent first, at most `limit`.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn actors(snapshot: &Snapshot, filters: &Filters, limit: usize) -> Result<Vec<ActorFacet>, Error> {
    let counted = count(snapshot, &*matching(snapshot, filters)?, "actor_name")?;
    let mut listed: BTreeMap<ActorName, (Places, Vec<String>)> = BTreeMap::new();
    for (value, places) in counted {
        let Some((name, kind)) = actor_name(&value) else { continue };
        if let Some(actor) = snapshot.canonical_actor(&name, kind)? {
            let (sum, names) = listed.entry(actor).or_default();
            sum.add(places);
            names.push(value);
        }
    }
    let mut order: Vec<_> =
        listed.into_iter().map(|(actor, (places, names))| (actor, places.frequency(), names)).collect();
    order.sort_by(|(a, x, _), (b, y, _)| y.cmp(x).then_with(|| a.cmp(b)));
    order.truncate(limit);
    order.into_iter().map(|(actor, named, names)| facet(snapshot, actor, named, names)).collect()
}

/// An actor with the forms that its names have in their first articles.
fn facet(snapshot: &Snapshot, actor: ActorName, named: Frequency, mut names: Vec<String>) -> Result<ActorFacet, Error> {
    let (name, kind) = actor;
    names.sort_unstable_by_key(|value| (actor_name(value).is_none_or(|(other, _)| other != name), value.clone()));
    let mut forms = Vec::new();
    for value in &names {
        let own = value.split(FACET_SEPARATOR).next().unwrap_or_default();
        let records = records_with(snapshot, snapshot.fields().actor_name, value)?;
        let same = records.iter().flat_map(|record| &record.actors).filter(|actor| actor.name == own);
        forms.extend(same.flat_map(|actor| actor.forms.clone()));
    }
    Ok(ActorFacet { name, kind, named, forms: distinct(forms.iter()) })
}

/// The outlets that published or are cited in passages that match `filters`, most frequent first, at most `limit`.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn outlets(snapshot: &Snapshot, filters: &Filters, limit: usize) -> Result<Vec<OutletFacet>, Error> {
    let query = matching(snapshot, filters)?;
    let published = count(snapshot, &*query, "publisher_name")?;
    let mut cited = count(snapshot, &*query, "cites_name")?;
    let mut both: BTreeMap<String, (Frequency, Frequency)> = published
        .into_iter()
        .map(|(name, places)| {
            let cited = cited.remove(&name).unwrap_or_default();
            (name, (places.frequency(), cited.frequency()))
        })
        .collect();
    both.extend(cited.into_iter().map(|(name, places)| (name, (Frequency::default(), places.frequency()))));
    let mut order: Vec<_> = both.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| {
        (y.0.articles + y.1.articles).cmp(&(x.0.articles + x.1.articles)).then_with(|| a.cmp(b))
    });
    order.truncate(limit);
    order.into_iter().map(|(name, (published, cited))| outlet(snapshot, name, published, cited)).collect()
}

fn matching(snapshot: &Snapshot, filters: &Filters) -> Result<Box<dyn Query>, Error> {
    let queries = filters.engine_queries(snapshot)?;
    Ok(if queries.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::intersection(queries)) })
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

/// Where something is met: keys of articles, and a number of passages.
#[derive(Debug, Default)]
struct Places {
    articles: HashSet<u64>,
    passages: usize,
}

impl Places {
    fn add(&mut self, other: Self) {
        self.articles.extend(other.articles);
        self.passages += other.passages;
    }

    fn frequency(&self) -> Frequency {
        Frequency { articles: self.articles.len(), passages: self.passages }
    }
}

fn count(snapshot: &Snapshot, query: &dyn Query, column: &'static str) -> Result<HashMap<String, Places>, Error> {
    Ok(snapshot.searcher().search(query, &NameCounter { column })?)
}

/// Counts the values of a text column over the passages that match.
struct NameCounter {
    column: &'static str,
}

struct SegmentNameCounter {
    names: Option<StrColumn>,
    keys: Column<u64>,
    seen: HashMap<u64, Places>,
}

impl Collector for NameCounter {
    type Fruit = HashMap<String, Places>;
    type Child = SegmentNameCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentNameCounter> {
        let columns = segment.fast_fields();
        Ok(SegmentNameCounter {
            names: columns.str(self.column)?,
            keys: columns.u64("article_key")?,
            seen: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<HashMap<String, Places>>>) -> tantivy::Result<Self::Fruit> {
        let mut all: HashMap<String, Places> = HashMap::new();
        for fruit in fruits {
            for (name, places) in fruit? {
                all.entry(name).or_default().add(places);
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentNameCounter {
    type Fruit = tantivy::Result<HashMap<String, Places>>;

    fn collect(&mut self, document: DocId, _: Score) {
        let Some(names) = &self.names else { return };
        let article = self.keys.first(document).unwrap_or_default();
        for ordinal in names.term_ords(document) {
            let places = self.seen.entry(ordinal).or_default();
            places.articles.insert(article);
            places.passages += 1;
        }
    }

    fn harvest(self) -> Self::Fruit {
        let Some(names) = self.names else { return Ok(HashMap::new()) };
        let mut named = HashMap::new();
        for (ordinal, places) in self.seen {
            let mut name = String::new();
            names.ord_to_str(ordinal, &mut name).map_err(TantivyError::from)?;
            named.insert(name, places);
        }
        Ok(named)
    }
}
