//! The annotated texts: Wikinews articles with names by characters, GermEval sentences by token.

use anyhow::{Context, Result};
use fundstelle::annotate::tagger::kinds::NameKind;
use fundstelle::article::Span;
use serde::Deserialize;
use std::{fs, path::Path};

/// A text with its names.
#[derive(Debug, Default)]
pub struct Document {
    pub id: String,
    pub text: String,
    /// Bytes of the text.
    pub names: Vec<(Span, NameKind)>,
    /// Places that nobody could decide: they neither teach nor count.
    pub uncertain: Vec<Span>,
    /// The kinds are coarse: LOC may be STATE, ORG may be MEDIA.
    pub coarse: bool,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    names: Vec<(usize, usize, String)>,
    uncertain: Vec<(usize, usize, String)>,
}

/// Reads `{"id","text","names":[[start,end,type]],"uncertain":[…]}` lines; offsets count characters.
pub fn wikinews(path: &Path) -> Result<Vec<Document>> {
    let lines = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    lines.lines().map(|line| Ok(document(serde_json::from_str(line)?))).collect()
}

fn document(line: Line) -> Document {
    let bytes: Vec<usize> = line.text.char_indices().map(|(byte, _)| byte).chain([line.text.len()]).collect();
    let span = |start: usize, end: usize| Some(Span::new(*bytes.get(start)?, *bytes.get(end)?));
    let names =
        line.names.iter().filter_map(|(start, end, code)| Some((span(*start, *end)?, NameKind::from_code(code)?)));
    let uncertain = line.uncertain.iter().filter_map(|&(start, end, _)| span(start, end));
    Document { names: names.collect(), uncertain: uncertain.collect(), id: line.id, text: line.text, coarse: false }
}

/// Reads GermEval's columns (number, token, outer name, inner name); each sentence is a document.
///
/// Outer names teach; derivations (`deutsch`) are none, and words that contain a name (`SPD-Chef`) are left out, because
/// their column does not say where the name in them stands.
pub fn germeval(path: &Path) -> Result<Vec<Document>> {
    let lines = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let sentences = lines.split("\n\n").enumerate().map(|(i, sentence)| sentence_document(i, sentence));
    Ok(sentences.filter(|document| !document.text.is_empty()).collect())
}

fn sentence_document(number: usize, sentence: &str) -> Document {
    let mut document = Document { id: format!("germeval{number}"), coarse: true, ..Document::default() };
    for line in sentence.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t').skip(1);
        let (Some(token), Some(label)) = (columns.next(), columns.next()) else { continue };
        if !document.text.is_empty() {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(token);
        document.label(label, Span::new(start, document.text.len()));
    }
    document
}

impl Document {
    fn label(&mut self, label: &str, span: Span) {
        if label.ends_with("part") {
            self.uncertain.push(span);
        } else if let Some(kind) = label.strip_prefix("B-").and_then(NameKind::from_code) {
            self.names.push((span, kind));
        } else if label.starts_with("I-")
            && NameKind::from_code(&label[2..]).is_some()
            && let Some((name, _)) = self.names.last_mut()
        {
            name.end = span.end;
        }
    }

    /// The fold of a document, which depends on its name alone.
    pub fn fold(&self, folds: u64) -> u64 {
        (self.hash() >> 17) % folds
    }

    /// Its part within a fold's training documents.
    pub fn part(&self, parts: u64) -> u64 {
        (self.hash() >> 37) % parts
    }

    /// FNV-1a of the name.
    fn hash(&self) -> u64 {
        self.id
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}
