//! One input to its articles: unpacks it, opens what it holds, decides the format and reads.

use super::{
    Error, Failure, Supplied,
    archive::{self, Member, Parts, Tar, Zip, ZipBytes},
    decode::{self, decode_as},
    feed,
    format::{self, Format},
    front_matter::{self, FrontMatter},
    html,
    json::{self, Elements, Identified, Lines},
    limits::Budget,
    mail, markdown,
    origin::Origin,
    page_text,
    table::Table,
    unpack::{Counted, Input},
    warc::{self, Records},
};
use crate::article::{Article, Moment};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;

/// The articles of one input, read as they are asked for.
pub struct Articles {
    /// The input, and what lies in it, down to what is being read.
    stack: Vec<Frame>,
}

/// An input, or one that lies in another.
struct Frame {
    origin: Origin,
    budget: Rc<Budget>,
    depth: usize,
    steps: Steps,
}

/// What an input holds, one after another.
type Steps = Box<dyn Iterator<Item = Step>>;

enum Step {
    /// An article, and the number of its line or element where there are several.
    Read(Box<json::Numbered>),
    /// An input of its own.
    Member(Member),
}

impl Step {
    fn read(read: json::Numbered) -> Self {
        Self::Read(Box::new(read))
    }
}

/// Where an input's bytes come from.
enum Raw {
    File(File),
    Stream(Box<dyn BufRead>),
}

/// Reads the articles of a file.
///
/// A file that cannot be opened gives one [`Failure`].
#[must_use]
pub fn read_file(path: &Path, supplied: &Supplied) -> Articles {
    let origin = Origin::file(path, supplied);
    let opened = File::open(path).map_err(Error::from).and_then(|file| match file.metadata() {
        Ok(data) if data.is_dir() => Err(Error::NotAFile),
        Ok(data) => Ok((file, Some(data.len()))),
        Err(_) => Ok((file, None)),
    });
    let length = opened.as_ref().ok().and_then(|(_, length)| *length);
    let budget = Budget::new(supplied.limits, length);
    Articles::of(origin, budget, opened.map(|(file, _)| Raw::File(file)))
}

/// Reads the articles of a stream; `name` stands for it in failures and may have an ending that tells the format.
#[must_use]
pub fn read_stream(name: &str, input: impl Read + 'static, supplied: &Supplied) -> Articles {
    let budget = Budget::new(supplied.limits, None);
    let counted = Counted { inner: input, budget: Rc::clone(&budget) };
    let raw = Raw::Stream(Box::new(BufReader::new(counted)));
    Articles::of(Origin::stream(name, supplied), budget, Ok(raw))
}

impl Articles {
    fn of(origin: Origin, budget: Rc<Budget>, raw: Result<Raw, Error>) -> Self {
        Self { stack: vec![Frame::of(origin, budget, 0, raw)] }
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let frame = self.stack.last_mut()?;
            match frame.steps.next() {
                Some(Step::Read(read)) => {
                    let (line, read) = *read;
                    return Some(match read {
                        Ok((article, id)) => Ok(frame.origin.complete(article, id, line)),
                        Err(reason) => Err(frame.origin.failure(line, reason)),
                    });
                }
                Some(Step::Member(member)) => {
                    let inner = frame.open(member);
                    self.stack.push(inner);
                }
                None => {
                    self.stack.pop();
                }
            }
        }
    }
}

impl Frame {
    fn of(origin: Origin, budget: Rc<Budget>, depth: usize, raw: Result<Raw, Error>) -> Self {
        let opened = raw.and_then(|raw| open(&origin, raw, &budget, depth));
        let (depth, steps) = opened.unwrap_or_else(|error| (depth, once(Err(error))));
        Self { origin, budget, depth, steps }
    }

    fn open(&self, member: Member) -> Self {
        let origin = self.origin.member(&member);
        Self::of(origin, Rc::clone(&self.budget), self.depth, member.content.map(Raw::Stream))
    }
}

fn once(read: Result<Identified, Error>) -> Steps {
    Box::new(std::iter::once(Step::read((None, read))))
}

/// Tells what an input is; gives what it holds, and how deep that lies.
fn open(origin: &Origin, raw: Raw, budget: &Rc<Budget>, depth: usize) -> Result<(usize, Steps), Error> {
    let stream: Box<dyn BufRead> = match raw {
        Raw::File(mut file) => {
            let mut head = [0; 4];
            let read = file.by_ref().take(4).read(&mut head)?;
            file.rewind()?;
            if archive::Kind::of(&head[..read]) == Some(archive::Kind::Zip) {
                budget.check_depth(depth + 1)?;
                return Ok((depth + 1, members(Zip::new(ZipBytes::of_file(file)?, Rc::clone(budget))?)));
            }
            Box::new(BufReader::new(file))
        }
        Raw::Stream(stream) => stream,
    };
    let input = Input::of(stream, Rc::clone(budget), depth)?;
    let within = input.depth + 1;
    match archive::Kind::of(input.head()) {
        None if warc::is_record(input.head()) => {
            budget.check_depth(within)?;
            let records = Records::new(Parts::new(input.into_reader()), Rc::clone(budget));
            Ok((within, Box::new(records.map(step))))
        }
        None => Ok((input.depth, texts(origin, input)?)),
        Some(kind) => {
            budget.check_depth(within)?;
            Ok((within, archived(kind, input)?))
        }
    }
}

