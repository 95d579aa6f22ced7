//! What can be wrong with a word list.

/// A word list that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is not TOML of the expected shape.
    #[error("the list of {list} is malformed: {source}")]
    Malformed {
        /// What the list holds (`outlets`).
        list: &'static str,
        /// What the TOML reader found.
        source: toml::de::Error,
    },
}
