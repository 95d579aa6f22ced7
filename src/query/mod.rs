//! From what a person typed to what the index is asked.
