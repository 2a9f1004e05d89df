//! `POST /api/v2/data` and `DELETE /api/v2/data/{connectionKey}`.

use super::read;
use super::references::References;
use super::refusal::{Problem, Refusal};
use super::shape;
use super::sources::Sources;
use super::state::{Connection, DataSource, State};
use super::world::World;
use immuta_ls::catalog;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a push did, or would do. The lists hold names of data sources.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    dry_run: bool,
    creating: Vec<String>,
    updating: Vec<String>,
    deleting: Vec<String>,
    no_change: Vec<String>,
    detection_running: bool,
    tags_updated: bool,
}

/// The details of a connection that say where it leads: with others than before, it is another connection. All
/// others, such as the user, may change.
const PLACE: &[&str] = &["handler", "hostname", "port", "sid", "database", "schema"];

/// What pushing data sources comes to.
pub(crate) fn plan(
    world: &World,
    state: &State,
    spec: &Value,
    dry_run: bool,
) -> Result<(Answer, State), Refusal> {
    let key = read::text(spec, "connectionKey").unwrap_or_default();
    let details = read::get(spec, "connection").unwrap_or(&Value::Null);
    let mut problems = catalog::kind("data").map_or_else(Vec::new, |kind| shape::check(kind, spec));
    problems.extend(names(world, state, spec));
    problems.extend(defined_elsewhere(state, key, details));
    let same = |before: &&Connection| {
        let pairs = PLACE.iter();
        pairs
            .copied()
            .all(|key| before.details.get(key) == details.get(key))
    };
    let before = state.connections.get(key);
    let sources = Sources {
        world,
        spec,
        details,
        before: before.filter(same),
    };
    let (described, duplicates) = sources.described();
    problems.extend(duplicates);
    Refusal::of(problems)?;

    let mut next = state.clone();
    let mut after = Connection {
        details: details.clone(),
        monitored: sources.monitored(),
        sources: BTreeMap::new(),
    };
    let mut answer = Answer {
        dry_run,
        ..Answer::default()
    };
    for (id, mut source) in described {
        let name = source.name.clone();
        let before = sources
            .before
            .and_then(|before| Some((before, before.sources.get(&id)?)));
        let tags = before.map(|(_, source)| &source.tags);
        answer.tags_updated |= tags.map_or(!source.tags.is_empty(), |tags| *tags != source.tags);
        match before {
            None => {
                source.id = next.new_id();
                answer.creating.push(name);
            }
            Some((connection, old))
                if connection.details == *details && same_but_tags(old, &source) =>
            {
                answer.no_change.push(name);
            }
            Some(_) => answer.updating.push(name),
        }
        after.sources.insert(id, source);
    }
    let options = read::get(spec, "options").unwrap_or(&Value::Null);
    for (id, old) in before.iter().flat_map(|before| &before.sources) {
        if sources.before.is_none() {
            answer.deleting.push(old.name.clone());
        } else if !after.sources.contains_key(id) {
            leave_out(
                old,
                id,
                read::is_true(options, "hardDelete"),
                &mut answer,
                &mut after,
            );
        }
    }
    let detects = !read::is_true(options, "disableSensitiveDataDiscovery");
    answer.detection_running = detects && !dry_run && !answer.creating.is_empty();
    next.connections.insert(key.to_owned(), after);
    Ok((answer, next))
}

/// What deleting all data sources of a connection key comes to.
pub(crate) fn delete(state: &State, key: &str, dry_run: bool) -> Result<(Answer, State), Refusal> {
    let mut next = state.clone();
    let Some(old) = next.connections.remove(key) else {
        let message = format!("There is no connectionKey \"{key}\"");
        return Err(Refusal::new(404, message));
    };
    let answer = Answer {
        dry_run,
        deleting: old
            .sources
            .into_values()
            .map(|source| source.name)
            .collect(),
        ..Answer::default()
    };
    Ok((answer, next))
}

/// What becomes of a data source that the spec no longer has. One that is only disabled is listed as deleted, too, but
/// not again the next time.
fn leave_out(
    old: &DataSource,
    id: &str,
    hard_delete: bool,
    answer: &mut Answer,
    after: &mut Connection,
) {
    let name = old.name.clone();
    if hard_delete {
        answer.deleting.push(name);
        return;
    }
    if old.disabled {
        answer.no_change.push(name);
    } else {
        answer.deleting.push(name);
    }
    let disabled = DataSource {
        disabled: true,
        ..old.clone()
    };
    after.sources.insert(id.to_owned(), disabled);
}

fn same_but_tags(old: &DataSource, new: &DataSource) -> bool {
    let retagged = DataSource {
        tags: old.tags.clone(),
        ..new.clone()
    };
    *old == retagged
}

/// Another key for the same host and database.
fn defined_elsewhere(state: &State, key: &str, details: &Value) -> Option<Problem> {
    let (host, database) = address(details)?;
    let mut connections = state.connections.iter();
    let (other, _) = connections.find(|(other, connection)| {
        *other != key && address(&connection.details).as_ref() == Some(&(host.clone(), database))
    })?;
    let message = format!(
        "The data sources of one connection may be defined only once: those of database \"{database}\" on \"{host}\" \
         are defined under the connectionKey \"{other}\""
    );
    Some(Problem::new("connection", "unique", message))
}

/// The host, or the project of BigQuery, and the database.
pub(crate) fn address(details: &Value) -> Option<(String, &str)> {
    let host = read::text(details, "hostname").or_else(|| read::text(details, "sid"))?;
    Some((host.to_lowercase(), read::text(details, "database")?))
}

/// Tags, owners and domains that do not exist.
fn names(world: &World, state: &State, spec: &Value) -> Vec<Problem> {
    let mut references = References::new(world, state);
    if let Some(options) = read::get(spec, "options") {
        references.tags("options.tableTags", options, "tableTags");
        if let Some(id) = read::text(options, "domainCollectionId") {
            references.domain_id("options.domainCollectionId", id);
        }
    }
    references.owners("owners", spec, "owners");
    for (index, source) in read::list(spec, "sources").iter().enumerate() {
        let path = format!("sources[{index}]");
        references.owners(&format!("{path}.owners"), source, "owners");
        if let Some(tags) = read::get(source, "tags") {
            references.tags(&format!("{path}.tags.table"), tags, "table");
            for (index, column) in read::list(tags, "columns").iter().enumerate() {
                let path = format!("{path}.tags.columns[{index}].tags");
                references.tags(&path, column, "tags");
            }
        }
    }
    references.problems()
}
