//! A list of names, and what is found in it by name or id.

use super::outline::Outline;

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
    pub(super) state: State,
    /// In the order of `keys`.
    pub(super) entries: Vec<Name>,
    /// The names in lower case, in order.
    pub(super) keys: Vec<String>,
    pub(super) outlines: Vec<Outline>,
    /// The ids in lower case, in order, each with its entry.
    by_id: Vec<(String, usize)>,
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
