//! The user's own actors: marked first and under the user's name, and what the user says is no actor is dropped.

use super::forms::Forms;
use super::mention::{Draft, Role};
use crate::lexicon::Lexicon;
use std::sync::Arc;

/// The entries of the user's `actors.toml`, ready to be looked up.
#[derive(Debug)]
pub(super) struct OwnRule {
    lexicon: Arc<Lexicon>,
    forms: Forms<usize>,
}

impl OwnRule {
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        let forms = lexicon.actors.all().iter().enumerate().flat_map(|(number, actor)| {
            std::iter::once(&actor.name).chain(&actor.aliases).map(move |form| (form.clone(), number))
        });
        let forms = Forms::new(forms.collect::<Vec<_>>());
        Self { lexicon, forms }
    }

    /// Marks the user's actors wherever one of their forms stands.
    pub fn mark(&self, draft: &mut Draft<'_>) {
        for number in 0..draft.segments.len() {
            for i in 0..draft.segments[number].words.len() {
                let Some(found) = self.forms.at(&draft.segments[number], i).into_iter().next() else { continue };
                let actor = &self.lexicon.actors.all()[found.entry];
                draft.mark(number, i, found.end, Role::Actor(actor.kind), &actor.name);
            }
        }
    }

    /// Gives what other rules found the user's names, and drops what the user says is no actor.
    pub fn settle(&self, draft: &mut Draft<'_>) {
        let own = &self.lexicon.actors;
        if own.is_empty() {
            return;
        }
        for mention in draft.mentions.iter_mut().filter(|mention| matches!(mention.role, Role::Actor(_))) {
            if let Some(actor) = own.named(&mention.name) {
                mention.role = Role::Actor(actor.kind);
                mention.name.clone_from(&actor.name);
            }
        }
        draft.mentions.retain(|mention| {
            !matches!(mention.role, Role::Actor(_)) || !(own.is_none(&mention.name) || own.is_none(&mention.form))
        });
    }
}
