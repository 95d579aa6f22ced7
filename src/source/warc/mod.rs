//! Web archives (WARC 1.0 and 1.1, ISO 28500): each response with a text is an input of its own, under its address.
//!
//! A record is its headers, an empty line, and as many bytes as they say; records follow one another. What was fetched
//! as a picture, a script or a redirection is passed over.

mod http;

use super::{
    Error,
    archive::{About, Member, Parts},
    dates,
    limits::Budget,
    line::{self, Line},
};
use http::Response;
use std::collections::HashMap;
use std::io::{BufRead, Cursor, Read};
use std::rc::Rc;

/// How every record begins.
const VERSION: &[u8] = b"WARC/";
/// More than this the headers of a record do not take (bytes).
const LONGEST_HEADERS: usize = 256 * 1024;

/// True when a web archive begins so.
pub(super) fn is_record(head: &[u8]) -> bool {
    head.starts_with(VERSION)
}

/// The texts in a web archive, read as they are asked for.
pub(super) struct Records {
    parts: Parts,
    budget: Rc<Budget>,
    /// True when the first line of a record was read on the search for it.
    begun: bool,
    ended: bool,
}

type Headers = HashMap<String, String>;

impl Records {
    pub fn new(parts: Parts, budget: Rc<Budget>) -> Self {
        Self { parts, budget, begun: false, ended: false }
    }

    /// The next text; `None` at the end.
    fn next_text(&mut self) -> Result<Option<Member>, Error> {
        while let Some(headers) = self.next_headers()? {
            let length = headers.get("content-length").and_then(|length| length.trim().parse().ok());
            let part = self.parts.part(length.ok_or(Error::Damaged)?);
            if let Some(member) = self.member(&headers, part) {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }

    /// Passes to the next record; what stands between two but empty lines is told as damage, and passed over.
    fn next_headers(&mut self) -> Result<Option<Headers>, Error> {
        if std::mem::take(&mut self.begun) {
            return self.headers().map(Some);
        }
        self.parts.end_part()?;
        let mut passed_over = false;
        loop {
            match self.next_line()? {
                None if passed_over => return Err(Error::Damaged),
                None => return Ok(None),
                Some(line) if is_record(&line) && passed_over => {
                    self.begun = true;
                    return Err(Error::Damaged);
                }
                Some(line) if is_record(&line) => return self.headers().map(Some),
                Some(line) => passed_over |= !line.trim_ascii().is_empty(),
            }
        }
    }

    fn next_line(&self) -> Result<Option<Vec<u8>>, Error> {
        match self.parts.between(|stream| line::next(stream, LONGEST_HEADERS as u64))? {
            Line::Whole(line) => Ok(Some(line)),
            Line::TooLong => Ok(Some(b"?".to_vec())),
            Line::End => Ok(None),
        }
    }

    fn headers(&self) -> Result<Headers, Error> {
        let mut text = Vec::new();
        loop {
            let line = self.next_line()?.ok_or(Error::CutOff)?;
            if line.trim_ascii().is_empty() {
                return Ok(parsed(&text));
            }
            text.extend(line);
            if text.len() > LONGEST_HEADERS {
                return Err(Error::Damaged);
            }
        }
    }

    /// The input in a record, when it is a text that was fetched.
    fn member(&self, headers: &Headers, mut part: impl Read) -> Option<Member> {
        let said = |name: &str| headers.get(name).map(String::as_str).unwrap_or_default();
        let url = said("warc-target-uri").trim_matches(['<', '>']).to_owned();
        let is_robots = url.split('?').next().is_some_and(|path| path.ends_with("/robots.txt"));
        let wanted = match said("warc-type") {
            "response" => said("content-type").starts_with("application/http") || said("content-type").is_empty(),
            "resource" | "conversion" => is_text(said("content-type")),
            _ => false,
        };
        if !wanted || is_robots {
            return None;
        }
        let limit = self.budget.limits.article;
        let mut bytes = Vec::new();
        let read = part.by_ref().take(limit.saturating_add(1)).read_to_end(&mut bytes);
        let mut about = About {
            crawled: dates::parse(said("warc-date")),
            url: url::Url::parse(&url).is_ok().then(|| url.clone()),
            ..About::default()
        };
        if headers.contains_key("warc-truncated") {
            about.warnings.push("The page was cut off when it was fetched.".to_owned());
        }
        let content = match read {
            Err(fault) => Err(fault.into()),
            Ok(_) if bytes.len() as u64 > limit => Err(Error::TooLarge { limit }),
            Ok(_) if said("warc-type") == "response" => self.response(&bytes, &mut about)?,
            Ok(_) => Ok(bytes),
        };
        let content = content.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn BufRead>);
        Some(Member { name: url, about, content })
    }

    /// The content of a response; `None` when it is no text or no success.
    fn response(&self, bytes: &[u8], about: &mut About) -> Option<Result<Vec<u8>, Error>> {
        let Some(response) = Response::parse(bytes) else { return Some(Err(Error::Damaged)) };
        let kind = response.header("content-type");
        if !response.is_success() || !(kind.is_empty() || is_text(kind)) {
            return None;
        }
        about.encoding = http::charset(kind);
        Some(response.content(&self.budget))
    }
}

/// True for the kinds of content that may be an article.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "text/html" | "application/xhtml+xml" | "text/plain" | "text/markdown" | "")
}

