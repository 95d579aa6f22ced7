//! Markdown to an article: headings, paragraphs, quotes, list items, pictures; markup is dropped, words stay.

use super::{fields::Fields, front_matter::FrontMatter, rendered::Rendered};
use crate::article::{Article, BlockKind, Moment, collapse_white_space};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads a Markdown body with the keys before it.
///
/// The article's text is the rendered words: the lead first when one is given (unless the body begins with it), then
/// every block, parted by an empty line.
#[must_use]
pub(super) fn read(matter: &FrontMatter<'_>, crawled: Option<&Moment>) -> Article {
    let fields = Fields::of(&matter.keys, crawled);
    let mut article = Article::default();
    fields.fill(&mut article);
    article.warnings.extend(matter.warning.clone());
    let mut blocks = Reader::new(article.title.is_empty()).read(matter.body);
    article.title = if article.title.is_empty() { std::mem::take(&mut blocks.title) } else { article.title };
    let Rendered { text, blocks } = rendered(fields.lead(), blocks, &article.title);
    Article { text, blocks, ..article }
}

fn rendered(lead: Option<String>, mut read: Blocks, title: &str) -> Rendered {
    let mut rendered = Rendered::default();
    let same = |block: &(BlockKind, String)| block.0 == BlockKind::Paragraph && lead.as_ref() == Some(&block.1);
    if read.blocks.first().is_some_and(same) {
        read.blocks[0].0 = BlockKind::Lead;
    } else if let Some(lead) = &lead {
        rendered.push(BlockKind::Lead, lead);
    }
    for (kind, words) in read.blocks {
        // The title is often said again as the first heading.
        if kind != BlockKind::Heading || words != title {
            rendered.push(kind, &words);
        }
    }
    rendered
}

/// What the body holds.
#[derive(Default)]
struct Blocks {
    title: String,
    blocks: Vec<(BlockKind, String)>,
}

/// Gathers words until a block ends.
struct Reader {
    wants_title: bool,
    words: String,
    captions: Vec<String>,
    picture: Option<Picture>,
    read: Blocks,
}

struct Picture {
    title: String,
    alternative: String,
}

impl Reader {
    fn new(wants_title: bool) -> Self {
        Self { wants_title, words: String::new(), captions: Vec::new(), picture: None, read: Blocks::default() }
    }

    fn read(mut self, body: &str) -> Blocks {
        for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            self.take(event);
        }
        self.end_block(BlockKind::Paragraph);
        self.read
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.say(&words),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::Rule => self.end_block(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        match &mut self.picture {
            Some(picture) => picture.alternative.push_str(words),
            None => self.words.push_str(words),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { title, .. } => {
                self.picture = Some(Picture { title: title.to_string(), alternative: String::new() })
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::CodeBlock(_)
            | Tag::Table(_) => {
                self.end_block(BlockKind::Paragraph);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.end_picture(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::TableCell => self.words.push(' '),
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_) => {
                self.end_block(BlockKind::Paragraph);
            }
            _ => {}
        }
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        self.captions.push(if picture.title.is_empty() { picture.alternative } else { picture.title });
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        if level == HeadingLevel::H1 && self.wants_title && self.read.title.is_empty() {
            self.read.title = collapse_white_space(&std::mem::take(&mut self.words));
        }
        self.end_block(BlockKind::Heading);
    }

    /// Keeps the words gathered so far as a block, then the captions of pictures among them.
    fn end_block(&mut self, kind: BlockKind) {
        let words = collapse_white_space(&std::mem::take(&mut self.words));
        let captions = std::mem::take(&mut self.captions)
            .into_iter()
            .map(|caption| (BlockKind::Caption, collapse_white_space(&caption)));
        let blocks = std::iter::once((kind, words)).chain(captions).filter(|(_, words)| !words.is_empty());
        self.read.blocks.extend(blocks);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::front_matter;
    use proptest::prelude::*;

    fn article(text: &str) -> Article {
        let plain = FrontMatter { keys: serde_json::Map::new(), body: text, warning: None };
        read(&front_matter::split(text).unwrap_or(plain), None)
    }

    fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
        article.blocks.iter().map(|block| (block.kind, article.slice(block.span))).collect()
    }

    #[test]
    fn front_matter_and_body_become_an_article() {
        let article = article(
            "---\ntitle: Die Brücke\noutlet: Küstenbote\nlead: Der Rat baut neu.\nlang: de\n---\n# Die Brücke\n\nDer *Rat* hat [am Montag](https://x.example)\nbeschlossen.\n\n## Kosten\n\n![Der Hafen](h.jpg \"Der Hafen. Foto: Lindner\")\n\n> Zu teuer!\n\n- erstens\n- zweitens `x`\n",
        );
        use BlockKind::{Caption, Heading, Lead, Paragraph};
        assert_eq!((article.title.as_str(), article.language.as_deref()), ("Die Brücke", Some("de")));
        assert_eq!(
            blocks(&article),
            [
                (Lead, "Der Rat baut neu."),
                (Paragraph, "Der Rat hat am Montag beschlossen."),
                (Heading, "Kosten"),
                (Caption, "Der Hafen. Foto: Lindner"),
                (Paragraph, "Zu teuer!"),
                (Paragraph, "erstens"),
                (Paragraph, "zweitens x"),
            ]
        );
    }

    #[test]
    fn the_first_heading_is_the_title_and_a_repeated_lead_stands_once() {
        let article =
            article("---\nteaser: Der Rat baut neu.\n---\n# Die Brücke\n\nDer Rat baut neu.\n\nMehr folgt.\n");
        assert_eq!(article.title, "Die Brücke");
        assert_eq!(blocks(&article), [(BlockKind::Lead, "Der Rat baut neu."), (BlockKind::Paragraph, "Mehr folgt.")]);
    }

    proptest! {
        #[test]
        fn any_markdown_gives_ordered_spans(text in "[a-zä#*>`!\\[\\]() |\n-]{0,200}") {
            let article = article(&text);
            let mut last = 0;
            for block in &article.blocks {
                prop_assert!(block.span.start >= last && article.text.get(block.span.start..block.span.end).is_some());
                last = block.span.end;
            }
        }
    }
}
