//! From an annotated article to the engine's documents: one a passage, the article's fields copied in.

use crate::annotate::Annotations;
use crate::article::{Actor, Article, Outlet, Span, collapse_white_space};
use crate::german::{self, PartStems, Token};
use crate::index::Error;
use crate::index::actors::actor_value;
use crate::index::record::{Record, Version, article_key};
use crate::index::schema::{FACET_SEPARATOR, Fields};
use crate::index::sketch::{Sketch, Sketcher};
use crate::passage::{Passage, PassageKind};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token as EngineToken};

/// Names of the actors and media in one passage, as stored with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageNames {
    /// Canonical names of its actors.
    pub actors: Vec<String>,
    /// Canonical names of the media it cites.
    pub cites: Vec<String>,
}

/// What the engine gets of one article.
pub(crate) struct Documents {
    /// One document a passage, in order.
    pub(crate) passages: Vec<TantivyDocument>,
    /// Sketch of the article's words; `None` for fewer than three of them.
    pub(crate) sketch: Option<Sketch>,
}

/// All documents of one article, in the order of its passages.
///
/// An article without any text gets one empty passage, so that its title is found.
///
/// # Errors
/// When a stored part can't be encoded.
pub(crate) fn documents(
    fields: &Fields,
    article: &Article,
    passages: &[Passage],
    annotations: &Annotations,
    version: &Version,
    parts: &mut PartStems,
) -> Result<Documents, Error> {
    let shared = ArticleFields::new(fields, article, version.added);
    let title = german::analyse(&article.title);
    let passages = if passages.is_empty() { &[EMPTY] } else { passages };
    let mut documents = Vec::with_capacity(passages.len());
    let mut sketcher = sketcher(&title, passages);
    for (i, passage) in passages.iter().enumerate() {
        let mut document = shared.document();
        document.add_u64(fields.nth, i as u64);
        if i == 0 {
            let record = Record::new(article.clone(), annotations, version.clone());
            add_head(&mut document, fields, record)?;
            document.add_pre_tokenized_text(fields.title, stems(&title));
            document.add_pre_tokenized_text(fields.title_parts, further_stems(&title, parts));
            document.add_pre_tokenized_text(fields.title_exact, exact_forms(&title));
        } else {
            document.add_pre_tokenized_text(fields.title_above, stems(&title));
        }
        if opens_section(passages, i) {
            add_heading(&mut document, fields, article, passage);
        }
        add_place(&mut document, fields, passage)?;
        let tokens = german::analyse(article.slice(passage.span));
        if passage.kind != PassageKind::Caption {
            read(&mut sketcher, &tokens);
        }
        add_words(&mut document, fields, &tokens, parts);
        add_marks(&mut document, fields, annotations, i)?;
        documents.push(document);
    }
    let sketch = sketcher.sketch();
    if let Some(sketch) = &sketch {
        add_sketch(&mut documents, fields, sketch);
    }
    Ok(Documents { passages: documents, sketch })
}

/// Texts shorter than this, in characters, are teasers and notes in set phrases (*Mehr in Kürze*): their titles tell
/// them apart.
const TEASER: usize = 200;

/// A sketcher that has read the title where the text alone says too little.
fn sketcher(title: &[Token], passages: &[Passage]) -> Sketcher {
    let mut sketcher = Sketcher::default();
    let texts = passages.iter().filter(|passage| passage.kind != PassageKind::Caption);
    if texts.map(|passage| passage.chars.len()).sum::<usize>() < TEASER {
        read(&mut sketcher, title);
    }
    sketcher
}

fn read(sketcher: &mut Sketcher, tokens: &[Token]) {
    tokens.iter().filter(|token| !token.joined).for_each(|token| sketcher.word(&token.exact));
}

fn add_sketch(documents: &mut [TantivyDocument], fields: &Fields, sketch: &Sketch) {
    if let Some(head) = documents.first_mut() {
        sketch.numbers().for_each(|number| head.add_u64(fields.sketch, number));
        sketch.bands().iter().for_each(|band| head.add_bytes(fields.band, band));
    }
}

const EMPTY: Passage = Passage {
    kind: PassageKind::Body,
    number: 0,
    span: Span { start: 0, end: 0 },
    chars: Span { start: 0, end: 0 },
    heading: None,
};

/// The fields that every passage of an article shares, made once.
struct ArticleFields(TantivyDocument);

impl ArticleFields {
    fn new(fields: &Fields, article: &Article, added: i64) -> Self {
        let mut document = TantivyDocument::default();
        document.add_text(fields.article, &article.id);
        document.add_u64(fields.article_key, article_key(&article.id));
        for author in &article.authors {
            document.add_text(fields.author, german::key(author));
            document.add_text(fields.author_name, collapse_white_space(author));
        }
        if let Some(section) = &article.section {
            document.add_text(fields.section, german::key(section));
            document.add_text(fields.section_name, collapse_white_space(section));
        }
        if let Some(outlet) = &article.outlet {
            add_publisher(&mut document, fields, outlet);
        }
        if let Some(published) = &article.published {
            document.add_i64(fields.date, published.seconds());
        }
        document.add_i64(fields.added, added);
        Self(document)
    }

    fn document(&self) -> TantivyDocument {
        self.0.clone()
    }
}

