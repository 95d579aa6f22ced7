//! `search`: ranked passages.

use crate::cli::batch::Batch;
use crate::cli::duplicates::AlikeArg;
use crate::cli::export::{Export, ExportOptions, Format};
use crate::cli::filters::{FilterArgs, Limit};
use crate::cli::ingest::{Job, Status, ingest};
use crate::cli::lexicon::LexiconArgs;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::{self, Manifest, Snapshot, WriterOptions};
use crate::present::{self, Style};
use crate::query::{self, Ast, Filters, Limits};
use crate::search::{self, FacetKind, Ranking, Request, SnippetLength, Sort};
use anyhow::Context;
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Finds passages, best first, each with a snippet and the place where it stands
#[derive(Debug, clap::Args)]
#[command(after_help = "Queries:\n  \
        Fähre Streik             passages with any of them; more of them rank higher\n  \
        \"rote Brücke\"            a phrase; \"rote Brücke\"~3 with up to 3 words between\n  \
        Fähre NEAR/5 Streik      at most 5 words apart, in any order\n  \
        +Fähre -Streik           must, must not; also AND, OR, NOT (UND, ODER, NICHT) and brackets\n  \
        Fähr* *hafen W?rft       any letters, one letter\n  \
        Hochwaser~               spelled nearly so; ~1 or ~2 letters may differ\n  \
        =Brücken                 this very form\n  \
        /(hoch|niedrig)wasser/   words that an expression matches\n  \
        title:Fähre              also lead: caption:\n  \
        outlet:Hafenpost         also publisher: cites: actor: author: section: date: kind:\n\n\
        Examples:\n  \
        fundstelle search Hochwasserschutz\n  \
        fundstelle search '\"Rote Brücke\" -Sanierung' --outlet Hafenpost\n  \
        fundstelle search 'Deich* NEAR/10 (Kosten OR Geld) date:2025-03..2025-09'\n  \
        fundstelle search Streik --since 2025-09 --json\n  \
        fundstelle search Polder --group article --facets=outlet,month\n  \
        fundstelle search --batch begriffe.txt --limit all --format csv > fundstellen.csv\n  \
        fundstelle search Deich --format md >> notizen.md")]
pub(crate) struct Args {
    /// Words, "phrases", +must, -not, AND OR NOT, (…), NEAR/5, Wort*, W?rt, wort~, =form, /regex/, field:value
    #[arg(value_name = "QUERY", required_unless_present = "batch", allow_hyphen_values = false)]
    query: Vec<String>,
    /// How many hits, or `all`
    #[arg(long, value_name = "N|all", default_value = "10")]
    limit: Limit,
    /// Pass over so many hits first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// At most so many passages of one article, or `all` [default: 3, with --limit all: all]
    #[arg(long, value_name = "N|all")]
    per_article: Option<PerArticle>,
    /// What an entry is: a passage, or an article with its best passages; --limit and --offset count these
    #[arg(long, value_enum, default_value_t = GroupArg::Passage)]
    group: GroupArg,
    /// Show every article, also those that say nearly the same as one before; with --limit all this is so
    #[arg(long)]
    show_duplicates: bool,
    #[command(flatten)]
    alike: AlikeArg,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    sort: SortArg,
    /// Length of snippets in characters; 0 shows whole passages
    #[arg(long, value_name = "N", default_value_t = 320)]
    snippet: usize,
    /// Index this folder first (new and changed files only), into an index of its own, whatever --index says
    #[arg(long = "in", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// With --in: folder with lists of your own, `outlets.toml` or `actors.toml`
    #[arg(long, value_name = "DIR", requires = "folder")]
    lexicon: Option<PathBuf>,
    /// Run many queries: a file of terms, one a line, or of JSON Lines {"id","text"}, each with filters of its own if
    /// need be ("outlet", "actor", "since" …); `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
    /// Count what all matches have in common, by these or by all: outlet, cited, actor, author, section, month, kind
    #[arg(
        long,
        value_enum,
        value_name = "NAMES",
        value_delimiter = ',',
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all",
        hide_possible_values = true
    )]
    facets: Option<Vec<FacetArg>>,
    /// How many values of each facet, or `all`
    #[arg(long, value_name = "N|all", default_value = "10", requires = "facets")]
    facet_values: Limit,
    /// How hits are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Make the table of --format csv open in Excel by a double click: byte order mark, semicolons
    #[arg(long)]
    excel: bool,
    /// Find only the words typed and their inflections: no words that merely look like them, no parts of typed compounds
    #[arg(long)]
    exact_words: bool,
    /// Tell what each score is made of
    #[arg(long)]
    explain: bool,
    /// Tell on stderr how long the search took
    #[arg(long)]
    timing: bool,
    /// Refuse a pattern that stands for more words of the index than this
    #[arg(long, value_name = "N", default_value_t = Limits::default().expansions, help_heading = "Limits")]
    max_expansions: usize,
    /// Refuse a query with more words and conditions than this
    #[arg(long, value_name = "N", default_value_t = Limits::default().clauses, help_heading = "Limits")]
    max_clauses: usize,
    #[command(flatten)]
    filters: FilterArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortArg {
    /// Best first
    Relevance,
    /// Newest first
    Date,
    /// Oldest first
    DateAsc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupArg {
    /// Passages, each an entry of its own
    Passage,
    /// Articles, each with its best passages
    Article,
}

/// What is told apart; a list of them, or none for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FacetArg {
    /// The publisher
    Outlet,
    /// Media cited in the passage
    Cited,
    /// Actors named in the passage
    Actor,
    /// Bylines
    Author,
    /// The section
    Section,
    /// The month of publication
    Month,
    /// Lead, body or caption
    Kind,
    /// All of these
    All,
}

