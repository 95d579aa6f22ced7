//! What annotation makes of invented sentences, kind by kind: each with the actors and the media it has to find, and no others.

use super::annotate;
use crate::article::{Article, Block, BlockKind, Span};

/// The names of the actors and of the cited media in one paragraph, the media with their kinds.
fn found(text: &str) -> (Vec<String>, Vec<String>) {
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    let article = Article { title: "Kurz gemeldet".into(), text: text.into(), blocks, ..Article::default() };
    let marks = annotate(&article, &[]);
    let cited = marks.citations.iter().map(|cited| format!("{} {}", cited.name, cited.kind.as_str()));
    (marks.actors.into_iter().map(|actor| actor.name).collect(), cited.collect())
}

#[track_caller]
fn check(cases: &[(&str, &[&str], &[&str])]) {
    for (text, actors, cited) in cases {
        let (found_actors, found_cited) = found(text);
        assert_eq!(found_actors, *actors, "{text}");
        assert_eq!(found_cited, *cited, "{text}");
    }
}

#[test]
fn states_act_by_noun_capital_and_seat() {
    check(&[
        ("Moskau droht mit Vergeltung, der Kreml dementiert.", &["Russland"], &[]),
        ("Das Weiße Haus kündigte neue Zölle an, Peking reagierte verärgert.", &["USA", "China"], &[]),
        ("In Moskau schneit es seit Tagen, auch in Peking ist es kalt.", &[], &[]),
        ("Paris und Warschau einigten sich auf einen Plan.", &["Frankreich", "Polen"], &[]),
        (
            "Deutschlands Haushalt, die Vereinigten Staaten und den Niederlanden fehlt Geld.",
            &["Deutschland", "USA", "Niederlande"],
            &[],
        ),
        ("Russische Truppen und die Franzosen zogen ab.", &[], &[]),
    ]);
}

#[test]
fn forms_join_their_actor_and_glued_names_come_apart() {
    check(&[
        (
            "Donald Trump sprach. Die Trump-Regierung plant neue Zölle, Trumps Berater schwiegen.",
            &["Donald Trump"],
            &[],
        ),
        ("Das sagte Birte OhlsenJonas Krumbach widersprach ihr.", &["Birte Ohlsen", "Jonas Krumbach"], &[]),
        ("Das Institut für Moorkunde (IfM) warnt; das IfM zählt Frösche.", &["Institut für Moorkunde"], &[]),
        ("Kim Jong-un reist. Kims Zug fuhr ab.", &["Kim Jong-un"], &[]),
        ("Das Grundgesetz, die Champions League und der Nobelpreis sind keine Akteure.", &[], &[]),
    ]);
}

#[test]
fn unknown_media_show_by_what_stands_around_them() {
    check(&[
        ("Wie das Magazin Torfspiegel berichtet, ist das Moor trocken.", &[], &["Torfspiegel magazine"]),
        ("Das meldete die Nachrichtenagentur Baltinews am Abend.", &[], &["Baltinews agency"]),
        ("Dem Portal „Moorblick“ zufolge wird gebaut.", &[], &["Moorblick portal"]),
        ("Wie die Kaltenfurter Rundschau schreibt, fehlt das Geld.", &[], &["Kaltenfurter Rundschau newspaper"]),
        ("Laut Moorland Times kommt die Bahn 2030.", &[], &["Moorland Times newspaper"]),
        ("Torfspiegel-Autorin Alma Krumbach sieht das anders.", &["Alma Krumbach"], &["Torfspiegel other"]),
        ("Moorfunk-Reporter Otto Tantow war dabei.", &["Otto Tantow"], &["Moorfunk other"]),
        (
            "Ex-Reporter Otto Tantow und Sport-Journalistin Alma Krumbach schwiegen.",
            &["Otto Tantow", "Alma Krumbach"],
            &[],
        ),
    ]);
}

#[test]
fn common_words_are_media_only_where_the_context_says_so() {
    check(&[
        ("Es ist höchste Zeit, die Welt ist ein Spiegel, das Bild hängt schief, der Kurier kam.", &[], &[]),
        (
            "Der Zeit sagte er, dass es genug sei. Dem »Stern« gegenüber schwieg er.",
            &[],
            &["Die Zeit newspaper", "Stern magazine"],
        ),
        (
            "Wie die Welt am Sonntag und die Bild berichten, ist der Deich marode.",
            &[],
            &["Welt am Sonntag newspaper", "Bild newspaper"],
        ),
        ("Das berichtet der Standard.", &[], &["Der Standard newspaper"]),
    ]);
}

#[test]
fn agency_credits_are_citations() {
    check(&[
        ("KALTENFURT (dpa/lno) - Der Deich ist gebrochen.", &[], &["dpa agency"]),
        ("Der Deich ist gebrochen. Mit Material von AFP und Reuters.", &[], &["AFP agency", "Reuters agency"]),
        ("Der Deich ist gebrochen. (mit Material der dpa)", &[], &["dpa agency"]),
        ("Der Deich ist gebrochen. dpa/AFP", &[], &["dpa agency", "AFP agency"]),
    ]);
}

#[test]
fn the_tagger_adds_names_that_no_rule_gives_away() {
    check(&[(
        "Am Montag reiste Oksana Tymtschuk nach Kaltenfurt, wo Tymtschuk eine Rede hielt.",
        &["Oksana Tymtschuk"],
        &[],
    )]);
}
