//! `POST /api/v2/purpose`.

use super::read;
use super::refusal::{Problem, Refusal};
use super::shape;
use super::state::{Purpose, State};
use immuta_ls::catalog;
use serde::Serialize;
use serde_json::Value;

/// What a push did, or would do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    dry_run: bool,
    creating: bool,
    updating: bool,
    /// Not there for a purpose that a dry run would create.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose_id: Option<u64>,
}

/// What pushing a purpose comes to.
pub(crate) fn plan(state: &State, spec: &Value, dry_run: bool) -> Result<(Answer, State), Refusal> {
    let mut problems =
        catalog::kind("purpose").map_or_else(Vec::new, |kind| shape::check(kind, spec));
    paths(spec, "", &mut problems);
    let name = read::text(spec, "name").unwrap_or_default();
    if state.purpose(name).is_some() && !state.purposes.contains_key(name) {
        let message = format!("\"{name}\" is within another purpose, and is pushed with it");
        problems.push(Problem::new("name", "path", message));
    }
    Refusal::of(problems)?;

    let mut next = state.clone();
    let purpose = purpose(spec, state, &mut next);
    let old = state.purposes.get(&purpose.name);
    let answer = Answer {
        dry_run,
        creating: old.is_none(),
        updating: old.is_some_and(|old| *old != purpose),
        purpose_id: (!dry_run || old.is_some()).then_some(purpose.id),
    };
    next.purposes.insert(purpose.name.clone(), purpose);
    Ok((answer, next))
}

/// Subpurposes whose names do not repeat the path they are under.
fn paths(spec: &Value, path: &str, problems: &mut Vec<Problem>) {
    let parent = read::text(spec, "name").unwrap_or_default();
    for (index, inner) in read::list(spec, "subpurposes").iter().enumerate() {
        let path = shape::at(path, &format!("subpurposes[{index}]"));
        let name = read::text(inner, "name").unwrap_or_default();
        let rest = name.strip_prefix(parent);
        if !name.is_empty() && !rest.is_some_and(|rest| rest.starts_with('.')) {
            let message = format!("\"{name}\" does not start with \"{parent}.\"");
            problems.push(Problem::new(shape::at(&path, "name"), "path", message));
        }
        paths(inner, &path, problems);
    }
}

/// A purpose as a spec describes it; one that was there before keeps its id.
fn purpose(spec: &Value, before: &State, next: &mut State) -> Purpose {
    let name = read::text(spec, "name").unwrap_or_default().to_owned();
    let old = before.purpose(&name).map(|old| old.id);
    Purpose {
        id: old.unwrap_or_else(|| next.new_id()),
        name,
        description: read::text(spec, "description").map(str::to_owned),
        acknowledgement: read::text(spec, "acknowledgement").map(str::to_owned),
        subpurposes: read::list(spec, "subpurposes")
            .iter()
            .map(|inner| purpose(inner, before, next))
            .collect(),
    }
}