fn archived(kind: archive::Kind, input: Input) -> Result<Steps, Error> {
    Ok(match kind {
        archive::Kind::Tar => members(Tar::new(Parts::new(input.into_reader()))),
        archive::Kind::Zip => {
            let budget = Rc::clone(&input.budget);
            members(Zip::new(ZipBytes::Memory(input.read_whole()?), budget)?)
        }
    })
}

/// An archive's files, or that there are none.
fn members(files: impl Iterator<Item = Result<Member, Error>> + 'static) -> Steps {
    let mut files = files.peekable();
    if files.peek().is_none() {
        return once(Err(Error::NothingInArchive));
    }
    Box::new(files.map(step))
}

fn step(member: Result<Member, Error>) -> Step {
    member.map_or_else(|error| Step::read((None, Err(error))), Step::Member)
}

/// Reads what is text: line by line, row by row or element by element where it can be, else as a whole.
fn texts(origin: &Origin, input: Input) -> Result<Steps, Error> {
    let (mut input, guessed) = decode::widened(input);
    if input.head().trim_ascii_start().starts_with(b"{") || input.head().starts_with(b"\xef\xbb\xbf{") {
        input.look_past_first_line();
    }
    let limit = input.budget.limits.article;
    let head = String::from_utf8_lossy(input.head()).into_owned();
    let crawled = origin.about.crawled.clone();
    let steps: Steps = match format::recognise(&origin.name, &head) {
        Format::JsonLines => {
            let lines = Lines::new(input.into_reader(), limit, crawled);
            Box::new(lines.map(|(line, read)| Step::read((Some(line), read))))
        }
        Format::Array => Box::new(json::numbered(Elements::new(input.into_reader(), limit), crawled).map(Step::read)),
        Format::Table(delimiter) => {
            Box::new(Table::new(input.into_reader(), delimiter, limit, crawled)?.map(Step::read))
        }
        format => Box::new(whole(origin, format, input)?.into_iter().map(Step::read)),
    };
    Ok(match guessed {
        Some(warning) => Box::new(steps.map(move |step| warned(step, &warning))),
        None => steps,
    })
}

fn warned(mut step: Step, warning: &str) -> Step {
    if let Step::Read(read) = &mut step
        && let (_, Ok((article, _))) = read.as_mut()
    {
        article.warnings.push(warning.to_owned());
    }
    step
}

/// What an input holds: the number of each line or element where there are several, and what was read from it.
type Numbered = Vec<json::Numbered>;

fn whole(origin: &Origin, format: Format, input: Input) -> Result<Numbered, Error> {
    let bytes = input.read_whole()?;
    if format == Format::Mail {
        return Ok(vec![(None, mail::read(&bytes, &origin.about))]);
    }
    let decoded = decode_as(&bytes, origin.about.encoding)?;
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

/// Entries are told apart by their number, as lines are.
fn numbered(articles: Vec<Result<Identified, Error>>) -> Numbered {
    let several = articles.len() > 1;
    articles.into_iter().enumerate().map(|(at, article)| (several.then_some(at + 1), article)).collect()
}

/// Reads a text as what it is now that all of it is there.
fn read_text(origin: &Origin, text: String) -> Result<Numbered, Error> {
    let about = &origin.about;
    let crawled = about.crawled.clone();
    let one = |article: Option<Article>| {
        let article = article.ok_or(Error::NoArticle)?;
        Ok(vec![(None, Ok((article, None)))])
    };
    match format::recognise(&origin.name, &text) {
        Format::JsonLines => {
            let lines = Lines::new(Box::new(Cursor::new(text)), u64::MAX, crawled);
            Ok(lines.map(|(line, article)| (Some(line), article)).collect())
        }
        Format::Array => Ok(json::numbered(Elements::new(Box::new(Cursor::new(text)), u64::MAX), crawled).collect()),
        Format::Table(delimiter) => {
            Ok(Table::new(Box::new(Cursor::new(text)), delimiter, u64::MAX, crawled)?.collect())
        }
        Format::Json => json::articles(&text, crawled.as_ref()),
        Format::Mail => Ok(vec![(None, mail::read(text.as_bytes(), about))]),
        Format::Markdown => Ok(vec![(None, read_markdown(&text, crawled.as_ref()))]),
        Format::Feed => {
            let Supplied { url, outlet, .. } = &origin.supplied;
            Ok(numbered(feed::articles(&text, url.as_deref(), outlet.as_deref())?))
        }
        Format::Html => one(html::read(&text, crawled.as_ref())),
        Format::PageText => one(page_text::read(text, crawled.as_ref())),
    }
}

fn read_markdown(text: &str, crawled: Option<&Moment>) -> Result<Identified, Error> {
    let plain = || FrontMatter { keys: serde_json::Map::new(), body: text, warning: None };
    let matter = front_matter::split(text).unwrap_or_else(plain);
    let article = markdown::read(&matter, crawled);
    let id = super::fields::Fields::of(&matter.keys, None).id();
    if article.blocks.is_empty() { Err(Error::NoArticle) } else { Ok((article, id)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::Outlet;
    use crate::source::dates;
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
