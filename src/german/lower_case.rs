//! Lower case: the step that makes sentence beginnings and nouns meet.

/// The lower-case form; umlauts, ß and accents stay.
///
/// Other than the standard library's, it gives the Turkish `İ` as one plain `i`, so that the form stays composed.
#[must_use]
pub fn lower_case(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.to_lowercase();
    if lower.contains("i\u{307}") { lower.replace("i\u{307}", "i") } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_lower_case_and_keep_their_letters() {
        for (word, expected) in [
            ("", ""),
            ("Kanzler", "kanzler"),
            ("ÖPNV", "öpnv"),
            ("STRAẞE", "straße"),
            ("Straße", "straße"),
            ("İstanbul", "istanbul"),
            ("ΟΔΟΣ", "οδος"),
        ] {
            assert_eq!(lower_case(word), expected);
        }
    }
}
