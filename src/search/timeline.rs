//! Time lines: how many articles and passages match, by day, week, month or year of publication.

use crate::index::{FACET_SEPARATOR, Snapshot};
use crate::search::facets::{ArticleKeys, Tally};
use crate::search::matches::{Matches, Scope};
use crate::search::period::Periods;
use crate::search::{Error, Frequency, Period};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap};
use tantivy::{DocId, SegmentReader, TantivyError};

/// Most bars of a time line: 270 years by day.
const MOST_BARS: usize = 100_000;

/// What a time line shows.
#[derive(Debug, Clone, Default)]
pub struct TimelineRequest {
    /// What is counted. Its borders in time are those of the line, where it has any.
    pub scope: Scope,
    /// How long a bar is; `None` for what fits the time it spans.
    pub per: Option<Period>,
    /// What it is told apart by.
    pub by: Option<By>,
    /// Most series when it is told apart.
    pub series: usize,
}

/// What the series of a time line are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// One for each publisher.
    Outlet,
    /// One for each actor named in the passages.
    Actor,
}

impl By {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Actor => "actor",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Outlet => "publisher_name",
            Self::Actor => "actor_name",
        }
    }
}

/// Matches along the time of their publication, by the calendar of [`crate::article::Moment::ZONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// How long a bar is.
    pub per: Period,
    /// One bar for each period from the first to the last, empty ones too.
    pub bars: Vec<Bar>,
    /// Matches without a date.
    pub undated: Frequency,
    /// The most frequent names, when they were asked for.
    pub series: Vec<Series>,
    /// How many further names there are.
    pub further: usize,
    /// Matches without any name, when names were asked for.
    pub unnamed: Frequency,
}

/// What was published in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its first day.
    pub start: Date,
    /// How much matches.
    pub frequency: Frequency,
}

/// One name along the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The name.
    pub name: String,
    /// Over all time, undated matches too.
    pub total: Frequency,
    /// By bar of the time line.
    pub bars: Vec<Frequency>,
    /// Without a date.
    pub undated: Frequency,
}

impl Timeline {
    /// All matches together.
    #[must_use]
    pub fn total(&self) -> Frequency {
        let mut total = self.undated;
        self.bars.iter().for_each(|bar| total += bar.frequency);
        total
    }
}

/// Counts what is in the request's scope along the time.
///
/// # Errors
/// [`Error::TooFine`] for bars too short for their number; for a filter value that the index does not hold; otherwise
/// when the index fails.
pub fn timeline(snapshot: &Snapshot, request: &TimelineRequest) -> Result<Timeline, Error> {
    let matches = request.scope.matches(snapshot)?;
    let days = by_period(snapshot, &matches, Period::Day)?;
    let dated: Vec<Date> = days.keys().copied().flatten().collect();
    let borders = borders(&request.scope, &dated);
    let per = request.per.or_else(|| borders.map(|(first, last)| Period::fitting(first, last)));
    let per = per.unwrap_or(Period::Month);
    let starts = borders.map_or_else(|| Ok(Vec::new()), |(first, last)| starts(per, first, last))?;
    let counted = grouped(days, per);
    let mut names = Names::default();
    if let Some(by) = request.by {
        for (_, segment, passages) in matches.segments(snapshot) {
            names.count(segment, passages, by, per)?;
        }
    }
    let (series, further) = names.series(request.series, &starts);
    let frequency = |start: Option<Date>| counted.get(&start).copied().unwrap_or_default();
    let bars = starts.iter().map(|start| Bar { start: *start, frequency: frequency(Some(*start)) }).collect();
    Ok(Timeline { per, bars, undated: frequency(None), series, further, unnamed: names.without })
}

/// First and last day: as the filters say, else as the matches do.
fn borders(scope: &Scope, dated: &[Date]) -> Option<(Date, Date)> {
    let first = scope.filters.since.map(|day| day.first()).or_else(|| dated.first().copied())?;
    let last = scope.filters.until.map(|day| day.last()).or_else(|| dated.last().copied())?;
    (first <= last).then_some((first, last))
}

