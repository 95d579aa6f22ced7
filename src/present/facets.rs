//! Facets: what matches have in common, for people and as JSON.

use crate::present::plain::plain;
use crate::present::terminal::Style;
use crate::search::{Facet, FacetKind, FacetValue, Facets, Frequency};
use serde_json::{Map, Value, json};

/// Facets as a block of lines each: articles, passages, value.
#[must_use]
pub fn facets_text(facets: &Facets, style: &Style) -> String {
    let mut text = String::new();
    for facet in &facets.facets {
        text += &format!(" texts  psgs  {}\n", style.strong(facet.kind.as_str()));
        facet.values.iter().for_each(|value| text += &line(value.frequency, &plain(&value.name)));
        if facet.distinct > facet.values.len() {
            let further = format!("{} more", facet.distinct - facet.values.len());
            text += &format!("              {}\n", style.quiet(&further));
        }
        if facet.without.passages > 0 {
            text += &line(facet.without, &style.quiet(without(facet.kind)));
        }
        text.push('\n');
    }
    text
}

fn line(frequency: Frequency, name: &str) -> String {
    format!("{:>6} {:>5}  {name}\n", frequency.articles, frequency.passages)
}

fn without(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Outlet => "without an outlet",
        FacetKind::Cited => "cite no outlet",
        FacetKind::Actor => "name no actor",
        FacetKind::Author => "without a byline",
        FacetKind::Section => "without a section",
        FacetKind::Month => "without a date",
        FacetKind::Kind => "without a kind",
    }
}

/// Facets as one JSON object: `{"facets":{"outlet":{"values":[…],"distinct":…,"without":…},…},"articles":…,"passages":…}`.
#[must_use]
pub fn facets_json(facets: &Facets) -> Value {
    let by_kind: Map<_, _> =
        facets.facets.iter().map(|facet| (facet.kind.as_str().to_owned(), facet_json(facet))).collect();
    json!({ "facets": by_kind, "articles": facets.total.articles, "passages": facets.total.passages })
}

fn facet_json(facet: &Facet) -> Value {
    let value = |value: &FacetValue| {
        let Frequency { articles, passages } = value.frequency;
        json!({ "name": value.name, "articles": articles, "passages": passages })
    };
    json!({
        "values": facet.values.iter().map(value).collect::<Vec<_>>(),
        "distinct": facet.distinct,
        "without": { "articles": facet.without.articles, "passages": facet.without.passages },
    })
}
