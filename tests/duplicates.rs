//! Articles that say nearly the same: kept, linked, shown once.

use crate::commands::{Desk, Run};
use serde_json::{Value, json};

const COPY: &str = "Osterhaven (dna). Nach dem Brand in der Werft am Südkai hat die Staatsanwaltschaft ihre Ermittlungen \
    ausgeweitet. Geprüft werde nun auch, ob Brandschutzauflagen missachtet worden seien, sagte eine Sprecherin am \
    Donnerstag. In der Nacht zum Dienstag war eine Lagerhalle mit Farben und Lacken in Flammen aufgegangen, zwei \
    Arbeiter wurden verletzt. Der Betrieb ruht seither. Die Belegschaft erfuhr davon aus dem Radio. Die Landesregierung \
    kündigte an, alle Werften an der Küste noch in diesem Jahr überprüfen zu lassen.";

fn line(id: &str, title: &str, outlet: &str, date: &str, text: &str) -> String {
    let line = json!({ "id": id, "title": title, "outlet": outlet, "published": date, "text": text });
    format!("{line}\n")
}

/// One agency report in three papers, edited a little, and another report on the same fire.
fn newsroom() -> Desk {
    let desk = Desk::new();
    let edited = COPY.replace("am Donnerstag", "am Nachmittag").replace("Osterhaven (dna). ", "");
    let other = "Zwei Tage nach dem Feuer am Südkai stehen die Schweißer der Werft vor verschlossenem Tor. Viele fürchten, \
        dass der Betrieb nie wieder anläuft, denn die Halle mit den Farben war nicht versichert.";
    desk.write(
        "export.jsonl",
        [
            line("a", "Werft-Brand: Ermittlungen ausgeweitet", "Hafenpost", "2025-03-06", COPY),
            line("b", "Staatsanwalt prüft Brandschutz in der Werft", "Nordmark-Zeitung", "2025-03-07", &edited),
            line("c", "Werft-Brand: Ermittlungen ausgeweitet", "Elbtaler Anzeiger", "2025-03-06", COPY),
            line("d", "Vor dem Tor der Werft", "Radio Elbtal", "2025-03-08", other),
        ]
        .concat(),
    );
    desk
}

fn ids(run: &Run) -> Vec<String> {
    run.json().iter().map(|hit| hit["article"]["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_duplicate_is_told_when_it_is_added_and_kept() {
    let desk = newsroom();
    let added = desk.run(&["add", "export.jsonl", "--json"]).ends_with(0).json();
    let told: Vec<_> = added.iter().map(|line| (line["status"].as_str().unwrap(), &line["duplicate_of"])).collect();
    let a = &Value::from("a");
    assert_eq!(told, [("added", &Value::Null), ("duplicate", a), ("duplicate", a), ("added", &Value::Null)]);
    // One that comes in a later run is told as well.
    desk.write("spaet.jsonl", line("e", "Brand in der Werft", "Der Querleser", "2025-03-09", COPY));
    let later = desk.run(&["add", "spaet.jsonl", "--json"]).ends_with(0).json();
    assert_eq!(later[0]["status"], "duplicate");
    assert_eq!(desk.run(&["list"]).ends_with(0).out.lines().count(), 5);
}

#[test]
fn it_is_shown_once_and_named_beside() {
    let desk = newsroom();
    desk.run(&["add", "export.jsonl"]).ends_with(0);
    let folded = desk.run(&["search", "Werft Farben", "--json", "--per-article", "1"]).ends_with(0);
    let hits = folded.json();
    let copy = hits.iter().find(|hit| hit["article"]["id"] != "d").unwrap();
    assert_eq!((hits.len(), copy["also_in"].as_array().unwrap().len()), (2, 2), "{}", folded.out);
    let text = desk.run(&["search", "Werft Farben", "--per-article", "1"]).ends_with(0).says("2 of 4 passages");
    assert!(text.out.contains("also in "), "{}", text.out);

    let all = desk.run(&["search", "Werft Farben", "--json", "--show-duplicates"]).ends_with(0);
    assert_eq!(ids(&all).len(), 4);
    let strict = desk.run(&["search", "Werft Farben", "--json", "--alike", "0.97"]).ends_with(0);
    assert_eq!(ids(&strict).len(), 3, "only the letter for letter copy is folded");
    // A filter leaves the one it asks for, whichever was first.
    let filtered = desk.run(&["search", "Werft", "--json", "--publisher", "Nordmark-Zeitung"]).ends_with(0);
    assert_eq!(ids(&filtered), ["b"]);
}

#[test]
fn groups_are_listed_with_their_oldest_first() {
    let desk = newsroom();
    desk.run(&["add", "export.jsonl"]).ends_with(0);
    let groups = desk.run(&["duplicates", "--json"]).ends_with(0).json();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0]["article"]["id"], "a");
    let others: Vec<_> = groups[0]["others"].as_array().unwrap().iter().map(|o| o["id"].as_str().unwrap()).collect();
    assert_eq!(others, ["c", "b"]);
    let strict = desk.run(&["duplicates", "--alike", "1"]).ends_with(0);
    assert!(strict.out.starts_with("2 articles") && strict.out.contains("100 %"), "{}", strict.out);
    desk.run(&["duplicates", "--alike", "0.3"]).ends_with(2).says("0.6 to 1");
    desk.run(&["remove", "a", "b"]).ends_with(0);
    desk.run(&["duplicates"]).ends_with(1);
}
