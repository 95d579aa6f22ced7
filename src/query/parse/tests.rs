//! Tests of reading queries: as typed, as printed, as anything at all.

use super::*;
use crate::passage::PassageKind;
use proptest::prelude::*;

fn read(typed: &str) -> String {
    parse(typed).ast.to_string()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (typed, expected) in cases {
        assert_eq!(read(typed), *expected, "{typed}");
    }
}

#[test]
fn words_phrases_and_signs() {
    check(&[
        ("Panzer Nordkorea", "Panzer Nordkorea"),
        ("  +Panzer   -Nordkorea ", "+Panzer -Nordkorea"),
        ("„Die Zeit“ Leser", "\"Die Zeit\" Leser"),
        ("-\"kein Wort\"", "-\"kein Wort\""),
        ("\"Rote Brücke\"~5", "\"Rote Brücke\"~5"),
        ("\"Kampf* Ukraine\"", "\"Kampf* Ukraine\""),
        ("=\"Rote Brücken\"", "\"=Rote =Brücken\""),
        ("\"\" + - ?", ""),
    ]);
}

#[test]
fn operators_come_down_to_signs() {
    check(&[
        ("A AND B", "+A +B"),
        ("A UND NICHT B", "+A -B"),
        ("A OR B ODER C", "A B C"),
        ("A NOT B", "A -B"),
        ("NOT A", "-A"),
        ("A AND B OR C", "(+A +B) C"),
        ("A AND (B OR C)", "+A +(B C)"),
        ("Kim Jong-un AND Putin", "+(Kim Jong-un) +Putin"),
        ("A OR NOT B", "A (-B)"),
        ("A OR B -C", "A B -C"),
        ("A B +C", "A B +C"),
        ("(A B) C", "A B C"),
        ("(+A) B", "A B"),
        ("-(A B)", "-(A B)"),
        ("und oder nicht", "und oder nicht"),
    ]);
}

#[test]
fn near_joins_words_phrases_and_alternatives() {
    check(&[
        ("A NEAR/5 B", "A NEAR/5 B"),
        ("A NEAR B", "A NEAR/10 B"),
        ("+A NEAR/5 B C", "+A NEAR/5 B C"),
        ("A NEAR/5 B NEAR/5 C", "A NEAR/5 B NEAR/5 C"),
        ("(A OR B) NEAR/5 \"C D\"", "(A B) NEAR/5 \"C D\""),
        ("A NEAR/5 (B NEAR/2 C)", "A NEAR/5 (B NEAR/2 C)"),
        ("(A NEAR/5 B) NEAR/2 C", "A NEAR/5 B NEAR/2 C"),
        ("title:(A NEAR/5 B*)", "title:(A NEAR/5 B*)"),
        ("A NEAR/5 (B AND C)", "+A +(+B +C)"),
        ("A NEAR/5 outlet:taz", "+A +outlet:taz"),
    ]);
    assert_eq!(parse("A NEAR/5 (B AND C)").notes, [Note::NearOperand]);
}

#[test]
fn patterns_fuzzy_words_and_expressions() {
    check(&[
        ("Wort* *wort W?rt", "Wort* *wort W?rt"),
        ("Streik~ Hochwaser~ Haus~2", "Streik~1 Hochwaser~2 Haus~2"),
        ("=Panzer =Müller's", "=Panzer =Müller's"),
        ("=Su-35", "\"=Su =35\""),
        ("Su-3*", "\"Su 3*\""),
        ("/Kampf(jet|hubschrauber)s?/", "/Kampf(jet|hubschrauber)s?/"),
        ("title:/a\\/b/", "title:/a\\/b/"),
        ("Wort*, Haus~1.", "Wort* Haus~1"),
        // Signs that stand for themselves.
        ("Wann kommt die Bahn?", "Wann kommt die Bahn?"),
        ("Warum?! Wer?“ weiß?\\n", "Warum?! Wer? weiß?\\n"),
        ("Politiker*innen", "Politiker*innen"),
        ("https://a.example/b?c=d*", "https://a.example/b?c=d*"),
        ("und/oder 20/25 /etc/passwd", "und/oder 20/25 /etc/passwd"),
        ("ca. ~50 a=b", "ca. ~50 a=b"),
    ]);
}

#[test]
fn fields_conditions_and_dates() {
    check(&[
        ("title:(A B)", "title:A title:B"),
        ("titel:\"A B\" vorspann:C", "title:\"A B\" lead:C"),
        ("Panzer outlet:taz", "Panzer +outlet:taz"),
        ("actor:\"Kim Jong-un\"", "+actor:\"Kim Jong-un\""),
        ("outlet:taz OR Panzer", "outlet:taz OR Panzer"),
        ("-medium:taz Panzer", "-outlet:taz Panzer"),
        ("outlet:(taz OR \"Die Zeit\")", "+(outlet:taz OR outlet:\"Die Zeit\")"),
        ("A outlet:taz outlet:Welt", "A +(outlet:taz OR outlet:Welt)"),
        ("A actor:X actor:Y", "A +actor:X +actor:Y"),
        ("A OR B outlet:taz", "A B +outlet:taz"),
        ("A (outlet:taz OR outlet:Welt)", "A +(outlet:taz OR outlet:Welt)"),
        ("date:2025-09", "+date:2025-09"),
        ("date:2025-03..2025-09", "+date:2025-03..2025-09"),
        ("date:>=2025", "+date:2025.."),
        ("datum:>2025", "+date:2026-01-01.."),
        ("date:<2025-03", "+date:..2025-02-28"),
        ("date:4.9.2025", "+date:2025-09-04"),
        ("kind:caption", "+kind:caption"),
        ("art:vorspann art:text", "+(kind:lead OR kind:body)"),
    ]);
}

