//! `POST /api/v2/policy`, `/project` and `/purpose`.

use super::{Guest, example};
use expect_test::expect;
use serde_json::{Value, json};

/// Whether an answer creates or updates.
fn does(body: &Value) -> (bool, bool) {
    let is = |key: &str| body[key].as_bool().expect("a boolean");
    (is("creating"), is("updating"))
}

/// Pushes dry, for real, and again.
async fn thrice(guest: &Guest, kind: &str, spec: &str) -> (Value, Value) {
    let before = guest.state();
    let dry = guest.pushed(&format!("{kind}?dryRun=true"), spec).await;
    assert_eq!(before, guest.state(), "a dry run leaves no trace");
    assert_eq!(dry["dryRun"], true);
    let real = guest.pushed(kind, spec).await;
    assert_eq!(real["dryRun"], false);
    assert_eq!(does(&dry), does(&real));
    let after = guest.state();
    assert_ne!(before, after);
    assert_eq!(does(&guest.pushed(kind, spec).await), (false, false));
    assert_eq!(after, guest.state());
    (dry, real)
}

#[tokio::test]
async fn a_policy_is_updated_or_created() {
    let guest = Guest::new().await;
    let (dry, real) = thrice(&guest, "policy", &example("mask-pii.policy.yaml")).await;
    assert_eq!(does(&real), (false, true));
    assert_eq!(dry["policyId"], real["policyId"]);
    let (dry, real) = thrice(&guest, "policy", &example("subscribe-finance.policy.json")).await;
    assert_eq!(does(&real), (true, false));
    assert_eq!(dry.get("policyId"), None, "there is none yet");
    assert!(real["policyId"].is_u64());
}

