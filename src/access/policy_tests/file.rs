//! A file of policy tests, understood.

use super::facts::Facts;
use crate::access::model::{Condition, Persona, Target};
use std::collections::BTreeMap;
use std::ops::Range;

/// A file with policy tests.
#[derive(Debug, Default)]
pub struct PolicyTests {
    /// The folders and files with the specs, from the folder of this file; empty for that folder itself.
    pub specs: Vec<String>,
    /// Which Immuta the specs are for.
    pub target: Option<Target>,
    /// What no spec says.
    pub facts: Facts,
    /// The people, in order.
    pub personas: Vec<Persona>,
    /// The tests, in order.
    pub tests: Vec<Test>,
    /// What nobody may see.
    pub invariants: Vec<Invariant>,
}

/// What some personas see of a data source.
#[derive(Debug, Default)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
    /// The data source.
    pub source: String,
    /// The names of the personas; empty for all.
    pub personas: Vec<String>,
    /// Whether they are subscribed, in the word for it.
    pub subscribed: Option<String>,
    /// Which rows they see, in the word for it.
    pub rows: Option<String>,
    /// The form of columns, in the words for it.
    pub columns: BTreeMap<String, String>,
    /// The column that `clear_for` is about.
    pub column: Option<String>,
    /// Exactly these of the personas see the column in clear.
    pub clear_for: Option<Vec<String>>,
}

/// What nobody may see.
#[derive(Debug, Default)]
pub struct Invariant {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
    /// The tag of the columns that it is about.
    pub tag: String,
    /// The form, in the word for it, in which nobody sees them.
    pub never: String,
    /// The people who may all the same: whoever has one of these groups, attributes or purposes.
    pub unless: Vec<Condition>,
}
