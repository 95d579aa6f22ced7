//! From the tree to terms: what each clause asks of the index, by the same German chain that wrote it.

use crate::german::{self, PartStems, Token};
use crate::index::Snapshot;
use crate::query::Error;
use crate::query::arrangement::Arrangement;
use crate::query::ast::{Ast, Clause, Matter, Occur, Scope, Sought, Term, Text};
use crate::query::expand::expand;
use crate::query::limits::Limits;
use crate::query::near::NearForms;
use crate::query::positions::positions;
use tantivy::query::Query;

/// What a query asks of the index.
#[derive(Debug, Default)]
pub struct Plan {
    /// The words that a passage is ranked by, in the order typed: those looked for everywhere and in any form.
    pub words: Vec<Word>,
    /// All that decides which passages match.
    pub root: Group,
}

/// What stands in one pair of brackets.
#[derive(Debug, Default)]
pub struct Group {
    /// Each wish and how it counts.
    pub wishes: Vec<(Occur, Wish)>,
}

/// One thing asked of the index.
#[derive(Debug)]
pub enum Wish {
    /// A word.
    Word {
        /// Where.
        scope: Scope,
        /// Among which terms.
        layer: Layer,
        /// The word, its forms as that layer holds them.
        word: Word,
    },
    /// Words next to one another.
    Phrase(Phrase),
    /// Words that stand in some order or near one another.
    Positions(Positions),
    /// Something that passages or their articles are known by.
    Condition(Box<dyn Query>),
    /// What stands in brackets.
    Group(Group),
}

/// The terms that a text has in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Stems, with parts of compounds and lemmas.
    Stems,
    /// Exact forms.
    Exact,
}

/// One word of a query with the forms that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As typed, lower-cased.
    pub exact: String,
    /// Share of its score that counts.
    pub weight: f32,
    /// Whether it is only a part of a compound that was typed.
    pub part: bool,
    /// Inverse document frequency over the passages of the index.
    pub idf: f32,
    /// The terms that stand for it; of those that match, the best counts.
    pub forms: Vec<Form>,
}

/// How far a query reaches beyond its own words.
#[derive(Debug, Clone, PartialEq)]
pub struct Breadth {
    /// Near forms of rare and unknown words; `None` for exact words only.
    pub near: Option<NearForms>,
    /// Share of its score that a part of a typed compound counts; 0 for no parts.
    pub parts: f32,
    /// Share of its score that a word counts where only its lemma stands; 0 for no lemmas.
    pub lemma: f32,
}

impl Default for Breadth {
    fn default() -> Self {
        Self { near: Some(NearForms::default()), parts: 0.5, lemma: 0.8 }
    }
}

/// A term that stands for a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The term: a stem, or an exact form.
    pub term: String,
    /// Share of the word's score that it is worth.
    pub weight: f32,
    /// Whether it only looks like the word: what rests on it is a guess, to be shown as such.
    pub near: bool,
}

/// Words that stand next to one another in every match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Where.
    pub scope: Scope,
    /// Its words in order; at least two.
    pub tokens: Vec<Token>,
}

/// Words that stand to one another as an arrangement says.
#[derive(Debug, Clone, PartialEq)]
pub struct Positions {
    /// Where.
    pub scope: Scope,
    /// The words.
    pub slots: Vec<Slot>,
    /// How they stand.
    pub arrangement: Arrangement,
    /// Sum of the words' inverse document frequencies.
    pub idf: f32,
}

/// What may stand in one place of an arrangement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// The word or pattern as typed, words lower-cased.
    pub typed: String,
    /// Stems.
    pub stems: Vec<String>,
    /// Whether these stems count inside compounds too.
    pub parts: bool,
    /// Exact forms.
    pub exact: Vec<String>,
}

impl Plan {
    /// Plans `ast` for one commit of an index.
    ///
    /// Stop words beside other words are left out, for they would match nearly everything; alone they must all match.
    ///
    /// # Errors
    /// [`Error::Refused`] for a query beyond `limits`, [`Error::Unknown`] for a name that the index does not hold;
    /// otherwise when the index can't be read.
    pub fn new(ast: &Ast, snapshot: &Snapshot, breadth: &Breadth, limits: &Limits) -> Result<Self, Error> {
        limits.check(ast)?;
        let mut planner = Planner { snapshot, breadth, limits, words: Vec::new() };
        let root = planner.group(ast, Place::Top)?;
        Ok(Self { words: planner.words, root })
    }

    /// True when nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.wishes.is_empty()
    }

    /// True when matches differ in nothing that could rank them.
    #[must_use]
    pub fn is_unscored(&self) -> bool {
        self.root.is_unscored()
    }
}

