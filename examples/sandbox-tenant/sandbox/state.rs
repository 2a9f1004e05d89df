//! What pushes change. Ordered maps throughout, so that the same state is always written the same way.

use super::world::World;
use super::{data, policy, project, purpose};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that was pushed and is still there.
#[derive(Clone, Default, Serialize)]
pub(crate) struct State {
    last_id: u64,
    /// By connection key.
    pub(crate) connections: BTreeMap<String, Connection>,
    /// By policy key.
    pub(crate) policies: BTreeMap<String, Kept>,
    /// By project key.
    pub(crate) projects: BTreeMap<String, Kept>,
    /// Purposes that are in no other, by name.
    pub(crate) purposes: BTreeMap<String, Purpose>,
}

/// An object of which the tenant keeps the spec.
#[derive(Clone, Serialize)]
pub(crate) struct Kept {
    pub(crate) id: u64,
    pub(crate) spec: Value,
}

/// A connection and its data sources.
#[derive(Clone, Serialize)]
pub(crate) struct Connection {
    /// The `connection` of the spec.
    pub(crate) details: Value,
    /// Whether new tables become data sources by themselves.
    pub(crate) monitored: bool,
    /// By what they stand for: `SCHEMA.TABLE`, or the query.
    pub(crate) sources: BTreeMap<String, DataSource>,
}

/// A data source.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct DataSource {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) sql_schema: String,
    pub(crate) sql_table: String,
    pub(crate) remote_schema: String,
    pub(crate) remote_table: String,
    /// Its table is no longer in the spec, and the spec did not ask for deletion.
    pub(crate) disabled: bool,
    pub(crate) owners: BTreeSet<Owner>,
    /// The tags of the spec's `tableTags` and of the source's own `tags`: by column, those of the table under "".
    pub(crate) tags: BTreeMap<String, BTreeSet<String>>,
    /// What else the spec says of it, as it says it.
    pub(crate) described: BTreeMap<String, Value>,
}

/// An owner of a data source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Owner {
    pub(crate) r#type: String,
    pub(crate) name: String,
    pub(crate) iam: Option<String>,
}

/// A purpose with those in it.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Purpose {
    pub(crate) id: u64,
    /// The full path.
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) acknowledgement: Option<String>,
    pub(crate) subpurposes: Vec<Purpose>,
}

impl State {
    /// The state after everything in the world's list was pushed.
    pub(crate) fn of(world: &World) -> Result<Self, String> {
        let mut state = Self::default();
        for pushed in &world.pushed {
            let spec = &pushed.spec;
            let next = match pushed.kind.as_str() {
                "data" => data::plan(world, &state, spec, false).map(|(_, state)| state),
                "policy" => policy::plan(world, &state, spec, false).map(|(_, state)| state),
                "project" => project::plan(world, &state, spec, false).map(|(_, state)| state),
                "purpose" => purpose::plan(&state, spec, false).map(|(_, state)| state),
                other => return Err(format!("world.yaml: there is no kind {other}")),
            };
            state = next.map_err(|refusal| format!("world.yaml: {}", refusal.body()))?;
        }
        Ok(state)
    }

    /// An id that nothing has.
    pub(crate) fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Every data source.
    pub(crate) fn data_sources(&self) -> impl Iterator<Item = &DataSource> {
        let connections = self.connections.values();
        connections.flat_map(|connection| connection.sources.values())
    }

    /// The purpose with this full path.
    pub(crate) fn purpose(&self, path: &str) -> Option<&Purpose> {
        self.all_purposes()
            .into_iter()
            .find(|purpose| purpose.name == path)
    }

    /// Every purpose, those in others behind them.
    pub(crate) fn all_purposes(&self) -> Vec<&Purpose> {
        let mut all: Vec<&Purpose> = self.purposes.values().collect();
        let mut next = 0;
        while let Some(purpose) = all.get(next).copied() {
            next += 1;
            all.extend(&purpose.subpurposes);
        }
        all
    }
}
