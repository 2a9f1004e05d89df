//! Fields that have to be there and are not.

use super::fill;
use super::{Report, Rule, place, purpose_path, words};
use crate::catalog::{Content, Field, Hazard, Status, Text, Trigger, Type};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node, is_beside, other_variant, picked, skeleton};
use crate::syntax::{Entry, Fragment, Kind, ScalarType, Value};

pub(super) static RULE: Rule = Rule {
    code: "missing-field",
    summary: "A field that has to be there is not",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
A tenant refuses a spec that lacks what its kind, handler or authentication method asks for. The message names what asks
for the field.

```yaml
connection:
  handler: Snowflake        # `warehouse` is missing: `handler: Snowflake` requires it
  hostname: account.example.com
  database: SALES
```

Add the field; the fix writes it with a value to replace. It is an error where Immuta documents the field as required, a
warning where that is only seen in practice, and a hint where the documents contradict each other.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form else { return };
    if !node.value.is_complete() {
        return;
    }
    without_value(node, form, report);
    none_of(node, form, report);
    if other_variant(node, form).is_some() {
        return;
    }
    let diff = form.diff();
    let mut missing = diff.missing.clone();
    missing.retain(|field| !is_beside(node, field));
    if missing.is_empty() {
        return;
    }
    let range = place::anchor(node);
    let layout = report.layout();
    for field in &missing {
        let too_high = diff.too_high.as_ref();
        if let Some(too_high) = too_high.filter(|too_high| too_high.field.name == field.name) {
            let entries = too_high.entries.iter();
            let names: Vec<_> = entries
                .filter_map(|index| Some(form.entries.get(*index)?.name()))
                .collect();
            let verb = if names.len() > 1 { "belong" } else { "belongs" };
            let names = words::listed(names.iter().map(|name| &**name), "and");
            let message = format!("`{}` is missing: {names} {verb} in it.", field.name);
            let severity = Severity::of(field.required_status).max(Severity::Warning);
            report.add(severity, range.clone(), message);
            continue;
        }
        let reason = words::requirement(form, field);
        let doubt = match field.required_status {
            Status::Contradictory => ", though Immuta's own examples leave it out",
            _ => "",
        };
        let message = format!("`{}` is missing: {reason}{doubt}.", field.name);
        let finding = report.add(Severity::of(field.required_status), range.clone(), message);
        let others: Vec<_> = missing
            .iter()
            .filter(|other| other.name != field.name)
            .copied()
            .collect();
        let added = additions(node, form, &[field], &others);
        if let Some((at, text)) = fill::insertion(form, &added, layout) {
            finding.fix(format!("Add `{}`", field.name), at, text);
        }
        if others.is_empty() {
            continue;
        }
        if let Some((at, text)) =
            fill::insertion(form, &additions(node, form, &missing, &[]), layout)
        {
            finding.fix("Add all missing fields", at, text);
        }
    }
}

