//! Machines that read the words of the index letter by letter and say which of them a pattern stands for.
//!
//! A machine goes through the index's dictionary as through a tree and leaves out every branch that can't match
//! (Schulz, Mihov: "Fast string correction with Levenshtein automata", 2002, for fuzzy words).

use crate::german::Spelling;
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};
use std::error::Error;
use std::sync::OnceLock;
use tantivy_fst::Automaton;

/// Reads words in one spelling.
pub(crate) struct Machine {
    spelling: Spelling,
    kind: Kind,
}

enum Kind {
    Expression(Box<dense::DFA<Vec<u32>>>),
    Fuzzy(DFA),
}

impl Machine {
    /// Takes words that `expression` matches as a whole, capitals aside; at most `memory` bytes large.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn expression(expression: &str, spelling: Spelling, memory: usize) -> Result<Self, String> {
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(memory))
            .determinize_size_limit(Some(memory));
        let dfa = dense::Builder::new()
            .configure(config)
            .thompson(thompson::Config::new().nfa_size_limit(Some(memory)))
            .syntax(syntax::Config::new().case_insensitive(true))
            .build(expression);
        match dfa {
            Ok(dfa) => Ok(Self { spelling, kind: Kind::Expression(Box::new(dfa)) }),
            Err(error) => Err(innermost(&error)),
        }
    }

    /// Takes words at most `edits` editing steps from `word`.
    pub(crate) fn fuzzy(word: &str, edits: u8, spelling: Spelling) -> Self {
        Self { spelling, kind: Kind::Fuzzy(builder(edits).build_dfa(word)) }
    }

    fn first(&self) -> u32 {
        match &self.kind {
            Kind::Expression(dfa) => {
                let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes));
                start.map_or(0, |state| state.as_u32())
            }
            Kind::Fuzzy(dfa) => dfa.initial_state(),
        }
    }

    fn next(&self, state: u32, byte: u8) -> u32 {
        match &self.kind {
            Kind::Expression(dfa) => dfa.next_state(StateID::new_unchecked(state as usize), byte).as_u32(),
            Kind::Fuzzy(dfa) => dfa.transition(state, byte),
        }
    }

    fn takes(&self, state: u32) -> bool {
        match &self.kind {
            Kind::Expression(dfa) => dfa.is_match_state(dfa.next_eoi_state(StateID::new_unchecked(state as usize))),
            Kind::Fuzzy(dfa) => matches!(dfa.distance(state), Distance::Exact(_)),
        }
    }

    fn is_dead(&self, state: u32) -> bool {
        match &self.kind {
            Kind::Expression(dfa) => dfa.is_dead_state(StateID::new_unchecked(state as usize)),
            Kind::Fuzzy(_) => state == SINK_STATE,
        }
    }
}

/// What lies at the bottom of an error: the layers above only repeat that there is one.
fn innermost(error: &dyn Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

/// The tables from which machines for so many editing steps are made; a swap of neighbours is one step.
fn builder(edits: u8) -> &'static LevenshteinAutomatonBuilder {
    static BUILDERS: [OnceLock<LevenshteinAutomatonBuilder>; 3] = [const { OnceLock::new() }; 3];
    let edits = edits.min(2);
    BUILDERS[usize::from(edits)].get_or_init(|| LevenshteinAutomatonBuilder::new(edits, true))
}

/// Where a machine stands, and the bytes of a letter that is not complete yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    machine: u32,
    letter: [u8; 4],
    bytes: u8,
}

impl Automaton for Machine {
    type State = State;

    fn start(&self) -> State {
        State { machine: self.first(), letter: [0; 4], bytes: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        state.bytes == 0 && self.takes(state.machine)
    }

    fn can_match(&self, state: &State) -> bool {
        !self.is_dead(state.machine)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let mut state = *state;
        if self.spelling == Spelling::Written || byte.is_ascii() {
            state.machine = self.next(state.machine, byte);
            return state;
        }
        if let Some(place) = state.letter.get_mut(usize::from(state.bytes)) {
            *place = byte;
            state.bytes += 1;
        }
        if let Some(letter) = letter(&state.letter[..usize::from(state.bytes)]) {
            let mut spelled = String::new();
            self.spelling.push(letter, &mut spelled);
            state.machine = spelled.bytes().fold(state.machine, |machine, byte| self.next(machine, byte));
            state.bytes = 0;
        }
        state
    }
}

/// The letter that `bytes` are, when they are all of it.
fn letter(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn takes(machine: &Machine, word: &str) -> bool {
        let end = word.bytes().fold(machine.start(), |state, byte| machine.accept(&state, byte));
        machine.is_match(&end)
    }

    #[test]
    fn an_expression_takes_whole_words() {
        let machine = Machine::expression("h[äa]us(er)?", Spelling::Written, 1 << 20).unwrap();
        for (word, taken) in [("häuser", true), ("haus", true), ("hauser", true), ("häusern", false), ("hau", false)]
        {
            assert_eq!(takes(&machine, word), taken, "{word}");
        }
        let either = Machine::expression("a|ab", Spelling::Written, 1 << 20).unwrap();
        assert!(takes(&either, "a") && takes(&either, "ab") && !takes(&either, "abc"));
    }

    #[test]
    fn letters_are_read_in_a_spelling() {
        let machine = Machine::expression("stra.*e", Spelling::Plain, 1 << 20).unwrap();
        assert!(takes(&machine, "straße") && takes(&machine, "strasse") && takes(&machine, "sträße"));
        let machine = Machine::fuzzy("mueller", 1, Spelling::TwoLetters);
        assert!(takes(&machine, "müller") && takes(&machine, "müler") && !takes(&machine, "mull"));
    }

    #[test]
    fn a_machine_that_grows_too_large_is_refused() {
        let reason = Machine::expression("(a|b)*a(a|b){30}", Spelling::Written, 1 << 16).err().unwrap();
        assert!(reason.contains("limit"), "{reason}");
    }
}
