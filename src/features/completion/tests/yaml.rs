use super::*;

/// After an item is accepted: the document, from the line of the cursor's fixture on.
fn becomes(fixture: &str, label: &str, expected: &str) {
    assert_eq!(
        accepted(fixture, label, Dialect::Yaml),
        expected,
        "{label:?} in\n{fixture}"
    );
    let expected = expected.replace('\n', "\r\n");
    assert_eq!(
        accepted(&fixture.replace('\n', "\r\n"), label, Dialect::Yaml),
        expected
    );
    let (fixture, expected) = (
        format!("\u{feff}{fixture}"),
        format!("\u{feff}{}", expected.replace("\r\n", "\n")),
    );
    assert_eq!(accepted(&fixture, label, Dialect::Yaml), expected);
}

fn offers(fixture: &str, expected: &[&str]) {
    assert_eq!(offered(fixture, Dialect::Yaml), expected, "in\n{fixture}");
}

fn offers_first(fixture: &str, expected: &[&str]) {
    let labels = offered(fixture, Dialect::Yaml);
    assert_eq!(
        labels[..expected.len().min(labels.len())],
        *expected,
        "{labels:?} in\n{fixture}"
    );
}

const SNOWFLAKE: &str = "connectionKey: a\nconnection:\n  handler: Snowflake\n";

fn snowflake(rest: &str) -> String {
    format!("{SNOWFLAKE}{rest}")
}

#[test]
fn an_empty_file_starts_with_a_whole_spec() {
    let marks = [
        "connectionKey",
        "connection",
        "policyKey",
        "projectKey",
        "subpurposes",
        "acknowledgement",
    ];
    let templates: Vec<_> = catalog::kinds()
        .iter()
        .flat_map(|kind| kind.templates)
        .collect();
    for fixture in ["▮", "\n▮\n", "# All of sales\n▮", "con▮"] {
        let labels = offered(fixture, Dialect::Yaml);
        assert_eq!(labels[..marks.len()], marks, "{fixture:?}");
        assert_eq!(
            labels[marks.len()..],
            templates
                .iter()
                .map(|t| t.label.to_owned())
                .collect::<Vec<_>>(),
            "{fixture:?}"
        );
    }
    let template = templates[0];
    becomes(
        "# All\n▮",
        template.label,
        &format!("# All\n{}", template.text().trim_end()),
    );
}

#[test]
fn the_keys_of_the_root_the_required_ones_first() {
    offers(
        "connectionKey: a\n▮\n",
        &["connection", "nameTemplate", "options", "owners", "sources"],
    );
    offers(
        &snowflake("sources: []\n▮"),
        &["nameTemplate", "options", "owners"],
    );
    becomes(
        "connectionKey: a\n▮\n",
        "connection",
        "connectionKey: a\nconnection:\n  handler: Snowflake\n  database: SALES\n  username: IMMUTA_SERVICE\n  userFiles:\n    - keyName: PRIV_KEY_FILE\n      content: ${PRIVATE_KEY_BASE64}\n      userFilename: key.p8\n  hostname: warehouse.example.com\n  warehouse: IMMUTA_WH\n  authenticationMethod: keyPair\n",
    );
    becomes(
        "conn▮\nsources: []\n",
        "connectionKey",
        "connectionKey: warehouse-sales\nsources: []\n",
    );
    becomes(
        &snowflake("own▮\nsources: []\n"),
        "owners",
        &snowflake("owners:\n  - type: group\n    name: data-stewards\nsources: []\n"),
    );
}

#[test]
fn a_file_of_another_kind_is_left_alone() {
    for fixture in [
        "services:\n  web: 1\n▮",
        "▮\nservices: 1\n",
        "a: ▮",
        "- a\n- ▮",
        "# immuta-ls: ignore-file\n▮",
    ] {
        offers(fixture, &[]);
    }
    offers("sources: []\n▮", &["connectionKey", "connection"]);
}

#[test]
fn a_modeline_says_the_kind() {
    offers(
        "# immuta-ls: kind=data\noptions:\n  h▮",
        &[
            "staleDataTolerance",
            "disableSensitiveDataDiscovery",
            "domainCollectionId",
            "hardDelete",
            "tableTags",
        ],
    );
}

