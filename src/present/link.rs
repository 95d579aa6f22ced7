//! Links of a terminal (OSC 8): a title that opens its article.

use crate::present::Style;
use url::Url;

impl Style {
    /// `text` as a link to `target`, where this style has links and there is a target.
    pub(crate) fn linked(&self, text: &str, target: Option<&str>) -> String {
        match target.filter(|_| self.links) {
            Some(target) => format!("\u{1b}]8;;{target}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            None => text.to_owned(),
        }
    }
}

/// Where an article can be opened: its web address, else its file; of visible ASCII characters only.
pub(crate) fn target(url: Option<&str>, path: Option<&str>) -> Option<String> {
    let web = url.and_then(|url| Url::parse(url).ok()).filter(|url| matches!(url.scheme(), "http" | "https"));
    let target = web.or_else(|| Url::from_file_path(path?).ok())?;
    Some(target.into()).filter(|target: &String| target.chars().all(|c| c.is_ascii_graphic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_opened_on_the_web_or_as_a_file() {
        for (url, path, opened) in [
            (Some("https://bote.example/a b"), Some("/a.txt"), Some("https://bote.example/a%20b")),
            (Some("javascript:alert(1)"), Some("/ä b.txt"), Some("file:///%C3%A4%20b.txt")),
            (Some("urn:newsml:1"), None, None),
            (None, Some("artikel/a.txt"), None),
            (None, Some("/a\u{1b}]8;;x"), Some("file:///a%1B]8;;x")),
            (Some("https://bote.example/\u{1b}\\\u{7}"), None, Some("https://bote.example/%1B/")),
        ] {
            assert_eq!(target(url, path).as_deref(), opened, "{url:?} {path:?}");
        }
    }

    #[test]
    fn a_link_wraps_its_text_where_there_are_links() {
        let linked = Style::PLAIN.with_links(true).linked("Titel", Some("https://bote.example/"));
        assert_eq!(linked, "\u{1b}]8;;https://bote.example/\u{1b}\\Titel\u{1b}]8;;\u{1b}\\");
        assert_eq!(Style::PLAIN.linked("Titel", Some("https://bote.example/")), "Titel");
        assert_eq!(Style::PLAIN.with_links(true).linked("Titel", None), "Titel");
    }
}
