//! Groups and attributes.

use super::mapping::Problems;
use crate::access::model::Attributes;
use crate::syntax::Value;
use std::collections::BTreeSet;

pub(super) fn groups(value: Value<'_>, problems: &mut Problems) -> BTreeSet<String> {
    problems.strings(value, "A group").into_iter().collect()
}

pub(super) fn attributes(value: Value<'_>, problems: &mut Problems) -> Attributes {
    let entries = problems.entries(value, "`attributes`");
    let mut attributes = Attributes::new();
    for (name, entry) in entries {
        let values = problems.strings(entry.value, "The value of an attribute");
        attributes.entry(name).or_default().extend(values);
    }
    attributes
}
