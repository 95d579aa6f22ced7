//! Whole feeds, as they are and as they should not be.

use super::*;
use crate::article::BlockKind;
use proptest::prelude::*;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<atom:link href="https://www.hafenpost.example/rss.xml" rel="self"/>
<title>Osterhaven - Hafenpost</title><link>https://www.hafenpost.example/</link><language>de-de</language>
<item>
  <media:content url="kai.jpg"><media:title>Bild</media:title><media:description>Der Kai. Foto: Ohm</media:description></media:content>
  <title>Kai &amp; Kutter: Streit um Millionen</title>
  <link>/osterhaven/kai-1</link>
  <guid isPermaLink="false">hp-1</guid>
  <description><![CDATA[Der Rat stimmt ab.]]></description>
  <content:encoded><![CDATA[<p>Die Sanierung des Kais kostet nach neuer Rechnung 38 statt 27 Millionen Euro, sagte die Dezernentin.</p><h2>Was nun?</h2><p>Am Montag stimmt der Rat über den Plan ab, und die Fischer hoffen auf einen Ersatz.</p><p><a href="/x">Lesen Sie auch: Fahrrinne</a></p>]]></content:encoded>
  <dc:creator>Gesa Thormann und Onno Wiebrand</dc:creator><category>Osterhaven</category><category>Hafen</category>
  <pubDate>Do, 12 Mär 2026 05:30:00 +0100</pubDate>
</item>
<item><title>Nur eine Zeile</title><guid>https://www.hafenpost.example/osterhaven/zeile-2</guid><pubDate>neulich</pubDate></item>
</channel></rss>"#;

fn entries(text: &str, address: Option<&str>) -> Vec<Article> {
    match read(text, address, None) {
        Ok(Listing::Entries(entries)) => entries.into_iter().map(|entry| entry.article).collect(),
        other => unreachable!("{other:?}"),
    }
}

fn texts(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|block| (block.kind, article.slice(block.span))).collect()
}

#[test]
fn an_entry_with_its_whole_text_becomes_an_article() {
    use BlockKind::{Caption, Heading, Lead, Paragraph};
    let read = entries(RSS, None);
    let article = &read[0];
    assert_eq!(article.title, "Kai & Kutter: Streit um Millionen");
    assert_eq!(article.id, "https://www.hafenpost.example/osterhaven/kai-1");
    assert_eq!(article.url.as_ref(), Some(&article.id));
    assert_eq!(article.outlet.as_ref().map(|outlet| outlet.name.as_str()), Some("Hafenpost"));
    assert_eq!(article.authors, ["Gesa Thormann", "Onno Wiebrand"]);
    assert_eq!(article.published.as_ref().map(ToString::to_string).as_deref(), Some("2026-03-12T05:30:00+01:00"));
    assert_eq!((article.section.as_deref(), article.language.as_deref()), (Some("Osterhaven"), Some("de-de")));
    assert_eq!(
        texts(article),
        [
            (Lead, "Der Rat stimmt ab."),
            (
                Paragraph,
                "Die Sanierung des Kais kostet nach neuer Rechnung 38 statt 27 Millionen Euro, sagte die Dezernentin."
            ),
            (Heading, "Was nun?"),
            (Paragraph, "Am Montag stimmt der Rat über den Plan ab, und die Fischer hoffen auf einen Ersatz."),
            (Caption, "Der Kai. Foto: Ohm"),
        ]
    );
    assert_eq!(read[1].id, "https://www.hafenpost.example/osterhaven/zeile-2");
    assert!(read[1].warnings[0].contains("neulich"), "{:?}", read[1].warnings);
}

