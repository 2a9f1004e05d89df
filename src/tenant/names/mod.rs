//! The names that a tenant has: tags, groups, purposes and so on.
//!
//! [`Names`] is a snapshot that does not change. [`Fetch`] makes a list of it: it says what to ask for and takes the
//! answers, and leaves the asking to others. What there is to list, and how, is in the catalog.

mod fetch;
#[cfg(test)]
pub(crate) mod fixture;
mod near;
mod read;
#[cfg(test)]
mod tests;

pub use fetch::{Fetch, Fetched, Query};
pub use near::best;

use crate::catalog::{By, Listing, NameList, Reference, name_lists};
use near::Outline;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How much of a list is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All that there is.
    Complete,
    /// Some of it.
    Incomplete,
    /// Nothing: the tenant did not answer, or refused to.
    Unavailable,
}

/// A thing that the tenant has a name for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What the tenant says of it.
    pub description: Option<String>,
    /// The values that were seen for it, in order; attributes have some.
    pub values: Vec<String>,
}

/// A list of names.
#[derive(Debug)]
pub struct List {
    state: State,
    /// In the order of `keys`.
    entries: Vec<Name>,
    /// The names in lower case, in order.
    keys: Vec<String>,
    outlines: Vec<Outline>,
    /// The ids in lower case, in order, each with its entry.
    by_id: Vec<(String, usize)>,
}

/// What a tenant says about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'n> {
    /// It is a thing of this name, or this id, or one of its values.
    There(&'n Name),
    /// There is no such thing.
    Missing,
    /// It cannot be told.
    Unknown,
}

/// The names of one tenant at one time.
#[derive(Debug, Clone)]
pub struct Names {
    tenant: String,
    fetched: SystemTime,
    lists: BTreeMap<&'static str, Arc<List>>,
    /// What was seen in other lists, by the list it is derived for.
    derived: BTreeMap<&'static str, Derived>,
}

/// The names of a derived list with the values that were seen.
pub(super) type Derived = BTreeMap<String, BTreeSet<String>>;

/// What is beyond this many entries of a list is left out; names and values count alike.
const MAX_ENTRIES: usize = 50_000;

/// Adds what was seen to what is known, as long as there is room.
fn merge(all: &mut Derived, seen: Derived) {
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

impl Names {
    /// A snapshot of a tenant, by the name that people are shown, of which no list is known yet.
    pub fn new(tenant: impl Into<String>, fetched: SystemTime) -> Self {
        Self {
            tenant: tenant.into(),
            fetched,
            lists: BTreeMap::new(),
            derived: BTreeMap::new(),
        }
    }

    /// Adds a list, and what was seen in it of lists that are derived from it.
    pub fn add(&mut self, list: &'static NameList, fetched: Fetched) {
        self.lists.insert(list.name, Arc::new(fetched.list));
        for (to, seen) in fetched.derived {
            let all = self.derived.entry(to).or_default();
            merge(all, seen);
            let entries = all.iter().map(|(name, values)| Name {
                name: name.clone(),
                values: values.iter().cloned().collect(),
                ..Name::default()
            });
            let derived = List::new(entries.collect(), State::Incomplete);
            self.lists.insert(to, Arc::new(derived));
        }
    }

    /// Whether the tenant tells nothing at all.
    pub fn is_empty(&self) -> bool {
        let mut lists = self.lists.values();
        lists.all(|list| list.state == State::Unavailable || list.entries.is_empty())
    }

    /// The tenant, as people are shown it.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// How long ago the tenant was asked.
    pub fn age(&self) -> Duration {
        self.fetched.elapsed().unwrap_or_default()
    }

    /// The list of a kind of name, if anything is known of it.
    pub fn list(&self, list: &NameList) -> Option<&List> {
        self.lists.get(list.name).map(Arc::as_ref)
    }

    /// What the tenant says about a text that refers to something. `sibling` gives the texts beside it.
    pub fn look_up<'s>(
        &self,
        reference: &Reference,
        text: &str,
        sibling: impl Fn(&str) -> Option<&'s str>,
    ) -> Answer<'_> {
        let Some(list) = self.list(reference.to) else {
            return Answer::Unknown;
        };
        let found = match reference.by {
            By::Name => list.find(text),
            By::Id => list.find_id(text),
            By::ValueOf(of) => sibling(of)
                .and_then(|of| list.find(of))
                .filter(|name| name.values.iter().any(|value| value == text)),
        };
        match (found, list.state) {
            (Some(name), _) => Answer::There(name),
            (None, State::Complete) => Answer::Missing,
            (None, _) => Answer::Unknown,
        }
    }
}

impl List {
    /// A list of entries in any order. Of several with the same name the first counts.
    pub fn new(entries: Vec<Name>, state: State) -> Self {
        let mut entries: Vec<_> = entries
            .into_iter()
            .map(|name| (name.name.to_lowercase(), name))
            .collect();
        entries.sort_by(|(a, one), (b, other)| (a, &one.name).cmp(&(b, &other.name)));
        entries.dedup_by(|(_, later), (_, first)| later.name == first.name);
        let (keys, entries): (Vec<_>, Vec<Name>) = entries.into_iter().unzip();
        let ids = entries.iter().map(|name| name.id.as_ref()).enumerate();
        let mut by_id: Vec<_> = ids
            .filter_map(|(index, id)| Some((id?.to_lowercase(), index)))
            .collect();
        by_id.sort();
        Self {
            state,
            outlines: entries.iter().map(|name| Outline::of(&name.name)).collect(),
            entries,
            keys,
            by_id,
        }
    }

    /// How much of it is known.
    pub fn state(&self) -> State {
        self.state
    }

    /// What is known of it, in the order of the alphabet.
    pub fn entries(&self) -> &[Name] {
        &self.entries
    }

    /// The entry with this name: in the same case if there is one, else in another.
    pub fn find(&self, name: &str) -> Option<&Name> {
        let key = name.to_lowercase();
        let first = self.keys.partition_point(|other| *other < key);
        let same = self
            .keys
            .iter()
            .skip(first)
            .take_while(|other| **other == key);
        let same = || self.entries.iter().skip(first).take(same.clone().count());
        same()
            .find(|entry| entry.name == name)
            .or_else(|| same().next())
    }

    /// The entry with this id, in any case.
    pub fn find_id(&self, id: &str) -> Option<&Name> {
        let id = id.to_lowercase();
        let first = self.by_id.partition_point(|(other, _)| *other < id);
        let (other, index) = self.by_id.get(first)?;
        self.entries.get(*index).filter(|_| *other == id)
    }
}

/// The lists that are derived from one.
fn derived_from(list: &NameList) -> impl Iterator<Item = (&'static str, &'static str)> {
    name_lists().iter().filter_map(|other| match other.listing {
        Listing::Derived { from, key } if from.contains(&list.name) => Some((other.name, key)),
        _ => None,
    })
}
