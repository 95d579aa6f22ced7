//! Markup of feeds to elements, forgivingly: a feed in use is seldom XML by the book.
//!
//! Nothing is a fault here. A lone `&` or `<` is text, end tags close what they can, an entry ends where the next one
//! begins, and a CDATA section that nobody closed ends with its element. Document types are passed over, so no entity is
//! ever expanded beyond HTML's own. Time is linear in the text, depth is bounded.

use super::{tag, vocabulary::Vocabularies};
use crate::source::html;
use std::ops::Range;

/// Elements below this depth are not kept as such; their words still are.
const DEEPEST: usize = 64;
/// Elements that never hold their like: the next one ends an open one.
const ENTRIES: &[&str] = &["item", "entry", "url", "sitemap"];

/// Parts of an entry that hold words only: another part ends one that nobody closed.
const WORDS: &[&str] =
    &["title", "link", "guid", "id", "pubdate", "published", "updated", "category", "dc:creator", "loc"];
/// Parts of an entry that hold more.
const PARTS: &[&str] = &["description", "summary", "content", "content:encoded", "author", "lastmod", "news:news"];

/// The number of an element, in document order.
type Id = usize;

/// A text as elements.
pub(super) struct Markup<'t> {
    source: &'t str,
    elements: Vec<Held>,
}

struct Held {
    /// In lower case, with the prefix of its vocabulary where that is not the feed's own: `pubdate`, `dc:creator`.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Id>,
    /// What stands between its tags, as it is written.
    inner: Range<usize>,
    /// Its own words and those of CDATA sections, references resolved.
    text: String,
}

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'m> {
    markup: &'m Markup<'m>,
    id: Id,
}

impl<'t> Markup<'t> {
    /// Reads a text; no text fails.
    pub fn parse(source: &'t str) -> Self {
        let mut builder = Builder::new(source);
        builder.read();
        builder.finish()
    }

    /// What holds the outermost elements.
    pub fn root(&self) -> Element<'_> {
        Element { markup: self, id: 0 }
    }
}

impl<'m> Element<'m> {
    fn held(self) -> &'m Held {
        &self.markup.elements[self.id]
    }

    pub fn name(self) -> &'m str {
        &self.held().name
    }

    pub fn attribute(self, wanted: &str) -> Option<&'m str> {
        let value = self.held().attributes.iter().find(|(name, _)| name == wanted);
        value.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub fn children(self) -> impl Iterator<Item = Element<'m>> {
        self.held().children.iter().map(move |id| Element { markup: self.markup, id: *id })
    }

    /// Its children of one name.
    pub fn all(self, name: &str) -> impl Iterator<Item = Element<'m>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// Its first child of one name.
    pub fn first(self, name: &str) -> Option<Element<'m>> {
        self.all(name).next()
    }

    /// The elements of one name at any depth below it, in document order; none within one another.
    pub fn below(self, name: &str) -> Vec<Element<'m>> {
        let mut found = Vec::new();
        let mut open: Vec<_> = self.children().collect();
        open.reverse();
        while let Some(element) = open.pop() {
            if element.name() == name {
                found.push(element);
            } else {
                let at = open.len();
                open.extend(element.children());
                open[at..].reverse();
            }
        }
        found
    }

    /// What it says, as HTML or plain text: elements within it as they are written, else its text with references
    /// resolved.
    pub fn content(self) -> String {
        let held = self.held();
        if held.children.is_empty() {
            return held.text.clone();
        }
        let written = self.markup.source.get(held.inner.clone()).unwrap_or_default();
        written.replace("<![CDATA[", "").replace("]]>", "")
    }

    /// Its words, without markup, in one line; `None` when there are none.
    pub fn words(self) -> Option<String> {
        Some(html::words(&self.content())).filter(|words| !words.is_empty())
    }
}

