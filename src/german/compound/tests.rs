//! Golden words, properties, and the measure against a list of compounds that lies outside of the project.

use super::*;
use proptest::prelude::*;

fn shown(word: &str) -> String {
    parts(word).iter().map(|part| &word[part.span.start..part.span.end]).collect::<Vec<_>>().join("|")
}

#[test]
fn compounds_are_split() {
    for (word, expected) in [
        ("haustürschlüssel", "haus|tür|schlüssel"),
        ("haustuerschluessel", "haus|tuer|schluessel"),
        ("regierungskrise", "regierungs|krise"),
        ("regierungskrisen", "regierungs|krisen"),
        ("arbeitsplatzabbau", "arbeits|platz|abbau"),
        ("straßenbau", "straßen|bau"),
        ("strassenbau", "strassen|bau"),
        ("kinderbuch", "kinder|buch"),
        ("schulhof", "schul|hof"),
        ("badehose", "bade|hose"),
    ] {
        assert_eq!(shown(word), expected);
    }
}

#[test]
fn other_words_stay_whole() {
    for word in [
        "",
        "haus",
        "regierung",
        "verkauf",
        "einkauf",
        "politiker",
        "gesellschaft",
        "montag",
        "düsseldorf",
        "november",
        "transport",
        "begehren",
        "wirtschaft",
        "freundlichkeit",
        "überzeugen",
        "salzburger",
        "österreichische",
        "steinmeier",
        "demokratie",
        "qqqqqqqqqq",
    ] {
        assert_eq!(shown(word), "", "{word}");
    }
}

#[test]
fn linking_elements_are_told_apart() {
    let forms = |word| parts(word).iter().map(|part| part.form).collect::<Vec<_>>();
    assert_eq!(forms("regierungskrise"), ["regierung", "krise"]);
    assert_eq!(forms("bundeskanzler"), ["bund", "kanzler"]);
}

proptest! {
    #[test]
    fn parts_make_the_word(word in "(haus|tür|straße|arbeits|ü|\\PC){0,12}") {
        let parts = parts(&word);
        prop_assert_ne!(parts.len(), 1);
        let joined: String = parts.iter().map(|part| &word[part.span.start..part.span.end]).collect();
        prop_assert!(parts.is_empty() || joined == word);
    }
}
