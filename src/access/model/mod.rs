//! What specs and facts come to: data sources, policies, projects and people.
//!
//! Nothing here is a key of a spec. What could not be understood is kept as such, because it is never without effect.

mod origin;
mod people;
mod policy;
mod source;

pub use origin::Origin;
pub use people::*;
pub use policy::*;
pub use source::*;

use std::collections::{BTreeMap, BTreeSet};

/// Which Immuta the specs are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// 2024.3.
    V2024_3,
    /// 2025.1.
    V2025_1,
    /// The hosted service as it is today.
    Saas,
}

impl Target {
    /// Every target with the word for it.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("2024.3", Self::V2024_3),
        ("2025.1", Self::V2025_1),
        ("saas", Self::Saas),
    ];

    /// The word for it in settings, tests and output.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, target)| *target == self)
            .map_or("", |(word, _)| word)
    }

    /// Returns the target with this word for it.
    pub fn named(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(known, _)| *known == word)
            .map(|(_, target)| *target)
    }
}

/// All that is known about policies and what they are about.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Which Immuta it is; `None` if nobody said.
    pub target: Option<Target>,
    /// The data sources.
    pub sources: Vec<Source>,
    /// The global policies.
    pub policies: Vec<Policy>,
    /// The projects.
    pub projects: Vec<Project>,
    /// Keys of policies in the order in which they were authored, as far as that is known.
    pub authored: Vec<String>,
    /// Keys of subscription policies that are guardrails on the tenant. No key of a spec says so.
    pub guardrails: BTreeSet<String>,
    /// The attributes that all members of a group have.
    pub group_attributes: BTreeMap<String, Attributes>,
    /// Whether orchestrated masking is on; `None` if nobody said.
    pub orchestrated_masking: Option<bool>,
}

/// A project.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub origin: Option<Origin>,
    /// The names of its data sources.
    pub sources: Vec<String>,
    /// Its purposes.
    pub purposes: Vec<String>,
    /// Whether its members see no more than the least entitled among them.
    pub is_equalized: bool,
    /// What equalized members have; `None` if nobody said.
    pub equalized_to: Option<Traits>,
}

impl World {
    /// The data source with this name, or with this schema and table.
    pub fn source(&self, named: &str) -> Option<&Source> {
        let by_name = self.sources.iter().find(|source| source.name == named);
        by_name.or_else(|| {
            let label = |source: &&Source| source.place.label().as_deref() == Some(named);
            let mut labelled = self.sources.iter().filter(label);
            labelled.next().filter(|_| labelled.next().is_none())
        })
    }

    /// The project with this key or name.
    pub fn project(&self, named: &str) -> Option<&Project> {
        let by_key = self.projects.iter().find(|project| project.key == named);
        by_key.or_else(|| self.projects.iter().find(|project| project.name == named))
    }
}

/// The parts of a tag or a purpose; a dot after a backslash is part of a name.
pub(super) fn segments(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (index, char) in path.char_indices() {
        if char == '.' && !escaped {
            parts.extend(path.get(start..index));
            start = index + 1;
        }
        escaped = char == '\\' && !escaped;
    }
    parts.extend(path.get(start..));
    parts
}
