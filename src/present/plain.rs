//! Text that can do nothing to a terminal.
//!
//! Titles, texts, names and paths come from anywhere; a control character in one could move the cursor, change what
//! stands on the screen, or send keys. Everything made here for reading goes through [`plain`]; [`harmless`] is the
//! second door, for whole lines with our own colours and links in them.

use std::borrow::Cow;

/// Text without effect: control characters and bidirectional overrides become `\u{fffd}`, line ends and tabs a space.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The character that is shown for `c`.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if acts(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// True for a character that does something else than be seen: C0 and C1 controls, and those that turn the order of
/// what follows (Unicode Standard Annex 9, explicit formatting characters).
fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Lines of data for a terminal: as [`plain`], but line ends and tabs stay.
#[must_use]
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    let kept = |c: char| matches!(c, '\n' | '\t') || visible(c) == c;
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if kept(c) { c } else { visible(c) }).collect())
}

/// Lines with our own colours and links, for a terminal: as [`plain_lines`], but sequences that set colours (SGR) and
/// links (OSC 8) stay.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return plain_lines(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, after) = rest.split_at(at);
        out += &plain_lines(before);
        let sequence = colour(after).or_else(|| link(after)).unwrap_or_default();
        if sequence.is_empty() {
            out.push(char::REPLACEMENT_CHARACTER);
        }
        out += sequence;
        rest = &after[sequence.len().max(1)..];
    }
    out += &plain_lines(rest);
    Cow::Owned(out)
}

/// `ESC [ digits and semicolons m` at the start of `text`.
fn colour(text: &str) -> Option<&str> {
    let body = text.strip_prefix("\u{1b}[")?;
    let end = body.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    body[end..].starts_with('m').then(|| &text[..2 + end + 1])
}

/// `ESC ] 8 ; ; address ESC \` at the start of `text`; the address is of visible ASCII characters.
fn link(text: &str) -> Option<&str> {
    let body = text.strip_prefix("\u{1b}]8;;")?;
    let end = body.find(|c: char| !c.is_ascii_graphic())?;
    body[end..].starts_with("\u{1b}\\").then(|| &text[..5 + end + 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        for (text, shown) in [
            ("rot\u{1b}[31m\u{202e}tor", "rot\u{fffd}[31m\u{fffd}tor"),
            ("C1: \u{9b}31m, DEL: \u{7f}, Glocke: \u{7}", "C1: \u{fffd}31m, DEL: \u{fffd}, Glocke: \u{fffd}"),
            ("zwei\nZeilen\tund\u{2028}drei", "zwei Zeilen und drei"),
            ("\u{2066}isoliert\u{2069}", "\u{fffd}isoliert\u{fffd}"),
            ("Grüße – „alles gut“ 😀", "Grüße – „alles gut“ 😀"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }

    #[test]
    fn only_our_own_sequences_pass() {
        for (text, shown) in [
            ("\u{1b}[1mfett\u{1b}[0m\n", "\u{1b}[1mfett\u{1b}[0m\n"),
            (
                "\u{1b}]8;;https://a.example/\u{1b}\\hier\u{1b}]8;;\u{1b}\\",
                "\u{1b}]8;;https://a.example/\u{1b}\\hier\u{1b}]8;;\u{1b}\\",
            ),
            ("\u{1b}[2Jweg", "\u{fffd}[2Jweg"),
            ("\u{1b}]0;Titel\u{7}", "\u{fffd}]0;Titel\u{fffd}"),
            ("\u{1b}]8;;https://a.example/\u{7}", "\u{fffd}]8;;https://a.example/\u{fffd}"),
            ("\u{1b}]52;c;eA==\u{1b}\\", "\u{fffd}]52;c;eA==\u{fffd}\\"),
            ("am Ende \u{1b}", "am Ende \u{fffd}"),
            ("\u{1b}[31", "\u{fffd}[31"),
            ("a\tb\n\u{9b}", "a\tb\n\u{fffd}"),
        ] {
            assert_eq!(harmless(text), shown, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_passes_holds_no_other_control(text in "[a\u{1b}\u{9b}\u{7}\n\t\\[\\]8;:m\\\\0\u{202e}ü]{0,40}") {
            let passed = harmless(&text);
            let mut rest = &*passed;
            while let Some(at) = rest.find(|c| acts(c) && c != '\n' && c != '\t') {
                let sequence = colour(&rest[at..]).or_else(|| link(&rest[at..]));
                prop_assert!(sequence.is_some(), "{passed:?}");
                rest = &rest[at + sequence.map_or(1, str::len)..];
            }
            prop_assert!(plain(&text).chars().all(|c| !acts(c)));
            prop_assert_eq!(plain(&text).chars().count(), text.chars().count());
        }
    }
}
