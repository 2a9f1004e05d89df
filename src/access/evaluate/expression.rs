//! What Immuta's functions say of somebody, and what is left of an expression once that is known.

use super::super::inquiry::Inquiry;
use super::naming::{covers, quoted, same};
use super::person::{acts_under, has, is_in, purposes, traits, values, who};
use super::{Case, Question};
use crate::catalog::{Meaning, function_meaning, functions_meaning, reading, tag_level};
use crate::language::expression::{FunctionCall, Language, Logic, Operand};
use std::collections::BTreeSet;

/// What an expression comes to for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reduced {
    /// It holds for every row, or for none.
    Is(bool),
    /// It holds where this does.
    Where(String),
}

/// What a WHERE expression comes to for somebody. Returns `None` if it cannot be read.
pub(super) fn reduce(case: &Case<'_>, inquiry: &mut Inquiry, text: &str) -> Option<Reduced> {
    let logic = Logic::parse(text, Language::Where)?;
    Some(of_logic(case, inquiry, &logic, text))
}

fn of_logic(case: &Case<'_>, inquiry: &mut Inquiry, logic: &Logic, text: &str) -> Reduced {
    match logic {
        Logic::Literal(value) => Reduced::Is(*value),
        Logic::Opaque(span) => Reduced::Where(one_line(text.get(span.range()).unwrap_or_default())),
        Logic::Not(inner) => match of_logic(case, inquiry, inner, text) {
            Reduced::Is(value) => Reduced::Is(!value),
            Reduced::Where(condition) => Reduced::Where(format!("NOT ({condition})")),
        },
        Logic::And(parts) => joined(case, inquiry, parts, text, "AND", true),
        Logic::Or(parts) => joined(case, inquiry, parts, text, "OR", false),
        Logic::Call(call) => of_call(case, inquiry, call).unwrap_or_else(|| {
            Reduced::Where(one_line(text.get(call.span.range()).unwrap_or_default()))
        }),
    }
}

/// Parts that AND or OR joins; `neutral` is what makes no difference among them.
fn joined(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    parts: &[Logic],
    text: &str,
    word: &str,
    neutral: bool,
) -> Reduced {
    let mut left: Vec<String> = Vec::new();
    for part in parts {
        match of_logic(case, inquiry, part, text) {
            Reduced::Is(value) if value == neutral => {}
            Reduced::Is(value) => return Reduced::Is(value),
            Reduced::Where(condition) if left.contains(&condition) => {}
            Reduced::Where(condition) => left.push(condition),
        }
    }
    match left.as_slice() {
        [] => Reduced::Is(neutral),
        [one] => Reduced::Where(one.clone()),
        several => {
            let several: Vec<_> = several.iter().map(|one| format!("({one})")).collect();
            Reduced::Where(several.join(&format!(" {word} ")))
        }
    }
}

/// SQL on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a function says. Returns `None` if only the warehouse can tell.
fn of_call(case: &Case<'_>, inquiry: &mut Inquiry, call: &FunctionCall) -> Option<Reduced> {
    let strings = strings(call);
    let argument = |index: usize| call.arguments.get(index);
    match function_meaning(&call.name)? {
        Meaning::IsInGroups => {
            let mut all = true;
            for group in strings? {
                all &= is_in(case, inquiry, group);
            }
            Some(Reduced::Is(all))
        }
        Meaning::HasAttribute => match strings?.as_slice() {
            [name, value] => Some(Reduced::Is(has(case, inquiry, name, value))),
            _ => None,
        },
        Meaning::IsUsingPurpose => match strings?.as_slice() {
            [purpose] => Some(Reduced::Is(acts_under(case, inquiry, purpose))),
            _ => None,
        },
        Meaning::AttributeValuesContains => {
            let Some(Operand::String(name)) = argument(0) else {
                return None;
            };
            let values = values(case, inquiry, name);
            contains(case, inquiry, &values, argument(1)?, argument(2).is_some())
        }
        Meaning::GroupsContains => {
            let groups = traits(case).groups.clone();
            contains(case, inquiry, &groups, argument(0)?, argument(1).is_some())
        }
        Meaning::PurposesContains => {
            let under = purposes(case, inquiry);
            let under = under.into_iter().map(str::to_owned).collect();
            contains(case, inquiry, &under, argument(0)?, argument(1).is_some())
        }
        _ => None,
    }
}

