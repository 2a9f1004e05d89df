//! Keys that the catalog does not know.

use super::words::applicability;
use super::{Report, Rule, place, query_parameter, words};
use crate::catalog::Status;
use crate::diagnostics::{Applicability, Severity};
use crate::spec::suggest::Closeness;
use crate::spec::{
    Choice, Form, Meant, Node, OtherVariant, Swapped, is_encryption_metadata, other_variant, picked,
};
use crate::syntax::Entry;
use crate::text::lookalike::{self, Lookalike};

pub(super) static RULE: Rule = Rule {
    code: "unknown-field",
    summary: "A key that is not known in this mapping",
    severities: &[Severity::Warning, Severity::Error],
    fixes: true,
    doc: "\
This key is not known in this mapping. Usually it is misspelt, or it belongs somewhere else: to another handler, one
level up or one level down. At best a tenant ignores it.

```yaml
sources:
  - table: customers
    columnDescriptions:
      - name: id              # the key is `columnName` here
        description: Number of the customer
```

Rename the key or remove it. It is a warning, because tenants may know more than the documents, and an error where the
key is in the place of one that is required.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form else { return };
    if let Some(other) = other_variant(node, form) {
        wrong_variant(node, form, other, report);
        return;
    }
    for unknown in &form.diff().unknown {
        let Some(entry) = form.entries.get(unknown.index) else {
            continue;
        };
        let is_metadata = node.parent.is_none() && is_encryption_metadata(entry);
        if query_parameter::of(node, &entry.name()).is_none() && !is_metadata {
            tell(node, form, entry, unknown.meant, report);
        }
    }
}

fn wrong_variant(node: &Node<'_, '_>, form: &Form<'_>, other: OtherVariant, report: &mut Report) {
    let OtherVariant { by, value } = other;
    let unknown = form.diff().unknown.iter();
    let unknown: Vec<_> = unknown
        .filter_map(|unknown| form.entries.get(unknown.index))
        .collect();
    let Some(first) = unknown.first() else { return };
    let names: Vec<_> = unknown.iter().map(|entry| entry.name()).collect();
    let (is, belong) = match names.len() {
        1 => ("is not a field", "belongs"),
        _ => ("are not fields", "belong"),
    };
    let message = format!(
        "{} {is} of {}, but {belong} to `{by}: {value}`.",
        words::listed(names.iter().map(|name| &**name), "and"),
        words::mapping(node, form)
    );
    let finding = report.add(Severity::Warning, first.key.range(), message);
    let chosen = node.parent.and_then(|parent| parent.entry(by));
    if let Some(range) = chosen.and_then(|entry| place::inner(entry.value)) {
        finding.fix(format!("Change `{by}` to `{value}`"), range, value);
    }
}

fn tell(
    node: &Node<'_, '_>,
    form: &Form<'_>,
    entry: &Entry<'_>,
    meant: Option<Meant>,
    report: &mut Report,
) {
    let key = entry.name();
    // While the variant is not known, only a slip in what all of them have is certain.
    if matches!(form.choice, Choice::Unknown) && meant.is_none() {
        return;
    }
    let head = format!(
        "{} is not a field of {}",
        words::shown(&key),
        words::mapping(node, form)
    );
    let swapped = form.diff().swapped.as_ref();
    if meant.is_none()
        && let Some(swapped) = swapped.filter(|swapped| swapped.name == key)
    {
        mixed_up(form, entry, swapped, &head, report);
        return;
    }
    let Some(meant) = meant else {
        let tail = elsewhere(node, form, &key).or_else(|| choices(form));
        let message = head + &tail.map_or(".".to_owned(), |tail| format!(". {tail}."));
        report.add(Severity::Warning, entry.key.range(), message);
        return;
    };
    let name = meant.field.name;
    let required = form.requires(meant.field);
    let chosen = form.shape.one_of.contains(&name) && form.lacks_alternative();
    let severity = match required || chosen {
        true => Severity::of(meant.field.required_status).max(Severity::Warning),
        false => Severity::Warning,
    };
    let certain = Severity::of(meant.field.required_status) >= Severity::Warning;
    let needed = if required && certain {
        ", which is required"
    } else {
        ""
    };
    let note = meant.closeness.map_or("", Closeness::note);
    let message = match lookalike::first(&key).filter(|_| note.is_empty()) {
        Some((_, other)) => format!("{} Did you mean `{name}`{needed}?", disguised(other)),
        None => format!("{head}. Did you mean `{name}`{needed}?{note}"),
    };
    let finding = report.add(severity, entry.key.range(), message);
    if let Some(range) = place::inner(entry.key) {
        let applicability = meant.closeness.map_or(Applicability::Safe, applicability);
        finding.fix_as(applicability, format!("Rename to `{name}`"), range, name);
    }
}

