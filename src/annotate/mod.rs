//! Who acts in an article and which media it cites, passage by passage.
