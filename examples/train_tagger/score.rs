//! Strict scores: a name counts when its borders and its kind are right.

use crate::corpus::Document;
use fundstelle::annotate::tagger::kinds::NameKind;
use fundstelle::article::Span;
use std::collections::{BTreeMap, HashSet};

/// How finely kinds are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Six kinds.
    Fine,
    /// MEDIA counts as ORG, STATE as LOC.
    Coarse,
}

/// Found, expected and right names by kind.
#[derive(Debug, Default, Clone)]
pub struct Score {
    counts: BTreeMap<NameKind, [usize; 3]>,
}

impl Score {
    /// Counts a document's names.
    pub fn add(&mut self, document: &Document, found: &[(Span, NameKind)], grain: Grain) {
        let certain = |span: Span| !document.uncertain.iter().any(|uncertain| uncertain.overlaps(span));
        let expected: HashSet<_> =
            document.names.iter().filter(|name| certain(name.0)).map(|&(span, kind)| (span, grain.of(kind))).collect();
        for &(_, kind) in &expected {
            self.counts.entry(kind).or_default()[1] += 1;
        }
        for (span, kind) in found.iter().filter(|name| certain(name.0)).map(|&(span, kind)| (span, grain.of(kind))) {
            let counts = self.counts.entry(kind).or_default();
            counts[0] += 1;
            counts[2] += usize::from(expected.contains(&(span, kind)));
        }
    }

    /// F1 in percent over the kinds that `counts` lets pass.
    pub fn f1(&self, counts: impl Fn(NameKind) -> bool) -> f64 {
        let [found, expected, right] = self.sum(counts);
        200.0 * right as f64 / (found + expected).max(1) as f64
    }

    fn sum(&self, counts: impl Fn(NameKind) -> bool) -> [usize; 3] {
        let kinds = self.counts.iter().filter(|(kind, _)| counts(**kind));
        kinds.fold([0; 3], |sum, (_, counts)| std::array::from_fn(|i| sum[i] + counts[i]))
    }

    /// One line: all kinds together, without OTH, and each kind.
    pub fn line(&self) -> String {
        let [found, expected, right] = self.sum(|_| true);
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let kinds: Vec<String> =
            self.counts.keys().map(|&kind| format!("{} {:.1}", kind.code(), self.f1(|other| other == kind))).collect();
        format!(
            "F1 {:.2} (P {:.2} R {:.2}), without OTH {:.2}; {}",
            self.f1(|_| true),
            percent(right, found),
            percent(right, expected),
            self.f1(|kind| kind != NameKind::Other),
            kinds.join(", ")
        )
    }
}

impl Grain {
    fn of(self, kind: NameKind) -> NameKind {
        match (self, kind) {
            (Self::Coarse, NameKind::Medium) => NameKind::Organisation,
            (Self::Coarse, NameKind::State) => NameKind::Place,
            _ => kind,
        }
    }
}
