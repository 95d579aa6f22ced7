//! Stop words: words of grammar that say little about what a text is about.

use std::collections::HashSet;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../data/lexicons/stopwords.txt");

static WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| lines(LIST).flat_map(str::split_whitespace).flat_map(spellings).collect());

/// True for a stop word, given in lower case; umlauts and ß may be spelled out.
#[must_use]
pub fn contains(word: &str) -> bool {
    WORDS.contains(word)
}

/// The lines of a word list without empty ones and comments.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn spellings(word: &str) -> [String; 3] {
    let swiss = word.replace('ß', "ss");
    let spelled_out = swiss.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    [word.to_owned(), swiss, spelled_out]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_grammar_are_stop_words() {
        for word in ["der", "und", "für", "fuer", "ausser", "außer", "nicht", "gegen", "müssen"] {
            assert!(contains(word), "{word}");
        }
        for word in ["schön", "kanzler", "uber", "krieg", "", "#"] {
            assert!(!contains(word), "{word}");
        }
    }

    #[test]
    fn the_list_is_in_lower_case() {
        assert!(WORDS.iter().all(|word| word.chars().all(char::is_lowercase)));
    }
}
