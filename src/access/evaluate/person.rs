//! What somebody has and does: groups, attributes, purposes.

use super::super::inquiry::Inquiry;
use super::super::model::{Audience, Condition, Operator, Traits, segments};
use super::naming::same;
use super::{Case, note};
use crate::catalog::{is_built_in_group, reading};
use std::collections::BTreeSet;

/// Whether somebody belongs to an audience. `what` names the audience: "the `exceptions` of `mask-pii`".
pub(super) fn belongs(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    audience: &Audience,
    what: &str,
) -> bool {
    if audience.is_partial {
        return inquiry.is_so(format!("whether {what} include {}", who(case)));
    }
    match audience.conditions.as_slice() {
        [] => inquiry.is_so(format!("whether {what}, which are empty, mean everybody")),
        [one] => meets(case, inquiry, one),
        several => {
            let met = several
                .iter()
                .map(|condition| meets(case, inquiry, condition))
                .collect::<Vec<_>>();
            let (all, any) = (met.iter().all(|met| *met), met.contains(&true));
            if all != any {
                inquiry.assume(&reading::ONE_LIST_OF_CONDITIONS);
            }
            match audience.operator {
                _ if all == any => all,
                Some(Operator::All) => all,
                Some(Operator::Any) => any,
                None if inquiry.reads(&reading::ABSENT_OPERATOR_IS_ANY, what) => any,
                None => all,
            }
        }
    }
}

/// How a person is called in questions.
pub(super) fn who(case: &Case<'_>) -> String {
    match case.persona.name.as_str() {
        "" => "the person".to_owned(),
        name => format!("`{name}`"),
    }
}

fn meets(case: &Case<'_>, inquiry: &mut Inquiry, condition: &Condition) -> bool {
    match condition {
        Condition::Group(group) => is_in(case, inquiry, group),
        Condition::Attribute { name, value } => has(case, inquiry, name, value),
        Condition::Purpose(purpose) => acts_under(case, inquiry, purpose),
    }
}

/// Whether somebody is in a group.
pub(super) fn is_in(case: &Case<'_>, inquiry: &mut Inquiry, group: &str) -> bool {
    let groups = &traits(case).groups;
    let own = groups.contains(group) || {
        let near = |own: &&String| own.to_lowercase() == group.to_lowercase();
        let near = groups.iter().find(near);
        near.is_some_and(|own| same(inquiry, "the groups", group, own))
    };
    if own {
        return is_equalized(case, inquiry, || format!("the group `{group}`"));
    }
    // Everybody is in these, though no list of groups says so.
    is_built_in_group(group)
        && inquiry.is_so(format!("whether {} is in the group `{group}`", who(case)))
}

/// Whether somebody has an attribute with a value.
pub(super) fn has(case: &Case<'_>, inquiry: &mut Inquiry, name: &str, value: &str) -> bool {
    let values = values(case, inquiry, name);
    let has = values.contains(value) || {
        let near = values
            .iter()
            .find(|own| own.to_lowercase() == value.to_lowercase());
        near.is_some_and(|own| same(inquiry, &format!("the values of `{name}`"), value, own))
    };
    has && is_equalized(case, inquiry, || format!("the attribute `{name}: {value}`"))
}

/// The values that somebody has of an attribute, by themselves or through a group.
pub(super) fn values(case: &Case<'_>, inquiry: &mut Inquiry, name: &str) -> BTreeSet<String> {
    let traits = traits(case);
    let of_groups = traits
        .groups
        .iter()
        .filter_map(|group| case.world.group_attributes.get(group));
    let mut found = BTreeSet::new();
    for attributes in std::iter::once(&traits.attributes).chain(of_groups) {
        for (own, values) in attributes {
            if own == name
                || own.to_lowercase() == name.to_lowercase()
                    && same(inquiry, "the attributes", name, own)
            {
                found.extend(values.iter().cloned());
            }
        }
    }
    found
}

/// What counts for somebody: their own groups and attributes, or those that their project makes everybody equal to.
pub(super) fn traits<'w>(case: &Case<'w>) -> &'w Traits {
    let equalized = case.project().filter(|project| project.is_equalized);
    equalized
        .and_then(|project| project.equalized_to.as_ref())
        .unwrap_or(&case.persona.traits)
}