/// What is wrong with a key that has a character in it that looks like another one.
fn disguised(other: Lookalike) -> String {
    let shown = other.shown();
    match other.like {
        "" => format!("This key has an invisible character in it, {shown}."),
        " " => format!("{shown} looks like a space, but is part of this key."),
        like => format!("{shown} looks like `{like}`, but is another character."),
    }
}

/// A key of another variant in the place of the one that this variant asks for.
fn mixed_up(
    form: &Form<'_>,
    entry: &Entry<'_>,
    swapped: &Swapped,
    head: &str,
    report: &mut Report,
) {
    let Some(by) = form.shape.discriminator else {
        return;
    };
    let (wanted, goes_with) = (swapped.missing.name, swapped.goes_with);
    let message = format!("{head}. Use `{wanted}`, or change `{by}` to `{goes_with}`.");
    let severity = Severity::of(swapped.missing.required_status).max(Severity::Warning);
    let finding = report.add(severity, entry.key.range(), message);
    let chosen = form.entry(by);
    if let Some(range) = chosen.and_then(|entry| place::inner(entry.value)) {
        finding.fix(format!("Change `{by}` to `{goes_with}`"), range, goes_with);
    }
    let fits = picked(entry.value.resolved(), swapped.missing.types).is_some();
    if let Some(range) = place::inner(entry.key).filter(|_| fits) {
        finding.fix(format!("Rename to `{wanted}`"), range, wanted);
    }
}

/// Where else a key of this name belongs.
fn elsewhere(node: &Node<'_, '_>, form: &Form<'_>, key: &str) -> Option<String> {
    let shape = form.shape;
    let variants: Vec<_> = shape
        .variants_with(key)
        .flat_map(|variant| variant.values)
        .copied()
        .collect();
    if let (Some(name), false) = (shape.discriminator, variants.is_empty()) {
        let values: Vec<_> = variants
            .iter()
            .map(|value| format!("{name}: {value}"))
            .collect();
        return Some(format!(
            "It belongs to {}",
            words::listed(values.iter().map(String::as_str), "or")
        ));
    }
    if let Some(parent) = node
        .parent
        .filter(|parent| parent.shape.field(key).is_some())
    {
        return Some(format!(
            "It belongs one level up, in the {}",
            parent.shape.title
        ));
    }
    let holder = form.possible().into_iter().find(|field| {
        let shape = field.types.iter().find_map(|t| t.innermost().shape());
        shape.is_some_and(|shape| {
            shape
                .every_field()
                .iter()
                .any(|inner| inner.name == key && inner.status != Status::Inferred)
        })
    })?;
    Some(format!("It belongs in `{}`", holder.name))
}

/// All the keys of a mapping, where they are few.
fn choices(form: &Form<'_>) -> Option<String> {
    let fields = form.possible();
    let names = words::listed(fields.iter().map(|field| field.name), "and");
    (fields.len() <= 6).then(|| format!("Its fields are {names}"))
}
