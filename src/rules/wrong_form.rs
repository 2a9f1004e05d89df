//! Lists where a mapping is meant, mappings where a list is meant, and either where there is no place for it. A part of the
//! rule about wrong types.

use super::words::{expected, shown, subject};
use super::{Report, fill, place};
use crate::catalog::{Field, Shape, Status, Type};
use crate::diagnostics::{Diagnostic, Severity};
use crate::spec::{Node, picked};
use crate::syntax::{Kind, Layout, ScalarType, Value};
use std::ops::Range;

/// How much may be said about the type of a field.
pub(super) fn severity(field: Option<&Field>) -> Severity {
    Severity::of(field.map_or(Status::Documented, |field| field.status))
}

/// A mapping or a sequence where something else is meant.
pub(super) fn check(
    node: &Node<'_, '_>,
    value: Value<'_>,
    first: &'static Type,
    report: &mut Report,
) {
    let name = subject(node);
    let is_mapping = value.kind() == Kind::Mapping;
    let what = if is_mapping { "a mapping" } else { "a list" };
    let chosen = other_variant(node, value);
    let message = match first {
        Type::Object(_) | Type::List(_) if chosen.is_some() => {
            let (here, there) = chosen.unwrap_or_default();
            let (takes, other) = if is_mapping {
                ("a list", "a mapping")
            } else {
                ("a mapping", "a list")
            };
            format!("{name} must be {takes} with {here}. With {there} it must be {other}.")
        }
        Type::List(_) if value.is_flow() => {
            format!("{name} must be a list. Put `[` and `]` around the mapping.")
        }
        Type::List(_) => format!("{name} must be a list. Put `- ` before the first key."),
        Type::Object(_) if node.field.is_some() && node.entry.is_none() => {
            format!("{name} must be a mapping, not another list.")
        }
        Type::Object(_) if value.is_flow() => {
            format!("{name} must be a mapping, not a list. Remove the `[` and `]`.")
        }
        Type::Object(_) => format!("{name} must be a mapping, not a list. Remove the `- `."),
        other => format!("{name} must be {}, not {what}.", expected(other)),
    };
    let range = match node.value.kind() {
        Kind::Alias => node.value.range(),
        _ => place::anchor(node),
    };
    let layout = report.layout();
    let finding = report.add(severity(node.field), range, message);
    if fits_the_other(node, value) {
        change_variant(node, value, finding);
        return;
    }
    if let (Type::Object(_), Some((range, text))) = (first, out_of_list(node, layout)) {
        finding.fix("Take it out of the list", range, text);
    }
    if let (Type::String(_), Some((range, text))) = (first, only_text(node, value, layout)) {
        finding.fix(format!("Write {}", shown(&text)), range, text);
    }
    if is_mapping
        && value == node.value
        && matches!(first, Type::List(Type::Object(_)))
        && node.entry.is_some()
    {
        let source = value.source();
        let (title, text) = if value.is_flow() {
            ("Put brackets around it", format!("[{source}]"))
        } else {
            (
                "Make it a list",
                format!("- {}", source.replace('\n', "\n  ")),
            )
        };
        if !source.is_empty() {
            finding.fix(title, value.range(), text);
        }
    }
}

/// What makes the field take this form, and what would make it take the other one: "`type: subscription`" and
/// "`type: data`".
fn other_variant(node: &Node<'_, '_>, value: Value<'_>) -> Option<(String, String)> {
    let (parent, field) = (node.parent?, node.field?);
    let name = parent.shape.discriminator?;
    let here = parent.text(name).filter(|_| parent.variant().is_some())?;
    let there = parent.shape.variants.iter().find(|variant| {
        let other = variant.fields.iter().find(|other| other.name == field.name);
        other.is_some_and(|other| picked(value, other.types).is_some())
    })?;
    let pair = |value: &str| format!("`{name}: {value}`");
    Some((pair(here), pair(there.values.first()?)))
}

