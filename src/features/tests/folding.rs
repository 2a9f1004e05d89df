//! Folds beside their texts.

use crate::features::{FoldKind, folds};
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use expect_test::{Expect, expect};

/// The text with its folds beside the lines that they begin on.
fn check(text: &str, dialect: Dialect, expected: &Expect) {
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    let folds = folds(&text, &syntax, None);
    let mut out = String::new();
    for line in 0..text.line_count() {
        let fold = folds.iter().find(|fold| fold.first == line);
        let fold = fold.map_or(String::new(), |fold| {
            let kind = match fold.kind {
                FoldKind::Value => "",
                FoldKind::Comment => " comment",
                FoldKind::Region => " region",
            };
            format!("{}{kind}", fold.last)
        });
        out.push_str(format!("{line:2} {fold:10}| {}", text.line(line)).trim_end());
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn yaml() {
    check(
        "\
# What this is
# and why
policyKey: p
name: P
type: data # not one
# alone
actions:
  # region masks
  - rules:
      - type: Row Restriction by Custom Where Clause
        config:
          predicate: |
            # no comment
            # of YAML
            a = 1

      # one
      #two
  # endregion
  - description: >-
      of several
      lines
    rules: [
      {type: Masking},
    ]
# endregion

circumstances: [{type: noTags}]
# last
# of all",
        Dialect::Yaml,
        &expect![[r#"
             0 1 comment | # What this is
             1           | # and why
             2           | policyKey: p
             3           | name: P
             4           | type: data # not one
             5           | # alone
             6 24        | actions:
             7 18 region |   # region masks
             8 14        |   - rules:
             9 14        |       - type: Row Restriction by Custom Where Clause
            10 14        |         config:
            11 14        |           predicate: |
            12           |             # no comment
            13           |             # of YAML
            14           |             a = 1
            15           |
            16 17 comment|       # one
            17           |       #two
            18           |   # endregion
            19 24        |   - description: >-
            20           |       of several
            21           |       lines
            22 23        |     rules: [
            23           |       {type: Masking},
            24           |     ]
            25           | # endregion
            26           |
            27           | circumstances: [{type: noTags}]
            28 29 comment| # last
            29           | # of all
        "#]],
    );
}

#[test]
fn carriage_returns() {
    let found = |text: &str| -> Vec<_> {
        let text = Text::from(text);
        let folds = folds(&text, &Syntax::new(&text, Dialect::Yaml), None);
        folds.iter().map(|fold| (fold.first, fold.last)).collect()
    };
    let text = "# a\n# b\nprojectKey: p\ndatasources:\n  - a\n  - b\n";
    assert_eq!(found(text), [(0, 1), (3, 5)]);
    for line_break in ["\r\n", "\r"] {
        assert_eq!(found(&text.replace('\n', line_break)), found(text));
    }
}

#[test]
fn json() {
    check(
        r#"{
  "projectKey": "p",
  "datasources": [
    "a"
  ],
  "workspace": {
    "type": "snowflake",
    "config": {
      "schema": "S" }
  }
"#,
        Dialect::Json,
        &expect![[r#"
             0           | {
             1           |   "projectKey": "p",
             2 3         |   "datasources": [
             3           |     "a"
             4           |   ],
             5 8         |   "workspace": {
             6           |     "type": "snowflake",
             7 8         |     "config": {
             8           |       "schema": "S" }
             9           |   }
            10           |
        "#]],
    );
}

#[test]
fn what_is_no_spec_does_not_fold() {
    let text = Text::from("# a\n# b\nc:\n  d: 1\n");
    let syntax = Syntax::new(&text, Dialect::Yaml);
    assert_eq!(folds(&text, &syntax, None), []);
}
