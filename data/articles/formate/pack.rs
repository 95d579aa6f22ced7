//! Makes those samples of `data/articles/formate/` that cannot be written by hand: packed ones, archives, old encodings.
//!
//! usage: `cargo run --example pack_samples`

use anyhow::Result;
use encoding_rs::WINDOWS_1252;
use flate2::{Compression, write::DeflateEncoder, write::GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/formate");
    for (name, bytes) in samples()? {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Names and contents of all samples that are made.
fn samples() -> Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(vec![
        ("backhaus-utf16.txt", utf16(BACKHAUS)),
        ("kutsche-latin1.txt", WINDOWS_1252.encode(KUTSCHE).0.into_owned()),
        ("seilerei-falsch-benannt.html.gz", gzip(&WINDOWS_1252.encode(SEILEREI).0)?),
        ("kurzmeldungen.jsonl.zst", zstd::encode_all(MELDUNGEN.as_bytes(), 19)?),
        ("imkerei.zip", zip(&[("imkerei/volkszaehlung.html", BIENEN), ("imkerei/honigmarkt.txt", HONIG)])?),
        ("kleingarten.tar.gz", gzip(&tar(&[("kleingarten/hecke.md", HECKE)])?)?),
        ("segelflug.tar.zst", zstd::encode_all(tar(&[("export/segelflug.json", SEGELFLUG)])?.as_slice(), 19)?),
        ("moorbrand.warc.gz", warc()?),
    ])
}

fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".chars().chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn zip(files: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, text) in files {
        let (mut entry, config) = archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::best()));
        writer.write_all(text.as_bytes())?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()?;
    Ok(bytes)
}

fn tar(files: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append_data(&mut header, PathBuf::from(name), text.as_bytes())?;
    }
    Ok(archive.into_inner()?)
}

/// A record with its own member of gzip, as crawlers write them.
fn record(kind: &str, url: &str, content: &[u8]) -> Result<Vec<u8>> {
    let type_of = if kind == "response" { "application/http; msgtype=response" } else { "application/warc-fields" };
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-08-19T16:40:12Z\r\n\
         WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{:012}>\r\nContent-Type: {type_of}\r\nContent-Length: {}\r\n\r\n",
        content.len(),
        content.len()
    );
    gzip(&[head.as_bytes(), content, b"\r\n\r\n"].concat())
}