#[tokio::test]
async fn the_name_of_a_policy_is_its_own() {
    let guest = Guest::new().await;
    let spec = example("mask-pii.policy.yaml").replace("policyKey: mask-pii", "policyKey: other");
    expect![[r#"name: unique: A policy named "Mask personal data" exists under another key"#]]
        .assert_eq(&guest.refused("policy", &spec).await);
}

#[tokio::test]
async fn what_a_policy_names_exists() {
    let guest = Guest::new().await;
    let spec = "\
policyKey: k
name: n
type: data
actions:
  - rules:
      - type: Masking
        config:
          fields: [{type: columnTags, columnTag: PII.Fax}]
          maskingConfig: {type: Hash}
        exceptions: {operator: any, purposes: [Research.Nothing], groups: [nobody]}
      - type: Row Restriction by User Entitlements
        config: {operator: any, matches: [{type: attribute, attribute: country, tag: Country}]}
circumstances:
  - {type: tags, tag: Fin}
  - {type: columnTags, columnTag: Discovered.Entity.Person Name}
  - {type: domains, domains: [{name: Sales}, {name: Sails}]}
";
    expect![[r#"
        circumstances[0].tag: reference: Tag "Fin" does not exist
        circumstances[2].domains[1].name: reference: Domain "Sails" does not exist
        actions[0].rules[0].config.fields[0].columnTag: reference: Tag "PII.Fax" does not exist
        actions[0].rules[0].exceptions.purposes[0]: reference: Purpose "Research.Nothing" does not exist
        actions[0].rules[1].config.matches[0].tag: reference: Tag "Country" does not exist"#]]
    .assert_eq(&guest.refused("policy", spec).await);
}

#[tokio::test]
async fn a_policy_has_its_form() {
    let guest = Guest::new().await;
    expect![[r#"
        policyKey: required: "policyKey" is required in a policy spec
        actions: type: "actions" cannot be a mapping"#]]
    .assert_eq(
        &guest
            .refused("policy", "{name: n, type: data, actions: {type: anyone}}")
            .await,
    );
    expect![[r#"
        certify: unknown: "certify" is not allowed in a policy spec
        actions: type: "actions" cannot be a list"#]]
    .assert_eq(
        &guest
            .refused(
                "policy",
                "{policyKey: k, name: n, type: subscription, actions: [], certify: true}",
            )
            .await,
    );
}

#[tokio::test]
async fn a_project_counts_what_it_takes_in_and_lets_go() {
    let guest = Guest::new().await;
    let spec = example("churn.project.yaml");
    let (dry, real) = thrice(&guest, "project", &spec).await;
    assert_eq!(does(&real), (false, true));
    let mut told = dry.clone();
    told["projectId"] = Value::Null;
    assert_eq!(
        told,
        json!({
            "dryRun": true,
            "creating": false,
            "updating": true,
            "numberOfDataSourcesAdded": 1,
            "numberOfDataSourcesRemoved": 1,
            "creatingWorkspace": true,
            "deletingWorkspace": false,
            "projectId": null,
        })
    );
    let (without, _) = spec.split_once("workspace:").expect("a workspace");
    let body = guest.pushed("project", without).await;
    assert_eq!(body["deletingWorkspace"], true);
    let (_, created) = thrice(&guest, "project", "{projectKey: new, name: New}").await;
    assert_eq!(does(&created), (true, false));
}

#[tokio::test]
async fn what_a_project_names_exists() {
    let guest = Guest::new().await;
    let spec = "{projectKey: k, purposes: [Fraud], datasources: [orders, nothing], tags: [x]}";
    expect![[r#"
        name: required: "name" is required in a project spec
        purposes[0]: reference: Purpose "Fraud" does not exist
        datasources[1]: reference: Data source "nothing" does not exist
        tags[0]: reference: Tag "x" does not exist"#]]
    .assert_eq(&guest.refused("project", spec).await);
}

#[tokio::test]
async fn deleting_a_project_goes_by_the_key() {
    let guest = Guest::new().await;
    let before = guest.state();
    let dry = guest
        .delete("/api/v2/project/churn-analysis?dryRun=true")
        .await;
    assert_eq!((dry.status, &dry.body["dryRun"]), (200, &json!(true)));
    assert_eq!(before, guest.state());
    assert_eq!(
        guest.delete("/api/v2/project/churn-analysis").await.status,
        200
    );
    assert_eq!(
        guest.delete("/api/v2/project/churn-analysis").await.status,
        404
    );
}

#[tokio::test]
async fn a_purpose_goes_by_its_name() {
    let guest = Guest::new().await;
    let (dry, real) = thrice(&guest, "purpose", &example("research.purpose.yaml")).await;
    assert_eq!(does(&real), (false, true));
    assert_eq!(dry["purposeId"], real["purposeId"]);
    let (dry, real) = thrice(&guest, "purpose", "name: Audit").await;
    assert_eq!(does(&real), (true, false));
    assert_eq!(dry.get("purposeId"), None);
    // What is new can be used at once.
    guest
        .pushed(
            "project",
            "{projectKey: k, name: n, purposes: [Audit, Research.Pricing.Discounts]}",
        )
        .await;
}

#[tokio::test]
async fn a_subpurpose_repeats_the_path() {
    let guest = Guest::new().await;
    let spec = "{name: A, subpurposes: [{name: A.B, subpurposes: [{name: C}]}, {name: AB}, {description: x}]}";
    expect![[r#"
        subpurposes[2].name: required: "name" is required in a subpurpose
        subpurposes[0].subpurposes[0].name: path: "C" does not start with "A.B."
        subpurposes[1].name: path: "AB" does not start with "A.""#]]
    .assert_eq(&guest.refused("purpose", spec).await);
}

#[tokio::test]
async fn a_subpurpose_is_pushed_with_the_whole() {
    let guest = Guest::new().await;
    expect![[r#"name: path: "Research.Churn" is within another purpose, and is pushed with it"#]]
        .assert_eq(&guest.refused("purpose", "name: Research.Churn").await);
}
