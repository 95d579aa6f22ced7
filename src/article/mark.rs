//! Who acts in an article and whom it cites: the marks that annotation makes or an input brings along.

use serde::{Deserialize, Serialize};

/// Someone who acts or speaks in an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Canonical name (`Kim Jong-un`, `Nordkorea`).
    pub name: String,
    /// What kind of actor it is.
    #[serde(rename = "type")]
    pub kind: ActorKind,
    /// Every form that stands in the text (`Kims`, `Kim`), each once, in order of first appearance.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Body paragraphs that hold a form, counted from 0.
    #[serde(default)]
    pub paragraphs: Vec<usize>,
}

/// The kinds of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A named human.
    Person,
    /// A party, company, court, club, union, university, agency, international body.
    Organisation,
    /// A country named by noun, or by a capital or seat used for its government.
    State,
}

impl ActorKind {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::State => "state",
        }
    }
}

/// A medium that an article names as its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Canonical name (`The New York Times`).
    pub name: String,
    /// What kind of medium it is.
    #[serde(default)]
    pub kind: MediumKind,
    /// Every form that stands in the text (`NYT`), each once, in order of first appearance.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Body paragraphs that hold a form, counted from 0.
    #[serde(default)]
    pub paragraphs: Vec<usize>,
}

/// The kinds of media.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediumKind {
    /// A daily or weekly newspaper.
    Newspaper,
    /// A magazine or journal.
    Magazine,
    /// A radio or television station.
    Broadcaster,
    /// A news agency.
    Agency,
    /// A news site without a printed or broadcast parent.
    Portal,
    /// Anything else that publishes.
    #[default]
    Other,
}

impl MediumKind {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newspaper => "newspaper",
            Self::Magazine => "magazine",
            Self::Broadcaster => "broadcaster",
            Self::Agency => "agency",
            Self::Portal => "portal",
            Self::Other => "other",
        }
    }
}