#[test]
fn the_handler_decides_about_the_connection() {
    offers_first(
        "connectionKey: a\nconnection:\n  ▮",
        &["handler", "handler: Snowflake", "handler: Databricks"],
    );
    offers_first(
        &snowflake("  ▮"),
        &[
            "database",
            "hostname",
            "warehouse",
            "authenticationMethod",
            "port",
        ],
    );
    offers_first(
        "connectionKey: a\nconnection:\n  ▮\n  handler: Databricks\nsources: []\n",
        &["hostname", "httpPath", "authenticationMethod"],
    );
    let redshift = offered(
        "connectionKey: a\nconnection:\n  handler: Redshift\n  ▮\n",
        Dialect::Yaml,
    );
    assert!(!redshift.contains(&"warehouse".to_owned()), "{redshift:?}");
}

#[test]
fn the_method_decides_what_is_required_and_what_conflicts() {
    offers_first(
        &snowflake("  authenticationMethod: keyPair\n  ▮\n"),
        &[
            "database",
            "username",
            "userFiles",
            "hostname",
            "warehouse",
            "port",
        ],
    );
    let labels = offered(
        &snowflake("  authenticationMethod: keyPair\n  ▮\n"),
        Dialect::Yaml,
    );
    assert!(!labels.contains(&"password".to_owned()), "{labels:?}");
    offers_first(
        &snowflake("  authenticationMethod: userPassword\n  ▮\n"),
        &["database", "username", "hostname", "warehouse", "password"],
    );
    becomes(
        &snowflake("  authenticationMethod: keyPair\n  us▮\n"),
        "userFiles",
        &snowflake(
            "  authenticationMethod: keyPair\n  userFiles:\n    - keyName: PRIV_KEY_FILE\n      \
             content: ${PRIVATE_KEY_BASE64}\n      userFilename: key.p8\n",
        ),
    );
}

#[test]
fn what_merge_keys_bring_is_there() {
    let text = "connectionKey: a\nx: &base {handler: Snowflake, database: b}\nconnection:\n  <<: *base\n  ▮\n";
    offers_first(text, &["hostname", "warehouse", "authenticationMethod"]);
}

#[test]
fn values_come_behind_the_colon() {
    let methods = ["userPassword", "keyPair", "oAuthClientCredentials"];
    for typed in ["▮", " ▮", " key▮", " \"▮\"", " 'key▮", " @▮"] {
        offers(
            &snowflake(&format!("  authenticationMethod:{typed}\n  port: 443\n")),
            &methods,
        );
    }
    let becomes = |typed: &str, done: &str| {
        let line =
            |value: &str| snowflake(&format!("  authenticationMethod:{value}\n  port: 443\n"));
        becomes(&line(typed), "keyPair", &line(done));
    };
    becomes("▮", " keyPair");
    becomes(" ▮", " keyPair");
    becomes(" us▮er", " keyPair");
    becomes(" \"▮\"", " \"keyPair\"");
    becomes(" \"▮", " \"keyPair\"");
    becomes(" 'us▮er'", " 'keyPair'");
    becomes(" ▮ # how", " keyPair # how");
    becomes("\n    ▮", "\n    keyPair");
}

#[test]
fn every_kind_of_scalar_has_its_values() {
    offers_first(
        "connectionKey: a\nconnection:\n  handler: ▮",
        &["Snowflake", "Databricks", "Redshift"],
    );
    offers("connectionKey: a\nowners:\n  - type: ▮", &["user", "group"]);
    offers(
        "connectionKey: a\noptions:\n  hardDelete: t▮",
        &["true", "false"],
    );
    offers(&snowflake("  port: ▮"), &["443"]);
    offers(&snowflake("  password: ▮"), &["${SNOWFLAKE_PASSWORD}"]);
    offers(
        &snowflake("  userFiles:\n    - keyName: ▮"),
        &["PRIV_KEY_FILE", "oauth client certificate", "KeyFilePath"],
    );
    offers("connectionKey: ▮", &[]);
    becomes(
        "connectionKey: a\nconnection: {handler: Redshift, password: ▮}",
        "${REDSHIFT_PASSWORD}",
        "connectionKey: a\nconnection: {handler: Redshift, password: '${REDSHIFT_PASSWORD}'}",
    );
    becomes(
        "connectionKey: a\nconnection:\n  handler: G▮\n",
        "Google BigQuery",
        "connectionKey: a\nconnection:\n  handler: Google BigQuery\n",
    );
}

#[test]
fn while_the_handler_is_not_known_any_method_may_be_meant() {
    let labels = offered(
        "connectionKey: a\nconnection:\n  authenticationMethod: ▮",
        Dialect::Yaml,
    );
    for method in ["keyPair", "oAuthM2M", "LDAP Authentication"] {
        assert!(
            labels.contains(&method.to_owned()),
            "{method} is not among {labels:?}"
        );
    }
}

