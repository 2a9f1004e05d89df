//! A quick fix and a completion of the same key write the same, in the style of the document.

use super::*;
use crate::rules::{Options, check_text};

/// The document after the fix that adds a key.
fn fixed(text: &str, key: &str, dialect: Dialect) -> String {
    let source = Text::from(text);
    let syntax = Syntax::new(&source, dialect);
    let found = check_text(&source, &syntax, &Options::default());
    let title = format!("Add `{key}`");
    let fix = found
        .iter()
        .flat_map(|finding| &finding.fixes)
        .find(|fix| fix.title == title)
        .unwrap_or_else(|| panic!("no {title} for\n{text}"));
    let mut out = text.to_owned();
    for edit in fix.edits.iter().rev() {
        out.replace_range(edit.range.clone(), &edit.text);
    }
    out
}

/// Compares the two; `place` is what is typed to get to a new key after the last one.
fn alike(text: &str, place: &str, key: &str) -> String {
    let fixture = format!("{}{place}{CURSOR}\n", text.trim_end());
    let completed = accepted(&fixture, key, Dialect::Yaml);
    let fixed = fixed(text, key, Dialect::Yaml);
    assert_eq!(fixed.trim_end(), completed.trim_end());
    fixed
}

#[test]
fn a_fix_and_a_completion_of_a_key_write_the_same() {
    assert_eq!(
        alike(
            "connectionKey: a\nsources:\n- table: t\n  schema: \"s\"\n",
            "\n",
            "connection"
        ),
        "connectionKey: a\nsources:\n- table: t\n  schema: \"s\"\nconnection:\n  handler: Snowflake\n  \
         database: SALES\n  username: IMMUTA_SERVICE\n  userFiles:\n  - keyName: PRIV_KEY_FILE\n    \
         content: ${PRIVATE_KEY_BASE64}\n    userFilename: key.p8\n  hostname: warehouse.example.com\n  \
         warehouse: IMMUTA_WH\n  authenticationMethod: keyPair\n"
    );
    for style in [
        "policyKey: p\nname: 'p'\ntype: subscription\n",
        "policyKey: p\nname: \"p\"\ntype: data\ncircumstances:\n- type: tags\n  tag: \"x\"\n",
        "policyKey: p\nname: p\ntype: data\ncircumstances:\n    - type: tags\n      tag: x\n",
        "policyKey: p\nname: p\ntype: data\ncertification:\n    text: x\n    label: y\n",
    ] {
        alike(style, "\n", "actions");
    }
}

#[test]
fn a_comment_on_the_line_stays_one() {
    for key in ["documentation", "tags", "description"] {
        let (head, _) = key.split_at(3);
        let fixture = format!("projectKey: p\nname: p\n{head}{CURSOR} # orders\n");
        if !offered(&fixture, Dialect::Yaml)
            .iter()
            .any(|label| label == key)
        {
            continue;
        }
        let text = accepted(&fixture, key, Dialect::Yaml);
        let values: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        assert!(!format!("{values:?}").contains("orders"), "{text}");
    }
}
