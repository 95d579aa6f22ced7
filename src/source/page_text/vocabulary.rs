//! Words that German news pages put around their articles: a table to read and extend, the same for every outlet.

/// Headings of boxes that point away from the article; what follows belongs to the box until running text resumes.
/// Matched at the start of a short line, in lower case.
#[rustfmt::skip]
pub(super) const BOX_STARTS: &[&str] = &[
    "ähnliche artikel", "alles zum thema", "am beliebtesten", "auch interessant", "auch spannend", "auf dieser seite",
    "aus dem archiv", "beliebt", "das könnte", "das interessiert", "dazu passend", "die redaktion empfiehlt",
    "diese artikel", "dossier", "empfehlung", "empfohlen", "externer inhalt", "gutscheine", "hier können sie",
    "inhalt", "in diesem artikel", "jetzt abonnieren", "jetzt anmelden", "jetzt lesen", "jetzt weiterlesen",
    "kommentar verfassen", "kommentare", "leserkommentare", "lesen sie", "lesetipp", "lies auch", "links", "mehr aus",
    "mehr dazu", "mehr infos", "mehr lesen", "mehr nachrichten", "mehr themen", "mehr über", "mehr von", "mehr zu",
    "mehr zum", "mehr zur", "meistgeklickt", "meistgelesen", "meistgesehen", "neueste", "newsletter",
    "partnerangebote", "passend dazu", "passend zum thema", "quellen", "rubriklistenbild", "schlagwörter",
    "schlagworte", "schreiben sie", "serviceangebote", "siehe auch", "tags", "teilen", "themen", "top-artikel",
    "top-themen", "transparenzhinweis", "über den autor", "über die autorin", "unsere auswahl", "unsere empfehlung",
    "verwandte", "videos", "weitere", "weiterlesen", "weiterführende", "zum artikel", "zum selben thema", "zum thema",
    "zur startseite",
];

/// A line all of whose words stand here is a control, a menu or a share bar.
#[rustfmt::skip]
pub(super) const CONTROL_WORDS: &[&str] = &[
    "0", "abbrechen", "abo", "abonnement", "abonnieren", "abschicken", "abspielen", "agb", "alle", "als", "am",
    "anhören", "anmelden", "anmeldung", "anschauen", "ansehen", "anzeige", "anzeigen", "app", "apps", "archiv",
    "artikel", "audio", "audiobeitrag", "audiothek", "auf", "ausblenden", "autoplay", "barrierefreiheit", "bei",
    "bild", "bildbeitrag", "bilder", "bluesky", "copied", "das", "datenschutz", "datenschutzeinstellungen", "den",
    "der", "des", "die", "diesen", "diese", "drucken", "e", "einbetten", "einblenden", "einloggen", "einmalig",
    "einstellungen", "epaper", "extern", "facebook", "feedback", "fehler", "flipboard", "folgen", "fotos",
    "fotostrecke", "galerie", "gemerkt", "google", "hauptinhalt", "hinweis", "home", "ihr", "image", "impressum",
    "in", "infos", "inhalt", "instagram", "jetzt", "kleinanzeigen", "kommentar", "kommentare", "kommentieren",
    "konto", "kontakt", "kopieren", "kopiert", "kündigen", "linkedin", "link", "login", "logout", "mail", "mastodon",
    "mediathek", "mehr", "melden", "menü", "merken", "merkliste", "messenger", "min", "minuten", "mit", "monatlich",
    "nach", "nachrichten", "navigation", "neuer", "newsletter", "nutzungsbedingungen", "nur", "oben", "paper", "per",
    "pinterest", "placeholder", "plus", "pocket", "podcast", "podcasts", "push", "reddit", "registrieren", "rss",
    "schließen", "schriftgröße", "seite", "send", "senden", "speichern", "sprachen", "springen", "startseite",
    "suche", "suchen", "suchbegriff", "suchfeld", "teilen", "telegram", "threads", "tiktok", "translate", "twittern",
    "twitter", "übernehmen", "und", "untermenü", "via", "video", "videos", "vorlesen", "weiter", "weiterlesen",
    "weiterleiten", "weitere", "werbung", "whatsapp", "x", "xing", "youtube", "zum", "zur", "zurück", "zurücksetzen",
    "abschnitt", "bereich", "lesezeit", "lesedauer", "hören", "anhoeren",
];

/// Reader and house are spoken to or spoken of: in running text this is rare outside quotations.
#[rustfmt::skip]
pub(super) const ADDRESSES: &[&str] = &[
    "abonnieren", "abonniere", "anmelden", "du", "dein", "deine", "dich", "einloggen", "euch", "eure", "hier", "ich",
    "ihre", "ihren", "ihrem", "ihrer", "ihr", "jetzt", "klicken", "lesen", "redaktion", "sie", "uns", "unser",
    "unsere", "unseren", "unserem", "unserer", "wir", "mit", "dieser", "diesem", "you", "your",
];

