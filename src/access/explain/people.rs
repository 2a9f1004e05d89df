//! People: who a rule is for.

use super::super::model::{Audience, Condition, Operator, Owner};
use super::{code, fill, listed};
use crate::catalog::phrase;

/// What somebody in an audience is or has: "is a member of the group `a` or `b`".
pub(super) fn described(audience: &Audience) -> String {
    let names = |wanted: fn(&Condition) -> Option<String>| -> Vec<String> {
        audience.conditions.iter().filter_map(wanted).collect()
    };
    let word = match audience.operator {
        Some(Operator::All) => "and",
        Some(Operator::Any) => "or",
        // No document says which of the two goes without an operator.
        None => "and/or",
    };
    let mut parts = Vec::new();
    for (names, phrase) in [
        (
            names(|condition| match condition {
                Condition::Group(group) => Some(code(group)),
                _ => None,
            }),
            phrase::IN_GROUP,
        ),
        (
            names(|condition| match condition {
                Condition::Attribute { name, value } => Some(code(&format!("{name}: {value}"))),
                _ => None,
            }),
            phrase::HAS_ATTRIBUTE,
        ),
        (
            names(|condition| match condition {
                Condition::Purpose(purpose) => Some(code(purpose)),
                _ => None,
            }),
            phrase::UNDER_PURPOSE,
        ),
    ] {
        if !names.is_empty() {
            parts.push(fill(phrase, &listed(&names, word)));
        }
    }
    if audience.is_partial || audience.conditions.is_empty() {
        parts.push(phrase::PARTLY_UNKNOWN.to_owned());
    }
    listed(&parts, word)
}

/// Who a rule is for.
pub(super) fn of_rule(only: Option<&Audience>, except: Option<&Audience>) -> String {
    let only = only.map(|only| fill(phrase::EVERYONE_WHO, &described(only)));
    // "everyone except everyone who is a member ..." would be long-winded.
    let except = except.map(|except| format!("anyone who {}", described(except)));
    match (only, except) {
        (None, None) => phrase::EVERYONE.to_owned(),
        (None, Some(except)) => fill(phrase::EVERYONE_EXCEPT, &except),
        (Some(only), None) => only,
        (Some(only), Some(except)) => format!("{only}, except {except}"),
    }
}

/// Owners by name.
pub(super) fn owners(owners: &[Owner]) -> String {
    let names: Vec<_> = owners
        .iter()
        .map(|owner| match owner {
            Owner::Group(group) => format!("the group {}", code(group)),
            Owner::User(user) => format!("the user {}", code(user)),
        })
        .collect();
    if names.is_empty() {
        "somebody who could not be read from the file".to_owned()
    } else {
        listed(&names, "or")
    }
}
