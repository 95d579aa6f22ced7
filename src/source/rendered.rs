//! An article's text put together block by block, for formats whose file is not the text itself.

use crate::article::{Block, BlockKind, Span, collapse_white_space};

/// What stands between two blocks.
const GAP: &str = "\n\n";

/// A text under construction, and what stands where in it.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub text: String,
    pub blocks: Vec<Block>,
}

impl Rendered {
    /// Appends a block of one line; what is empty is left out.
    pub fn push(&mut self, kind: BlockKind, words: &str) {
        let words = collapse_white_space(words);
        self.push_verbatim(kind, &words);
    }

    /// Appends a text as it stands and gives its place.
    pub fn append(&mut self, text: &str) -> Span {
        if !self.text.is_empty() {
            self.text.push_str(GAP);
        }
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Appends a text with line breaks of its own as several blocks, one a paragraph.
    pub fn push_paragraphs(&mut self, text: &str) {
        let place = self.append(text);
        let spans = paragraphs(text).into_iter();
        self.blocks.extend(spans.map(|span| Block { kind: BlockKind::Paragraph, span: span.shifted(place.start) }));
    }

    /// Makes the first paragraph the lead when it says the same, else puts the lead in front of what follows.
    pub fn begins_with(lead: Option<&str>, text: &str) -> bool {
        let same = |lead: &str| !lead.is_empty() && collapse_white_space(text).starts_with(&collapse_white_space(lead));
        lead.is_some_and(same)
    }

    fn push_verbatim(&mut self, kind: BlockKind, words: &str) {
        if !words.is_empty() {
            let span = self.append(words);
            self.blocks.push(Block { kind, span });
        }
    }
}

/// Lines shorter than this are not paragraphs of their own (characters).
const SHORTEST_LINE_PARAGRAPH: usize = 40;

/// The paragraphs of a plain text: parted by empty lines, and by single line breaks when the lines read like paragraphs.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for group in groups(text) {
        let lines = lines_of(text, group);
        if lines.len() > 1 && lines.iter().all(|line| reads_as_paragraph(&text[line.start..line.end])) {
            spans.extend(lines);
        } else {
            spans.push(group);
        }
    }
    spans
}

/// Stretches between empty lines.
fn groups(text: &str) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    let mut after_blank = true;
    for line in lines_of(text, Span::new(0, text.len())) {
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        match groups.last_mut() {
            Some(group) if !after_blank => group.end = line.end,
            _ => groups.push(line),
        }
        after_blank = false;
    }
    groups
}

/// The lines of a stretch, trimmed.
fn lines_of(text: &str, within: Span) -> Vec<Span> {
    let mut start = within.start;
    let lines = text[within.start..within.end].split_inclusive('\n').map(|line| {
        let lead = line.len() - line.trim_start().len();
        let trimmed = line.trim();
        let begin = if trimmed.is_empty() { start } else { start + lead };
        start += line.len();
        Span::new(begin, begin + trimmed.len())
    });
    lines.collect()
}

fn reads_as_paragraph(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '“', '”', '«', '»', ')', '\'', '‘', '’']);
    line.chars().count() >= SHORTEST_LINE_PARAGRAPH && end.ends_with(['.', '!', '?', '…', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn paragraphs_are_parted_where_they_end() {
        let long = "Der Rat der Stadt hat die neue Brücke am Montag beschlossen.";
        for (text, expected) in [
            ("eins\n\nzwei\n \n\ndrei", vec!["eins", "zwei", "drei"]),
            ("hart\numbrochen bis hier.", vec!["hart\numbrochen bis hier."]),
            (&format!("{long}\n{long}"), vec![long, long]),
            ("  \n\n", vec![]),
        ] {
            assert_eq!(texts(text), expected);
        }
    }

    proptest! {
        #[test]
        fn paragraphs_are_ordered_and_trimmed(text in "[a-zä. \n\r\t]{0,200}") {
            let mut last = 0;
            for span in paragraphs(&text) {
                prop_assert!(span.start >= last && !span.is_empty());
                prop_assert_eq!(text[span.start..span.end].trim(), &text[span.start..span.end]);
                last = span.end;
            }
        }
    }
}
