//! From an article to its passages: sentences, joins and splits, places.
