//! Policies in sentences that a governor could sign, in the order and words of the product's own interface.
//!
//! Whatever in the model has an effect is said: two policies with the same sentences do the same.

mod people;
mod policy;
#[cfg(test)]
mod tests;
mod title;

pub use policy::policy;
pub use title::title;

use super::model::Origin;

/// Something said of a policy, with where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// A sentence. Names are in backticks.
    pub text: String,
    /// Where what it says is written.
    pub origin: Option<Origin>,
    /// What belongs to it, in order: of several rules the first that applies to somebody counts.
    pub parts: Vec<Statement>,
}

impl Statement {
    fn new(text: String, origin: Option<&Origin>) -> Self {
        Self {
            text,
            origin: origin.cloned(),
            parts: Vec::new(),
        }
    }
}

/// A phrase with what it is about.
fn fill(phrase: &str, about: &str) -> String {
    phrase.replacen("{}", about, 1)
}

/// A name in backticks.
fn code(name: &str) -> String {
    format!("`{name}`")
}

/// Parts with commas between them, and a word before the last.
fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => format!("{first} {word} {second}"),
        [rest @ .., last] => format!("{}, {word} {last}", rest.join(", ")),
    }
}

/// A sentence: a capital at the start and a full stop at the end.
fn sentence(parts: &[String]) -> String {
    let parts: Vec<_> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect();
    let text = parts.join(" ");
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}
