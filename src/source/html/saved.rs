//! What browsers and their add-ons write into a page when they save it: its address and the time, in a comment at the top.

use crate::article::Moment;
use crate::source::dates;

/// How far into a page such a comment stands (bytes).
const WITHIN: usize = 4_096;

/// Address and time of a saved page, where the saver wrote them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Saved {
    pub url: Option<String>,
    pub at: Option<Moment>,
}

impl Saved {
    /// Looks into the comments at the top: `saved from url=(0042)https://…`, and lines like `url: …`, `saved date: …`.
    pub fn of(html: &str) -> Self {
        let end = (0..=WITHIN.min(html.len())).rev().find(|at| html.is_char_boundary(*at)).unwrap_or(0);
        let comments = html[..end].split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
        let mut saved = Self::default();
        for comment in comments.filter(|comment| comment.to_lowercase().contains("saved")) {
            saved.url = saved.url.or_else(|| address_in(comment));
            saved.at = saved.at.or_else(|| comment.lines().find_map(time_in));
        }
        saved
    }
}

/// The first web address of a comment.
fn address_in(comment: &str) -> Option<String> {
    let start = comment.find("http://").or_else(|| comment.find("https://"))?;
    let words = comment[start..].split(|c: char| c.is_whitespace() || c == '"').next()?;
    url::Url::parse(words).ok().map(|_| words.to_owned())
}

/// The time in a line that says `date`; browsers write it as `Tue Mar 04 2025 14:05:00 GMT+0100 (…)`.
fn time_in(line: &str) -> Option<Moment> {
    let (label, time) = line.split_once(':')?;
    label.to_lowercase().contains("date").then(|| dates::parse_script(time).or_else(|| dates::parse(time)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn savers_tell_address_and_time() {
        let address = Some("https://hafenpost.example/kai".to_owned());
        for (html, url, at) in [
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0029)https://hafenpost.example/kai -->\n<html>",
                address.clone(),
                None,
            ),
            (
                "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://hafenpost.example/kai \n saved date: Tue Mar 04 2025 14:05:10 GMT+0100 (Mitteleuropäische Normalzeit)\n-->",
                address,
                Some("2025-03-04T14:05:10+01:00".to_owned()),
            ),
            ("<html><!-- see https://hafenpost.example/kai --><p>x", None, None),
            ("<html><!-- saved", None, None),
        ] {
            let saved = Saved::of(html);
            assert_eq!((saved.url, saved.at.map(|at| at.to_string())), (url, at), "{html}");
        }
    }
}
