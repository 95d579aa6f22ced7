//! `pull` as a nightly script uses it, against hosts that behave and hosts that do not.

use crate::commands::{Desk, Run};
use crate::loopback::{Deed, Server, answer, html, missing, packed, redirect};
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const FIRST: &str = "Die Fähre nach Wogenrade fällt bis Freitag aus, weil ein Sturm den Anleger beschädigt hat.";
const SECOND: &str = "Am Samstag soll der Müller-Kai wieder öffnen, und die Reederei rechnet mit vielen Gästen.";

/// Impatient, and fast enough for tests.
const QUICK: &[&str] =
    &["--rate", "60000", "--timeout", "0.6", "--backoff", "0.001", "--longest-wait", "2", "--retries", "1"];

fn pull(desk: &Desk, args: &[&str]) -> Run {
    desk.run(&[&["pull"], args, QUICK].concat())
}

fn page(title: &str, more: &str) -> String {
    format!(
        "<!doctype html><html lang=de><head><title>{title}</title><meta charset=utf-8>{more}</head>\
         <body><main><h1>{title}</h1><p>{FIRST}</p><p>{SECOND}</p></main></body></html>"
    )
}

/// A feed of entries as title, link and description.
fn feed(entries: &[(&str, &str, &str)]) -> String {
    let items = entries.iter().map(|(title, link, text)| {
        format!("<item><title>{title}</title><link>{link}</link><description>{text}</description></item>")
    });
    format!("<rss version='2.0'><channel><title>Hafenpost</title>{}</channel></rss>", items.collect::<String>())
}

fn rss(entries: &[(&str, &str, &str)]) -> Deed {
    answer("200 OK", "Content-Type: application/rss+xml\r\nETag: \"eins\"", feed(entries))
}

fn statuses(run: &Run) -> Vec<String> {
    let mut all: Vec<String> =
        run.json().iter().map(|line| format!("{} {}", line["status"].as_str().unwrap(), path_of(line))).collect();
    all.sort();
    all
}

/// The path of a report's address.
fn path_of(line: &serde_json::Value) -> String {
    let address = line["path"].as_str().unwrap();
    address.splitn(4, '/').nth(3).map_or_else(String::new, |path| format!("/{path}"))
}

#[test]
fn new_articles_come_in_once() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/rss" if asked.headers.contains_key("if-none-match") => answer("304 Not Modified", "", ""),
        "/rss" => rss(&[("Fähre", "a.html", "Kurz."), ("Kai", "/kai?utm_source=rss#oben", "Kurz.")]),
        "/a.html" => html(page("Fähre nach Wogenrade fällt aus", "")),
        "/kai?utm_source=rss" => redirect("/kai"),
        "/kai" => html(page("Der Müller-Kai öffnet wieder", "")),
        _ => missing(),
    });
    let desk = Desk::new();
    let url = server.url("/rss");
    let first = pull(&desk, &[&url, "--json"]).ends_with(0);
    assert_eq!(statuses(&first), ["added /a.html", "duplicate /kai?utm_source=rss"]);
    let mut ids: Vec<String> = first.json().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    assert_eq!(ids, [server.url("/a.html"), server.url("/kai")]);
    desk.run(&["search", "Müller-Kai", "--outlet", "127.0.0.1"]).ends_with(0);

    let again = pull(&desk, &[&url, "--json"]).ends_with(0).says("as they were: 1");
    assert!(again.out.is_empty(), "{}", again.out);
    assert_eq!((server.times("/kai"), server.times("/a.html"), server.times("/robots.txt")), (1, 1, 2));
}

