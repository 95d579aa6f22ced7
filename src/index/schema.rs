//! The index's fields: which there are, what each holds, and how it is stored.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

/// Layout of the index; a change of any field or file raises it.
pub const FORMAT: u32 = 5;

/// Name of [`Fields::body`].
pub(crate) const BODY: &str = "body";

/// Separates an actor's name from its kind in [`Fields::actor_name`].
pub const FACET_SEPARATOR: char = '\u{1f}';

/// Handles of all fields. One document is one passage; the first passage of an article also keeps the article.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The article's id, on every passage: what deletes and groups by hand.
    pub article: Field,
    /// The article's id, on its first passage only: one look-up finds the stored article.
    pub head: Field,
    /// Hash of the article's id, for grouping.
    pub article_key: Field,
    /// The stored article as JSON, without its text, on its first passage.
    pub record: Field,
    /// The stored article's text, on its first passage.
    pub text: Field,
    /// Paths of the files it was read from, on the first passage.
    pub path: Field,
    /// For each of these paths the fingerprint of the file's state when it was read (0: read it again); a single 0 without
    /// any. Only first passages have it.
    pub stamp: Field,
    /// The passage's place as JSON (`passage::Passage`).
    pub place: Field,
    /// Names of the actors and media in this passage as JSON.
    pub marks: Field,
    /// `lead`, `body` or `caption`.
    pub kind: Field,
    /// Stems of the passage, with positions.
    pub body: Field,
    /// What else the passage's words stand for, at their positions: stems of the parts of compounds, and of lemmas.
    pub body_parts: Field,
    /// Exact forms of the passage, with positions.
    pub body_exact: Field,
    /// Stems of the article's title, on its first passage: a hit by title alone is a hit there.
    pub title: Field,
    /// The same for the title, on the first passage.
    pub title_parts: Field,
    /// Exact forms of the title, on the first passage.
    pub title_exact: Field,
    /// Title and parts again on the other passages: they add to a score but make no hit.
    pub title_above: Field,
    /// Stems of the subhead above the passage, on the first passage under it.
    pub heading: Field,
    /// Exact forms of that subhead.
    pub heading_exact: Field,
    /// Folded keys of the publisher's name and domain.
    pub publisher: Field,
    /// Folded keys of the media cited in the passage, under every form.
    pub cites: Field,
    /// Folded keys of the actors in the passage, under every form.
    pub actor: Field,
    /// Folded keys of the bylines.
    pub author: Field,
    /// Folded key of the section.
    pub section: Field,
    /// The publisher's name, for counting.
    pub publisher_name: Field,
    /// Names of the media cited in the passage, for counting.
    pub cites_name: Field,
    /// Names and kinds of the actors in the passage, for counting.
    pub actor_name: Field,
    /// For each actor in the passage and each of its forms: the form's folded key, then the value of `actor_name`.
    pub actor_of_form: Field,
    /// The same the other way round: the value of `actor_name`, then the form.
    pub form_of_actor: Field,
    /// The bylines as written, for counting.
    pub author_name: Field,
    /// The section as written, for counting.
    pub section_name: Field,
    /// Date of publication in seconds since 1970.
    pub date: Field,
    /// When the article's words, as they are now, came into the index ([`crate::index::Writer::put`]).
    pub added: Field,
    /// Which passage of its article it is, from 0: so many documents before it stands the first one.
    pub nth: Field,
    /// Sketch of the article's words ([`crate::index::Sketch`]), eight numbers on its first passage.
    pub sketch: Field,
    /// Bands of the sketch, on the first passage: articles that share one may be alike.
    pub band: Field,
}

/// The schema and its handles.
#[must_use]
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        article: builder.add_text_field("article", STRING | FAST),
        head: builder.add_text_field("head", STRING),
        article_key: builder.add_u64_field("article_key", number.clone()),
        record: builder.add_text_field("record", STORED),
        text: builder.add_text_field("text", STORED),
        path: builder.add_text_field("path", STRING | FAST),
        stamp: builder.add_u64_field("stamp", number.clone()),
        place: builder.add_bytes_field("place", STORED),
        marks: builder.add_bytes_field("marks", STORED),
        kind: builder.add_text_field("kind", STRING | FAST),
        body: words(&mut builder, BODY, IndexRecordOption::WithFreqsAndPositions),
        body_parts: words(&mut builder, "body_parts", IndexRecordOption::WithFreqsAndPositions),
        body_exact: words(&mut builder, "body_exact", IndexRecordOption::WithFreqsAndPositions),
        title: words(&mut builder, "title", IndexRecordOption::WithFreqsAndPositions),
        title_parts: words(&mut builder, "title_parts", IndexRecordOption::WithFreqsAndPositions),
        title_exact: words(&mut builder, "title_exact", IndexRecordOption::WithFreqsAndPositions),
        title_above: words(&mut builder, "title_above", IndexRecordOption::WithFreqs),
        heading: words(&mut builder, "heading", IndexRecordOption::WithFreqs),
        heading_exact: words(&mut builder, "heading_exact", IndexRecordOption::WithFreqs),
        publisher: builder.add_text_field("publisher", STRING),
        cites: builder.add_text_field("cites", STRING),
        actor: builder.add_text_field("actor", STRING),
        author: builder.add_text_field("author", STRING),
        section: builder.add_text_field("section", STRING),
        publisher_name: builder.add_text_field("publisher_name", STRING | FAST),
        cites_name: builder.add_text_field("cites_name", STRING | FAST),
        actor_name: builder.add_text_field("actor_name", STRING | FAST),
        actor_of_form: builder.add_text_field("actor_of_form", STRING),
        form_of_actor: builder.add_text_field("form_of_actor", STRING),
        author_name: builder.add_text_field("author_name", STRING | FAST),
        section_name: builder.add_text_field("section_name", STRING | FAST),
        date: builder.add_i64_field("date", INDEXED | FAST),
        added: builder.add_i64_field("added", FAST),
        nth: builder.add_u64_field("nth", number.clone()),
        sketch: builder.add_u64_field("sketch", number),
        band: builder.add_bytes_field("band", INDEXED),
    };
    (builder.build(), fields)
}

/// A field of terms that the German chain has already made; the engine's own tokenizer never sees them.
fn words(builder: &mut SchemaBuilder, name: &str, record: IndexRecordOption) -> Field {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record).set_fieldnorms(true);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}
