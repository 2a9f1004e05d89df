//! Mistakes planted into the valid specs, like those of `planted.rs`: what the V1 API writes, texts that are no texts
//! without quotes, and paths that are not whole.

use super::fixture::line_of;
use super::planted::{Mistake, plant};
use super::*;
use crate::catalog::Type;
use crate::diagnostics::Edit;
use crate::spec::Node;

/// The text of a node with quotes, which any notation can read.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn at(node: &Node<'_, '_>, text: String) -> Edit {
    Edit {
        range: node.value.range(),
        text,
    }
}

#[test]
fn a_value_of_the_v1_api() {
    let planted = plant(|fixture, node, mistakes| {
        let (Some(field), Some((written, _))) = (node.field, place::text(node)) else {
            return;
        };
        let rows = field.v1_values.iter();
        for (older, _) in rows.filter(|(_, newer)| *newer == written) {
            mistakes.push(Mistake {
                what: format!("`{older}`"),
                edit: at(node, quoted(older)),
                code: "v1-payload",
                mentions: format!("`{older}` is the V1 name. V2 uses `{written}`"),
                line: Some(line_of(&fixture.text, node.value.range().start)),
                severity: Some(Severity::of(field.status)),
            });
        }
    });
    assert!(planted > 40, "{planted}");
}

#[test]
fn a_text_that_the_v1_api_has_in_a_mapping() {
    let planted = plant(|fixture, node, mistakes| {
        let (Some(field), Some((written, _))) = (node.field, place::text(node)) else {
            return;
        };
        let Some(key) = field.v1_key else {
            return;
        };
        let name = quoted(&written);
        mistakes.push(Mistake {
            what: format!("`{written}` in a mapping"),
            edit: at(
                node,
                format!("{{\"{key}\": {name}, \"displayName\": {name}}}"),
            ),
            code: "v1-payload",
            mentions: format!("V2 uses the string alone: `{written}`"),
            line: Some(line_of(&fixture.text, node.value.range().start)),
            severity: Some(Severity::of(field.status)),
        });
    });
    assert!(planted > 20, "{planted}");
}

#[test]
fn a_key_of_the_v1_api() {
    let planted = plant(|fixture, node, mistakes| {
        let Some(form) = node.form.filter(|form| !form.permits_unknown_keys()) else {
            return;
        };
        let (Some(first), false) = (form.entries.first(), node.parent.is_none()) else {
            return;
        };
        let start = first.key.range().start;
        for older in form.shape.v1 {
            let key = older.keys.first().unwrap();
            let text = if form.is_flow() {
                format!("\"{key}\": \"x\", ")
            } else {
                format!("{key}: x\n{}", " ".repeat(first.key.column()))
            };
            // The one finding about a whole mapping takes the place of all that was found in it.
            mistakes.push(Mistake {
                what: format!("with `{key}`"),
                edit: Edit {
                    range: start..start,
                    text,
                },
                code: "v1-payload",
                mentions: "V1 API".to_owned(),
                line: (!older.whole).then(|| line_of(&fixture.text, start)),
                severity: Some(Severity::Warning),
            });
        }
    });
    assert!(planted > 80, "{planted}");
}

#[test]
fn a_word_that_is_no_text_without_quotes() {
    let planted = plant(|fixture, node, mistakes| {
        let Some((written, text)) = place::text(node) else {
            return;
        };
        let is_null = written.eq_ignore_ascii_case("null");
        if !is_null || text.allowed(&written).is_none() {
            return;
        }
        mistakes.push(Mistake {
            what: "`null`".to_owned(),
            edit: at(node, "null".to_owned()),
            code: "quoted-scalar",
            mentions: "Write `\"Null\"`".to_owned(),
            line: Some(line_of(&fixture.text, node.value.range().start)),
            severity: Some(Severity::Error),
        });
    });
    assert!(planted > 0, "{planted}");
}

#[test]
fn a_path_without_its_beginning() {
    let planted = plant(|fixture, node, mistakes| {
        let Some((written, text)) = place::text(node) else {
            return;
        };
        // What is below would be judged by the new path.
        let inner = |field: &&crate::catalog::Field| {
            let list = |t: &Type| matches!(t, Type::List(Type::Object(_)));
            field.types.iter().any(list)
        };
        let is_leaf = node
            .parent
            .is_some_and(|form| !form.certain().filter(inner).any(|field| form.has(field)));
        let said = text.path && is_leaf && !has_placeholder(&written);
        let (Some((_, last)), true) = (written.rsplit_once('.'), said) else {
            return;
        };
        mistakes.push(Mistake {
            what: format!("`{last}`"),
            edit: at(node, quoted(last)),
            code: "purpose-path",
            mentions: "must start with the path of its parent".to_owned(),
            line: Some(line_of(&fixture.text, node.value.range().start)),
            severity: Some(Severity::Error),
        });
    });
    assert!(planted > 4, "{planted}");
}
