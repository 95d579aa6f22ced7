//! Copied pages as a whole: invented ones, and those of the shared data when it is there.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

fn texts(article: &Article, kind: BlockKind) -> Vec<String> {
    article.texts_of(kind).collect()
}

/// As copied from a browser: no depths, boxes and captions between the paragraphs.
const FLAT: &str = "Neue Brücke am Hafen: Rat stimmt nach langem Streit zu

  1. Startseite
  2. Lokales

Stand: 4. März 2025, 14:05 Uhr
Von: Ada Lindner und Jan Behrens
Kommentare Teilen

Nach Jahren der Planung soll am Hafen gebaut werden. Das Geld kommt vom Land. Offen bleibt, wer die Umleitung bezahlt.

Kiel – Der Rat der Stadt hat am Montag nach langer Aussprache beschlossen, die alte Brücke am Hafen abzureißen und durch eine neue zu ersetzen. „Wir haben lange genug gewartet, jetzt muss gebaut werden“, sagte die Bürgermeisterin nach der Sitzung, in der es noch einmal laut geworden war.

Streit um die Umleitung: „Das wird ein Sommer im Stau“

Die Händler der Innenstadt fürchten um ihre Kunden. Sie verlangen, dass die Umleitung nicht durch die Einkaufsstraße führt, und haben dem Rat dazu fast tausend Unterschriften übergeben. Die Stadt will bis Mai einen Plan vorlegen und ihn mit allen Anliegern beraten.

„Wir haben lange genug gewartet, jetzt muss gebaut werden“

Kräne stehen am Ufer vor der alten Brücke
Die alte Brücke am Hafen wird seit Jahren nur noch von leichten Wagen befahren. © Hansen/dpa

Lesen Sie auch: Warum am Hafen so viele Kräne stehen

Mit den ersten Arbeiten rechnet die Verwaltung im Herbst, wenn die Saison der Segler vorbei ist. Bis dahin müssen die Leitungen verlegt werden, die unter der Fahrbahn liegen. Das Land zahlt vier von fünf Millionen Euro, den Rest trägt die Stadt aus ihren Rücklagen.

Quelle: kuestenbote.example, dpa

Auch interessant
Segler feiern am Ufer
Neue Fähre für den Hafen
Kommentare
";

#[test]
fn a_flat_copy_becomes_an_article() {
    let article = read(FLAT.to_owned(), None).unwrap();
    assert_eq!(article.title, "Neue Brücke am Hafen: Rat stimmt nach langem Streit zu");
    assert_eq!(article.section.as_deref(), Some("Lokales"));
    assert_eq!(article.authors, ["Ada Lindner", "Jan Behrens"]);
    assert_eq!(article.published.as_ref().unwrap().to_string(), "2025-03-04T14:05:00+01:00");
    assert!(article.lead().unwrap().starts_with("Nach Jahren der Planung"));
    assert_eq!(texts(&article, BlockKind::Heading), ["Streit um die Umleitung: „Das wird ein Sommer im Stau“"]);
    assert_eq!(texts(&article, BlockKind::Caption).len(), 2);
    let paragraphs = texts(&article, BlockKind::Paragraph);
    let starts: Vec<&str> = paragraphs.iter().map(|text| text.split(' ').next().unwrap()).collect();
    assert_eq!(starts, ["Kiel", "Die", "Mit"]);
    assert_eq!(article.outlet.as_ref().unwrap().domain.as_deref(), Some("kuestenbote.example"));
    assert_eq!(article.text, FLAT);
}

/// As a text browser writes a whole page: depth shows the element's place.
const DEEP: &str = "    * Home
    * Politik
    * Sport

        Segler feiern den Sieg
          Am Ufer wurde bis in die Nacht getanzt, und die Musik war noch in der Altstadt zu hören. mehr

      Verkehr

    Die Fähre fährt wieder

      Von Ada Lindner
      04.03.2025, 14:05 Uhr

      Nach drei Wochen Pause legt die Fähre wieder ab. Die Fahrgäste freut es.

      Der Kapitän im Hafen. (Foto: Hansen/dpa)

      Der neue Motor kam am Montag mit dem Lastwagen, und die Werft hat ihn in zwei Nächten eingebaut, damit der Betrieb noch vor den Ferien beginnen kann.

        Die Fähre am Anleger, kurz vor der ersten Fahrt.

      Für die Gemeinde ist das eine gute Nachricht, denn ohne die Fähre müssen die Schüler jeden Morgen einen Umweg von fast einer Stunde machen.

          Mehr zum Thema

            Warum der Motor ausfiel
            Wie alles begann, erzählt der alte Kapitän in unserem Gespräch aus dem vergangenen Jahr.

      Drei Fahrten am Tag

      Zunächst fährt das Schiff dreimal am Tag, ab Mai dann wieder jede Stunde. Die Preise bleiben gleich, sagt der Betreiber, der auch im Winter nicht auf die Abendfahrt verzichten will, solange das Eis es zulässt.

    * Fähre
    * Gemeinde

  Impressum
  Datenschutz
