//! The fetcher against servers that misbehave: every request ends, in bounds, and says why.

use crate::loopback::{Asked, Deed, Server, answer, html, missing, packed, redirect};
use fundstelle::fetch::{Address, Answer, Error, Fetcher, Options, Outcome, Page, Request, Validators};
use std::convert::Infallible;
use std::time::Duration;

/// Short waits and small bounds.
fn options() -> Options {
    Options {
        timeout: Duration::from_secs(10),
        backoff: Duration::from_millis(1),
        longest_wait: Duration::from_secs(5),
        pause: Duration::ZERO,
        redirects: 4,
        largest: 50_000,
        ..Options::default()
    }
}

fn request(url: &str) -> Request {
    Request { address: Address::parse(url).unwrap(), validators: Validators::default() }
}

/// For hosts that hang.
fn impatient() -> Options {
    Options { timeout: Duration::from_millis(500), ..options() }
}

/// The outcomes in the order in which they came, with their requests' numbers.
fn fetch(fetcher: &Fetcher, requests: Vec<Request>) -> Vec<(usize, Outcome)> {
    let mut outcomes = Vec::new();
    let done: Result<(), Infallible> = fetcher.each(requests, |number, outcome| {
        outcomes.push((number, outcome));
        Ok(())
    });
    done.unwrap();
    outcomes
}

fn one(server: &Server, path: &str) -> Outcome {
    fetch(&Fetcher::new(options()), vec![request(&server.url(path))]).remove(0).1
}

fn page(outcome: Outcome) -> Page {
    match outcome {
        Ok(Answer::Page(page)) => *page,
        other => panic!("no page: {other:?}"),
    }
}

#[test]
fn what_misbehaves_is_given_up_with_a_reason() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/haengt" => Deed::Hang,
        "/tropft" => Deed::Drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nTropf".to_vec()),
        "/weg" => Deed::Drop,
        "/bricht" => Deed::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nDer Anfang".to_vec()),
        "/stueck" => Deed::Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nDer Anfang".to_vec()),
        "/unsinn" => Deed::Send(b"Guten Tag\r\n\r\n".to_vec()),
        "/gross" => answer("200 OK", "", vec![b'a'; 50_001]),
        "/bombe" => answer("200 OK", "Content-Encoding: gzip", packed(&vec![b'a'; 5_000_000])),
        "/packung" => answer("200 OK", "Content-Encoding: gzip", &packed(b"Der ganze Text der Seite")[..20]),
        "/kreis" => redirect("/kreis2"),
        "/kreis2" => redirect("/kreis"),
        "/datei" => redirect("file:///etc/passwd"),
        "/ohne" => answer("302 Found", "", ""),
        path if path.starts_with("/weiter") => redirect(&format!("{path}x")),
        _ => answer("410 Gone", "", ""),
    });
    for (path, expected) in [
        ("/haengt", "no whole answer"),
        ("/tropft", "no whole answer"),
        ("/weg", "connection failed"),
        ("/bricht", "connection failed"),
        ("/stueck", "connection failed"),
        ("/unsinn", "connection failed"),
        ("/gross", "larger than"),
        ("/bombe", "larger than"),
        ("/packung", "packed"),
        ("/kreis", "circle"),
        ("/datei", "`file:` is not fetched"),
        ("/ohne", "status 302"),
        ("/weiter", "more than 4 times"),
        ("/fort", "status 410"),
    ] {
        let outcome = fetch(&Fetcher::new(impatient()), vec![request(&server.url(path))]).remove(0).1;
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains(expected), "{path}: {error}");
    }
    assert_eq!((server.times("/weg"), server.times("/gross"), server.times("/kreis")), (3, 1, 1));
}

#[test]
fn what_fails_for_a_while_is_tried_again() {
    let server = Server::new(|asked| match (asked.path.as_str(), asked.before) {
        ("/robots.txt", 0) | ("/500", 0 | 1) => answer("500 Internal Server Error", "", ""),
        ("/429", 0) => answer("429 Too Many Requests", "Retry-After: 0", ""),
        ("/viel", _) => answer("503 Service Unavailable", "Retry-After: 3600", ""),
        ("/immer", _) => answer("502 Bad Gateway", "", ""),
        ("/robots.txt", _) => missing(),
        _ => html("Endlich"),
    });
    for path in ["/500", "/429"] {
        assert_eq!(page(one(&server, path)).body, b"Endlich", "{path}");
    }
    let wait = Some(Duration::from_secs(3600));
    assert_eq!(one(&server, "/viel"), Err(Error::Overloaded { status: 503, wait }));
    assert_eq!(one(&server, "/immer"), Err(Error::Overloaded { status: 502, wait: None }));
    assert_eq!((server.times("/viel"), server.times("/immer"), server.times("/500")), (1, 3, 3));
}