#[test]
fn what_people_type_is_read_sensibly() {
    for typed in [
        "20:15 Uhr",
        "Merz: Kanzler",
        "Müller's",
        "5:3",
        "§ 218",
        "C++",
        "https://www.beispiel.example/artikel?id=5",
        "a - b",
        "Ost-West",
        "Merz(CDU) Bürger(innen)",
        "Autor:in gesucht",
        "der die das",
    ] {
        let parsed = parse(typed);
        let words: Vec<String> = parsed.ast.clauses().iter().map(ToString::to_string).collect();
        assert_eq!(words, typed.split_whitespace().filter(|word| *word != "-").collect::<Vec<_>>());
        assert_eq!(parsed.notes, [], "{typed}");
    }
}

#[test]
fn what_is_not_understood_is_said_once() {
    let lone = |operator: &str| Note::LoneOperator(operator.to_owned());
    for (typed, expected, notes) in [
        ("foo:bar foo:baz", "foo:bar foo:baz", vec![Note::UnknownField("foo".into())]),
        ("outlet: taz", "outlet: taz", vec![Note::EmptyField("outlet".into())]),
        ("(A B", "A B", vec![Note::OpenBracket]),
        ("A) B", "A B", vec![Note::LoneBracket]),
        ("\"offenes Ende", "\"offenes Ende\"", vec![Note::OpenQuote]),
        ("Haus\" Garten", "Haus Garten", vec![Note::OpenQuote]),
        ("* A", "A", vec![Note::LoneWildcard("*".into())]),
        ("// A", "A", vec![Note::EmptyRegex]),
        ("A AND", "A AND", vec![lone("AND")]),
        ("OR A", "\\OR A", vec![lone("OR")]),
        ("date:gestern", "gestern", vec![Note::NoDate("gestern".into())]),
        ("kind:bild", "bild", vec![Note::NoKind("bild".into())]),
        ("Haus~7", "Haus~2", vec![Note::ManyEdits("Haus~7".into())]),
        ("Haus*~", "Haus*", vec![Note::FuzzyPattern("Haus*~".into())]),
        ("-A", "-A", vec![Note::OnlyExcludes]),
        ("outlet:\"\"", "", vec![Note::NoName("outlet:\"\"".into())]),
    ] {
        let parsed = parse(typed);
        assert_eq!(parsed.ast.to_string(), expected.replace("A AND", "A \\AND"), "{typed}");
        assert_eq!(parsed.notes, notes, "{typed}");
        assert!(notes.iter().all(|note| !note.to_string().is_empty()));
    }
    let broken = parse("/[a-/");
    assert!(matches!(broken.notes.as_slice(), [Note::Regex { .. }]), "{:?}", broken.notes);
}