";

#[test]
fn a_deep_copy_becomes_an_article() {
    let article = read(DEEP.to_owned(), None).unwrap();
    assert_eq!(article.title, "Die Fähre fährt wieder");
    assert_eq!(
        article.lead().as_deref(),
        Some("Nach drei Wochen Pause legt die Fähre wieder ab. Die Fahrgäste freut es.")
    );
    assert_eq!(article.authors, ["Ada Lindner"]);
    assert_eq!(texts(&article, BlockKind::Heading), ["Drei Fahrten am Tag"]);
    assert_eq!(texts(&article, BlockKind::Paragraph).len(), 3);
    assert!(
        texts(&article, BlockKind::Caption).contains(&"Die Fähre am Anleger, kurz vor der ersten Fahrt.".to_owned())
    );
}

#[test]
fn what_has_no_running_text_is_no_article() {
    for text in ["", "Startseite\nPolitik\nSport\n", "* a\n* b\n", "Teilen Drucken\n\nAnmelden"] {
        assert!(read(text.to_owned(), None).is_none(), "{text}");
    }
}

#[test]
fn a_short_report_is_enough() {
    let article = read(
        "Fähre fährt wieder\n\nDie Fähre legt seit Montag wieder ab, und die Schüler sind froh.\n".to_owned(),
        None,
    )
    .unwrap();
    assert_eq!((article.title.as_str(), article.blocks.len()), ("Fähre fährt wieder", 1));
}

proptest! {
    #[test]
    fn any_text_gives_ordered_blocks(lines in proptest::collection::vec(line(), 0..30)) {
        let text = lines.join("\n");
        if let Some(article) = read(text.clone(), None) {
            prop_assert_eq!(&article.text, &text);
            let mut last = 0;
            for block in &article.blocks {
                let slice = text.get(block.span.start..block.span.end);
                prop_assert!(block.span.start >= last && slice.is_some_and(|slice| !slice.is_empty() && slice.trim() == slice));
                last = block.span.end;
            }
        }
    }

    #[test]
    fn any_characters_are_read(text in any::<String>()) {
        let _ = read(text, None);
    }
}

/// Lines as pages have them, and worse.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ ]{0,8}[*-] [A-ZÄ][a-zß]{2,9}",
        "[ ]{0,8}Der [a-zä]{3,9} und die [a-zß ]{20,200}[.!?:]",
        "[ ]{0,4}(Von|Foto:|©|Auch interessant|Lesen Sie auch:|Stand: 4. März 2025|: |Startseite|Kommentare).{0,30}",
        ".{0,80}",
    ]
}

/// The folder of the shared data, or `None` with a note that the test was skipped.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("FUNDSTELLE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: FUNDSTELLE_SHARED is not set");
    }
    folder
}

#[test]
fn the_first_real_input_is_read_whole() {
    let Some(shared) = shared() else { return };
    let article = read(std::fs::read_to_string(shared.join("seed/article.txt")).unwrap(), None).unwrap();
    let first_line = article.text.lines().next().unwrap();
    assert_eq!(article.title, first_line);
    assert_eq!(article.section.as_deref(), Some("Politik"));
    assert_eq!(article.blocks_of(BlockKind::Lead).count(), 1);
    let paragraphs = texts(&article, BlockKind::Paragraph);
    assert_eq!((paragraphs.len(), texts(&article, BlockKind::Heading).len()), (11, 4));
    let captions = texts(&article, BlockKind::Caption);
    assert!(captions.len() == 2 && captions[1].contains('©'), "{captions:?}");
    let long: Vec<&str> = article.text.lines().filter(|line| line.chars().count() > 400).collect();
    assert_eq!(long.len(), 11, "every long line is a paragraph");
    assert!(long.iter().zip(&paragraphs).all(|(line, paragraph)| &collapse_white_space(line) == paragraph));
    assert_eq!(article.lead().unwrap().chars().count(), 148);
}