impl Group {
    fn is_unscored(&self) -> bool {
        self.wishes.iter().all(|(occur, wish)| match wish {
            _ if *occur == Occur::MustNot => true,
            Wish::Condition(_) => true,
            Wish::Group(group) => group.is_unscored(),
            Wish::Word { .. } | Wish::Phrase(_) | Wish::Positions(_) => false,
        })
    }
}

/// Where a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In no brackets: words that are free to miss reach beyond themselves.
    Top,
    /// In brackets, which say exactly what is meant.
    Inside,
    /// In what must not match.
    Excluded,
}

impl Place {
    /// The place of what stands in brackets that count as `occur`.
    fn inside(self, occur: Occur) -> Self {
        if self == Self::Excluded || occur == Occur::MustNot { Self::Excluded } else { Self::Inside }
    }
}

struct Planner<'s> {
    snapshot: &'s Snapshot,
    breadth: &'s Breadth,
    limits: &'s Limits,
    words: Vec<Word>,
}

impl Planner<'_> {
    fn group(&mut self, ast: &Ast, place: Place) -> Result<Group, Error> {
        let mut group = Group::default();
        let only_stop_words = only_stop_words(ast);
        for clause in ast.clauses() {
            let required = only_stop_words && clause.occur == Occur::Should && is_stop_word(clause);
            let occur = if required { Occur::Must } else { clause.occur };
            match &clause.matter {
                Matter::Text(text) => self.text(text, occur, place, &mut group)?,
                Matter::Condition(condition) => {
                    group.wishes.push((occur, Wish::Condition(condition.engine_query(self.snapshot)?)));
                }
                Matter::Group(inner) => {
                    let inner = self.group(inner, place.inside(occur))?;
                    if inner.wishes.is_empty() {
                        continue;
                    }
                    group.wishes.push((occur, Wish::Group(inner)));
                }
            }
        }
        Ok(group)
    }

    fn text(&mut self, text: &Text, occur: Occur, place: Place, group: &mut Group) -> Result<(), Error> {
        let scope = text.scope;
        let wish = match &text.sought {
            Sought::Term(Term::Word(word)) => return self.word(word, scope, occur, place, group),
            Sought::Term(term) => self.pattern(term, scope)?,
            Sought::Phrase { terms, slop: 0 } if words_of(terms).is_some() => {
                let phrase = words_of(terms).unwrap_or_default();
                if occur == Occur::Should && is_one_stop_word(&phrase) {
                    return Ok(());
                }
                let tokens = german::analyse(&phrase).into_iter().filter(|token| !token.joined).collect();
                return self.phrase(tokens, scope, occur, place, group);
            }
            sought => Wish::Positions(positions(sought, scope, self.snapshot, self.limits)?),
        };
        group.wishes.push((occur, wish));
        Ok(())
    }

    /// A word as typed; several where hyphens and the like join them. Those stand for themselves where they are free to
    /// miss, and must stand together, or as one word, where they are not.
    fn word(&mut self, text: &str, scope: Scope, occur: Occur, place: Place, group: &mut Group) -> Result<(), Error> {
        let tokens = german::analyse(text);
        if occur == Occur::Should {
            for token in tokens.into_iter().filter(|token| !token.stop) {
                self.single(token, scope, occur, place, group)?;
            }
            return Ok(());
        }
        let (joined, apart): (Vec<Token>, Vec<Token>) = tokens.into_iter().partition(|token| token.joined);
        if apart.len() < 2 || joined.is_empty() {
            return self.phrase(apart, scope, occur, place, group);
        }
        let mut either = Group::default();
        self.phrase(apart, scope, Occur::Should, place.inside(occur), &mut either)?;
        for token in joined {
            self.single(token, scope, Occur::Should, place.inside(occur), &mut either)?;
        }
        group.wishes.push((occur, Wish::Group(either)));
        Ok(())
    }

    fn phrase(
        &mut self,
        mut tokens: Vec<Token>,
        scope: Scope,
        occur: Occur,
        place: Place,
        group: &mut Group,
    ) -> Result<(), Error> {
        match tokens.len() {
            0 => {}
            1 => self.single(tokens.remove(0), scope, occur, place, group)?,
            _ => group.wishes.push((occur, Wish::Phrase(Phrase { scope, tokens }))),
        }
        Ok(())
    }

    /// Adds a word; one that is free to miss comes with its lemma, and outside of brackets with its near forms and, for a
    /// compound, with its parts.
    fn single(
        &mut self,
        token: Token,
        scope: Scope,
        occur: Occur,
        place: Place,
        group: &mut Group,
    ) -> Result<(), Error> {
        let free = occur == Occur::Should && place != Place::Excluded;
        let wide = free && place == Place::Top && scope == Scope::All;
        let parts = if wide && self.breadth.parts > 0.0 { part_stems(&token.exact) } else { Vec::new() };
        let reach = Breadth {
            near: self.breadth.near.clone().filter(|_| wide),
            parts: 0.0,
            lemma: if free { self.breadth.lemma } else { 0.0 },
        };
        let mut words = vec![Word::new(token, self.snapshot, &reach)?];
        for stem in parts {
            words.push(Word::part(stem, self.breadth.parts, self.snapshot)?);
        }
        for word in words {
            if scope == Scope::All && occur != Occur::MustNot && place != Place::Excluded {
                self.words.push(word.clone());
            }
            group.wishes.push((occur, Wish::Word { scope, layer: Layer::Stems, word }));
        }
        Ok(())
    }

    fn pattern(&self, term: &Term, scope: Scope) -> Result<Wish, Error> {
        let expansion = expand(term, scope, self.snapshot, self.limits)?;
        let form = |(term, weight)| Form { term, weight, near: false };
        let word = Word {
            exact: term.to_string(),
            weight: 1.0,
            part: false,
            idf: idf(self.snapshot, expansion.frequency),
            forms: expansion.forms.into_iter().map(form).collect(),
        };
        Ok(Wish::Word { scope, layer: Layer::Exact, word })
    }
}

