//! Whole pages, invented, of the kinds that news sites serve.

use super::*;
use proptest::prelude::*;

const FIRST: &str = "Der Rat der Stadt Osterhaven hat den Umbau des Kais am Montag mit großer Mehrheit beschlossen.";
const SECOND: &str = "Die Arbeiten sollen im Mai beginnen und werden nach dem Plan der Verwaltung zwei Jahre dauern.";
const THIRD: &str = "„Wir haben lange genug gewartet“, sagte Hafenmeisterin Birte Ohlsen nach der Sitzung im Rathaus.";

fn page(head: &str, body: &str) -> Article {
    read(&format!("<!DOCTYPE html><html lang=de><head>{head}</head><body>{body}</body></html>"), None)
        .unwrap_or_default()
}

fn blocks_of(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|block| (block.kind, article.slice(block.span))).collect()
}

#[test]
fn a_page_becomes_an_article() {
    use BlockKind::{Caption, Heading, Lead, Paragraph};
    let head = r#"<title>Der Kai wird teurer | Hafenpost</title><link rel="canonical" href="https://hafenpost.example/kai-7">
        <meta property="og:title" content="Der Kai wird teurer"><meta property="og:site_name" content="Hafenpost">
        <meta name="description" content="Der Umbau kostet nun 40 Millionen Euro. Im Mai geht es los.">
        <meta property="article:published_time" content="2026-03-12T06:10:00+01:00"><meta name="author" content="Ada Lindner">
        <meta name="keywords" content="Hafen, Kai"><meta property="article:section" content="Stadt">"#;
    let body = format!(
        "<nav><a href=/>Startseite</a></nav><main><article><header><h1>Der Kai wird teurer</h1>
        <p class=dachzeile>Osterhaven</p><p class=intro>Der Umbau kostet nun 40 Millionen Euro. Im Mai geht es los.</p>
        <div>Von Ada Lindner</div><time datetime=2026-03-12>12.03.2026, 06:10 Uhr</time></header>
        <figure><img src=k.jpg><figcaption>Der alte Kai im Winter. Foto: Jan Behrens</figcaption></figure>
        <p>{FIRST}</p><div class=ad-slot><p>Anzeige</p></div><p><b>Lesen Sie auch: </b><a href=/x>Was der Hafen kostet</a></p>
        <h2>Zwei Jahre Bauzeit</h2><p>{SECOND}</p><ul><li>Spundwand: 12 Millionen Euro</li><li>Kräne: 9 Millionen Euro</li></ul>
        <blockquote><p>{THIRD}</p></blockquote><table><tr><th>Jahr</th><th>Tonnen</th></tr></table>
        <aside><h3>Newsletter</h3><p>Jeden Morgen das Wichtigste aus der Stadt, kostenlos und jederzeit kündbar.</p></aside>
        <p>{FIRST} Weiteres folgt.</p><h2>Mehr zum Thema</h2><ul><li><a href=/y>Ein anderer Artikel über den Hafen</a></li></ul>
        <p>Ada Lindner ist Redakteurin der Hafenpost und schreibt über den Hafen und die Stadt.</p>
        </article></main><footer><p>Die Hafenpost erscheint seit 1907 in Osterhaven und an der ganzen Küste.</p></footer>"
    );
    let article = page(head, &body);
    assert_eq!(
        (article.title.as_str(), article.authors.as_slice()),
        ("Der Kai wird teurer", ["Ada Lindner".to_owned()].as_slice())
    );
    assert_eq!(article.published.as_ref().map(ToString::to_string).as_deref(), Some("2026-03-12T06:10:00+01:00"));
    assert_eq!(article.outlet.as_ref().map(|outlet| outlet.name.as_str()), Some("Hafenpost"));
    assert_eq!((article.section.as_deref(), article.language.as_deref()), (Some("Stadt"), Some("de")));
    assert_eq!((article.url.as_deref(), article.keywords.len()), (Some("https://hafenpost.example/kai-7"), 2));
    let last = format!("{FIRST} Weiteres folgt.");
    assert_eq!(
        blocks_of(&article),
        [
            (Lead, "Der Umbau kostet nun 40 Millionen Euro. Im Mai geht es los."),
            (Caption, "Der alte Kai im Winter. Foto: Jan Behrens"),
            (Paragraph, FIRST),
            (Heading, "Zwei Jahre Bauzeit"),
            (Paragraph, SECOND),
            (Paragraph, "Spundwand: 12 Millionen Euro"),
            (Paragraph, "Kräne: 9 Millionen Euro"),
            (Paragraph, THIRD),
            (Paragraph, "Jahr Tonnen"),
            (Paragraph, &last),
        ]
    );
}

