//! Reading what a tenant answers, leniently: what cannot be read makes a list incomplete, and nothing worse.

use super::derived::{Derived, derived_from};
use super::list::Name;
use crate::catalog::{Asked, NameList};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many bytes of a text are kept. A name that is longer is not kept at all.
const LONGEST: usize = 1_000;

/// What one answer holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The names in it.
    pub(super) entries: Vec<Name>,
    /// How many entries the list itself has, whatever is in them.
    pub(super) length: usize,
    /// How many entries there are at all, by what the tenant says.
    pub(super) count: Option<usize>,
    /// Whether there are entries that could not be read.
    pub(super) lacks: bool,
    /// The names of entries that have others below them.
    pub(super) parents: Vec<String>,
    /// What is in it for lists that are derived from this one.
    pub(super) derived: BTreeMap<&'static str, Derived>,
}

/// Reads an answer. Returns `None` if no list is in it.
pub(super) fn page(list: &NameList, asked: &Asked, answer: &Value) -> Option<Page> {
    let mut keys = asked.entries.iter();
    let entries = match answer.as_array() {
        Some(entries) => entries,
        None => keys.find_map(|key| answer.get(key)?.as_array())?,
    };
    let count = asked.count.and_then(|key| answer.get(key)?.as_u64());
    Some(Page {
        length: entries.len(),
        count: count.map(|count| usize::try_from(count).unwrap_or(usize::MAX)),
        ..read(list, asked, entries)
    })
}

/// Reads an entry that was asked for by itself, with all that is below it.
pub(super) fn detail(list: &NameList, asked: &Asked, answer: &Value) -> Option<Page> {
    answer
        .is_object()
        .then(|| read(list, asked, std::slice::from_ref(answer)))
}

fn read(list: &NameList, asked: &Asked, entries: &[Value]) -> Page {
    let mut page = Page::default();
    // Not by recursion: how deep it goes is for the tenant to say.
    let mut left: Vec<&Value> = entries.iter().rev().collect();
    while let Some(entry) = left.pop() {
        if asked.gone.iter().any(|flag| is_set(entry, flag)) {
            continue;
        }
        let nested = asked.nested.and_then(|key| entry.get(key)?.as_array());
        left.extend(nested.into_iter().flatten().rev());
        let Some(name) = value_at(entry, asked.name).and_then(word) else {
            page.lacks = true;
            continue;
        };
        if asked.parent.is_some_and(|flag| is_set(entry, flag))
            || nested.is_some_and(|below| !below.is_empty())
        {
            page.parents.push(name.clone());
        }
        for (to, key) in derived_from(list) {
            authorizations(entry.get(key), page.derived.entry(to).or_default());
        }
        page.entries.push(Name {
            name,
            id: asked.id.and_then(|path| word(value_at(entry, path)?)),
            description: asked
                .description
                .and_then(|path| text(value_at(entry, path)?))
                .filter(|text| !text.trim().is_empty())
                .map(shortened),
            values: Vec::new(),
        });
    }
    page
}

/// Adds a mapping from names to values, or to one value.
fn authorizations(mapping: Option<&Value>, seen: &mut Derived) {
    let rows = mapping.and_then(Value::as_object).into_iter().flatten();
    for (name, values) in rows.filter(|(name, _)| is_word(name)) {
        let known = seen.entry(name.clone()).or_default();
        match values.as_array() {
            Some(values) => known.extend(values.iter().filter_map(word)),
            None => known.extend(word(values)),
        }
    }
}

fn is_set(entry: &Value, flag: &str) -> bool {
    entry.get(flag).and_then(Value::as_bool) == Some(true)
}

fn value_at<'v>(entry: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(entry, |value, key| value.get(key))
}

/// A text of a sensible length that can be written in a spec as it is.
fn word(value: &Value) -> Option<String> {
    text(value).filter(|text| is_word(text))
}

fn is_word(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST && !text.contains(char::is_control)
}

/// A text, or its beginning.
fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        let mut ends = (0..=LONGEST).rev();
        let end = ends.find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

/// A text, or a number as one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
