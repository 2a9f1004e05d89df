//! Things that are listed twice: sources above all, but columns, groups and tags, too.

use super::{Report, Rule, has_placeholder, words};
use crate::catalog::{Field, Requirement, Type};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node, picked};
use crate::syntax::{Entry, Kind, ScalarType, Value};
use std::collections::{HashMap, hash_map};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-item",
    summary: "The same thing is listed twice",
    severities: &[Severity::Warning, Severity::Hint],
    fixes: false,
    doc: "\
Two items of one list name the same thing: two sources with the same `schema` and `table`, the same column. Which of the two
counts is not documented. A group or a tag that is there twice is told as a hint: it does no harm, but something else may have
been meant.

```yaml
sources:
  - schema: sales
    table: customers
  - schema: sales
    table: customers      # listed twice
```

Keep one of them.",
    check: Some(check),
};

/// What names the thing that an item is about.
#[derive(Debug)]
pub(super) struct Identity {
    /// The same for two items about the same thing.
    pub(super) hash: u64,
    /// "the source `sales.customers`".
    pub(super) name: String,
    /// Where the item names it.
    pub(super) range: Range<usize>,
    /// How much it matters when it is there twice.
    severity: Severity,
}

/// What names the thing that an item of a list is about, if it says so; a shape may know several ways.
pub(super) fn identities(node: &Node<'_, '_>) -> Vec<Identity> {
    match (node.form, node.field) {
        (Some(form), _) => identity(form),
        (None, Some(field)) => text(node.value, field).into_iter().collect(),
        (None, None) => Vec::new(),
    }
}

/// The same for an item of a list that takes items of a type.
pub(super) fn of_item(
    value: Value<'_>,
    item: &'static Type,
    field: Option<&'static Field>,
) -> Vec<Identity> {
    match (item, field) {
        (Type::Object(shape), _) if value.kind() == Kind::Mapping => {
            identity(&Form::new(value, shape))
        }
        (Type::String(_), Some(field)) => text(value, field).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The identity of a text: the text itself, within one list.
fn text(value: Value<'_>, field: &Field) -> Option<Identity> {
    let written = value.text().filter(|text| !text.is_empty())?;
    let is_text = value.scalar_type() == Some(ScalarType::String);
    if !is_text || value.kind() != Kind::Scalar || has_placeholder(&written) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    (field.name, written.as_ref()).hash(&mut hasher);
    Some(Identity {
        hash: hasher.finish(),
        name: words::shown(&written),
        range: value.range(),
        severity: Severity::Hint,
    })
}

fn identity(form: &Form<'_>) -> Vec<Identity> {
    let sets = form.shape.identity.iter().enumerate();
    sets.filter_map(|(set, names)| identity_by(form, set, names))
        .collect()
}

fn identity_by(form: &Form<'_>, set: usize, names: &[&str]) -> Option<Identity> {
    let is_whole = form
        .shape
        .discriminator
        .is_some_and(|name| names.contains(&name));
    let is_named = |entry: &Entry<'_>| {
        entry.value.resolved().kind() == Kind::Scalar && names.contains(&&*entry.name())
    };
    if is_whole && !form.entries.iter().all(is_named) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    (form.shape.name, set).hash(&mut hasher);
    let mut shown: Vec<&str> = Vec::new();
    let mut naming = None;
    for name in names {
        let field = match form.field(name) {
            Some(field) => field,
            // One of another variant.
            None if is_whole => continue,
            None => return None,
        };
        let text = form.text(name).filter(|text| !text.is_empty());
        text.hash(&mut hasher);
        match text {
            Some(text) => {
                if field.text().is_some_and(|text| text.values.is_empty()) {
                    shown.push(text);
                }
                if naming.is_none() || is_telling(form, field) {
                    naming = Some(name);
                }
            }
            // Half an identity is none.
            None if matches!(field.required, Requirement::Always) => return None,
            None => {}
        }
    }
    let telling = |name: &&&str| {
        form.field(name)
            .is_some_and(|field| is_telling(form, field))
    };
    if names.iter().any(|name| telling(&name)) && !naming.is_some_and(|name| telling(&name)) {
        return None;
    }
    let entry = form
        .entries
        .iter()
        .find(|entry| Some(&&*entry.name()) == naming)?;
    if shown.is_empty() {
        shown.extend(naming.and_then(|name| form.text(name)));
    }
    Some(Identity {
        hash: hasher.finish(),
        name: format!(
            "the {} {}",
            form.shape.title,
            words::shown(&shown.join("."))
        ),
        range: entry.value.range(),
        severity: Severity::Warning,
    })
}

/// Whether a field says which thing it is, and not only more about it.
fn is_telling(form: &Form<'_>, field: &Field) -> bool {
    let named = field.text().is_some_and(|text| text.values.is_empty());
    named
        && (matches!(field.required, Requirement::Always)
            || form.shape.one_of.contains(&field.name))
}

/// Reports the second of two things that are the same.
pub(super) fn report(
    identity: &Identity,
    range: Range<usize>,
    first: Option<Range<usize>>,
    report: &mut Report,
) {
    let message = format!("Duplicate: {} is listed twice.", identity.name);
    let diagnostic = report.add_as(RULE.code, identity.severity, range, message);
    if let Some(first) = first {
        diagnostic.related(first, "First listed here");
    }
}

fn check(node: &Node<'_, '_>, findings: &mut Report) {
    let Some(Type::List(item)) = picked(node.value, node.types) else {
        return;
    };
    // Where items are segments of their own, the checker compares them.
    let items = match node.value.is_cut() {
        true => return,
        false => node.value.items(),
    };
    if items.len() < 2 {
        return;
    }
    let mut seen = HashMap::new();
    for value in items {
        for identity in of_item(value, item, node.field) {
            match seen.entry(identity.hash) {
                hash_map::Entry::Occupied(first) => {
                    let first: &Range<usize> = first.get();
                    let range = identity.range.clone();
                    report(&identity, range, Some(first.clone()), findings);
                }
                hash_map::Entry::Vacant(vacant) => drop(vacant.insert(identity.range)),
            }
        }
    }
}