#[test]
fn a_topic_in_the_title_line_is_no_title_where_the_text_quotes_it() {
    let page = |name: &str| {
        format!(
            "Große Hafenrundfahrt Der Kapitän geht nach vierzig Jahren von Bord\n\n\
             Wer in Kiel aufgewachsen ist, kennt die {name}, und wer sie kennt, der kennt auch den Mann am Steuer. Am \
             Sonntag legt der Kapitän zum letzten Mal ab, und die halbe Stadt will mit.\n\n\
             Nach vierzig Jahren soll Schluss sein. Einen Nachfolger hat die Reederei noch nicht gefunden, obwohl sie \
             seit dem Frühjahr sucht und das Gehalt zweimal erhöht hat.\n"
        )
    };
    for (name, title) in [
        ("„Große Hafenrundfahrt“", "Der Kapitän geht nach vierzig Jahren von Bord"),
        ("Fahrt", "Große Hafenrundfahrt Der Kapitän geht nach vierzig Jahren von Bord"),
    ] {
        assert_eq!(read(page(name), None).unwrap().title, title);
    }
}

#[test]
fn copies_of_real_pages_are_read_well() {
    let Some(shared) = shared() else { return };
    for (kind, least_body, least_title) in [("article", 0.96, 0.80), ("page", 0.97, 0.79)] {
        let scores: Vec<(f64, bool)> =
            truths(&shared.join("pages")).filter_map(|truth| score(&shared, kind, &truth)).collect();
        let body = scores.iter().map(|(f1, _)| f1).sum::<f64>() / scores.len() as f64;
        let title = scores.iter().filter(|(_, title)| *title).count() as f64 / scores.len() as f64;
        eprintln!("{kind}: {} copies, body F1 {body:.4}, title {title:.3}", scores.len());
        assert!(body >= least_body && title >= least_title, "{kind}: body {body:.4}, title {title:.3}");
    }
}

/// Each saved page's stem and truth; a publisher's versions pair with its pages in date order.
fn truths(pages: &Path) -> impl Iterator<Item = (String, Value)> + use<> {
    let mut names: Vec<String> =
        std::fs::read_dir(pages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let publishers: Vec<String> =
        names.iter().filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    let pages = pages.to_owned();
    publishers.into_iter().filter(|publisher| publisher != "urls").flat_map(move |publisher| {
        let json: Value =
            serde_json::from_str(&std::fs::read_to_string(pages.join(format!("{publisher}.json"))).unwrap()).unwrap();
        let truths: Vec<Value> = json.as_object().unwrap().values().cloned().collect();
        let own = names.iter().filter(|name| name.starts_with(&format!("{publisher}_2")) && name.ends_with(".html.gz"));
        own.map(|name| name.trim_end_matches(".html.gz").to_owned()).zip(truths).collect::<Vec<_>>()
    })
}

/// Body F1 and whether the title is right; `None` when there is no copy of this kind or no body to compare.
fn score(shared: &Path, kind: &str, (stem, truth): &(String, Value)) -> Option<(f64, bool)> {
    let copy = std::fs::read_to_string(shared.join(format!("copies/{stem}.{kind}.txt"))).ok()?;
    let article = read(copy, None).unwrap_or_default();
    let said = [BlockKind::Lead, BlockKind::Heading, BlockKind::Paragraph].map(|kind| texts(&article, kind).join("\n"));
    let body = truth.get("body")?;
    let sections = body["sections"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|section| [&section["headline"], &section["paragraphs"]]);
    let lists = std::iter::once(&body["summary"]).chain(sections);
    let wanted: Vec<&str> = lists.filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
    let title = truth["title"].as_str().unwrap_or_default();
    Some((f1(&said.join("\n"), &wanted.join("\n")), super::body::fold(&article.title) == super::body::fold(title)))
}

/// The F1 of two bags of words.
fn f1(said: &str, wanted: &str) -> f64 {
    let bag = |text: &str| {
        traits::words(text).fold(HashMap::<String, usize>::new(), |mut bag, word| {
            *bag.entry(word).or_default() += 1;
            bag
        })
    };
    let (said, wanted) = (bag(said), bag(wanted));
    let both: usize = said.iter().map(|(word, count)| (*count).min(wanted.get(word).copied().unwrap_or(0))).sum();
    let total: usize = said.values().sum::<usize>() + wanted.values().sum::<usize>();
    2.0 * both as f64 / total.max(1) as f64
}
