//! `POST /api/v2/data` and the deletion that belongs to it.

use super::{Answer, Guest, example, names};
use expect_test::expect;
use serde_json::{Value, json};

/// A connection that the tenant does not know.
const SHOP: &str = "\
connectionKey: shop
connection:
  handler: Redshift
  hostname: shop.example.com
  database: shop
  schema: public
  authenticationMethod: userPassword
  username: immuta
  password: ${PASSWORD}
nameTemplate: {dataSourceFormat: <Schema> <TABLENAME>}
options: {hardDelete: true, tableTags: [Department.Sales]}
sources:
  - table: customers
  - {table: orders, schema: archive}
";

/// The lists of an answer, in one line each; those that are empty left out.
fn lists(body: &Value) -> String {
    let keys = ["creating", "updating", "deleting", "noChange"];
    let lines = keys.map(|key| (key, names(body, key)));
    let lines = lines.iter().filter(|(_, names)| !names.is_empty());
    let lines = lines.map(|(key, names)| format!("{key}: {}", names.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The data source of a name in the dump of the state.
fn source(guest: &Guest, key: &str, id: &str) -> Value {
    let state: Value = serde_json::from_str(&guest.state()).expect("JSON");
    state["connections"][key]["sources"][id].clone()
}

#[tokio::test]
async fn an_example_creates_updates_deletes_and_leaves_alone() {
    let guest = Guest::new().await;
    let before = guest.state();
    let spec = example("snowflake-key-pair.data.yaml");
    let dry = guest.pushed("data?dryRun=true", &spec).await;
    assert_eq!(before, guest.state(), "a dry run leaves no trace");
    expect![[r#"
        creating: monthly revenue
        updating: public.orders
        deleting: public.returns
        noChange: public.customers"#]]
    .assert_eq(&lists(&dry));
    assert_eq!(dry["dryRun"], true);
    assert_eq!(dry["tagsUpdated"], true);
    assert_eq!(dry["detectionRunning"], false);

    let real = guest.pushed("data", &spec).await;
    assert_eq!(lists(&real), lists(&dry));
    assert_eq!(real["dryRun"], false);
    assert_eq!(real["detectionRunning"], true);
    assert_ne!(before, guest.state());

    let again = guest.pushed("data", &spec).await;
    expect!["noChange: public.customers, public.orders, monthly revenue, public.returns"]
        .assert_eq(&lists(&again));
    assert_eq!(again["tagsUpdated"], false);
}

#[tokio::test]
async fn a_spec_that_was_pushed_changes_nothing() {
    let guest = Guest::new().await;
    let before = guest.state();
    let body = guest.pushed("data", &example("redshift.data.json")).await;
    assert_eq!(lists(&body), "noChange: accounts, postings");
    assert_eq!(before, guest.state());
}

#[tokio::test]
async fn names_follow_the_template_in_its_casing() {
    let guest = Guest::new().await;
    let body = guest.pushed("data", SHOP).await;
    assert_eq!(lists(&body), "creating: Archive ORDERS, Public CUSTOMERS");
    let renamed = SHOP.replace("<Schema> <TABLENAME>", "<database>/<tablename>");
    let body = guest.pushed("data", &renamed).await;
    assert_eq!(lists(&body), "updating: shop/orders, shop/customers");
}

#[tokio::test]
async fn a_table_that_is_left_out_is_deleted_or_disabled() {
    let guest = Guest::new().await;
    guest.pushed("data", SHOP).await;
    let without = SHOP.replace("  - {table: orders, schema: archive}\n", "");
    let soft = without.replace("hardDelete: true", "hardDelete: false");

    let body = guest.pushed("data?dryRun=true", &without).await;
    assert_eq!(names(&body, "deleting"), ["Archive ORDERS"]);
    let body = guest.pushed("data", &soft).await;
    assert_eq!(names(&body, "deleting"), ["Archive ORDERS"]);
    assert_eq!(source(&guest, "shop", "archive.orders")["disabled"], true);

    let body = guest.pushed("data?dryRun=true", SHOP).await;
    assert_eq!(
        names(&body, "updating"),
        ["Archive ORDERS"],
        "it comes back"
    );

    let body = guest.pushed("data", &without).await;
    assert_eq!(names(&body, "deleting"), ["Archive ORDERS"]);
    assert_eq!(source(&guest, "shop", "archive.orders"), Value::Null);
}

#[tokio::test]
async fn table_tags_are_the_whole_truth() {
    let guest = Guest::new().await;
    assert_eq!(guest.pushed("data", SHOP).await["tagsUpdated"], true);
    assert_eq!(guest.pushed("data", SHOP).await["tagsUpdated"], false);
    let other = SHOP.replace("[Department.Sales]", "[Quality.Raw]");
    let body = guest.pushed("data", &other).await;
    assert_eq!(body["tagsUpdated"], true);
    assert_eq!(
        names(&body, "updating"),
        [""; 0],
        "tags are told by their own flag"
    );
    let tags = source(&guest, "shop", "public.customers")["tags"].clone();
    assert_eq!(tags, json!({ "": ["Quality.Raw"] }));
}

#[tokio::test]
async fn owners_are_left_alone_or_replaced() {
    let guest = Guest::new().await;
    let owners = |guest: &Guest| {
        let source = source(guest, "shop", "public.customers");
        let owners = source["owners"].as_array().expect("a list").clone();
        let mut names = owners.iter().map(|owner| owner["name"].to_string());
        names.by_ref().collect::<Vec<_>>().join(" ")
    };
    let with = |owners: &str| format!("{SHOP}owners: {owners}\n");
    guest
        .pushed("data", &with("[{type: group, name: auditors}]"))
        .await;
    assert_eq!(owners(&guest), r#""auditors" "ada@example.com""#);
    let body = guest.pushed("data", SHOP).await;
    assert_eq!(names(&body, "updating"), [""; 0]);
    assert_eq!(owners(&guest), r#""auditors" "ada@example.com""#);
    let body = guest.pushed("data", &with("[]")).await;
    assert_eq!(names(&body, "updating").len(), 2);
    assert_eq!(owners(&guest), r#""ada@example.com""#);
}

#[tokio::test]
async fn another_place_replaces_everything() {
    let guest = Guest::new().await;
    guest.pushed("data", SHOP).await;
    let body = guest
        .pushed("data", &SHOP.replace("username: immuta", "username: other"))
        .await;
    assert_eq!(lists(&body), "updating: Archive ORDERS, Public CUSTOMERS");
    let id = source(&guest, "shop", "public.customers")["id"].clone();
    let moved = SHOP.replace("shop.example.com", "shop2.example.com");
    let body = guest.pushed("data", &moved).await;
    expect![[r#"
        creating: Archive ORDERS, Public CUSTOMERS
        deleting: Archive ORDERS, Public CUSTOMERS"#]]
    .assert_eq(&lists(&body));
    assert_ne!(source(&guest, "shop", "public.customers")["id"], id);
}

#[tokio::test]
async fn all_takes_the_tables_of_the_warehouse() {
    let guest = Guest::new().await;
    let spec = example("databricks.data.yaml");
    let body = guest.pushed("data?dryRun=true", &spec).await;
    let prefix = "lakehouse.telemetry.";
    let expected = ["device_events", "device_owners", "firmware_versions"];
    assert_eq!(
        names(&body, "creating"),
        expected.map(|table| format!("{prefix}{table}"))
    );
    let (without_sources, _) = spec.split_once("sources:").expect("sources");
    let body = guest.pushed("data?dryRun=true", without_sources).await;
    assert_eq!(names(&body, "creating").len(), 3);
    // Where no warehouse is known, those that are there stay.
    guest.pushed("data", SHOP).await;
    let (without_sources, _) = SHOP.split_once("sources:").expect("sources");
    let body = guest.pushed("data", without_sources).await;
    assert_eq!(lists(&body), "noChange: Archive ORDERS, Public CUSTOMERS");
}

#[tokio::test]
async fn a_connection_has_one_key() {
    let guest = Guest::new().await;
    guest.pushed("data", SHOP).await;
    let second = SHOP
        .replace("connectionKey: shop", "connectionKey: second")
        .replace("shop.example.com", "SHOP.example.com");
    expect![[r#"connection: unique: The data sources of one connection may be defined only once: those of database "shop" on "shop.example.com" are defined under the connectionKey "shop""#]]
    .assert_eq(&guest.refused("data", &second).await);
}

#[tokio::test]
async fn what_does_not_exist_is_refused() {
    let guest = Guest::new().await;
    let spec = "\
connectionKey: shop
connection:
  handler: Redshift
  hostname: shop.example.com
  schema: public
  authenticationMethod: userPassword
  username: immuta
  password: ${PASSWORD}
options:
  tableTags: [PII, Departement.Sales]
  domainCollectionId: 00000000-0000-0000-0000-000000000000
owners:
  - {type: group, name: bo@example.com}
sources:
  - {table: a, owners: [{type: user, name: cem@example.com, iam: bim}]}
  - table: b
    tags:
      table: [Raw]
      columns:
        - {columnName: EMAIL, tags: [PII.Mail]}
";
    expect![[r#"
        options.tableTags[1]: reference: Tag "Departement.Sales" does not exist
        options.domainCollectionId: reference: Domain with id "00000000-0000-0000-0000-000000000000" does not exist
        owners[0].name: reference: Group "bo@example.com" does not exist
        sources[0].owners[0].name: reference: User "cem@example.com" does not exist in identity manager "bim"
        sources[1].tags.table[0]: reference: Tag "Raw" does not exist
        sources[1].tags.columns[0].tags[0]: reference: Tag "PII.Mail" does not exist"#]]
    .assert_eq(&guest.refused("data", spec).await);
}

#[tokio::test]
async fn a_wrong_form_is_refused() {
    let guest = Guest::new().await;
    let spec = "\
conectionKey: shop
connection: {handler: Snowflake, hostname: [a], database: X, port: https}
sources:
  - {table: a, schema: public}
  - {table: a, schema: public}
  - {description: nothing}
owners:
  - {type: grooup, name: auditors}
";
    expect![[r#"
        conectionKey: unknown: "conectionKey" is not allowed in a data source spec
        connectionKey: required: "connectionKey" is required in a data source spec
        connection.warehouse: required: "warehouse" is required in a connection
        connection.hostname: type: "hostname" cannot be a list
        connection.port: type: "port" cannot be the text "https"
        owners[0].type: value: "grooup" is none of user, group
        sources[2]: required: A source needs one of table, query, all
        sources[1]: unique: Duplicate tables: "a" is there twice"#]]
    .assert_eq(&guest.refused("data?dryRun=true", spec).await);
}

#[tokio::test]
async fn deleting_goes_by_the_key() {
    let guest = Guest::new().await;
    let before = guest.state();
    let Answer { status, body } = guest
        .delete("/api/v2/data/redshift-finance?dryRun=true")
        .await;
    assert_eq!(status, 200);
    assert_eq!(lists(&body), "deleting: accounts, postings");
    assert_eq!(body["dryRun"], true);
    assert_eq!(before, guest.state());
    assert_eq!(
        guest.delete("/api/v2/data/redshift-finance").await.status,
        200
    );
    assert_ne!(before, guest.state());
    assert_eq!(
        guest.delete("/api/v2/data/redshift-finance").await.status,
        404
    );
    let body = guest.pushed("data", &example("redshift.data.json")).await;
    assert_eq!(lists(&body), "creating: accounts, postings");
}