/// Whether a column's value is among somebody's own.
fn contains(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    values: &BTreeSet<String>,
    column: &Operand,
    has_placeholder: bool,
) -> Option<Reduced> {
    if !values.is_empty() {
        let column = column_of(case, inquiry, column);
        return Some(Reduced::Where(format!("{column} IN ({})", quoted(values))));
    }
    if has_placeholder {
        return None;
    }
    inquiry.assume(&reading::NO_VALUES_NO_ROWS);
    Some(Reduced::Is(false))
}

/// The column that an argument stands for, in the words of the warehouse as far as they are known.
fn column_of(case: &Case<'_>, inquiry: &mut Inquiry, operand: &Operand) -> String {
    match operand {
        Operand::Sql(sql) => one_line(sql),
        Operand::String(text) => format!("'{text}'"),
        Operand::Call(call) => match (function_meaning(&call.name), call.arguments.as_slice()) {
            (Some(Meaning::ColumnReference), [Operand::String(name)]) => name.clone(),
            (Some(Meaning::ColumnTagged), [Operand::String(tag)]) => {
                column_tagged(case, inquiry, tag)
            }
            _ => format!("@{}", call.name),
        },
    }
}

/// The column that has a tag, by its name if there is only one.
pub(super) fn column_tagged(case: &Case<'_>, inquiry: &mut Inquiry, tag: &str) -> String {
    let mut columns = case.source.columns.iter().filter(|column| {
        let mut tags = column.tags.iter();
        tags.any(|own| covers(inquiry, tag, own))
    });
    match (columns.next(), columns.next()) {
        (Some(only), None) => only.name.clone(),
        _ => format!("the column tagged `{tag}`"),
    }
}

