//! `search`: ranked passages.

use crate::cli::duplicates::AlikeArg;
use crate::cli::filters::{FilterArgs, Limit};
use crate::cli::ingest::{Job, Status, ingest};
use crate::cli::lexicon::LexiconArgs;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::{self, Manifest, Snapshot, WriterOptions};
use crate::present;
use crate::query;
use crate::search::{self, Hit, Ranking, Request, Results, SnippetLength, Sort};
use anyhow::Context;
use clap::ValueEnum;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Finds passages, best first, each with a snippet and the place where it stands
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle search Hochwasserschutz\n  fundstelle search '\"Rote Brücke\" -Sanierung' \
                        --outlet Hafenpost\n  fundstelle search Streik --since 2025-09 --json"
)]
pub(crate) struct Args {
    /// Words, "phrases", +must, -not
    #[arg(value_name = "QUERY", required_unless_present = "batch", allow_hyphen_values = false)]
    query: Vec<String>,
    /// How many hits, or `all`
    #[arg(long, value_name = "N|all", default_value = "10")]
    limit: Limit,
    /// Pass over so many hits first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// At most so many passages of one article
    #[arg(long, value_name = "N", default_value_t = 3)]
    per_article: usize,
    /// Show every article, also those that say nearly the same as one before
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
    /// Run the queries of a JSON Lines file: {"id","text"}; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
    /// How hits are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Find only the words typed and their inflections: no words that merely look like them
    #[arg(long)]
    exact_words: bool,
    /// Tell what each score is made of
    #[arg(long)]
    explain: bool,
    /// Tell on stderr how long the search took
    #[arg(long)]
    timing: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortArg {
    /// Best first
    Relevance,
    /// Newest first
    Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One JSON object a hit
    Json,
    /// A table for spreadsheets
    Csv,
    /// One line an article, for scoring
    Trec,
}

/// One query of a batch.
#[derive(Debug, Deserialize)]
struct BatchQuery {
    id: serde_json::Value,
    text: String,
}

impl Args {
    pub(crate) fn run(mut self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        if self.json {
            self.format = Format::Json;
        }
        let snapshot = match &self.folder {
            Some(folder) => self.snapshot_of(folder)?,
            None => Snapshot::open(index)?,
        };
        if self.format == Format::Csv {
            write_csv(output, present::csv_header().map(str::to_owned))?;
        }
        match &self.batch {
            Some(file) => self.batch(&snapshot, file, output),
            None => self.single(&snapshot, output),
        }
    }

    /// The index of a folder, brought up to date, with the lists that were named.
    fn snapshot_of(&self, folder: &Path) -> anyhow::Result<Snapshot> {
        let annotator = LexiconArgs { lexicon: self.lexicon.clone() }.annotator(None)?;
        let own = annotator.lexicon().actors.clone();
        let options = WriterOptions { annotator, ..WriterOptions::default() };
        Ok(Snapshot::open(&index_of(folder, options)?)?.with_own_actors(own))
    }

    fn single(&self, snapshot: &Snapshot, output: &mut Output) -> anyhow::Result<Exit> {
        let query = self.query.join(" ");
        let results = self.timed(snapshot, &query)?;
        self.print("1", &results, output)?;
        if self.format == Format::Text {
            // What is counted is said after what was found, whatever the two streams lead to.
            output.flush()?;
            self.closing_line(&query, &results);
        }
        Ok(Exit::found(!results.hits.is_empty()))
    }

    fn batch(&self, snapshot: &Snapshot, file: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let (mut found, mut failed) = (false, false);
        for (number, line) in lines(file)?.enumerate() {
            let line = line.with_context(|| format!("reading {}", file.display()))?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<BatchQuery>(&line) {
                Ok(query) => {
                    let id = query.id.as_str().map_or_else(|| query.id.to_string(), str::to_owned);
                    let results = self.timed(snapshot, &query.text)?;
                    found |= !results.hits.is_empty();
                    if self.format == Format::Text {
                        output.line(format!("# {}: {}", present::plain(&id), present::plain(&query.text)))?;
                    }
                    self.print(&id, &results, output)?;
                }
                Err(error) => {
                    failed = true;
                    message::say(format!(
                        "{}:{}: not a query like {{\"id\",\"text\"}}: {error}",
                        file.display(),
                        number + 1
                    ));
                }
            }
        }
        Ok(if failed { Exit::Failed } else { Exit::found(found) })
    }