/// How many passages of one article: a number, or all.
type PerArticle = Limit;

/// Passages of one article that a page shows unless told otherwise.
const PER_ARTICLE: usize = 3;

impl Args {
    pub(crate) fn run(mut self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        if self.json {
            self.format = Format::Json;
        }
        anyhow::ensure!(!self.excel || self.format == Format::Csv, "--excel goes with --format csv");
        anyhow::ensure!(
            self.facets.is_none() || matches!(self.format, Format::Text | Format::Json),
            "--facets are printed as text or with --json"
        );
        let snapshot = match &self.folder {
            Some(folder) => self.snapshot_of(folder)?,
            None => Snapshot::open(index)?,
        };
        // A filter that finds nothing is told before anything is printed.
        let filters: Filters = self.filters.clone().into();
        filters.engine_queries(&snapshot).map_err(search::Error::from)?;
        let mut export = Export::begin(self.export_options(), output)?;
        match &self.batch {
            Some(file) => self.batch(&snapshot, Batch::open(file, filters)?, &mut export, output),
            None => self.single(&snapshot, filters, &mut export, output),
        }
    }

    /// The index of a folder, brought up to date, with the lists that were named.
    fn snapshot_of(&self, folder: &Path) -> anyhow::Result<Snapshot> {
        let annotator = LexiconArgs { lexicon: self.lexicon.clone() }.annotator(None)?;
        let own = annotator.lexicon().actors.clone();
        let options = WriterOptions { annotator, ..WriterOptions::default() };
        Ok(Snapshot::open(&index_of(folder, options)?)?.with_own_actors(own))
    }

    fn export_options(&self) -> ExportOptions {
        ExportOptions { format: self.format, batch: self.batch.is_some(), explain: self.explain, excel: self.excel }
    }

    fn single(
        &self,
        snapshot: &Snapshot,
        filters: Filters,
        export: &mut Export,
        output: &mut Output,
    ) -> anyhow::Result<Exit> {
        let text = self.query.join(" ");
        let request = self.request(read(&text, ""), filters);
        self.explain_reading(snapshot, &request, output)?;
        let id = if self.format == Format::Trec { "1" } else { &text };
        let tally = self.print(snapshot, id, &request, export, output)?;
        // What is counted is said after what was found, whatever the two streams lead to.
        output.flush()?;
        if self.format == Format::Text {
            self.closing_line(&text, &request.query, &tally);
        }
        if let Some(better) = search::suggestion(snapshot, &text)? {
            message::say(format!("did you mean: {}", present::plain(&better)));
        }
        Ok(Exit::found(tally.something(&request)))
    }