fn add_publisher(document: &mut TantivyDocument, fields: &Fields, outlet: &Outlet) {
    add_keys(document, fields.publisher, [outlet.name.as_str()].into_iter().chain(outlet.domain.as_deref()));
    document.add_text(fields.publisher_name, &outlet.name);
}

fn add_head(document: &mut TantivyDocument, fields: &Fields, record: Record) -> Result<(), Error> {
    document.add_text(fields.head, &record.article.id);
    for origin in &record.origins {
        document.add_text(fields.path, &origin.path);
        document.add_u64(fields.stamp, origin.stamp);
    }
    if record.origins.is_empty() {
        document.add_u64(fields.stamp, 0);
    }
    let (json, text) = record.into_stored()?;
    document.add_text(fields.record, json);
    document.add_text(fields.text, text);
    Ok(())
}

fn add_place(document: &mut TantivyDocument, fields: &Fields, passage: &Passage) -> Result<(), Error> {
    document.add_bytes(fields.place, &encode(passage)?);
    document.add_text(fields.kind, passage.kind.as_str());
    Ok(())
}

fn add_words(document: &mut TantivyDocument, fields: &Fields, tokens: &[Token], parts: &mut PartStems) {
    document.add_pre_tokenized_text(fields.body, stems(tokens));
    document.add_pre_tokenized_text(fields.body_parts, further_stems(tokens, parts));
    document.add_pre_tokenized_text(fields.body_exact, exact_forms(tokens));
}

/// True for the first passage under a subhead.
fn opens_section(passages: &[Passage], i: usize) -> bool {
    passages[i].heading.is_some() && (i == 0 || passages[i - 1].heading != passages[i].heading)
}

fn add_heading(document: &mut TantivyDocument, fields: &Fields, article: &Article, passage: &Passage) {
    if let Some(heading) = passage.heading.and_then(|block| article.blocks.get(block)) {
        let tokens = german::analyse(article.slice(heading.span));
        document.add_pre_tokenized_text(fields.heading, stems(&tokens));
        document.add_pre_tokenized_text(fields.heading_exact, exact_forms(&tokens));
    }
}

fn add_marks(
    document: &mut TantivyDocument,
    fields: &Fields,
    annotations: &Annotations,
    passage: usize,
) -> Result<(), Error> {
    let mut names = PassageNames::default();
    let Some(marks) = annotations.passages.get(passage) else {
        return Ok(());
    };
    for actor in marks.actors.iter().filter_map(|&i| annotations.actors.get(i)) {
        add_keys(document, fields.actor, all_forms(&actor.name, &actor.forms));
        add_forms(document, fields, actor);
        names.actors.push(actor.name.clone());
    }
    for citation in marks.citations.iter().filter_map(|&i| annotations.citations.get(i)) {
        add_keys(document, fields.cites, all_forms(&citation.name, &citation.forms));
        document.add_text(fields.cites_name, &citation.name);
        names.cites.push(citation.name.clone());
    }
    if names != PassageNames::default() {
        document.add_bytes(fields.marks, &encode(&names)?);
    }
    Ok(())
}

/// The actor's name for counting, and which forms it has, for telling whom a form alone may mean.
fn add_forms(document: &mut TantivyDocument, fields: &Fields, actor: &Actor) {
    let facet = actor_value(&actor.name, actor.kind);
    for form in all_forms(&actor.name, &actor.forms) {
        document.add_text(fields.actor_of_form, format!("{}{FACET_SEPARATOR}{facet}", german::key(form)));
        document.add_text(fields.form_of_actor, format!("{facet}{FACET_SEPARATOR}{form}"));
    }
    document.add_text(fields.actor_name, facet);
}

fn all_forms<'a>(name: &'a str, forms: &'a [String]) -> impl Iterator<Item = &'a str> {
    std::iter::once(name).chain(forms.iter().map(String::as_str))
}

fn add_keys<'a>(document: &mut TantivyDocument, field: Field, names: impl Iterator<Item = &'a str>) {
    let mut keys: Vec<String> = names.map(german::key).filter(|key| !key.is_empty()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        document.add_text(field, key);
    }
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Record { id: String::new(), reason: error.to_string() })
}

fn stems(tokens: &[Token]) -> PreTokenizedString {
    engine_tokens(tokens.iter().map(|token| (token, token.stem.clone())))
}

fn exact_forms(tokens: &[Token]) -> PreTokenizedString {
    engine_tokens(tokens.iter().map(|token| (token, token.exact.clone())))
}

/// The parts of every compound and the lemma of every word that has one apart from its stem, at its position.
fn further_stems(tokens: &[Token], parts: &mut PartStems) -> PreTokenizedString {
    let mut terms = Vec::new();
    for token in tokens.iter().filter(|token| !token.joined) {
        terms.extend(parts.of(&token.exact).iter().map(|stem| (token, stem.clone())));
        terms.extend(token.lemma().map(|stem| (token, stem)));
    }
    engine_tokens(terms.into_iter())
}

/// The engine counts positions only; places in the text are found again when a snippet is cut.
fn engine_tokens<'t>(terms: impl Iterator<Item = (&'t Token, String)>) -> PreTokenizedString {
    let tokens = terms.map(|(token, text)| EngineToken {
        offset_from: token.span.start,
        offset_to: token.span.end,
        position: token.position as usize,
        text,
        position_length: 1,
    });
    PreTokenizedString { text: String::new(), tokens: tokens.collect() }
}
