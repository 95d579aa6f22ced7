//! Around a search: facets, time lines, related articles, grouping, paging, suggestions, batches and exports, over the
//! sample articles.

use crate::commands::{Desk, Run};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles")
}

/// A desk with an index of the sample articles, made once.
fn desk() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let desk = Desk::new();
        desk.run(&["add", samples().to_str().unwrap()]).ends_with(0);
        desk
    })
}

fn run(args: &[&str]) -> Run {
    desk().run(args)
}

/// What a person sees on both streams, with the samples' folder by its name in the repository.
fn seen(args: &[&str]) -> String {
    let run = run(args);
    let samples = samples().to_string_lossy().into_owned();
    format!("{}--- stderr\n{}", run.out, run.err).replace(&samples, "data/articles")
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// The number before `what` in a message: `13 passages`.
fn told(message: &str, what: &str) -> usize {
    let before = message.split(what).next().unwrap().trim_end();
    before.rsplit(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("no number before {what:?} in {message:?}"))
}

#[test]
fn facets_look_like_this() {
    insta::assert_snapshot!(seen(&[
        "search",
        "\"Brenta-Werft\"",
        "--limit",
        "0",
        "--facets=outlet,actor,month,kind",
        "--facet-values",
        "4",
    ]));
}

#[test]
fn a_time_line_looks_like_this() {
    insta::assert_snapshot!(seen(&["timeline", "+Polder"]));
}

#[test]
fn a_time_line_by_outlet_looks_like_this() {
    insta::assert_snapshot!(seen(&["timeline", "+Polder", "--by", "outlet", "--top", "3", "--count", "passages"]));
}

#[test]
fn related_articles_look_like_this() {
    let file = samples().join("2025-12-11-hafenpost-cyberangriff-rathaus.txt");
    insta::assert_snapshot!(seen(&["related", file.to_str().unwrap(), "--limit", "1"]));
}

#[test]
fn hits_by_article_and_their_scores_look_like_this() {
    let seen = seen(&[
        "search",
        "\"Brenta-Werft\" Rütimann",
        "--group",
        "article",
        "--limit",
        "2",
        "--per-article",
        "2",
        "--explain",
    ]);
    // What the ranking is worth is another test's matter.
    let scores = |line: &str| line.trim_start().starts_with(['├', '└']) || line.trim_start().starts_with("score ");
    let digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let lines = seen.lines().map(|line| if scores(line) { line.chars().map(digit).collect() } else { line.to_owned() });
    insta::assert_snapshot!(lines.collect::<Vec<String>>().join("\n"));
}

#[test]
fn facets_count_all_matches_and_leave_the_hits_as_they_are() {
    let plain = run(&["search", "Hochwasser", "--json"]).ends_with(0);
    let with = run(&["search", "Hochwasser", "--json", "--facets"]).ends_with(0);
    let lines = with.json();
    assert_eq!(plain.json(), lines[..lines.len() - 1]);
    let last = lines.last().unwrap();
    let all = run(&["search", "Hochwasser", "--json", "--limit", "all"]).ends_with(0).json();
    assert_eq!(count(&last["passages"]) as usize, all.len());
    let ids: HashSet<&str> = all.iter().map(|hit| hit["article"]["id"].as_str().unwrap()).collect();
    assert_eq!(count(&last["articles"]) as usize, ids.len());
    for name in ["outlet", "cited", "actor", "author", "section", "month", "kind"] {
        assert!(last["facets"][name]["values"].as_array().unwrap().len() <= 10, "{name}");
    }
    let kinds = last["facets"]["kind"]["values"].as_array().unwrap();
    assert_eq!(kinds.iter().map(|kind| count(&kind["passages"])).sum::<u64>(), count(&last["passages"]));
    for kind in kinds {
        let hits = all.iter().filter(|hit| hit["passage"]["kind"] == kind["name"]).count();
        assert_eq!(count(&kind["passages"]) as usize, hits, "{kind}");
    }
}

#[test]
fn a_facet_value_as_a_filter_finds_what_was_counted() {
    let facets = run(&["search", "+Werft", "--limit", "0", "--json", "--facets", "--facet-values", "all"]).ends_with(0);
    let facets = &facets.json()[0]["facets"];
    for (facet, option) in [
        ("outlet", "--publisher"),
        ("cited", "--cites"),
        ("actor", "--actor"),
        ("author", "--author"),
        ("section", "--section"),
    ] {
        for value in facets[facet]["values"].as_array().unwrap() {
            let name = value["name"].as_str().unwrap();
            let hits = run(&["search", "+Werft", option, name, "--limit", "all", "--json"]).ends_with(0).json();
            assert!(hits.len() >= count(&value["passages"]) as usize, "{option} {name}: {} hits, {value}", hits.len());
        }
    }
}

#[test]
fn facets_go_with_text_and_json_only() {
    run(&["search", "Deich", "--facets", "--format", "csv"]).ends_with(2).says("--facets");
    run(&["search", "Deich", "--facets=nichts"]).ends_with(2).says("nichts");
}

#[test]
fn a_time_line_adds_up_to_the_search() {
    let hits = run(&["search", "Hochwasser", "--limit", "all", "--json"]).ends_with(0).json();
    for per in ["day", "week", "month", "year", "auto"] {
        let bars = run(&["timeline", "Hochwasser", "--per", per, "--json"]).ends_with(0).json();
        let passages: u64 = bars.iter().map(|bar| count(&bar["passages"])).sum();
        assert_eq!(passages as usize, hits.len(), "{per}");
    }
    let months = run(&["timeline", "Hochwasser", "--per", "month", "--json"]).ends_with(0).json();
    for bar in months.iter().filter(|bar| !bar["period"].is_null()) {
        let month = bar["period"].as_str().unwrap();
        let inside =
            hits.iter().filter(|hit| hit["article"]["published"].as_str().is_some_and(|day| day.starts_with(month)));
        assert_eq!(count(&bar["passages"]) as usize, inside.count(), "{month}");
    }
    let undated = months.iter().filter(|bar| bar["period"].is_null()).map(|bar| count(&bar["passages"])).sum::<u64>();
    let without = hits.iter().filter(|hit| hit["article"]["published"].is_null()).count();
    assert_eq!(undated as usize, without);
    assert!(without > 0, "the samples hold an undated article on this");
}

#[test]
fn a_time_line_keeps_to_its_filters_and_their_borders() {
    let bars = run(&["timeline", "Hochwasser", "--since", "2025", "--until", "2025", "--per", "month", "--json"]);
    let periods: Vec<String> =
        bars.ends_with(0).json().iter().map(|bar| bar["period"].as_str().unwrap().to_owned()).collect();
    assert_eq!(periods.len(), 12);
    assert_eq!((periods[0].as_str(), periods[11].as_str()), ("2025-01", "2025-12"));
    run(&["timeline", "Hochwasser", "--outlet", "Gibtesnicht"]).ends_with(1).says("no outlet");
    run(&["timeline", "Xylophonkonzertsaal", "--exact-words"]).ends_with(1).says("nothing found");
    run(&["timeline", "--since", "0001", "--until", "9999", "--per", "day"]).ends_with(2).says("more than 100000 bars");
}

#[test]
fn a_time_line_is_a_table_and_a_picture_too() {
    let table = run(&["timeline", "+Polder", "--by", "outlet", "--format", "csv"]).ends_with(0).out;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap(), &["period", "start", "end", "series", "articles", "passages"][..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.iter().any(|row| &row[3] == "Nordmark-Zeitung" || &row[3] == "Radio Elbtal"), "{table}");

    let picture = run(&["timeline", "+Polder", "--svg", "-", "--language", "de", "--title", "Polder & Deich"]);
    let picture = picture.ends_with(0).out;
    assert!(picture.starts_with("<svg ") && picture.contains("Polder &amp; Deich"), "{picture}");
    assert!(picture.contains("Artikel je Monat"), "{picture}");
    run(&["timeline", "+Polder", "--svg", "polder.svg"]).ends_with(0);
    assert!(fs::read_to_string(desk().dir.path().join("polder.svg")).unwrap().contains("articles a month"));
}

#[test]
fn related_articles_are_on_the_same_matter() {
    for (article, others) in [
        ("2025-12-11-hafenpost-cyberangriff-rathaus.txt", "hackerangriff|cyberangriff"),
        ("2025-04-17-querleser-interview-tavakoli.md", "zecke|borreliose"),
        ("2025-02-22-hafenpost-brenta-betriebsversammlung.txt", "brenta|werft"),
        ("2025-04-13-sportblick-sued-altmoos-lindacher.txt", "altmoos|lindacher"),
    ] {
        let file = samples().join(article);
        let related = run(&["related", file.to_str().unwrap(), "--limit", "2", "--json"]).ends_with(0).json();
        let title = related[0]["article"]["title"].as_str().unwrap().to_lowercase();
        let text = format!("{title} {}", related[0]["shared"]).to_lowercase();
        assert!(others.split('|').any(|word| text.contains(word)), "{article}: {text}");
        assert!(
            related.iter().all(|other| !other["article"]["path"].as_str().unwrap().ends_with(article)),
            "{article}"
        );
        assert!(related[0]["shared"].as_array().unwrap().len() > 1);
    }
}

#[test]
fn related_takes_a_text_and_filters() {
    let text = "Die Arzneimittelbehörde prüft den Impfstoff gegen Borreliose, den eine Zecke überträgt.";
    let given = run(&["related", "--text", text, "--json"]).ends_with(0).json();
    let read = desk().run_with(&["related", "--text", "-", "--json"], text).ends_with(0).json();
    assert_eq!(given, read);
    assert!(given[0].to_string().contains("Zecke"), "{}", given[0]);
    let narrowed = run(&["related", "--text", text, "--publisher", "Limmat-Kurier", "--json"]).ends_with(0).json();
    assert!(narrowed.iter().all(|other| other["article"]["outlet"]["name"] == "Limmat-Kurier"));
    run(&["related", "gibt-es-nicht"]).ends_with(1).says("no article");
    run(&["related", "--text", "und oder aber"]).ends_with(1).says("no other article");
}

#[test]
fn misspelt_queries_get_a_suggestion_beside_the_hits() {
    for (typed, meant) in [
        ("Hochwaserschutz", "Hochwasserschutz"),
        ("\"Brenta Wrft\" Insolvens", "\"Brenta Werft\" Insolvenz"),
        ("+borreliosse -Sport", "+Borreliose -Sport"),
    ] {
        run(&["search", typed]).says(&format!("did you mean: {meant}\n"));
    }
    for typed in ["Hochwasser", "Polder Deich", "und", "Xyzzyq", "Hochwaserschutz*", "outlet:Hafenpots", "2025"] {
        let err = run(&["search", typed]).err;
        assert!(!err.contains("did you mean"), "{typed}: {err}");
    }
    let json = run(&["search", "Hochwaserschutz", "--json"]).says("did you mean").json();
    assert!(json.iter().all(|hit| hit["rank"].is_number()));
}

#[test]
fn groups_hold_what_the_search_finds() {
    let hits = run(&["search", "Hochwasser Polder", "--limit", "all", "--json"]).ends_with(0).json();
    let groups = ["search", "Hochwasser Polder", "--group", "article", "--limit", "all", "--json"];
    let groups = run(&groups).ends_with(0).json();
    let nested: usize = groups.iter().map(|group| group["hits"].as_array().unwrap().len()).sum();
    assert_eq!(nested, hits.len());
    let mut order = Vec::new();
    for hit in &hits {
        let id = &hit["article"]["id"];
        if !order.contains(&id) {
            order.push(id);
        }
    }
    assert_eq!(groups.iter().map(|group| &group["article"]["id"]).collect::<Vec<_>>(), order);
    for (i, group) in groups.iter().enumerate() {
        assert_eq!(count(&group["rank"]) as usize, i + 1);
        assert_eq!(count(&group["passages"]) as usize, group["hits"].as_array().unwrap().len());
        assert!(group["hits"][0].get("article").is_none());
    }
}

#[test]
fn pages_make_up_the_whole_and_totals_are_exact() {
    for args in [
        &["search", "Hochwasser", "--per-article", "2"][..],
        &["search", "Hochwasser", "--sort", "date", "--per-article", "all"],
        &["search", "Hochwasser", "--sort", "date-asc"],
        &["search", "Hochwasser", "--group", "article"],
    ] {
        let all = |limit: &str, offset: &str| {
            let mut args = args.to_vec();
            args.extend(["--limit", limit, "--offset", offset, "--json"]);
            run(&args).json()
        };
        let whole = all("100000", "0");
        let mut pages = Vec::new();
        while pages.len() < whole.len() {
            let page = all("7", &pages.len().to_string());
            assert!(!page.is_empty(), "{args:?} ends after {}", pages.len());
            pages.extend(page);
        }
        assert_eq!(pages, whole, "{args:?}");
        assert!(all("7", &whole.len().to_string()).is_empty());
    }
    let message = run(&["search", "Hochwasser", "--limit", "5", "--offset", "5"]).err;
    let all = run(&["search", "Hochwasser", "--limit", "all", "--json"]).json();
    assert!(message.contains("6 to 10 of "), "{message}");
    assert_eq!(told(&message, " passages"), all.len());
    let message = run(&["search", "Hochwasser", "--limit", "5", "--show-duplicates"]).err;
    let listed = run(&["search", "Hochwasser", "--limit", "100000", "--show-duplicates", "--json"]).json();
    assert_eq!(told(&message, " listed"), listed.len());
}

#[test]
fn dates_go_one_way_and_undated_articles_come_last() {
    for (sort, newest_first) in [("date", true), ("date-asc", false)] {
        let hits = run(&["search", "Hochwasser", "--sort", sort, "--limit", "all", "--json"]).json();
        let days: Vec<Option<&str>> =
            hits.iter().map(|hit| hit["article"]["published"].as_str().map(|day| &day[..10])).collect();
        let dated: Vec<&str> = days.iter().copied().flatten().collect();
        assert!(dated.windows(2).all(|pair| if newest_first { pair[0] >= pair[1] } else { pair[0] <= pair[1] }));
        assert!(days[dated.len()..].iter().all(Option::is_none), "{days:?}");
        assert!(dated.len() < days.len());
    }
}

#[test]
fn lists_keep_to_a_query_and_its_filters() {
    let hits = run(&["search", "+Werft", "--since", "2025", "--limit", "all", "--json"]).ends_with(0).json();
    let of_hits = |key: &str| -> BTreeSet<String> {
        hits.iter().flat_map(|hit| hit[key].as_array().unwrap()).map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let names = |lines: Vec<Value>| -> BTreeSet<String> {
        lines.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(run(&["actors", "+Werft", "--since", "2025", "--json"]).ends_with(0).json()), of_hits("actors"));
    let outlets = run(&["outlets", "+Werft", "--since", "2025", "--json"]).ends_with(0).json();
    let publishers = hits.iter().filter_map(|hit| hit["article"]["outlet"]["name"].as_str()).map(str::to_owned);
    assert_eq!(names(outlets), publishers.chain(of_hits("cites")).collect());
    let listed = run(&["list", "+Werft", "--since", "2025", "--json"]).ends_with(0).json();
    let ids: BTreeSet<&str> = listed.iter().map(|line| line["id"].as_str().unwrap()).collect();
    let found: BTreeSet<&str> = hits.iter().map(|hit| hit["article"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids, found);
    assert_eq!(listed.len(), ids.len());
    run(&["list", "und", "--outlet", "Gibtesnicht"]).ends_with(1).says("no outlet");
}

#[test]
fn a_batch_of_terms_is_complete_and_keeps_to_its_filters() {
    let terms = ["Hochwasser", "\"Brenta-Werft\"", "Polder -Deich", "Xylophonkonzertsaal"];
    desk().write("begriffe.txt", format!("\u{feff}{}\r\n\r\n", terms.join("\r\n")));
    let batch = ["search", "--batch", "begriffe.txt", "--publisher", "Hafenpost", "--limit", "all", "--format", "csv"];
    let out = run(&batch).ends_with(0).out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    for column in
        ["query", "outlet", "date", "title", "section", "authors", "kind", "paragraph", "passage", "snippet", "url"]
    {
        assert!(head.iter().any(|name| name == column), "{column}");
    }
    let column = |name: &str| head.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| &row[column("outlet")] == "Hafenpost"));
    for term in terms {
        let hits = run(&["search", term, "--publisher", "Hafenpost", "--limit", "all", "--json"]).json();
        // What begins like a formula is written as text.
        let of_term: Vec<_> = rows.iter().filter(|row| row[column("query")].trim_start_matches('\'') == term).collect();
        assert_eq!(of_term.len(), hits.len(), "{term}");
        for (row, hit) in of_term.iter().zip(&hits) {
            assert_eq!(row[column("passage")].trim_start_matches('\''), hit["passage"]["text"].as_str().unwrap());
            assert_eq!(row[column("title")].trim_start_matches('\''), hit["article"]["title"].as_str().unwrap());
        }
    }
}

#[test]
fn a_batch_of_json_lines_has_filters_by_line() {
    let lines = "{\"id\":\"a\",\"text\":\"Werft\",\"publisher\":\"Hafenpost\"}\n\
        {\"id\":\"b\",\"text\":\"Werft\",\"publisher\":\"Gibtesnicht\"}\n\
        {\"id\":\"c\",\"text\":\"Werft\",\"since\":\"2025-09\",\"need\":\"x\"}\n";
    let run = desk().run_with(&["search", "--batch", "-", "--json", "--limit", "all"], lines).ends_with(0);
    let hits = run.json();
    let of = |id: &str| hits.iter().filter(|hit| hit["query"] == id).collect::<Vec<_>>();
    assert!(!of("a").is_empty() && of("a").iter().all(|hit| hit["article"]["outlet"]["name"] == "Hafenpost"));
    assert!(of("b").is_empty());
    assert!(
        !of("c").is_empty() && of("c").iter().all(|hit| hit["article"]["published"].as_str().unwrap() >= "2025-09")
    );
    run.says("-:2: no publisher \"Gibtesnicht\"").says("passed over: need");
}

#[test]
fn all_is_all_however_many_passages_an_article_has() {
    let desk = Desk::new();
    let paragraphs: Vec<String> = (0..40)
        .map(|i| format!("Absatz {i} erwähnt den Leuchtturm. {}", "Danach ist von anderem die Rede. ".repeat(20)))
        .collect();
    desk.write("lang.json", serde_json::json!({ "title": "Am Meer", "paragraphs": paragraphs }).to_string());
    desk.run(&["add", "lang.json"]).ends_with(0);
    let lines = |args: &[&str]| desk.run(args).ends_with(0).json().len();
    let all = lines(&["search", "Leuchtturm", "--limit", "all", "--json"]);
    assert!(all >= 40, "{all}");
    assert_eq!(lines(&["search", "Leuchtturm", "--limit", "100", "--json"]), 3);
    assert_eq!(lines(&["search", "Leuchtturm", "--limit", "all", "--per-article", "2", "--json"]), 2);
}

#[test]
fn citations_and_entries_name_outlet_date_and_place() {
    let citations =
        run(&["search", "Insolvenzantrag", "--format", "md", "--publisher", "Agentur dna"]).ends_with(0).out;
    assert!(
        citations.starts_with("- »Brenta-Werft stellt Insolvenzantrag«, Agentur dna, 19. Februar 2025, "),
        "{citations}"
    );
    assert!(citations.contains("<https://agentur-dna.example/") && citations.contains("\n  > "), "{citations}");
    let entries = run(&["search", "Werft", "--format", "bib", "--limit", "all"]).ends_with(0).out;
    let keys: Vec<&str> =
        entries.lines().filter(|line| line.starts_with('@')).map(|line| line.split('{').nth(1).unwrap()).collect();
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    let listed = run(&["list", "Werft", "--json"]).json();
    assert_eq!(keys.len(), listed.len());
}

#[test]
fn excel_gets_its_marks_and_only_as_a_table() {
    let out = run(&["search", "Werft", "--format", "csv", "--excel", "--limit", "1"]).ends_with(0).out;
    assert!(out.starts_with("\u{feff}query;rank;score;"), "{out}");
    assert!(out.contains("\r\n"));
    run(&["search", "Werft", "--excel"]).ends_with(2).says("--format csv");
}

/// Commands in the code blocks of a page.
fn commands(page: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let blocks = text.split("```").skip(1).step_by(2).filter(|block| block.starts_with("sh\n"));
    let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("fundstelle "));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_commands_of_the_page_on_searching_find_something() {
    let desk = desk();
    desk.write("begriffe.txt", "Hochwasser\nPolder\n");
    desk.write("fragen.jsonl", "{\"id\":\"f1\",\"text\":\"Werft\",\"outlet\":\"Hafenpost\",\"since\":\"2025\"}\n");
    let commands = commands("docs/searching.md");
    assert!(commands.len() > 15, "{commands:?}");
    for command in commands {
        let command = command.split('#').next().unwrap().split(" > ").next().unwrap();
        let words = crate::readme::words(command.trim().trim_start_matches("fundstelle "));
        let samples = samples();
        let words: Vec<String> =
            words.into_iter().map(|word| word.replace("data/articles", samples.to_str().unwrap())).collect();
        desk.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ends_with(0);
    }
}
