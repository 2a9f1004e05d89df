//! Outlines beside their texts.

use crate::features::{Symbol, symbols};
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use expect_test::{Expect, expect};

/// Each symbol on a line: its name, what it is, and the text of its selection if that is not the name.
fn outline(text: &str, dialect: Dialect) -> String {
    fn show(symbols: &[Symbol], depth: usize, text: &str, out: &mut String) {
        for symbol in symbols {
            let Symbol { name, detail, .. } = symbol;
            out.push_str(&format!("{}{name}", "  ".repeat(depth)));
            if !detail.is_empty() {
                out.push_str(&format!(" ({detail})"));
            }
            let selected = &text[symbol.selection.clone()];
            if selected != name {
                out.push_str(&format!(" <- {selected:?}"));
            }
            out.push('\n');
            show(&symbol.children, depth + 1, text, out);
        }
    }
    let syntax = Syntax::new(&Text::from(text), dialect);
    let mut out = String::new();
    show(&symbols(&syntax, None), 0, text, &mut out);
    out
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&outline(text, Dialect::Yaml));
}

#[test]
fn a_data_spec() {
    check(
        "\
connectionKey: sales
connection:
  handler: Redshift
  port: 5439
owners:
  - {type: group, name: stewards}
sources:
  - table: customers
    schema: public
    tags:
      table: [Sales, PII]
      columns:
        - columnName: email
          tags: [PII.Email]
  - table: orders
  - query: >-
      SELECT *
      FROM a
    naming: {datasource: months}
  - all: true
",
        &expect![[r#"
            connectionKey
            connection
              handler
              port
            owners
              stewards (group)
                type
                name
            sources
              public.customers <- "customers"
                table
                schema
                tags
                  table
                    Sales
                    PII
                  columns
                    email
                      columnName
                      tags
                        PII.Email
              orders
                table
              months
                query
                naming
                  datasource
              all
                all
        "#]],
    );
}

#[test]
fn rules_are_named_by_what_they_do() {
    check(
        "\
policyKey: mask-pii
name: Mask personal data
type: data
actions:
  - rules:
      - type: Masking
        config: {fields: [{type: columnTags, columnTag: PII}], maskingConfig: {type: Hash}}
        inclusions: {operator: any, groups: [analysts, reporting]}
      - type: Masking
        config: {fields: [{type: columnTags, columnTag: PII}, {type: columnRegex, regex: ssn}], maskingConfig: {type: Constant, constant: gone}}
        exceptions: {groups: [Auditors]}
  - description: By country
    rules:
      - type: Row Restriction by Custom Where Clause
        config: {predicate: \"a = 'b'\"}
      - type: Masking
      - type: Some new one
circumstances:
  - {type: columnTags, columnTag: PII}
  - type: noTags
",
        &expect![[r#"
            policyKey
            name
            type
            actions
              Mask PII using hashing, for analysts or reporting <- "Masking"
                rules
                  Mask PII using hashing, for analysts or reporting (Masking) <- "Masking"
                    type
                    config
                      fields
                        PII (columnTags)
                          type
                          columnTag
                      maskingConfig
                        type
                    inclusions
                      operator
                      groups
                        analysts
                        reporting
                  Otherwise: Mask PII or columns whose names match ssn using the constant gone, except Auditors (Masking) <- "Masking"
                    type
                    config
                      fields
                        PII (columnTags)
                          type
                          columnTag
                        ssn (columnRegex)
                          type
                          regex
                      maskingConfig
                        type
                        constant
                    exceptions
                      groups
                        Auditors
              By country
                description
                rules
                  Only show rows where a = 'b' (Row Restriction by Custom Where Clause) <- "Row Restriction by Custom Where Clause"
                    type
                    config
                      predicate
                  Masking
                    type
                  Some new one
                    type
            circumstances
              PII (columnTags)
                type
                columnTag
              noTags
                type
        "#]],
    );
}

#[test]
fn of_several_specs_each_is_a_symbol() {
    check(
        "\
projectKey: churn
datasources: [orders]
---
name: Research
subpurposes:
  - name: Research.Churn
---
just: a mapping
",
        &expect![[r#"
            churn (project spec)
              projectKey
              datasources
                orders
            Research (purpose spec)
              name
              subpurposes
                Research.Churn
                  name
        "#]],
    );
}

#[test]
fn json() {
    let text = r#"{"projectKey": "churn", "": 1, "datasources": ["orders", 2024, null], "purposes": [["a"]]}"#;
    expect![[r#"
        projectKey <- "\"projectKey\""
        ""
        datasources <- "\"datasources\""
          orders <- "\"orders\""
          2024
          null
        purposes <- "\"purposes\""
          a <- "\"a\""
            a <- "\"a\""
    "#]]
    .assert_eq(&outline(text, Dialect::Json));
}

#[test]
fn of_a_broken_text_what_can_be_read() {
    check(
        "\
projectKey: churn
datasources:
  - orders
  - \"unclosed
purposes:
  - *nothing
  -
  - Research: {
equalization: true
",
        &expect![[r#"
            projectKey
            datasources
              orders
            purposes
              *nothing
              Research
                Research
            equalization
        "#]],
    );
}

#[test]
fn what_is_no_spec_has_no_outline() {
    check("a: 1\nb: [2]\n", &expect![[""]]);
}
