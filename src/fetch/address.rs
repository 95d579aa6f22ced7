//! Addresses on the web: http and https, nothing else.

use super::Error;
use std::fmt;
use url::Url;

/// An address that can be fetched, without its fragment.
///
/// Hosts on one's own machine or network are allowed: newsrooms have feeds there. Whoever fetches addresses that
/// strangers supply has to check them first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Url);

impl Address {
    /// Reads an absolute address.
    ///
    /// # Errors
    /// [`Error::Address`] when it is none, or of another scheme than http and https (`file:`, `ftp:`).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refused = |reason: String| Error::Address { address: text.to_owned(), reason };
        let mut url = Url::parse(text.trim()).map_err(|error| refused(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused(format!("`{}:` is not fetched, only http and https are", url.scheme())));
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// An address as it stands in a page or a redirect of this one.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub fn join(&self, reference: &str) -> Result<Self, Error> {
        let joined = self.0.join(reference.trim());
        let joined =
            joined.map_err(|error| Error::Address { address: reference.to_owned(), reason: error.to_string() });
        Self::parse(joined?.as_str())
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host, with its port where that is not the usual one: what is asked one request at a time.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Where the host says what may be fetched.
    pub(super) fn robots(&self) -> Self {
        let mut url = self.0.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Self(url)
    }

    /// What robots.txt speaks about.
    pub(super) fn path_and_query(&self) -> String {
        let query = self.0.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.0.path())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_fetched() {
        for (text, expected) in [
            (" https://a.example/x?y=1#z ", Some(("https://a.example/x?y=1", "a.example"))),
            ("http://127.0.0.1:8080", Some(("http://127.0.0.1:8080/", "127.0.0.1:8080"))),
            ("https://a.example:443/", Some(("https://a.example/", "a.example"))),
            ("file:///etc/passwd", None),
            ("ftp://a.example/x", None),
            ("javascript:x", None),
            ("a.example/x", None),
            ("", None),
        ] {
            let read = Address::parse(text).ok();
            let found = read.as_ref().map(|address| (address.as_str(), address.host()));
            assert_eq!(found, expected.map(|(address, host)| (address, host.to_owned())), "{text}");
        }
        let page = Address::parse("https://a.example/x/y?z").unwrap();
        assert_eq!(page.join("../b").unwrap().as_str(), "https://a.example/b");
        assert_eq!(page.robots().as_str(), "https://a.example/robots.txt");
        assert_eq!(page.path_and_query(), "/x/y?z");
        assert!(page.join("file:///x").is_err());
    }
}