/// The text of a phrase that is nothing but words in any form.
fn words_of(terms: &[Term]) -> Option<String> {
    let words = terms.iter().map(|term| match term {
        Term::Word(word) => Some(word.as_str()),
        _ => None,
    });
    words.collect::<Option<Vec<&str>>>().map(|words| words.join(" "))
}

fn part_stems(exact: &str) -> Vec<String> {
    PartStems::default().of(exact).to_vec()
}

/// True when what may or must match is nothing but stop words.
fn only_stop_words(ast: &Ast) -> bool {
    let asked = |clause: &&Clause| clause.occur != Occur::MustNot && !clause.matter.is_condition();
    ast.clauses().iter().filter(asked).all(is_stop_word)
}

fn is_stop_word(clause: &Clause) -> bool {
    let Matter::Text(text) = &clause.matter else { return false };
    match &text.sought {
        Sought::Term(Term::Word(word)) => german::analyse(word).iter().all(|token| token.stop),
        Sought::Phrase { terms, .. } => words_of(terms).is_some_and(|phrase| is_one_stop_word(&phrase)),
        _ => false,
    }
}

/// A single stop word says no more in quotation marks than without them.
fn is_one_stop_word(phrase: &str) -> bool {
    matches!(german::analyse(phrase).as_slice(), [token] if token.stop)
}

impl Word {
    fn new(token: Token, snapshot: &Snapshot, breadth: &Breadth) -> Result<Self, Error> {
        let frequency = snapshot.frequency(&token.stem)?;
        let near = breadth.near.as_ref();
        let near = near.map(|near| near.of(&token.stem, frequency, snapshot)).transpose()?.unwrap_or_default();
        let lemma = token.lemma().filter(|_| breadth.lemma > 0.0);
        // An unknown word tells nothing of its worth, the most frequent of those that stand for it does.
        let others = near.iter().map(|form| form.frequency).chain([lemma_frequency(lemma.as_deref(), snapshot)?]);
        let telling = if frequency > 0 { frequency } else { others.max().unwrap_or(0) };
        let mut forms = vec![Form { term: token.stem, weight: 1.0, near: false }];
        forms.extend(lemma.map(|stem| Form { term: stem, weight: breadth.lemma, near: false }));
        for form in near {
            if forms.iter().all(|known| known.term != form.stem) {
                forms.push(Form { term: form.stem, weight: form.weight, near: true });
            }
        }
        Ok(Self { exact: token.exact, weight: 1.0, part: false, idf: idf(snapshot, telling), forms })
    }

    /// A part of a typed compound; it has no near forms, for a part is a guess already.
    fn part(stem: String, weight: f32, snapshot: &Snapshot) -> Result<Self, Error> {
        let idf = idf(snapshot, snapshot.frequency(&stem)?);
        let forms = vec![Form { term: stem, weight: 1.0, near: false }];
        Ok(Self { exact: String::new(), weight, part: true, idf, forms })
    }
}

fn lemma_frequency(lemma: Option<&str>, snapshot: &Snapshot) -> Result<u64, Error> {
    Ok(lemma.map(|stem| snapshot.frequency(stem)).transpose()?.unwrap_or(0))
}

/// Inverse document frequency as in BM25, over passages.
pub(crate) fn idf(snapshot: &Snapshot, frequency: u64) -> f32 {
    let passages = snapshot.searcher().num_docs() as f32;
    let frequency = (frequency as f32).min(passages);
    (1.0 + (passages - frequency + 0.5) / (frequency + 0.5)).ln()
}
