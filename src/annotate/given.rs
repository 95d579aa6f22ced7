//! Marks that the source brought along: their names are looked up in the text, nothing is added to them.

use super::forms::Forms;
use super::mention::Role;
use super::resolve::Group;
use super::words::Segment;
use crate::article::{Actor, Citation};

/// A name the source gave: what it stands for, the name, its known forms.
type Given<'g> = (Role, &'g str, &'g [String]);

/// Places the given names in the text; a name without any place counts for every passage.
pub(super) fn groups(given: Vec<Given<'_>>, segments: &[Segment<'_>]) -> Vec<Group> {
    let listed = given.iter().enumerate().flat_map(|(number, (_, name, forms))| {
        std::iter::once((*name).to_owned()).chain(forms.iter().cloned()).map(move |form| (form, number))
    });
    let forms = Forms::new(listed);
    let mut groups: Vec<Group> = given.iter().map(|(role, name, _)| Group::new(*role, name)).collect();
    for segment in segments {
        for i in 0..segment.words.len() {
            for found in forms.at(segment, i) {
                groups[found.entry].add(segment.slice(i, found.end), segment.place, segment.span(i, found.end));
            }
        }
    }
    groups.into_iter().map(Group::everywhere_unless_placed).collect()
}

/// Given actors as names to look for.
pub(super) fn actors(given: &[Actor]) -> Vec<Given<'_>> {
    given.iter().map(|actor| (Role::Actor(actor.kind), actor.name.as_str(), actor.forms.as_slice())).collect()
}

/// Given citations as names to look for.
pub(super) fn citations(given: &[Citation]) -> Vec<Given<'_>> {
    given.iter().map(|cited| (Role::Medium(cited.kind), cited.name.as_str(), cited.forms.as_slice())).collect()
}