    fn batch(
        &self,
        snapshot: &Snapshot,
        mut batch: Batch,
        export: &mut Export,
        output: &mut Output,
    ) -> anyhow::Result<Exit> {
        let (mut found, mut failed) = (false, false);
        while let Some(query) = batch.next()? {
            let query = match query {
                Ok(query) => query,
                Err(bad) => {
                    failed = true;
                    message::say(bad.to_string());
                    continue;
                }
            };
            let ast = read(&query.text, &format!("{}: ", batch.place()));
            let request = self.request(ast, query.filters);
            export.query(&query.id, &query.text, output)?;
            let explained = self.explain_reading(snapshot, &request, output);
            match explained.and_then(|()| self.print(snapshot, &query.id, &request, export, output)) {
                Ok(tally) => found |= tally.something(&request),
                // A line's own name for what the index does not hold finds nothing; the others go on.
                Err(error) if message::is_of_query(&error) => {
                    failed |= !message::unknown_value(&error);
                    message::say(format!("{}: {error:#}", batch.place()));
                }
                Err(error) => return Err(error),
            }
            export.end_of_query(output)?;
        }
        Ok(if failed { Exit::Failed } else { Exit::found(found) })
    }

    /// Tells how the query was read: before the hits for a person, on stderr beside data.
    fn explain_reading(&self, snapshot: &Snapshot, request: &Request, output: &mut Output) -> anyhow::Result<()> {
        if !self.explain {
            return Ok(());
        }
        let reading = search::reading(snapshot, request)?;
        if self.format == Format::Text {
            output.text(present::reading_text(&reading, &output.style()))?;
        } else {
            message::say(present::reading_text(&reading, &Style::PLAIN).trim_end());
        }
        Ok(())
    }

    /// Searches and prints what is found, hit by hit.
    fn print(
        &self,
        snapshot: &Snapshot,
        id: &str,
        request: &Request,
        export: &mut Export,
        output: &mut Output,
    ) -> anyhow::Result<Tally> {
        let start = Instant::now();
        let mut tally;
        if self.group == GroupArg::Article {
            let groups = search::groups(snapshot, request)?;
            tally = Tally::new(groups.passages, groups.articles, None);
            self.time(start, &tally);
            for group in groups {
                export.group(id, &group?, output)?;
                tally.shown += 1;
            }
        } else {
            let hits = search::hits(snapshot, request)?;
            tally = Tally::new(hits.passages, hits.articles, hits.listed);
            self.time(start, &tally);
            for hit in hits {
                export.hit(id, &hit?, output)?;
                tally.shown += 1;
            }
        }
        self.print_facets(snapshot, id, request, output)?;
        Ok(tally)
    }

    fn print_facets(
        &self,
        snapshot: &Snapshot,
        id: &str,
        request: &Request,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        let Some(names) = &self.facets else { return Ok(()) };
        let facets = search::facets(snapshot, &request.into(), &kinds(names), self.facet_values.or_max())?;
        if self.format == Format::Json {
            let mut value = present::facets_json(&facets);
            if self.batch.is_some() {
                value["query"] = id.into();
            }
            output.line(value.to_string())?;
        } else {
            let style = output.style();
            output.text(present::facets_text(&facets, &style))?;
        }
        Ok(())
    }

    fn time(&self, start: Instant, tally: &Tally) {
        if self.timing {
            let milliseconds = start.elapsed().as_secs_f64() * 1e3;
            message::say(format!("{milliseconds:.2} ms, {} passages matched", tally.passages));
        }
    }

    fn request(&self, query: Ast, filters: Filters) -> Request {
        Request {
            query,
            filters,
            limit: self.limit.0,
            offset: self.offset,
            per_article: self.per_article(),
            fold: self.fold(),
            sort: match self.sort {
                SortArg::Relevance => Sort::Relevance,
                SortArg::Date => Sort::Date,
                SortArg::DateAsc => Sort::DateAscending,
            },
            ranking: ranking(self.exact_words),
            snippet: if self.snippet == 0 { SnippetLength::Whole } else { SnippetLength::Chars(self.snippet) },
            limits: Limits { clauses: self.max_clauses, expansions: self.max_expansions, ..Limits::default() },
        }
    }

    fn per_article(&self) -> usize {
        match (self.format, self.per_article) {
            // A run for scoring names every article once.
            (Format::Trec, _) => 1,
            (_, Some(per_article)) => per_article.or_max(),
            // All hits are all of them.
            (_, None) if self.limit.0.is_none() => usize::MAX,
            (_, None) => PER_ARTICLE,
        }
    }

    /// A run for scoring names every article by its own place, and all hits are all of them.
    fn fold(&self) -> Option<f32> {
        let all = self.format == Format::Trec || self.limit.0.is_none() || self.show_duplicates;
        (!all).then_some(self.alike.alike)
    }

    fn closing_line(&self, query: &str, ast: &Ast, tally: &Tally) {
        if ast.is_empty() {
            message::say("the query holds no word to look for");
        } else if tally.passages == 0 {
            message::say(format!("nothing found for {}", present::plain(query)));
        } else {
            message::say(tally.worded(self.group, self.offset));
        }
    }
}

