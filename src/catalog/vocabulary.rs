//! The types of the tables of functions and tokens: the words that Immuta adds to the texts of a spec.

use super::model::Content;
use super::names::Reference;
use super::source::Status;

/// A token of the name templates.
#[derive(Debug)]
pub struct Token {
    /// Its name, in lower case: `tablename`.
    pub name: &'static str,
    /// What it stands for.
    pub doc: &'static str,
    /// The fields of a source or a connection that say what it stands for, first match wins:
    /// `source.schema`, `connection.schema`.
    pub from: &'static [(&'static str, &'static str)],
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
}

/// A function or a variable of the policy expressions.
#[derive(Debug)]
pub struct Function {
    /// Its name with the `@`: `@hasAttribute`.
    pub name: &'static str,
    /// What it gives, in Markdown.
    pub doc: &'static str,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
    /// The expressions it has a meaning in.
    pub within: &'static [Content],
    /// What it takes in parentheses; nothing for a variable, which has none.
    pub parameters: Option<&'static [Parameter]>,
    /// Whether it may also stand inside a text: `'@hostname.@database.*'`.
    pub embedded: bool,
    /// What is to be written instead, where it is outdated.
    pub deprecated: Option<Deprecated>,
}

/// Why something is outdated.
#[derive(Debug)]
pub struct Deprecated {
    /// The function that takes its place with the same arguments, if one does.
    pub by: Option<&'static str>,
    /// Since when, and what to do.
    pub note: &'static str,
}

/// What a function takes.
#[derive(Debug)]
pub struct Parameter {
    /// Its name, for people.
    pub name: &'static str,
    /// What it is, in Markdown.
    pub doc: &'static str,
    /// What it may be.
    pub takes: Takes,
    /// What a text is the name of on the tenant. A sibling is another parameter.
    pub refers: &'static [Reference],
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether there may be more of it.
    pub repeated: bool,
}

/// What an argument may be.
#[derive(Debug)]
pub enum Takes {
    /// A text in single quotes.
    Text,
    /// One of a few texts in single quotes, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any expression.
    Expression,
}
