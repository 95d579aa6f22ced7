//! Options that bound what an input may unpack to, and sizes as people write them (`500M`).

use crate::source::Limits;

/// How far packed inputs may grow.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "For packed inputs and archives")]
pub(crate) struct LimitArgs {
    /// Largest page, message, line or row, unpacked, like 500M [default: 64M]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_article: Option<u64>,
    /// What one input may unpack to, like 20G [default: 256G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_unpacked: Option<u64>,
    /// How many times its size an input may unpack to, beyond 64 MiB [default: 500]
    #[arg(long, value_name = "N")]
    max_ratio: Option<u64>,
    /// How many packings and archives may lie in one another [default: 6]
    #[arg(long, value_name = "N")]
    max_depth: Option<usize>,
}

impl From<LimitArgs> for Limits {
    fn from(args: LimitArgs) -> Self {
        let usual = Self::default();
        Self {
            article: args.max_article.unwrap_or(usual.article),
            unpacked: args.max_unpacked.unwrap_or(usual.unpacked),
            ratio: args.max_ratio.unwrap_or(usual.ratio),
            depth: args.max_depth.unwrap_or(usual.depth),
        }
    }
}

/// Bytes, or with `K`, `M`, `G` that many times 1024, 1024², 1024³.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "expected a size like 500M or 20G".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let power = match text[digits.len()..].to_ascii_uppercase().trim_end_matches("IB").trim_end_matches('B') {
        "" => 0,
        "K" => 1,
        "M" => 2,
        "G" => 3,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1024_u64.pow(power)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        for (text, expected) in [
            ("7", Some(7)),
            ("2K", Some(2048)),
            ("64M", Some(64 * 1024 * 1024)),
            ("1GiB", Some(1024 * 1024 * 1024)),
            ("1gb", Some(1024 * 1024 * 1024)),
            ("M", None),
            ("5T", None),
            ("99999999999G", None),
        ] {
            assert_eq!(size(text).ok(), expected, "{text}");
        }
    }
}
