//! What texts in specs are the names of, and how a tenant lists those: the types of the tables of `names.yaml`.

use super::condition::Condition;
use super::source::Status;

/// What a text is the name of.
#[derive(Debug)]
pub struct Reference {
    /// The kind of name.
    pub to: &'static NameList,
    /// How it names it.
    pub by: By,
    /// When it does; any of the conditions is enough, none at all means always.
    pub when: &'static [Condition],
}

/// How a text names a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By its name.
    Name,
    /// By its id.
    Id,
    /// It is one of the values of the thing that this sibling names.
    ValueOf(&'static str),
}

/// A kind of thing that a tenant has names for.
#[derive(Debug)]
pub struct NameList {
    /// What one of them is called: `data source`.
    pub name: &'static str,
    /// What several are called.
    pub plural: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// How we know of the list.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
    /// Where the names come from.
    pub listing: Listing,
}

/// Where names come from.
#[derive(Debug)]
pub enum Listing {
    /// A tenant is asked for them.
    Asked(Asked),
    /// They are the keys of a mapping in the entries of other lists, with the values that were seen. Never complete.
    Derived {
        /// The names of those lists.
        from: &'static [&'static str],
        /// The key of an entry that holds the mapping.
        key: &'static str,
    },
}

/// How a tenant is asked for a list, and how it answers.
#[derive(Debug)]
pub struct Asked {
    /// The requests, below the tenant's address; the next only where one gets no list.
    pub requests: &'static [Request],
    /// How a long list comes.
    pub paging: Paging,
    /// The keys that an answer may have the list under; it may as well be the list itself.
    pub entries: &'static [&'static str],
    /// The keys that lead to the name in an entry.
    pub name: &'static [&'static str],
    /// The keys that lead to the id.
    pub id: Option<&'static [&'static str]>,
    /// The keys that lead to a description.
    pub description: Option<&'static [&'static str]>,
    /// The key of an answer that says how many entries there are.
    pub count: Option<&'static str>,
    /// Flags of entries that are no longer there.
    pub gone: &'static [&'static str],
    /// The key of an entry that has those below it. Where none is below another, they may have been left out.
    pub nested: Option<&'static str>,
    /// What to ask about an entry where those below it may have been left out; `{id}` in its path is the entry's id.
    pub detail: Option<Request>,
    /// The flag of an entry that has others below it, by their path with dots.
    pub parent: Option<&'static str>,
}

/// A request for a list.
#[derive(Debug)]
pub struct Request {
    /// Its path: `/tag`.
    pub path: &'static str,
    /// Parameters that it always has.
    pub query: &'static [(&'static str, &'static str)],
}

/// How a long list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// All at once.
    None,
    /// In parts, asked for by these parameters.
    Parts {
        /// How many entries.
        size: &'static str,
        /// How many come before them.
        offset: &'static str,
    },
    /// All at once, up to the number in this parameter.
    Limit(&'static str),
}

impl NameList {
    /// How a tenant is asked for it; nothing where it is derived from other lists.
    pub fn asked(&self) -> Option<&Asked> {
        match &self.listing {
            Listing::Asked(asked) => Some(asked),
            Listing::Derived { .. } => None,
        }
    }
}
