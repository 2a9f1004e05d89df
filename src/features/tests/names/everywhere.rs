//! Every text of the valid specs that names something.

use super::*;
use crate::catalog::{By, Reference, kinds};
use crate::rules::has_placeholder;
use crate::spec::{Node, Spec};
use crate::syntax::{Kind as ValueKind, Style as ScalarStyle};
use serde_json::json;
use std::path::Path;

/// The valid specs, in YAML and in JSON.
fn specs() -> Vec<(String, Dialect)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut specs = Vec::new();
    for kind in kinds() {
        for entry in std::fs::read_dir(root.join(kind.name)).expect("fixtures") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
            let text: String = text
                .split_inclusive('\n')
                .filter(|line| !line.trim().starts_with("#! "))
                .collect();
            if text.starts_with('{') {
                specs.push((text, Dialect::Json));
                continue;
            }
            if let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&text)
                && !text.contains("<<")
            {
                let json = serde_json::to_string_pretty(&value).expect("JSON");
                specs.push((json, Dialect::Json));
            }
            specs.push((text, Dialect::Yaml));
        }
    }
    specs
}

/// Every scalar that names something: where the cursor goes in it, what it refers to, and the sibling that matters.
fn named(document: &Document) -> Vec<(usize, &'static Reference, Option<String>)> {
    let mut found = Vec::new();
    for part in document.syntax.documents() {
        let spec = Spec::read(part, None).expect("a spec");
        let root = spec.form();
        for segment in part.segments() {
            spec.visit_segment(&root, segment, &mut |node: &Node<'_, '_>| {
                let Some(reference) = node.reference() else {
                    return;
                };
                let text = node.value.text().filter(|text| !has_placeholder(text));
                if node.value.kind() != ValueKind::Scalar || text.is_none() {
                    return;
                }
                let inside = usize::from(node.value.style() != Some(ScalarStyle::Plain));
                let sibling = match reference.by {
                    By::ValueOf(name) => node.parent.and_then(|form| form.text(name)),
                    _ => None,
                };
                let at = node.value.range().start + inside;
                found.push((at, reference, sibling.map(str::to_owned)));
            });
        }
    }
    found
}

/// The text at a place that is named there.
fn text_at(document: &Document, at: usize) -> Option<String> {
    let spec = Spec::read(document.syntax.document_at(at)?, None)?;
    let mut found = None;
    spec.visit_at(at, &mut |node| {
        if node.reference().is_some() && node.value.kind() == ValueKind::Scalar {
            found = node.value.text().map(std::borrow::Cow::into_owned);
        }
    });
    found
}

#[test]
fn wherever_something_is_named_the_names_are_offered() {
    let id = "no: 7";
    let mut reached = 0;
    for (source, dialect) in specs() {
        let document = Document::new(&source, dialect);
        for (at, reference, sibling) in named(&document) {
            // Nothing is completed yet in brackets with an anchor before them.
            let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
            if source[line..at].contains(" &") {
                continue;
            }
            // Behind the first letter of what is there.
            let first = source[at..].chars().next().expect("a text");
            let at = at + first.len_utf8();
            let name = format!("{first}'s: \"a\" #1 [x], {{y}}");
            let name = name.as_str();
            let entry = match &sibling {
                Some(sibling) => json!({sibling: {"values": [name]}}),
                None => json!({name: {"id": id}}),
            };
            let yaml = json!({"incomplete": {reference.to.name: entry}}).to_string();
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                Some(&names(&yaml)),
                at,
            );
            assert_eq!(labels(&items), [name], "{reference:?} at {}", &source[at..]);
            let item = &items.items[0];
            let expected = if reference.by == By::Id { id } else { name };
            let after = document.accepted(item);
            assert_eq!(
                text_at(&after, item.range.start).as_deref(),
                Some(expected),
                "{}",
                after.source
            );
            reached += 1;
        }
    }
    assert!(reached > 60, "{reached}");
}
