//! Names of fields, as exports and crawlers have them, in English and German.
//!
//! They are compared in lower case, without `_`, `-`, `:` and white space, umlauts spelled out: `pub_date`, `pubDate` and
//! `Pub-Date` are one.
//! Of several that an input has, the first of a list counts.

pub(super) const ID: &[&str] = &["id", "guid", "uid", "uuid", "identifier", "articleid", "artikelid", "messageid"];
pub(super) const TITLE: &[&str] =
    &["title", "headline", "titel", "ueberschrift", "schlagzeile", "headlinemain", "titlepage"];
pub(super) const LEAD: &[&str] = &[
    "lead",
    "teaser",
    "description",
    "summary",
    "abstract",
    "standfirst",
    "vorspann",
    "excerpt",
    "anriss",
    "anreisser",
    "untertitel",
    "subtitle",
    "subheadline",
    "beschreibung",
    "zusammenfassung",
];
pub(super) const OUTLET: &[&str] = &[
    "outlet",
    "publisher",
    "source",
    "outletname",
    "sourcename",
    "sitename",
    "publishername",
    "publication",
    "medium",
    "newspaper",
    "zeitung",
    "quelle",
    "verlag",
    "herausgeber",
    "site",
    "website",
];
pub(super) const DOMAIN: &[&str] = &["domain", "sourcedomain", "outletdomain", "hostname", "host", "sourcehostname"];
pub(super) const URL: &[&str] = &[
    "url",
    "canonical",
    "canonicalurl",
    "canonicallink",
    "link",
    "permalink",
    "articleurl",
    "webaddress",
    "adresse",
    "respondedurl",
    "requestedurl",
    "href",
    "uri",
    "sourceurl",
];
pub(super) const AUTHORS: &[&str] = &[
    "authors",
    "author",
    "byline",
    "autor",
    "autoren",
    "autorin",
    "autorinnen",
    "verfasser",
    "verfasserin",
    "creator",
    "writer",
    "authorname",
];
pub(super) const PUBLISHED: &[&str] = &[
    "published",
    "publishedat",
    "date",
    "datepublished",
    "datepublish",
    "pubdate",
    "publicationdate",
    "publishdate",
    "publisheddate",
    "publishingdate",
    "publishedtime",
    "publishedon",
    "firstpublished",
    "datum",
    "veroeffentlicht",
    "veroeffentlichtam",
    "veroeffentlichung",
    "veroeffentlichungsdatum",
    "erschienen",
    "erschienenam",
    "erscheinungsdatum",
    "publiziert",
    "issued",
    "created",
    "createdat",
    "time",
    "timestamp",
];
pub(super) const MODIFIED: &[&str] = &[
    "modified",
    "modifiedat",
    "datemodified",
    "datemodify",
    "updated",
    "updatedat",
    "lastmod",
    "lastmodified",
    "aktualisiert",
    "geaendert",
];
/// When the input was fetched, not when it was published.
pub(super) const CRAWLED: &[&str] = &[
    "datedownload",
    "downloaddate",
    "downloaded",
    "downloadedat",
    "crawled",
    "crawledat",
    "crawldate",
    "datecrawled",
    "crawltime",
    "fetched",
    "fetchedat",
    "fetchdate",
    "scraped",
    "scrapedat",
    "scrapedate",
    "retrieved",
    "retrievedat",
    "accessed",
    "accessdate",
    "filedate",
    "abgerufen",
    "abgerufenam",
    "abrufdatum",
];
pub(super) const SECTION: &[&str] =
    &["section", "articlesection", "category", "categories", "rubrik", "ressort", "desk", "kategorie"];
pub(super) const KEYWORDS: &[&str] = &["keywords", "tags", "topics", "schlagwoerter", "schlagworte", "stichwoerter"];
pub(super) const LANGUAGE: &[&str] = &["language", "lang", "inlanguage", "sprache", "metalang"];
pub(super) const FREE: &[&str] = &["freeaccess", "isaccessibleforfree"];
pub(super) const PAID: &[&str] = &["paywall", "paywalled", "ispaywalled", "premium"];
pub(super) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "maintext",
    "articlebody",
    "articletext",
    "fulltext",
    "bodytext",
    "contenttext",
    "plaintext",
    "inhalt",
    "volltext",
    "artikeltext",
    "fliesstext",
    "artikel",
    "contenthtml",
    "bodyhtml",
    "rawtext",
];
/// The page itself.
pub(super) const PAGE: &[&str] = &["html", "rawhtml", "pagehtml", "htmlcontent", "pagesource", "rawcontent"];
pub(super) const PARAGRAPHS: &[&str] = &["paragraphs", "absaetze"];
pub(super) const ACTORS: &[&str] = &["actors", "akteure"];
pub(super) const CITES: &[&str] = &["cites", "citations", "citedoutlets"];

/// Every list, to tell a table's header.
pub(super) const ALL: &[&[&str]] =
    &[ID, TITLE, LEAD, OUTLET, DOMAIN, URL, AUTHORS, PUBLISHED, MODIFIED, CRAWLED, SECTION, KEYWORDS, LANGUAGE, TEXT];
