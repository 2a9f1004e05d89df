//! What the kinds other than `data` need beside: variants to start with, texts that need a block.
use super::*;

const DATA: &str = "policyKey: a\nname: b\ntype: data\n";

fn becomes(fixture: &str, label: &str, expected: &str) {
    assert_eq!(
        accepted(fixture, label, Dialect::Yaml),
        expected,
        "{label:?} in\n{fixture}"
    );
}

fn offers_first(fixture: &str, expected: &[&str]) {
    let labels = offered(fixture, Dialect::Yaml);
    assert_eq!(
        labels[..expected.len().min(labels.len())],
        *expected,
        "{labels:?} in\n{fixture}"
    );
}

#[test]
fn the_type_decides_about_the_actions() {
    becomes(
        &format!("{DATA}▮"),
        "actions",
        &format!("{DATA}actions:\n  - rules:\n      - type: Masking"),
    );
    let subscription = "policyKey: a\nname: b\ntype: subscription\n";
    becomes(
        &format!("{subscription}▮"),
        "actions",
        &format!("{subscription}actions:\n  type: entitlements"),
    );
    // Nobody said yet which it is.
    becomes("policyKey: a\n▮", "actions", "policyKey: a\nactions: ");
}

#[test]
fn a_list_may_start_with_any_variant() {
    let rules = format!("{DATA}actions:\n  - rules:\n");
    offers_first(
        &format!("{rules}      ▮\n"),
        &[
            "- type: Masking",
            "- type: Row Restriction by Custom Where Clause",
            "- type: Row Restriction by User Entitlements",
        ],
    );
    becomes(
        &format!("{rules}      ▮\n"),
        "- type: Row Restriction by Custom Where Clause",
        &format!(
            "{rules}      - type: Row Restriction by Custom Where Clause\n        config:\n          predicate: >-\n            \n"
        ),
    );
    becomes(
        &format!("{DATA}circumstances:\n  - ▮\n"),
        "type: columnRegex",
        &format!("{DATA}circumstances:\n  - type: columnRegex\n    regex: .*email.*\n"),
    );
}

#[test]
fn a_mapping_may_start_with_any_variant() {
    let rule = format!("{DATA}actions:\n  - rules:\n      - type: Masking\n        config:\n");
    let masking = format!("{rule}          maskingConfig:\n            ▮\n");
    offers_first(
        &masking,
        &["type", "type: Hash", "type: Constant", "type: Null"],
    );
    becomes(
        &masking,
        "type: Null",
        &masking.replace('▮', "type: 'Null'"),
    );
    becomes(
        &masking,
        "type: Custom Function",
        &masking.replace(
            '▮',
            "type: Custom Function\n            sqlFunction: >-\n              ",
        ),
    );
    becomes(
        "projectKey: a\nworkspace:\n  ▮\n",
        "type: snowflake",
        "projectKey: a\nworkspace:\n  type: snowflake\n  config:\n    schema: CHURN_WORKSPACE\n    \
         warehouses:\n      - ANALYSIS_WH\n",
    );
}

#[test]
fn a_long_text_gets_a_block_and_in_json_quotes() {
    becomes(
        "projectKey: a\n▮\n",
        "documentation",
        "projectKey: a\ndocumentation: |\n  \n",
    );
    let json = accepted("{\"projectKey\": \"a\", ▮}", "documentation", Dialect::Json);
    assert_eq!(json, "{\"projectKey\": \"a\", \"documentation\": \"\"}");
}

#[test]
fn purposes_go_as_deep_as_they_go() {
    offers_first(
        "name: A\nsubpurposes:\n  - name: A.B\n    subpurposes:\n      - ▮\n",
        &["name", "description", "acknowledgement", "subpurposes"],
    );
}
