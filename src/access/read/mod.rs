//! From specs to the model: a mapping is read by what its fields mean, which the catalog says. What cannot be understood
//! becomes an unknown part of the model and is never left out.

mod audience;
mod data;
mod fields;
mod file;
mod policy;
mod project;

pub use file::{Conflict, File};
pub use policy::read_rule;

use super::model::World;
use crate::catalog;
use crate::spec::Spec;

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
