//! What becomes of a text when every finding of a code is mended by its first fix.

use super::*;
use expect_test::{Expect, expect};

/// Mends what can be mended, one finding at a time.
fn mended(name: &str, code: &str) -> String {
    let all = fixtures("rules");
    let fixture = all.iter().find(|fixture| fixture.name.ends_with(name));
    let fixture = fixture.unwrap_or_else(|| panic!("{name}"));
    let mut text = fixture.text.clone();
    for _ in 0..20 {
        let found = findings_in(fixture, &text);
        let mut own = found.iter().filter(|finding| finding.code == code);
        let Some(fix) = own.find_map(|finding| finding.fixes.first()) else {
            break;
        };
        text = applied(&text, fix);
    }
    text
}

fn check(name: &str, code: &str, expected: &Expect) {
    expected.assert_eq(&mended(name, code));
}

#[test]
fn a_subscription_policy_of_the_v1_api() {
    check(
        "v1-payload/bad-subscription.yaml",
        "v1-payload",
        &expect![[r#"
            # A subscription policy as the V1 API has it.
            name: Finance readers
            type: subscription
            template: false
            staged: false
            actions:
              type: entitlements
              entitlements:
                operator: any
                groups:
                  - finance
                attributes:
                  - name: department
                    value: Finance
              description: Those of the finance department
              automaticSubscription: false
            circumstances:
              - type: columnTags
                columnTag: Finance.Account
        "#]],
    );
}

#[test]
fn a_data_policy_of_the_v1_api() {
    check(
        "v1-payload/bad-data.yaml",
        "v1-payload",
        &expect![[r#"
            # A data policy as the V1 API has it.
            policyKey: mask-people
            name: Mask people
            type: data
            circumstanceOperator: all
            actions:
            - rules:
              - type: Masking
                exceptions:
                  operator: all
                  groups:
                  - analysts@example.com
                  - auditors
                config:
                  fields:
                  - type: columnTags
                    columnTag: Discovered.PII
                  maskingConfig:
                    type: Hash
        "#]],
    );
}

#[test]
fn a_project_of_the_v1_api() {
    check(
        "v1-payload/bad-project.yaml",
        "v1-payload",
        &expect![[r#"
        projectKey: p
        name: P
        subscriptionPolicy:
          type: entitlements
          entitlements:
            operator: all
            groups:
              - analysts
    "#]],
    );
}

#[test]
fn a_policy_of_the_v1_api_in_json() {
    check(
        "v1-payload/bad.json",
        "v1-payload",
        &expect![[r#"
        {
          "policyKey": "k",
          "name": "n",
          "type": "subscription",
          "circumstances": [{"type": "tags", "tag": "Finance"}],
          "actions": {"type": "anyone"}
        }
    "#]],
    );
}

#[test]
fn actions_of_the_other_type() {
    check(
        "wrong-type/bad-actions.yaml",
        "wrong-type",
        &expect![[r#"
            policyKey: listed
            name: Listed
            type: subscription
            actions:
              type: entitlements
              entitlements:
                groups: [analysts]
              description: |
                two
                  lines
            ---
            policyKey: unlisted
            name: Unlisted
            type: data
            actions:
              - rules:
                  - type: Row Restriction by Custom Where Clause
                    config: {predicate: 1 = 1}
            ---
            policyKey: level
            name: At the level of the key
            type: subscription
            actions:
              type: anyone
              automaticSubscription: true
            ---
            policyKey: flow
            name: In brackets
            type: subscription
            actions: {type: manual}
            ---
            policyKey: two
            name: Two of them
            type: subscription
            actions:
              - type: anyone
              - type: manual
            ---
            policyKey: comments
            name: Comments
            type: subscription
            actions:
              # why
              - type: anyone
                # for now
                automaticSubscription: true # at once
            ---
            policyKey: comment
            name: Comment
            type: subscription
            actions: # why
              # because
              type: anyone
              description: >
                folded
                text
            staged: false
        "#]],
    );
}
