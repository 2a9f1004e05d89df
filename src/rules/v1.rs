//! What the V1 API writes, pasted into a V2 spec.

use super::fill;
use super::{Report, Rule, place, words};
use crate::catalog::{Becomes, Field, Older, Others, Shape, Type};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node, is_v1, picked, v2_value};
use crate::syntax::{Entry, Fragment, Kind, ScalarType, Value};

pub(super) static RULE: Rule = Rule {
    code: "v1-payload",
    summary: "Something that only the V1 API writes like this",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
Most public examples and tools are about Immuta's V1 API, whose policies look much like those of V2 and mean nothing to it.

```yaml
actions:
  - type: subscription            # V2 has one mapping here
    subscriptionType: policy      # `type: entitlements`
    exceptions:                   # `entitlements: {operator: any, groups: [analysts]}`
      operator: or
      conditions: [{type: groups, group: {name: analysts}}]
circumstances:
  - type: columnTags
    columnTag: {name: PII, displayName: PII}    # `columnTag: PII`
```

The message says what V2 has instead. Where all of it can be told in V2's words, the fix rewrites it; look at what comes of it
before a push.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(form) = node.form {
        match form.older {
            Some(older) => mapping(node, form, older, report),
            // A kind that no document spells may have that very key.
            None if form.permits_unknown_keys() && !is_older(form) => {}
            // Another variant has it as a whole.
            None if alternatives(node).any(|types| is_v1(node.value, types)) => {}
            None => keys(form, report),
        }
        // The items of a sequence at the root are segments of their own: only from here they are seen together with it.
        if node.parent.is_none() {
            for entry in form.entries.iter().filter(|entry| entry.value.is_cut()) {
                if let Some(child) = Node::of(*entry, form) {
                    brackets(&child, report);
                }
            }
        }
        return;
    }
    if !node.value.is_cut() {
        brackets(node, report);
    }
    value(node, report);
    text(node, report);
}

/// Whether this rule says what is wrong with the value of a node, so that nobody else has to.
pub(super) fn speaks_of(node: &Node<'_, '_>) -> bool {
    bracketed(node).is_some() || newer_value(node).is_some() || inner_text(node).is_some()
}

/// A mapping that is altogether one of the V1 API.
fn mapping(node: &Node<'_, '_>, form: &Form<'_>, older: &Older, report: &mut Report) {
    let message = format!(
        "This is how the V1 API writes {}. V2 uses {}.",
        words::mapping(node, form),
        older.instead
    );
    let layout = report.layout();
    let finding = report.add(Severity::Warning, place::anchor(node), message);
    if node.value.kind() == Kind::Mapping
        && let Some(fields) = rewritten(node.value, form.shape, older)
        && let Some((range, text)) = fill::replacement(node.value, None, &fields, layout)
    {
        finding.fix("Rewrite it for V2", range, text);
    }
}

/// Whether the discriminator of a mapping has a value of the V1 API.
fn is_older(form: &Form<'_>) -> bool {
    let value = form.shape.discriminator.and_then(|name| {
        let field = form.shape.field(name)?;
        v2_value(field, form.text(name)?)
    });
    value.is_some()
}

/// Keys of the V1 API in a mapping that is fine otherwise.
fn keys(form: &Form<'_>, report: &mut Report) {
    // What is broken below may be what makes sense of a key.
    if !form.value.is_complete() {
        return;
    }
    let too_high = form.diff().too_high.as_ref();
    let is_too_high =
        |index| too_high.is_some_and(|too_high| too_high.entries.binary_search(&index).is_ok());
    for (index, entry) in form.entries.iter().enumerate() {
        let key = entry.name();
        let Some(older) = form.older_key(&key) else {
            continue;
        };
        if is_too_high(index) {
            continue;
        }
        let message = format!("`{key}` belongs to the V1 API. V2 has {}.", older.instead);
        let finding = report.add(Severity::Warning, entry.key.range(), message);
        let value = entry.value.resolved();
        let says_little = value.kind() == Kind::Scalar || value.is_empty_collection();
        if let Some(range) = place::removal(form, index).filter(|_| says_little) {
            finding.fix(format!("Remove `{key}`"), range, "");
        }
    }
}