#[test]
fn one_article_under_two_addresses_is_one() {
    let server = Server::new(|asked| {
        let host = asked.headers["host"].clone();
        let canonical = format!("<link rel=canonical href='http://{host}/eigen'>");
        match asked.path.as_str() {
            "/rss" => rss(&[("Fähre", "/a", ""), ("Fähre", "/b", "")]),
            "/a" | "/b" => html(page("Fähre fällt aus", &canonical)),
            // A stranger's word on whose article this is does not count.
            "/fremd" => rss(&[("Fähre", "/c", "")]),
            "/c" => html(page("Fähre fällt aus", "<link rel=canonical href='https://anders.example/1'>")),
            _ => missing(),
        }
    });
    let desk = Desk::new();
    let run = pull(&desk, &[&server.url("/rss"), "--json"]).ends_with(0);
    assert!(run.json().iter().all(|line| line["id"] == server.url("/eigen")), "{}", run.out);
    assert_eq!(statuses(&run).iter().filter(|status| status.starts_with("unchanged")).count(), 1);
    let again = pull(&desk, &[&server.url("/rss"), "--json"]).ends_with(0);
    assert_eq!(statuses(&again), ["unchanged /a", "unchanged /b"]);
    assert_eq!((server.times("/a"), server.times("/b")), (1, 1));
    let other = pull(&desk, &[&server.url("/fremd"), "--json"]).ends_with(0);
    assert_eq!(other.json()[0]["id"], server.url("/c"));
}

#[test]
fn a_feeds_own_text_stands_in_until_the_page_can_be_read() {
    let server = Server::new(|asked| match (asked.path.as_str(), asked.before) {
        ("/rss", _) => rss(&[
            ("Fähre fällt aus", "/a", "Der Leuchtturm bleibt dunkel."),
            ("Nichts", "/b", ""),
            ("Verboten", "/intern/c", "Nur im Hafen."),
        ]),
        ("/robots.txt", _) => answer("200 OK", "", "User-agent: *\nDisallow: /intern/"),
        ("/a", 0 | 1) => answer("500 Internal Server Error", "", ""),
        ("/a", _) => redirect("/endlich"),
        ("/endlich", _) => html(page("Fähre fällt aus", "")),
        _ => missing(),
    });
    let desk = Desk::new();
    let url = server.url("/rss");
    let first = pull(&desk, &[&url, "--json"]).ends_with(2).says("this is what its feed gives");
    assert!(first.out.contains("status 404"), "{}", first.out);
    assert_eq!(statuses(&first), ["added /a", "added /intern/c", "failed /b"]);
    desk.run(&["search", "Leuchtturm"]).ends_with(0);
    assert_eq!(server.times("/intern/c"), 0);

    pull(&desk, &[&url]).ends_with(0).says("next try: 3");
    assert_eq!(server.times("/a"), 2, "not before it is due");

    make_due(&desk);
    let later = pull(&desk, &[&url, "--json"]).ends_with(2);
    assert_eq!(statuses(&later), ["added /a", "failed /b", "removed /a", "unchanged /intern/c"]);
    desk.run(&["search", "Leuchtturm", "--exact-words"]).ends_with(1);
    desk.run(&["search", "Wogenrade"]).ends_with(0);
}

/// Takes the waits between runs out of what is remembered.
fn make_due(desk: &Desk) {
    let path = desk.dir.path().join("index/pull.jsonl");
    let lines = fs::read_to_string(&path).unwrap();
    let due = lines.lines().map(|line| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        if line["next_try"].is_string() {
            line["next_try"] = "2020-01-01T00:00:00Z".into();
        }
        format!("{line}\n")
    });
    fs::write(&path, due.collect::<String>()).unwrap();
}

#[test]
fn changed_entries_are_fetched_again_and_better_texts_are_kept() {
    let entry = |updated: &str| {
        format!(
            "<feed><title>Bote</title><entry><title>Fähre</title><link href='/a'/><updated>{updated}</updated>\
             <summary>Der Leuchtturm bleibt dunkel.</summary></entry></feed>"
        )
    };
    let server = Server::new(move |asked| match (asked.path.as_str(), asked.before) {
        ("/atom", before) => answer("200 OK", "", entry(["2026-03-01", "2026-03-02", "2026-03-03"][before.min(2)])),
        ("/a", 0) => answer("200 OK", "Content-Type: text/html\r\nETag: \"x\"", page("Fähre fällt aus", "")),
        ("/a", 1) => answer("304 Not Modified", "", ""),
        ("/robots.txt", _) => missing(),
        _ => Deed::Drop,
    });
    let desk = Desk::new();
    let url = server.url("/atom");
    assert_eq!(statuses(&pull(&desk, &[&url, "--json"]).ends_with(0)), ["added /a"]);
    assert_eq!(statuses(&pull(&desk, &[&url, "--json"]).ends_with(0)), ["unchanged /a"]);
    assert_eq!(server.asked().last().unwrap().headers["if-none-match"], "\"x\"");
    assert_eq!(statuses(&pull(&desk, &[&url, "--json"]).ends_with(2)), ["failed /a"]);
    desk.run(&["search", "Wogenrade"]).ends_with(0);
    desk.run(&["search", "Leuchtturm", "--exact-words"]).ends_with(1);
}

