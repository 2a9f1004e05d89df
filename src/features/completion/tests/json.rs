use super::*;

fn becomes(fixture: &str, label: &str, expected: &str) {
    assert_eq!(
        accepted(fixture, label, Dialect::Json),
        expected,
        "{label:?} in\n{fixture}"
    );
    let expected = expected.replace('\n', "\r\n");
    assert_eq!(
        accepted(&fixture.replace('\n', "\r\n"), label, Dialect::Json),
        expected
    );
}

fn offers(fixture: &str, expected: &[&str]) {
    assert_eq!(offered(fixture, Dialect::Json), expected, "in\n{fixture}");
}

#[test]
fn an_empty_file_starts_with_a_whole_spec() {
    let template = catalog::kind("data")
        .and_then(|kind| kind.templates.first())
        .expect("a template");
    let json = accepted("▮", template.label, Dialect::Json);
    let ours: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let yaml: serde_json::Value = serde_yaml::from_str(&template.text()).expect("YAML");
    assert_eq!(ours, yaml);
    assert!(
        json.starts_with(
            "{\n  \"connectionKey\": \"snowflake-sales\",\n  \"connection\": {\n    \"handler\""
        ),
        "{json}"
    );
}

#[test]
fn every_whole_spec_is_the_same_in_json() {
    for template in catalog::kinds().iter().flat_map(|kind| kind.templates) {
        let json = accepted("▮", template.label, Dialect::Json);
        let ours: serde_json::Value = serde_json::from_str(&json).expect(template.label);
        let yaml: serde_json::Value = serde_yaml::from_str(&template.text()).expect(template.label);
        assert_eq!(ours, yaml);
    }
}

#[test]
fn keys_are_quoted_and_separated() {
    offers(
        "{▮}",
        &[
            "connectionKey",
            "connection",
            "policyKey",
            "projectKey",
            "subpurposes",
            "acknowledgement",
        ],
    );
    offers("{\"services\": 1, ▮}", &[]);
    becomes(
        "{\"connectionKey\": \"a\", con▮}",
        "connection",
        "{\"connectionKey\": \"a\", \"connection\": {\"handler\": \"Snowflake\", \"database\": \"SALES\", \"username\": \"IMMUTA_SERVICE\", \"userFiles\": [{\"keyName\": \"PRIV_KEY_FILE\", \"content\": \"${PRIVATE_KEY_BASE64}\", \"userFilename\": \"key.p8\"}], \"hostname\": \"warehouse.example.com\", \"warehouse\": \"IMMUTA_WH\", \"authenticationMethod\": \"keyPair\"}}",
    );
    let connection = |typed: &str| {
        format!(
            "{{\n  \"connectionKey\": \"a\",\n  \"connection\": {{\n    \"handler\": \"Snowflake\"{typed}\n  }}\n}}\n"
        )
    };
    let done = connection(",\n    \"port\": 443");
    becomes(&connection(",\n    ▮"), "port", &done);
    becomes(&connection(",\n    po▮"), "port", &done);
    becomes(&connection(",\n    \"po▮\""), "port", &done);
    becomes(&connection(",\n    \"po▮"), "port", &done);
    becomes(&connection("\n    ▮"), "port", &done);
    becomes(
        &connection(",\n    ▮\n    \"ssl\": true"),
        "port",
        &connection(",\n    \"port\": 443,\n    \"ssl\": true"),
    );
    becomes(
        &connection(",\n    \"po▮\": 80"),
        "port",
        &connection(",\n    \"port\": 80"),
    );
    becomes(
        &connection(",\n    \"userF▮\""),
        "userFiles",
        &connection(
            ",\n    \"userFiles\": [\n      {\n        \"keyName\": \"PRIV_KEY_FILE\",\n        \
             \"content\": \"${PRIVATE_KEY_BASE64}\",\n        \"userFilename\": \"key.p8\"\n      }\n    ]",
        ),
    );
}

#[test]
fn values_are_quoted_where_they_are_texts() {
    let handler = |value: &str| {
        format!("{{\"connectionKey\": \"a\", \"connection\": {{\"handler\":{value}}}}}")
    };
    for typed in [" ▮", "▮", " \"▮\"", " \"Sn▮", " Sn▮"] {
        becomes(&handler(typed), "Snowflake", &handler(" \"Snowflake\""));
    }
    becomes(
        "{\"connectionKey\": \"a\", \"options\": {\"hardDelete\": \"▮\"}}",
        "true",
        "{\"connectionKey\": \"a\", \"options\": {\"hardDelete\": true}}",
    );
    becomes(
        "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": \"<sch▮ema>.x\"}}",
        "<tablename>",
        "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": \"<tablename>.x\"}}",
    );
    becomes(
        "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": ▮}}",
        "<tablename>",
        "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": \"<tablename>\"}}",
    );
    becomes(
        "{\"connectionKey\": \"a\", \"options\": ▮}",
        "options",
        "{\"connectionKey\": \"a\", \"options\": {}}",
    );
}

#[test]
fn items_come_in_braces() {
    let sources = |items: &str| {
        format!("{{\n  \"connectionKey\": \"a\",\n  \"sources\": [{items}\n  ]\n}}\n")
    };
    offers(
        &sources("▮"),
        &["source (table)", "source (query)", "source (all)"],
    );
    becomes(
        &sources("\n    ▮"),
        "source (all)",
        &sources("\n    {\n      \"all\": true\n    }"),
    );
    becomes(
        &sources("\n    {\"table\": \"b\"}\n    ▮"),
        "source (all)",
        &sources("\n    {\"table\": \"b\"},\n    {\n      \"all\": true\n    }"),
    );
    offers(&sources("{\"all\": true, ▮}"), &[]);
}

#[test]
fn there_is_nothing_where_nothing_may_come() {
    for fixture in [
        "{\"connectionKey\": \"a\"▮}",
        "{\"connectionKey\": \"a\"} ▮",
        "{\"connectionKey\" ▮}",
        "[▮]",
    ] {
        offers(fixture, &[]);
    }
}