/// What a house speaks of when it speaks to its readers. Matched as the start of a word, in lower case.
#[rustfmt::skip]
pub(super) const HOUSE_MATTERS: &[&str] = &[
    "abo-", "abonn", "account", "affiliate", "app-", "artikel verschenken", "audioversion", "browser", "cookie",
    "digital-abo", "digitalabo", "datenschutz", "drittplattform", "einverständnis", "e-paper", "externen inhalt",
    "externe inhalt", "externer inhalt", "gratis", "gutschein", "javascript", "kostenlos",
    "kommentarfunktion", "kommentare werden", "lesermeinung", "leserbrief", "liveblog", "newsblog", "newsticker",
    "mediathek", "merkzettel", "netiquette", "newsletter", "nutzerkonto", "personenbezogen", "pflichtfeld", "podcast",
    "printausgabe", "probeabo", "probemonat", "provision", "push-", "pushnachricht", "registrier", "social media",
    "startseite", "unterstützen sie", "unterstütze ", "vorlesefunktion", "werbevereinbarung", "whatsapp-kanal",
    "widerruf", "zahlungs",
];

/// Phrases that no article says of its own matter. Matched anywhere, in lower case.
#[rustfmt::skip]
pub(super) const HOUSE_PHRASES: &[&str] = &[
    "alle rechte vorbehalten", "affiliate-link", "all rights reserved", "an dieser stelle finden sie",
    "aus datenschutzrechtlichen gründen", "bitte füllen sie", "damit einverstanden, dass", "diese audioversion",
    "dieser artikel ist erschienen", "dieser artikel wurde im original", "dieser artikel wurde mit",
    "dieser text wurde", "enable javascript", "für die darstellung von", "fehler der redaktion",
    "haben sie fehler entdeckt", "hat ihnen dieser artikel gefallen", "hinweis zu affiliate",
    "ich bin damit einverstanden", "im browser", "jetzt unterstützen", "in der app öffnen", "jetzt kostenlos testen",
    "mit der anmeldung", "mit meiner anmeldung", "sie haben einen fehler gefunden",
    "über dieses thema berichtet", "unabhängig ausgewählt", "unterstützen sie unsere",
    "weitere informationen zu unserer", "wir freuen uns über ihr feedback",
];

/// Labels before the name of a picture's maker or owner.
#[rustfmt::skip]
pub(super) const CREDIT_LABELS: &[&str] = &[
    "archivbild", "archivfoto", "bild", "bilder", "bildnachweis", "bildquelle", "bildrecht", "bildrechte",
    "copyright", "credit", "foto", "fotograf", "fotos", "grafik", "illustration", "infografik", "karikatur",
    "montage", "quelle", "rechte", "screenshot", "symbolbild", "symbolfoto", "titelbild", "zeichnung",
];

/// Those who own most pictures in German news, in lower case.
#[rustfmt::skip]
pub(super) const PICTURE_OWNERS: &[&str] = &[
    "adobe stock", "afp", "ap photo", "apa", "associated press", "dpa", "epa", "getty", "imago", "istock", "keystone",
    "picture alliance", "pool via", "reuters", "shutterstock", "unsplash", "zuma", "imagebroker", "dpa-bildfunk",
    "pixabay",
];

/// Desks of German outlets: as a line of their own before the title, or before its colon, they name the section.
#[rustfmt::skip]
pub(super) const SECTIONS: &[&str] = &[
    "ausland", "auto", "bildung", "börse", "debatte", "deutschland", "digital", "europa", "feuilleton", "finanzen",
    "finanzmärkte", "fußball", "gesellschaft", "gesundheit", "inland", "kommunales", "kultur", "leben", "lokales",
    "medien", "meinung", "motorsport", "nachrichten", "netzwelt", "panorama", "politik", "ratgeber", "regional",
    "reise", "reisen", "sport", "stil", "technik", "umwelt", "unterhaltung", "verbraucher", "verkehr", "vermischtes",
    "welt", "wirtschaft", "wissen", "wissenschaft", "international", "thema",
    "stadtleben", "lokalsport", "klima", "energie",
];

/// First item of a breadcrumb.
#[rustfmt::skip]
pub(super) const HOMES: &[&str] = &[
    "startseite", "home", "start", "homepage",
];

/// Words of which running German has many and lists of names, links and products few.
#[rustfmt::skip]
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bis", "das", "dass", "dem", "den", "der", "des", "die",
    "doch", "durch", "ein", "eine", "einem", "einen", "einer", "er", "es", "für", "gegen", "hat", "haben", "hatte",
    "ich", "ihre", "im", "in", "ist", "kann", "mit", "nach", "nicht", "noch", "nur", "oder", "sagte", "sei", "seine",
    "sich", "sie", "sind", "so", "über", "um", "und", "unter", "vom", "von", "vor", "war", "waren", "wenn", "werden",
    "wie", "will", "wir", "wird", "wurde", "wurden", "zu", "zum", "zur",
];

/// News agencies that sign an article like an author.
#[rustfmt::skip]
pub(super) const AGENCIES: &[&str] = &[
    "afp", "ap", "apa", "cnn", "dapd", "dpa", "epd", "kna", "reuters", "sda", "sid", "dpa-afx", "tass", "mid",
    "spot",
];

/// What authors are, after a name or its comma; the start of the word, in lower case.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "autor", "chefredakt", "chefreport", "fachredakt", "freie", "freier", "gastbeitrag", "gastautor", "head",
    "korrespondent", "leiter", "leitend", "moderat", "online-redakt", "politikredakt", "praktikant", "redakteur",
    "redaktion", "reporter", "ressort", "stellv", "teamleiter", "volontär", "wissenschafts", "sportredakt",
    "kolumnist", "büroleit", "redaktionsleit",
];
