//! A tree to the blocks of text that a reader sees: paragraphs, headings, list items, rows, captions, in order.

use super::{
    boilerplate,
    tree::{Id, Tree},
};
use crate::article::collapse_white_space;

/// Elements whose words are no text of the page.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "textarea",
    "audio", "video", "canvas", "map", "head", "datalist", "progress", "meter",
];

/// What a block is by its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Paragraph,
    /// A heading of its level, 1 to 6.
    Heading(u8),
    Item,
    Quote,
    /// A row of a table, its cells parted by a space.
    Row,
    Caption,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub role: Role,
    /// Its words, white space collapsed; never empty.
    pub text: String,
    /// Its length in characters.
    pub chars: usize,
    /// How many of them are links.
    pub linked: usize,
    /// How many of them are bold.
    pub bold: usize,
    /// The element that holds it.
    pub node: Id,
}

impl Block {
    /// The share of it that is links.
    pub fn link_share(&self) -> f64 {
        self.linked as f64 / self.chars.max(1) as f64
    }
}

/// The blocks at and below a node.
pub(super) fn blocks(tree: &Tree, within: Id) -> Vec<Block> {
    let mut reader = Reader { tree, line: Line::default(), blocks: Vec::new() };
    reader.enter(within, Place { role: Role::Paragraph, node: within, linked: false, bold: false });
    reader.end_block(Place { role: Role::Paragraph, node: within, linked: false, bold: false });
    reader.blocks
}

/// What surrounds the words being read.
#[derive(Clone, Copy)]
struct Place {
    role: Role,
    node: Id,
    linked: bool,
    bold: bool,
}

/// Words gathered until a block ends; `parts` are what stood between empty lines.
#[derive(Default)]
struct Line {
    parts: Vec<Part>,
    breaks: usize,
}

#[derive(Default)]
struct Part {
    text: String,
    linked: usize,
    bold: usize,
}

struct Reader<'t> {
    tree: &'t Tree,
    line: Line,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn enter(&mut self, id: Id, place: Place) {
        for &child in self.tree.children(id) {
            match self.tree.text(child) {
                Some(text) => self.line.say(text, place),
                None => self.element(child, place),
            }
        }
    }

    fn element(&mut self, id: Id, place: Place) {
        let name = self.tree.name(id);
        if UNREAD.contains(&name) || boilerplate::is_hidden(self.tree, id) {
            return;
        }
        match name {
            "br" => self.line.break_line(),
            "hr" => self.end_block(place),
            "a" => self.enter(id, Place { linked: place.linked || self.tree.attribute(id, "href").is_some(), ..place }),
            "b" | "strong" => self.enter(id, Place { bold: true, ..place }),
            "td" | "th" if place.role == Role::Row => {
                self.enter(id, place);
                self.line.say(" ", place);
            }
            _ if self.tree.is_block(id) => self.block(id, place),
            _ => self.enter(id, place),
        }
    }

    fn block(&mut self, id: Id, place: Place) {
        self.end_block(place);
        let inner = Place { role: self.role(id, place.role), node: id, ..place };
        self.enter(id, inner);
        self.end_block(inner);
    }

    /// What the element makes of the words within: captions and quotes hold all they contain.
    fn role(&self, id: Id, around: Role) -> Role {
        let name = self.tree.name(id);
        match name {
            "blockquote" => Role::Quote,
            "figcaption" => Role::Caption,
            _ if around == Role::Caption => Role::Caption,
            "figure" => Role::Caption,
            _ if boilerplate::is_caption(self.tree, id) => Role::Caption,
            "li" | "dd" | "dt" => Role::Item,
            "tr" if self.is_plain_row(id) => Role::Row,
            "p" | "div" | "span" if around == Role::Quote || around == Role::Item => around,
            _ => match name.as_bytes() {
                [b'h', level @ b'1'..=b'6'] => Role::Heading(level - b'0'),
                _ => Role::Paragraph,
            },
        }
    }

    /// A row of data, not of layout: no cell holds blocks.
    fn is_plain_row(&self, row: Id) -> bool {
        let mut within = self.tree.subtree(row).skip(1);
        within.all(|id| !self.tree.is_block(id) || matches!(self.tree.name(id), "td" | "th"))
    }

    fn end_block(&mut self, place: Place) {
        for part in std::mem::take(&mut self.line).parts {
            let text = collapse_white_space(&part.text.replace(['\u{ad}', '\u{200b}', '\u{feff}'], ""));
            if !text.chars().any(char::is_alphanumeric) {
                continue;
            }
            let chars = text.chars().count();
            let (linked, bold) = (part.linked.min(chars), part.bold.min(chars));
            self.blocks.push(Block { role: place.role, text, chars, linked, bold, node: place.node });
        }
    }
}

