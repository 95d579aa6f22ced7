//! RSS and Atom: the elements of an entry by the many names that they have.

use super::markup::{Element, Markup};
use super::stated::{Channel, Stated};

/// Reads a feed of either kind; many a feed in use is a mixture of both.
pub(super) fn read(markup: &Markup<'_>) -> (Channel, Vec<Stated>) {
    let root = markup.root();
    let items = root.below("item");
    let items = if items.is_empty() { root.below("entry") } else { items };
    let head = root.below("channel").into_iter().next().or_else(|| root.below("feed").into_iter().next());
    let base = head.and_then(|head| head.attribute("xml:base").or_else(|| outer_base(root)));
    let channel = head.map(channel).unwrap_or_default();
    let entries = items.into_iter().map(|item| Stated { base: base_of(item, base), ..entry(item) });
    (channel, entries.collect())
}

fn outer_base(root: Element<'_>) -> Option<&str> {
    root.children().find_map(|child| child.attribute("xml:base"))
}

fn base_of(item: Element<'_>, around: Option<&str>) -> Option<String> {
    item.attribute("xml:base").or(around).map(str::to_owned)
}

fn channel(head: Element<'_>) -> Channel {
    let language = head.first("language").or_else(|| head.first("dc:language")).and_then(Element::words);
    Channel {
        title: head.first("title").and_then(Element::words),
        link: links(head).into_iter().next(),
        language: language.or_else(|| head.attribute("xml:lang").map(str::to_owned)),
        // An Atom feed's author signs what nobody else does; RSS's editors only answer for the feed.
        authors: head.all("author").filter_map(author).collect(),
    }
}

fn entry(item: Element<'_>) -> Stated {
    let words = |names: &[&str]| names.iter().find_map(|name| item.first(name)?.words());
    let content = |names: &[&str]| names.iter().map(|name| longest(item, name)).find(|text| !text.trim().is_empty());
    let guid = item.first("guid");
    let mut links = links(item);
    links.extend(guid.filter(is_link).and_then(Element::words));
    Stated {
        links,
        base: None,
        id: guid.and_then(Element::words).or_else(|| words(&["id", "dc:identifier"])),
        title: words(&["title", "dc:title", "media:title", "itunes:title"]),
        summary: content(&["description", "summary", "dc:description", "itunes:summary"]),
        content: content(&["content:encoded", "content", "fulltext", "body"]),
        captions: captions(item),
        authors: authors(item),
        published: words(&["pubdate", "published", "issued", "dc:date", "dc:issued", "dc:created", "date", "created"]),
        modified: words(&["updated", "dc:modified", "modified", "lastbuilddate"]),
        categories: categories(item),
        language: words(&["dc:language", "language"]).or_else(|| item.attribute("xml:lang").map(str::to_owned)),
        publisher: publisher(item),
        paywalled: None,
    }
}

/// Of several elements of a name (`content` as text and as HTML) the one that says most.
fn longest(item: Element<'_>, name: &str) -> String {
    item.all(name).map(Element::content).max_by_key(String::len).unwrap_or_default()
}

/// Addresses by RSS (`<link>…</link>`) and by Atom (`<link rel="alternate" href="…"/>`). The one before a counting service
/// is better than that service's own.
fn links(element: Element<'_>) -> Vec<String> {
    let original = element.first("feedburner:origlink").and_then(Element::words);
    let rank = |link: Element<'_>| match (link.attribute("rel").unwrap_or("alternate"), link.attribute("type")) {
        ("alternate", None) => Some(0),
        ("alternate", Some(kind)) => Some(usize::from(!kind.contains("html"))),
        _ => None,
    };
    let mut ranked: Vec<(usize, String)> = element
        .all("link")
        .filter_map(|link| match link.attribute("href") {
            Some(href) => Some((rank(link)?, href.to_owned())),
            None => Some((0, link.words()?)),
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    original.into_iter().chain(ranked.into_iter().map(|(_, link)| link)).collect()
}

/// A guid is an address unless it says otherwise.
fn is_link(guid: &Element<'_>) -> bool {
    let permanent = guid.attribute("ispermalink").is_none_or(|stated| !stated.eq_ignore_ascii_case("false"));
    permanent && guid.words().is_some_and(|words| words.starts_with("http://") || words.starts_with("https://"))
}

fn authors(item: Element<'_>) -> Vec<String> {
    let creators: Vec<String> = item.all("dc:creator").filter_map(Element::words).collect();
    let named = || item.all("author").filter_map(author).collect::<Vec<_>>();
    let spoken = || item.all("itunes:author").filter_map(Element::words).collect();
    let named = if creators.is_empty() { named() } else { creators };
    if named.is_empty() { spoken() } else { named }
}

/// `<author><name>…</name></author>`, or RSS's `mail@house.example (Ada Lindner)`.
fn author(element: Element<'_>) -> Option<String> {
    if let Some(name) = element.first("name") {
        return name.words();
    }
    let words = element.words()?;
    let within = words.split_once('(').map(|(_, rest)| rest.trim_end_matches([')', ' ']));
    let name = if words.contains('@') { within?.to_owned() } else { words };
    (!name.is_empty()).then_some(name)
}

fn categories(item: Element<'_>) -> Vec<String> {
    let stated = item.all("category").chain(item.all("dc:subject"));
    let named = stated.filter_map(|category| {
        let label = category.attribute("label").or_else(|| category.attribute("term")).map(str::to_owned);
        category.words().or(label)
    });
    let mut categories: Vec<String> = Vec::new();
    for name in named {
        if !categories.contains(&name) {
            categories.push(name);
        }
    }
    categories
}

/// What stands under pictures, wherever the entry's media hold it.
fn captions(item: Element<'_>) -> Vec<String> {
    let mut captions: Vec<String> = Vec::new();
    for words in item.below("media:description").into_iter().filter_map(Element::words) {
        if !captions.contains(&words) {
            captions.push(words);
        }
    }
    captions
}

/// The feed that an entry was taken from, in feeds of several houses; `dc:publisher`.
fn publisher(item: Element<'_>) -> Option<(String, Option<String>)> {
    if let Some(source) = item.first("source") {
        let title = source.first("title").map_or_else(|| source.words(), Element::words);
        let address = source.attribute("url").map(str::to_owned);
        return title.map(|title| (title, address));
    }
    item.first("dc:publisher").and_then(Element::words).map(|name| (name, None))
}
