//! From a query to hits: retrieve, group, cut snippets.
