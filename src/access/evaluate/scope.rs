//! Which policies a data source has.

use super::super::inquiry::Inquiry;
use super::super::model::{
    Circumstance, Circumstances, Column, Effect, Match, Operator, Owner, Policy, PolicyBody,
};
use super::super::{Cause, World};
use super::naming::{covers, matches, same};
use super::{Case, note};
use crate::catalog::{Meaning, function_meaning, reading};
use crate::language::expression::{Language, Operand, calls};

/// The policies that apply to the data source, in the order in which they are known.
pub(super) fn applicable<'w>(
    case: &Case<'w>,
    inquiry: &mut Inquiry,
    wanted: impl Fn(&PolicyBody) -> bool,
) -> Vec<&'w Policy> {
    let world: &'w World = case.world;
    let wanted = world.policies.iter().filter(|policy| wanted(&policy.body));
    wanted
        .filter(|policy| applies(case, inquiry, policy))
        .collect()
}

fn applies(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy) -> bool {
    let staged = policy
        .staged
        .unwrap_or_else(|| inquiry.is_so(format!("whether the policy `{}` is staged", policy.key)));
    if staged {
        inquiry.because(Cause {
            text: format!("The policy `{}` is staged and not in force.", policy.key),
            origin: policy.origin.clone(),
        });
        return false;
    }
    is_owned(case, inquiry, policy)
        && is_meant(case, inquiry, policy)
        && has_tagged_columns(case, inquiry, policy)
}

/// Whether the data source belongs to the owners that a policy is restricted to.
fn is_owned(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy) -> bool {
    let Some(restricted) = &policy.only_owned_by else {
        return true;
    };
    let source = &case.source.name;
    let unknown = || {
        format!(
            "whether the data source `{source}` belongs to an owner that the policy `{}` is restricted to",
            policy.key
        )
    };
    let Some(owners) = case
        .source
        .owners
        .as_ref()
        .filter(|_| !restricted.is_empty())
    else {
        return inquiry.is_so(unknown());
    };
    if owners.iter().any(|owner| restricted.contains(owner)) {
        return true;
    }
    // Somebody in a group may own the data source in person, and the other way round.
    let mixed = owners.iter().any(|owner| {
        restricted.iter().any(|one| {
            matches!(
                (owner, one),
                (Owner::Group(_), Owner::User(_)) | (Owner::User(_), Owner::Group(_))
            )
        })
    });
    mixed && inquiry.is_so(unknown())
}

/// Whether the circumstances of a policy hold for the data source.
fn is_meant(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy) -> bool {
    let (operator, list) = match &policy.circumstances {
        Circumstances::Unstated => {
            inquiry.assume(&reading::NO_CIRCUMSTANCES_MEANS_ALL);
            return true;
        }
        Circumstances::Null => {
            return inquiry.is_so(format!(
                "whether the owner of the data source `{}` has selected the policy `{}`",
                case.source.name, policy.key
            ));
        }
        Circumstances::Unknown => {
            return inquiry.is_so(format!(
                "whether the policy `{}` is for the data source `{}`",
                policy.key, case.source.name
            ));
        }
        Circumstances::List { list, .. } if list.is_empty() => {
            return inquiry.reads(&reading::EMPTY_CIRCUMSTANCES_MEAN_ALL, &policy.key);
        }
        Circumstances::List { operator, list } => (*operator, list),
    };
    // All are asked, so that the answer does not depend on their order.
    let mut held = Vec::new();
    for circumstance in list {
        let holds = holds(case, inquiry, circumstance, policy);
        match (operator, holds) {
            (Operator::Any, true) => return true,
            (Operator::All, false) => return false,
            _ => held.push(holds),
        }
    }
    operator == Operator::All
}

