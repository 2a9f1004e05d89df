//! From specs to the model: a mapping is read by what its fields mean, which the catalog says. What cannot be understood
//! becomes an unknown part of the model and is never left out.

mod audience;
mod data;
mod fields;
mod policy;
mod project;

use super::model::{Origin, World};
use crate::catalog;
use crate::spec::Spec;
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// The file that something is read from.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its path, as the user named it.
    pub path: &'a Arc<str>,
    /// Its text.
    pub text: &'a Text,
}

impl File<'_> {
    fn origin(&self, range: Range<usize>) -> Origin {
        Origin {
            path: Arc::clone(self.path),
            line: self.text.line_at(range.start) + 1,
            range,
        }
    }
}

/// Two specs that say different things about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What they are about: "policy `mask-pii`".
    pub what: String,
    /// Where the first is.
    pub first: Option<Origin>,
    /// Where the second is.
    pub second: Option<Origin>,
}

impl World {
    /// Adds what a spec says. Purposes say nothing about who sees what.
    pub fn add(&mut self, file: File<'_>, spec: &Spec<'_>) -> Result<(), Conflict> {
        let name = spec.kind.name;
        if name == catalog::POLICY {
            let policy = policy::read(file, spec);
            let other = self.policies.iter().find(|other| other.key == policy.key);
            if let Some(other) = other {
                return Err(Conflict {
                    what: format!("policy `{}`", policy.key),
                    first: other.origin.clone(),
                    second: policy.origin,
                });
            }
            self.policies.push(policy);
        } else if name == catalog::PROJECT {
            let project = project::read(file, spec);
            let other = self.projects.iter().find(|other| other.key == project.key);
            if let Some(other) = other {
                return Err(Conflict {
                    what: format!("project `{}`", project.key),
                    first: other.origin.clone(),
                    second: project.origin,
                });
            }
            self.projects.push(project);
        } else if name == catalog::DATA {
            for source in data::read(file, spec) {
                let other = self.sources.iter().find(|other| other.name == source.name);
                if let Some(other) = other {
                    return Err(Conflict {
                        what: format!("data source `{}`", source.name),
                        first: other.origin.clone(),
                        second: source.origin,
                    });
                }
                self.sources.push(source);
            }
        }
        Ok(())
    }
}