/// Reads a query and says what of it was not understood, with `whose` before it.
pub(crate) fn read(text: &str, whose: &str) -> Ast {
    let parsed = query::parse(text);
    for note in &parsed.notes {
        message::say(format!("{whose}{}", present::plain(&note.to_string())));
    }
    parsed.ast
}

/// How a query's scores are made and how far it reaches.
pub(crate) fn ranking(exact_words: bool) -> Ranking {
    let mut ranking = Ranking::default();
    if exact_words {
        ranking.breadth.near = None;
        ranking.breadth.parts = 0.0;
    }
    ranking
}

fn kinds(names: &[FacetArg]) -> Vec<FacetKind> {
    let mut kinds = Vec::new();
    for name in names {
        match name {
            FacetArg::Outlet => kinds.push(FacetKind::Outlet),
            FacetArg::Cited => kinds.push(FacetKind::Cited),
            FacetArg::Actor => kinds.push(FacetKind::Actor),
            FacetArg::Author => kinds.push(FacetKind::Author),
            FacetArg::Section => kinds.push(FacetKind::Section),
            FacetArg::Month => kinds.push(FacetKind::Month),
            FacetArg::Kind => kinds.push(FacetKind::Kind),
            FacetArg::All => kinds.extend(FacetKind::ALL),
        }
    }
    kinds
}

/// What was found and what of it is shown.
struct Tally {
    passages: usize,
    articles: usize,
    /// What all pages together hold, where that is known.
    listed: Option<usize>,
    shown: usize,
}

impl Tally {
    fn new(passages: usize, articles: usize, listed: Option<usize>) -> Self {
        Self { passages, articles, listed, shown: 0 }
    }

    /// Whether something was found; who asks for no hits asks for the rest.
    fn something(&self, request: &Request) -> bool {
        self.shown > 0 || request.limit == Some(0) && self.passages > 0
    }

    /// `10 of 57 passages in 23 articles`; on later pages `11 to 20 of …`.
    fn worded(&self, group: GroupArg, offset: usize) -> String {
        let shown = match (self.shown, offset) {
            (0, offset) if offset > 0 => format!("nothing left after {offset}"),
            (shown, 0) => shown.to_string(),
            (shown, offset) => format!("{} to {}", offset + 1, offset + shown),
        };
        let (passages, articles) = (counted(self.passages, "passage"), counted(self.articles, "article"));
        let listed = self.listed.filter(|listed| *listed < self.passages && self.shown > 0);
        match (group, listed) {
            (GroupArg::Article, _) => format!("{shown} of {articles} with {passages}"),
            (GroupArg::Passage, Some(listed)) => {
                format!("{shown} of {passages} in {articles}, {listed} listed (all with --limit all)")
            }
            (GroupArg::Passage, None) => format!("{shown} of {passages} in {articles}"),
        }
    }
}

/// `1 article`, `2 articles`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Brings the index of `folder` up to date and names its home: a folder in the user's cache, one for each place.
fn index_of(folder: &Path, options: WriterOptions) -> anyhow::Result<PathBuf> {
    let absolute = folder.canonicalize().with_context(|| format!("can't open the folder {}", folder.display()))?;
    let key = crate::index::article_key(&absolute.to_string_lossy());
    let home = cache_dir().join("fundstelle").join(format!("{key:016x}"));
    discard_if_outdated(&home)?;
    let job = Job { paths: vec![absolute.clone()], options, progress: true, ..Job::default() };
    let tally = ingest(&home, &job, &mut |report| {
        if report.status == Status::Failed {
            message::say(format!("{}: {}", present::plain(&report.path), report.error.as_deref().unwrap_or_default()));
        }
        Ok(())
    })?;
    anyhow::ensure!(tally.articles() > 0, "no articles found in {}", absolute.display());
    Ok(home)
}

/// A cached index that another version wrote is made anew: it is ours alone, and its sources are at hand.
fn discard_if_outdated(home: &Path) -> anyhow::Result<()> {
    match Manifest::read(home) {
        Ok(_) | Err(index::Error::Missing(_)) => Ok(()),
        Err(_) => fs::remove_dir_all(home).with_context(|| format!("can't remove the old index {}", home.display())),
    }
}

/// The user's cache folder (XDG Base Directory Specification), else the system's folder for temporary files.
fn cache_dir() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).unwrap_or_else(std::env::temp_dir)
}