/// The first day of every period between two days.
fn starts(per: Period, first: Date, last: Date) -> Result<Vec<Date>, Error> {
    if per.count(first, last) > MOST_BARS {
        return Err(Error::TooFine { per, first, last, most: MOST_BARS });
    }
    let starts = std::iter::successors(Some(per.start(first)), |start| per.next(*start));
    Ok(starts.take_while(|start| *start <= last).collect())
}

/// An article has one date, so that what is counted by day adds up to longer periods.
fn grouped(days: BTreeMap<Option<Date>, Frequency>, per: Period) -> HashMap<Option<Date>, Frequency> {
    let mut counted: HashMap<Option<Date>, Frequency> = HashMap::new();
    for (day, frequency) in days {
        *counted.entry(day.map(|day| per.start(day))).or_default() += frequency;
    }
    counted
}

fn by_period(snapshot: &Snapshot, matches: &Matches, per: Period) -> Result<BTreeMap<Option<Date>, Frequency>, Error> {
    let mut counted = BTreeMap::<_, Frequency>::new();
    for (_, segment, passages) in matches.segments(snapshot) {
        let (articles, periods) = (ArticleKeys::of(segment)?, Periods::of(segment, per)?);
        let mut tallies = FxHashMap::<Option<Date>, Tally>::default();
        for (passage, period) in periods.of_passages(passages) {
            tallies.entry(period).or_default().add(articles.of_passage(passage), passage);
        }
        tallies.into_iter().for_each(|(period, tally)| *counted.entry(period).or_default() += tally.frequency());
    }
    Ok(counted)
}

/// Counts of one name by period.
type Counts = HashMap<Option<Date>, Frequency>;

/// Names along the time.
#[derive(Default)]
struct Names {
    counts: HashMap<String, Counts>,
    without: Frequency,
}

impl Names {
    /// Counts the names of one segment's passages.
    fn count(&mut self, segment: &SegmentReader, passages: &[DocId], by: By, per: Period) -> tantivy::Result<()> {
        let names = segment.fast_fields().str(by.column())?;
        let (articles, periods) = (ArticleKeys::of(segment)?, Periods::of(segment, per)?);
        let (mut tallies, mut without) = (FxHashMap::<(u64, Option<Date>), Tally>::default(), Tally::default());
        for (passage, period) in periods.of_passages(passages) {
            let article = articles.of_passage(passage);
            let mut ordinals = names.iter().flat_map(|names| names.term_ords(passage)).peekable();
            if ordinals.peek().is_none() {
                without.add(article, passage);
            }
            ordinals.for_each(|ordinal| tallies.entry((ordinal, period)).or_default().add(article, passage));
        }
        self.without += without.frequency();
        for ((ordinal, period), tally) in tallies {
            let mut name = String::new();
            if let Some(names) = &names {
                names.ord_to_str(ordinal, &mut name).map_err(TantivyError::from)?;
            }
            *self.counts.entry(name).or_default().entry(period).or_default() += tally.frequency();
        }
        Ok(())
    }

    /// The most frequent names, and how many further ones there are.
    fn series(&self, most: usize, starts: &[Date]) -> (Vec<Series>, usize) {
        let mut order: Vec<(Frequency, &str)> =
            self.counts.iter().map(|(name, counts)| (sum(counts), name.as_str())).collect();
        order.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.cmp(y)));
        let shown = order.iter().take(most);
        let series = shown.map(|(total, name)| Series::new(name, *total, &self.counts[*name], starts));
        (series.collect(), order.len().saturating_sub(most))
    }
}

fn sum(counts: &Counts) -> Frequency {
    let mut sum = Frequency::default();
    counts.values().for_each(|frequency| sum += *frequency);
    sum
}

impl Series {
    fn new(name: &str, total: Frequency, counts: &Counts, starts: &[Date]) -> Self {
        let of = |period: Option<Date>| counts.get(&period).copied().unwrap_or_default();
        Self {
            name: name.split(FACET_SEPARATOR).next().unwrap_or_default().to_owned(),
            total,
            bars: starts.iter().map(|start| of(Some(*start))).collect(),
            undated: of(None),
        }
    }
}
