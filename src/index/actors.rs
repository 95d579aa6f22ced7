//! One name an actor in the whole index: what articles call it short, and what the user's own list says.
//!
//! Every article names its actors by itself. Where it leaves a short name unexplained (`Kanzler Krumbach` alone, `IfM`
//! without a word on what that is) and the index overwhelmingly knows whom it means, the short name counts as that actor.
//! Nothing is stored for it: the terms of two fields tell which names have which forms, so that the answer is that of the
//! last commit, whatever the order in which articles came, and no article has to be read again.

use crate::annotate::is_spelled_by;
use crate::article::{ActorKind, collapse_white_space};
use crate::german;
use crate::index::schema::FACET_SEPARATOR;
use crate::index::{Error, Snapshot};
use crate::lexicon::{ACTORS_FILE, OwnActors};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tantivy::TantivyError;
use tantivy::schema::Field;

/// Share of the passages, in percent, that one longer name must have of all with that short form.
const OVERWHELMING: u64 = 90;
/// In so many passages a person must be known by both names.
const ENOUGH: u64 = 3;
/// A short name that stands alone so much oftener than beside the long one is somebody else's.
const ALONE: u64 = 3;
/// Longer words are no abbreviations.
const LONGEST_ABBREVIATION: usize = 8;

/// An actor of an index: its name and its kind.
pub type ActorName = (String, ActorKind);

impl Snapshot {
    /// Where the user's own list for an index at `dir` lies.
    #[must_use]
    pub fn actors_file(dir: &Path) -> PathBuf {
        dir.join(ACTORS_FILE)
    }

    /// The actor under whose name the index lists what an article calls `name`; `None` when the user says it is none.
    ///
    /// # Errors
    /// When the user's list is malformed, or the engine fails.
    pub fn canonical_actor(&self, name: &str, kind: ActorKind) -> Result<Option<ActorName>, Error> {
        let own = self.own_actors()?;
        if own.is_none(name) {
            return Ok(None);
        }
        if let Some(actor) = own.named(name) {
            return Ok(Some((actor.name.clone(), actor.kind)));
        }
        let Some(longer) = self.longer_name(name, kind)? else { return Ok(Some((name.to_owned(), kind))) };
        Ok(match own.named(&longer) {
            Some(actor) => Some((actor.name.clone(), actor.kind)),
            None => Some((longer, kind)),
        })
    }

    /// The name under which the index lists the actor that a passage calls `name`, whatever its kind; `None` when the user
    /// says it is none.
    ///
    /// # Errors
    /// As [`Snapshot::canonical_actor`].
    pub fn canonical_name(&self, name: &str) -> Result<Option<String>, Error> {
        for kind in [ActorKind::Person, ActorKind::Organisation] {
            match self.canonical_actor(name, kind)? {
                Some((canonical, _)) if canonical == name => {}
                other => return Ok(other.map(|(canonical, _)| canonical)),
            }
        }
        Ok(Some(name.to_owned()))
    }

    /// The values of the field [`crate::index::Fields::actor_name`] that stand for the actors called `value`, as the index
    /// lists them.
    ///
    /// # Errors
    /// As [`Snapshot::canonical_actor`].
    pub fn actors_called(&self, value: &str) -> Result<Vec<String>, Error> {
        let mut actors = BTreeSet::new();
        for ((name, kind), _) in self.names_with_form(value)? {
            actors.extend(self.canonical_actor(&name, kind)?);
        }
        actors.extend(self.own_actors()?.named(value).map(|actor| (actor.name.clone(), actor.kind)));
        let mut values = BTreeSet::new();
        for actor in actors {
            values.extend(self.names_of(&actor)?);
        }
        Ok(values.into_iter().map(|(name, kind)| actor_value(&name, kind)).collect())
    }

    /// The value of [`crate::index::Fields::actor_name`] as which the index lists one: that of the canonical name.
    ///
    /// # Errors
    /// As [`Snapshot::canonical_actor`].
    pub fn listed_actor(&self, value: &str) -> Result<Option<String>, Error> {
        let Some((name, kind)) = actor_name(value) else { return Ok(None) };
        Ok(self.canonical_actor(&name, kind)?.map(|(name, kind)| actor_value(&name, kind)))
    }

    /// All names in the index that are listed as this actor, in order.
    ///
    /// # Errors
    /// As [`Snapshot::canonical_actor`].
    pub fn names_of(&self, actor: &ActorName) -> Result<Vec<ActorName>, Error> {
        let own = self.own_actors()?.named(&actor.0);
        let called = own.into_iter().flat_map(|own| std::iter::once(&own.name).chain(&own.aliases)).cloned();
        let mut forms: BTreeSet<String> = called.chain([actor.0.clone()]).collect();
        let mut names = BTreeSet::new();
        for form in forms.clone() {
            for (name, _) in self.names_with_form(&form)?.into_iter().filter(|((name, _), _)| same(name, &form)) {
                forms.extend(self.forms_of(&name)?);
            }
        }
        for form in &forms {
            for (name, _) in self.names_with_form(form)? {
                if self.canonical_actor(&name.0, name.1)?.as_ref() == Some(actor) {
                    names.insert(name);
                }
            }
        }
        Ok(names.into_iter().collect())
    }

