//! Golden words and properties of the tokeniser.

use super::*;
use proptest::prelude::*;

/// `position:form` of each word, a `+` before joined ones.
fn shown(text: &str) -> String {
    let word = |word: Word<'_>| format!("{}{}:{}", if word.joined { "+" } else { "" }, word.position, word.form);
    tokenise(text).into_iter().map(word).collect::<Vec<_>>().join(" ")
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text:?}");
    }
}

#[test]
fn plain_words() {
    check(&[
        ("", ""),
        ("– … „“ 😀", ""),
        ("Der Kanzler, sagte er.", "0:Der 1:Kanzler 2:sagte 3:er"),
        ("„Größe“ (neu)", "0:Größe 1:neu"),
        ("G7-Gipfel 5G", "0:G7 +0:G7Gipfel 1:Gipfel 2:5G"),
        ("C++, C# und C#dur", "0:C++ 1:C# 2:und 3:C 4:dur"),
        ("§ 219a, §§ 1", "0:§ 1:219a 2:§§ 3:1"),
        ("ein\u{A0}Wort", "0:ein 1:Wort"),
    ]);
}

#[test]
fn chains_of_words() {
    check(&[
        ("Su-35-Kampfjets", "0:Su +0:Su35Kampfjets 1:35 2:Kampfjets"),
        ("Literatur-Lexikon", "0:Literatur +0:LiteraturLexikon 1:Lexikon"),
        ("t-online", "0:t +0:tonline 1:online"),
        ("z.B. U.S.A.", "0:z +0:zB 1:B 2:U +2:USA 3:S 4:A"),
        ("Vor- und Nachteile", "0:Vor 1:und 2:Nachteile"),
        ("Haupt-\nstadt", "0:Haupt +0:Hauptstadt 1:stadt"),
        ("Vor-\nund Nachteile", "0:Vor 1:und 2:Nachteile"),
        ("2024-2025", "0:2024 1:2025"),
        ("a-b-c-d-e-f-g", "0:a 1:b 2:c 3:d 4:e 5:f 6:g"),
        ("Köln–Bonn", "0:Köln 1:Bonn"),
        ("d'Artagnan O'Neill's", "0:d +0:dArtagnan 1:Artagnan 2:O +2:ONeill 3:Neill"),
    ]);
}

#[test]
fn apostrophes() {
    check(&[
        ("Müller's Laden", "0:Müller 1:Laden"),
        ("Müllers' Laden", "0:Müllers 1:Laden"),
        ("geht's", "0:geht"),
        ("Anna's-Café", "0:Anna +0:AnnaCafé 1:Café"),
        ("Rock'n'Roll", "0:Rock +0:RocknRoll 1:n 2:Roll"),
        ("'Zitat'", "0:Zitat"),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("30.000 und 1.000.000", "0:30000 1:und 2:1000000"),
        ("30'000 und 10\u{202F}000", "0:30000 1:und 2:10000"),
        ("2,5-mal", "0:2,5 +0:2,5mal 1:mal"),
        ("1.234,56 Euro", "0:1234,56 1:Euro"),
        ("1,2,3", "0:1 1:2 2:3"),
        ("3.10.2025", "0:3 1:10 2:2025"),
        ("20:15 Uhr", "0:20 1:15 2:Uhr"),
        ("12.30 Uhr, Platz 3.", "0:12 1:30 2:Uhr 3:Platz 4:3"),
        ("0.500 2025.000 1.0000", "0:0 1:500 2:2025 3:000 4:1 5:0000"),
        ("1.2.345", "0:1 1:2 2:345"),
        ("30.000-Euro-Frage", "0:30000 +0:30000EuroFrage 1:Euro 2:Frage"),
        ("5 000", "0:5 1:000"),
    ]);
}

#[test]
fn gender_forms() {
    check(&[
        ("Politiker:innen reden", "0:Politiker +0:Politikerinnen 1:reden"),
        ("Bürger*innen", "0:Bürger +0:Bürgerinnen"),
        ("Lehrer_innen", "0:Lehrer +0:Lehrerinnen"),
        ("Leser/innen Leser/-innen", "0:Leser +0:Leserinnen 1:Leser +1:Leserinnen"),
        ("Schüler(innen) da", "0:Schüler +0:Schülerinnen 1:da"),
        ("BürgerInnen", "0:Bürger +0:BürgerInnen"),
        ("KanzlerIn, LinkedIn", "0:Kanzler +0:KanzlerIn 1:LinkedIn"),
        ("jede:r eine*n", "0:jede +0:jeder 1:eine +1:einen"),
        ("Bürger:innenrat", "0:Bürger +0:Bürgerinnenrat"),
        ("Bürger:innen-Rat", "0:Bürger +0:Bürgerinnen +0:BürgerinnenRat 1:Rat"),
        ("heute:in Köln", "0:heute 1:in 2:Köln"),
        ("Merz/in", "0:Merz +0:Merzin"),
        ("Stadt (in Hessen)", "0:Stadt 1:in 2:Hessen"),
    ]);
}

#[test]
fn addresses() {
    check(&[
        ("www.beispiel.de/neue-seite", "0:www 1:beispiel 2:de 3:neue +3:neueseite 4:seite"),
        ("max.muster@web-post.de", "0:max 1:muster 2:web +2:webpost 3:post 4:de"),
    ]);
}

proptest! {
    #[test]
    fn words_stand_in_the_text_in_order(text in "(\\PC|[-a-zA-ZäöüßI0-9 .,:'*/()_+#§\n\u{308}]){0,60}") {
        let mut last = (0, 0);
        for word in tokenise(&text) {
            let slice = text.get(word.span.start..word.span.end);
            prop_assert!(slice.is_some_and(|slice| !slice.is_empty()));
            prop_assert!((word.span.start, word.position) >= last);
            prop_assert!(!word.form.is_empty() && !word.form.contains(char::is_whitespace));
            last = (word.span.start, word.position);
        }
    }

    #[test]
    fn every_letter_is_in_a_word(text in "[-a-zA-ZI0-9 .,:'*/()_+#\n]{0,40}") {
        let words = tokenise(&text);
        for (at, char) in text.char_indices().filter(|(_, char)| char.is_alphanumeric()) {
            let covered = words.iter().any(|word| word.span.start <= at && at < word.span.end);
            prop_assert!(covered, "{:?} at {}", char, at);
        }
    }
}
