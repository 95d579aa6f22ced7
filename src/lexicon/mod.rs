//! The embedded word lists: media, states, organisations, given names, abbreviations.