    /// The longer name that a short one overwhelmingly stands for.
    fn longer_name(&self, short: &str, kind: ActorKind) -> Result<Option<String>, Error> {
        let names = self.names_with_form(short)?.into_iter().filter(|((_, other), _)| *other == kind);
        let (alone, longer): (Vec<_>, Vec<_>) = names.partition(|((name, _), _)| same(name, short));
        let passages = |names: &[(ActorName, u64)]| names.iter().map(|(_, passages)| passages).sum::<u64>();
        let Some(((best, _), most)) = longer.iter().max_by_key(|(name, passages)| (*passages, std::cmp::Reverse(name)))
        else {
            return Ok(None);
        };
        let overwhelming = most * 100 >= passages(&longer) * OVERWHELMING;
        let shortens = match kind {
            ActorKind::Person => *most >= ENOUGH && passages(&alone) <= most * ALONE && is_surname_of(short, best),
            ActorKind::Organisation => is_abbreviation(short) && is_spelled_by(short, best),
            ActorKind::State => false,
        };
        Ok((overwhelming && shortens).then(|| best.clone()))
    }

    /// The actors that some article calls `form`, with the number of passages in which they are named there.
    fn names_with_form(&self, form: &str) -> Result<Vec<(ActorName, u64)>, Error> {
        let prefix = format!("{}{FACET_SEPARATOR}", german::key(form));
        let terms = self.terms_from(self.fields().actor_of_form, &prefix)?;
        Ok(terms.into_iter().filter_map(|(name, passages)| Some((actor_name(&name)?, passages))).collect())
    }

    /// The forms under which articles name this actor.
    fn forms_of(&self, (name, kind): &ActorName) -> Result<Vec<String>, Error> {
        let prefix = format!("{}{FACET_SEPARATOR}", actor_value(name, *kind));
        Ok(self.terms_from(self.fields().form_of_actor, &prefix)?.into_keys().collect())
    }

    /// What follows `prefix` in the terms of a field, with the number of passages.
    fn terms_from(&self, field: Field, prefix: &str) -> Result<BTreeMap<String, u64>, Error> {
        let mut rests = BTreeMap::new();
        for segment in self.searcher().segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().range().ge(prefix).into_stream().map_err(TantivyError::from)?;
            while let Some((term, info)) = terms.next() {
                let Some(rest) = term.strip_prefix(prefix.as_bytes()) else { break };
                *rests.entry(String::from_utf8_lossy(rest).into_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
        Ok(rests)
    }

    /// The user's own actors, from the file in the index's folder.
    fn own_actors(&self) -> Result<&OwnActors, Error> {
        if let Some(own) = self.own.get() {
            return Ok(own);
        }
        let read = OwnActors::read(&Self::actors_file(self.dir()))?;
        Ok(self.own.get_or_init(|| read))
    }
}

/// The value of an actor in [`crate::index::Fields::actor_name`].
#[must_use]
pub fn actor_value(name: &str, kind: ActorKind) -> String {
    format!("{}{FACET_SEPARATOR}{}", collapse_white_space(name), kind.as_str())
}

/// Reads a value of [`crate::index::Fields::actor_name`].
#[must_use]
pub fn actor_name(value: &str) -> Option<ActorName> {
    let (name, kind) = value.rsplit_once(FACET_SEPARATOR)?;
    let kinds = [ActorKind::Person, ActorKind::Organisation, ActorKind::State];
    Some((name.to_owned(), kinds.into_iter().find(|known| known.as_str() == kind)?))
}

fn same(a: &str, b: &str) -> bool {
    german::key(a) == german::key(b)
}

/// True when the long name ends in the short one and has more before it.
fn is_surname_of(short: &str, long: &str) -> bool {
    let words = long.split_whitespace();
    words.clone().count() > short.split_whitespace().count() && german::key(long).ends_with(&german::key(short))
}

fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().count();
    (2..=LONGEST_ABBREVIATION).contains(&letters) && capitals * 2 >= letters && !word.contains(char::is_whitespace)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Actor, Article, Block, BlockKind, Span};
    use crate::index::{Writer, WriterOptions};
    use std::fs;

    use ActorKind::{Organisation, Person};

