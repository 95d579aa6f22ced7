//! Who wrote it: `Von Ada Lindner und Jan Behrens, Kiel`, `Autor: …`, a bare name beside the date.

use super::vocabulary::{AGENCIES, FUNCTION_WORDS, ROLES, SECTIONS};
use crate::article::collapse_white_space;
use crate::source::dates;

/// A byline is not longer (characters).
const LONGEST: usize = 140;
/// Names have at most so many words (`Ursula von der Leyen-Schmidt` and titles included).
const MOST_WORDS: usize = 5;

/// What opens a byline, in lower case; the longest first, so that none is cut short.
const OPENERS: &[&str] = &[
    "ein kommentar von",
    "eine analyse von",
    "ein gastbeitrag von",
    "ein beitrag von",
    "ein interview von",
    "eine kolumne von",
    "kommentar von",
    "ein bericht von",
    "ein essay von",
    "eine rezension von",
    "gastkommentar von",
    "interview von",
    "interview:",
    "protokoll:",
    "gastbeitrag von",
    "analyse von",
    "beitrag von",
    "autorin/autor",
    "autor/in",
    "autorin:",
    "autoren:",
    "autor:",
    "text:",
    "aus",
    "von:",
    "von",
];

/// The names in a line that says it is a byline; empty when it does not, or when they are no names.
pub(super) fn names(line: &str) -> Vec<String> {
    if line.chars().count() > LONGEST {
        return Vec::new();
    }
    let line = without_dates(line);
    let fields = line.split(['|', '•', '·']).map(str::trim);
    fields.filter_map(after_opener).map(split_names).find(|names| !names.is_empty()).unwrap_or_default()
}

/// True for a lone `Von`: the names stand on the lines below.
pub(super) fn is_lone_opener(line: &str) -> bool {
    let lower = line.trim_end_matches(':').to_lowercase();
    OPENERS.iter().any(|opener| opener.trim_end_matches(':') == lower) && lower != "aus" && lower != "text"
}

