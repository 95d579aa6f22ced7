//! One request, one answer: the adapter of the HTTP crate, which does nothing by itself that others here decide.

use super::{Address, Error, Options, Validators, body, retry};
use std::io;
use std::time::Duration;
use ureq::{Agent, Proxy, http};

/// What is preferred, and what is taken as well.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,\
                      application/xml;q=0.9,*/*;q=0.5";

/// Asks hosts; never redirects, retries or unpacks on its own.
pub(super) struct Client {
    agent: Agent,
    timeout: Duration,
    largest: u64,
}

/// An answer, of whatever status.
pub(super) struct Reply {
    pub status: u16,
    /// Where a redirect leads, as it stands.
    pub location: Option<String>,
    /// How long the host asks to be left alone.
    pub wait: Option<Duration>,
    pub validators: Validators,
    pub kind: Option<String>,
    pub charset: Option<String>,
    /// Read for answers of success only.
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(options: &Options) -> Self {
        let proxy = if options.proxy_from_environment { Proxy::try_from_env() } else { None };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .user_agent(options.user_agent.as_str())
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .timeout_global(Some(options.timeout))
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            .build();
        Self { agent: config.new_agent(), timeout: options.timeout, largest: options.largest }
    }

    /// Asks for an address.
    ///
    /// # Errors
    /// [`Error::Network`], [`Error::Timeout`], [`Error::TooLarge`], [`Error::Packing`]; a status is no error here.
    pub fn get(&self, address: &Address, validators: &Validators) -> Result<Reply, Error> {
        let mut request = self.agent.get(address.as_str());
        for (name, value) in [("if-none-match", &validators.etag), ("if-modified-since", &validators.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call().map_err(|error| self.fault(error))?;
        let status = response.status().as_u16();
        let mut reply = reply(status, response.headers());
        if (200..300).contains(&status) {
            reply.body = self.body(response)?;
        }
        Ok(reply)
    }

    fn body(&self, response: http::Response<ureq::Body>) -> Result<Vec<u8>, Error> {
        let packing = header(response.headers(), "content-encoding");
        if response.body().content_length().is_some_and(|length| length > self.largest) {
            return Err(Error::TooLarge { limit: self.largest });
        }
        let reader = response.into_body().into_with_config().limit(u64::MAX).reader();
        let bytes = body::read(reader, self.largest, |error| self.fault(ureq::Error::from(error)))?;
        body::unpacked(bytes, packing.as_deref(), self.largest)
    }

    fn fault(&self, error: ureq::Error) -> Error {
        match error {
            ureq::Error::Timeout(_) => Error::Timeout(self.timeout),
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Error::Timeout(self.timeout),
            ureq::Error::Io(error) => Error::Network(error.to_string()),
            other => Error::Network(other.to_string()),
        }
    }
}

fn reply(status: u16, headers: &http::HeaderMap) -> Reply {
    let (kind, charset) = content_type(header(headers, "content-type").as_deref());
    let validators = Validators { etag: header(headers, "etag"), last_modified: header(headers, "last-modified") };
    let wait = retry::asked(header(headers, "retry-after").as_deref(), header(headers, "date").as_deref());
    Reply { status, location: header(headers, "location"), wait, validators, kind, charset, body: Vec::new() }
}

/// A header's value; hosts write UTF-8 into them where the standard knows only ASCII.
fn header(headers: &http::HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// `text/html; charset="utf-8"` as type and encoding.
fn content_type(stated: Option<&str>) -> (Option<String>, Option<String>) {
    let mut parts = stated.unwrap_or_default().split(';').map(str::trim);
    let kind = parts.next().filter(|kind| !kind.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_are_taken_apart() {
        for (stated, kind, charset) in [
            (Some("Text/HTML; Charset=\"UTF-8\""), Some("text/html"), Some("UTF-8")),
            (Some("application/xml"), Some("application/xml"), None),
            (Some("; charset=x"), None, Some("x")),
            (None, None, None),
        ] {
            let found = content_type(stated);
            assert_eq!((found.0.as_deref(), found.1.as_deref()), (kind, charset), "{stated:?}");
        }
    }
}
