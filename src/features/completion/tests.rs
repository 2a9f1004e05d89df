//! `▮` is the cursor. Each case shows the document after an item was accepted, as an editor would show it.
#![allow(clippy::string_slice, reason = "a test may stop")]

use super::*;
use crate::catalog;
use crate::features::hover;
use crate::syntax::Dialect;

mod alike;
mod invariants;
mod json;
mod policy;
mod yaml;

const CURSOR: &str = "▮";

/// The text of a fixture and the offset of its cursor.
fn parse(fixture: &str) -> (String, usize) {
    let offset = fixture.find(CURSOR).expect("a cursor in the fixture");
    (fixture.replacen(CURSOR, "", 1), offset)
}

/// A spec in JSON, from one in YAML.
fn to_json(yaml: &str) -> String {
    let value: serde_json::Value = serde_yaml::from_str(yaml).expect("a fixture in YAML");
    serde_json::to_string_pretty(&value).expect("JSON") + "\n"
}

fn items(text: &str, offset: usize, dialect: Dialect) -> Vec<Item> {
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    complete(&text, &syntax, None, None, offset).items
}

fn offered(fixture: &str, dialect: Dialect) -> Vec<String> {
    let (text, offset) = parse(fixture);
    items(&text, offset, dialect)
        .into_iter()
        .map(|item| item.label)
        .collect()
}

/// The document after an item is accepted: stops hold their defaults, and lines behind the first get the
/// white space that the cursor's line starts with.
fn accept(text: &str, offset: usize, item: &Item) -> String {
    let line = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let line = if line == 0 && text.starts_with('\u{feff}') {
        3.min(offset)
    } else {
        line
    };
    let before = &text[line..offset];
    let indent = &before[..before.len() - before.trim_start_matches([' ', '\t']).len()];
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new_text = item.plain().replace('\n', &format!("{ending}{indent}"));
    let mut edits = item.also.clone();
    edits.push((item.range.clone(), new_text));
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        out.replace_range(range, &new);
    }
    out
}

/// The document after the item with this label is accepted.
fn accepted(fixture: &str, label: &str, dialect: Dialect) -> String {
    let (text, offset) = parse(fixture);
    let items = items(&text, offset, dialect);
    let labels: Vec<_> = items.iter().map(|item| &item.label).collect();
    let item = items.iter().find(|item| item.label == label);
    accept(
        &text,
        offset,
        item.unwrap_or_else(|| panic!("{label:?} is not among {labels:?}")),
    )
}
