//! Actors and cited media across articles: one name an index, the user's own lists, names of any text.

use crate::commands::Desk;
use serde_json::{Value, json};

const INTRODUCED: &str = "# Streit im Moor\n\nDas Institut für Moorkunde (IfM) warnt vor dem Torfabbau, sagte Anna Krumbach.\n\n\
    Krumbach leitet das IfM seit drei Jahren.\n";

/// An article that brings its actors along.
fn article(id: &str, text: &str, actors: &[(&str, &str)]) -> String {
    let actors: Vec<Value> = actors.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
    json!({ "id": id, "title": "Aus dem Moor", "text": text, "actors": actors }).to_string() + "\n"
}

fn names(list: &[Value]) -> Vec<&str> {
    list.iter().map(|actor| actor["name"].as_str().unwrap()).collect()
}

#[test]
fn a_short_name_is_listed_and_found_as_the_name_it_stands_for() {
    let desk = Desk::new();
    desk.write("a.md", INTRODUCED);
    desk.write("b.jsonl", article("b", "Das IfM schweigt.", &[("IfM", "organisation")]));
    desk.run(&["add", "a.md", "b.jsonl"]).ends_with(0);
    let actors = desk.run(&["actors", "--json"]).ends_with(0).json();
    assert_eq!(names(&actors), ["Institut für Moorkunde", "Anna Krumbach"]);
    assert_eq!((&actors[0]["articles"], &actors[0]["forms"]), (&json!(2), &json!(["Institut für Moorkunde", "IfM"])));
    for name in ["Institut für Moorkunde", "IfM"] {
        let hits = desk.run(&["search", "schweigt", "--actor", name, "--json"]).ends_with(0).json();
        assert_eq!(hits[0]["actors"], json!(["Institut für Moorkunde"]), "{name}");
    }
}

#[test]
fn the_list_in_the_index_renames_joins_and_hides_without_reading_again() {
    let desk = Desk::new();
    desk.write("a.md", INTRODUCED);
    desk.write("b.jsonl", article("b", "Die Torfköpfe feiern.", &[("Torfköpfe", "organisation")]));
    desk.run(&["add", "a.md", "b.jsonl"]).ends_with(0);
    desk.write(
        "index/actors.toml",
        "[[actor]]\nname = \"Moorfreunde\"\ntype = \"organisation\"\naliases = [\"Torfköpfe\", \"IfM\", \"Institut für Moorkunde\"]\n\
         [[not_an_actor]]\nname = \"Anna Krumbach\"\n",
    );
    let actors = desk.run(&["actors", "--json"]).ends_with(0).json();
    assert_eq!((names(&actors), &actors[0]["articles"]), (vec!["Moorfreunde"], &json!(2)));
    desk.run(&["search", "feiern", "--actor", "IfM"]).ends_with(0);
    desk.write("index/actors.toml", "[[actor]]\nname = \"Moorfreunde\"\n");
    desk.run(&["actors"]).ends_with(2).says("actors.toml").says("missing field `type`");
}

#[test]
fn own_lists_mark_articles_and_a_changed_one_marks_them_anew() {
    let desk = Desk::new();
    desk.write(
        "a.md",
        "# Streit im Moor\n\nDie Torfköpfe wehren sich, schreibt der Moorbote. Das Torfglück GmbH Team lacht.\n",
    );
    desk.write(
        "listen/outlets.toml",
        "[[outlet]]\nname = \"Moorbote\"\nkind = \"newspaper\"\ncountry = \"DE\"\nforms = [\"Moorbote\"]\n",
    );
    let parsed = desk.run(&["parse", "--json", "--lexicon", "listen", "a.md"]).ends_with(0).json();
    assert_eq!(names(parsed[0]["cites"].as_array().unwrap()), ["Moorbote"]);
    desk.run(&["add", "--lexicon", "listen", "a.md"]).ends_with(0);
    let unchanged = desk.run(&["add", "--lexicon", "listen", "a.md"]).ends_with(0);
    assert!(unchanged.out.starts_with("unchanged"), "{}", unchanged.out);

    desk.write("listen/actors.toml", "[[actor]]\nname = \"Torfköpfe\"\ntype = \"organisation\"\n");
    let updated = desk.run(&["add", "--lexicon", "listen", "a.md"]).ends_with(0);
    assert!(updated.out.starts_with("updated"), "{}", updated.out);
    desk.run(&["search", "Moor", "--actor", "Torfköpfe"]).ends_with(0);
    desk.run(&["search", "Moor", "--in", ".", "--lexicon", "listen", "--actor", "torfköpfe"]).ends_with(0);
}

#[test]
fn a_faulty_list_is_named_with_its_entry() {
    let desk = Desk::new();
    desk.write("a.md", INTRODUCED);
    desk.run(&["add", "--lexicon", "nirgends", "a.md"]).ends_with(2).says("nirgends").says("outlets.toml");
    desk.write("listen/actors.toml", "[[actor]]\nname = \"A\"\ntype = \"person\"\naliases = [\"\"]\n");
    desk.run(&["add", "--lexicon", "listen", "a.md"]).ends_with(2).says("actors.toml").says("\"A\"");
    desk.write("listen/actors.toml", "[[actor]]\nname = \"A\"\ntype = \"mensch\"\n");
    desk.run(&["parse", "--lexicon", "listen", "a.md"]).ends_with(2).says("actors.toml").says("mensch");
}

#[test]
fn names_of_a_text_are_shown_with_their_places() {
    let shown = Desk::new().run(&["analyze", "--names", "Öl: Angela Merkel reiste nach Frankreich."]).ends_with(0);
    assert_eq!(shown.out, "4\t17\tPER\tAngela Merkel\n30\t40\tSTATE\tFrankreich\n");
}
