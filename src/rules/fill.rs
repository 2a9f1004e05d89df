//! The edits that add fields to a mapping, or put another mapping in the place of a value.

use crate::spec::Form;
use crate::syntax::{
    self, Dialect, Emitter, Entry, Fragment, Layout, Notation, Value, Written, double_quoted,
    quoted,
};
use std::ops::Range;

/// How a value is written in the place of another one that is a scalar. Returns `None` for a collection.
pub(super) fn scalar(value: &Fragment, place: Value<'_>, layout: Layout) -> Option<String> {
    let collection = matches!(value, Fragment::Mapping(_) | Fragment::List(_));
    let emitter = Emitter::new(notation(place), layout, false, Written::Plain);
    (!collection).then(|| emitter.node(value, 0))
}

/// The edit that adds fields after the last entry of a mapping.
pub(super) fn insertion(
    form: &Form<'_>,
    fields: &[(String, Fragment)],
    layout: Layout,
) -> Option<(Range<usize>, String)> {
    if fields.is_empty() {
        return None;
    }
    let mapping = form.value;
    if form.is_flow() {
        return Some(into_flow(form, fields, layout));
    }
    let column = mapping.column();
    let at = form.entries.last()?.value.line_end();
    let emitter = Emitter::new(Notation::Block, layout, false, Written::Plain);
    let line = format!("{}{}", layout.line_break, " ".repeat(column));
    Some((at..at, line + &emitter.entries(fields, column)))
}

fn into_flow(
    form: &Form<'_>,
    fields: &[(String, Fragment)],
    layout: Layout,
) -> (Range<usize>, String) {
    let notation = notation(form.value);
    let Some((first, last)) = form.entries.first().zip(form.entries.last()) else {
        let at = form.value.range().end.saturating_sub(1);
        let emitter = Emitter::new(notation, layout, false, Written::Plain);
        return (at..at, emitter.entries(fields, 0));
    };
    let head = first.key.range().start - form.value.range().start;
    let head = form.value.source().get(..head);
    let lined = head.is_some_and(|head| head.contains('\n'));
    let column = last.key.column();
    let gap = if lined {
        format!(",{}{}", layout.line_break, " ".repeat(column))
    } else {
        ", ".to_owned()
    };
    let emitter = Emitter::new(notation, layout, lined, Written::Plain);
    let at = last.value.range().end;
    (at..at, gap + &emitter.entries(fields, column))
}

/// The bytes of a value without what follows its last line. Returns `None` if a comment or an anchor in it would be lost.
pub(super) fn trimmed(value: Value<'_>) -> Option<Range<usize>> {
    let range = value.range();
    let items = if value.is_cut() {
        value.items()
    } else {
        vec![value]
    };
    let spoils = |value: &Value<'_>| {
        let source = value.source();
        let mut lines = source.lines();
        source.contains(" #")
            || lines.any(|line| line.trim_start().starts_with('#'))
            || source.split_whitespace().any(|word| word.starts_with('&'))
    };
    let last = items.last()?;
    if items.iter().any(spoils) {
        return None;
    }
    let end = last.range().start + last.source().trim_end().len();
    Some(range.start..end.max(range.start))
}

/// The edit that puts a mapping in the place of a value. In the place of a list (`entry` is what holds it) it is
/// written deeper than the key.
pub(super) fn replacement(
    value: Value<'_>,
    entry: Option<Entry<'_>>,
    fields: &[(String, Fragment)],
    layout: Layout,
) -> Option<(Range<usize>, String)> {
    let range = trimmed(value)?;
    let emitter = Emitter::new(notation(value), layout, false, Written::Plain);
    if value.is_flow() {
        let mapping = Fragment::Mapping(fields.to_vec());
        return Some((range, emitter.node(&mapping, 0)));
    }
    let column = below(value, entry, layout);
    let indentation = " ".repeat(column - value.column());
    Some((range, indentation + &emitter.entries(fields, column)))
}

/// The column for a mapping in the place of a value in block form: the value's own, if that is deeper than the key.
pub(super) fn below(value: Value<'_>, entry: Option<Entry<'_>>, layout: Layout) -> usize {
    let key = entry.map(|entry| entry.key.column());
    let level = key.is_some_and(|key| key >= value.column());
    value.column() + if level { layout.unit } else { 0 }
}

/// How what is in a value, or takes its place, is written.
pub(super) fn notation(value: Value<'_>) -> Notation {
    match value.dialect() {
        Dialect::Json => Notation::Json,
        Dialect::Yaml if value.is_flow() || value.is_in_flow() => Notation::Flow,
        Dialect::Yaml => Notation::Block,
    }
}

/// A string in the quotes of a place, whether it needs them or not.
pub(super) fn in_quotes(text: &str, place: Value<'_>, layout: Layout) -> String {
    match place.dialect() {
        Dialect::Json => double_quoted(text),
        Dialect::Yaml => syntax::in_quotes(text, layout.quotes),
    }
}

/// A string as it is written in the place of a value.
pub(super) fn text(text: &str, place: Value<'_>, layout: Layout) -> String {
    quoted(text, notation(place), layout.quotes)
}
