//! shim
use crate::article::*;
use crate::passage::Passage;
/// a
#[derive(Debug, Clone, Default)]
pub struct Annotations { /// a
 pub actors: Vec<Actor>, /// b
 pub citations: Vec<Citation>, /// c
 pub passages: Vec<PassageMarks> }
/// p
#[derive(Debug, Clone, Default)]
pub struct PassageMarks { /// a
 pub actors: Vec<usize>, /// b
 pub citations: Vec<usize> }
impl Annotations { /// n
 pub fn none(n: usize) -> Self { Self { passages: vec![PassageMarks::default(); n], ..Self::default() } } }
/// a
pub fn annotate(_: &Article, p: &[Passage]) -> Annotations { Annotations::none(p.len()) }
/// p
pub fn publisher(a: &Article) -> Option<Outlet> { a.outlet.clone() }
