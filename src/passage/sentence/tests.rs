//! Golden sentences and properties.

use super::*;
use proptest::prelude::*;

/// Each case is a text whose sentences are separated by `|` instead of the space between them.
fn check(cases: &[&str]) {
    for case in cases {
        let text = case.replace('|', " ");
        let found: Vec<&str> = sentences(&text).into_iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found.join("|"), *case);
    }
}

#[test]
fn plain_ends() {
    check(&[
        "",
        "Ohne Punkt",
        "Der Rat tagt.|Er beschließt nichts.",
        "Wer kommt?|Niemand!|Wirklich?!|Nein.",
        "Das kostet 30.000 Euro.|Mehr nicht.",
        "Er wuchs auf das 2,5-fache.|Danach fiel er.",
        "Mehr auf www.beispiel.de heute.|Dort steht alles.",
        "Er kam aus der SPD.|Merz nicht.",
        "Es war so.|Berlin schwieg.",
        "Es stieg um 2,5.|Hamburg sank.",
    ]);
}

#[test]
fn quotations_and_brackets() {
    check(&[
        "„Nein.“|Dann ging er.",
        "„Nein“, sagte er.|„Wir bleiben.“|Sie blieben.",
        "„Wer war das?“, fragte sie.|Keiner sprach.",
        "„Halt!“ rief er.|Sie hielten.",
        "»Komm.«|»Gleich.«",
        "Er ging (sie nicht.)|Dann kam sie.",
        "Er sagte: „Nein. “|Dann ging er.",
        "Er kam.|(Sie nicht.)|Ende.",
        "So heißt „Der Weg“.|Mehr steht darin nicht.",
    ]);
}

#[test]
fn left_out_words() {
    check(&[
        "Er sagte … nichts.|Gar nichts.",
        "Und dann...|Merz schwieg.",
        "Er nannte die […] Gründe.|Alle.",
        "Sie wollte … Das war zu viel.".replace("… Das", "…|Das").as_str(),
    ]);
}

#[test]
fn ordinals_and_dates() {
    check(&[
        "Am 3. Oktober wird gefeiert.|Alle kommen.",
        "Zum 80. Jahrestag kamen viele.",
        "Der 5. Gipfel endete am 3. 10. 2025 in Rom.",
        "Er wurde am Ende 3.|Danach ging er.",
        "Das war im Jahr 2024.|Merz kam später.",
        "Sie landete auf Platz 3.|Hamburg folgte.",
        "Das geschah am 3.|Danach war Ruhe.",
        "1. Der Plan gilt.",
        "Ludwig XIV. starb.|Papst Johannes XXIII.|Er war beliebt.",
        "Der 2. und der 3. Satz gingen verloren.",
        "Jeder 10. Deutsche spart.",
        "Heim gegen Gast, 1. FC Nord gegen SV Süd.",
        "Gold: Weber (Nord) 9,946, 2. Schmidt (Süd) 9,951.",
        "Das geschah im ausgehenden 15. Säkulum.",
        "Im 19. Jahrhundert war das so.",
    ]);
}

#[test]
fn abbreviations_and_initials() {
    check(&[
        "Dr. Müller kam.|Prof. Dr. Weber nicht.",
        "Das gilt z. B. für Hunde.|Auch z.B. Katzen.",
        "Es waren ca. 5 Mio. Euro.|Mehr nicht.",
        "Es kostet 5 Mio.|Das ist viel.",
        "Nach Nr. 5 und Abs. 2 Satz 1 gilt das.",
        "J. K. Rowling schrieb.|J.R.R. Tolkien auch.",
        "Rom fiel 476 n. Chr.|Danach kam nichts.",
        "Äpfel, Birnen usw.|Das reicht.",
        "Er ist Oberst a. D. Müller unterstellt.",
        "Bund bzw. Land zahlen.",
        "Er fuhr 210 km/h.|Nebel kam auf.|Nach 5 km.|Regen.",
        "Er spielt beim VfB.|Trainer sind da.",
        "Am Frankfurter Hbf. Süd stand er.",
        "Er, d. h. Die Linke, schwieg.",
    ]);
}

#[test]
fn a_blank_line_ends_a_sentence() {
    let text = "Erste Zeile\nzweite Zeile\n\nNeuer Absatz";
    let found: Vec<&str> = sentences(text).into_iter().map(|span| &text[span.start..span.end]).collect();
    assert_eq!(found, ["Erste Zeile\nzweite Zeile", "Neuer Absatz"]);
}

proptest! {
    #[test]
    fn sentences_cover_all_but_white_space(text in "(\\PC|[-a-zA-ZäöüÄ0-9 .,:!?…„“()\n\t]|[.] |[A-Z][a-z]{1,3}[.] ){0,40}") {
        let found = sentences(&text);
        let mut at = 0;
        for span in &found {
            prop_assert!(span.start >= at && !span.is_empty());
            prop_assert!(text.get(at..span.start).is_some_and(|gap| gap.trim().is_empty()));
            let slice = text.get(span.start..span.end);
            prop_assert!(slice.is_some_and(|slice| slice.trim() == slice));
            at = span.end;
        }
        prop_assert!(text[at..].trim().is_empty());
    }
}
