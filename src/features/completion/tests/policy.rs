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
        &format!(
            "{DATA}actions:\n  - rules:\n      - type: Masking\n        config:\n          fields:\n            \
             - type: columnTags\n              columnTag: Discovered.PII\n          maskingConfig:\n            type: Hash"
        ),
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

#[test]
fn an_item_has_what_its_value_asks_for() {
    let rule = format!("{DATA}actions:\n  - rules:\n      ▮\n");
    becomes(
        &rule,
        "- type: Row Restriction by User Entitlements",
        &rule.replace(
            '▮',
            "- type: Row Restriction by User Entitlements\n        config:\n          matches:\n            \
             - type: attribute\n              tag: Location.Country\n              attribute: country",
        ),
    );
    becomes(
        "projectKey: a\n▮",
        "workspace",
        "projectKey: a\nworkspace:\n  type: snowflake\n  config:\n    schema: CHURN_WORKSPACE\n    \
         warehouses:\n      - ANALYSIS_WH",
    );
}

#[test]
fn subpurposes_have_the_path_of_their_parent() {
    becomes(
        "name: Sales\n▮",
        "subpurposes",
        "name: Sales\nsubpurposes:\n  - name: Sales.Churn",
    );
    becomes(
        "name: Sales\nsubpurposes:\n  - name: Sales.A\n    subpurposes:\n      ▮\n",
        "- name",
        "name: Sales\nsubpurposes:\n  - name: Sales.A\n    subpurposes:\n      - name: Sales.A.Churn\n",
    );
    becomes(
        "name: Sales\nsubpurposes:\n  - name: ▮\n",
        "Sales.",
        "name: Sales\nsubpurposes:\n  - name: Sales.\n",
    );
}

#[test]
fn what_is_never_a_text_gets_no_quotes() {
    let json = "{\"policyKey\": \"a\", ▮}";
    assert_eq!(
        accepted(json, "actions", Dialect::Json),
        "{\"policyKey\": \"a\", \"actions\": }"
    );
    let (text, offset) = parse(json);
    let items = items(&text, offset, Dialect::Json);
    let actions = items.iter().find(|item| item.label == "actions");
    let actions = actions.expect("actions");
    assert_eq!(actions.detail, "depends on `type` · required");
    assert!(actions.sort_text.starts_with('0'));
}

#[test]
fn where_a_list_is_usual_its_items_are_offered() {
    let labels = offered(&format!("{DATA}circumstances:\n  ▮\n"), Dialect::Yaml);
    assert!(
        !labels.is_empty() && labels.iter().all(|label| label.starts_with("- ")),
        "{labels:?}"
    );
}

#[test]
fn beside_keys_of_nobody_knows_what_nothing_is_chosen() {
    let chosen = |text: &str| {
        items(text, text.len(), Dialect::Yaml)
            .iter()
            .any(|item| item.preselect)
    };
    assert!(!chosen("name: CI\n"));
    assert!(chosen("policyKey: a\n"));
}

#[test]
fn expressions_go_on_as_they_began() {
    let first = |content: &str, expected: &str| {
        let labels = offered(content, Dialect::Yaml);
        let first = labels.first().map(String::as_str).unwrap_or_default();
        assert_eq!(first, expected, "{labels:?} in\n{content}");
    };
    let who = |text: &str| {
        format!(
            "policyKey: a\nname: b\ntype: subscription\nactions:\n  type: entitlements\n  advanced: \"{text}\"\n"
        )
    };
    let keywords = |text: &str| -> Vec<String> {
        let (text, offset) = parse(&who(text));
        let items = items(&text, offset, Dialect::Yaml);
        let keywords = items
            .into_iter()
            .filter(|item| item.kind == ItemKind::Keyword);
        keywords.map(|item| item.label).collect()
    };
    assert_eq!(keywords("@isInGroups('a') ▮"), ["AND", "OR"]);
    assert_eq!(
        offered(&who("@isInGroups('a') ▮"), Dialect::Yaml),
        ["AND", "OR"]
    );
    for start in [
        "▮",
        "@isInGroups('a') AND ▮",
        "(▮",
        "@isInGroups('a') OR (▮",
    ] {
        assert_eq!(keywords(start), ["NOT"], "{start}");
    }
    assert!(keywords("NOT ▮").is_empty());
    assert!(offered(&who("NOT ▮"), Dialect::Yaml).len() > 1);
    becomes(
        &who("@isInGroups('a') A▮"),
        "AND",
        &who("@isInGroups('a') AND"),
    );
    let rows = |text: &str| {
        format!(
            "{DATA}actions:\n  - rules:\n      - type: Row Restriction by Custom Where Clause\n        config:\n          predicate: \"{text}\"\n"
        )
    };
    for operand in [
        "x = 1 AND ▮",
        "x = ▮",
        "@attributeValuesContains('a', ▮)",
        "(▮",
    ] {
        first(&rows(operand), "@attributeValuesContains");
    }
    for none in [
        "x ▮",
        "x = 1 ▮",
        "x = 'a ▮",
        "x = 1 /* a AND ▮",
        "x = 1 -- AND ▮",
        "t.hasA▮",
    ] {
        assert_eq!(
            offered(&rows(none), Dialect::Yaml),
            Vec::<String>::new(),
            "{none}"
        );
    }
    becomes(
        &rows("x = 1 AND hasA▮"),
        "@hasAttribute",
        &rows("x = 1 AND @hasAttribute('attribute', 'value')").replace("'attribute'", "'name'"),
    );
    let mask = format!(
        "{DATA}actions:\n  - rules:\n      - type: Masking\n        config:\n          maskingConfig:\n            type: Custom Function\n            sqlFunction: \"upper(▮)\"\n"
    );
    first(&mask, "@column");
}
