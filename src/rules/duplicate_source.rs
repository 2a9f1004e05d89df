//! Things that are listed twice: sources above all, but owners and columns, too.

use super::{Report, Rule, Severity, words};
use crate::catalog::{Field, Requirement, Type};
use crate::spec::{Form, Node, picked};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-source",
    summary: "The same source, owner or column is listed twice",
    severities: &[Severity::Warning],
    doc: "\
Two items of one list name the same thing: two sources with the same `schema` and `table`, the same owner, the same
column. Which of the two counts is not documented.

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

/// What names the thing that a mapping is about.
#[derive(Debug)]
pub(super) struct Identity {
    /// The same for two mappings about the same thing.
    pub(super) hash: u64,
    /// "source `sales.customers`".
    pub(super) name: String,
    /// Where the mapping names it.
    pub(super) range: Range<usize>,
}

/// What names the thing that a mapping is about, if it says so; a shape may know several ways.
pub(super) fn identity(form: &Form<'_>) -> Vec<Identity> {
    let sets = form.shape.identity.iter().enumerate();
    sets.filter_map(|(set, names)| identity_by(form, set, names))
        .collect()
}

fn identity_by(form: &Form<'_>, set: usize, names: &[&str]) -> Option<Identity> {
    let mut hasher = DefaultHasher::new();
    (form.shape.name, set).hash(&mut hasher);
    let mut shown: Vec<&str> = Vec::new();
    let mut naming = None;
    for name in names {
        let field = form.shape.field(name)?;
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
        form.shape
            .field(name)
            .is_some_and(|field| is_telling(form, field))
    };
    if names.iter().any(|name| telling(&name)) && !naming.is_some_and(|name| telling(&name)) {
        return None;
    }
    let entry = form
        .entries
        .iter()
        .find(|entry| Some(&&*entry.name()) == naming)?;
    Some(Identity {
        hash: hasher.finish(),
        name: format!("{} {}", form.shape.title, words::shown(&shown.join("."))),
        range: entry.value.range(),
    })
}

/// Whether a field says which thing it is, and not only more about it.
fn is_telling(form: &Form<'_>, field: &Field) -> bool {
    let named = field.text().is_some_and(|text| text.values.is_empty());
    named
        && (matches!(field.required, Requirement::Always)
            || form.shape.one_of.contains(&field.name))
}

/// Reports the second of two things that are the same. `first` is the line of the first, where that is known.
pub(super) fn report(
    identity: &Identity,
    range: Range<usize>,
    first: Option<usize>,
    report: &mut Report,
) {
    let first = first
        .map(|line| format!("; first in line {line}"))
        .unwrap_or_default();
    let message = format!("the {} is listed twice{first}", identity.name);
    report.add_as(RULE.code, Severity::Warning, range, message);
}

fn check(node: &Node<'_, '_>, findings: &mut Report) {
    let Some(Type::List(item)) = picked(node.value, node.types) else {
        return;
    };
    // Where items are pieces of their own, the checker compares them.
    let Some(shape) = item
        .shape()
        .filter(|shape| !shape.identity.is_empty() && !node.value.is_cut())
    else {
        return;
    };
    let items = node.value.items();
    if items.len() < 2 {
        return;
    }
    let mut seen = HashMap::new();
    for value in items
        .into_iter()
        .filter(|value| value.kind() == crate::syntax::Kind::Mapping)
    {
        for identity in identity(&Form::new(value, shape)) {
            if seen.insert(identity.hash, ()).is_some() {
                report(&identity, identity.range.clone(), None, findings);
            }
        }
    }
}
