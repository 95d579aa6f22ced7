//! One input to its articles: decides the format, reads it, and fills in what the caller supplies.

use super::{
    Error, Failure, dates,
    decode::decode_labelled,
    feed,
    fields::domain_of,
    format::{self, Format},
    front_matter::{self, FrontMatter},
    html,
    json::{self, Identified, Lines},
    markdown, page_text,
    unpack::{Input, UNPACKED_LIMIT},
};
use crate::article::{Article, Moment, Outlet, path_text};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// What the caller knows about an input. It fills only what the input lacks; `id` always wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Supplied {
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// Canonical address.
    pub url: Option<String>,
    /// Identity in the index. Of several articles in one input, those after the first get `#L` and their line.
    pub id: Option<String>,
    /// What the sender calls the encoding; counts only when the input itself tells nothing.
    pub charset: Option<String>,
    /// The caller's clock: dates after it are dropped with a warning. Without it the future is not noticed.
    pub now: Option<jiff::Timestamp>,
}

/// The articles of one input, read as they are asked for.
pub struct Articles {
    origin: Origin,
    inner: Inner,
}

enum Inner {
    Lines(Box<Lines>),
    Read(<Numbered as IntoIterator>::IntoIter),
}

/// Where articles come from, and what is known about them beforehand.
struct Origin {
    name: String,
    path: Option<String>,
    supplied: Supplied,
}

/// Bytes that are looked at to recognise JSON Lines without reading everything.
const HEAD: u64 = 64 * 1024;

/// Reads the articles of a file.
///
/// A file that cannot be opened gives one [`Failure`].
#[must_use]
pub fn read_file(path: &Path, supplied: &Supplied) -> Articles {
    let name = path_text(path).into_owned();
    let origin = Origin { path: Some(name.clone()), name, supplied: supplied.clone() };
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|data| data.is_dir()) => failed(origin, Error::NotAFile),
        Ok(file) => open(origin, Box::new(BufReader::new(file))),
        Err(error) => failed(origin, error.into()),
    }
}

/// Reads the articles of a stream; `name` stands for it in failures and may have an ending that tells the format.
#[must_use]
pub fn read_stream(name: &str, input: impl Read + 'static, supplied: &Supplied) -> Articles {
    let origin = Origin { path: None, name: name.to_owned(), supplied: supplied.clone() };
    open(origin, Box::new(BufReader::new(input)))
}

fn failed(origin: Origin, error: Error) -> Articles {
    Articles { origin, inner: Inner::Read(vec![(None, Err(error))].into_iter()) }
}

/// Recognises the format and reads; what is packed is unpacked on the way.
fn open(origin: Origin, raw: Box<dyn BufRead>) -> Articles {
    match Input::of(raw).and_then(|input| recognise(&origin.name, input)) {
        Ok((Format::JsonLines, input)) => Articles { origin, inner: Inner::Lines(Box::new(Lines::new(input.reader))) },
        Ok((_, input)) => {
            let read = read_whole(&origin, input).unwrap_or_else(|error| vec![(None, Err(error))]);
            Articles { origin, inner: Inner::Read(read.into_iter()) }
        }
        Err(error) => failed(origin, error.into()),
    }
}

/// Looks at the beginning, up to the end of the first lines, and gives the input back whole.
fn recognise(name: &str, input: Input) -> Result<(Format, Input), std::io::Error> {
    let Input { reader: mut input, packed } = input;
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head)?;
    let opens_object = head.trim_ascii_start().starts_with(b"{") || head.starts_with(b"\xef\xbb\xbf{");
    if opens_object && !head.contains(&b'\n') {
        input.by_ref().take(UNPACKED_LIMIT).read_until(b'\n', &mut head)?;
        input.by_ref().take(HEAD).read_to_end(&mut head)?;
    }
    let format = format::recognise(name, &String::from_utf8_lossy(&head));
    // UTF-16 has its line breaks elsewhere: it is decoded as a whole first.
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let format = if wide && format == Format::JsonLines { Format::Json } else { format };
    Ok((format, Input { reader: Box::new(Cursor::new(head).chain(input)), packed }))
}

/// What an input holds: the number of each line or element where there are several, and what was read from it.
type Numbered = Vec<(Option<usize>, Result<Identified, Error>)>;

fn read_whole(origin: &Origin, input: Input) -> Result<Numbered, Error> {
    let bytes = input.read_whole(UNPACKED_LIMIT)?;
    let decoded = decode_labelled(&bytes, origin.supplied.charset.as_deref())?;
    drop(bytes);
    if decoded.text.trim().is_empty() {
        return Err(Error::Empty);
    }
    let mut read = read_text(origin, decoded.text)?;
    for (article, _) in read.iter_mut().filter_map(|(_, article)| article.as_mut().ok()) {
        article.warnings.extend(decoded.warnings.iter().cloned());
    }
    Ok(read)
}