    fn timed(&self, snapshot: &Snapshot, query: &str) -> anyhow::Result<Results> {
        let start = Instant::now();
        let results = search::search(snapshot, &self.request(query))?;
        if self.timing {
            let milliseconds = start.elapsed().as_secs_f64() * 1e3;
            message::say(format!("{milliseconds:.2} ms, {} passages matched", results.passages));
        }
        Ok(results)
    }

    fn request(&self, query: &str) -> Request {
        Request {
            query: query::parse(query),
            filters: self.filters.clone().into(),
            limit: self.limit.0,
            offset: self.offset,
            // A run for scoring names every article once.
            per_article: if self.format == Format::Trec { 1 } else { self.per_article },
            // A run for scoring names every article by its own place.
            fold: (self.format != Format::Trec && !self.show_duplicates).then_some(self.alike.alike),
            sort: match self.sort {
                SortArg::Relevance => Sort::Relevance,
                SortArg::Date => Sort::Date,
            },
            ranking: self.ranking(),
            snippet: if self.snippet == 0 { SnippetLength::Whole } else { SnippetLength::Chars(self.snippet) },
        }
    }

    fn ranking(&self) -> Ranking {
        let mut ranking = Ranking::default();
        if self.exact_words {
            ranking.breadth.near = None;
        }
        ranking
    }

    fn print(&self, query: &str, results: &Results, output: &mut Output) -> anyhow::Result<()> {
        for hit in &results.hits {
            match self.format {
                Format::Text => print_block(hit, self.explain, output)?,
                Format::Json => output.line(self.json_line(query, hit))?,
                Format::Csv => write_csv(output, present::csv_row(hit))?,
                Format::Trec => output.line(present::trec_line(query, &hit.article.id, hit.rank, hit.score))?,
            }
        }
        Ok(())
    }

    fn json_line(&self, query: &str, hit: &Hit) -> String {
        let mut value = present::hit_json(hit);
        if self.batch.is_some() {
            value["query"] = query.into();
        }
        if self.explain {
            value["explanation"] = present::explanation_json(&hit.explanation);
        }
        value.to_string()
    }

    fn closing_line(&self, query: &str, results: &Results) {
        if query::parse(query).clauses.is_empty() {
            message::say("the query holds no word to look for");
        } else if results.passages == 0 {
            message::say(format!("nothing found for {}", present::plain(query)));
        } else {
            let shown = results.hits.len();
            let (passages, articles) = (counted(results.passages, "passage"), counted(results.articles, "article"));
            message::say(format!("{shown} of {passages} in {articles}"));
        }
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn print_block(hit: &Hit, explain: bool, output: &mut Output) -> io::Result<()> {
    let (style, width) = (output.style(), output.width());
    let mut hit = hit.clone();
    hit.article.path = hit.article.path.as_deref().map(from_here);
    output.text(present::hit_block(&hit, &style, width))?;
    if explain {
        output.text(present::explanation_text(&hit.explanation, &style))?;
    }
    output.line("")
}

/// A path as a person would type it: from the current folder on when it lies below.
fn from_here(path: &str) -> String {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| Path::new(path).strip_prefix(here).ok());
    below.map_or_else(|| path.to_owned(), |below| below.to_string_lossy().into_owned())
}

fn write_csv<const N: usize>(output: &mut Output, row: [String; N]) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(row)?;
    writer.flush()?;
    Ok(())
}

fn lines(file: &Path) -> anyhow::Result<Box<dyn Iterator<Item = io::Result<String>>>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin()).lines()));
    }
    let open = File::open(file).with_context(|| format!("can't open the batch file {}", file.display()))?;
    Ok(Box::new(BufReader::new(open).lines()))
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
