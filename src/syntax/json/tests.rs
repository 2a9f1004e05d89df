//! What tree-sitter's grammar makes of a JSON text without mistakes, to compare with.

use super::super::scalar::{ScalarType, Style};
use super::super::tree::{Arena, Data, NodeId};
use super::read;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;
use tree_sitter::{Node, Parser};

/// A value and what it holds, each with its range.
fn outline(text: &str) -> Option<String> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_json::LANGUAGE.into())
        .unwrap();
    let tree = parser.parse(text, None).unwrap();
    let root = tree.root_node();
    if root.has_error() || root.named_child_count() != 1 || text.contains('\u{b}') {
        return None;
    }
    let mut out = String::new();
    lower(root.named_child(0)?, text, &mut out)?;
    Some(out)
}

/// Returns `None` for what the grammar takes and JSON does not have.
fn lower(node: Node<'_>, text: &str, out: &mut String) -> Option<()> {
    let source = &text[node.byte_range()];
    let kind = match node.kind() {
        "object" => "mapping",
        "array" => "sequence",
        "string" => "string",
        "number" if serde_json::from_str::<serde_json::Number>(source).is_err() => return None,
        "number" if source.contains(['.', 'e', 'E']) => "float",
        "number" => "integer",
        "true" | "false" => "boolean",
        "null" => "null",
        "pair" => "",
        _ => return None,
    };
    if kind == "string" && serde_json::from_str::<String>(source).is_err() {
        return None;
    }
    if !kind.is_empty() {
        writeln!(out, "{kind} {:?}", node.byte_range()).unwrap();
    }
    if kind != "string" {
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            lower(child, text, out)?;
        }
    }
    Some(())
}

fn ours(arena: &Arena, id: NodeId, out: &mut String) {
    let node = arena.get(id).unwrap();
    let kind = match &node.data {
        Data::Mapping(_) => "mapping",
        Data::Sequence(_) => "sequence",
        Data::Scalar {
            style: Style::DoubleQuoted,
            ..
        } => "string",
        Data::Scalar { resolved, .. } => match resolved {
            ScalarType::Null => "null",
            ScalarType::Boolean => "boolean",
            ScalarType::Integer => "integer",
            ScalarType::Float => "float",
            ScalarType::String => "plain text",
        },
        Data::Alias | Data::Missing | Data::Broken => "broken",
    };
    writeln!(out, "{kind} {:?}", node.range()).unwrap();
    match &node.data {
        Data::Mapping(pairs) => {
            for pair in pairs {
                ours(arena, pair.key, out);
                ours(arena, pair.value, out);
            }
        }
        Data::Sequence(items) => items.iter().for_each(|item| ours(arena, *item, out)),
        _ => {}
    }
}

/// Compares the two readings; tells whether the text was one to compare.
fn compare(text: &str) -> bool {
    let Some(expected) = outline(text) else {
        return false;
    };
    let read = read(text);
    assert_eq!(read.errors, [], "{text}");
    let mut out = String::new();
    ours(&read.arena, read.root.unwrap(), &mut out);
    assert_eq!(out, expected, "{text}");
    true
}

/// The JSON files of a folder, and its YAML files as JSON.
fn files(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, texts);
            continue;
        }
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("");
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        match extension {
            "json" => texts.push(text),
            "yaml" | "yml" => {
                if let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&text) {
                    texts.push(value.to_string());
                    texts.push(serde_json::to_string_pretty(&value).unwrap());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn every_file_reads_as_tree_sitter_reads_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    files(&root.join("tests/fixtures"), &mut texts);
    files(&root.join("examples"), &mut texts);
    let compared = texts.iter().filter(|text| compare(text)).count();
    assert!(compared > 100, "{compared}");
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        // The grammar does not know `1e+20`.
        any::<i32>().prop_map(|number| (f64::from(number) / 8.0).into()),
        any::<String>().prop_map(Into::into),
        "[a-z{}\\[\\],:\"'\\\\#/ ]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((".{0,6}", inner), 0..6)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_reads_as_tree_sitter_reads_it(value in value()) {
        prop_assert!(compare(&value.to_string()));
        prop_assert!(compare(&serde_json::to_string_pretty(&value).unwrap()));
        prop_assert!(compare(&serde_json::to_string_pretty(&value).unwrap().replace('\n', "\r\n\t")));
    }
}
