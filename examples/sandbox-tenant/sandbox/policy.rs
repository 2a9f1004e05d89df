//! `POST /api/v2/policy`.

use super::read;
use super::references::References;
use super::refusal::{Problem, Refusal};
use super::shape;
use super::state::{Kept, State};
use super::world::World;
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
    /// Not there for a policy that a dry run would create.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_id: Option<u64>,
}

/// What pushing a policy comes to.
pub(crate) fn plan(
    world: &World,
    state: &State,
    spec: &Value,
    dry_run: bool,
) -> Result<(Answer, State), Refusal> {
    let mut problems =
        catalog::kind("policy").map_or_else(Vec::new, |kind| shape::check(kind, spec));
    problems.extend(names(world, state, spec));
    let key = read::text(spec, "policyKey").unwrap_or_default();
    let name = read::text(spec, "name").unwrap_or_default();
    let taken = |(other, kept): (&String, &Kept)| {
        other != key && read::text(&kept.spec, "name") == Some(name)
    };
    if state.policies.iter().any(taken) {
        let message = format!("A policy named \"{name}\" exists under another key");
        problems.push(Problem::new("name", "unique", message));
    }
    Refusal::of(problems)?;

    let old = state.policies.get(key);
    let mut next = state.clone();
    let id = old.map_or_else(|| next.new_id(), |old| old.id);
    let spec = spec.clone();
    let answer = Answer {
        dry_run,
        creating: old.is_none(),
        updating: old.is_some_and(|old| old.spec != spec),
        policy_id: (!dry_run || old.is_some()).then_some(id),
    };
    next.policies.insert(key.to_owned(), Kept { id, spec });
    Ok((answer, next))
}

/// Tags, purposes and domains that do not exist. Groups and attributes are not looked up.
fn names(world: &World, state: &State, spec: &Value) -> Vec<Problem> {
    let mut references = References::new(world, state);
    for (index, circumstance) in read::list(spec, "circumstances").iter().enumerate() {
        let path = format!("circumstances[{index}]");
        for key in ["tag", "columnTag"] {
            if let Some(tag) = read::text(circumstance, key) {
                references.tag(&shape::at(&path, key), tag);
            }
        }
        for (index, domain) in read::list(circumstance, "domains").iter().enumerate() {
            references.domain(&format!("{path}.domains[{index}]"), domain);
        }
    }
    for (index, action) in read::list(spec, "actions").iter().enumerate() {
        for (inner, rule) in read::list(action, "rules").iter().enumerate() {
            names_of_rule(
                &mut references,
                &format!("actions[{index}].rules[{inner}]"),
                rule,
            );
        }
    }
    references.problems()
}

fn names_of_rule(references: &mut References<'_>, path: &str, rule: &Value) {
    if let Some(config) = read::get(rule, "config") {
        for (index, field) in read::list(config, "fields").iter().enumerate() {
            if let Some(tag) = read::text(field, "columnTag") {
                references.tag(&format!("{path}.config.fields[{index}].columnTag"), tag);
            }
        }
        for (index, pair) in read::list(config, "matches").iter().enumerate() {
            if let Some(tag) = read::text(pair, "tag") {
                references.tag(&format!("{path}.config.matches[{index}].tag"), tag);
            }
        }
    }
    for key in ["inclusions", "exceptions"] {
        if let Some(people) = read::get(rule, key) {
            references.purposes(&format!("{path}.{key}.purposes"), people, "purposes");
        }
    }
}
