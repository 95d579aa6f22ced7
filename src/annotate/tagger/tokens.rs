//! Cuts text into the tokens that the tagger labels: words, numbers and single marks.
//!
//! Hyphens are no tokens but join their neighbours: in `SPD-Chef` the name is `SPD`, in `Saudi-Arabien` it is both parts.

use crate::article::Span;

/// What a token consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits and inner apostrophes.
    Word,
    /// Digits alone.
    Number,
    /// A single mark that is no white space.
    Mark,
}

/// A piece of text that carries one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// What it consists of.
    pub kind: TokenKind,
    /// A hyphen alone stands between this token and the one before.
    pub joined: bool,
    /// A line starts here: what came before is another text block.
    pub starts_line: bool,
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Cuts `text` into tokens in order of place, replacing what `tokens` held.
pub fn tokenise(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut cursor = Cursor { text, at: 0, starts_line: true, joined: false };
    while let Some(c) = cursor.peek() {
        if c.is_alphanumeric() {
            let token = cursor.word();
            tokens.push(token);
        } else if c.is_whitespace() {
            cursor.skip_space(c);
        } else if is_hyphen(c) && cursor.joins(tokens.last()) {
            cursor.at += c.len_utf8();
            cursor.joined = true;
        } else {
            let token = cursor.token(cursor.at + c.len_utf8(), TokenKind::Mark);
            tokens.push(token);
        }
    }
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
    starts_line: bool,
    joined: bool,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[at..].chars().next() }
    }

    fn skip_space(&mut self, space: char) {
        self.starts_line |= space == '\n';
        self.at += space.len_utf8();
    }

    fn word(&mut self) -> Token {
        let (mut end, mut kind) = (self.at, TokenKind::Number);
        while let Some(c) = self.char_at(end) {
            if c.is_alphabetic() {
                kind = TokenKind::Word;
            } else if !c.is_alphanumeric() && !self.stays_inside(end, c) {
                break;
            }
            end += c.len_utf8();
        }
        self.token(end, kind)
    }

    /// Soft hyphens, and apostrophes between letters.
    fn stays_inside(&self, at: usize, c: char) -> bool {
        let next = || self.char_at(at + c.len_utf8()).is_some_and(char::is_alphabetic);
        c == SOFT_HYPHEN || (matches!(c, '\'' | '’') && next())
    }

    fn token(&mut self, end: usize, kind: TokenKind) -> Token {
        let token = Token { span: Span::new(self.at, end), kind, joined: self.joined, starts_line: self.starts_line };
        (self.at, self.joined, self.starts_line) = (end, false, false);
        token
    }

    /// True when the hyphen at the cursor stands between two words.
    fn joins(&self, before: Option<&Token>) -> bool {
        let ends_here = before.is_some_and(|token| token.span.end == self.at && token.kind != TokenKind::Mark);
        let width = self.peek().map_or(1, char::len_utf8);
        ends_here && self.char_at(self.at + width).is_some_and(char::is_alphanumeric)
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenise(text, &mut tokens);
        tokens
    }

    #[test]
    fn texts_fall_into_words_numbers_and_marks() {
        for (text, expect) in [
            ("Die SPD-Chefin kam.", vec!["Die", "SPD", "Chefin", "kam", "."]),
            ("Saudi-Arabiens 2.000 Öl-", vec!["Saudi", "Arabiens", "2", ".", "000", "Öl", "-"]),
            ("O’Brien sagt's", vec!["O’Brien", "sagt's"]),
            ("„Ja“", vec!["„", "Ja", "“"]),
            ("", vec![]),
        ] {
            let found = tokens(text);
            assert_eq!(found.iter().map(|token| &text[token.span.start..token.span.end]).collect::<Vec<_>>(), expect);
        }
    }

    #[test]
    fn hyphens_and_lines_are_kept_as_flags() {
        let found = tokens("Rhein-Main\n- Ende");
        assert_eq!(found.iter().map(|token| token.joined).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(found.iter().map(|token| token.starts_line).collect::<Vec<_>>(), [true, false, true, false]);
    }

    proptest! {
        #[test]
        fn tokens_stand_in_order_and_lose_no_letter(text in "[A-Za-zäß0-9\u{ad}'’.„“ \n-]{0,80}") {
            let found = tokens(&text);
            let mut end = 0;
            for token in &found {
                prop_assert!(end <= token.span.start && token.span.start < token.span.end);
                prop_assert!(!text[end..token.span.start].contains(char::is_alphanumeric));
                end = token.span.end;
            }
            prop_assert!(!text[end..].contains(char::is_alphanumeric));
        }
    }
}