/// What a call is called with, if that is strings and nothing else.
fn strings(call: &FunctionCall) -> Option<Vec<&str>> {
    let texts = call.arguments.iter().map(|argument| match argument {
        Operand::String(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// Whether somebody meets an advanced subscription expression. Returns `None` if that cannot be told.
pub(super) fn is_met(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    text: &str,
    policy: &str,
) -> Option<bool> {
    let unknown = || Question {
        text: format!("what the expression in `advanced` of the policy `{policy}` says"),
        fact: None,
    };
    let Some(logic) = Logic::parse(text, Language::Subscription) else {
        return inquiry.give_up(unknown());
    };
    holds(case, inquiry, &logic).or_else(|| inquiry.give_up(unknown()))
}

fn holds(case: &Case<'_>, inquiry: &mut Inquiry, logic: &Logic) -> Option<bool> {
    match logic {
        Logic::Literal(value) => Some(*value),
        Logic::Not(inner) => holds(case, inquiry, inner).map(|value| !value),
        Logic::And(parts) => several(case, inquiry, parts, false),
        Logic::Or(parts) => several(case, inquiry, parts, true),
        Logic::Call(call) => is_true(case, inquiry, call),
        Logic::Opaque(_) => None,
    }
}

/// Parts of which one that is `decisive` decides, whatever the others are.
fn several(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    parts: &[Logic],
    decisive: bool,
) -> Option<bool> {
    let values: Vec<_> = parts
        .iter()
        .map(|part| holds(case, inquiry, part))
        .collect();
    if values.contains(&Some(decisive)) {
        return Some(decisive);
    }
    let known = values.iter().all(Option::is_some);
    known.then_some(!decisive)
}

/// What a function of an advanced subscription expression says of somebody.
fn is_true(case: &Case<'_>, inquiry: &mut Inquiry, call: &FunctionCall) -> Option<bool> {
    let strings = strings(call)?;
    match (function_meaning(&call.name)?, strings.as_slice()) {
        (Meaning::IsInGroups, groups) => {
            if groups.len() > 1 {
                inquiry.assume(&reading::IN_ALL_GROUPS);
            }
            let mut all = true;
            for group in groups {
                all &= is_in(case, inquiry, group);
            }
            Some(all)
        }
        (Meaning::HasAttribute, [name, value]) => {
            let value = located(case, value)?;
            Some(has_located(case, inquiry, name, &value))
        }
        (Meaning::HasTagAsAttribute, [name, level]) => {
            let values = values(case, inquiry, name);
            Some(is_tag(inquiry, &values, &tags_of(case, level)?))
        }
        (Meaning::HasTagAsGroup, [level]) => {
            let groups = traits(case).groups.clone();
            Some(is_tag(inquiry, &groups, &tags_of(case, level)?))
        }
        _ => None,
    }
}

/// The tags that a level of a function means.
fn tags_of(case: &Case<'_>, level: &str) -> Option<Vec<String>> {
    if tag_level(level)? == Meaning::Tags {
        return Some(case.source.tags.clone());
    }
    let columns = case.source.columns.iter();
    Some(columns.flat_map(|column| column.tags.clone()).collect())
}

/// Whether one of somebody's own names is one of the tags.
fn is_tag(inquiry: &mut Inquiry, own: &BTreeSet<String>, tags: &[String]) -> bool {
    own.iter().any(|own| {
        tags.iter().any(|tag| {
            same(inquiry, "the tags", own, tag)
                || tag.len() > own.len() && covers(inquiry, own, tag) && {
                    let names = format!("`{own}` is enough for the tag `{tag}`");
                    inquiry.reads(&reading::PARENT_TAG_IS_ENOUGH, &names)
                }
        })
    })
}

/// A value with the variables for the data source's place filled in. Returns `None` if one of them is not known.
fn located(case: &Case<'_>, value: &str) -> Option<String> {
    let place = &case.source.place;
    let mut out = value.to_owned();
    for (meaning, known) in [
        (Meaning::Hostname, &place.hostname),
        (Meaning::Database, &place.database),
        (Meaning::Schema, &place.schema),
        (Meaning::Table, &place.table),
    ] {
        for name in functions_meaning(meaning) {
            let variable = format!("@{name}");
            if out.contains(&variable) {
                out = out.replace(&variable, known.as_deref()?);
            }
        }
    }
    Some(out)
}

/// Whether somebody has an attribute whose value covers a place. A `*` stands for one whole name between dots, or at
/// the end for all that is below.
fn has_located(case: &Case<'_>, inquiry: &mut Inquiry, name: &str, wanted: &str) -> bool {
    if has(case, inquiry, name, wanted) {
        return true;
    }
    let wanted_parts: Vec<_> = wanted.split('.').collect();
    values(case, inquiry, name).iter().any(|own| {
        let own_parts: Vec<_> = own.split('.').collect();
        if !own_parts.contains(&"*") {
            // The policy's own `*` may mean everything, or just this text.
            return wanted_parts.contains(&"*")
                && reaches(&wanted_parts, &own_parts)
                && inquiry.is_so(format!(
                    "whether `{own}` is enough for `{wanted}`, for {}",
                    who(case)
                ));
        }
        reaches(&own_parts, &wanted_parts)
    })
}

/// Whether a pattern of names covers a path.
fn reaches(pattern: &[&str], path: &[&str]) -> bool {
    let ends_open = pattern.last() == Some(&"*") && path.len() >= pattern.len();
    (ends_open || pattern.len() == path.len())
        && pattern
            .iter()
            .zip(path)
            .all(|(own, wanted)| *own == "*" || own == wanted)
}