/// Elements under construction.
struct Builder<'t> {
    source: &'t str,
    at: usize,
    elements: Vec<Held>,
    /// Open elements with their names as written.
    open: Vec<(Id, String)>,
    /// Open elements too deep to be kept, by name.
    sunk: Vec<String>,
    vocabularies: Vocabularies,
    /// Set once no comment can end any more, so that it is not looked for again.
    comments_end: bool,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str) -> Self {
        let root = Held {
            name: String::new(),
            attributes: Vec::new(),
            children: Vec::new(),
            inner: 0..source.len(),
            text: String::new(),
        };
        Self {
            source,
            at: 0,
            elements: vec![root],
            open: vec![(0, String::new())],
            sunk: Vec::new(),
            vocabularies: Vocabularies::default(),
            comments_end: true,
        }
    }

    fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    fn read(&mut self) {
        while self.at < self.source.len() {
            let words = self.rest().find('<').unwrap_or(self.rest().len());
            let text = unescaped(&self.rest()[..words]);
            self.say(&text);
            self.at += words;
            if self.at < self.source.len() {
                self.markup();
            }
        }
    }

    /// Reads what begins with `<`, which may be no more than that.
    fn markup(&mut self) {
        let rest = self.rest();
        let second = rest[1..].chars().next();
        match second {
            _ if rest.starts_with("<![CDATA[") => self.cdata(),
            _ if rest.starts_with("<!--") => self.comment(),
            Some('!' | '?') => self.declaration(),
            Some('/') => self.end_tag(),
            Some(c) if c.is_alphabetic() || c == '_' => self.start_tag(),
            _ => {
                self.say("<");
                self.at += 1;
            }
        }
    }

    fn say(&mut self, text: &str) {
        if let Some((id, _)) = self.open.last() {
            self.elements[*id].text.push_str(text);
        }
    }

    /// A section without an end of its own ends with its element, at the latest before the next section.
    fn cdata(&mut self) {
        self.at += "<![CDATA[".len();
        let rest = self.rest();
        let bounded = &rest[..rest.find("<![CDATA[").unwrap_or(rest.len())];
        let (length, skip) = match bounded.find("]]>") {
            Some(end) => (end, 3),
            None => {
                let close = self.open.last().map(|(_, name)| format!("</{name}")).unwrap_or_default();
                (bounded.find(&close).unwrap_or(bounded.len()), 0)
            }
        };
        self.say(&rest[..length]);
        self.at += length + skip;
    }

    fn comment(&mut self) {
        let end = if self.comments_end { self.rest().find("-->") } else { None };
        self.comments_end = end.is_some();
        self.at += end.map_or("<!--".len(), |end| end + 3);
    }

    /// `<?xml …?>`, `<!DOCTYPE … [ … ]>`.
    fn declaration(&mut self) {
        let rest = self.rest();
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let has_subset = self.elements.len() == 1 && rest[..end].contains('[');
        let subset = if has_subset { rest.find("]>").map(|end| end + 2) } else { None };
        self.at += subset.unwrap_or(end);
    }

    fn end_tag(&mut self) {
        let rest = self.rest();
        let end = rest.find('>').unwrap_or(rest.len());
        let name = rest[2.min(end)..end].trim().to_lowercase();
        self.close(&name, self.at);
        self.at += (end + 1).min(rest.len());
    }

    /// Closes the nearest open element of this name, and all within it; without one, nothing.
    fn close(&mut self, name: &str, end: usize) {
        if let Some(at) = self.sunk.iter().rposition(|sunk| sunk == name) {
            self.sunk.truncate(at);
            return;
        }
        let Some(at) = self.open.iter().rposition(|(id, open)| *id > 0 && open == name) else { return };
        self.sunk.clear();
        for (id, _) in self.open.drain(at..) {
            self.elements[id].inner.end = end;
        }
    }

    fn start_tag(&mut self) {
        let rest = self.rest();
        let Some(length) = tag::length(rest) else {
            self.say("<");
            self.at += 1;
            return;
        };
        let begin = self.at;
        self.at += length;
        let inner = rest[1..length].trim_end_matches('>');
        let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
        let split = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
        let written = inner[..split].to_lowercase();
        let attributes = tag::attributes(&inner[split..], unescaped);
        self.vocabularies.note(&attributes);
        let name = self.vocabularies.canonical(&written);
        self.end_by_start(&name, &written, begin);
        self.push(name, written, attributes, empty);
    }

    /// Ends what a start tag ends without an end tag.
    fn end_by_start(&mut self, name: &str, written: &str, begin: usize) {
        if ENTRIES.contains(&name) {
            self.close(written, begin);
        }
        let Some((innermost, open)) = self.open.last() else { return };
        let holds_words = WORDS.contains(&self.elements[*innermost].name.as_str());
        if holds_words && (WORDS.contains(&name) || PARTS.contains(&name)) {
            let open = open.clone();
            self.close(&open, begin);
        }
    }

    fn push(&mut self, name: String, written: String, attributes: Vec<(String, String)>, empty: bool) {
        if self.open.len() >= DEEPEST {
            if !empty && self.sunk.len() < DEEPEST {
                self.sunk.push(written);
            }
            return;
        }
        let id = self.elements.len();
        let inner = self.at..self.at;
        self.elements.push(Held { name, attributes, children: Vec::new(), inner, text: String::new() });
        if let Some((parent, _)) = self.open.last() {
            self.elements[*parent].children.push(id);
        }
        if !empty {
            self.open.push((id, written));
        }
    }

    fn finish(mut self) -> Markup<'t> {
        let end = self.source.len();
        for (id, _) in self.open.drain(..) {
            self.elements[id].inner.end = end;
        }
        Markup { source: self.source, elements: self.elements }
    }
}

