//! Rules of data policies in a few words, for outlines.

use super::super::model::{Audience, Condition, Effect, Mask, MaskKind, Operator, Rule, Selector};
use super::policy::{effect, how, selector};
use super::{fill, listed};
use crate::catalog::phrase;

/// Returns what a rule does and for whom, in a few words: "Mask PII using hashing, except Auditors". A rule for whoever is
/// left by those before it says so. Returns `None` if it could not be understood.
pub fn title(rule: &Rule, has_others_before: bool) -> Option<String> {
    let does = match &rule.effect {
        Effect::Unknown(_) => return None,
        Effect::Mask(one) => mask(one),
        other => effect(other),
    };
    let mut title = String::new();
    if has_others_before && rule.only.is_none() {
        title.push_str(phrase::OTHERWISE);
        title.push_str(": ");
    }
    title.push_str(&does);
    for (audience, word) in [(&rule.only, "for"), (&rule.except, "except")] {
        if let Some(audience) = audience {
            title.push_str(&format!(", {word} {}", people(audience)));
        }
    }
    // No markup in an outline.
    title.retain(|c| c != '`');
    let mut chars = title.chars();
    let first = chars.next()?.to_uppercase();
    Some(first.chain(chars).collect())
}

fn mask(mask: &Mask) -> String {
    let columns = mask.columns.iter().map(|column| match column {
        Selector::Tag(tag) => tag.clone(),
        other => selector(other),
    });
    let columns: Vec<_> = columns.collect();
    let columns = if columns.is_empty() {
        phrase::COLUMNS_UNKNOWN.to_owned()
    } else {
        listed(&columns, "or")
    };
    let does = fill(phrase::MASK, &columns);
    match &mask.kind {
        MaskKind::Unknown(_) => does,
        kind => format!("{does} {}", how(kind)),
    }
}

/// People by the names of their groups, attributes and purposes.
fn people(audience: &Audience) -> String {
    let name = |condition: &Condition| match condition {
        Condition::Group(name) | Condition::Purpose(name) => name.clone(),
        Condition::Attribute { name, value } => format!("{name}: {value}"),
    };
    let mut names: Vec<_> = audience.conditions.iter().map(name).collect();
    if audience.is_partial || names.is_empty() {
        names.push("others".to_owned());
    }
    let word = match audience.operator {
        Some(Operator::All) => "and",
        Some(Operator::Any) => "or",
        None => "and/or",
    };
    listed(&names, word)
}
