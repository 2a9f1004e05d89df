//! Who and what exists in the tenant from the start: `world.yaml`, read.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads the world that is compiled in.
pub(crate) fn read() -> Result<World, serde_yaml::Error> {
    serde_yaml::from_str(include_str!("world.yaml"))
}

/// What no push changes, and what was pushed before anybody came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct World {
    /// The login name of whoever the API key belongs to.
    pub(crate) caller: String,
    /// Tags that people made, by full path.
    pub(crate) tags: Vec<String>,
    /// Tags that the tenant made itself.
    pub(crate) system_tags: Vec<String>,
    /// Where users and groups come from.
    pub(crate) identity_managers: Vec<IdentityManager>,
    /// Groups of users.
    pub(crate) groups: Vec<Group>,
    /// Users.
    pub(crate) users: Vec<User>,
    /// Domains.
    pub(crate) domains: Vec<Domain>,
    /// What the warehouses hold, where a connection leads to one of these.
    pub(crate) warehouses: Vec<Warehouse>,
    /// What was pushed before.
    pub(crate) pushed: Vec<Pushed>,
}

/// A row of `GET /bim/iam`.
#[derive(Deserialize, Serialize)]
pub(crate) struct IdentityManager {
    pub(crate) id: String,
    displayname: String,
    r#type: String,
    oauth: bool,
}

/// A group.
#[derive(Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) iam: String,
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Vec<String>>,
}

/// A user.
#[derive(Deserialize)]
pub(crate) struct User {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) iam: String,
    #[serde(default)]
    pub(crate) permissions: Vec<String>,
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Vec<String>>,
}

/// A domain.
#[derive(Deserialize)]
pub(crate) struct Domain {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// The tables behind a connection.
#[derive(Deserialize)]
pub(crate) struct Warehouse {
    pub(crate) hostname: String,
    pub(crate) database: String,
    /// By schema.
    pub(crate) tables: BTreeMap<String, Vec<String>>,
}

/// A spec and where it was pushed to.
#[derive(Deserialize)]
pub(crate) struct Pushed {
    pub(crate) kind: String,
    pub(crate) spec: Value,
}

impl World {
    /// Every tag, by full path.
    pub(crate) fn all_tags(&self) -> impl Iterator<Item = &str> {
        self.tags
            .iter()
            .chain(&self.system_tags)
            .map(String::as_str)
    }

    /// The tables of a connection, as schema and name; none where it leads to no warehouse of this world.
    pub(crate) fn tables_of(&self, connection: &Value) -> Vec<(String, String)> {
        let is = |key: &str, value: &str| {
            let written = super::read::text(connection, key);
            written.is_some_and(|written| written.eq_ignore_ascii_case(value))
        };
        let schema = super::read::text(connection, "schema");
        let mut tables = Vec::new();
        for warehouse in &self.warehouses {
            if is("hostname", &warehouse.hostname) && is("database", &warehouse.database) {
                for (name, inner) in &warehouse.tables {
                    if schema.is_none_or(|schema| schema.eq_ignore_ascii_case(name)) {
                        tables.extend(inner.iter().map(|table| (name.clone(), table.clone())));
                    }
                }
            }
        }
        tables
    }
}
