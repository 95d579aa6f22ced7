//! Messages (`.eml`) and pages that browsers save as messages (MHTML): the HTML part, else the plain text.

use super::rendered::Rendered;
use super::{Error, archive::About, dates, decode::decode_as, fields::domain_of, html, json::Identified, page_text};
use crate::article::{Article, Moment, Outlet, collapse_white_space};
use crate::lexicon::PersonNames;
use encoding_rs::Encoding;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding as Transfer, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Names of headers of which a message has several, in lower case.
const HEADERS: &[&str] = &[
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "received",
    "return-path",
    "delivered-to",
    "reply-to",
    "sender",
    "list-id",
    "list-unsubscribe",
    "snapshot-content-location",
];
/// So many of them make a text a message.
const ENOUGH: usize = 2;

/// Hosts at which anybody may have an address: they say nothing about a publisher.
const OPEN_HOSTS: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "posteo.de",
    "mailbox.org",
    "outlook.com",
    "outlook.de",
    "hotmail.com",
    "hotmail.de",
    "yahoo.com",
    "yahoo.de",
    "aol.com",
    "icloud.com",
    "me.com",
    "proton.me",
    "protonmail.com",
    "bluewin.ch",
    "a1.net",
];

/// True when a text begins with the headers of a message, and nothing else stands among them.
pub(super) fn is_message(start: &str) -> bool {
    let mut known = 0;
    for line in start.lines().take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        known += usize::from(HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= ENOUGH
}

/// Reads a message.
///
/// # Errors
/// [`Error::NoArticle`] when there is no text in it.
pub(super) fn read(bytes: &[u8], about: &About) -> Result<Identified, Error> {
    let message = MessageParser::default().parse(bytes).ok_or(Error::NoArticle)?;
    let sent = sent(&message);
    let page = saved_page(&message);
    let crawled = sent.as_ref().filter(|_| page.is_some()).or(about.crawled.as_ref());
    let mut article = match text(&message, page.as_deref(), sent.as_ref().or(crawled))? {
        Some(article) => article,
        None => return Err(Error::NoArticle),
    };
    article.warnings.extend(cut_off(&message, bytes));
    if page.is_some() {
        article.url = article.url.or(page);
        return Ok((article, None));
    }
    sign(&mut article, &message);
    article.published = sent.or(article.published);
    Ok((article, message.message_id().map(str::to_owned)))
}

fn sent(message: &Message<'_>) -> Option<Moment> {
    let parsed = message.date().and_then(|date| Moment::parse(&date.to_rfc3339()).ok());
    parsed.or_else(|| dates::parse(message.header_raw("Date")?))
}

/// The address of the page that was saved as this message; `None` for a message that was sent.
fn saved_page(message: &Message<'_>) -> Option<String> {
    let stated = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let related = message.content_type().is_some_and(|kind| kind.subtype() == Some("related"));
    let root = || html_parts(message).find_map(|part| part.content_location());
    let address = stated.or_else(|| root().filter(|_| related || message.message_id().is_none()))?;
    url::Url::parse(address).ok().filter(|url| url.scheme().starts_with("http")).map(|_| address.to_owned())
}

fn html_parts<'m>(message: &'m Message<'_>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    message.parts.iter().filter(|part| matches!(part.body, PartType::Html(_)))
}

/// The article in the saved page or the HTML part, else in the plain text.
fn text(message: &Message<'_>, page: Option<&str>, crawled: Option<&Moment>) -> Result<Option<Article>, Error> {
    let root = html_parts(message).find(|part| page.is_some() && part.content_location() == page);
    let html = root.or_else(|| html_parts(message).next());
    if let Some((text, warnings)) = html.map(|part| words(message, part)).transpose()?
        && let Some(mut article) = html::read(&text, crawled)
    {
        article.warnings.extend(warnings);
        return Ok(Some(article));
    }
    let plain = message.text_bodies().find(|part| matches!(part.body, PartType::Text(_)));
    let Some((text, warnings)) = plain.map(|part| words(message, part)).transpose()? else { return Ok(None) };
    let text = text.replace("\r\n", "\n");
    let mut article = page_text::read(text.clone(), crawled).unwrap_or_else(|| paragraphs(&text));
    article.warnings.extend(warnings);
    Ok((!article.is_empty()).then_some(article))
}

