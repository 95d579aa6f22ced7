//! The German chain: from text to terms, each with its place in the original.
