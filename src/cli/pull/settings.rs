//! How politely and how patiently `pull` fetches: options of its own, with bounds that keep typos harmless.

use crate::fetch::Options;
use std::time::Duration;

/// Fetching.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct Settings {
    /// At most so many requests a minute to one host; its robots.txt may ask for fewer
    #[arg(long, value_name = "N", default_value_t = 60.0, value_parser = rate)]
    rate: f64,
    /// Hosts that are asked side by side
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    hosts: u16,
    /// A whole answer has to come within so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    timeout: f64,
    /// A connection has to come about within so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    connect_timeout: f64,
    /// Try what fails for a while so many times again in this run
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(..=10))]
    retries: u32,
    /// Wait so many seconds before the first new try; then twice as long each time
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = seconds)]
    backoff: f64,
    /// Wait no longer than this, whatever a host asks for; it is then left for a later run
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    longest_wait: f64,
    /// The largest answer, packed or unpacked
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_size: u64,
    /// Follow so many redirects
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(..=50))]
    max_redirects: u16,
    /// What the program calls itself; add where you can be reached
    #[arg(long, value_name = "TEXT", value_parser = user_agent, default_value = concat!("fundstelle/", env!("CARGO_PKG_VERSION")))]
    user_agent: String,
}

impl Settings {
    pub(crate) fn options(&self) -> Options {
        Options {
            user_agent: self.user_agent.clone(),
            connect_timeout: Duration::from_secs_f64(self.connect_timeout),
            timeout: Duration::from_secs_f64(self.timeout),
            retries: self.retries,
            backoff: Duration::from_secs_f64(self.backoff),
            longest_wait: Duration::from_secs_f64(self.longest_wait),
            redirects: usize::from(self.max_redirects),
            largest: self.max_size << 20,
            pause: pause(self.rate),
            hosts_at_once: usize::from(self.hosts),
            proxy_from_environment: true,
            ..Options::default()
        }
    }
}

/// The pause between two requests at so many a minute.
pub(crate) fn pause(rate: f64) -> Duration {
    Duration::from_secs_f64(60.0 / rate)
}

/// Whether a number can be a rate: from one a day to a thousand a second.
pub(crate) fn is_rate(rate: f64) -> bool {
    (0.0006..=60_000.0).contains(&rate)
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| is_rate(*rate));
    rate.ok_or_else(|| "expected requests a minute, like 60 or 0.5".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds.ok_or_else(|| "expected seconds, like 30 or 0.5".to_owned())
}

fn user_agent(text: &str) -> Result<String, String> {
    let sound = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(|c| matches!(c, ' '..='~'));
    sound
        .then(|| text.to_owned())
        .ok_or_else(|| "expected a name in plain letters, like fundstelle/1.0 (+me@house.example)".to_owned())
}