#[test]
fn a_mapping_or_a_list_may_be_started_behind_its_key() {
    becomes(
        "connectionKey: a\nconnection: ▮",
        "connection",
        "connectionKey: a\nconnection: \n  handler: Snowflake\n  database: SALES\n  username: IMMUTA_SERVICE\n  userFiles:\n    - keyName: PRIV_KEY_FILE\n      content: ${PRIVATE_KEY_BASE64}\n      userFilename: key.p8\n  hostname: warehouse.example.com\n  warehouse: IMMUTA_WH\n  authenticationMethod: keyPair",
    );
    becomes(
        "connectionKey: a\nsources:\n  - table: a\n    columns:▮",
        "column",
        "connectionKey: a\nsources:\n  - table: a\n    columns:\n      - name: customer_id\n        dataType: integer",
    );
}

#[test]
fn in_a_list_there_are_items() {
    let sources = |rest: &str| format!("connectionKey: a\nsources:\n{rest}");
    offers(&sources("  ▮"), &["- table", "- query", "- all"]);
    offers(
        &sources("  - table: a\n  ▮\n  - table: b\n"),
        &["- table", "- query", "- all"],
    );
    becomes(&sources("  ▮"), "- table", &sources("  - table: customers"));
    becomes(
        &sources("  ▮"),
        "- query",
        &sources("  - query: |\n      \n    naming:\n      "),
    );
    becomes(
        &sources("- table: a\n▮\n- table: b\n"),
        "- all",
        &sources("- table: a\n- all: true\n- table: b\n"),
    );
    offers_first(
        &sources("  - ▮"),
        &["table", "query", "all", "source (query)", "schema"],
    );
    becomes(
        &sources("  - ▮"),
        "source (query)",
        &sources("  - query: |\n      \n    naming:\n      "),
    );
    becomes(&sources("  -▮"), "table", &sources("  - table: customers"));
    becomes(
        &sources("  - ta▮\n  - all: true\n"),
        "table",
        &sources("  - table: customers\n  - all: true\n"),
    );
    becomes(
        "connectionKey: a\nowners:\n  - ▮\n",
        "owner (type, name)",
        "connectionKey: a\nowners:\n  - type: group\n    name: data-stewards\n",
    );
    becomes(
        "connectionKey: a\nowners:\n  ▮\n",
        "- type, name",
        "connectionKey: a\nowners:\n  - type: group\n    name: data-stewards\n",
    );
    becomes(
        "connectionKey: a\noptions:\n  tableTags:\n    ▮",
        "- ",
        "connectionKey: a\noptions:\n  tableTags:\n    - ",
    );
}

#[test]
fn an_item_has_further_keys() {
    let sources = |rest: &str| format!("connectionKey: a\nsources:\n{rest}");
    for typed in ["    ▮\n", "    de▮\n", "    ▮\n  - all: true\n"] {
        let labels = offered(&sources(&format!("  - table: a\n{typed}")), Dialect::Yaml);
        assert_eq!(labels[..2], ["schema", "naming"], "{typed:?}");
        assert!(
            !labels.contains(&"query".to_owned()) && !labels.contains(&"all".to_owned()),
            "{labels:?}"
        );
    }
    becomes(
        &sources("  - table: a\n    col▮\n"),
        "columnDescriptions",
        &sources(
            "  - table: a\n    columnDescriptions:\n      - columnName: customer_id\n        description: \n",
        ),
    );
    becomes(
        &sources("  - col▮\n"),
        "columns",
        &sources("  - columns:\n      - name: customer_id\n        dataType: integer\n"),
    );
    offers_first(&sources("  - query: select 1\n    ▮\n"), &["naming"]);
    offers(&sources("  - all: true\n    ▮\n"), &[]);
}

#[test]
fn a_key_that_has_a_value_only_changes_its_name() {
    becomes(
        &snowflake("  host▮: x\n"),
        "hostname",
        &snowflake("  hostname: x\n"),
    );
    becomes(
        &snowflake("  \"ho▮st\": x\n"),
        "hostname",
        &snowflake("  \"hostname\": x\n"),
    );
    becomes(
        "connectionKey: a\nconn▮\n  handler: Presto\n",
        "connection",
        "connectionKey: a\nconnection:\n  handler: Presto\n",
    );
}

