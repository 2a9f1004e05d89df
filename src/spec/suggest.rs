//! "Did you mean": which of the words we know somebody had in mind.

use crate::text::lookalike;

/// How close a word is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same but for case.
    Case,
    /// The same but for case, spaces, punctuation and characters that look alike.
    Spelling,
    /// A few letters apart.
    Typo(usize),
    /// One is the beginning or the end of the other.
    Part,
}

/// A known word close to what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess<'a> {
    /// The known word.
    pub word: &'a str,
    /// How close it is.
    pub closeness: Closeness,
}

/// The closest of the words that are close at all.
pub fn closest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<Guess<'a>> {
    let plain = lookalike::plain(written);
    let ours = letters(plain.as_deref().unwrap_or(written));
    let guesses = words.into_iter().filter_map(|word| {
        let closeness = closeness(written, &ours, word)?;
        Some(Guess { word, closeness })
    });
    guesses.min_by_key(|guess| guess.closeness)
}

/// `ours` are the letters of what was written.
fn closeness(written: &str, ours: &str, word: &str) -> Option<Closeness> {
    if written.eq_ignore_ascii_case(word) {
        return Some(Closeness::Case);
    }
    let theirs = letters(word);
    if ours == theirs && !ours.is_empty() {
        return Some(Closeness::Spelling);
    }
    let (short, long) = (ours.len().min(theirs.len()), ours.len().max(theirs.len()));
    // A third of the letters, but never so many that short words are all alike.
    let limit = (long / 3).min(3);
    // A letter has at most four bytes, so words of very different lengths are further apart than that.
    if long - short <= 4 * limit {
        let distance = strsim::osa_distance(ours, &theirs);
        if distance <= limit && (short > 3 || distance < 2) {
            return Some(Closeness::Typo(distance));
        }
    }
    let part = |whole: &str, part: &str| whole.starts_with(part) || whole.ends_with(part);
    (short > 3 && (part(ours, &theirs) || part(&theirs, ours))).then_some(Closeness::Part)
}

fn letters(word: &str) -> String {
    let kept = word.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

impl Closeness {
    /// Whether it is certain that the known word was meant.
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Case | Self::Spelling)
    }

    /// What to say about it beyond the word itself.
    pub fn note(self) -> &'static str {
        if self == Self::Case {
            " It is case-sensitive."
        } else {
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(written: &str, words: &[&'static str]) -> Option<&'static str> {
        closest(written, words.iter().copied()).map(|guess| guess.word)
    }

    #[test]
    fn the_closest_word_is_meant() {
        assert_eq!(
            guess("snowflake", &["Databricks", "Snowflake"]),
            Some("Snowflake")
        );
        assert_eq!(
            guess("key_pair", &["userPassword", "keyPair"]),
            Some("keyPair")
        );
        assert_eq!(
            guess("hostnme", &["hostname", "username"]),
            Some("hostname")
        );
        assert_eq!(
            guess("BigQuery", &["Google BigQuery", "Trino"]),
            Some("Google BigQuery")
        );
        assert_eq!(guess("table", &["schema", "tablename"]), Some("tablename"));
        assert_eq!(guess("lal", &["all"]), Some("all"));
    }

    #[test]
    fn a_word_that_is_merely_short_is_not_close() {
        assert_eq!(guess("ssl", &["sid"]), None);
        assert_eq!(guess("kerberos", &["token", "oAuthM2M"]), None);
        assert_eq!(guess("owners", &["options"]), None);
        assert_eq!(guess("", &["all"]), None);
    }
}