/// Headers by their names in lower case; a line that begins with white space goes on with the one before.
fn parsed(text: &[u8]) -> Headers {
    let mut headers = Headers::new();
    let mut last = String::new();
    for line in String::from_utf8_lossy(text).lines() {
        match line.split_once(':') {
            _ if line.starts_with([' ', '\t']) => {
                if let Some(value) = headers.get_mut(&last) {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            Some((name, value)) => {
                last = name.trim().to_ascii_lowercase();
                headers.insert(last.clone(), value.trim().to_owned());
            }
            None => {}
        }
    }
    headers
}

impl Iterator for Records {
    type Item = Result<Member, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_text().transpose();
        self.ended = !matches!(next, Some(Ok(_) | Err(Error::Damaged)));
        next
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use proptest::prelude::*;

    fn record(headers: &str, content: &str) -> String {
        format!("WARC/1.0\r\n{headers}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n", content.len())
    }

    fn response(url: &str, http: &str) -> String {
        let headers = format!(
            "WARC-Type: response\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: 2025-03-04T12:00:00Z\r\n\
             Content-Type: application/http;\r\n\tmsgtype=response"
        );
        record(&headers, http)
    }

    /// Name, and content or reason, of every text.
    fn read(archive: &str) -> Vec<(String, String)> {
        let stream = Cursor::new(archive.to_owned().into_bytes());
        let limits = Limits { article: 200, ..Limits::default() };
        let records = Records::new(Parts::new(Box::new(stream)), Budget::new(limits, None));
        let told = |member: Result<Member, Error>| match member {
            Err(error) => (String::new(), error.to_string()),
            Ok(member) => {
                let mut text = String::new();
                let read = member.content.and_then(|mut content| Ok(content.read_to_string(&mut text)?));
                (member.name, read.map_or_else(|error| error.to_string(), |_| text))
            }
        };
        records.map(told).collect()
    }

    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<p>Kai";

    #[test]
    fn texts_are_given_and_all_else_passed_over() {
        let archive = [
            record("WARC-Type: warcinfo\r\nContent-Type: application/warc-fields", "software: x"),
            response("https://a.example/1", OK),
            record("WARC-Type: request\r\nWARC-Target-URI: https://a.example/1", "GET / HTTP/1.1\r\n\r\n"),
            response("https://a.example/2", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Weg"),
            response("https://a.example/3", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"),
            response("https://a.example/robots.txt", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nx"),
            record("WARC-Type: conversion\r\nWARC-Target-URI: https://a.example/4\r\nContent-Type: text/plain", "Kai"),
            record("WARC-Type: revisit\r\nWARC-Target-URI: https://a.example/1", OK),
        ];
        let expected = [("https://a.example/1", "<p>Kai"), ("https://a.example/4", "Kai")];
        assert_eq!(read(&archive.concat()), expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }

    #[test]
    fn a_record_tells_address_date_and_encoding() {
        let stream = Cursor::new(response("https://a.example/1", OK).into_bytes());
        let mut records = Records::new(Parts::new(Box::new(stream)), Budget::new(Limits::default(), None));
        let about = records.next().unwrap().unwrap().about;
        assert_eq!(about.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(about.crawled.unwrap().to_string(), "2025-03-04T12:00:00+00:00");
        assert_eq!(about.encoding, Some(encoding_rs::WINDOWS_1252));
    }

    #[test]
    fn damage_is_told_and_the_next_record_found() {
        let (one, two) = (response("https://a.example/1", OK), response("https://a.example/2", OK));
        let long = response("https://a.example/3", &format!("{OK}{}", "x".repeat(300)));
        let without = one.replace("Content-Length", "Content-Langth");
        for (archive, expected) in [
            (format!("{one}Unsinn\r\n{two}"), "1 damaged 2"),
            (format!("{without}{two}"), "damaged damaged 2"),
            (format!("{long}{two}"), "large 2"),
            (format!("{one}{}", &two[..two.len() - 20]), "1 early early"),
            (format!("{one}{}", &two[..40]), "1 early"),
        ] {
            let told = read(&archive).into_iter().map(|(name, text)| match text.as_str() {
                "<p>Kai" => name[name.len() - 1..].to_owned(),
                reason => ["damaged", "larger", "early"]
                    .iter()
                    .find(|word| reason.contains(**word))
                    .map_or_else(|| reason.to_owned(), |word| word.trim_end_matches('r').to_owned()),
            });
            assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{archive}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_end(rest in "(WARC/1|Content-Length: ?[0-9]{1,3}|WARC-Type: response|HTTP/1 200|[a-z:]|\r\n){0,40}") {
            let texts = read(&format!("WARC/1.0\r\n{rest}")).len();
            prop_assert!(texts <= rest.len() + 2);
        }
    }
}
