//! From mentions to marks: one actor or citation a name, with its forms, paragraphs and passages.

use super::mention::{Mention, Role};
use super::words::Place;
use super::{Annotations, PassageMarks};
use crate::article::{Actor, Citation, Span};
use crate::passage::Passage;

/// All mentions of one name.
#[derive(Debug)]
pub(super) struct Group {
    pub role: Role,
    pub name: String,
    pub forms: Vec<String>,
    pub paragraphs: Vec<usize>,
    spans: Vec<Span>,
    /// True when the source names it without a place: it counts for every passage.
    everywhere: bool,
    counts: bool,
}

impl Group {
    pub fn new(role: Role, name: &str) -> Self {
        let (forms, paragraphs, spans) = (Vec::new(), Vec::new(), Vec::new());
        Self { role, name: name.to_owned(), forms, paragraphs, spans, everywhere: false, counts: true }
    }

    /// Adds a place where the name stands.
    pub fn add(&mut self, form: &str, place: Place, span: Option<Span>) {
        if !self.forms.iter().any(|known| known == form) {
            self.forms.push(form.to_owned());
        }
        if let Place::Paragraph(number) = place
            && self.paragraphs.last() != Some(&number)
        {
            self.paragraphs.push(number);
        }
        self.spans.extend(span);
    }

    /// Makes a name without any place count for every passage.
    pub fn everywhere_unless_placed(mut self) -> Self {
        self.everywhere = self.spans.is_empty();
        self
    }

    fn stands_in(&self, passage: &Passage) -> bool {
        self.everywhere || self.spans.iter().any(|&span| passage.span.overlaps(span))
    }
}

/// Joins mentions of the same name, in order of first appearance; names with weak mentions only are left out.
pub(super) fn groups(mut mentions: Vec<Mention>) -> Vec<Group> {
    mentions.sort_by_key(|mention| mention.span);
    let mut groups: Vec<Group> = Vec::new();
    for mention in &mentions {
        let known = groups.iter_mut().find(|group| same_kind(group.role, mention.role) && group.name == mention.name);
        let group = match known {
            Some(group) => group,
            None => {
                groups.push(Group { counts: false, ..Group::new(mention.role, &mention.name) });
                let last = groups.len() - 1;
                &mut groups[last]
            }
        };
        group.counts |= !mention.weak;
        group.add(&mention.form, mention.place, mention.span);
    }
    groups.retain(|group| group.counts);
    groups
}

/// Media join by name, whatever kind an introducing noun suggested.
fn same_kind(a: Role, b: Role) -> bool {
    a == b || matches!((a, b), (Role::Medium(_), Role::Medium(_)))
}

/// Parts the groups into actors and citations and says which of them stand in which passage.
pub(super) fn annotations(groups: &[Group], passages: &[Passage]) -> Annotations {
    let mut annotations =
        Annotations { passages: vec![PassageMarks::default(); passages.len()], ..Annotations::default() };
    for group in groups {
        let here = passages.iter().zip(&mut annotations.passages).filter(|(passage, _)| group.stands_in(passage));
        match group.role {
            Role::Actor(_) => here.for_each(|(_, marks)| marks.actors.push(annotations.actors.len())),
            Role::Medium(_) => here.for_each(|(_, marks)| marks.citations.push(annotations.citations.len())),
        }
        let (name, forms, paragraphs) = (group.name.clone(), group.forms.clone(), group.paragraphs.clone());
        match group.role {
            Role::Actor(kind) => annotations.actors.push(Actor { name, kind, forms, paragraphs }),
            Role::Medium(kind) => annotations.citations.push(Citation { name, kind, forms, paragraphs }),
        }
    }
    annotations
}