fn holds(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    circumstance: &Circumstance,
    policy: &Policy,
) -> bool {
    let source = case.source;
    let without_tag = |column: &&Column| column.tags.is_empty();
    match circumstance {
        Circumstance::Tag(tag) => source.tags.iter().any(|own| {
            covers(inquiry, tag, own) && {
                let is_child = own.len() > tag.len();
                let names = format!("`{tag}` reaches the data source `{}`", source.name);
                !is_child || inquiry.reads(&reading::SOURCE_TAGS_HAVE_CHILDREN, &names)
            }
        }),
        Circumstance::ColumnTag(tag) => has_column_tagged(case, inquiry, tag),
        Circumstance::ColumnName(pattern) => {
            let columns = &source.columns;
            columns
                .iter()
                .any(|column| matches(inquiry, pattern, &column.name))
                || !source.has_all_columns
                    && inquiry.is_so(format!(
                        "whether `{}` has a column whose name matches `{}`",
                        source.name, pattern.regex
                    ))
        }
        Circumstance::NoTags | Circumstance::AnyTag => {
            let any = matches!(circumstance, Circumstance::AnyTag);
            let of_column = if any {
                source.columns.iter().any(|column| !column.tags.is_empty())
            } else {
                source.columns.iter().any(|column| without_tag(&column))
                    || !source.has_all_columns
                        && inquiry.is_so(format!(
                            "whether `{}` has a column without tags",
                            source.name
                        ))
            };
            let of_source = source.tags.is_empty() != any;
            let about_columns =
                of_column == of_source || inquiry.reads(&reading::TAGS_OF_COLUMNS, &policy.key);
            if about_columns { of_column } else { of_source }
        }
        Circumstance::Domains(domains) => match &source.domains {
            Some(own) => domains.iter().any(|domain| {
                own.iter()
                    .any(|own| same(inquiry, "the domains", domain, own))
            }),
            None => inquiry.is_so(format!(
                "whether the data source `{}` is in the domain {}",
                source.name,
                super::naming::quoted(domains)
            )),
        },
        Circumstance::Unknown(what) => inquiry.is_so(format!(
            "whether the data source `{}` meets the circumstance {what} of `{}`",
            source.name, policy.key
        )),
    }
}

/// Whether a column of the data source has a tag, or a child of it.
pub(super) fn has_column_tagged(case: &Case<'_>, inquiry: &mut Inquiry, tag: &str) -> bool {
    let columns = &case.source.columns;
    columns
        .iter()
        .flat_map(|column| &column.tags)
        .any(|own| covers(inquiry, tag, own))
}

/// Whether the data source has a column for every tag that the policy compares: without one, it does not get the
/// policy at all.
fn has_tagged_columns(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy) -> bool {
    let PolicyBody::Data(actions) = &policy.body else {
        return true;
    };
    for rule in actions.iter().flat_map(|action| &action.rules) {
        for tag in tags_compared(&rule.effect) {
            if !has_column_tagged(case, inquiry, &tag) {
                if matches!(rule.effect, Effect::Entitlements { .. }) {
                    inquiry.assume(&reading::NO_TAGGED_COLUMN_NO_POLICY);
                }
                let source = &case.source.name;
                note(
                    inquiry,
                    format!(
                        "`{source}` does not get the policy `{}`: none of its columns has the tag `{tag}`.",
                        policy.key
                    ),
                );
                return false;
            }
        }
    }
    true
}

/// The tags of the columns that a rule compares.
fn tags_compared(effect: &Effect) -> Vec<String> {
    let of_text = |text: &str| {
        let calls = calls(text, Language::Where).into_iter();
        let tagged =
            calls.filter(|call| function_meaning(&call.name) == Some(Meaning::ColumnTagged));
        let tags = tagged.filter_map(|call| match call.arguments.as_slice() {
            [Operand::String(tag)] => Some(tag.clone()),
            _ => None,
        });
        tags.collect::<Vec<_>>()
    };
    match effect {
        Effect::Where(predicate) => of_text(predicate),
        Effect::Mask(mask) => mask.condition.as_deref().map(of_text).unwrap_or_default(),
        Effect::Entitlements { matches, .. } => {
            matches.iter().map(Match::tag).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