#[test]
fn bad_feeds_and_hosts_stop_nothing() {
    let bad = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { Deed::Hang });
    let hanging = bad.url("/1");
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/rss" => rss(&[("Hängt", &hanging, "Der Leuchtturm bleibt dunkel."), ("Fähre", "/a", "")]),
        "/a" => html(page("Fähre fällt aus", "")),
        "/kaputt" => answer(
            "200 OK",
            "",
            "<rss><channel><item><title>Ohne alles</title></item><item><title>Kai & Co<link>/b</link></item>",
        ),
        "/seite" => html(page("Keine Liste", "")),
        "/bombe" => answer("200 OK", "Content-Encoding: gzip", packed(&vec![b' '; 3 << 20])),
        "/kreis" => redirect("/kreis"),
        "/karte" => answer("200 OK", "", "<sitemapindex><sitemap><loc>/karte</loc></sitemap></sitemapindex>"),
        _ => missing(),
    });
    let desk = Desk::new();
    let urls: Vec<String> =
        ["/rss", "/seite", "/bombe", "/kreis", "/fehlt", "/karte", "/kaputt"].map(|path| server.url(path)).into();
    let mut args: Vec<&str> = urls.iter().map(String::as_str).collect();
    let other = bad.url("/rss");
    args.extend([other.as_str(), "--json", "--max-size", "1"]);
    let run = pull(&desk, &args).ends_with(2).says("neither link nor text");
    let failed: Vec<String> = statuses(&run).into_iter().filter(|status| status.starts_with("failed")).collect();
    assert_eq!(
        failed,
        ["failed /b", "failed /bombe", "failed /fehlt", "failed /kreis", "failed /rss", "failed /seite"]
    );
    assert!(run.out.contains("no RSS, Atom or JSON feed") && run.out.contains("circle"), "{}", run.out);
    desk.run(&["search", "Wogenrade"]).ends_with(0);
    desk.run(&["search", "Leuchtturm"]).ends_with(0);
}

#[test]
fn sitemaps_lead_to_pages() {
    let server = Server::new(|asked| {
        let news = |path: &str, date: &str| {
            format!(
                "<url><loc>{path}</loc><n:news><n:publication><n:name>Hafenpost</n:name></n:publication>\
                 <n:publication_date>{date}</n:publication_date><n:title>Fähre</n:title></n:news></url>"
            )
        };
        match asked.path.as_str() {
            "/index.xml" => answer(
                "200 OK",
                "",
                "<sitemapindex><sitemap><loc>/alt.xml</loc><lastmod>2019-01-01</lastmod></sitemap>\
                 <sitemap><loc>/news.xml.gz</loc></sitemap></sitemapindex>",
            ),
            "/news.xml.gz" => {
                let pages = news("/neu", "2026-03-12T05:30:00+01:00") + &news("/alt", "2020-03-12T05:30:00+01:00");
                let map = format!("<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{pages}</urlset>");
                answer("200 OK", "Content-Type: application/gzip", packed(map.as_bytes()))
            }
            "/neu" => html(page("Fähre fällt aus", "")),
            _ => missing(),
        }
    });
    let desk = Desk::new();
    let run = pull(&desk, &[&server.url("/index.xml"), "--since", "2026-01-01", "--json"]).ends_with(0);
    assert_eq!(statuses(&run), ["added /neu"]);
    assert_eq!((server.times("/alt.xml"), server.times("/alt")), (0, 0));
    let listed = desk.run(&["list"]).ends_with(0);
    assert!(listed.out.contains("2026-03-12"), "the date comes from the sitemap: {}", listed.out);
}