/// What a crawler brought home: a note, a redirection, a picture, and the page, packed and in chunks.
fn warc() -> Result<Vec<u8>> {
    let url = "https://www.elbtaler-anzeiger.example/kreis/moorbrand";
    let page = gzip(MOORBRAND.as_bytes())?;
    let half = page.len() / 2;
    let mut response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\
        Transfer-Encoding: chunked\r\n\r\n"
        .to_vec();
    for chunk in [&page[..half], &page[half..]] {
        response.extend([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    }
    response.extend(b"0\r\n\r\n");
    let moved = format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {url}\r\n\r\n");
    let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG";
    Ok([
        record("warcinfo", "", b"software: von Hand\r\n")?,
        record("response", "https://elbtaler-anzeiger.example/moorbrand", moved.as_bytes())?,
        record("response", "https://www.elbtaler-anzeiger.example/moor.png", picture)?,
        record("response", url, &response)?,
    ]
    .concat())
}

const BACKHAUS: &str = "Im Backhaus von Grünhude brennt wieder Feuer\n\n\
    Elbtaler Anzeiger, 11. Oktober 2025, 7.00 Uhr\n\nVon Mara Zschoche\n\n\
    Grünhude – Vierzig Jahre lang stand das Backhaus am Anger leer, nun haben 19 Familien es wieder in Gang gesetzt. \
    Am Samstag zog der erste Rauch über die Dächer, und um kurz nach elf kamen 60 Brote aus dem Ofen.\n\n\
    „Das Mehl ist das kleinste Problem, das Holz muss zwei Jahre liegen“, sagt Ortsvorsteher Henning Quast. \
    Gebacken wird künftig an jedem zweiten Samstag; wer einen Teig mitbringt, zahlt einen Euro für das Feuer.\n\n\
    Die Gemeinde hat 14.000 Euro für Schamottsteine bezahlt, gemauert haben die Familien selbst. \
    Ein Bäcker im Ruhestand hat ihnen an fünf Abenden gezeigt, wie man die Hitze mit der Hand misst.\n";

const KUTSCHE: &str = "Letzte Postkutsche rollt für einen Tag durchs Trattal\n\n\
    Alpenbote | 3. Oktober 2025, 16:10 Uhr\n\nVon Korbinian Ager\n\n\
    Hallbruck – Fünf Pferde, neun Fahrgäste und 22 Kilometer Steigung: Zum Jubiläum der Straße über den Sattel fährt am \
    Sonntag noch einmal eine Postkutsche. Gebaut hat sie der Wagner Jakob Moosbrugger nach alten Plänen.\n\n\
    Die Fahrt dauert fünf Stunden, einmal werden die Pferde gewechselt. „Damals war das der Schnellverkehr“, sagt \
    Moosbrugger, der selbst auf dem Kutschbock sitzen wird. Die Plätze wurden verlost, 480 Menschen hatten sich beworben.\n\n\
    Für Autos bleibt die Straße bis zum Nachmittag gesperrt. Die Gemeinde bittet Radfahrer, hinter der Kutsche zu bleiben, \
    denn die Pferde erschrecken vor allem, was leiser ist als sie.\n";

const SEILEREI: &str = "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\">\
    <title>Die längste Werkstatt der Küste schließt - Hafenpost</title>\
    <link rel=\"canonical\" href=\"https://www.hafenpost.example/wirtschaft/seilerei-schliesst\">\
    <meta property=\"article:published_time\" content=\"2025-12-19T11:00:00\"></head>\n<body><main><article>\
    <h1>Die längste Werkstatt der Küste schließt</h1><p>Von Insa Focken</p>\
    <p>Die Reeperbahn der Seilerei Jürgens ist 310 Meter lang und einen Meter fünfzig breit. Wer am einen Ende spricht, \
    wird am anderen nicht gehört. Zum Jahresende macht Inhaber Fokko Jürgens zu.</p>\
    <p>„Ein Tau aus Hanf hält zwölf Jahre, eins aus Kunststoff dreißig. Mehr ist dazu nicht zu sagen“, erklärte Jürgens am \
    Freitag. Die Maschinen gehen an ein Museum, das Gebäude möchte die Stadt behalten.</p>\
    <p>Zuletzt lieferte der Betrieb vor allem Glockenseile; der letzte Auftrag kam aus einer Dorfkirche im Binnenland.</p>\
    </article></main></body></html>\n";

const MELDUNGEN: &str = concat!(
    r#"{"id": "nz-2025-1021-3", "title": "Schachklub gewinnt im Dunkeln", "publisher": {"name": "Nordmark-Zeitung"}, "pubDate": "Tue, 21 Oct 2025 22:15:00 +0200", "body": "Ein Stromausfall hat das Halbfinale im Schach entschieden. Als im Gemeindehaus das Licht ausging, spielten Springe Norderfleet und Turm Wiesenau blind weiter, ansagen durften nur die Kapitäne.\n\nNach 61 Zügen gab Wiesenau auf, die Uhr hatte niemand mehr gesehen. Schiedsrichterin Anke Rottmann wertete die Partie: „In den Regeln steht nichts von Lampen.“"}"#,
    "\n",
    r#"{"id": "nz-2025-1021-4", "title": "Trachtenhut aus Altpapier prämiert", "publisher": {"name": "Nordmark-Zeitung"}, "pubDate": "2025-10-21", "body": "Mit einem Hut aus 300 Lagen Zeitungspapier hat die Hutmacherin Lieselotte Vormann den Gestaltungspreis des Handwerks gewonnen. Er ist wasserfest, sagt sie, solange es nicht regnet.\n\nDie Jury lobte den Umgang mit dem Stoff. Zu sehen ist das Stück bis März in der Handwerkskammer."}"#,
    "\n"
);

const BIENEN: &str = "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>Volkszählung im Bienenstock</title>\
    <link rel=\"canonical\" href=\"https://www.wissenschaftswoche.example/natur/volkszaehlung-im-bienenstock\">\
    <meta property=\"og:site_name\" content=\"Wissenschaftswoche\">\
    <meta property=\"article:published_time\" content=\"2025-06-05T09:00:00+02:00\"></head>\n<body><article>\
    <h1>Volkszählung im Bienenstock</h1>\
    <p>Wie viele Bienen fliegen morgens aus, und wie viele kommen zurück? Eine Waage und eine Kamera am Flugloch zählen \
    das seit Mai in 200 Stöcken, die Imker zwischen Küste und Bergen aufgestellt haben.</p>\
    <p>„An Tagen mit Gewitter fehlen am Abend bis zu acht Prozent“, sagt der Biologe Thore Ahlmann. Die meisten von ihnen \
    hätten aber nur anderswo übernachtet: Am nächsten Mittag stimmte die Zahl wieder.</p>\
    <p>Die Messung läuft bis September. Danach will die Forschungsgruppe wissen, ob sich ein schwaches Volk schon im Juni \
    an seinen Ausflügen verrät.</p></article></body></html>\n";

const HONIG: &str = "Honig vom Rathausdach ist nach zwei Stunden ausverkauft\n\n\
    Radio Elbtal > Lokales\n\n14.06.2025, 12:05 Uhr\n\nVon Gunnar Ebel\n\n\
    Auf dem Honigmarkt in Kaltenfurt hat der Stadthonig die Stände der Händler leer aussehen lassen. 180 Gläser von den \
    vier Völkern auf dem Rathausdach waren um zehn Uhr verkauft, das Stück zu neun Euro.\n\n\
    „Er schmeckt nach Linde und ein bisschen nach Parkplatz“, sagte Stadtimkerin Gunda Pohl. Der Erlös geht an die \
    Jugendgruppe des Imkervereins, die davon zwei weitere Stöcke anschaffen will.\n\n\
    Im nächsten Jahr soll jeder Kunde nur noch ein Glas bekommen, und die Kinder der Jugendgruppe verkaufen es selbst.\n";

const HECKE: &str = "---\ntitle: Streit um 20 Zentimeter Hecke\noutlet: Der Querleser\nauthors: [Clemens Vierthaler]\n\
    date: 2025-07-17\nsection: Gesellschaft\n---\n\n\
    Die Hecke der Parzelle 48 ist 1,45 Meter hoch. Erlaubt sind 1,25 Meter, und so beginnt im Kleingartenverein Abendfrieden \
    eine Geschichte, die inzwischen drei Gerichte kennt.\n\n\
    „Es geht nicht um Grün, es geht um Ordnung“, sagt der Vereinsvorsitzende. Die Pächterin, eine pensionierte \
    Vermessungsingenieurin, hat nachgemessen: Der Weg habe sich gesenkt, nicht die Hecke gehoben.\n\n\
    ## Ein Gutachter misst den Weg\n\n\
    Der Sachverständige bestätigte 18 Zentimeter. Nun fehlen zwei, und keiner will der Erste sein, der sie vergisst.\n";

const SEGELFLUG: &str = r#"{
  "headline": "Mit 16 allein über die Alpen",
  "source": "Sportblick Süd",
  "byline": "Vroni Haslinger",
  "published_at": 1753455600,
  "canonical_url": "https://www.sportblick-sued.example/segelflug-alpen",
  "content": "<p>Als Ronja Amelung landete, hatte der Platzwart schon Feierabend. Sieben Stunden und 512 Kilometer war die 16-Jährige im Segelflugzeug unterwegs, so weit wie in ihrem Alter niemand vor ihr.</p><p>Gestartet war sie um 9.40 Uhr, der Föhn trug sie bis auf 4.100 Meter. „Oben ist es so still, dass man den eigenen Magen hört“, sagte sie nach der Landung auf einer Wiese, auf der die Kühe nicht aufsahen.</p>"
}
"#;

const MOORBRAND: &str = "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Moorbrand schwelt in der dritten Woche</title></head>\n<body>\
    <nav><a href=\"/\">Start</a> <a href=\"/kreis\">Kreis</a></nav><main><article>\
    <h1>Moorbrand schwelt in der dritten Woche</h1><p class=\"zeile\">Von Detlef Hinrichs</p><p class=\"zeit\">vor 3 Stunden</p>\
    <p>Im Rehdener Moor ist das Feuer noch immer nicht gelöscht. Unter der Oberfläche glimmt der Torf bis in anderthalb Meter \
    Tiefe, teilte Kreisbrandmeisterin Sünje Brodersen am Dienstag mit.</p>\
    <p>Seit Anfang August pumpen die Wehren Wasser aus einem Graben, den sie selbst gezogen haben. „Wir löschen nicht, wir \
    wässern“, sagte Brodersen. Rund 40 Hektar sind betroffen, der Rauch zieht nach Osten ab.</p>\
    <h2>Warten auf den Regen</h2>\
    <p>Erst drei Tage Landregen würden helfen, heißt es beim Wetterdienst. Angesagt ist er nicht vor September.</p>\
    </article></main></body></html>\n";
