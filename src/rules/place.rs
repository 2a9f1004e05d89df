//! Where findings point, and what their edits replace.

use crate::catalog::{Allowed, Text, Type};
use crate::spec::{Choice, Form, Node, picked};
use crate::syntax::{Kind, ScalarType, Style, Value};
use std::borrow::Cow;
use std::ops::Range;

/// Where a finding about a mapping as a whole points: the key that holds it, or its first key.
pub(super) fn anchor(node: &Node<'_, '_>) -> Range<usize> {
    if let Some(entry) = node.entry {
        return entry.key.range();
    }
    let first = match node.form {
        Some(form) => form.entries.first().copied(),
        None => node.value.entries().first().copied(),
    };
    first.map_or_else(|| node.value.range(), |entry| entry.key.range())
}

/// The text of a scalar or a key without its quotes. Returns `None` if it cannot be replaced as it stands.
pub(super) fn inner(value: Value<'_>) -> Option<Range<usize>> {
    let range = value.range();
    match value.style()? {
        Style::Plain => Some(range),
        Style::SingleQuoted | Style::DoubleQuoted => {
            (range.len() >= 2).then(|| range.start + 1..range.end - 1)
        }
        Style::Literal | Style::Folded => None,
    }
}

/// What goes when an entry is removed, where that leaves a mapping behind that can be read.
pub(super) fn removal(form: &Form<'_>, index: usize) -> Option<Range<usize>> {
    if form.entries.len() < 2 {
        return None;
    }
    let entry = form.entries.get(index)?;
    if !form.is_flow() {
        return entry.lines().or_else(|| first_of_block(form, index));
    }
    let before = index
        .checked_sub(1)
        .and_then(|index| form.entries.get(index));
    Some(match before {
        Some(before) => before.value.range().end..entry.value.range().end,
        None => entry.key.range().start..form.entries.get(1)?.key.range().start,
    })
}

/// What goes when the first entry of a block mapping is removed that does not begin its line: `- key: value`.
fn first_of_block(form: &Form<'_>, index: usize) -> Option<Range<usize>> {
    let next = form
        .entries
        .get(1)
        .filter(|_| index == 0)?
        .key
        .range()
        .start;
    let start = form.value.range().start;
    let source = form.value.source().get(..next.checked_sub(start)?)?;
    let lost = source.contains(" #") || source.contains('&');
    (!lost && source.contains('\n')).then_some(start..next)
}

/// The text that stands at a node that may be text, and what the catalog says of it. An alias has none:
/// what is wrong with its text is told where that text stands.
pub(super) fn text<'a>(node: &Node<'_, 'a>) -> Option<(Cow<'a, str>, &'static Text)> {
    text_of(node.value, node).filter(|_| node.value.scalar_type() == Some(ScalarType::String))
}

/// The text of any scalar in the place of a node.
pub(super) fn text_of<'a>(
    value: Value<'a>,
    node: &Node<'_, 'a>,
) -> Option<(Cow<'a, str>, &'static Text)> {
    let text = node.types.iter().find_map(|r#type| match r#type {
        Type::String(text) => Some(text),
        _ => None,
    })?;
    let written = value.text().filter(|_| !value.is_null())?;
    Some((written, text))
}

/// The allowed text that an unquoted `null` was meant for: a value `Null`, of whichever case.
pub(super) fn null_for(value: Value<'_>, types: &'static [Type]) -> Option<&'static Allowed> {
    let written = value.text().filter(|_| value.is_null())?;
    types
        .iter()
        .filter_map(|r#type| match r#type {
            Type::String(text) => Some(text.values),
            _ => None,
        })
        .flatten()
        .find(|allowed| allowed.value.eq_ignore_ascii_case(&written))
}

/// Whether the field of a node is certain: while the handler is not known, another handler's field of the
/// same name may take something else.
pub(super) fn is_certain(node: &Node<'_, '_>) -> bool {
    let (Some(parent), Some(field)) = (node.parent, node.field) else {
        return true;
    };
    !matches!(parent.choice, Choice::Unknown)
        || parent
            .shape
            .field(field.name)
            .is_some_and(|common| std::ptr::eq(common, field))
}

/// Visits the values at and below a node that no node of their own stands for: those of keys that the
/// catalog does not know, and those that are not of the type it asks for.
pub(super) fn unvisited<'a>(node: &Node<'_, 'a>, visit: &mut dyn FnMut(Value<'a>)) {
    match node.form {
        Some(form) => {
            for entry in &form.entries {
                let left = entry.is_merge() || form.older.is_some();
                if left || form.field(&entry.name()).is_none() {
                    below(entry.value, visit);
                }
            }
        }
        None if matches!(picked(node.value, node.types), Some(Type::List(_))) => {}
        None => below(node.value, visit),
    }
}

fn below<'a>(value: Value<'a>, visit: &mut dyn FnMut(Value<'a>)) {
    visit(value);
    match value.kind() {
        Kind::Mapping => value
            .entries()
            .into_iter()
            .for_each(|entry| below(entry.value, visit)),
        // The items of a sequence that is cut are segments of their own.
        Kind::Sequence if !value.is_cut() => value
            .items()
            .into_iter()
            .for_each(|item| below(item, visit)),
        _ => {}
    }
}