#[test]
fn linked_data_is_believed_first() {
    let head = r#"<meta property="og:url" content="https://www.hafenpost.example/a"><link rel=canonical href="https://mantel.example/a">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Der Kai wird teurer",
        "author": [{"@type": "Person", "name": "Ada Lindner"}, {"@type": "Organization", "name": "Hafenpost"}],
        "publisher": {"@type": "Organization", "name": "Hafenpost"}, "datePublished": "2026-03-12T06:10:00Z",
        "dateModified": "2026-03-12T09:00:00Z", "articleSection": ["Stadt"], "isAccessibleForFree": "False",
        "keywords": "Kai, Hafen"}]}</script>"#;
    let article = page(head, &format!("<h1>Der Kai wird teurer</h1><p>{FIRST}</p><p>{SECOND}</p>"));
    assert_eq!(article.authors, ["Ada Lindner"]);
    assert_eq!(article.modified.map(|moment| moment.to_string()).as_deref(), Some("2026-03-12T09:00:00+00:00"));
    assert_eq!((article.paywalled, article.keywords.len()), (Some(true), 2));
    assert_eq!(
        article.url.as_deref(),
        Some("https://www.hafenpost.example/a"),
        "a shared text's address is another house's"
    );
}

#[test]
fn bylines_and_dates_are_read_from_the_page() {
    let article = page(
        "",
        &format!(
            "<h1>Der Kai</h1><p>Von Ada Lindner und Jan Behrens</p><p>Stand: 13.03.2026, 8 Uhr</p><p>12.03.2026, 6:10 Uhr</p><p>{FIRST}</p><p>{SECOND}</p>"
        ),
    );
    assert_eq!(article.authors, ["Ada Lindner", "Jan Behrens"]);
    assert_eq!(article.published.map(|moment| moment.to_string()).as_deref(), Some("2026-03-12T06:10:00+01:00"));
    assert_eq!(article.blocks.len(), 2);
}

#[test]
fn a_text_that_the_page_withholds_is_taken_from_where_it_is_stated() {
    let text = format!("{FIRST}\\n\\n{SECOND}\\n\\n{THIRD}");
    let head = format!(
        "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Der Kai\", \"articleBody\": \"{text}\"}}</script>"
    );
    let article = page(&head, "<h1>Der Kai</h1><div id=app></div>");
    assert_eq!(article.texts_of(BlockKind::Paragraph).count(), 3);
}

#[test]
fn text_cut_by_sections_and_boxes_stays_whole() {
    let section = |text: &str| format!("<section class=modul><div class=text><p>{text}</p></div></section>");
    let promo = "<div class=x><p>Testen Sie jetzt unser Digitalabo: Der erste Monat ist kostenlos, danach lesen Sie uns weiter.</p><p>Unser Angebot endet von selbst, und Sie haben keine Mühe damit.</p></div>";
    let body = format!(
        "<h1>Der Kai</h1><article>{}{promo}{}{}</article>",
        section(&FIRST.repeat(12)),
        section(SECOND),
        section(THIRD)
    );
    let article = page("", &body);
    assert_eq!(article.texts_of(BlockKind::Paragraph).collect::<Vec<_>>(), [&FIRST.repeat(12), SECOND, THIRD]);
}

#[test]
fn pages_without_running_text_are_none() {
    for html in
        ["<html>", "<html><body><ul><li><a href=/>Startseite</a></ul>", "<!doctype html><title>Der Kai</title><p>Kurz."]
    {
        assert!(read(html, None).is_none(), "{html}");
    }
}

proptest! {
    #[test]
    fn any_page_gives_ordered_spans_or_none(
        html in "(<(h1|p|div class=\"(ad|text)\"|figure|ul|li|a href=x|b|/p|/div|/a|br|table|tr|td|script type=\"application/ld\\+json\"|/script)>|Der Rat hat den Umbau des Kais im Mai mit großer Mehrheit beschlossen. |12.03.2026 |Von Ada Lindner |\\{\"@type\":){0,40}"
    ) {
        let Some(article) = read(&html, None) else { return Ok(()) };
        let mut last = 0;
        for block in &article.blocks {
            prop_assert!(block.span.start >= last && article.text.get(block.span.start..block.span.end).is_some());
            last = block.span.end;
        }
    }
}
