//! Names that no request lists: they are seen in the entries of other lists.

use crate::catalog::{Listing, NameList, name_lists};
use std::collections::{BTreeMap, BTreeSet};

/// The names of a derived list with the values that were seen.
pub(super) type Derived = BTreeMap<String, BTreeSet<String>>;

/// What is beyond this many entries of a list is left out; names and values count alike.
pub(super) const MAX_ENTRIES: usize = 50_000;

/// Adds what was seen to what is known, as long as there is room.
pub(super) fn merge(all: &mut Derived, seen: Derived) {
    let taken: usize = all.values().map(|values| 1 + values.len()).sum();
    let mut room = MAX_ENTRIES.saturating_sub(taken);
    for (name, values) in seen {
        if room == 0 {
            return;
        }
        let known = all.entry(name).or_insert_with(|| {
            room -= 1;
            BTreeSet::new()
        });
        for value in values {
            if room > 0 && known.insert(value) {
                room -= 1;
            }
        }
    }
}

/// The lists that are derived from one.
pub(super) fn derived_from(list: &NameList) -> impl Iterator<Item = (&'static str, &'static str)> {
    name_lists().iter().filter_map(|other| match other.listing {
        Listing::Derived { from, key } if from.contains(&list.name) => Some((other.name, key)),
        _ => None,
    })
}
