//! The bytes that values, entries and items take, as an editor selects and folds them: from the first to the last that is
//! no white space.

use crate::syntax::{Entry, Kind, Value};
use std::ops::Range;

/// The bytes of a value. Returns `None` if it is not there.
pub(super) fn of_value(value: Value<'_>) -> Option<Range<usize>> {
    if value.kind() == Kind::Missing {
        return None;
    }
    let range = value.range();
    // What spans segments has no source of its own, and ends with its content.
    let end = match value.source() {
        "" => range.end,
        // A block scalar covers the empty lines after it.
        source => range.start + source.trim_end().len(),
    };
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
