//! People, and what they have.

use std::collections::{BTreeMap, BTreeSet};

/// Attributes: the values under each name.
pub type Attributes = BTreeMap<String, BTreeSet<String>>;

/// What somebody has: groups and attributes.
#[derive(Debug, Clone, Default)]
pub struct Traits {
    /// The groups.
    pub groups: BTreeSet<String>,
    /// The attributes.
    pub attributes: Attributes,
}

/// Somebody who looks at data.
#[derive(Debug, Clone, Default)]
pub struct Persona {
    /// What the tests call them.
    pub name: String,
    /// Groups and attributes. There are no others.
    pub traits: Traits,
    /// The purposes they act under: approved, acknowledged, and switched to. `None` if nobody said.
    pub purposes: Option<BTreeSet<String>>,
    /// The project they work in, by key or name.
    pub project: Option<String>,
}
