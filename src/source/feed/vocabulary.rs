//! The vocabularies of feeds: whatever prefix a feed chooses for one, its names have the usual prefix here.

use std::collections::HashMap;

/// Vocabularies by what their address ends in, and the prefix that stands for them here.
const VOCABULARIES: &[(&str, &str)] = &[
    ("purl.org/rss/1.0/modules/content/", "content"),
    ("purl.org/dc/elements/1.1/", "dc"),
    ("purl.org/dc/terms/", "dc"),
    ("search.yahoo.com/mrss/", "media"),
    ("search.yahoo.com/mrss", "media"),
    ("google.com/schemas/sitemap-news/0.9", "news"),
    ("itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("w3.org/2005/Atom", ""),
    ("purl.org/atom/ns#", ""),
    ("purl.org/rss/1.0/", ""),
    ("sitemaps.org/schemas/sitemap/0.9", ""),
];

/// The prefixes that a feed has declared.
#[derive(Default)]
pub(super) struct Vocabularies {
    usual: HashMap<String, &'static str>,
}

impl Vocabularies {
    /// Notes what an element's attributes declare. Scopes are not kept apart: no feed gives one prefix two meanings.
    pub fn note(&mut self, attributes: &[(String, String)]) {
        for (name, address) in attributes {
            let Some(prefix) = name.strip_prefix("xmlns:") else { continue };
            let known = VOCABULARIES.iter().find(|(ending, _)| address.trim().ends_with(ending));
            if let Some((_, usual)) = known {
                self.usual.insert(prefix.to_owned(), usual);
            }
        }
    }

    /// A name with the usual prefix of its vocabulary; none for those of feeds and sitemaps themselves. What is not
    /// declared is taken to mean what it usually does.
    pub fn canonical(&self, written: &str) -> String {
        let Some((prefix, local)) = written.split_once(':') else { return written.to_owned() };
        let usual = self.usual.get(prefix).copied();
        match usual.unwrap_or(if prefix == "atom" { "" } else { prefix }) {
            "" => local.to_owned(),
            usual => format!("{usual}:{local}"),
        }
    }
}