#[test]
fn atom_and_its_relatives_are_read() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://bote.example/de/"><title type="html">Küsten&amp;shy;bote</title><author><name>Ada Lindner</name></author>
      <entry><title type="html">&lt;b&gt;Fähre&lt;/b&gt; f&amp;auml;llt aus</title><link rel="enclosure" href="a.mp3"/><link href="faehre.html"/><id>tag:1</id><updated>2026-03-12T08:00:00Z</updated><published>2026-03-11T08:00:00Z</published>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Nach dem Sturm bleibt die Insel bis Freitag ohne Verbindung, teilte die Reederei mit.</p></div></content></entry></feed>"#;
    let article = &entries(atom, Some("https://anders.example/feed"))[0];
    assert_eq!(article.title, "Fähre fällt aus");
    assert_eq!(article.url.as_deref(), Some("https://bote.example/de/faehre.html"));
    assert_eq!(article.authors, ["Ada Lindner"]);
    assert_eq!(article.published.as_ref().map(ToString::to_string).as_deref(), Some("2026-03-11T08:00:00+00:00"));
    assert_eq!(article.text, "Nach dem Sturm bleibt die Insel bis Freitag ohne Verbindung, teilte die Reederei mit.");

    let rdf = r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>Bote</title></channel>
      <item rdf:about="x"><title>Alt</title><link>http://bote.example/alt</link><description>Ein Satz.</description><d:date>2004-05-06</d:date></item></rdf:RDF>"#;
    let article = &entries(rdf, None)[0];
    assert_eq!(
        (article.id.as_str(), texts(article)),
        ("http://bote.example/alt", vec![(BlockKind::Lead, "Ein Satz.")])
    );
    assert_eq!(article.published.as_ref().map(ToString::to_string).as_deref(), Some("2004-05-06"));

    let json = r#"{"version": "https://jsonfeed.org/version/1", "title": "Bote", "items": [{"id": 7, "url": "https://bote.example/7", "title": "Sieben", "content_text": "Ein Satz.\n\nNoch einer.", "author": {"name": "Ada Lindner"}, "tags": ["Hafen"]}]}"#;
    let article = &entries(json, None)[0];
    assert_eq!((article.id.as_str(), article.blocks.len()), ("https://bote.example/7", 2));
    assert_eq!(
        (article.authors.as_slice(), article.section.as_deref()),
        (&["Ada Lindner".to_owned()][..], Some("Hafen"))
    );
}

#[test]
fn links_are_chosen_and_made_whole() {
    for (entry, expected) in [
        ("<link>https://a.example/1?x=1#y</link>", "https://a.example/1?x=1#y"),
        ("<link> /1 </link>", "https://a.example/1"),
        ("<link>2.html</link>", "https://a.example/feeds/2.html"),
        ("<link href='https://a.example/h'/>", "https://a.example/h"),
        ("<link>javascript:x</link><guid>https://a.example/g</guid>", "https://a.example/g"),
        ("<guid>nur-eine-kennung</guid>", "nur-eine-kennung"),
        ("<guid isPermaLink='false'>https://a.example/g</guid>", "https://a.example/g"),
        (
            "<link>https://zaehler.example/1</link><fb:origLink xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'>https://a.example/o</fb:origLink>",
            "https://a.example/o",
        ),
    ] {
        let feed = format!("<rss><channel><item><title>T</title>{entry}</item></channel></rss>");
        assert_eq!(entries(&feed, Some("https://a.example/feeds/rss"))[0].id, expected, "{entry}");
    }
    let bare = "<rss><channel><item><title>T</title></item><item><title>U</title></item></channel></rss>";
    let read = entries(bare, Some("https://a.example/feeds/rss"));
    assert!(read[0].id.starts_with("feed:") && read[0].id != read[1].id && read[0].url.is_none());
}

