//! What is around a place, beside the text.

use crate::features::selections;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use expect_test::{Expect, expect};

/// The text with the ranges around `$0`, the smallest first.
fn check(text: &str, dialect: Dialect, expected: &Expect) {
    let offset = text.find("$0").expect("a cursor");
    let text = text.replace("$0", "");
    let syntax = Syntax::new(&Text::from(text.as_str()), dialect);
    let mut out = String::new();
    for range in selections(&syntax, None, offset) {
        out.push_str(&format!("{:?}\n", &text[range]));
    }
    expected.assert_eq(&out);
}

#[test]
fn from_a_scalar_to_the_document() {
    check(
        "# a project\nprojectKey: p\ndatasources:\n  - a\n  - \"b$0c\"\npurposes: []\n",
        Dialect::Yaml,
        &expect![[r##"
            "bc"
            "\"bc\""
            "- \"bc\""
            "- a\n  - \"bc\""
            "datasources:\n  - a\n  - \"bc\""
            "projectKey: p\ndatasources:\n  - a\n  - \"bc\"\npurposes: []"
            "# a project\nprojectKey: p\ndatasources:\n  - a\n  - \"bc\"\npurposes: []\n"
        "##]],
    );
}

#[test]
fn from_a_key() {
    check(
        "connectionKey: c\nsources:\n  - table: a\n    sch$0ema: b\n  - table: c\n",
        Dialect::Yaml,
        &expect![[r#"
            "schema"
            "schema: b"
            "table: a\n    schema: b"
            "- table: a\n    schema: b"
            "- table: a\n    schema: b\n  - table: c"
            "sources:\n  - table: a\n    schema: b\n  - table: c"
            "connectionKey: c\nsources:\n  - table: a\n    schema: b\n  - table: c"
            "connectionKey: c\nsources:\n  - table: a\n    schema: b\n  - table: c\n"
        "#]],
    );
}

#[test]
fn in_brackets_and_in_one_of_several_documents() {
    check(
        "projectKey: p\n---\nprojectKey: q\nworkspace: {type: sn$0owflake}\n---\nprojectKey: r\n",
        Dialect::Yaml,
        &expect![[r#"
            "snowflake"
            "type: snowflake"
            "{type: snowflake}"
            "workspace: {type: snowflake}"
            "projectKey: q\nworkspace: {type: snowflake}"
            "---\nprojectKey: q\nworkspace: {type: snowflake}\n"
        "#]],
    );
}

#[test]
fn json() {
    check(
        r#"{"projectKey": "p", "datasources": ["a$0"]}"#,
        Dialect::Json,
        &expect![[r#"
            "a"
            "\"a\""
            "[\"a\"]"
            "\"datasources\": [\"a\"]"
            "{\"projectKey\": \"p\", \"datasources\": [\"a\"]}"
        "#]],
    );
}

#[test]
fn between_entries_and_in_a_broken_text() {
    check(
        "projectKey: p\n\n$0\npurposes: []\n",
        Dialect::Yaml,
        &expect![[r#"
            "projectKey: p\n\n\npurposes: []"
            "projectKey: p\n\n\npurposes: []\n"
        "#]],
    );
    check(
        "projectKey: p\ndatasources:\n  - {a: \"b$0\n",
        Dialect::Yaml,
        &expect![[r#"
            "{a: \"b"
            "- {a: \"b"
            "datasources:\n  - {a: \"b"
            "projectKey: p\ndatasources:\n  - {a: \"b"
            "projectKey: p\ndatasources:\n  - {a: \"b\n"
        "#]],
    );
}
