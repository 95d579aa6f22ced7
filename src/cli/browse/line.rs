//! A line being typed.

use crate::cli::browse::key::Key;

/// Text and a cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    chars: Vec<char>,
    /// Before which character it stands.
    cursor: usize,
}

impl Line {
    /// The line with `text`, the cursor behind it.
    pub(crate) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
        Self { cursor: chars.len(), chars }
    }

    /// What stands in it.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// What stands before the cursor.
    pub(crate) fn before_cursor(&self) -> String {
        self.chars[..self.cursor].iter().collect()
    }

    /// Does what `key` does; true when the text changed.
    pub(crate) fn press(&mut self, key: Key) -> bool {
        let before = self.chars.len();
        match key {
            Key::Char(c) if !c.is_control() => {
                self.chars.insert(self.cursor, c);
                self.cursor += 1;
            }
            Key::Backspace if self.cursor > 0 => self.delete(self.cursor - 1),
            Key::Delete if self.cursor < before => self.delete(self.cursor),
            Key::Ctrl('w') => self.delete(self.word_start()),
            Key::Ctrl('u') => self.delete(0),
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right => self.cursor = (self.cursor + 1).min(before),
            Key::Home | Key::Ctrl('a') => self.cursor = 0,
            Key::End | Key::Ctrl('e') => self.cursor = before,
            _ => {}
        }
        self.chars.len() != before
    }

    /// Deletes from `from` up to the cursor, or the one character at it.
    fn delete(&mut self, from: usize) {
        let end = if from == self.cursor { (from + 1).min(self.chars.len()) } else { self.cursor };
        if self.cursor > 0 || from < end {
            self.chars.drain(from..end);
            self.cursor = from;
        }
    }

    /// Where the word before the cursor begins.
    fn word_start(&self) -> usize {
        let before = &self.chars[..self.cursor];
        let word = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
        before[..word].iter().rposition(|c| c.is_whitespace()).map_or(0, |space| space + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(line: &str, keys: &[Key]) -> (String, String) {
        let mut line = Line::new(line);
        for key in keys {
            line.press(*key);
        }
        (line.text(), line.before_cursor())
    }

    #[test]
    fn keys_do_what_they_do_in_a_shell() {
        for (line, keys, text, before) in [
            ("größ", vec![Key::Char('e')], "größe", "größe"),
            ("größe", vec![Key::Left, Key::Backspace], "gröe", "grö"),
            ("größe", vec![Key::Home, Key::Delete], "röße", ""),
            ("größe", vec![Key::End, Key::Delete], "größe", "größe"),
            ("größe", vec![Key::Home, Key::Backspace], "größe", ""),
            ("rote Brücke", vec![Key::Ctrl('w')], "rote ", "rote "),
            ("rote  ", vec![Key::Ctrl('w')], "", ""),
            ("rote Brücke", vec![Key::Left, Key::Ctrl('u')], "e", ""),
            ("", vec![Key::Ctrl('w'), Key::Ctrl('u'), Key::Left, Key::Right], "", ""),
            ("a\u{1b}b", vec![Key::Char('\u{7}')], "ab", "ab"),
        ] {
            assert_eq!(typed(line, &keys), (text.into(), before.into()), "{line:?} {keys:?}");
        }
    }

    proptest! {
        #[test]
        fn no_key_leads_outside(text in ".{0,8}", keys in prop::collection::vec(0..10usize, 0..40)) {
            let known = [
                Key::Char('ß'), Key::Backspace, Key::Delete, Key::Left, Key::Right, Key::Home, Key::End,
                Key::Ctrl('w'), Key::Ctrl('u'), Key::Char(' '),
            ];
            let mut line = Line::new(&text);
            for key in keys {
                let before = line.text();
                let changed = line.press(known[key]);
                prop_assert_eq!(changed, line.text() != before);
                prop_assert!(line.text().starts_with(&line.before_cursor()));
            }
        }
    }
}
