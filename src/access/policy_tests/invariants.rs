//! What nobody may see: every person that the policies can tell apart is tried.

use super::file::{Invariant, PolicyTests};
use super::outcome::{Finding, Outcome, Status, missing};
use crate::access::model::{Condition, Effect, Persona, PolicyBody, Source, World, segments};
use crate::access::{Case, Column, columns};
use crate::catalog::{Meaning, function_meaning};
use crate::language::expression::{FunctionCall, Language, Operand, calls};
use std::collections::BTreeSet;

/// More things than this that people may have are not tried in all combinations.
const MAX_CONDITIONS: usize = 10;

/// Whether an invariant holds for every data source, for the personas of the file and for everybody whom the policies
/// could tell apart from them.
pub(super) fn hold(invariant: &Invariant, tests: &PolicyTests, world: &World) -> Outcome {
    let mut finding = Finding::new();
    let wanted = segments(&invariant.tag);
    let is_tagged = |tag: &String| segments(tag).starts_with(&wanted);
    let mut columns = 0;
    for source in &world.sources {
        for column in &source.columns {
            if column.tags.iter().any(is_tagged) {
                columns += 1;
                of_column(invariant, tests, world, source, column, &mut finding);
            }
        }
    }
    if columns == 0 {
        let message = format!(
            "No known column has the tag `{}`, so nothing was checked. Name its columns in a spec or under `facts`.",
            invariant.tag
        );
        finding.add(Status::CannotTell, message, &[]);
    }
    finding.outcome(&invariant.name, &invariant.range)
}

fn of_column(
    invariant: &Invariant,
    tests: &PolicyTests,
    world: &World,
    source: &Source,
    column: &Column,
    finding: &mut Finding,
) {
    let mut conditions = conditions(world);
    conditions.extend(invariant.unless.iter().cloned());
    let conditions: Vec<Condition> = conditions.into_iter().collect();
    let all = conditions.len() <= MAX_CONDITIONS;
    if !all {
        let message = format!(
            "`{}` of `{}`: the policies tell people apart by {} groups, attributes and purposes, too many to try them all.",
            column.name,
            source.name,
            conditions.len()
        );
        finding.add(Status::CannotTell, message, &[]);
    }
    let combinations = if all { 1_usize << conditions.len() } else { 0 };
    let made = (0..combinations).map(|bits| {
        let has = conditions.iter().enumerate();
        let has = has.filter(|(index, _)| bits & (1 << index) != 0);
        somebody(world, source, has.map(|(_, condition)| condition))
    });
    for persona in tests.personas.iter().cloned().chain(made) {
        if is_excused(invariant, &persona) {
            continue;
        }
        let case = Case {
            world,
            source,
            persona: &persona,
        };
        let answer = columns(&case, column);
        if !answer.is_open && answer.possible.iter().all(|form| !form.shows_clear()) {
            continue;
        }
        let who = described(&persona);
        match answer.certain() {
            Some(form) => {
                let message = format!(
                    "{who} sees `{}` of `{}`: {}.",
                    column.name,
                    source.name,
                    form.word()
                );
                finding.add(Status::Failed, message, &answer.because);
            }
            None => {
                let message = format!(
                    "{who} may see `{}` of `{}` in clear. {}",
                    column.name,
                    source.name,
                    missing(&answer.missing)
                );
                finding.add(Status::CannotTell, message, &answer.because);
            }
        }
        // One person is enough.
        return;
    }
}

/// Whether the invariant does not go for somebody.
fn is_excused(invariant: &Invariant, persona: &Persona) -> bool {
    invariant.unless.iter().any(|condition| match condition {
        Condition::Group(group) => persona.traits.groups.contains(group),
        Condition::Attribute { name, value } => {
            let values = persona.traits.attributes.get(name);
            values.is_some_and(|values| values.contains(value))
        }
        Condition::Purpose(purpose) => {
            let purposes = persona.purposes.as_ref();
            purposes.is_some_and(|purposes| purposes.contains(purpose))
        }
    })
}

/// How a person is called: by name, or by what they have.
fn described(persona: &Persona) -> String {
    if !persona.name.is_empty() {
        return format!("`{}`", persona.name);
    }
    let mut has: Vec<String> = Vec::new();
    has.extend(
        persona
            .traits
            .groups
            .iter()
            .map(|group| format!("in the group `{group}`")),
    );
    for (name, values) in &persona.traits.attributes {
        has.extend(values.iter().map(|value| format!("with `{name}: {value}`")));
    }
    let purposes = persona.purposes.iter().flatten();
    has.extend(purposes.map(|purpose| format!("acting under `{purpose}`")));
    if has.is_empty() {
        "Somebody without any group, attribute or purpose".to_owned()
    } else {
        format!("Somebody {}", has.join(", "))
    }
}

/// Somebody who has these things and no others, working in a project that has their purposes and the data source.
fn somebody<'c>(
    world: &World,
    source: &Source,
    has: impl Iterator<Item = &'c Condition>,
) -> Persona {
    let mut persona = Persona::default();
    let mut purposes = BTreeSet::new();
    for condition in has {
        match condition {
            Condition::Group(group) => {
                persona.traits.groups.insert(group.clone());
            }
            Condition::Attribute { name, value } => {
                let values = persona.traits.attributes.entry(name.clone()).or_default();
                values.insert(value.clone());
            }
            Condition::Purpose(purpose) => {
                purposes.insert(purpose.clone());
            }
        }
    }
    let fitting = world.projects.iter().find(|project| {
        project.sources.contains(&source.name)
            && purposes
                .iter()
                .all(|purpose| project.purposes.contains(purpose))
    });
    if !purposes.is_empty() {
        persona.project = fitting.map(|project| project.key.clone());
    }
    persona.purposes = Some(purposes);
    persona
}

/// What the policies tell people apart by.
fn conditions(world: &World) -> BTreeSet<Condition> {
    let mut found = BTreeSet::new();
    for policy in &world.policies {
        // Who is subscribed makes no difference to the form of a column.
        let PolicyBody::Data(actions) = &policy.body else {
            continue;
        };
        for rule in actions.iter().flat_map(|action| &action.rules) {
            for audience in rule.only.iter().chain(&rule.except) {
                found.extend(audience.conditions.iter().cloned());
            }
            if let Effect::Mask(mask) = &rule.effect {
                of_expression(mask.condition.as_deref(), &mut found);
            }
        }
    }
    found
}

/// What the functions of an expression ask for.
fn of_expression(text: Option<&str>, found: &mut BTreeSet<Condition>) {
    let calls = text.map(|text| calls(text, Language::Where));
    for FunctionCall {
        name, arguments, ..
    } in calls.unwrap_or_default()
    {
        let strings = arguments.iter().filter_map(|argument| match argument {
            Operand::String(text) => Some(text.clone()),
            _ => None,
        });
        let strings: Vec<String> = strings.collect();
        match (function_meaning(&name), strings.as_slice()) {
            (Some(Meaning::IsInGroups), groups) => {
                found.extend(groups.iter().cloned().map(Condition::Group));
            }
            (Some(Meaning::HasAttribute), [name, value]) => {
                found.insert(Condition::Attribute {
                    name: name.clone(),
                    value: value.clone(),
                });
            }
            (Some(Meaning::IsUsingPurpose), [purpose]) => {
                found.insert(Condition::Purpose(purpose.clone()));
            }
            _ => {}
        }
    }
}
