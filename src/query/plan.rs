//! From the tree to terms: what each clause asks of the index, by the same German chain that wrote it.

use crate::german::{self, PartStems, Token};
use crate::index::{Fields, Snapshot};
use crate::query::Error;
use crate::query::ast::{Ast, Clause, Matter, Occur};
use crate::query::near::NearForms;
use tantivy::Term;
use tantivy::query::{DisjunctionMaxQuery, PhraseQuery, Query};
use tantivy::schema::Field;

/// What a query asks of the index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Single words, in the order typed.
    pub words: Vec<Word>,
    /// Words that stand next to one another.
    pub phrases: Vec<Phrase>,
}

/// One word of a query with the forms that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// How it counts.
    pub occur: Occur,
    /// As typed, lower-cased.
    pub exact: String,
    /// Share of its score that counts.
    pub weight: f32,
    /// Whether it is only a part of a compound that was typed.
    pub part: bool,
    /// Inverse document frequency over the passages of the index.
    pub idf: f32,
    /// The stems that stand for it; of those that match, the best counts.
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

/// A stem that stands for a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The stem.
    pub stem: String,
    /// Share of the word's score that it is worth.
    pub weight: f32,
    /// Whether it only looks like the word: what rests on it is a guess, to be shown as such.
    pub near: bool,
}

/// Words that stand next to one another in every match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// How it counts.
    pub occur: Occur,
    /// Its words in order.
    pub tokens: Vec<Token>,
}

impl Plan {
    /// Plans `ast` for one commit of an index.
    ///
    /// Stop words beside other words are left out, for they would match nearly everything; alone they must all match.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn new(ast: &Ast, snapshot: &Snapshot, breadth: &Breadth) -> Result<Self, Error> {
        let mut plan = Self::default();
        for clause in required_if_only_stop_words(ast) {
            plan.add(&clause, snapshot, breadth)?;
        }
        Ok(plan)
    }

    /// True when nothing is left to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let words = self.words.iter().map(|word| word.occur);
        words.chain(self.phrases.iter().map(|phrase| phrase.occur)).all(|occur| occur == Occur::MustNot)
    }

    fn add(&mut self, clause: &Clause, snapshot: &Snapshot, breadth: &Breadth) -> Result<(), Error> {
        let (text, phrase) = match &clause.matter {
            Matter::Word(text) => (text, clause.occur != Occur::Should),
            Matter::Phrase(text) => (text, true),
        };
        let tokens = german::analyse(text);
        if phrase && tokens.len() > 1 {
            let tokens = tokens.into_iter().filter(|token| !token.joined).collect();
            self.phrases.push(Phrase { occur: clause.occur, tokens });
            return Ok(());
        }
        for token in tokens.into_iter().filter(|token| clause.occur != Occur::Should || !token.stop) {
            self.add_word(clause.occur, token, snapshot, breadth)?;
        }
        Ok(())
    }

    /// Adds a word; one that is free to miss comes with its lemma, its near forms and, for a compound, with its parts.
    fn add_word(&mut self, occur: Occur, token: Token, snapshot: &Snapshot, breadth: &Breadth) -> Result<(), Error> {
        let free = occur == Occur::Should;
        let parts = if free && breadth.parts > 0.0 { part_stems(&token.exact) } else { Vec::new() };
        self.words.push(Word::new(occur, token, snapshot, breadth)?);
        for stem in parts {
            self.words.push(Word::part(stem, breadth.parts, snapshot)?);
        }
        Ok(())
    }
}

fn part_stems(exact: &str) -> Vec<String> {
    PartStems::default().of(exact).to_vec()
}

/// The clauses of `ast`; when they hold nothing but stop words, each of them required.
fn required_if_only_stop_words(ast: &Ast) -> Vec<Clause> {
    let is_stop = |clause: &Clause| match &clause.matter {
        Matter::Word(text) => german::analyse(text).iter().all(|token| token.stop),
        Matter::Phrase(_) => false,
    };
    let mut clauses = ast.clauses.clone();
    if clauses.iter().all(is_stop) {
        clauses.iter_mut().filter(|clause| clause.occur == Occur::Should).for_each(|clause| clause.occur = Occur::Must);
    }
    clauses
}

impl Word {
    fn new(occur: Occur, token: Token, snapshot: &Snapshot, breadth: &Breadth) -> Result<Self, Error> {
        let free = occur == Occur::Should;
        let frequency = snapshot.frequency(&token.stem)?;
        let near = breadth.near.as_ref().filter(|_| free);
        let near = near.map(|near| near.of(&token.stem, frequency, snapshot)).transpose()?.unwrap_or_default();
        let lemma = token.lemma().filter(|_| free && breadth.lemma > 0.0);
        // An unknown word tells nothing of its worth, the most frequent of those that stand for it does.
        let others = near.iter().map(|form| form.frequency).chain([lemma_frequency(lemma.as_deref(), snapshot)?]);
        let telling = if frequency > 0 { frequency } else { others.max().unwrap_or(0) };
        let mut forms = vec![Form { stem: token.stem, weight: 1.0, near: false }];
        forms.extend(lemma.map(|stem| Form { stem, weight: breadth.lemma, near: false }));
        for form in near {
            if forms.iter().all(|known| known.stem != form.stem) {
                forms.push(Form { stem: form.stem, weight: form.weight, near: true });
            }
        }
        Ok(Self { occur, exact: token.exact, weight: 1.0, part: false, idf: idf(snapshot, telling), forms })
    }

    /// A part of a typed compound; it has no near forms, for a part is a guess already.
    fn part(stem: String, weight: f32, snapshot: &Snapshot) -> Result<Self, Error> {
        let idf = idf(snapshot, snapshot.frequency(&stem)?);
        let forms = vec![Form { stem, weight: 1.0, near: false }];
        Ok(Self { occur: Occur::Should, exact: String::new(), weight, part: true, idf, forms })
    }
}

impl Phrase {
    /// The phrase as the engine's query: in the passage or in the title.
    #[must_use]
    pub fn engine_query(&self, fields: &Fields) -> Box<dyn Query> {
        let first = self.tokens.first().map_or(0, |token| token.position);
        let in_field = |field: Field| -> Box<dyn Query> {
            let place = |token: &Token| ((token.position - first) as usize, Term::from_field_text(field, &token.stem));
            Box::new(PhraseQuery::new_with_offset(self.tokens.iter().map(place).collect()))
        };
        Box::new(DisjunctionMaxQuery::new(vec![in_field(fields.body), in_field(fields.title)]))
    }
}

fn lemma_frequency(lemma: Option<&str>, snapshot: &Snapshot) -> Result<u64, Error> {
    Ok(lemma.map(|stem| snapshot.frequency(stem)).transpose()?.unwrap_or(0))
}

/// Inverse document frequency as in BM25, over passages.
fn idf(snapshot: &Snapshot, frequency: u64) -> f32 {
    let passages = snapshot.searcher().num_docs() as f32;
    let frequency = (frequency as f32).min(passages);
    (1.0 + (passages - frequency + 0.5) / (frequency + 0.5)).ln()
}
