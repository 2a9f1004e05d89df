//! What keys, values and functions mean for who may see what; see `access.yaml`.

use super::{ACCESS, Field, Meaning, Shape, Token};

/// The kinds of specs that say who sees what, by their short names.
pub const POLICY: &str = "policy";
/// See [`POLICY`].
pub const PROJECT: &str = "project";
/// See [`POLICY`].
pub const DATA: &str = "data";

/// The rows of `access.yaml`.
#[derive(Debug)]
pub struct Access {
    /// By shape and field, in order: what the field says, and what its values say.
    pub(super) meanings: &'static [FieldMeaning],
    /// By name, without the `@`: what a function says.
    pub(super) functions: &'static [(&'static str, Meaning)],
    /// The types of columns that hold text, in lower case.
    pub(super) text_types: &'static [&'static str],
    /// The word for the tags of the data source.
    pub(super) tags_of_data_source: &'static str,
    /// The word for the tags of columns.
    pub(super) tags_of_columns: &'static str,
    /// Groups that people are in though nobody lists them.
    pub(super) built_in_groups: &'static [&'static str],
    /// Handlers on which policies can be orchestrated.
    pub(super) orchestrated_masking: &'static [&'static str],
}

/// What a field says.
#[derive(Debug)]
pub struct FieldMeaning {
    /// The name of the shape.
    pub(super) shape: &'static str,
    /// The key.
    pub(super) field: &'static str,
    /// What it says.
    pub(super) meaning: Meaning,
    /// What its values say.
    pub(super) values: &'static [(&'static str, Meaning)],
}

/// A question that Immuta's documents leave open, or answer in several ways.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// The number of the fact.
    pub fact: &'static str,
    /// What is not known, to complete "It is not known ..."; of an assumption, what is assumed.
    pub asks: &'static str,
    /// Whether the first way is taken for granted.
    pub is_assumed: bool,
}

fn row(shape: &Shape, field: &str) -> Option<&'static FieldMeaning> {
    let at = ACCESS
        .meanings
        .binary_search_by(|row| (row.shape, row.field).cmp(&(shape.name, field)));
    ACCESS.meanings.get(at.ok()?)
}

/// What a field of a shape says. Returns `None` if it has nothing to do with who may see what.
pub fn meaning(shape: &Shape, field: &Field) -> Option<Meaning> {
    row(shape, field.name).map(|row| row.meaning)
}

/// What a value of a field says. Returns `None` if the value is not a known one.
pub fn value_meaning(shape: &Shape, field: &Field, value: &str) -> Option<Meaning> {
    let mut values = row(shape, field.name)?.values.iter();
    values.find(|(known, _)| *known == value).map(|(_, m)| *m)
}

/// What a token of the name templates stands for.
pub fn token_meaning(token: &Token) -> Option<Meaning> {
    let mut rows = token.from.iter().filter_map(|(shape, field)| {
        let known =
            |row: &&FieldMeaning| row.shape.eq_ignore_ascii_case(shape) && row.field == *field;
        ACCESS.meanings.iter().find(known)
    });
    rows.next().map(|row| row.meaning)
}

/// What a function of the policy expressions says, by its name without the `@`.
pub fn function_meaning(name: &str) -> Option<Meaning> {
    let mut functions = ACCESS.functions.iter();
    functions.find(|(known, _)| *known == name).map(|(_, m)| *m)
}

/// The functions and variables that say something, by name without the `@`.
pub fn functions_meaning(meaning: Meaning) -> impl Iterator<Item = &'static str> {
    let functions = ACCESS.functions.iter();
    functions
        .filter(move |(_, known)| *known == meaning)
        .map(|(name, _)| *name)
}

/// Whether a column of this type holds text.
pub fn is_text_type(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let base = name.split('(').next().unwrap_or_default().trim();
    ACCESS.text_types.contains(&base)
}

/// Whether a word of a function about tags means those of the data source (`Tags`) or of its columns (`Columns`).
pub fn tag_level(word: &str) -> Option<Meaning> {
    if word == ACCESS.tags_of_data_source {
        Some(Meaning::Tags)
    } else {
        (word == ACCESS.tags_of_columns).then_some(Meaning::Columns)
    }
}

/// Whether people may be in a group though nobody lists them as its members.
pub fn is_built_in_group(name: &str) -> bool {
    ACCESS.built_in_groups.contains(&name)
}

/// Whether policies can be orchestrated on a handler.
pub fn has_orchestrated_masking(handler: &str) -> bool {
    ACCESS.orchestrated_masking.contains(&handler)
}
