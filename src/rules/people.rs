//! Who a rule of a list is for, where the first rule that applies to a person counts.

use super::order::first_match;
use super::{Report, Rule, has_placeholder, words};
use crate::catalog::{FirstMatch, Shape, Type};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node, picked};
use crate::syntax::{Entry, Kind, ScalarType, Value};
use std::collections::HashMap;
use std::ops::Range;

pub(super) static UNREACHED: Rule = Rule {
    code: "unreached-people",
    summary: "An earlier rule already applies to some of the people that a rule names",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
Of a list of rules the first that applies to a person counts. Once a rule with `operator: any` names a group or an attribute, it applies
to everyone who has it, and a later rule never gets to them.

```yaml
rules:
  - type: Masking
    inclusions: {operator: any, groups: [analysts, auditors]}
    config: {fields: [{type: anyTag}], maskingConfig: {type: Hash}}
  - type: Masking
    inclusions: {operator: any, groups: [auditors]}   # never reached for them
    config: {fields: [{type: anyTag}], maskingConfig: {type: \"Null\"}}
```

Put the rule for fewer people first, or remove the name from one of the rules.",
    check: Some(check),
};

pub(super) static BOTH: Rule = Rule {
    code: "inclusions-and-exceptions",
    summary: "A rule has both `inclusions` and `exceptions`",
    severities: &[Severity::Hint],
    fixes: false,
    doc: "\
A rule with `inclusions` applies to some people, and a rule with `exceptions` to everyone but some. What a rule with both does to the
people that are excepted is not documented, and no known policy has it.

```yaml
inclusions: {groups: [analysts]}
exceptions: {groups: [interns]}
```

Put a rule for the excepted people before it.",
    check: None,
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((order, shape)) = first_match(node) else {
        return;
    };
    let mut taken: HashMap<String, (usize, Range<usize>)> = HashMap::new();
    for (index, value) in node.value.items().into_iter().enumerate() {
        if value.kind() != Kind::Mapping {
            continue;
        }
        let form = Form::new(value, shape);
        both(&form, order, report);
        let Some(named) = Named::by(&form, order) else {
            continue;
        };
        for person in &named.people {
            if let Some((first, range)) = taken.get(&person.key) {
                let message = format!(
                    "This {} is never reached for {}: the {} one already applies to them.",
                    shape.title,
                    person.shown,
                    words::ordinal(*first)
                );
                let range = range.clone();
                let found = report.add(Severity::Warning, person.range.clone(), message);
                found.related(range, "already applies here");
            }
        }
        if named.takes_any && form.entry(order.except).is_none() {
            for person in named.people {
                taken.entry(person.key).or_insert((index, person.range));
            }
        }
    }
}

/// A rule that narrows itself down in both ways.
fn both(form: &Form<'_>, order: &FirstMatch, report: &mut Report) {
    let is_said = |entry: &&Entry<'_>| {
        let value = entry.value.resolved();
        value.kind() == Kind::Mapping && !value.entries().is_empty()
    };
    let only = form.entry(order.only).filter(is_said);
    let except = form.entry(order.except).filter(is_said);
    let (Some(only), Some(except)) = (only, except) else {
        return;
    };
    let message = format!(
        "A {} with both `{}` and `{}` leaves open what applies to the excepted people. Put a {} for them before it.",
        form.shape.title, order.only, order.except, form.shape.title
    );
    let found = report.add_as(BOTH.code, Severity::Hint, except.key.range(), message);
    found.related(only.key.range(), "applies to these people only");
}

/// The people that a rule is only for.
struct Named {
    people: Vec<Person>,
    /// Whether one of what is listed is enough for the rule to apply.
    takes_any: bool,
}

/// A group, an attribute or the like.
struct Person {
    /// The same for two that are the same.
    key: String,
    shown: String,
    range: Range<usize>,
}

impl Named {
    fn by(form: &Form<'_>, order: &FirstMatch) -> Option<Self> {
        let value = form.entry(order.only)?.value.resolved();
        let shape = form.field(order.only)?.types.iter().find_map(Type::shape)?;
        let is_plain = value.kind() == Kind::Mapping
            && value.is_complete()
            && !value.entries().iter().any(Entry::is_merge);
        let inner = is_plain.then(|| Form::new(value, shape))?;
        if inner.older.is_some() {
            return None;
        }
        let mut people = Vec::new();
        let mut count = 0;
        for entry in &inner.entries {
            let field = inner.field(&entry.name())?;
            let list = entry.value.resolved();
            if let Some(Type::List(item)) = picked(list, field.types) {
                let items = list.items();
                count += items.len();
                people.extend(items.into_iter().filter_map(|value| {
                    let (key, shown) = name(value, item)?;
                    Some(Person {
                        key: format!("{}\n{key}", field.name),
                        shown,
                        range: value.range(),
                    })
                }));
            }
        }
        Some(Self {
            people,
            takes_any: count == 1 || inner.holds(order.any) == Some(true),
        })
    }
}

/// What an item names, if that is certain: for comparing, and for messages.
fn name(value: Value<'_>, item: &Type) -> Option<(String, String)> {
    let value = value.resolved();
    match item {
        Type::String(_) if value.scalar_type() == Some(ScalarType::String) => {
            let text = value.text().filter(|text| !has_placeholder(text))?;
            Some((text.clone().into_owned(), words::shown(&text)))
        }
        Type::Object(shape) if value.kind() == Kind::Mapping => {
            identity(&Form::new(value, shape), shape)
        }
        _ => None,
    }
}

fn identity(form: &Form<'_>, shape: &Shape) -> Option<(String, String)> {
    let text = |name: &&str| {
        let text = form.text(name).filter(|text| !text.is_empty())?;
        (!has_placeholder(text)).then_some(text)
    };
    let names = shape.identity.first()?.iter();
    let texts = names.map(text).collect::<Option<Vec<_>>>()?;
    Some((texts.join("\n"), words::shown(&texts.join(": "))))
}