/// A list of V1 mappings where V2 has one mapping, or a V1 mapping where V2 has a list.
struct Bracketed<'a> {
    shape: &'static Shape,
    older: &'static Older,
    /// The only V1 mapping there is.
    only: Option<Value<'a>>,
}

/// What else a node may be, where the variant of the mapping around it is not known.
fn alternatives(node: &Node<'_, '_>) -> impl Iterator<Item = &'static [Type]> {
    let doubt = node.parent.zip(node.field).filter(|_| !node.certain);
    let fields = doubt.map(|(parent, field)| parent.shape.fields_named(field.name));
    fields.into_iter().flatten().map(|field| field.types)
}

fn bracketed<'a>(node: &Node<'_, 'a>) -> Option<Bracketed<'a>> {
    let value = node.value;
    if let Some(types) = alternatives(node).find(|types| is_v1(value, types))
        && !std::ptr::eq(types, node.types)
    {
        return bracketed(&Node {
            types,
            certain: true,
            ..*node
        });
    }
    if picked(value, node.types).is_some() {
        return None;
    }
    let (shape, mappings) = match (value.kind(), node.types.first()?) {
        (Kind::Sequence, Type::Object(shape)) => (*shape, value.items()),
        (Kind::Mapping, Type::List(Type::Object(shape))) => (*shape, vec![value]),
        _ => return None,
    };
    let older = |value: &Value<'_>| {
        let mapping = value.kind() == Kind::Mapping;
        mapping.then(|| Form::new(*value, shape).older).flatten()
    };
    let first = mappings.first().and_then(older)?;
    if !mappings.iter().all(|value| older(value).is_some()) {
        return None;
    }
    let only = mappings.first().filter(|_| mappings.len() == 1).copied();
    Some(Bracketed {
        shape,
        older: first,
        only: only.filter(|_| value.kind() == Kind::Sequence),
    })
}

fn brackets(node: &Node<'_, '_>, report: &mut Report) {
    let Some(Bracketed { shape, older, only }) = bracketed(node) else {
        return;
    };
    let message = format!(
        "This is how the V1 API writes {}. V2 uses {}.",
        words::subject(node),
        older.instead
    );
    let layout = report.layout();
    let finding = report.add(ruled_out(node), place::anchor(node), message);
    if let Some(only) = only
        && let Some(fields) = rewritten(only, shape, older)
        && let Some((range, text)) = fill::replacement(node.value, node.entry, &fields, layout)
    {
        finding.fix("Rewrite it for V2", range, text);
    }
}

/// How much may be said of a value whose form or text is none that the field takes in V2.
fn ruled_out(node: &Node<'_, '_>) -> Severity {
    let severity = node.field.map(|field| Severity::of(field.status));
    severity.unwrap_or(Severity::Warning)
}

/// The value that V2 has for one of the V1 API.
fn newer_value(node: &Node<'_, '_>) -> Option<&'static str> {
    let field = node.field.filter(|field| !field.v1_values.is_empty())?;
    let (written, text) = place::text_of(node.value.resolved(), node)?;
    let newer = v2_value(field, &written)?;
    text.allowed(&written).is_none().then_some(newer)
}

fn value(node: &Node<'_, '_>, report: &mut Report) {
    let Some(newer) = newer_value(node) else {
        value_without_heir(node, report);
        return;
    };
    let value = node.value.resolved();
    let message = format!(
        "{} is the V1 name. V2 uses `{newer}`.",
        words::shown(&value.text().unwrap_or_default())
    );
    let layout = report.layout();
    let finding = report.add(ruled_out(node), node.value.range(), message);
    let title = format!("Change to `{newer}`");
    if value.is_plain() {
        // `Null` has to be quoted.
        finding.safe_fix(title, value.range(), fill::text(newer, value, layout));
    } else if let Some(range) = place::inner(value) {
        finding.safe_fix(title, range, newer);
    }
}

/// A value of the V1 API of which nobody documents what V2 has for it.
fn value_without_heir(node: &Node<'_, '_>, report: &mut Report) {
    let older = node.field.map_or(&[][..], |field| field.v1_only);
    let text = node.value.resolved().text();
    let Some(written) = text.filter(|text| older.iter().any(|older| *older == *text)) else {
        return;
    };
    let message = format!(
        "{} is the V1 name. How V2 spells it is not documented.",
        words::shown(&written)
    );
    report.add(Severity::Hint, node.value.range(), message);
}