/// The fields to add, in the words of the place.
fn additions(
    node: &Node<'_, '_>,
    form: &Form<'_>,
    wanted: &[&'static Field],
    but: &[&'static Field],
) -> Vec<(String, Fragment)> {
    let base = purpose_path::outer(node);
    let added = skeleton::additions(form, wanted, but).into_iter();
    added
        .map(|(key, value)| (key, skeleton::below(value, base)))
        .collect()
}

/// Required keys behind which nothing is said.
fn without_value(node: &Node<'_, '_>, form: &Form<'_>, report: &mut Report) {
    let layout = report.layout();
    for entry in &form.entries {
        let value = entry.value.resolved();
        let empty = is_empty_text(value);
        empty_list(form, entry, report);
        if !value.is_null() && !empty {
            continue;
        }
        let Some(field) = form
            .field(&entry.name())
            .filter(|field| form.requires(field))
        else {
            continue;
        };
        if empty {
            // Where only some texts are taken, others speak.
            let any = |text: &Text| text.values.is_empty() && text.content != Content::Base64;
            if field.text().is_some_and(any) {
                let severity = Severity::of(field.required_status).min(Severity::Warning);
                let message = format!("`{}` is empty.", field.name);
                report.add(severity, entry.key.range(), message);
            }
            continue;
        }
        // It lacks quotes, not a value.
        if place::null_for(value, field.types).is_some() {
            continue;
        }
        let name = field.name;
        let severity = Severity::of(field.required_status);
        let is_block = value.kind() == Kind::Missing && !form.is_flow();
        let place = match field.types.first() {
            Some(Type::List(_)) if is_block => {
                " Put each item on its own line below it, starting with `- `."
            }
            _ => "",
        };
        let message = format!("`{name}` has no value.{place}");
        let finding = report.add(severity, entry.key.range(), message);
        let value = additions(node, form, &[field], &[]).into_iter().next();
        let text = value
            .as_ref()
            .and_then(|(_, value)| fill::scalar(value, entry.value, layout));
        if let (Some(text), false) = (text, entry.value.kind() == Kind::Alias) {
            let space = if entry.value.kind() == Kind::Missing {
                " "
            } else {
                ""
            };
            finding.fix(
                format!("Write {}", words::shown(&text)),
                entry.value.range(),
                format!("{space}{text}"),
            );
        }
    }
}

/// Whether every variant of a mapping has a field: it is what the mapping is for.
fn is_in_every_variant(form: &Form<'_>, field: &Field) -> bool {
    let mut variants = form.shape.variants.iter();
    let has = |fields: &[Field]| fields.iter().any(|other| other.name == field.name);
    !form.shape.variants.is_empty() && variants.all(|variant| has(variant.fields))
}

/// A list that has to be there, and holds nothing.
fn empty_list(form: &Form<'_>, entry: &Entry<'_>, report: &mut Report) {
    let value = entry.value.resolved();
    let Some(field) = form
        .field(&entry.name())
        .filter(|field| value.is_empty_collection() && form.requires(field))
    else {
        return;
    };
    let told = |hazard: &Hazard| matches!(hazard.trigger, Trigger::Empty);
    let is_list = value.kind() == Kind::Sequence && picked(value, field.types).is_some();
    let holds_rest = field.first_match.is_some() || is_in_every_variant(form, field);
    if is_list && holds_rest && !field.hazards.iter().any(told) {
        let severity = Severity::of(field.required_status).min(Severity::Warning);
        let message = format!("`{}` is empty.", field.name);
        report.add(severity, entry.key.range(), message);
    }
}

fn is_empty_text(value: Value<'_>) -> bool {
    value.scalar_type() == Some(ScalarType::String)
        && value.text().is_some_and(|text| text.trim().is_empty())
}

/// Mappings that have to hold one of several fields and hold none.
fn none_of(node: &Node<'_, '_>, form: &Form<'_>, report: &mut Report) {
    let choices: Vec<_> = form.alternatives().collect();
    if choices.is_empty() {
        return;
    }
    let given = choices.iter().filter(|field| form.has(field));
    if let Some(entry) = form
        .entries
        .iter()
        .find(|entry| form.is_switched_off(entry))
        && given.count() == 1
    {
        let names = form
            .shape
            .one_of
            .iter()
            .copied()
            .filter(|name| *name != entry.name());
        let message = format!(
            "`{}: false` alone names nothing. Add {}, or remove this {}.",
            entry.name(),
            words::listed(names, "or"),
            form.shape.title
        );
        report.add(Severity::Warning, entry.key.range(), message);
        return;
    }
    if !form.lacks_alternative() {
        return;
    }
    // An unknown key may be what we only believe to have another name.
    let unknown = form
        .entries
        .iter()
        .any(|entry| form.field(&entry.name()).is_none());
    let believed = choices
        .iter()
        .any(|field| field.status != Status::Documented);
    if unknown && believed
        || choices
            .iter()
            .any(|field| form.diff().stands_for(field.name))
    {
        return;
    }
    let names = words::listed(form.shape.one_of.iter().copied(), "or");
    let layout = report.layout();
    let message = format!(
        "One of {names} is missing: every {} needs it.",
        form.shape.title
    );
    let finding = report.add(choice_severity(form), place::anchor(node), message);
    if let Some(first) = choices.first()
        && let Some((at, text)) =
            fill::insertion(form, &skeleton::additions(form, &[first], &[]), layout)
    {
        finding.fix(format!("Add `{}`", first.name), at, text);
    }
}

/// How much may be said about the choice: as much as the surest of the fields bears.
pub(super) fn choice_severity(form: &Form<'_>) -> Severity {
    let severities = form.alternatives().map(|field| Severity::of(field.status));
    severities.max().unwrap_or(Severity::Hint)
}
