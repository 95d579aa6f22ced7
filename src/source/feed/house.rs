//! Who publishes a feed: by its domain, else by its title.

use crate::lexicon::Outlets;

/// Words of feeds' titles that are no part of a house's name.
const FEED_WORDS: &[&str] = &["rss", "rss-feed", "feed", "newsfeed", "atom", "atom-feed", "news-feed", "rss2.0"];
/// What parts a house's name from a desk's in a feed's title.
const PARTERS: &[&str] = &[" - ", " – ", " — ", " | ", " · ", " » ", ": ", " / "];

/// The usual name of the medium of a domain, when the list of media has it.
pub(super) fn known(domain: Option<&str>) -> Option<String> {
    Outlets::embedded().by_domain(domain?).map(|medium| medium.name.clone())
}

/// The house in a feed's title: the part that the domain says too (`Politik - Hafenpost`), else the whole title without
/// words that only say what a feed is.
pub(super) fn from_title(title: &str, domain: Option<&str>) -> Option<String> {
    let domain = letters(domain.unwrap_or_default());
    let parts = parts(title);
    let said = parts.iter().find(|part| !letters(part).is_empty() && domain.contains(&letters(part)));
    let whole = without_feed_words(title);
    said.cloned().or_else(|| (!whole.is_empty()).then_some(whole))
}

fn parts(title: &str) -> Vec<String> {
    let mut title = title.to_owned();
    for parter in PARTERS {
        title = title.replace(parter, "\n");
    }
    title.lines().map(without_feed_words).filter(|part| !part.is_empty()).collect()
}

fn without_feed_words(title: &str) -> String {
    let is_feed_word = |word: &&str| FEED_WORDS.contains(&word.to_lowercase().trim_matches(['(', ')', ':', '-']));
    let words: Vec<&str> = title.split_whitespace().filter(|word| !is_feed_word(word)).collect();
    words.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '.' | '?')).to_owned()
}

/// Letters and digits in lower case, umlauts as domains write them.
fn letters(text: &str) -> String {
    let folded = text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses_are_found_in_titles() {
        for (title, domain, expected) in [
            ("Hafenpost", "hafenpost.example", "Hafenpost"),
            ("Politik - Hafenpost", "hafenpost.example", "Hafenpost"),
            ("Hafenpost: Osterhaven (RSS-Feed)", "hafenpost.example", "Hafenpost"),
            ("Küstenbote | RSS", "www.kuestenbote.example", "Küstenbote"),
            ("Nachrichten von der Küste – RSS Feed", "kb.example", "Nachrichten von der Küste"),
            ("Aus dem Rathaus", "", "Aus dem Rathaus"),
        ] {
            assert_eq!(from_title(title, Some(domain)).as_deref(), Some(expected), "{title}");
        }
        assert_eq!(from_title("RSS", None), None);
    }
}