/// The text in a mapping that the V1 API has where V2 has the text alone.
fn inner_text<'a>(node: &Node<'_, 'a>) -> Option<Value<'a>> {
    let key = node.field.filter(|_| place::is_certain(node))?.v1_key?;
    let value = node.value.resolved();
    let wrong = value.kind() == Kind::Mapping && picked(value, node.types).is_none();
    let inner = value.get(key).filter(|_| wrong)?.resolved();
    (inner.scalar_type() == Some(ScalarType::String)).then_some(inner)
}

fn text(node: &Node<'_, '_>, report: &mut Report) {
    let Some(inner) = inner_text(node) else {
        return;
    };
    let text = inner.text().unwrap_or_default();
    let message = format!(
        "This is how the V1 API writes {}. V2 uses the string alone: {}.",
        words::subject(node),
        words::shown(&text)
    );
    let layout = report.layout();
    let finding = report.add(ruled_out(node), place::anchor(node), message);
    if node.value.kind() == Kind::Mapping
        && let Some(range) = fill::trimmed(node.value)
    {
        let title = format!("Write {}", words::shown(&text));
        let text = fill::text(&text, node.value, layout);
        // What stood below its key comes beside it.
        let gap = node.entry.as_ref().and_then(|entry| entry.gap());
        match gap.filter(|(_, gap)| gap.trim() == ":" && gap.contains(['\n', '\r'])) {
            Some((gap, _)) => finding.fix(title, gap.start..range.end, format!(": {text}")),
            None => finding.fix(title, range, text),
        }
    }
}

/// A V1 mapping in the words of V2. Returns `None` if not all of it can be told in them.
fn rewritten(
    value: Value<'_>,
    shape: &'static Shape,
    older: &Older,
) -> Option<Vec<(String, Fragment)>> {
    let mut fields = Vec::new();
    for (name, becomes) in older.becomes {
        let field = shape.fields_named(name).next()?;
        if let Some(content) = made(value, field, becomes)? {
            fields.push((field.name.to_owned(), content));
        }
    }
    for entry in value.entries() {
        fields.extend(kept(&entry, shape, older)?);
    }
    is_used_up(value, older).then_some(())?;
    (!fields.is_empty()).then_some(fields)
}

/// What becomes of a part. Returns `Some(None)` if it is not there, and `None` if it cannot be told.
fn made(value: Value<'_>, field: &'static Field, becomes: &Becomes) -> Option<Option<Fragment>> {
    match becomes {
        Becomes::Text(text) => Some(Some(Fragment::Text((*text).to_owned()))),
        Becomes::Value(path) => {
            let texts = texts(value, path, field)?;
            (texts.len() <= 1).then(|| texts.into_iter().next().map(Fragment::Text))
        }
        Becomes::Values(path) => {
            let texts = texts(value, path, field)?.into_iter();
            let texts: Vec<_> = texts.map(Fragment::Text).collect();
            Some((!texts.is_empty()).then_some(Fragment::List(texts)))
        }
        Becomes::Inner(path) => {
            let Some(inner) = ends(value, path).first().copied() else {
                return Some(None);
            };
            if inner.is_null() || inner.is_empty_collection() {
                return Some(None);
            }
            let shape = field.types.iter().find_map(Type::shape)?;
            let older = Form::new(inner, shape).older?;
            Some(Some(Fragment::Mapping(rewritten(inner, shape, older)?)))
        }
        Becomes::Mappings(rows) => {
            let shape = field.types.iter().find_map(|t| t.innermost().shape())?;
            let mut columns = Vec::new();
            for (name, path) in *rows {
                let field = shape.fields_named(name).next()?;
                columns.push((field, texts(value, path, field)?));
            }
            let count = columns.first().map_or(0, |(_, texts)| texts.len());
            if columns.iter().any(|(_, texts)| texts.len() != count) {
                return None;
            }
            let row = |index: usize| {
                let cells = columns.iter().filter_map(|(field, texts)| {
                    let content = Fragment::Text(texts.get(index)?.clone());
                    Some((field.name.to_owned(), content))
                });
                Fragment::Mapping(cells.collect())
            };
            Some((count > 0).then(|| Fragment::List((0..count).map(row).collect())))
        }
    }
}

