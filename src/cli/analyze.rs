//! `analyze`: what the German chain makes of text.

use crate::annotate::tagger::{Desk, Name, Tagger};
use crate::article::CharIndex;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::german::{self, Token};
use crate::query;
use anyhow::Context;
use serde_json::json;
use std::io::{self, BufRead, Read};

/// Shows what the German chain makes of text: place, exact form and stem of every word
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle analyze 'Die Hochwasserschutzanlagen'\n  \
                        fundstelle analyze --names 'Angela Merkel reiste nach Frankreich'")]
pub(crate) struct Args {
    /// The text; stdin when there is none
    text: Vec<String>,
    /// Read one word a line, print `word TAB stem`
    #[arg(long)]
    stems: bool,
    /// Read one word a line, print `word TAB part+part` (the word itself when it is no compound)
    #[arg(long, conflicts_with_all = ["stems", "json"])]
    parts: bool,
    /// Show the names in the text: start, end (characters), type, name; without a text read lines of {"id","text"} and
    /// print {"id","names"}: start, end, type each
    #[arg(long, conflicts_with_all = ["stems", "parts", "json"])]
    names: bool,
    /// Show how the text is read as a query: every operator as +, - or brackets
    #[arg(long, conflicts_with_all = ["stems", "parts", "names", "json"])]
    query: bool,
    /// Print JSON Lines, one a word; offsets count characters
    #[arg(long, conflicts_with = "stems")]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, output: &mut Output) -> anyhow::Result<Exit> {
        if self.stems {
            return self.word_by_word(stem, output);
        }
        if self.parts {
            return self.word_by_word(parts, output);
        }
        if self.names {
            return if self.text.is_empty() { names(output) } else { self.names_in_text(output) };
        }
        let text = self.text()?;
        if self.query {
            return as_query(&text, output);
        }
        let index = CharIndex::new(&text);
        let tokens = german::analyse(&text);
        for token in &tokens {
            let line = if self.json { as_json(token, &index).to_string() } else { as_line(token, &text) };
            output.data_line(line)?;
        }
        Ok(Exit::found(!tokens.is_empty()))
    }

    fn names_in_text(&self, output: &mut Output) -> anyhow::Result<Exit> {
        let text = self.text()?;
        let index = CharIndex::new(&text);
        let names = Tagger::embedded().names(&text, &mut Desk::default());
        for name in &names {
            let (place, kind) = (index.chars(name.span), name.kind.code());
            output.line(format!(
                "{}\t{}\t{kind}\t{}",
                place.start,
                place.end,
                &text[name.span.start..name.span.end]
            ))?;
        }
        Ok(Exit::found(!names.is_empty()))
    }

    fn text(&self) -> io::Result<String> {
        if !self.text.is_empty() {
            return Ok(self.text.join(" "));
        }
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        Ok(text)
    }

    /// What `of` says of each word, beside it.
    fn word_by_word(&self, of: fn(&str) -> String, output: &mut Output) -> anyhow::Result<Exit> {
        let given = self.text.iter().map(|word| Ok(word.clone()));
        let lines: Box<dyn Iterator<Item = io::Result<String>>> =
            if self.text.is_empty() { Box::new(io::stdin().lock().lines()) } else { Box::new(given) };
        let mut any = false;
        for word in lines {
            let word = word?;
            output.data_line(format!("{word}\t{}", of(&word)))?;
            any = true;
        }
        Ok(Exit::found(any))
    }
}

fn as_query(text: &str, output: &mut Output) -> anyhow::Result<Exit> {
    let parsed = query::parse(text);
    output.line(parsed.ast.to_string())?;
    output.flush()?;
    parsed.notes.iter().for_each(|note| message::say(note.to_string()));
    Ok(Exit::found(!parsed.ast.is_empty()))
}

/// A text whose names are wanted.
#[derive(serde::Deserialize)]
struct Named {
    id: serde_json::Value,
    text: String,
}

fn names(output: &mut Output) -> anyhow::Result<Exit> {
    let mut desk = Desk::default();
    let mut any = false;
    for (line, number) in io::stdin().lock().lines().zip(1..) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let Named { id, text } =
            serde_json::from_str(&line).with_context(|| format!("line {number}: expected {{\"id\",\"text\"}}"))?;
        let index = CharIndex::new(&text);
        let names: Vec<_> =
            Tagger::embedded().names(&text, &mut desk).iter().map(|name| as_triple(name, &index)).collect();
        any |= !names.is_empty();
        output.data_line(json!({ "id": id, "names": names }).to_string())?;
    }
    Ok(Exit::found(any))
}

fn as_triple(name: &Name, index: &CharIndex<'_>) -> serde_json::Value {
    let place = index.chars(name.span);
    json!([place.start, place.end, name.kind.code()])
}

/// The stem of a word; of a hyphened one, the stems of its words with hyphens between them.
fn stem(word: &str) -> String {
    let tokens = german::analyse(word);
    let stems: Vec<&str> = tokens.iter().filter(|token| !token.joined).map(|token| token.stem.as_str()).collect();
    stems.join("-")
}

/// The parts of a compound, of each word of a hyphened one, joined by `+`, as they stand in it without linking elements.
fn parts(word: &str) -> String {
    let mut parts = Vec::new();
    for token in german::analyse(word).iter().filter(|token| !token.joined) {
        let own = german::parts(&token.exact);
        if own.is_empty() {
            parts.push(token.exact.clone());
        }
        parts.extend(own.iter().map(|part| part.form.to_owned()));
    }
    parts.join("+")
}

fn as_line(token: &Token, text: &str) -> String {
    let stop = if token.stop { "  stop word" } else { "" };
    let joined = if token.joined { "  joined" } else { "" };
    let source = &text[token.span.start..token.span.end];
    format!("{:>4}  {source}\t{}\t{}{stop}{joined}", token.position, token.exact, token.stem)
}

fn as_json(token: &Token, index: &CharIndex<'_>) -> serde_json::Value {
    let place = index.chars(token.span);
    json!({
        "position": token.position, "start": place.start, "end": place.end, "exact": token.exact, "stem": token.stem,
        "stop": token.stop, "joined": token.joined,
    })
}