impl Part {
    /// A dropped capital is the first letter of the word that follows it, whatever stands between the two in the page.
    fn join_initial(&mut self, next: &str) {
        let mut letters = self.text.trim().chars();
        let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        if initial && next.starts_with(char::is_lowercase) {
            self.text.truncate(self.text.trim_end().len());
        }
    }
}

impl Line {
    fn say(&mut self, text: &str, place: Place) {
        let blank = text.trim().is_empty();
        if self.parts.is_empty() || self.breaks >= 2 && !blank {
            self.parts.push(Part::default());
        }
        let Some(part) = self.parts.last_mut() else { return };
        part.join_initial(text);
        part.text.push_str(text);
        if !blank {
            self.breaks = 0;
            let chars = collapse_white_space(text).chars().count();
            part.linked += if place.linked { chars } else { 0 };
            part.bold += if place.bold { chars } else { 0 };
        }
    }

    fn break_line(&mut self) {
        self.breaks += 1;
        if let Some(part) = self.parts.last_mut() {
            part.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_become_blocks_in_order() {
        use Role::{Caption, Heading, Item, Paragraph, Quote, Row};
        for (html, expected) in [
            (
                "<h2>Kosten</h2><p>Der <b>Kai</b> ist\n teuer.</p>",
                vec![(Heading(2), "Kosten"), (Paragraph, "Der Kai ist teuer.")],
            ),
            (
                "<div>Eins.<p>Zwei.</p>Drei.</div>",
                vec![(Paragraph, "Eins."), (Paragraph, "Zwei."), (Paragraph, "Drei.")],
            ),
            ("<p>Eins.<br><br>Zwei,<br>drei.</p>", vec![(Paragraph, "Eins."), (Paragraph, "Zwei, drei.")]),
            ("<ul><li>Eins<li><p>Zwei</p></ul>", vec![(Item, "Eins"), (Item, "Zwei")]),
            ("<blockquote><p>Zu teuer!</p></blockquote>", vec![(Quote, "Zu teuer!")]),
            ("<table><tr><th>Jahr<td>Tonnen</table>", vec![(Row, "Jahr Tonnen")]),
            ("<table><tr><td><p>Ein Satz.</p></table>", vec![(Paragraph, "Ein Satz.")]),
            (
                "<figure><img><figcaption>Der Kai. <span>Foto: Ada</span></figcaption></figure>",
                vec![(Caption, "Der Kai. Foto: Ada")],
            ),
            ("<p><b>D</b> <i>er Kai</i></p>", vec![(Paragraph, "Der Kai")]),
            ("<p>Vor<script>x</script><button>Teilen</button>&shy;tag</p><p> – </p>", vec![(Paragraph, "Vortag")]),
        ] {
            let found = blocks(&Tree::parse(html), Tree::ROOT);
            let found: Vec<(Role, &str)> = found.iter().map(|block| (block.role, block.text.as_str())).collect();
            assert_eq!(found, expected, "{html}");
        }
    }

    #[test]
    fn links_and_bold_are_counted() {
        let found = blocks(&Tree::parse("<p><a href=/x>Zum Kai</a> und <b>Pier</b></p>"), Tree::ROOT);
        assert_eq!((found[0].linked, found[0].bold, found[0].chars), (7, 4, 16));
    }
}