#[test]
fn no_nesting_and_no_chain_exhausts_the_stack() {
    for typed in [
        "(".repeat(100_000),
        ")".repeat(100_000),
        format!("{}A{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("{}A", "-(".repeat(100_000)),
        format!("{}A", "title:(".repeat(50_000)),
        format!("A{}", " NEAR/1 B NEAR/2 C".repeat(20_000)),
        format!("A{}", " NEAR/1 B".repeat(20_000)),
        format!("A{}", " AND NOT (B OR".repeat(20_000)),
        "NOT ".repeat(100_000),
        "\"".repeat(100_001),
        "outlet:a ".repeat(50_000),
        "a:b ".repeat(50_000),
    ] {
        let parsed = parse(&typed);
        let again = parse(&parsed.ast.to_string());
        let deep = parsed.notes.contains(&Note::DeepBrackets) || again.notes.contains(&Note::DeepBrackets);
        assert!(deep || again.ast == parsed.ast, "{:.40}", typed);
    }
}

#[test]
fn deep_brackets_stay_in_pairs() {
    let typed = format!("{}A{} B", "-(".repeat(70), ")".repeat(70));
    assert_eq!(parse(&typed).notes, [Note::DeepBrackets]);
    assert_eq!(parse(&typed).ast.clauses().len(), 2);
}

/// Texts in which everything that means something turns up often.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zäßA-Z0-9]{1,6}",
        "[-+*?~/=:()\"„“.,§\\\\ ]{1,3}",
        Just(" ".to_owned()),
        prop::sample::select(vec![
            " AND ",
            " OR ",
            " NOT ",
            " NEAR/3 ",
            " NEAR ",
            "UND",
            "title:",
            "outlet:",
            "date:",
            "2025-09",
            "..",
            ">=2025",
            "kind:lead",
            "kind:",
            "~2",
            "/a.c/",
            "(",
            ")",
            "*",
            "Bürger*innen",
            "Müller's",
            "\u{A0}",
            "C++",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zäA-ZÜß]{1,8}", "[-+*?~/=:.,§()|\\\\a-zAND0-9]{1,8}", Just("AND".to_owned())].prop_filter_map(
        "a word",
        |text| match term::word(&text) {
            Some(Sought::Term(Term::Word(word))) => Some(word),
            _ => None,
        },
    )
}

fn one_term() -> impl Strategy<Value = Term> {
    let plain = "[a-zäA-ZÜß]{2,8}";
    prop_oneof![
        4 => word().prop_map(Term::Word),
        1 => plain.prop_map(Term::Exact),
        1 => "[a-zä]{0,4}\\*[a-zä?]{1,4}[a-z]".prop_map(Term::Wildcard),
        1 => (plain, 0_u8..=2).prop_map(|(word, edits)| Term::Fuzzy { word, edits }),
        1 => "[a-z(]{1}[a-z.?|]{0,4}[)a-z]{1}".prop_filter_map("valid", |text| {
            regex_automata::util::syntax::parse(&text).is_ok().then_some(Term::Regex(text))
        }),
    ]
}

fn sought() -> impl Strategy<Value = Sought> {
    let phrase =
        (prop::collection::vec(one_term(), 1..4), 0_u32..3).prop_map(|(terms, slop)| Sought::Phrase { terms, slop });
    let leaf = prop_oneof![2 => one_term().prop_map(Sought::Term), 1 => phrase];
    leaf.prop_recursive(2, 6, 3, |inner| {
        let any = prop::collection::vec(inner.clone(), 2..4).prop_map(|of| {
            let flat = of.into_iter().flat_map(|one| match one {
                Sought::Any(of) => of,
                one => vec![one],
            });
            Sought::Any(flat.collect())
        });
        let side = prop_oneof![inner.clone(), any];
        (1_u32..20, side.clone(), side).prop_map(|(distance, left, right)| Sought::near(distance, left, right))
    })
}

fn day() -> impl Strategy<Value = Day> {
    let texts = ["2025", "1999-12", "2024-02-29", "2025-01-01"];
    prop::sample::select(texts.to_vec()).prop_filter_map("a day", Day::parse)
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let field = prop::sample::select(vec![
        NameField::Outlet,
        NameField::Publisher,
        NameField::Cites,
        NameField::Actor,
        NameField::Author,
        NameField::Section,
    ]);
    let kind = prop::sample::select(vec![PassageKind::Lead, PassageKind::Body, PassageKind::Caption]);
    prop_oneof![
        (field, "[a-zA-Z(*:+][a-z .,()*-]{0,6}[a-z)?]").prop_map(|(field, value)| Condition::Name { field, value }),
        kind.prop_map(Condition::Kind),
        (day(), day()).prop_map(|(since, until)| Condition::Date { since: Some(since), until: Some(until) }),
        day().prop_map(|day| Condition::Date { since: None, until: Some(day) }),
        day().prop_map(|day| Condition::Date { since: Some(day), until: None }),
    ]
}

fn ast() -> impl Strategy<Value = Ast> {
    let occur = || prop::sample::select(vec![Occur::Should, Occur::Should, Occur::Must, Occur::MustNot]);
    let scope = prop::sample::select(vec![Scope::All, Scope::All, Scope::Title, Scope::Lead, Scope::Caption]);
    let leaf = prop_oneof![
        3 => (scope, sought()).prop_map(|(scope, sought)| Matter::Text(Text { scope, sought })),
        1 => any_condition().prop_map(Matter::Condition),
    ];
    let clauses = move |matter: BoxedStrategy<Matter>| {
        let clause = (occur(), matter).prop_map(|(occur, matter)| Clause { occur, matter });
        prop::collection::vec(clause, 0..4).prop_map(Ast::new)
    };
    let matter = leaf.boxed().prop_recursive(3, 12, 4, move |inner| clauses(inner.boxed()).prop_map(Matter::Group));
    let occur = prop::sample::select(vec![Occur::Should, Occur::Must, Occur::MustNot]);
    prop::collection::vec((occur, matter).prop_map(|(occur, matter)| Clause { occur, matter }), 0..5).prop_map(Ast::new)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn nothing_typed_fails_and_what_is_read_reads_the_same(typed in typed()) {
        let ast = parse(&typed).ast;
        let printed = ast.to_string();
        prop_assert_eq!(&parse(&printed).ast, &ast, "{} printed as {}", typed, printed);
    }

    #[test]
    fn any_characters_are_read(typed in "\\PC{0,60}") {
        let ast = parse(&typed).ast;
        prop_assert_eq!(parse(&ast.to_string()).ast, ast);
    }

    #[test]
    fn any_tree_is_printed_as_a_query_that_reads_as_it(ast in ast()) {
        let printed = ast.to_string();
        prop_assert_eq!(parse(&printed).ast, ast, "{}", printed);
    }
}
