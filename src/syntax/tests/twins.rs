//! The same document in other clothes reads the same: as serde_yaml reads it, with other line breaks,
//! with a byte order mark, and as JSON.

use super::super::{Dialect, Syntax};
use super::{reading, specs};
use crate::catalog;
use crate::text::Text;
use serde::Deserialize;
use std::path::Path;

/// The specs of these tests, the templates of the catalog, and all YAML files among the fixtures.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (index, spec) in specs::ALL.iter().enumerate() {
        texts.push((format!("spec {index}"), (*spec).to_owned()));
    }
    for kind in catalog::kinds() {
        for template in kind.templates {
            texts.push((
                format!("{}: {}", kind.name, template.label),
                template.text(),
            ));
        }
    }
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"),
        &mut texts,
    );
    texts
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, texts);
        } else if path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "yml")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            texts.push((path.display().to_string(), text));
        }
    }
}

/// What serde_yaml reads; nothing for text it refuses.
fn read(text: &str) -> Option<Vec<serde_yaml::Value>> {
    let documents = serde_yaml::Deserializer::from_str(text);
    documents
        .map(|document| serde_yaml::Value::deserialize(document).ok())
        .collect()
}

fn ours(text: &str, dialect: Dialect) -> Vec<serde_yaml::Value> {
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    assert_eq!(reading::problems(&syntax, &text), [], "{text}");
    reading::values(&syntax)
}

#[test]
fn line_breaks_and_a_byte_order_mark_change_nothing() {
    let mut count = 0;
    for (name, text) in texts() {
        let text = text.replace("\r\n", "\n");
        let Some(expected) = read(&text) else {
            continue;
        };
        // Without a document serde_yaml reads null.
        if Syntax::new(&Text::from(text.as_str()), Dialect::Yaml)
            .documents()
            .count()
            == 0
        {
            continue;
        }
        count += 1;
        let crlf = text.replace('\n', "\r\n");
        for variant in [
            &text,
            &crlf,
            &text.replace('\n', "\r"),
            &format!("\u{feff}{text}"),
            &format!("\u{feff}{crlf}"),
        ] {
            assert_eq!(
                ours(variant, Dialect::Yaml),
                expected,
                "{name}: {variant:?}"
            );
        }
    }
    assert!(count > specs::ALL.len(), "the catalog has templates");
}

#[test]
fn json_says_what_its_yaml_says() {
    for (name, text) in texts() {
        for document in read(&text).unwrap_or_default() {
            let Ok(json) = serde_json::to_value(&document) else {
                continue;
            };
            let expected = serde_yaml::to_value(&json).unwrap();
            let pretty = serde_json::to_string_pretty(&json).unwrap();
            for text in [
                &pretty,
                &json.to_string(),
                &pretty.replace('\n', "\r\n"),
                &format!("\u{feff}{pretty}"),
            ] {
                assert_eq!(
                    ours(text, Dialect::Json),
                    std::slice::from_ref(&expected),
                    "{name}: {text}"
                );
                assert_eq!(
                    ours(text, Dialect::Yaml),
                    std::slice::from_ref(&expected),
                    "{name} as YAML: {text}"
                );
            }
        }
    }
}
