//! `parse`: articles as read, without an index.

use crate::annotate::{self, Annotations, Annotator};
use crate::article::{Article, path_text};
use crate::cli::add::SuppliedArgs;
use crate::cli::lexicon::LexiconArgs;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::source::{self, Supplied};
use crate::{passage, present};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Prints articles as read from files, without indexing them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle parse kopie.txt\n  fundstelle parse --json --no-actors archiv.zip | jq .title\n  \
                        fundstelle parse --crawled 2025-03-04T18:00:00+01:00 seite.html"
)]
pub(crate) struct Args {
    /// Files, folders, or `-` for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Do not look for actors and cited outlets
    #[arg(long)]
    no_actors: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Print JSON Lines, one an article
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    supplied: SuppliedArgs,
}

impl Args {
    pub(crate) fn run(self, output: &mut Output) -> anyhow::Result<Exit> {
        let supplied: Supplied = self.supplied.clone().into();
        let mut seen = Seen { annotator: self.lexicon.annotator(None)?, articles: 0, failures: 0 };
        let (stdin, paths): (Vec<_>, Vec<_>) = self.files.iter().cloned().partition(|path| path.as_os_str() == "-");
        if !stdin.is_empty() {
            for read in source::read_stream("-", io::stdin(), &supplied) {
                self.one("-", read, &mut seen, output)?;
            }
        }
        for found in source::find(&paths) {
            match found {
                Ok(path) => {
                    let name = path_text(&path);
                    for read in source::read_file(&path, &supplied) {
                        self.one(&name, read, &mut seen, output)?;
                    }
                }
                Err(failure) => seen.fail(&failure),
            }
        }
        Ok(seen.exit())
    }

    fn one(
        &self,
        name: &str,
        read: Result<Article, source::Failure>,
        seen: &mut Seen,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        match read {
            Ok(mut article) => {
                seen.articles += 1;
                article.outlet = annotate::publisher(&article, &seen.annotator.lexicon().outlets);
                self.print(name, &article, &seen.annotator, output)
            }
            Err(failure) => {
                seen.fail(&failure);
                Ok(())
            }
        }
    }

    fn print(&self, name: &str, article: &Article, annotator: &Annotator, output: &mut Output) -> anyhow::Result<()> {
        if self.json {
            let marks = self.annotations(article, annotator);
            output.line(present::article_json(name, article, &marks.actors, &marks.citations).to_string())?;
        } else {
            let style = output.style();
            output.text(present::article_text(article, &style))?;
        }
        Ok(())
    }

    fn annotations(&self, article: &Article, annotator: &Annotator) -> Annotations {
        let passages = passage::split(article);
        if self.no_actors { Annotations::none(passages.len()) } else { annotator.annotate(article, &passages) }
    }
}

/// What there was among the inputs.
struct Seen {
    annotator: Arc<Annotator>,
    articles: usize,
    failures: usize,
}

impl Seen {
    fn fail(&mut self, failure: &source::Failure) {
        self.failures += 1;
        message::say(failure.to_string());
    }

    fn exit(&self) -> Exit {
        if self.failures > 0 { Exit::Failed } else { Exit::found(self.articles > 0) }
    }
}
