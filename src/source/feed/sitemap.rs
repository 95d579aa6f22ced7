//! Sitemaps: lists of a house's pages, with what news sitemaps say of each, and lists of further sitemaps.

use super::markup::{Element, Markup};
use super::stated::Stated;

/// The pages that a sitemap lists.
pub(super) fn pages(markup: &Markup<'_>) -> Vec<Stated> {
    markup.root().below("url").into_iter().map(page).collect()
}

/// The sitemaps that an index of sitemaps lists.
pub(super) fn sitemaps(markup: &Markup<'_>) -> Vec<Stated> {
    markup.root().below("sitemap").into_iter().map(location).collect()
}

fn location(element: Element<'_>) -> Stated {
    let words = |name: &str| element.first(name).and_then(Element::words);
    Stated { links: words("loc").into_iter().collect(), modified: words("lastmod"), ..Stated::default() }
}

fn page(url: Element<'_>) -> Stated {
    let stated = location(url);
    let Some(news) = url.first("news:news") else { return stated };
    let words = |name: &str| news.first(name).and_then(Element::words);
    let publication = news.first("news:publication");
    let publisher = publication.and_then(|publication| publication.first("news:name")?.words());
    let keywords = words("news:keywords").unwrap_or_default();
    Stated {
        title: words("news:title"),
        published: words("news:publication_date"),
        language: publication.and_then(|publication| publication.first("news:language")?.words()),
        publisher: publisher.map(|name| (name, None)),
        categories: keywords.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        paywalled: words("news:access").map(|_| true),
        ..stated
    }
}