    /// An index of one article for each line: its actors, each a kind, a name and further forms.
    fn index(dir: &Path, articles: &[&[(ActorKind, &str, &[&str])]]) -> Snapshot {
        let mut writer = Writer::open(dir, WriterOptions::default()).unwrap();
        for (number, actors) in articles.iter().enumerate() {
            let words = actors.iter().flat_map(|(_, name, forms)| std::iter::once(name).chain(*forms).copied());
            let text = format!("Im Moor: {}.", words.collect::<Vec<_>>().join(", "));
            let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
            let given = actors.iter().map(|(kind, name, forms)| Actor {
                name: (*name).to_owned(),
                kind: *kind,
                forms: forms.iter().map(|form| (*form).to_owned()).collect(),
                paragraphs: vec![],
            });
            let given_actors = Some(given.collect());
            writer
                .put(&Article { id: format!("a{number}"), text, blocks, given_actors, ..Article::default() }, 0)
                .unwrap();
        }
        writer.finish().unwrap();
        Snapshot::open(dir).unwrap()
    }

    const KRUMBACH: (ActorKind, &str, &[&str]) = (Person, "Anna Krumbach", &["Krumbach"]);
    const INSTITUTE: (ActorKind, &str, &[&str]) = (Organisation, "Institut für Moorkunde", &["IfM"]);

    #[test]
    fn a_short_name_counts_as_the_one_it_overwhelmingly_stands_for() {
        let other: (ActorKind, &str, &[&str]) = (Person, "Otto Krumbach", &["Krumbach"]);
        let short: (ActorKind, &str, &[&str]) = (Person, "Krumbach", &[]);
        let ifm: (ActorKind, &str, &[&str]) = (Organisation, "IfM", &[]);
        for (articles, name, kind, expect) in [
            (vec![vec![KRUMBACH]; 3], "Krumbach", Person, "Anna Krumbach"),
            (vec![vec![KRUMBACH]; 2], "Krumbach", Person, "Krumbach"),
            ([vec![vec![KRUMBACH]; 8], vec![vec![other]]].concat(), "Krumbach", Person, "Krumbach"),
            ([vec![vec![KRUMBACH]; 9], vec![vec![other]]].concat(), "Krumbach", Person, "Anna Krumbach"),
            ([vec![vec![KRUMBACH]; 3], vec![vec![short]; 10]].concat(), "Krumbach", Person, "Krumbach"),
            (vec![vec![KRUMBACH]; 9], "Krumbach", Organisation, "Krumbach"),
            (vec![vec![KRUMBACH]; 9], "Anna", Person, "Anna"),
            (vec![vec![INSTITUTE], vec![ifm], vec![ifm]], "IfM", Organisation, "Institut für Moorkunde"),
            (vec![vec![INSTITUTE]], "Moorkunde", Organisation, "Moorkunde"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let articles: Vec<&[_]> = articles.iter().map(Vec::as_slice).collect();
            let found = index(dir.path(), &articles).canonical_actor(name, kind).unwrap();
            assert_eq!(found, Some((expect.to_owned(), kind)), "{} articles, {name}", articles.len());
        }
    }

    #[test]
    fn any_name_leads_to_all_of_them() {
        let ifm: (ActorKind, &str, &[&str]) = (Organisation, "IfM", &[]);
        let dir = tempfile::tempdir().unwrap();
        let snapshot = index(dir.path(), &[&[INSTITUTE], &[ifm], &[KRUMBACH]]);
        let both = ["IfM\u{1f}organisation", "Institut für Moorkunde\u{1f}organisation"];
        for value in ["IfM", "institut fuer moorkunde"] {
            assert_eq!(snapshot.actors_called(value).unwrap(), both, "{value}");
        }
        assert!(snapshot.actors_called("Torfstecher").unwrap().is_empty());
    }

    #[test]
    fn the_users_list_has_the_last_word() {
        let dir = tempfile::tempdir().unwrap();
        let snapshot = index(dir.path(), &[&[INSTITUTE], &[KRUMBACH]]);
        let list = "[[actor]]\nname = \"Moorinstitut\"\ntype = \"organisation\"\naliases = [\"Institut für Moorkunde\", \"MI\"]\n\
                    [[not_an_actor]]\nname = \"Anna Krumbach\"\n";
        fs::write(Snapshot::actors_file(dir.path()), list).unwrap();
        assert_eq!(snapshot.actors_called("MI").unwrap(), ["Institut für Moorkunde\u{1f}organisation"]);
        assert_eq!(snapshot.canonical_actor("Anna Krumbach", Person).unwrap(), None);
        fs::write(Snapshot::actors_file(dir.path()), "[[actor]]\nname = 3\n").unwrap();
        let error = Snapshot::open(dir.path()).unwrap().canonical_actor("IfM", Organisation).unwrap_err().to_string();
        assert!(error.contains("actors.toml") && error.contains("line 2"), "{error}");
    }
}
