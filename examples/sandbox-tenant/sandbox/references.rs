//! Whether the names in a spec are those of things that exist in the tenant.

use super::read;
use super::refusal::Problem;
use super::state::State;
use super::world::World;
use serde_json::Value;

/// Looks names up and keeps what it did not find.
pub(crate) struct References<'a> {
    world: &'a World,
    state: &'a State,
    problems: Vec<Problem>,
}

impl<'a> References<'a> {
    pub(crate) fn new(world: &'a World, state: &'a State) -> Self {
        Self {
            world,
            state,
            problems: Vec::new(),
        }
    }

    /// What was not found.
    pub(crate) fn problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The texts of a list of tags.
    pub(crate) fn tags(&mut self, path: &str, within: &Value, key: &str) {
        for (index, tag) in read::texts(within, key).enumerate() {
            self.tag(&format!("{path}[{index}]"), tag);
        }
    }

    /// A tag.
    pub(crate) fn tag(&mut self, path: &str, tag: &str) {
        if !self.world.all_tags().any(|known| known == tag) {
            self.missing(path, format!("Tag \"{tag}\" does not exist"));
        }
    }

    /// The texts of a list of purposes.
    pub(crate) fn purposes(&mut self, path: &str, within: &Value, key: &str) {
        for (index, name) in read::texts(within, key).enumerate() {
            if self.state.purpose(name).is_none() {
                let message = format!("Purpose \"{name}\" does not exist");
                self.missing(&format!("{path}[{index}]"), message);
            }
        }
    }

    /// The texts of a list of data sources.
    pub(crate) fn data_sources(&mut self, path: &str, within: &Value, key: &str) {
        for (index, name) in read::texts(within, key).enumerate() {
            if !self.state.data_sources().any(|known| known.name == name) {
                let message = format!("Data source \"{name}\" does not exist");
                self.missing(&format!("{path}[{index}]"), message);
            }
        }
    }

    /// The mappings of a list of owners.
    pub(crate) fn owners(&mut self, path: &str, within: &Value, key: &str) {
        for (index, owner) in read::list(within, key).iter().enumerate() {
            let Some(name) = read::text(owner, "name") else {
                continue;
            };
            let iam = read::text(owner, "iam");
            let here = |known: &str| iam.is_none_or(|iam| iam == known);
            let mut groups = self.world.groups.iter();
            let mut users = self.world.users.iter();
            let (exists, what) = match read::text(owner, "type") {
                Some("user") => (
                    users.any(|user| user.login == name && here(&user.iam)),
                    "User",
                ),
                _ => (
                    groups.any(|group| group.name == name && here(&group.iam)),
                    "Group",
                ),
            };
            if !exists {
                let place = iam.map(|iam| format!(" in identity manager \"{iam}\""));
                let place = place.unwrap_or_default();
                let message = format!("{what} \"{name}\" does not exist{place}");
                self.missing(&format!("{path}[{index}].name"), message);
            }
        }
    }

    /// A domain by name or id: the mapping `{name: ...}` or `{id: ...}` at a path.
    pub(crate) fn domain(&mut self, path: &str, domain: &Value) {
        let mut domains = self.world.domains.iter();
        if let Some(name) = read::text(domain, "name") {
            if !domains.any(|known| known.name == name) {
                let message = format!("Domain \"{name}\" does not exist");
                self.missing(&format!("{path}.name"), message);
            }
        } else if let Some(id) = read::text(domain, "id") {
            self.domain_id(&format!("{path}.id"), id);
        }
    }

    /// The id of a domain.
    pub(crate) fn domain_id(&mut self, path: &str, id: &str) {
        if !self.world.domains.iter().any(|known| known.id == id) {
            self.missing(path, format!("Domain with id \"{id}\" does not exist"));
        }
    }

    fn missing(&mut self, path: &str, message: String) {
        self.problems.push(Problem::new(path, "reference", message));
    }
}
