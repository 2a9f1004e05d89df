//! Reading mappings strictly: every key is known, every value has the right type, or there is a problem.

use crate::syntax::{Entry, Kind, Value};
use std::ops::Range;

/// Something wrong with a file of policy tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What, with the way out.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
}

/// Takes down what is wrong.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, range: Range<usize>, message: impl Into<String>) {
        let message = message.into();
        self.0.push(Problem { message, range });
    }

    /// The entries of a mapping, with their names.
    pub(super) fn entries<'a>(&mut self, value: Value<'a>, what: &str) -> Vec<(String, Entry<'a>)> {
        let mapping = value.resolved();
        if mapping.is_null() {
            return Vec::new();
        }
        if mapping.kind() != Kind::Mapping {
            self.add(value.range(), format!("{what} must be a mapping."));
            return Vec::new();
        }
        let entries = mapping.entries().into_iter();
        entries
            .map(|entry| (entry.name().into_owned(), entry))
            .collect()
    }

    /// A key that does not belong here.
    pub(super) fn unknown(&mut self, entry: &Entry<'_>, what: &str, known: &[&str]) {
        let name = entry.name();
        let known: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
        self.add(
            entry.key.range(),
            format!(
                "Unknown key `{name}` in {what}. Expected {}.",
                known.join(", ")
            ),
        );
    }

    /// The items of a list; a single value is a list of one.
    pub(super) fn items<'a>(&mut self, value: Value<'a>) -> Vec<Value<'a>> {
        let list = value.resolved();
        match list.kind() {
            Kind::Sequence => list.items(),
            _ if list.is_null() => Vec::new(),
            _ => vec![value],
        }
    }

    /// A string.
    pub(super) fn string(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let scalar = value.resolved();
        if scalar.is_null() {
            let written = value.source();
            self.add(
                value.range(),
                if written.is_empty() {
                    format!("{what} is empty.")
                } else {
                    format!("Unquoted `{written}` is YAML's null, not the string. Write `\"{written}\"`.")
                },
            );
            return None;
        }
        match scalar.text() {
            Some(text) => Some(text.into_owned()),
            None => {
                self.add(value.range(), format!("{what} must be a string."));
                None
            }
        }
    }

    /// A list of strings; a single string is a list of one.
    pub(super) fn strings(&mut self, value: Value<'_>, what: &str) -> Vec<String> {
        let items = self.items(value);
        items
            .into_iter()
            .filter_map(|item| self.string(item, what))
            .collect()
    }

    /// One of several words.
    pub(super) fn word(&mut self, value: Value<'_>, what: &str, words: &[&str]) -> Option<String> {
        let word = self.string(value, what)?;
        if words.contains(&word.as_str()) {
            return Some(word);
        }
        let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        self.add(
            value.range(),
            format!(
                "`{word}` is not a valid {what}. Expected {}.",
                words.join(", ")
            ),
        );
        None
    }

    /// A boolean.
    pub(super) fn boolean(&mut self, value: Value<'_>, what: &str) -> Option<bool> {
        let word = self.word(value, what, &["true", "false"])?;
        Some(word == "true")
    }
}
