//! Why something could not be fetched.

use std::time::Duration;

/// Why a request gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No address on the web.
    #[error("{address:?} can't be fetched: {reason}")]
    Address {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host's robots.txt does not permit it.
    #[error("the host's robots.txt does not permit it")]
    Forbidden,
    /// Nobody could say what the host permits, and then nothing is (RFC 9309, 2.3.1.4).
    #[error("the host's robots.txt could not be read ({0}), so nothing is fetched there")]
    RobotsUnknown(String),
    /// The host answers, but not with the page.
    #[error("the host answers with status {0}")]
    Status(u16),
    /// The host has too much to do, even after waiting.
    #[error("the host asks to be left alone (status {status})")]
    Overloaded {
        /// 429 or one of the 500s.
        status: u16,
        /// How long, when it says so.
        wait: Option<Duration>,
    },
    /// The answer did not come in time.
    #[error("there was no whole answer within {} s", .0.as_secs_f64())]
    Timeout(Duration),
    /// No connection, or one that broke.
    #[error("the connection failed: {0}")]
    Network(String),
    /// Redirects that lead back.
    #[error("its redirects go round in a circle")]
    Circle,
    /// Redirects without end.
    #[error("it redirects more than {0} times")]
    Redirects(usize),
    /// An answer beyond the bound.
    #[error("the answer is larger than {} MiB", .limit.div_ceil(1024 * 1024))]
    TooLarge {
        /// The bound (bytes).
        limit: u64,
    },
    /// An answer that can't be unpacked.
    #[error("the answer is packed, and that is broken: {0}")]
    Packing(String),
    /// A host that failed so often that it is not asked any more.
    #[error("the host did not answer several times in a row and is left alone")]
    HostDown,
}

impl Error {
    /// Whether it may well work later without anybody doing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::RobotsUnknown(_) | Self::Overloaded { .. } | Self::Timeout(_) | Self::Network(_) | Self::HostDown
        )
    }

    /// How long the host asked to be left alone.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Overloaded { wait, .. } => *wait,
            _ => None,
        }
    }
}