/// All of a text that does not look like a page's: a short message.
fn paragraphs(text: &str) -> Article {
    let mut rendered = Rendered::default();
    rendered.push_paragraphs(text.trim());
    Article { text: rendered.text, blocks: rendered.blocks, ..Article::default() }
}

/// The words of a part in the encoding it really has, whatever it says.
fn words(message: &Message<'_>, part: &MessagePart<'_>) -> Result<(String, Vec<String>), Error> {
    let label = part.content_type().and_then(|kind| kind.attribute("charset"));
    let encoding = label.map(|label| Encoding::for_label(label.as_bytes()));
    let (from, to) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
    let raw = message.raw_message().get(from..to).unwrap_or_default();
    let bytes = match part.encoding {
        Transfer::None => Some(raw.to_vec()),
        Transfer::QuotedPrintable => quoted_printable_decode(raw),
        Transfer::Base64 => base64_decode(raw),
    };
    match (bytes, encoding) {
        // An encoding that only mail knows (UTF-7), or a part that only the parser can mend.
        (None, _) | (_, Some(None)) => Ok((part.text_contents().unwrap_or_default().to_owned(), Vec::new())),
        (Some(bytes), encoding) => {
            let decoded = decode_as(&bytes, encoding.flatten())?;
            Ok((decoded.text, decoded.warnings))
        }
    }
}

/// A message in parts says where the last one ends.
fn cut_off(message: &Message<'_>, bytes: &[u8]) -> Option<String> {
    let boundary = message.content_type()?.attribute("boundary")?;
    let end = format!("--{boundary}--");
    let whole = bytes.windows(end.len()).any(|window| window == end.as_bytes());
    (!whole).then(|| "The message is cut off: it has no end.".to_owned())
}

/// Subject, and who sent it: a person signs, anybody else publishes.
fn sign(article: &mut Article, message: &Message<'_>) {
    if let Some(subject) = message.subject().map(collapse_white_space).filter(|subject| !subject.is_empty()) {
        article.title = subject;
    }
    let Some(from) = message.from().and_then(|from| from.first()) else { return };
    let host = from.address().and_then(|address| domain_of(&format!("mailto://{}", address.rsplit('@').next()?)));
    let host = host.filter(|host| !OPEN_HOSTS.contains(&host.as_str()));
    let name = from.name().map(collapse_white_space).filter(|name| !name.is_empty());
    let is_list = [message.list_id(), message.list_unsubscribe()].iter().any(|value| !value.is_empty());
    match name {
        Some(name) if !is_list && is_person(&name) => {
            if article.authors.is_empty() {
                article.authors.push(name);
            }
            article.outlet =
                host.map(|host| Outlet { name: host.clone(), domain: Some(host) }).or(article.outlet.take());
        }
        Some(name) => article.outlet = Some(Outlet { name, domain: host }),
        None => article.outlet = host.map(|host| Outlet { name: host.clone(), domain: Some(host) }),
    }
}

