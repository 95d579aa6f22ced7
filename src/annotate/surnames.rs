//! Persons by their surnames: those whose full name the article gives, and those whom a title introduces.

use super::mention::Draft;
use super::persons::{PERSON, PersonRule, is_noun_like, is_numeral};
use super::words::Segment;

/// A full name under one of its short forms.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub name: String,
    /// Segment and word where the full name stands.
    pub at: (usize, usize),
}

impl PersonRule<'_> {
    /// Marks the surnames of known persons, and surnames that a title introduces.
    pub fn mark_short_names(&mut self, draft: &mut Draft<'_>) {
        self.keep_titled(draft);
        for number in 0..draft.segments.len() {
            for i in 0..draft.segments[number].words.len() {
                let segment = &draft.segments[number];
                if let Some((start, end, name)) = self.short_name_at(segment, number, i) {
                    draft.mark(number, start, end, PERSON, &name);
                }
            }
        }
    }

    /// Keeps a full name under its surname, and under its first word where the family name stands first.
    pub(super) fn keep(&mut self, segment: &Segment<'_>, start: usize, end: usize, name: &str, at: (usize, usize)) {
        let surname = (start..end).rev().find(|&i| !segment.is_joined(i)).unwrap_or(start);
        let mut shorts = vec![self.without_genitive(segment.slice(surname, end))];
        if self.names.is_particle(segment.lower(surname)) {
            shorts.push(self.without_genitive(segment.word(end - 1)));
        }
        if is_numeral(segment.word(end - 1)) {
            shorts = vec![segment.slice(start, end - 1).to_owned()];
        }
        let asian = segment.is_joined(end - 1) || !self.names.is_given(segment.word(start));
        if asian && self.names.is_family_first(segment.word(start)) {
            shorts.push(segment.word(start).to_owned());
        }
        for short in shorts.into_iter().filter(|short| short.trim_end_matches('.').chars().count() > 1) {
            self.known.entry(short).or_default().push(Known { name: name.to_owned(), at });
        }
    }

    /// `Kanzler Muster` names a person even when the article never gives the full name.
    fn keep_titled(&mut self, draft: &Draft<'_>) {
        for (number, segment) in draft.segments.iter().enumerate() {
            for i in 1..segment.words.len() {
                let strong = self.is_titled(segment, i) && self.names.is_strong_role(segment.lower(i - 1));
                if !strong
                    || !self.is_name_word(segment, i)
                    || self.is_other(segment, i)
                    || is_noun_like(segment.lower(i))
                    || self.common.contains(segment.word(i))
                {
                    continue;
                }
                if segment.is_noun_position(i - 1) && self.count(segment.word(i)) < 2 {
                    continue;
                }
                let unit = segment.slice(i, self.surname_end(segment, i));
                let short = self.without_genitive(unit);
                if self.known_under(unit).is_none() && self.known_under(&short).is_none() && short.chars().count() > 2 {
                    self.known.insert(short.clone(), vec![Known { name: short, at: (number, i) }]);
                }
            }
        }
    }

    fn short_name_at(&self, segment: &Segment<'_>, number: usize, i: usize) -> Option<(usize, usize, String)> {
        if !segment.is_capital(i) || !segment.is_free(i, i + 1) || segment.is_joined(i) {
            return None;
        }
        let unit = segment.unit_end(i);
        let (end, known) =
            [unit, i + 1].into_iter().find_map(|end| Some((end, self.known_under(segment.slice(i, end))?)))?;
        let nearest = known.iter().rev().find(|known| known.at <= (number, i)).or(known.first())?;
        let start = (0..i).rev().take_while(|&at| self.is_own_particle(segment, at, &nearest.name)).last().unwrap_or(i);
        let common_noun = start == i && end == unit && segment.is_determined(i);
        (!common_noun && segment.is_free(start, end)).then(|| (start, end, nearest.name.clone()))
    }

    fn is_own_particle(&self, segment: &Segment<'_>, i: usize, name: &str) -> bool {
        let word = segment.lower(i);
        self.names.is_particle(word) && segment.follows(i + 1) && name.contains(&format!(" {word} "))
    }

    /// The persons known under a surface form, as it stands or in the genitive.
    fn known_under(&self, form: &str) -> Option<&Vec<Known>> {
        self.known.get(form).or_else(|| self.known.get(form.strip_suffix('s')?))
    }
}

#[cfg(test)]
mod tests {
    use crate::annotate::persons::tests::names_in;

    #[test]
    fn surnames_join_the_full_name() {
        for (text, forms) in [
            ("Anna Krumbach kam. Später ging Krumbach.", vec!["Anna Krumbach", "Krumbach"]),
            ("Jörg Stein trat auf. Der Stein fiel. Steins Rede half.", vec!["Jörg Stein", "Steins"]),
            ("Ursula von der Aue schwieg. Dann sprach von der Aue.", vec!["Ursula von der Aue", "von der Aue"]),
            ("Kim Pung-il reist. Wohin Kims Zug fährt, ist offen.", vec!["Kim Pung-il", "Kims"]),
            ("Kanzlerin Krumbach winkte.", vec!["Krumbach"]),
            ("Die Krumbach-Vertraute winkte.", vec![]),
        ] {
            assert_eq!(names_in(text), forms, "{text}");
        }
    }
}