/// The names in a line that holds nothing but names, roles and a date; for lines beside a date or under a lone `Von`.
pub(super) fn bare_names(line: &str) -> Vec<String> {
    if line.chars().count() > LONGEST / 2 {
        return Vec::new();
    }
    let line = without_dates(line);
    let parts: Vec<&str> = line.split(['|', '•', '·', ',']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let names: Vec<String> = parts.iter().flat_map(|part| split_names(part)).collect();
    if names.len() == parts.len() || parts.len() == 1 { names } else { Vec::new() }
}

/// A byline, a lone `Von`, a role, or `Ada Lindner, Klimaforscherin` as it stands under a quotation.
pub(super) fn is_about_people(line: &str) -> bool {
    let lower = line.to_lowercase();
    let role = ROLES.iter().any(|role| lower.starts_with(role)) && line.split_whitespace().count() <= 3;
    let signed = line.split_once(", ").is_some_and(|(name, rest)| {
        is_name(name.trim()) && rest.starts_with(char::is_uppercase) && !rest.contains([',', '.', ':', '?', '!'])
    });
    role || signed || is_lone_opener(line) || !names(line).is_empty()
}

/// The line with every date, its time and `Uhr` cut out.
fn without_dates(line: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for found in dates::find_all(line) {
        rest.push_str(line.get(at..found.start).unwrap_or_default());
        rest.push('|');
        at = found.end;
    }
    rest + line.get(at..).unwrap_or_default()
}

fn after_opener(field: &str) -> Option<&str> {
    let lower = field.to_lowercase();
    let opener = OPENERS.iter().find(|opener| **opener != "aus" && lower.starts_with(**opener))?;
    let rest = field.get(opener.len()..)?;
    // `Vonovia` opens nothing.
    rest.starts_with(|c: char| !c.is_alphanumeric()).then(|| rest.trim_start_matches([':', ' ', '\u{a0}']))
}

/// `Ada Lindner und Jan Behrens, Kiel` → two names; places, roles and houses after the comma are left out.
fn split_names(text: &str) -> Vec<String> {
    // `Ada Lindner mit dpa`: the agency helped; it is no author.
    let text = text.split_once(" mit ").map_or(text, |(names, _)| names);
    let text = text.replace(" und ", ",").replace(" & ", ",").replace('/', ",");
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        let name = without_role(part);
        if is_name(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// `Ada Lindner Redakteurin` → `Ada Lindner`; `Dr.` and the like stay.
fn without_role(part: &str) -> String {
    let is_role = |word: &str| ROLES.iter().any(|role| word.to_lowercase().starts_with(role));
    let words: Vec<&str> = part.split_whitespace().take_while(|word| !is_role(word)).collect();
    collapse_white_space(words.join(" ").trim_matches(['(', ')', '.', ':']))
}

/// Two to five capitalised words without digits, or an agency's name.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() == 1 {
        return AGENCIES.contains(&name.to_lowercase().as_str());
    }
    (2..=MOST_WORDS).contains(&words.len())
        && words.iter().all(|word| is_name_word(word))
        && !all_shouted(&words)
        && !is_house(&words)
}

fn is_name_word(word: &str) -> bool {
    let particle = [
        "von", "van", "de", "der", "den", "del", "della", "di", "al", "el", "zu", "da", "dos", "ben", "bin", "le",
        "la", "ter", "vom",
    ];
    let lower = word.to_lowercase();
    if particle.contains(&lower.as_str()) {
        return true;
    }
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’' | '‑' | '\u{ad}'));
    letters && word.starts_with(char::is_uppercase) && !FUNCTION_WORDS.contains(&lower.as_str())
}

/// `HR NORD`: houses shout all their words, people shout one or both of two names.
fn all_shouted(words: &[&str]) -> bool {
    let shouted = |word: &str| word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let abbreviation = |word: &str| !word.contains(['A', 'E', 'I', 'O', 'U', 'Y', 'Ä', 'Ö', 'Ü', '.']);
    words.iter().all(|word| shouted(word)) && words.iter().any(|word| abbreviation(word))
}

fn is_house(words: &[&str]) -> bool {
    words.iter().any(|word| SECTIONS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_their_names() {
        for (line, expected) in [
            ("Von Ada Lindner", vec!["Ada Lindner"]),
            ("von Ada Lindner, HR NORD", vec!["Ada Lindner"]),
            ("Von: ADA LINDNER", vec!["ADA LINDNER"]),
            ("Von Ada Lindner und Jan-Ole Behrens, Kiel 12.02.2023, 19:47 Uhr", vec!["Ada Lindner", "Jan-Ole Behrens"]),
            ("Mi 19.07.23 | 10:31 Uhr | Von Eva Stein-Rade", vec!["Eva Stein-Rade"]),
            ("Ein Kommentar von Dr. Jan Behrens, Redakteur", vec!["Dr. Jan Behrens"]),
            ("Autorin/Autor Jan Behrens", vec!["Jan Behrens"]),
            ("Von Ada Lindner mit dpa", vec!["Ada Lindner"]),
            ("Von Ada Lindner und dpa", vec!["Ada Lindner", "dpa"]),
            ("Von der Küste bis zum Rand der Alpen", vec![]),
            ("Von 300 auf 500 Euro", vec![]),
            ("Vonovia Deutsche Wohnen", vec![]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn bare_names_are_names_only() {
        for (line, expected) in [
            ("Ada Lindner | Jan Behrens", vec!["Ada Lindner", "Jan Behrens"]),
            ("Ada Lindner Redakteurin", vec!["Ada Lindner"]),
            ("Jan Behrens11.05.2023, 08:15 Uhr", vec!["Jan Behrens"]),
            ("dpa", vec!["dpa"]),
            ("Die neue Brücke am Hafen", vec![]),
            ("Anzeige", vec![]),
        ] {
            assert_eq!(bare_names(line), expected, "{line}");
        }
    }
}