fn read_text(origin: &Origin, text: String) -> Result<Numbered, Error> {
    match format::recognise(&origin.name, &text) {
        Format::JsonLines => {
            let lines = Lines::new(Box::new(Cursor::new(text)));
            Ok(lines.map(|(line, article)| (Some(line), article)).collect())
        }
        Format::Json => Ok(numbered(json::articles(&text)?)),
        Format::Markdown => Ok(vec![(None, read_markdown(&text))]),
        Format::Html => {
            let article = html::read(&text).ok_or(Error::NoArticle)?;
            Ok(vec![(None, Ok((article, None)))])
        }
        Format::Feed => {
            let Supplied { url, outlet, .. } = &origin.supplied;
            Ok(numbered(feed::articles(&text, url.as_deref(), outlet.as_deref())?))
        }
        Format::PageText => {
            let article = page_text::read(text).ok_or(Error::NoArticle)?;
            Ok(vec![(None, Ok((article, None)))])
        }
    }
}

/// The elements of an array are told apart by their number, as lines are.
fn numbered(articles: Vec<Result<Identified, Error>>) -> Numbered {
    let several = articles.len() > 1;
    articles.into_iter().enumerate().map(|(at, article)| (several.then_some(at + 1), article)).collect()
}

fn read_markdown(text: &str) -> Result<Identified, Error> {
    let plain = || FrontMatter { keys: serde_json::Map::new(), body: text, warning: None };
    let matter = front_matter::split(text).unwrap_or_else(plain);
    let article = markdown::read(&matter);
    let id = super::fields::Fields::of(&matter.keys).id();
    if article.blocks.is_empty() { Err(Error::NoArticle) } else { Ok((article, id)) }
}

impl Iterator for Articles {
    type Item = Result<Article, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, read) = match &mut self.inner {
            Inner::Lines(lines) => lines.next().map(|(line, read)| (Some(line), read))?,
            Inner::Read(read) => read.next()?,
        };
        Some(match read {
            Ok((article, id)) => Ok(self.origin.complete(article, id, line)),
            Err(reason) => Err(self.origin.failure(line, reason)),
        })
    }
}

impl Origin {
    fn failure(&self, line: Option<usize>, reason: Error) -> Failure {
        let input = line.map_or_else(|| self.name.clone(), |line| format!("{}:{line}", self.name));
        Failure { input, reason }
    }

    /// Fills in what the input lacks, and its identity.
    fn complete(&self, mut article: Article, own_id: Option<String>, line: Option<usize>) -> Article {
        article.path.clone_from(&self.path);
        self.check_dates(&mut article);
        article.published = article.published.or_else(|| self.supplied.published.clone());
        article.url = article.url.or_else(|| self.supplied.url.clone());
        self.complete_outlet(&mut article);
        article.id = self.identity(&article, own_id, line);
        article
    }

    fn check_dates(&self, article: &mut Article) {
        for date in [&mut article.published, &mut article.modified] {
            if let Some(doubt) = date.as_ref().and_then(|date| dates::doubt(date, self.supplied.now)) {
                article.warnings.push(doubt);
                *date = None;
            }
        }
    }

    fn complete_outlet(&self, article: &mut Article) {
        let domain = article.url.as_deref().and_then(domain_of);
        let name = self.supplied.outlet.clone().or_else(|| domain.clone());
        match &mut article.outlet {
            Some(outlet) => outlet.domain = outlet.domain.take().or(domain),
            None => article.outlet = name.map(|name| Outlet { name, domain }),
        }
    }

    /// By hand, else the input's own, else the address, else the absolute path with the line; a stream's by its content.
    fn identity(&self, article: &Article, own_id: Option<String>, line: Option<usize>) -> String {
        if let Some(id) = &self.supplied.id {
            return line.filter(|line| *line > 1).map_or_else(|| id.clone(), |line| format!("{id}#L{line}"));
        }
        own_id.or_else(|| article.url.clone()).unwrap_or_else(|| self.place(article, line))
    }

