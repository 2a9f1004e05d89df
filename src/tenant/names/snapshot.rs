//! The names of a tenant as they were when it was asked.

use super::derived::{Derived, merge};
use super::fetch::Fetched;
use super::list::{List, Name, State};
use crate::catalog::{By, NameList, Reference};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

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