#[test]
fn encodings_are_read_whatever_their_labels_say() {
    let latin = encoding_of(&page("Brücke über die Lomnau", "").replace("<meta charset=utf-8>", ""));
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/rss" => {
            let feed = feed(&[("Brücke", "/latin", ""), ("Fähre", "/falsch", "")]);
            let feed = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{feed}");
            answer("200 OK", "Content-Type: text/xml; charset=utf-8", encoding_of(&feed))
        }
        "/latin" => answer("200 OK", "Content-Type: text/html; charset=ISO-8859-1", &latin),
        "/falsch" => answer("200 OK", "Content-Type: text/html; charset=ISO-8859-1", page("Fähre fällt aus", "")),
        _ => missing(),
    });
    let desk = Desk::new();
    pull(&desk, &[&server.url("/rss")]).ends_with(0);
    let listed = desk.run(&["list"]).ends_with(0).out;
    assert!(listed.contains("Brücke über die Lomnau") && listed.contains("Fähre fällt aus"), "{listed}");
}

/// Latin-1.
fn encoding_of(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn limits_and_dry_runs_leave_the_rest_for_later() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/rss" if asked.headers.contains_key("if-none-match") => answer("304 Not Modified", "", ""),
        "/rss" => rss(&[("Eins", "/1", ""), ("Zwei", "/2", ""), ("Drei", "/3", "")]),
        "/robots.txt" => missing(),
        path => html(page(&format!("Fähre Nummer {path} fällt aus"), "")),
    });
    let desk = Desk::new();
    let url = server.url("/rss");
    let planned = pull(&desk, &[&url, "--dry-run", "--json"]).ends_with(0);
    assert_eq!(statuses(&planned), ["added /1", "added /2", "added /3"]);
    assert!(!desk.dir.path().join("index").exists() && server.times("/1") == 0);
    pull(&desk, &[&url, "--limit", "2"]).ends_with(0).says("next run: 1");
    let rest = pull(&desk, &[&url, "--limit", "2", "--json"]).ends_with(0);
    assert_eq!(rest.json().len(), 3);
    assert_eq!(desk.run(&["list"]).ends_with(0).out.lines().count(), 3);
    assert_eq!((server.times("/1"), server.times("/3")), (1, 1));
    // Only now is nothing left to do in the feed.
    pull(&desk, &[&url]).ends_with(0).says("as they were: 1");
}

#[test]
fn a_run_that_was_killed_is_made_good_by_the_next() {
    let server = Server::new(|asked| match (asked.path.as_str(), asked.before) {
        ("/rss", _) => rss(&[("Eins", "/1", ""), ("Zwei", "/2", ""), ("Drei", "/3", "")]),
        ("/robots.txt", _) => missing(),
        ("/2", 0) => Deed::Hang,
        (path, _) => html(page(&format!("Fähre Nummer {path} fällt aus"), "")),
    });
    let desk = Desk::new();
    let url = server.url("/rss");
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("fundstelle"))
        .args(["pull", &url, "--rate", "60000", "--timeout", "60"])
        .current_dir(desk.dir.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..3_000 {
        if server.times("/2") > 0 {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    pull(&desk, &[&url]).ends_with(2).says("another `pull` works on the index");
    child.kill().unwrap();
    child.wait().unwrap();
    pull(&desk, &[&url]).ends_with(0);
    assert_eq!(desk.run(&["list"]).ends_with(0).out.lines().count(), 3);
}

#[test]
fn feeds_are_listed_in_a_file() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/rss" => rss(&[("Fähre", "/a", "")]),
        "/a" => html(page("Fähre fällt aus", "")),
        _ => missing(),
    });
    let desk = Desk::new();
    let url = server.url("/rss");
    desk.write(
        "feeds.toml",
        format!("[[feed]]\nurl = \"{url}\"\noutlet = \"Küstenbote\"\nsection = \"Hafen\"\nrate = 60000\n"),
    );
    pull(&desk, &["--feeds", "feeds.toml"]).ends_with(0);
    desk.run(&["search", "Wogenrade", "--publisher", "Küstenbote", "--section", "Hafen"]).ends_with(0);
    desk.write("feeds.toml", "[[feed]]\nurl = \"https://a.example\"\nrubrik = \"x\"\n");
    pull(&desk, &["--feeds", "feeds.toml"]).ends_with(2).says("feeds.toml:3: unknown field `rubrik`");
    pull(&desk, &["--feeds", "fehlt.toml"]).ends_with(2).says("fehlt.toml");
    pull(&desk, &["file:///etc/passwd"]).ends_with(2).says("only http and https");
    pull(&desk, &[]).ends_with(2).says("<FEED");
}
