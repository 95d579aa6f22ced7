//! scratch
use fundstelle::{article::*, index::*, query, search};
use std::io::BufRead;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = std::path::PathBuf::from(&args[2]);
    if args[1] == "index" {
        let mut w = Writer::open(&dir, WriterOptions { annotate: false, ..Default::default() }).unwrap();
        for l in std::io::BufReader::new(std::fs::File::open(&args[3]).unwrap()).lines() {
            let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
            let text = v["text"].as_str().unwrap().to_owned();
            let mut blocks = vec![]; let mut at = 0;
            for part in text.split("\n\n") { if !part.trim().is_empty() { blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(at, at + part.len()) }); } at += part.len() + 2; }
            let a = Article { id: v["id"].as_str().unwrap().into(), title: v["title"].as_str().unwrap_or("").into(), text, blocks, ..Default::default() };
            w.put(&a, 0).unwrap();
        }
        println!("{:?}", w.finish().unwrap());
    } else {
        let s = Snapshot::open(&dir).unwrap();
        let mut ranking = search::Ranking::default();
        for kv in &args[4..] { let (k, v) = kv.split_once('=').unwrap(); let v: f32 = v.parse().unwrap();
            match k { "k1" => ranking.k1 = v, "b" => ranking.b = v, "title" => ranking.title = v, "parts" => ranking.parts = v, "ordered" => ranking.ordered = v, "unordered" => ranking.unordered = v, "window" => ranking.window = v, "exact" => ranking.exact = v, "article" => ranking.article = v, "candidates" => ranking.candidates = v as usize, "bt" => ranking.b_title = v, _ => panic!() } }
        for l in std::io::BufReader::new(std::fs::File::open(&args[3]).unwrap()).lines() {
            let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
            let r = search::search(&s, &search::Request { query: query::parse(v["text"].as_str().unwrap()), limit: Some(100), per_article: 1, ranking: ranking.clone(), ..Default::default() }).unwrap();
            for h in r.hits { println!("{} Q0 {} {} {} f", v["id"].as_str().unwrap(), h.article.id, h.rank, h.score); }
        }
    }
}