/// The edit that leaves the only text in a mapping, which is an item, in the place of the mapping.
fn only_text(
    node: &Node<'_, '_>,
    value: Value<'_>,
    layout: Layout,
) -> Option<(Range<usize>, String)> {
    let entries = value.entries();
    let [entry] = entries.as_slice() else {
        return None;
    };
    let inner = entry.value;
    let is_text = inner.scalar_type() == Some(ScalarType::String) && !entry.is_merge();
    if !is_text || value != node.value || value.is_cut() || node.entry.is_some() {
        return None;
    }
    let text = inner.text().filter(|text| !text.trim().is_empty())?;
    Some((fill::trimmed(value)?, fill::text(&text, value, layout)))
}

/// The field in the variant whose form this value has.
fn other_field(node: &Node<'_, '_>, value: Value<'_>) -> Option<(&'static str, &'static Field)> {
    let (parent, field) = (node.parent?, node.field?);
    parent
        .shape
        .discriminator
        .filter(|_| parent.variant().is_some())?;
    parent.shape.variants.iter().find_map(|variant| {
        let mut fields = variant.fields.iter();
        let other = fields
            .find(|other| other.name == field.name && picked(value, other.types).is_some())?;
        Some((*variant.values.first()?, other))
    })
}

/// Whether the keys in a value are those that the other variant has in it, and not those of this one.
fn fits_the_other(node: &Node<'_, '_>, value: Value<'_>) -> bool {
    let Some((_, other)) = other_field(node, value) else {
        return false;
    };
    let shape = |types: &'static [Type]| types.iter().find_map(|t| t.innermost().shape());
    let (Some(here), Some(there)) = (shape(node.types), shape(other.types)) else {
        return false;
    };
    let mappings = match value.kind() {
        Kind::Sequence => value.items(),
        _ => vec![value],
    };
    let entries = mappings.iter().flat_map(|value| value.resolved().entries());
    let names: Vec<_> = entries.map(|entry| entry.name().into_owned()).collect();
    let knows = |shape: &'static Shape, name: &str| shape.fields_named(name).next().is_some();
    names.iter().all(|name| knows(there, name)) && names.iter().any(|name| !knows(here, name))
}

/// The fix that chooses the variant that a value fits.
fn change_variant(node: &Node<'_, '_>, value: Value<'_>, finding: &mut Diagnostic) {
    let Some(((parent, by), (there, _))) = node
        .parent
        .and_then(|parent| Some((parent, parent.shape.discriminator?)))
        .zip(other_field(node, value))
    else {
        return;
    };
    let chosen = parent.entries.iter().find(|entry| entry.name() == by);
    if let Some(range) = chosen.and_then(|entry| place::inner(entry.value)) {
        finding.fix(format!("Change `{by}` to `{there}`"), range, there);
    }
}

/// The edit that leaves the only item of a list in the place of the list.
fn out_of_list(node: &Node<'_, '_>, layout: Layout) -> Option<(Range<usize>, String)> {
    let list = node.value;
    let items = list.items();
    let [item] = items.as_slice() else {
        return None;
    };
    if item.kind() != Kind::Mapping || node.entry.is_none() {
        return None;
    }
    let range = fill::trimmed(list)?;
    let source = item.source().trim_end();
    if list.is_flow() {
        return Some((range, source.to_owned()));
    }
    let column = fill::below(list, node.entry, layout);
    if item.is_flow() && !source.contains('\n') {
        return Some((
            range,
            format!("{}{source}", " ".repeat(column - list.column())),
        ));
    }
    // The lines behind the first stand as deep as the item itself, or deeper.
    let less = " ".repeat(item.column().checked_sub(column)?);
    let mut lines = source.split('\n');
    let mut text = " ".repeat(column - list.column());
    text.push_str(lines.next()?);
    for line in lines {
        text.push('\n');
        match line.strip_prefix(&less) {
            Some(line) => text.push_str(line),
            None if line.trim().is_empty() => text.push_str(line),
            None => return None,
        }
    }
    Some((range, text))
}