    fn place(&self, article: &Article, line: Option<usize>) -> String {
        let Some(path) = &self.path else {
            let hash = blake3::hash(format!("{}\n{}", article.title, article.text).as_bytes());
            return format!("stream:{}", &hash.to_hex()[..32]);
        };
        let absolute =
            std::path::absolute(path).map_or_else(|_| path.clone(), |path| path.to_string_lossy().into_owned());
        line.map_or_else(|| absolute.clone(), |line| format!("{absolute}#L{line}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stream(name: &str, text: &'static str, supplied: &Supplied) -> Vec<Result<Article, Failure>> {
        read_stream(name, text.as_bytes(), supplied).collect()
    }

    fn one(name: &str, text: &'static str, supplied: &Supplied) -> Article {
        stream(name, text, supplied).remove(0).unwrap()
    }

    #[test]
    fn what_is_supplied_fills_gaps_only() {
        let supplied = Supplied {
            outlet: Some("Küstenbote".into()),
            published: dates::parse("4.3.2025"),
            url: Some("https://www.kuestenbote.example/neu".into()),
            ..Supplied::default()
        };
        let article =
            one("-", r#"{"text": "Ein Satz.", "url": "https://nord.example/a", "date": "1.2.2024"}"#, &supplied);
        assert_eq!(
            (article.id.as_str(), article.published.unwrap().to_string().as_str()),
            ("https://nord.example/a", "2024-02-01")
        );
        assert_eq!(article.outlet, Some(Outlet { name: "Küstenbote".into(), domain: Some("nord.example".into()) }));
        let article = one("-", r#"{"text": "Ein Satz."}"#, &supplied);
        assert_eq!(article.outlet.unwrap().domain.as_deref(), Some("kuestenbote.example"));
        assert_eq!(article.published.unwrap().to_string(), "2025-03-04");
    }

    #[test]
    fn an_id_by_hand_wins() {
        let supplied = Supplied { id: Some("mein".into()), ..Supplied::default() };
        let ids: Vec<String> =
            stream("a.jsonl", "{\"id\": 1, \"text\": \"Eins.\"}\n{\"id\": 2, \"text\": \"Zwei.\"}\n", &supplied)
                .into_iter()
                .map(|article| article.unwrap().id)
                .collect();
        assert_eq!(ids, ["mein", "mein#L2"]);
    }

    #[test]
    fn identity_is_the_absolute_path_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "{\"text\": \"Eins.\"}\nkaputt\n{\"text\": \"Zwei.\"}\n").unwrap();
        let read: Vec<_> = read_file(&path, &Supplied::default()).collect();
        let place = path.display().to_string();
        assert_eq!(read[0].as_ref().unwrap().id, format!("{place}#L1"));
        assert_eq!(read[1].as_ref().unwrap_err().input, format!("{place}:2"));
        assert_eq!(read[2].as_ref().unwrap().id, format!("{place}#L3"));
        assert_eq!(read[2].as_ref().unwrap().path.as_ref(), Some(&place));
    }

    #[test]
    fn what_gives_no_article_is_a_failure() {
        for (name, text, expected) in [
            ("a.txt", "", "it is empty"),
            ("a.txt", " \n\t\n", "it is empty"),
            ("a.txt", "Startseite\nPolitik\n", "no article"),
            ("a.md", "---\ntitle: x\n---\n", "no article"),
            ("a.json", "{\"title\": ", "no valid JSON"),
            ("a.json", "[1]", "a number"),
            ("a.json", "{\"url\": \"x\"}", "no text"),
            ("a.txt", "%PDF-1.7 …", "a PDF document"),
        ] {
            let failure = stream(name, text, &Supplied::default()).remove(0).unwrap_err();
            assert!(
                failure.to_string().starts_with(&format!("{name}: ")) && failure.to_string().contains(expected),
                "{failure}"
            );
        }
        let missing = read_file(Path::new("fehlt.txt"), &Supplied::default()).next().unwrap().unwrap_err();
        assert!(matches!(missing.reason, Error::Missing));
    }

    #[test]
    fn dates_of_the_future_are_dropped() {
        let supplied = Supplied { now: "2025-03-04T12:00:00Z".parse().ok(), ..Supplied::default() };
        let article = one("-", r#"{"text": "Ein Satz.", "date": "2031-01-01"}"#, &supplied);
        assert_eq!((article.published, article.warnings.len()), (None, 1));
    }

    #[test]
    fn formats_are_told_from_streams() {
        for (text, title) in [
            ("{\"title\": \"T\", \"text\": \"Ein Satz.\"}\n{\"title\": \"U\", \"text\": \"Noch einer.\"}", "T"),
            ("[{\"title\": \"T\", \"text\": \"Ein Satz.\"}]", "T"),
            ("---\ntitle: T\n---\nEin Satz.", "T"),
            ("# T\n\nEin Satz.", "T"),
            ("Die Fähre\n\nDie Fähre legt seit Montag wieder ab, und die Schüler sind sehr froh.", "Die Fähre"),
        ] {
            let article = one("-", text, &Supplied::default());
            assert_eq!((article.title.as_str(), article.path), (title, None), "{text}");
            assert!(!article.id.is_empty());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_articles_or_failures(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "a\\.(txt|md|json|jsonl)") {
            for read in read_stream(&name, Cursor::new(bytes), &Supplied::default()) {
                let Ok(article) = read else { continue };
                prop_assert!(article.blocks.iter().all(|block| article.text.get(block.span.start..block.span.end).is_some()));
            }
        }
    }
}
