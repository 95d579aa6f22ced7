//! How politely and how patiently the fetcher works.

use std::time::Duration;

/// The fetcher's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What the fetcher calls itself; its first word up to `/` is the name that robots.txt may speak to.
    pub user_agent: String,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// How long one request may take from its beginning to the last byte of the answer.
    pub timeout: Duration,
    /// How often a request that fails for a while is tried again.
    pub retries: u32,
    /// The first wait before trying again; it doubles every time.
    pub backoff: Duration,
    /// No wait is longer; a host that asks for more is left alone.
    pub longest_wait: Duration,
    /// Redirects that are followed from one address.
    pub redirects: usize,
    /// The largest answer, as it comes and again when it is unpacked (bytes).
    pub largest: u64,
    /// Pause between two requests to one host; its robots.txt may ask for more, up to `longest_wait`.
    pub pause: Duration,
    /// How many hosts are asked side by side.
    pub hosts_at_once: usize,
    /// Failures in a row after which a host is not asked any more.
    pub patience: u32,
    /// Whether `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are heeded.
    pub proxy_from_environment: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: concat!("fundstelle/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            retries: 2,
            backoff: Duration::from_secs(2),
            longest_wait: Duration::from_secs(60),
            redirects: 10,
            largest: 32 << 20,
            pause: Duration::from_secs(1),
            hosts_at_once: 8,
            patience: 3,
            proxy_from_environment: false,
        }
    }
}

impl Options {
    /// The name that groups of robots.txt are compared with.
    pub(super) fn product(&self) -> &str {
        self.user_agent.split(['/', ' ']).next().unwrap_or_default()
    }
}