#[test]
fn summaries_are_leads_unless_the_text_says_them() {
    use BlockKind::{Lead, Paragraph};
    let text = "Der Rat hat am Montag mit großer Mehrheit für die neue Brücke gestimmt.";
    let content = format!("<content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded>");
    for (entry, expected) in [
        (
            "<description>Der Rat hat am Montag [&amp;#8230;]</description>".to_owned() + &content,
            vec![(Paragraph, text)],
        ),
        (format!("<description>{text}</description>{content}"), vec![(Paragraph, text)]),
        (
            "<description>Die Brücke kommt.</description>".to_owned() + &content,
            vec![(Lead, "Die Brücke kommt."), (Paragraph, text)],
        ),
        ("<description>Eins &lt; zwei.</description>".to_owned(), vec![(Lead, "Eins < zwei.")]),
        ("<description>&lt;img src=x&gt; Kurz.</description>".to_owned(), vec![(Lead, "Kurz.")]),
        ("<description>Eins.\n\nZwei.</description>".to_owned(), vec![(Paragraph, "Eins."), (Paragraph, "Zwei.")]),
        (
            format!("<description><p>{text}</p><p>Mehr am Abend im Rathaus, sagte er.</p></description>"),
            vec![(Paragraph, text), (Paragraph, "Mehr am Abend im Rathaus, sagte er.")],
        ),
    ] {
        let feed = format!("<rss><channel><item><title>T</title>{entry}</item></channel></rss>");
        assert_eq!(texts(&entries(&feed, None)[0]), expected, "{entry}");
    }
}

#[test]
fn names_of_authors_are_names() {
    for (entry, expected) in [
        ("<author>a.lindner@bote.example (Ada Lindner)</author>", vec!["Ada Lindner"]),
        ("<author>a.lindner@bote.example</author>", vec![]),
        (
            "<dc:creator>Ada Lindner</dc:creator><dc:creator>Jan Behrens</dc:creator>",
            vec!["Ada Lindner", "Jan Behrens"],
        ),
        ("<dc:creator>Bote</dc:creator>", vec![]),
    ] {
        let feed = format!("<rss><channel><title>Bote</title><item><title>T</title>{entry}</item></channel></rss>");
        assert_eq!(entries(&feed, None)[0].authors, expected, "{entry}");
    }
}

#[test]
fn sitemaps_list_pages() {
    let news = r#"<?xml version="1.0"?><!-- x --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc><n:news><n:publication><n:name>Hafenpost</n:name><n:language>de</n:language></n:publication><n:publication_date>2026-03-12T05:30:00+01:00</n:publication_date><n:title>Kai &amp; Kutter</n:title></n:news></url><url><loc>https://a.example/2</loc><lastmod>2026-03-11</lastmod></url></urlset>"#;
    let read = entries(news, None);
    assert_eq!((read[0].title.as_str(), read[0].id.as_str()), ("Kai & Kutter", "https://a.example/1"));
    assert_eq!(read[0].outlet.as_ref().map(|outlet| outlet.name.as_str()), Some("Hafenpost"));
    assert_eq!(read[1].modified.as_ref().map(ToString::to_string).as_deref(), Some("2026-03-11"));
    assert!(matches!(articles(news, None, None), Err(Error::Sitemap)));

    let index = "<sitemapindex><sitemap><loc>https://a.example/s.xml.gz</loc></sitemap></sitemapindex>";
    let Ok(Listing::Sitemaps(maps)) = read_listing(index.as_bytes(), "https://a.example/", None, None) else {
        unreachable!("no index")
    };
    assert_eq!(maps[0].article.url.as_deref(), Some("https://a.example/s.xml.gz"));
}

#[test]
fn what_is_no_feed_is_refused() {
    for text in ["<html><title>x</title>", "<?xml version='1.0'?><x/>", "Text", "{}"] {
        assert!(
            matches!(read_listing(text.as_bytes(), "https://a.example/", None, None), Err(Error::NoFeed)),
            "{text}"
        );
    }
    assert!(matches!(articles("<rss><channel></channel></rss>", None, None), Err(Error::NoEntries)));
}

proptest! {
    #[test]
    fn damaged_feeds_never_panic(from in 0usize..2_500, to in 0usize..2_500, insert in "[<>&\"'\\]!-]{0,4}") {
        let before: String = RSS.chars().take(from).collect();
        let after: String = RSS.chars().skip(to).collect();
        let damaged = format!("{before}{insert}{after}");
        if let Ok(Listing::Entries(entries)) = read(&damaged, None, None) {
            for article in entries.into_iter().map(|entry| entry.article) {
                prop_assert!(article.blocks.iter().all(|block| article.text.get(block.span.start..block.span.end).is_some()));
                prop_assert!(!article.id.is_empty());
            }
        }
    }
}
