//! `POST /api/v2/project` and `DELETE /api/v2/project/{projectKey}`.

use super::read;
use super::references::References;
use super::refusal::Refusal;
use super::shape;
use super::state::{Kept, State};
use super::world::World;
use immuta_ls::catalog;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a push did, or would do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    dry_run: bool,
    creating: bool,
    updating: bool,
    number_of_data_sources_added: usize,
    number_of_data_sources_removed: usize,
    creating_workspace: bool,
    deleting_workspace: bool,
    /// Not there for a project that a dry run would create.
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<u64>,
}

/// What pushing a project comes to.
pub(crate) fn plan(
    world: &World,
    state: &State,
    spec: &Value,
    dry_run: bool,
) -> Result<(Answer, State), Refusal> {
    let mut problems =
        catalog::kind("project").map_or_else(Vec::new, |kind| shape::check(kind, spec));
    let mut references = References::new(world, state);
    references.purposes("purposes", spec, "purposes");
    references.data_sources("datasources", spec, "datasources");
    references.tags("tags", spec, "tags");
    problems.extend(references.problems());
    Refusal::of(problems)?;

    let key = read::text(spec, "projectKey").unwrap_or_default();
    let old = state.projects.get(key);
    let mut next = state.clone();
    let id = old.map_or_else(|| next.new_id(), |old| old.id);
    let spec = spec.clone();
    let old_spec = old.map_or(&Value::Null, |old| &old.spec);
    let before: BTreeSet<_> = read::texts(old_spec, "datasources").collect();
    let after: BTreeSet<_> = read::texts(&spec, "datasources").collect();
    let had_workspace = read::get(old_spec, "workspace").is_some();
    let has_workspace = read::get(&spec, "workspace").is_some();
    let answer = Answer {
        dry_run,
        creating: old.is_none(),
        updating: old.is_some_and(|old| old.spec != spec),
        number_of_data_sources_added: after.difference(&before).count(),
        number_of_data_sources_removed: before.difference(&after).count(),
        creating_workspace: has_workspace && !had_workspace,
        deleting_workspace: had_workspace && !has_workspace,
        project_id: (!dry_run || old.is_some()).then_some(id),
    };
    next.projects.insert(key.to_owned(), Kept { id, spec });
    Ok((answer, next))
}

/// What deleting a project comes to.
pub(crate) fn delete(state: &State, key: &str, dry_run: bool) -> Result<(Value, State), Refusal> {
    let mut next = state.clone();
    let Some(old) = next.projects.remove(key) else {
        return Err(Refusal::new(404, format!("There is no project \"{key}\"")));
    };
    let answer = json!({ "dryRun": dry_run, "deleting": true, "projectId": old.id });
    Ok((answer, next))
}
