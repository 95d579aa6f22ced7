//! Tag soup to a tree: elements and texts in document order, in time linear in the page and never deeper than a bound.
//!
//! The tokeniser follows the HTML standard. The tree is simpler than a browser's: end tags close what they can, block
//! elements end an open paragraph, list items and table parts end their like, and nothing is moved to another place.
//! Because nodes are only ever appended, the nodes below a node are exactly the numbers that follow it up to its end.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use std::ops::Range;

/// Elements below this depth are kept beside their parent instead of in it, as browsers do.
const DEEPEST: usize = 256;

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that lay out a block of their own; every other one runs within a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A start tag of the first kind ends an open element of the second, but not beyond one of the third.
const ENDS_LIKE: &[(&[&str], &[&str], &[&str])] = &[
    (&["li"], &["li"], &["ul", "ol", "menu"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th"], &["tr", "table"]),
    (&["tr"], &["tr"], &["table"]),
    (&["tbody", "tfoot", "thead"], &["tbody", "tfoot", "thead"], &["table"]),
    (&["option"], &["option"], &["select"]),
    (&["a"], &["a"], BLOCKS),
];

/// The number of a node in its tree, in document order.
pub(super) type Id = usize;

/// A page as nodes.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

struct Node {
    parent: Id,
    children: Vec<Id>,
    /// First number after the nodes below this one.
    end: Id,
    content: Content,
}

enum Content {
    Element { name: String, attributes: Vec<(String, String)> },
    Text(String),
}

impl Tree {
    /// The node that holds everything.
    pub const ROOT: Id = 0;

    /// Builds the tree of a page or of a part of one; no input fails.
    #[must_use]
    pub fn parse(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut builder = Builder::new();
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => builder.start(tag),
                Token::EndTag(tag) => builder.end(&text_of(&tag.name)),
                Token::String(text) => builder.text(&text_of(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        builder.finish()
    }

    /// The element's name in lower case; empty for a text.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element { name, .. } => name,
            Content::Text(_) => "",
        }
    }

    /// The words of a text node.
    pub fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Text(text) => Some(text),
            Content::Element { .. } => None,
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            Content::Text(_) => None,
        }
    }

    pub fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// The node that holds this one; the root holds itself.
    pub fn parent(&self, id: Id) -> Id {
        self.nodes[id].parent
    }

    /// The nodes around this one, from the nearest outwards, without the root.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        let up = |id: Id| Some(self.parent(id)).filter(|parent| *parent != Self::ROOT);
        std::iter::successors(up(id), move |id| up(*id))
    }

    /// The node and those around it, from itself outwards, without the root.
    pub fn with_ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::once(id).chain(self.ancestors(id))
    }

    /// The node and all nodes below it.
    pub fn subtree(&self, id: Id) -> Range<Id> {
        id..self.nodes[id].end
    }

    /// All elements of a name, in document order.
    pub fn elements<'t>(&'t self, name: &'t str) -> impl Iterator<Item = Id> + 't {
        self.subtree(Self::ROOT).filter(move |id| self.name(*id) == name)
    }

    /// All words at and below a node, as they stand, without scripts and styles.
    pub fn words(&self, id: Id) -> String {
        let written = |id: &Id| !matches!(self.name(self.parent(*id)), "script" | "style" | "noscript" | "template");
        self.subtree(id).filter(written).filter_map(|id| self.text(id)).collect()
    }

    /// True when the element lays out a block of its own.
    pub fn is_block(&self, id: Id) -> bool {
        BLOCKS.contains(&self.name(id))
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A tree and its open elements.
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Id>,
    /// Open elements that lie too deep to be kept as such.
    sunk: usize,
}

impl Builder {
    fn new() -> Self {
        let content = Content::Element { name: "#root".to_owned(), attributes: Vec::new() };
        Self { nodes: vec![Node { parent: 0, children: Vec::new(), end: 1, content }], open: vec![Tree::ROOT], sunk: 0 }
    }

    fn innermost(&self) -> Id {
        self.open.last().copied().unwrap_or(Tree::ROOT)
    }

    fn append(&mut self, content: Content) -> Id {
        let (id, parent) = (self.nodes.len(), self.innermost());
        self.nodes.push(Node { parent, children: Vec::new(), end: id + 1, content });
        self.nodes[parent].children.push(id);
        id
    }

    fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element { name, .. } => name,
            Content::Text(_) => "",
        }
    }

    fn text(&mut self, text: &str) {
        self.append(Content::Text(text.to_owned()));
    }

    fn start(&mut self, tag: StartTag<()>) {
        let name = text_of(&tag.name);
        self.end_by_start(&name);
        let value = |(name, value): (HtmlString, html5gum::Spanned<HtmlString, ()>)| (text_of(&name), text_of(&value));
        let attributes = tag.attributes.into_iter().map(value).collect();
        let leaf = VOID.contains(&name.as_str()) || tag.self_closing && !BLOCKS.contains(&name.as_str());
        let id = self.append(Content::Element { name, attributes });
        match () {
            () if leaf => {}
            () if self.open.len() >= DEEPEST => self.sunk += 1,
            () => self.open.push(id),
        }
    }

    /// Ends what a start tag ends without an end tag.
    fn end_by_start(&mut self, name: &str) {
        if self.sunk > 0 {
            return;
        }
        if BLOCKS.contains(&name) {
            self.close_within(&["p"], &["td", "th", "table", "button", "body"]);
        }
        for (_, like, bounds) in ENDS_LIKE.iter().filter(|(starts, ..)| starts.contains(&name)) {
            self.close_within(like, bounds);
        }
    }

    /// Closes the nearest open element of these names, and all within it, unless a bound stands between.
    fn close_within(&mut self, names: &[&str], bounds: &[&str]) {
        for at in (1..self.open.len()).rev() {
            let name = self.name(self.open[at]);
            if names.contains(&name) {
                self.open.truncate(at);
                return;
            }
            if bounds.contains(&name) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        if self.sunk > 0 {
            self.sunk -= 1;
        } else if BLOCKS.contains(&name) {
            let bounds: &[&str] = if matches!(name, "td" | "th" | "tr" | "table") { &[] } else { &["td", "th"] };
            self.close_within(&[name], bounds);
        } else {
            self.close_within(&[name], BLOCKS);
        }
    }

    fn finish(mut self) -> Tree {
        for id in (1..self.nodes.len()).rev() {
            let (parent, end) = (self.nodes[id].parent, self.nodes[id].end);
            self.nodes[parent].end = self.nodes[parent].end.max(end);
        }
        Tree { nodes: self.nodes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree in a short form: `p(Text)`.
    fn shape(tree: &Tree, id: Id) -> String {
        let inner: Vec<String> = tree.children(id).iter().map(|child| shape(tree, *child)).collect();
        match tree.text(id) {
            Some(text) => text.to_owned(),
            None if inner.is_empty() => tree.name(id).to_owned(),
            None => format!("{}({})", tree.name(id), inner.join(" ")),
        }
    }

    #[test]
    fn tag_soup_becomes_a_tree() {
        for (html, expected) in [
            ("<p>a<p>b", "#root(p(a) p(b))"),
            ("<P Class=x>a &amp; <b>b</P>c", "#root(p(a &  b(b)) c)"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "#root(ul(li(a) li(b ul(li(c)))) d)"),
            ("<table><tr><td>a<td>b<tr><td>c</table>", "#root(table(tr(td(a) td(b)) tr(td(c))))"),
            ("<div><p>a</div>b", "#root(div(p(a)) b)"),
            ("a</div>b<br>c<img src=x>d", "#root(a b br c img d)"),
            ("<b><p>a</b>b</p>c", "#root(b(p(a b) c))"),
            ("<a href=1>x<a href=2>y</a>", "#root(a(x) a(y))"),
            ("<script>if (a<b) {\"</p>\"}</script><p>c", "#root(script(if (a<b) {\"</p>\"}) p(c))"),
            ("<p>a<!-- b --", "#root(p(a))"),
            ("", "#root"),
        ] {
            assert_eq!(shape(&Tree::parse(html), Tree::ROOT), expected, "{html}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}Tief{}<p>danach", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = Tree::parse(&deep);
        assert!(tree.subtree(Tree::ROOT).all(|id| tree.ancestors(id).count() <= DEEPEST));
        assert_eq!(tree.words(Tree::ROOT), "Tiefdanach");
        let after = tree.elements("p").next().map(|id| tree.ancestors(id).count());
        assert_eq!(after, Some(0));
    }

    proptest! {
        #[test]
        fn any_soup_gives_a_sound_tree(html in "(<(/?(p|div|li|ul|td|tr|table|b|a|span|script|br)|!--)( class=\"?x)?>?|Wort |&uuml;){0,60}") {
            let tree = Tree::parse(&html);
            for id in tree.subtree(Tree::ROOT) {
                prop_assert!(tree.subtree(tree.parent(id)).contains(&id));
                prop_assert!(tree.children(id).is_sorted());
            }
        }
    }
}
