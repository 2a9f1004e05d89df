//! Lists of which the first item that applies to somebody is the one that counts for them: the rules of a policy.

use super::{Report, Rule, has_placeholder, words};
use crate::catalog::{FirstMatch, Shape, Type};
use crate::diagnostics::Severity;
use crate::spec::{Choice, Form, Node, picked};
use crate::syntax::{Entry, Kind, Value};

pub(super) static MISSING_OTHERWISE: Rule = Rule {
    code: "missing-otherwise",
    summary: "The last rule is for some people, and none says what goes for the others",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
Of a list of rules the first that applies to somebody counts. A rule with `inclusions` is for those people only; where it is the
last one, nobody has said what the others see. Depending on the rule that is all of the data, or none of it.

```yaml
rules:
  - type: Masking
    inclusions: {groups: [analysts]}
    config: {fields: [{type: anyTag}], maskingConfig: {type: Hash}}
  - type: Masking                      # for everyone else
    config: {fields: [{type: anyTag}], maskingConfig: {type: \"Null\"}}
```

Add a rule without `inclusions` after it.",
    check: Some(check),
};

pub(super) static UNREACHABLE: Rule = Rule {
    code: "unreachable-rule",
    summary: "A rule after one that applies to everyone",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
Of a list of rules the first that applies to somebody counts. One with neither `inclusions` nor `exceptions` applies to everyone,
so that those behind it never come into play.

```yaml
rules:
  - type: Masking
    config: {fields: [{type: anyTag}], maskingConfig: {type: Hash}}
  - type: Masking                      # never reached
    inclusions: {groups: [analysts]}
    config: {fields: [{type: anyTag}], maskingConfig: {type: \"Null\"}}
```

Put the rule for everyone last. Rules that have nothing to do with each other belong in lists of their own.",
    check: None,
};

/// Returns what decides in a list whose first item that applies is the one that counts, and the shape of its items;
/// `None` for anything else, and for a list that is cut off.
pub(super) fn first_match(node: &Node<'_, '_>) -> Option<(&'static FirstMatch, &'static Shape)> {
    let (field, _) = node.field.zip(node.entry)?;
    let order = field.first_match.as_ref()?;
    let Type::List(item) = picked(node.value, node.types)? else {
        return None;
    };
    let shape = item.shape().filter(|_| !node.value.is_cut())?;
    Some((order, shape))
}

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((order, shape)) = first_match(node) else {
        return;
    };
    let items = node.value.items();
    // What is not to be understood may be the rule that is missed.
    if !items.iter().all(|item| is_plain(*item)) {
        return;
    }
    let forms: Vec<_> = items
        .into_iter()
        .map(|item| Form::new(item, shape))
        .collect();
    let Some(last) = forms.last() else { return };
    let before = forms.len().saturating_sub(1);
    let catch_all = forms.iter().take(before).position(|f| is_for_all(f, order));
    // Where an earlier rule is for everyone, nobody is left.
    if catch_all.is_none() && is_narrowed(last, order) {
        let range = last
            .entries
            .iter()
            .find(|entry| entry.name() == order.only)
            .map_or_else(|| last.value.range(), |entry| entry.key.range());
        let message = format!(
            "This last {0} applies only to its `{1}`, so nothing is defined for everyone else. Add a final {0} without `{1}`.",
            shape.title, order.only
        );
        report.add(Severity::Warning, range, message);
    }
    if let Some(index) = catch_all
        && let Some(next) = forms.get(index + 1)
    {
        let named = next
            .entries
            .iter()
            .find(|entry| Some(&*entry.name()) == shape.discriminator);
        let range = match (named, next.entries.first()) {
            (Some(entry), _) => entry.value.range(),
            (None, Some(entry)) => entry.key.range(),
            (None, None) => next.value.range(),
        };
        let message = format!(
            "This is never reached: the {} {} has neither `{}` nor `{}`, so it applies to everyone. Put that one last, or this \
             one in a list of its own.",
            words::ordinal(index),
            shape.title,
            order.only,
            order.except
        );
        let diagnostic = report.add_as(UNREACHABLE.code, Severity::Warning, range, message);
        if let Some(entry) = forms.get(index).and_then(|form| form.entries.first()) {
            let message = format!("This {} applies to everyone", shape.title);
            diagnostic.related(entry.key.range(), message);
        }
    }
}

/// Whether a value is a mapping of which everything is known and stands in place.
fn is_plain(value: Value<'_>) -> bool {
    value.kind() == Kind::Mapping
        && value.is_complete()
        && !value.entries().iter().any(Entry::is_merge)
}

/// Whether an item is certain to be for some people only, and leaves a rest.
fn is_narrowed(form: &Form<'_>, order: &FirstMatch) -> bool {
    let only = form.entries.iter().find(|entry| entry.name() == order.only);
    let known = !matches!(form.choice, Choice::Unknown);
    known
        && !is_alone(form, order)
        && only.is_some_and(|entry| names_somebody(entry.value, form, order.only))
}

/// Whether an item is of a kind that leaves no rest to speak of.
fn is_alone(form: &Form<'_>, order: &FirstMatch) -> bool {
    let kind = form.shape.discriminator.and_then(|name| form.text(name));
    let is_it = |alone: &&str| kind.is_some_and(|kind| alone.eq_ignore_ascii_case(kind));
    order.alone.iter().any(is_it)
}

/// Whether somebody is named in a mapping of groups, attributes and the like; not by its `operator`, nor by empty lists.
fn names_somebody(value: Value<'_>, form: &Form<'_>, name: &str) -> bool {
    let value = value.resolved();
    let shape = form
        .field(name)
        .and_then(|field| field.types.iter().find_map(Type::shape));
    let Some(shape) = shape.filter(|_| value.kind() == Kind::Mapping && value.is_complete()) else {
        return false;
    };
    let inner = Form::new(value, shape);
    let names = |value: Value<'_>| {
        let items = value.resolved().items();
        items.iter().any(|item| {
            let item = item.resolved();
            !item.is_null() && !item.text().is_some_and(|text| has_placeholder(&text))
        })
    };
    inner.older.is_none() && inner.entries.iter().any(|entry| names(entry.value))
}

/// Whether an item is certain to be for everyone.
fn is_for_all(form: &Form<'_>, order: &FirstMatch) -> bool {
    let known = !matches!(form.choice, Choice::Unknown);
    let narrows = |name: &str| {
        let there = |field| form.has(field) || form.diff().stands_for(name);
        form.field(name).is_none_or(there)
    };
    known && !is_alone(form, order) && !narrows(order.only) && !narrows(order.except)
}
