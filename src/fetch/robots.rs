//! robots.txt, as RFC 9309 has it: the group for our name, else the one for all; the longest rule that fits decides.

use std::time::Duration;

/// More is not read of a robots.txt (bytes; the RFC asks for at least 500 KiB).
pub(super) const LARGEST: usize = 512 * 1024;

/// What a host permits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    /// The pause that the host asks for (`Crawl-delay`, which the RFC does not know but many hosts use).
    pub delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: String,
}

impl Rules {
    /// Reads a file; lines that say nothing known are passed over. `product` is our name.
    pub fn parse(text: &str, product: &str) -> Self {
        let groups = groups(text);
        let product = product.to_lowercase();
        let speaks_to =
            |name: &str| merged(groups.iter().filter(|group| group.agents.iter().any(|agent| agent == name)));
        speaks_to(&product).or_else(|| speaks_to("*")).unwrap_or_default()
    }

    /// Whether a path with its query may be fetched.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        // Among rules of one length the one that permits wins.
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// Rules with the names that they are for.
#[derive(Default)]
struct Group {
    agents: Vec<String>,
    rules: Rules,
    /// Once a rule stands, the next name opens another group.
    has_rules: bool,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        if key == "user-agent" {
            name(&mut groups, value);
        } else if let Some(group) = groups.last_mut() {
            group.take(&key, value);
        }
    }
    groups
}

fn name(groups: &mut Vec<Group>, value: &str) {
    if groups.last().is_none_or(|group| group.has_rules) {
        groups.push(Group::default());
    }
    if let Some(group) = groups.last_mut() {
        // Only the product counts: `Fundstelle/1.0` speaks to us too.
        group.agents.push(value.split(['/', ' ']).next().unwrap_or_default().to_lowercase());
    }
}

impl Group {
    fn take(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" => {
                self.has_rules = true;
                // An empty rule forbids nothing.
                if !value.is_empty() {
                    self.rules.rules.push(Rule { allows: key == "allow", pattern: normal(value) });
                }
            }
            "crawl-delay" => {
                self.has_rules = true;
                let seconds = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                self.rules.delay = seconds.or(self.rules.delay);
            }
            _ => {}
        }
    }
}

/// All groups for one name are one group.
fn merged<'g>(groups: impl Iterator<Item = &'g Group>) -> Option<Rules> {
    groups.fold(None, |merged: Option<Rules>, group| {
        let mut rules = merged.unwrap_or_default();
        rules.rules.extend(group.rules.rules.iter().cloned());
        rules.delay = rules.delay.max(group.rules.delay);
        Some(rules)
    })
}

/// `*` stands for anything, `$` at the end for the end. Linear in the path for every part of the pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !whole || rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if whole { rest.ends_with(last) } else { rest.contains(last) }
}

/// Letters beyond ASCII as addresses write them, escapes in capitals, escapes of plain letters resolved.
fn normal(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let escaped = path.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => normal.push(byte.into()),
            Some(byte) => normal.push_str(&format!("%{byte:02X}")),
            None if bytes[at].is_ascii() => normal.push(bytes[at].into()),
            None => normal.push_str(&format!("%{:02X}", bytes[at])),
        }
        at += if escaped.is_some_and(|digits| u8::from_str_radix(digits, 16).is_ok()) { 3 } else { 1 };
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(robots: &str, cases: &[(&str, bool)]) {
        let rules = Rules::parse(robots, "Fundstelle");
        for (path, allowed) in cases {
            assert_eq!(rules.allows(path), *allowed, "{path} by {robots:?}");
        }
    }

    #[test]
    fn the_longest_rule_decides() {
        check(
            "User-agent: *\nDisallow: /intern\nAllow: /intern/presse\nDisallow: /*.pdf$\nDisallow: /suche?\nAllow: /gleich\nDisallow: /gleich\n",
            &[
                ("/", true),
                ("/intern/x", false),
                ("/internat", false),
                ("/intern/presse/1", true),
                ("/a/b.pdf", false),
                ("/a/b.pdf?x", true),
                ("/suche?q=1", false),
                ("/suche", true),
                ("/gleich", true),
            ],
        );
    }

    #[test]
    fn our_own_group_goes_before_the_one_for_all() {
        let robots = "\u{feff}user-agent: andere\nUSER-AGENT: FUNDSTELLE/2 # wir\ndisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: fundstelle\nDisallow: /b\nCrawl-delay: 2.5\n";
        check(robots, &[("/a", false), ("/b", false), ("/c", true)]);
        assert_eq!(Rules::parse(robots, "fundstelle").delay, Some(Duration::from_millis(2500)));
        assert_eq!(Rules::parse(robots, "jemand").delay, None);
        assert!(!Rules::parse(robots, "jemand").allows("/c"));
    }

    #[test]
    fn odd_files_permit_what_they_do_not_forbid() {
        for robots in
            ["", "Disallow: /", "User-agent: *\nDisallow:", "<html>404</html>", "User-agent: anders\nDisallow: /"]
        {
            check(robots, &[("/a", true)]);
        }
        check(
            "User-agent: *\nCrawl-delay: viel\nUnbekannt: x\nDisallow: /ä/\n",
            &[("/%C3%A4/x", false), ("/%c3%a4/", false)],
        );
        check("User-agent: *\nDisallow: /%7Eada/\n", &[("/~ada/x", false)]);
        check("User-agent: *\nDisallow: *\n", &[("/a", false)]);
        check(
            "User-agent: *\nDisallow: /a*b*c$\n",
            &[("/a-b-c", false), ("/a-b-c-d", true), ("/a-c", true), ("/abcbc", false)],
        );
    }

    proptest! {
        #[test]
        fn any_file_and_path_are_judged(robots in "(User-agent: \\*\n|(Dis)?allow: [/a*$%é2]{0,9}\n|Crawl-delay: [0-9.e-]{0,4}\n|x){0,9}", path in "/[a-c/%é]{0,9}") {
            let _ = Rules::parse(&robots, "fundstelle").allows(&path);
        }
    }
}
