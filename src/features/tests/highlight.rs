//! What is highlighted for a place, beside the text.

use crate::features::highlights;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use expect_test::{Expect, expect};

/// The lines with something highlighted for `$0`: in `⟨⟩`, or in `⟪⟫` where it is the definition.
fn check(text: &str, dialect: Dialect, expected: &Expect) {
    let offset = text.find("$0").expect("a cursor");
    let mut text = text.replace("$0", "");
    let syntax = Syntax::new(&Text::from(text.as_str()), dialect);
    for found in highlights(&syntax, None, offset).iter().rev() {
        let (before, after) = if found.is_definition {
            ("⟪", "⟫")
        } else {
            ("⟨", "⟩")
        };
        text.insert_str(found.range.end, after);
        text.insert_str(found.range.start, before);
    }
    let lines = text.lines().filter(|line| line.contains(['⟨', '⟪']));
    let out: String = lines
        .map(|line| format!("{}\n", line.trim_start()))
        .collect();
    expected.assert_eq(&out);
}

#[test]
fn an_anchor_and_its_aliases() {
    let text = "\
projectKey: p
purposes: &all [a]
description: &x one # see &x
tags:
  - *x
  - two
  - *x
  - *y
documentation: *x
";
    let expected = expect![[r#"
        description: ⟪&x⟫ one # see &x
        - ⟨*x⟩
        - ⟨*x⟩
        documentation: ⟨*x⟩
    "#]];
    for cursor in ["- $0*x\n  - two", "&x$0 one", "documentation: *$0x"] {
        let plain = cursor.replace("$0", "");
        check(&text.replace(&plain, cursor), Dialect::Yaml, &expected);
    }
}

#[test]
fn the_second_anchor_of_a_name_has_aliases_of_its_own() {
    check(
        "projectKey: p\ntags:\n  - &x one\n  - *x\n  - &$0x two\n  - *x\n",
        Dialect::Yaml,
        &expect![[r#"
            - ⟪&x⟫ two
            - ⟨*x⟩
        "#]],
    );
}

#[test]
fn tags_and_groups_wherever_they_are() {
    let text = "\
policyKey: p
name: PII
type: data
circumstances:
  - {type: columnTags, columnTag: PII}
actions:
  - rules:
      - type: Masking
        config:
          fields: [{type: columnTags, columnTag: 'PII$0'}]
          maskingConfig: {type: Hash}
        exceptions: {groups: [PII, B]}
---
projectKey: p
tags: [PII, PII.Name]
";
    check(
        text,
        Dialect::Yaml,
        &expect![[r#"
            - {type: columnTags, columnTag: ⟨PII⟩}
            fields: [{type: columnTags, columnTag: ⟨'PII'⟩}]
            tags: [⟨PII⟩, PII.Name]
        "#]],
    );
    let text = text.replace("$0", "").replace("[PII, B]", "[$0B, PII]");
    check(
        &text,
        Dialect::Yaml,
        &expect![[r#"
            exceptions: {groups: [⟨B⟩, PII]}
        "#]],
    );
}

#[test]
fn columns_of_one_data_source() {
    check(
        "\
connectionKey: c
sources:
  - table: a
    columns:
      - name: email
        dataType: text
    columnDescriptions:
      - columnName: ema$0il
        description: email
    tags:
      columns: [{columnName: email, tags: [PII]}]
  - table: b
    columns:
      - name: email
        dataType: text
",
        Dialect::Yaml,
        &expect![[r#"
            - name: ⟪email⟫
            - columnName: ⟨email⟩
            columns: [{columnName: ⟨email⟩, tags: [PII]}]
        "#]],
    );
}

#[test]
fn json_and_what_names_nothing() {
    check(
        r#"{"projectKey": "p", "tags": ["a$0", "b", "a"], "purposes": ["a"]}"#,
        Dialect::Json,
        &expect![[r#"
            {"projectKey": "p", "tags": [⟨"a"⟩, "b", ⟨"a"⟩], "purposes": ["a"]}
        "#]],
    );
    check(
        "projectKey: p$0\nname: p\n",
        Dialect::Yaml,
        &expect![[r#""#]],
    );
}
