//! Which words of a query a passage answers only by words that look like them.

use crate::german::{PartStems, Token};
use crate::query::{Plan, Word};

/// A word of the query and the word of the text that stands in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMatch {
    /// As typed, lower-cased.
    pub word: String,
    /// As it stands in the text.
    pub found: String,
}

/// The words of `plan` that `text` holds in no form of their own but in a near one, in the order typed.
pub(crate) fn near_matches(plan: &Plan, text: &str, tokens: &[Token]) -> Vec<NearMatch> {
    let mut parts = PartStems::default();
    let typed = plan.words.iter().filter(|word| !word.part);
    let reaching = typed.filter(|word| word.forms.iter().any(|form| form.near));
    reaching.filter_map(|word| near_match(word, text, tokens, &mut parts)).collect()
}

fn near_match(word: &Word, text: &str, tokens: &[Token], parts: &mut PartStems) -> Option<NearMatch> {
    let mut holds = |token: &Token, near: bool| {
        let stems = word.forms.iter().filter(|form| form.near == near).map(|form| &form.term);
        let (of_token, lemma) = (parts.of(&token.exact), token.lemma());
        stems.into_iter().any(|stem| *stem == token.stem || of_token.contains(stem) || lemma.as_ref() == Some(stem))
    };
    if tokens.iter().any(|token| holds(token, false)) {
        return None;
    }
    let found = tokens.iter().find(|token| holds(token, true))?;
    Some(NearMatch { word: word.exact.clone(), found: text[found.span.start..found.span.end].to_owned() })
}