/// Whether what somebody has counts in the project they work in.
fn is_equalized(case: &Case<'_>, inquiry: &mut Inquiry, what: impl Fn() -> String) -> bool {
    match case.project() {
        Some(project) if project.is_equalized && project.equalized_to.is_none() => {
            let text = format!(
                "whether the equalized entitlements of the project `{}` include {}",
                project.key,
                what()
            );
            inquiry.is_so(text)
        }
        _ => true,
    }
}

/// Whether somebody lacks what the project they work in makes everybody equal to: then they see nothing of it.
pub(super) fn is_compliant(case: &Case<'_>) -> bool {
    let Some(needed) = case
        .project()
        .filter(|project| project.is_equalized)
        .and_then(|project| project.equalized_to.as_ref())
    else {
        return true;
    };
    let own = &case.persona.traits;
    needed.groups.is_subset(&own.groups)
        && needed.attributes.iter().all(|(name, values)| {
            let has = own.attributes.get(name);
            has.is_some_and(|has| values.is_subset(has))
        })
}

/// The purposes that somebody acts under.
pub(super) fn purposes<'w>(case: &Case<'w>, inquiry: &mut Inquiry) -> Vec<&'w str> {
    if let Some(purposes) = &case.persona.purposes {
        return purposes.iter().map(String::as_str).collect();
    }
    let Some(named) = case.persona.project.as_deref() else {
        return Vec::new();
    };
    let of_project = case.project().map_or(&[][..], |project| &project.purposes);
    let text = format!(
        "whether {} has acknowledged the purposes of the project `{named}`, and they are approved",
        who(case)
    );
    if case.project().is_some_and(|p| p.purposes.is_empty()) || !inquiry.is_so(text) {
        return Vec::new();
    }
    of_project.iter().map(String::as_str).collect()
}

/// Whether somebody acts under a purpose, or a part of it, in front of this data source.
pub(super) fn acts_under(case: &Case<'_>, inquiry: &mut Inquiry, purpose: &str) -> bool {
    let under = purposes(case, inquiry);
    under
        .iter()
        .any(|acted| is_part(inquiry, purpose, acted) && counts(case, inquiry, acted))
}

/// Whether acting under one purpose is acting under another.
fn is_part(inquiry: &mut Inquiry, purpose: &str, acted: &str) -> bool {
    let (wanted, has) = (segments(purpose), segments(acted));
    let Some(head) = has.get(..wanted.len()) else {
        return false;
    };
    if !same(inquiry, "the purposes", purpose, &head.join(".")) {
        return false;
    }
    let names = format!("`{acted}` is acting under `{purpose}`");
    has.len() == wanted.len() || inquiry.reads(&reading::SUBPURPOSES_COUNT, &names)
}

/// Whether a purpose counts for the data source: the project that somebody works in has both.
fn counts(case: &Case<'_>, inquiry: &mut Inquiry, purpose: &str) -> bool {
    let Some(named) = case.persona.project.as_deref() else {
        let text = format!(
            "whether the project in which {} acts under `{purpose}` has the data source `{}`",
            who(case),
            case.source.name
        );
        return inquiry.is_so(text);
    };
    let Some(project) = case.project() else {
        let text = format!(
            "whether the project `{named}` has the purpose `{purpose}` and the data source `{}`",
            case.source.name
        );
        return inquiry.is_so(text);
    };
    let has_purpose = project.purposes.iter().any(|own| own == purpose);
    if !has_purpose {
        note(
            inquiry,
            format!("The project `{named}` does not have the purpose `{purpose}`."),
        );
    }
    has_purpose && is_in_project(case, inquiry)
}

/// Whether the data source is in the project that somebody works in.
pub(super) fn is_in_project(case: &Case<'_>, inquiry: &mut Inquiry) -> bool {
    let Some(named) = case.persona.project.as_deref() else {
        return true;
    };
    let Some(project) = case.project() else {
        let source = &case.source.name;
        return inquiry.is_so(format!(
            "whether the project `{named}` has the data source `{source}`"
        ));
    };
    let listed = project.sources.contains(&case.source.name);
    listed
        || !case.source.has_certain_name
            && inquiry.is_so(format!(
                "whether the project `{named}` lists the data source `{}` under another name",
                case.source.name
            ))
}