/// Two or three words, the first of them a given name.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=3).contains(&words.len()) && PersonNames::embedded().is_clearly_given(words[0])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn message(headers: &str, body: &[u8]) -> Result<Identified, Error> {
        let head = headers.replace('\n', "\r\n");
        read(&[head.as_bytes(), b"\r\n\r\n", body].concat(), &About::default())
    }

    const BODY: &str = "Der Rat der Stadt hat den Umbau des Kais am Montag mit großer Mehrheit beschlossen.\r\n\r\n\
        Gebaut wird ab Herbst, sagte der Bürgermeister, und zwar in drei Abschnitten bis zum Jahr 2031.\r\n";

    #[test]
    fn a_message_gives_subject_sender_and_date() {
        let headers = "From: =?utf-8?q?K=C3=BCstenbote?= Newsletter <brief@kuestenbote.example>\nTo: x@y.example\n\
            Subject: =?iso-8859-1?Q?Der_Kai_f=FCr_alle?=\nDate: Tue, 4 Mar 2025 14:05:00 +0100\nMessage-ID: <1@kuestenbote.example>\n\
            Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit";
        let (article, id) = message(headers, &encoding_rs::WINDOWS_1252.encode(BODY).0).unwrap();
        assert_eq!((article.title.as_str(), id.as_deref()), ("Der Kai für alle", Some("1@kuestenbote.example")));
        assert_eq!(article.published.unwrap().to_string(), "2025-03-04T14:05:00+01:00");
        let outlet = article.outlet.unwrap();
        assert_eq!(
            (outlet.name.as_str(), outlet.domain.as_deref()),
            ("Küstenbote Newsletter", Some("kuestenbote.example"))
        );
        assert!(article.text.contains("Bürgermeister") && article.warnings.is_empty(), "{:?}", article.warnings);
    }

    #[test]
    fn people_sign_and_open_hosts_publish_nothing() {
        for (from, authors, outlet) in [
            ("Anna Lindner <lindner@kuestenbote.example>", vec!["Anna Lindner"], Some("kuestenbote.example")),
            ("Anna Lindner <anna@gmx.de>", vec!["Anna Lindner"], None),
            ("<redaktion@kuestenbote.example>", vec![], Some("kuestenbote.example")),
        ] {
            let headers = format!("From: {from}\nSubject: Der Kai\nContent-Type: text/plain; charset=utf-8");
            let (article, _) = message(&headers, BODY.as_bytes()).unwrap();
            assert_eq!(article.authors, authors, "{from}");
            assert_eq!(article.outlet.map(|outlet| outlet.name).as_deref(), outlet, "{from}");
        }
    }

    #[test]
    fn saved_pages_have_their_address() {
        let headers = "From: <Saved by Blink>\nSnapshot-Content-Location: https://hafenpost.example/kai\nSubject: Der Kai\n\
            Date: Tue, 4 Mar 2025 14:05:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"xx\"";
        let page = format!(
            "<html><body><h1>Der Kai wird gebaut</h1><p>Von Ada Lindner, vor 3 Stunden</p><p>{}</p></body></html>",
            BODY.replace("\r\n\r\n", "</p><p>")
        );
        let quoted = page.replace('=', "=3D").replace('ß', "=C3=9F").replace('ü', "=C3=BC");
        let body = format!(
            "--xx\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://hafenpost.example/kai\r\n\r\n{quoted}\r\n--xx\r\nContent-Type: image/png\r\n\r\nx\r\n"
        );
        let (article, _) = message(headers, body.as_bytes()).unwrap();
        assert_eq!(article.url.as_deref(), Some("https://hafenpost.example/kai"));
        assert_eq!(article.title, "Der Kai wird gebaut");
        assert!(article.text.contains("großer") && article.text.contains("Bürgermeister"), "{}", article.text);
        assert_eq!(article.published.unwrap().to_string(), "2025-03-04T12:05:00+01:00");
        assert!(article.warnings.iter().any(|warning| warning.contains("cut off")), "{:?}", article.warnings);
    }

    #[test]
    fn what_is_no_message_is_told() {
        for (text, expected) in [
            ("From: a\nDate: b\n\nText", true),
            ("Subject: a\n\tmehr\nX-Eigen: c\nReceived: b", true),
            ("Von: a\nDatum: b\n\nText", false),
            ("From: a\nDer Rat tagt heute.\nDate: b", false),
            ("Der Rat: er tagt.\nDate: b\nFrom: c", false),
            ("", false),
        ] {
            assert_eq!(is_message(text), expected, "{text}");
        }
        assert!(matches!(message("From: a\nDate: b", b""), Err(Error::NoArticle)));
    }
}
