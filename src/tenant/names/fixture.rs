//! Names for tests, as a file has them:
//!
//! ```yaml
//! complete:
//!   tag: {PII.Email: {description: An address}, PII.Phone: }
//! incomplete:
//!   attribute: {department: {values: [finance]}}
//! ```
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use super::{Fetched, List, Name, Names, State};
use crate::catalog::name_list;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

type Entries = BTreeMap<String, BTreeMap<String, Option<Entry>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    complete: Entries,
    incomplete: Entries,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    id: Option<String>,
    description: Option<String>,
    values: Vec<String>,
}

/// The names of `tenant.example.com`, five minutes old.
pub(crate) fn names(yaml: &str) -> Names {
    let File {
        complete,
        incomplete,
    } = serde_yaml::from_str(yaml).unwrap();
    let fetched = SystemTime::now() - Duration::from_secs(310);
    let mut names = Names::new("tenant.example.com", fetched);
    for (state, lists) in [(State::Complete, complete), (State::Incomplete, incomplete)] {
        for (kind, entries) in lists {
            let entries = entries.into_iter().map(|(name, entry)| {
                let Entry {
                    id,
                    description,
                    values,
                } = entry.unwrap_or_default();
                Name {
                    name,
                    id,
                    description,
                    values,
                }
            });
            let list = List::new(entries.collect(), state);
            names.add(name_list(&kind).unwrap(), Fetched::of(list));
        }
    }
    names
}

/// A complete list of tags, as many as are wanted.
pub(crate) fn many_tags(count: usize) -> Names {
    let entries = (0..count).map(|index| Name {
        name: format!("Catalog.Area{}.Tag{index:05}", index % 100),
        ..Name::default()
    });
    let list = List::new(entries.collect(), State::Complete);
    let mut names = Names::new("tenant.example.com", SystemTime::now());
    names.add(name_list("tag").unwrap(), Fetched::of(list));
    names
}