/// A text with its references resolved, as HTML knows them; a lone `&` stays one.
fn unescaped(text: &str) -> String {
    if text.contains('&') { html::unescaped(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The elements in a short form: `item(title=Der Kai)`.
    fn shape(element: Element<'_>) -> String {
        let inner: Vec<String> = element.children().map(shape).collect();
        let text = element.held().text.trim();
        let text = if text.is_empty() { String::new() } else { format!("={text}") };
        let inner = if inner.is_empty() { String::new() } else { format!("({})", inner.join(" ")) };
        format!("{}{text}{inner}", element.name())
    }

    fn check(text: &str, expected: &str) {
        let markup = Markup::parse(text);
        let shapes: Vec<String> = markup.root().children().map(shape).collect();
        assert_eq!(shapes.join(" "), expected, "{text}");
    }

    #[test]
    fn faults_of_feeds_are_forgiven() {
        for (text, expected) in [
            ("<?xml version=\"1.0\"?><!-- x --><rss><title>Der Kai</title></rss>", "rss(title=Der Kai)"),
            ("<title>Hafen & Kai, 5 < 6 &amp; &uuml;&#228;</title>", "title=Hafen & Kai, 5 < 6 & üä"),
            ("<title><![CDATA[Der <b>Kai</b> & mehr]]></title>", "title=Der <b>Kai</b> & mehr"),
            ("<item><title>Eins</item><item>", "item(title=Eins) item"),
            ("<item><title>Eins</title><item><title>Zwei</title>", "item(title=Eins) item(title=Zwei)"),
            (
                "<item><title><![CDATA[Eins</title></item><item><title><![CDATA[Zwei]]></title></item>",
                "item(title=Eins) item(title=Zwei)",
            ),
            ("<item><title>Eins<link>/1</link><guid>1<description>x", "item(title=Eins link=/1 guid=1 description=x)"),
            ("<link href=a.html rel='x'/><Link/>", "link link"),
            ("<!DOCTYPE rss [<!ENTITY a \"b\">]><a>&a;</a>", "a=&a;"),
            ("<a b=\"c>d</a>", "a=d"),
            ("<a>x<!-- y</a>", "a=x y"),
            ("a</b>", ""),
            ("<a", ""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn vocabularies_have_their_usual_prefixes() {
        check(
            "<r xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:a='http://www.w3.org/2005/Atom'><c:Encoded/><a:entry/><dc:creator/><atom:link/></r>",
            "r(content:encoded entry dc:creator link)",
        );
    }

    #[test]
    fn content_is_what_is_written_or_said() {
        let markup = Markup::parse(
            "<a><b type='xhtml'><div>Der <i>Kai</i></div></b><b>&lt;p&gt;x&amp;uuml;</b><b><![CDATA[<p>y]]></b></a>",
        );
        let contents: Vec<String> = markup.root().below("b").into_iter().map(Element::content).collect();
        assert_eq!(contents, ["<div>Der <i>Kai</i></div>", "<p>x&uuml;", "<p>y"]);
        assert_eq!(markup.root().below("b")[0].words().as_deref(), Some("Der Kai"));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("<item>{}Tief{}</item><item>Danach</item>", "<x>".repeat(10_000), "</x>".repeat(10_000));
        let markup = Markup::parse(&deep);
        assert_eq!(markup.root().below("item").len(), 2);
        assert_eq!(markup.root().below("item")[1].words().as_deref(), Some("Danach"));
    }

    proptest! {
        #[test]
        fn any_soup_is_read(text in "(<(/?(item|title|a:b|x)|!--|!\\[CDATA\\[|\\?)( a=\"?'?x)?/?>?|]]>|-->|Wort ü|&amp;|&){0,60}") {
            let markup = Markup::parse(&text);
            for element in markup.root().below("item") {
                let _ = (element.content(), element.words(), element.attribute("a"));
            }
        }
    }
}
