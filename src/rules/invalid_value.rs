//! Texts that are not among those a field takes.

use super::{Report, Rule, has_placeholder, place, v1, words};
use crate::catalog::{Allowed, Field, Others, Status, Text};
use crate::diagnostics::{Applicability, Diagnostic, Edit, Severity};
use crate::spec::suggest::{self, Closeness, Guess};
use crate::spec::{Form, Node};
use crate::syntax::Value;

pub(super) static RULE: Rule = Rule {
    code: "invalid-value",
    summary: "A value that the field does not take",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
Some fields take only certain texts, and the case of their letters matters: `Snowflake` is a handler, `snowflake` is not.

```yaml
connection:
  handler: snowflake       # did you mean `Snowflake`?
owners:
  - type: Group            # did you mean `group`?
```

Where Immuta documents the whole list, another value is an error. Where the list may go on, only a slip of the pen is; a
value unlike all that are known is a hint. An older spelling of a value is a hint, too: it works, the newer one is better.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let value = node.value.resolved();
    let Some((written, text)) =
        place::text_of(value, node).filter(|(_, text)| !text.values.is_empty())
    else {
        return;
    };
    let Some(field) = node
        .field
        .filter(|_| place::is_certain(node) && !has_placeholder(&written))
    else {
        return;
    };
    if v1::speaks_of(node) {
        return;
    }
    match text.allowed(&written) {
        Some(allowed) => known(node, value, allowed, report),
        None => unknown(node, value, field, text, &written, report),
    }
}

/// A value that the field takes, though perhaps not here, or no longer.
fn known(node: &Node<'_, '_>, value: Value<'_>, allowed: &'static Allowed, report: &mut Report) {
    if !allowed.when.is_empty()
        && let Some((_, obstacle)) = node
            .parent
            .and_then(|form| words::obstacle(form, allowed.when))
        && node.parent.and_then(|form| form.holds(allowed.when)) == Some(false)
    {
        let message = format!("`{}` cannot be used with {obstacle}", allowed.value);
        report.add(Severity::of(allowed.status), node.value.range(), message);
    } else if let Some(newer) = allowed.same_as.filter(|_| allowed.older) {
        let message = format!("`{}` is an older name of `{newer}`", allowed.value);
        let finding = report.add(Severity::Hint, node.value.range(), message);
        replace(finding, value, newer, Applicability::Safe);
    }
}

/// The values of a field in the spelling that is preferred.
fn current_rows(text: &'static Text) -> impl Iterator<Item = &'static Allowed> {
    let rows = text.values.iter();
    rows.filter(|allowed| allowed.same_as.is_none())
}

/// Has the fix that chooses a variant also rename the keys that this variant has under another name.
fn rename_siblings(node: &Node<'_, '_>, finding: &mut Diagnostic, word: &str) {
    let chosen = node.parent.zip(node.field).and_then(|(form, field)| {
        let chooses = form.shape.discriminator == Some(field.name);
        let variant = form.shape.variant(word).filter(|_| chooses)?;
        Some((form, variant))
    });
    let (Some((form, variant)), Some(fix)) = (chosen, finding.fixes.last_mut()) else {
        return;
    };
    for entry in &form.entries {
        let name = entry.name();
        let meant = variant.fields.iter();
        let mut meant = meant.filter(|field| field.mistaken.contains(&&*name) && !form.has(field));
        if let (Some(field), Some(range)) = (meant.next(), place::inner(entry.key)) {
            fix.edits.push(Edit {
                range,
                text: field.name.to_owned(),
            });
        }
    }
}

fn unknown(
    node: &Node<'_, '_>,
    value: Value<'_>,
    field: &Field,
    text: &'static Text,
    written: &str,
    report: &mut Report,
) {
    let name = field.name;
    let current = || current_rows(text).map(|allowed| allowed.value);
    let whose = node.parent.map(|form| of(form, field)).unwrap_or_default();
    if written.trim().is_empty() {
        let message = format!("`{name}` is empty. Use {}.", words::listed(current(), "or"));
        report.add(
            severity(field, Status::Documented),
            node.value.range(),
            message,
        );
        return;
    }
    let shown = words::shown(written);
    if let Some(meant) = current_rows(text).find(|allowed| allowed.mistaken.contains(&written)) {
        let word = meant.value;
        let message = format!("{shown} is not a valid `{name}`{whose}. Did you mean `{word}`?");
        let severity = match text.others {
            Others::None => Severity::of(field.status),
            _ => severity(field, meant.status).min(Severity::Warning),
        };
        let finding = report.add(severity, node.value.range(), message);
        replace(finding, value, word, Applicability::Unsafe);
        rename_siblings(node, finding, word);
        return;
    }
    if let Some(Guess { word, closeness }) = suggest::closest(written, current()) {
        let status = text
            .allowed(word)
            .map_or(Status::Inferred, |allowed| allowed.status);
        let severity = match text.others {
            // Whichever was meant, this is none.
            Others::None => Severity::of(field.status),
            _ if closeness == Closeness::Part => Severity::Hint,
            Others::Possible => severity(field, status),
            Others::Certain => severity(field, status).min(Severity::Warning),
        };
        let note = closeness.note();
        let message =
            format!("{shown} is not a valid `{name}`{whose}. Did you mean `{word}`?{note}");
        let finding = report.add(severity, node.value.range(), message);
        replace(finding, value, word, words::applicability(closeness));
        return;
    }
    let (severity, message) = match text.others {
        Others::Certain => return,
        Others::Possible => {
            let known = words::listed(current(), "and");
            let message = format!("Unknown `{name}`{whose}: {shown}. Known values are {known}.");
            (Severity::Hint, message)
        }
        Others::None => {
            let takes = words::listed(current(), "or");
            let message = format!("{shown} is not a valid `{name}`{whose}. Use {takes}.");
            (severity(field, Status::Documented), message)
        }
    };
    report.add(severity, node.value.range(), message);
}

/// How much may be said: as much as the weaker of both facts bears.
fn severity(field: &Field, value: Status) -> Severity {
    Severity::of(field.status).min(Severity::of(value))
}

/// " of Snowflake", where the handler decides about the values.
fn of(form: &Form<'_>, field: &Field) -> String {
    let own = form
        .shape
        .field(field.name)
        .is_none_or(|common| !std::ptr::eq(common, field));
    let variant = form
        .variant()
        .filter(|_| own)
        .and_then(|_| form.text(form.shape.discriminator?));
    variant
        .map(|value| format!(" of {value}"))
        .unwrap_or_default()
}

fn replace(finding: &mut Diagnostic, value: Value<'_>, word: &str, applicability: Applicability) {
    if let Some(range) = place::inner(value) {
        finding.fix_as(applicability, format!("Change to `{word}`"), range, word);
    }
}