/// The texts at the ends of a path, in the words that V2 has for them.
fn texts(value: Value<'_>, path: &[&str], field: &Field) -> Option<Vec<String>> {
    let takes = |text: &str| {
        let known = field.text().filter(|known| !known.values.is_empty());
        known.is_none_or(|known| known.others != Others::None || known.allowed(text).is_some())
    };
    let text = |value: Value<'_>| {
        let written = value.text().filter(|_| !value.is_null())?.into_owned();
        let text = v2_value(field, &written).map_or(written, str::to_owned);
        takes(&text).then_some(text)
    };
    ends(value, path).into_iter().map(text).collect()
}

/// The values at the ends of a path, through mappings and sequences.
fn ends<'a>(value: Value<'a>, path: &[&str]) -> Vec<Value<'a>> {
    let value = value.resolved();
    match (value.kind(), path.split_first()) {
        (Kind::Sequence, _) => {
            let items = value.items().into_iter();
            items.flat_map(|item| ends(item, path)).collect()
        }
        (_, None) => vec![value],
        (_, Some((key, rest))) => value.get(key).map_or(Vec::new(), |next| ends(next, rest)),
    }
}

/// An entry that V2 has as well, for the new mapping. Returns `Some(None)` for one that the rest stands for, and
/// `None` for one that would be lost.
fn kept(
    entry: &Entry<'_>,
    shape: &'static Shape,
    older: &Older,
) -> Option<Option<(String, Fragment)>> {
    let name = entry.name();
    let mut paths = older
        .becomes
        .iter()
        .flat_map(|(field, row)| std::iter::once(*field).chain(heads(row)));
    if entry.is_merge() {
        return None;
    }
    if older.keys.contains(&&*name) || paths.any(|head| head == name) {
        return Some(None);
    }
    let field = shape.fields_named(&name).next()?;
    let value = entry.value;
    let text = value.text().filter(|_| !value.is_null())?.into_owned();
    let content = match value.scalar_type()? {
        ScalarType::String => Fragment::Text(text),
        _ => Fragment::Word(text),
    };
    Some(Some((field.name.to_owned(), content)))
}

/// The first keys of the paths that something is made from.
fn heads(row: &Becomes) -> impl Iterator<Item = &'static str> {
    let one: &[&[&'static str]] = match row {
        Becomes::Text(_) => &[],
        Becomes::Value(path) | Becomes::Values(path) | Becomes::Inner(path) => {
            std::slice::from_ref(path)
        }
        Becomes::Mappings(_) => &[],
    };
    let many: &[(&str, &[&'static str])] = match row {
        Becomes::Mappings(rows) => rows,
        _ => &[],
    };
    let paths = one.iter().chain(many.iter().map(|(_, path)| path));
    let heads: Vec<_> = paths.filter_map(|path| path.first().copied()).collect();
    heads.into_iter()
}

/// Whether every item of the sequences in a V1 mapping is told by some path: one that is not would be lost.
fn is_used_up(value: Value<'_>, older: &Older) -> bool {
    let entries = value.entries().into_iter();
    let sequences = entries.filter(|entry| entry.value.resolved().kind() == Kind::Sequence);
    let mut items = sequences.flat_map(|entry| {
        let name = entry.name().into_owned();
        let items = entry.value.resolved().items().into_iter();
        items.map(move |item| (name.clone(), item))
    });
    let paths: Vec<&[&str]> = older
        .becomes
        .iter()
        .flat_map(|(_, row)| match row {
            Becomes::Value(path) | Becomes::Values(path) => vec![*path],
            Becomes::Mappings(rows) => rows.iter().map(|(_, path)| *path).collect(),
            Becomes::Text(_) | Becomes::Inner(_) => Vec::new(),
        })
        .collect();
    items.all(|(name, item)| {
        paths.iter().any(|path| match path.split_first() {
            Some((head, rest)) => *head == name && !ends(item, rest).is_empty(),
            None => false,
        })
    })
}