#[test]
fn the_indentation_of_the_document_is_kept() {
    becomes(
        "connectionKey: a\nconnection:\n    handler: Presto\nowners:\n- type: user\n  name: b\n▮",
        "sources",
        "connectionKey: a\nconnection:\n    handler: Presto\nowners:\n- type: user\n  name: b\nsources:\n- table: customers",
    );
    becomes(
        "connectionKey: a\noptions:\n    hardDelete: true\ncon▮",
        "connection",
        "connectionKey: a\noptions:\n    hardDelete: true\nconnection:\n    handler: Snowflake\n    database: SALES\n    username: IMMUTA_SERVICE\n    userFiles:\n        - keyName: PRIV_KEY_FILE\n          content: ${PRIVATE_KEY_BASE64}\n          userFilename: key.p8\n    hostname: warehouse.example.com\n    warehouse: IMMUTA_WH\n    authenticationMethod: keyPair",
    );
}

#[test]
fn between_brackets_everything_stays_on_its_line() {
    becomes(
        "connectionKey: a\nconnection: {▮}",
        "handler",
        "connectionKey: a\nconnection: {handler: Snowflake}",
    );
    becomes(
        "connectionKey: a\nsources: [{table: a, ▮}]",
        "columns",
        "connectionKey: a\nsources: [{table: a, columns: [{name: customer_id, dataType: integer}]}]",
    );
    becomes(
        "connectionKey: a\nsources: [▮]",
        "source (table)",
        "connectionKey: a\nsources: [{table: customers}]",
    );
    becomes(
        "connectionKey: a\nsources: [▮{all: true}]",
        "source (table)",
        "connectionKey: a\nsources: [{table: customers},{all: true}]",
    );
    becomes(
        "connectionKey: a\noptions: {hardDelete: ▮}",
        "true",
        "connectionKey: a\noptions: {hardDelete: true}",
    );
    becomes(
        "connectionKey: a\noptions: {hardDelete:▮}",
        "true",
        "connectionKey: a\noptions: {hardDelete: true}",
    );
    becomes(
        "{connectionKey: a, ▮}",
        "connection",
        "{connectionKey: a, connection: {handler: Snowflake, database: SALES, username: IMMUTA_SERVICE, userFiles: [{keyName: PRIV_KEY_FILE, content: '${PRIVATE_KEY_BASE64}', userFilename: key.p8}], hostname: warehouse.example.com, warehouse: IMMUTA_WH, authenticationMethod: keyPair}}",
    );
}

#[test]
fn name_templates_have_tokens() {
    let format =
        |value: &str| format!("connectionKey: a\nnameTemplate:\n  dataSourceFormat:{value}\n");
    for typed in [
        "▮",
        " ▮",
        " <▮",
        " <tab▮",
        " x ▮",
        " '<schema>.▮'",
        " <schema>▮",
    ] {
        offers(&format(typed), &["<tablename>", "<schema>", "<database>"]);
    }
    becomes(&format("▮"), "<schema>", &format(" <schema>"));
    becomes(&format(" <sch▮"), "<schema>", &format(" <schema>"));
    becomes(
        &format(" <sch▮>.<tablename>"),
        "<schema>",
        &format(" <schema>.<tablename>"),
    );
    becomes(
        &format(" '<schema>.<▮'"),
        "<tablename>",
        &format(" '<schema>.<tablename>'"),
    );
    becomes(&format(" \"<▮"), "<tablename>", &format(" \"<tablename>\""));
    becomes(
        &format(" sales_▮"),
        "<tablename>",
        &format(" sales_<tablename>"),
    );
}

#[test]
fn there_is_nothing_where_nothing_may_come() {
    for rest in [
        "# ▮",
        "  port: 443 # ▮",
        "sources:\n  - table: a\n    documentation: |\n      ta▮",
        "  x:\n    ▮",
        "  hostname: \"a\"▮",
        "owners: []▮",
    ] {
        offers(&snowflake(rest), &[]);
    }
}

#[test]
fn documents_of_one_file_do_not_mix() {
    offers("connectionKey: a\n---\nservices: b\n▮\n", &[]);
    offers(
        "services: b\n---\nconnectionKey: a\nsources: []\n▮\n---\nx: y\n",
        &["connection", "nameTemplate", "options", "owners"],
    );
    offers_first("services: b\n---\n▮", &["connectionKey"]);
}

#[test]
fn the_broken_lines_of_others_do_not_matter() {
    let text = "connectionKey: @a\nconnection:\n  handler: Snowflake\n  hostname: \"x\n  port: a: b\n  ▮\nsources:\n  - ta\n";
    offers_first(
        text,
        &["database", "warehouse", "authenticationMethod", "ssl"],
    );
}
