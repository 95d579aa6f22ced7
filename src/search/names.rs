//! Names in the index: of outlets, actors, authors and sections, by how they begin; for those who type them.

use crate::german;
use crate::index::{FACET_SEPARATOR, Snapshot};
use crate::search::Error;
use std::collections::HashMap;
use tantivy::TantivyError;
use tantivy::schema::Field;

/// What names are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamesOf {
    /// Publishers and cited media.
    Outlets,
    /// Publishers.
    Publishers,
    /// Cited media.
    Cited,
    /// Actors of all kinds.
    Actors,
}

/// The names that begin with `beginning`, or of which a word does, most frequent first, at most `limit`. Case, umlauts
/// and accents make no difference. Reads the dictionaries of the names only, no article; a name whose last passage was
/// removed may still be among them.
///
/// # Errors
/// When the index can't be read.
pub fn names(snapshot: &Snapshot, of: NamesOf, beginning: &str, limit: usize) -> Result<Vec<String>, Error> {
    let beginning = german::key(beginning);
    let mut found: HashMap<String, u32> = HashMap::new();
    for field in fields(snapshot, of) {
        for segment in snapshot.searcher().segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream().map_err(TantivyError::from)?;
            while let Some((bytes, info)) = terms.next() {
                let name = String::from_utf8_lossy(bytes);
                let name = name.split(FACET_SEPARATOR).next().unwrap_or_default();
                if begins(name, &beginning) {
                    *found.entry(name.to_owned()).or_default() += info.doc_freq;
                }
            }
        }
    }
    let mut order: Vec<_> = found.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    Ok(order.into_iter().take(limit).map(|(name, _)| name).collect())
}

fn fields(snapshot: &Snapshot, of: NamesOf) -> Vec<Field> {
    let fields = snapshot.fields();
    match of {
        NamesOf::Outlets => vec![fields.publisher_name, fields.cites_name],
        NamesOf::Publishers => vec![fields.publisher_name],
        NamesOf::Cited => vec![fields.cites_name],
        NamesOf::Actors => vec![fields.actor_name],
    }
}

/// Whether the name, or from one of its words on the rest of it, has a key that begins so.
fn begins(name: &str, beginning: &str) -> bool {
    let starts = name.char_indices().zip(std::iter::once(' ').chain(name.chars()));
    let mut words = starts.filter(|((_, c), before)| before.is_whitespace() && !c.is_whitespace());
    beginning.is_empty() || words.any(|((at, _), _)| german::key(&name[at..]).starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_any_of_its_words() {
        for (name, beginning, begun) in [
            ("Der Querleser", "quer", true),
            ("Der Querleser", "der q", true),
            ("Der  Querleser", "DER QUER", true),
            ("Der Querleser", "leser", false),
            ("Der Querleser", "", true),
            ("Jörg Müller-Öhn", "mueller", true),
            ("Jörg Müller-Öhn", "Jorg mu", true),
            ("", "a", false),
        ] {
            assert_eq!(begins(name, &german::key(beginning)), begun, "{name} {beginning}");
        }
    }
}
