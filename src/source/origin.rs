//! Where an article comes from: what is filled in from there, and the identity it gets by it.

use super::{Error, Failure, archive::About, archive::Member, dates, decode, fields::domain_of, limits::Limits};
use crate::article::{Article, Moment, Outlet, path_text};
use std::path::Path;

/// What the caller knows about an input. It fills only what the input lacks; `id` always wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Supplied {
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// Canonical address.
    pub url: Option<String>,
    /// Identity in the index. Of several articles in one input, those after the first get `#L` and their line; those in
    /// an archive get `!/` and their path in it.
    pub id: Option<String>,
    /// When it was fetched: what `vor 3 Stunden` counts from. An input's own word on it wins.
    pub crawled: Option<Moment>,
    /// What the sender calls the encoding; counts only when the input itself tells nothing.
    pub charset: Option<String>,
    /// The caller's clock: dates after it are dropped with a warning. Without it the future is not noticed.
    pub now: Option<jiff::Timestamp>,
    /// How far an input may grow while it is unpacked.
    pub limits: Limits,
}

/// What stands between an archive's path and a path within it.
const WITHIN: &str = "!/";

/// Where articles come from, and what is known about them beforehand.
pub(super) struct Origin {
    /// The input as the person named it, and the way to what lies in it.
    pub name: String,
    /// The file that a person can open; `None` for a stream.
    path: Option<String>,
    /// The way within the file; empty for the file itself.
    within: String,
    pub supplied: Supplied,
    pub about: About,
}

impl Origin {
    pub fn file(path: &Path, supplied: &Supplied) -> Self {
        let name = path_text(path).into_owned();
        Self { path: Some(name.clone()), ..Self::stream(&name, supplied) }
    }

    pub fn stream(name: &str, supplied: &Supplied) -> Self {
        let (name, supplied) = (name.to_owned(), supplied.clone());
        let encoding = supplied.charset.as_deref().and_then(decode::labelled);
        let about = About { crawled: supplied.crawled.clone(), encoding, ..About::default() };
        Self { name, path: None, within: String::new(), supplied, about }
    }

    /// The origin of what lies in this one under `name`.
    pub fn member(&self, member: &Member) -> Self {
        let deeper = |way: &str| format!("{way}{WITHIN}{}", member.name);
        let mut about = member.about.clone();
        about.crawled = about.crawled.or_else(|| self.about.crawled.clone());
        let mut supplied = self.supplied.clone();
        supplied.id = supplied.id.as_deref().map(deeper);
        Self { name: deeper(&self.name), path: self.path.clone(), within: deeper(&self.within), supplied, about }
    }

    pub fn failure(&self, line: Option<usize>, reason: Error) -> Failure {
        let input = line.map_or_else(|| self.name.clone(), |line| format!("{}:{line}", self.name));
        Failure { input, reason }
    }

    /// Fills in what the input lacks, and its identity.
    pub fn complete(&self, mut article: Article, own_id: Option<String>, line: Option<usize>) -> Article {
        article.path.clone_from(&self.path);
        article.warnings.extend(self.about.warnings.iter().cloned());
        self.check_dates(&mut article);
        article.published = article.published.or_else(|| self.supplied.published.clone());
        article.url = article.url.or_else(|| self.about.url.clone()).or_else(|| self.supplied.url.clone());
        self.complete_outlet(&mut article);
        article.id = self.identity(&article, own_id, line);
        self.place_warnings(&mut article, line);
        article
    }

    fn check_dates(&self, article: &mut Article) {
        for date in [&mut article.published, &mut article.modified] {
            if let Some(doubt) = date.as_ref().and_then(|date| dates::doubt(date, self.supplied.now)) {
                article.warnings.push(doubt);
                *date = None;
            }
        }
        article.zone_assumed =
            [&article.published, &article.modified].into_iter().flatten().any(Moment::zone_is_assumed);
    }

    fn complete_outlet(&self, article: &mut Article) {
        let domain = article.url.as_deref().and_then(domain_of);
        let name = self.supplied.outlet.clone().or_else(|| domain.clone());
        match &mut article.outlet {
            Some(outlet) => outlet.domain = outlet.domain.take().or(domain),
            None => article.outlet = name.map(|name| Outlet { name, domain }),
        }
    }

    /// Says of which of a file's many articles a warning speaks.
    fn place_warnings(&self, article: &mut Article, line: Option<usize>) {
        let within = self.within.strip_prefix(WITHIN).map(str::to_owned);
        let line = line.map(|line| format!("line {line}"));
        for place in [line, within].into_iter().flatten() {
            article.warnings.iter_mut().for_each(|warning| *warning = format!("{place}: {warning}"));
        }
    }

    /// By hand, else the input's own, else the address, else the absolute path with the line; a stream's by its content.
    fn identity(&self, article: &Article, own_id: Option<String>, line: Option<usize>) -> String {
        if let Some(id) = &self.supplied.id {
            return line.filter(|line| *line > 1).map_or_else(|| id.clone(), |line| format!("{id}#L{line}"));
        }
        own_id.or_else(|| article.url.clone()).unwrap_or_else(|| self.place(article, line))
    }

    fn place(&self, article: &Article, line: Option<usize>) -> String {
        let Some(path) = &self.path else {
            let hash = blake3::hash(format!("{}\n{}", article.title, article.text).as_bytes());
            return format!("stream:{}", &hash.to_hex()[..32]);
        };
        let absolute = std::path::absolute(path).map_or_else(|_| path.clone(), |path| path.display().to_string());
        let place = format!("{absolute}{}", self.within);
        line.map_or_else(|| place.clone(), |line| format!("{place}#L{line}"))
    }
}
