//! The bytes that values, entries and items take, as an editor selects and folds them: from the first to the last that is
//! no white space.

use crate::syntax::{Entry, Kind as ValueKind, Value};
use std::ops::Range;

/// The bytes of a value. Returns `None` if it is not there.
pub(super) fn of_value(value: Value<'_>) -> Option<Range<usize>> {
    if value.kind() == ValueKind::Missing {
        return None;
    }
    let range = value.range();
    let last = match value.kind() {
        _ if value.is_flow() => None,
        // A collection without brackets ends with the last thing in it, not with the comments after that.
        ValueKind::Mapping => value.entries().last().map(|entry| of_entry(entry).end),
        ValueKind::Sequence => {
            let items = value.items();
            items
                .into_iter()
                .rev()
                .find_map(of_value)
                .map(|item| item.end)
        }
        _ => None,
    };
    // A block scalar covers the empty lines after it.
    let end = last.unwrap_or_else(|| match value.source() {
        "" => range.end,
        source => range.start + source.trim_end().len(),
    });
    (range.start < end).then_some(range.start..end)
}

/// The bytes of an entry, from its key to its value.
pub(super) fn of_entry(entry: &Entry<'_>) -> Range<usize> {
    let key = entry.key.range();
    let end = of_value(entry.value).map_or(key.end, |value| value.end);
    key.start..end.max(key.end)
}

/// The bytes of an item of a sequence, its dash among them. Returns `None` if there is nothing but the dash.
pub(super) fn of_item(item: Value<'_>) -> Option<Range<usize>> {
    let range = of_value(item)?;
    Some(item.dash().unwrap_or(range.start)..range.end)
}