#[test]
fn redirects_lead_to_the_final_address() {
    let other = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { html("Ziel") });
    let target = other.url("/ziel?x=1#unten");
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => redirect("/r2.txt"),
        "/r2.txt" => answer("200 OK", "", "User-agent: *\nDisallow: /geheim"),
        "/a" => redirect("../b"),
        "/b" => answer("301 Moved Permanently", &format!("Location: {target}"), ""),
        "/c" => redirect("/geheim/x"),
        _ => html("falsch"),
    });
    assert_eq!(page(one(&server, "/a")).address.as_str(), other.url("/ziel?x=1"));
    assert_eq!(one(&server, "/c"), Err(Error::Forbidden));
    assert_eq!((server.times("/geheim/x"), other.times("/robots.txt")), (0, 1));
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    let robots = "User-agent: *\nDisallow: /\n\nUser-agent: Fundstelle\nDisallow: /intern\nAllow: /intern/presse$\n";
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer("200 OK", "", robots),
        _ => html("Seite"),
    });
    let paths = ["/a", "/intern/1", "/intern/presse", "/intern/presse/2"];
    let requests = paths.iter().map(|path| request(&server.url(path))).collect();
    let mut outcomes = fetch(&Fetcher::new(options()), requests);
    outcomes.sort_by_key(|(number, _)| *number);
    let allowed: Vec<bool> = outcomes.iter().map(|(_, outcome)| outcome.is_ok()).collect();
    assert_eq!(allowed, [true, false, true, false]);
    let asked: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["/robots.txt", "/a", "/intern/presse"]);
    assert!(server.asked().iter().all(|asked| asked.headers["user-agent"].starts_with("fundstelle/")));
}

#[test]
fn a_host_whose_rules_are_unknown_is_not_fetched_from() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer("503 Service Unavailable", "", ""),
        _ => html("Seite"),
    });
    assert!(matches!(one(&server, "/a"), Err(Error::RobotsUnknown(_))));
    assert_eq!((server.times("/robots.txt"), server.times("/a")), (3, 0));
}

#[test]
fn known_versions_are_not_sent_again() {
    let fresh = |asked: &Asked| asked.headers.get("if-none-match").is_none_or(|tag| tag != "\"eins\"");
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        "/a" if fresh(asked) => {
            answer("200 OK", "ETag: \"eins\"\r\nLast-Modified: Tue, 04 Mar 2025 12:00:00 GMT", "Text")
        }
        _ => answer("304 Not Modified", "", ""),
    });
    let first = page(one(&server, "/a"));
    assert_eq!(first.validators.etag.as_deref(), Some("\"eins\""));
    let again = Request { validators: first.validators, ..request(&server.url("/a")) };
    let outcome = fetch(&Fetcher::new(options()), vec![again]).remove(0).1;
    assert_eq!(outcome, Ok(Answer::Unchanged));
    let sent = server.asked().last().unwrap().headers["if-modified-since"].clone();
    assert_eq!(sent, "Tue, 04 Mar 2025 12:00:00 GMT");
    // Without a known version this answer makes no sense.
    assert_eq!(one(&server, "/b"), Err(Error::Status(304)));
}

#[test]
fn a_bad_host_holds_nobody_up() {
    let bad = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { Deed::Hang });
    let good = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { html("Seite") });
    let mut requests: Vec<Request> = (0..20).map(|n| request(&bad.url(&format!("/{n}")))).collect();
    requests.extend((0..20).map(|n| request(&good.url(&format!("/{n}")))));
    let fetcher = Fetcher::new(Options { hosts_at_once: 2, ..impatient() });
    let outcomes = fetch(&fetcher, requests);
    assert_eq!(outcomes.len(), 40);
    // Whoever hangs takes three times the timeout; until then the other host is through.
    assert!(outcomes[..20].iter().all(|(number, outcome)| *number >= 20 && outcome.is_ok()));
    assert_eq!(outcomes.iter().filter(|(_, outcome)| *outcome == Err(Error::HostDown)).count(), 19);
    assert_eq!(bad.asked().len(), 4);
    let later = fetch(&fetcher, vec![request(&bad.url("/später"))]);
    assert_eq!(later[0].1, Err(Error::HostDown));
}

#[test]
fn a_host_has_one_request_at_a_time() {
    let servers: Vec<Server> = (0..3)
        .map(|_| Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { html("Seite") }))
        .collect();
    let requests = servers.iter().flat_map(|server| (0..8).map(|n| request(&server.url(&format!("/{n}"))))).collect();
    let outcomes = fetch(&Fetcher::new(options()), requests);
    assert!(outcomes.iter().all(|(_, outcome)| outcome.is_ok()), "{outcomes:?}");
    assert!(servers.iter().all(|server| server.most_open() == 1 && server.asked().len() == 9));
}

#[test]
fn what_is_taken_can_stop_the_rest() {
    let server = Server::new(|asked| if asked.path == "/robots.txt" { missing() } else { html("Seite") });
    let requests = (0..50).map(|n| request(&server.url(&format!("/{n}")))).collect();
    let stopped = Fetcher::new(options()).each(requests, |_, _| Err("genug"));
    assert_eq!(stopped, Err("genug"));
    assert!(server.asked().len() < 50);
}
