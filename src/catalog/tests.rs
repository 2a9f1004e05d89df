//! The tables as a whole, and the answers they give.

use super::*;
use serde_yaml::Value;

/// The text of a scalar, as conditions compare it.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What is wrong with a mapping by the catalog: a reading of the tables small enough to trust.
fn problems(value: &Value, shape: &'static Shape) -> Vec<String> {
    let Some(mapping) = value.as_mapping() else {
        return vec![format!("{} is no mapping", shape.name)];
    };
    let texts: Vec<(String, String)> = mapping
        .iter()
        .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), scalar(value)?)))
        .collect();
    let sibling = |name: &str| {
        let text = texts.iter().find(|(key, _)| key == name);
        text.map(|(_, text)| text.as_str())
    };
    let variant = shape
        .discriminator
        .and_then(sibling)
        .and_then(|value| shape.variant(value));
    let mut found = Vec::new();

    for field in shape.fields_of(variant) {
        let required = match field.required {
            Requirement::Optional => false,
            Requirement::Always => true,
            Requirement::When(conditions) => {
                shape.holds(variant, conditions, sibling) == Some(true)
            }
        };
        let Some(value) = value.get(field.name) else {
            let mut fields = shape.fields_of(variant);
            let replaced = fields.any(|other| {
                other.instead_of == Some(field.name) && value.get(other.name).is_some()
            });
            if required && !replaced {
                found.push(format!("{}.{} is missing", shape.name, field.name));
            }
            continue;
        };
        if shape.holds(variant, field.when, sibling) == Some(false) {
            found.push(format!("{}.{} has no meaning", shape.name, field.name));
        }
        let fits: Vec<_> = field.types.iter().map(|row| misfits(value, row)).collect();
        if !fits.iter().any(Vec::is_empty) {
            found.extend(fits.into_iter().flatten());
        }
    }
    for key in mapping.keys().filter_map(Value::as_str) {
        if shape.field_of(variant, key).is_none() && !shape.is_open(variant, sibling) {
            found.push(format!("{}.{key} is unknown", shape.name));
        }
    }
    let given = shape.one_of.iter().filter(|name| value.get(name).is_some());
    if !shape.one_of.is_empty() && given.count() != 1 {
        found.push(format!("{} is not exactly one kind", shape.name));
    }
    found
}

fn misfits(value: &Value, row: &Type) -> Vec<String> {
    let fits = match row {
        Type::Object(shape) => return problems(value, shape),
        Type::List(item) => {
            let Some(items) = value.as_sequence() else {
                return vec![format!("{value:?} is no list")];
            };
            return items
                .iter()
                .flat_map(|value| misfits(value, item))
                .collect();
        }
        Type::String(text) => value
            .as_str()
            .is_some_and(|value| text.values.is_empty() || text.allowed(value).is_some()),
        Type::Boolean => value.is_bool(),
        Type::Integer => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Any => true,
    };
    if fits {
        Vec::new()
    } else {
        vec![format!("{value:?} does not fit")]
    }
}

fn connection(text: &str) -> Vec<String> {
    let shapes = kind("data").unwrap().shapes();
    let shape = shapes.iter().find(|shape| shape.name == "Connection");
    problems(&serde_yaml::from_str(text).unwrap(), shape.unwrap())
}

#[test]
fn every_template_is_valid() {
    for kind in kinds() {
        assert!(!kind.templates.is_empty(), "{}", kind.name);
        for template in kind.templates {
            let value = serde_yaml::from_str(&template.text()).unwrap();
            assert_eq!(
                problems(&value, kind.root),
                Vec::<String>::new(),
                "{}",
                template.label
            );
        }
    }
}

#[test]
fn templates_are_free_of_hazards_and_secrets() {
    fn walk(value: &Value, shape: &'static Shape, label: &str) {
        for field in shape.every_field() {
            let texts = |name: &str| match value.get(name) {
                Some(Value::Bool(true)) => Some("true"),
                Some(value) => value.as_str(),
                None => None,
            };
            let holds = |conditions| shape.holds(None, conditions, texts) == Some(true);
            let is_due = |hazard: &&Hazard| {
                (hazard.when.is_empty() || holds(hazard.when))
                    && (hazard.unless.is_empty() || !holds(hazard.unless))
            };
            let hazards: Vec<_> = field.hazards.iter().filter(is_due).collect();
            let value = value.get(field.name);
            for hazard in hazards {
                let hit = match hazard.trigger {
                    Trigger::Absent => value.is_none(),
                    Trigger::Unset => value.is_none_or(Value::is_null),
                    Trigger::Present => value.is_some(),
                    Trigger::Empty => value.is_some_and(|value| {
                        value.as_sequence().is_some_and(Vec::is_empty)
                            || value
                                .as_mapping()
                                .is_some_and(serde_yaml::Mapping::is_empty)
                    }),
                    Trigger::True => value.and_then(Value::as_bool) == Some(true),
                    Trigger::False => value.and_then(Value::as_bool) == Some(false),
                };
                assert!(!hit, "{label}: {}", hazard.code);
            }
            let Some(value) = value else { continue };
            if field.text().is_some_and(|text| text.secret) {
                assert!(value.as_str().unwrap().starts_with("${"), "{label}");
            }
            for row in field.types {
                if let Type::Object(inner) = row.innermost() {
                    match value.as_sequence() {
                        Some(items) => items.iter().for_each(|item| walk(item, inner, label)),
                        None => walk(value, inner, label),
                    }
                }
            }
        }
    }
    for kind in kinds() {
        for template in kind.templates {
            let value = serde_yaml::from_str(&template.text()).unwrap();
            walk(&value, kind.root, template.label);
        }
    }
}

#[test]
fn every_handler_has_a_template() {
    let kind = kind("data").unwrap();
    let shapes = kind.shapes();
    let shape = shapes
        .iter()
        .find(|shape| shape.name == "Connection")
        .unwrap();
    for variant in shape.variants {
        let handler = format!("handler: {}\n", variant.values[0]);
        let mut templates = kind.templates.iter();
        assert!(
            templates.any(|template| template.body.contains(&handler)),
            "{handler}"
        );
    }
}

#[test]
fn older_connections_are_accepted() {
    let missing = ["Connection.authenticationMethod is missing".to_owned()];
    let snowflake =
        "{handler: Snowflake, hostname: h, database: d, warehouse: w, username: u, password: p}";
    assert_eq!(connection(snowflake), missing);
    let databricks =
        "{handler: Databricks, hostname: h, httpPath: p, username: token, password: p}";
    assert_eq!(connection(databricks), missing);
    // Only ever a hint: the documents contradict themselves.
    let shapes = kind("data").unwrap().shapes();
    for variant in shapes.iter().flat_map(|shape| shape.variants) {
        for field in variant
            .fields
            .iter()
            .filter(|field| field.name == "authenticationMethod")
        {
            assert!(
                matches!(field.required, Requirement::Optional)
                    || field.required_status == Status::Contradictory
            );
        }
    }
}

#[test]
fn a_key_pair_excludes_a_password_in_both_its_spellings() {
    for method in ["keyPair", "PRIV_KEY_FILE"] {
        let text = format!(
            "{{handler: Snowflake, hostname: h, database: d, warehouse: w, username: u, password: p, \
             authenticationMethod: {method}}}"
        );
        assert_eq!(
            connection(&text),
            [
                "Connection.userFiles is missing",
                "Connection.password has no meaning"
            ]
        );
    }
}

#[test]
fn nothing_is_concluded_from_a_method_we_do_not_know() {
    let text = "{handler: Trino, hostname: h, authenticationMethod: '${METHOD}', password: p}";
    assert_eq!(
        connection(text).len(),
        1,
        "only the value itself: {:?}",
        connection(text)
    );
}

#[test]
fn keys_are_open_where_no_document_lists_them() {
    let client = "hostname: h, database: d, warehouse: w, useCertificate: false, clientId: c, handler: Snowflake";
    let oauth = format!("{{{client}, authenticationMethod: oAuthClientCredentials}}");
    assert_eq!(connection(&oauth), Vec::<String>::new());
    let password =
        format!("{{{client}, authenticationMethod: userPassword, username: u, password: p}}");
    assert_eq!(
        connection(&password),
        [
            "Connection.useCertificate has no meaning",
            "Connection.clientId has no meaning"
        ]
    );
}

#[test]
fn a_query_needs_names() {
    let text = "{connectionKey: k, connection: {handler: x}, sources: [{query: select 1}]}";
    let found = problems(
        &serde_yaml::from_str(text).unwrap(),
        kind("data").unwrap().root,
    );
    assert!(
        found.contains(&"Source.naming is missing".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_variant_replaces_common_fields_and_keeps_their_order() {
    let shapes = kind("data").unwrap().shapes();
    let shape = shapes
        .iter()
        .find(|shape| shape.name == "Connection")
        .unwrap();
    let snowflake = shape.variant("Snowflake");
    let fields: Vec<_> = shape.fields_of(snowflake).collect();
    let common: Vec<_> = shape.fields.iter().map(|field| field.name).collect();
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    assert!(names.starts_with(&common), "{names:?}");
    assert!(names.contains(&"warehouse"));
    let database = fields
        .iter()
        .find(|field| field.name == "database")
        .unwrap();
    assert!(matches!(database.required, Requirement::Always));
    assert!(matches!(
        shape.field("database").unwrap().required,
        Requirement::Optional
    ));
    let owners: Vec<_> = shape
        .variants_with("warehouse")
        .flat_map(|variant| variant.values)
        .collect();
    assert_eq!(owners, [&"Snowflake"]);
    let every = shape.every_field();
    assert_eq!(
        every
            .iter()
            .filter(|field| field.name == "hostname")
            .count(),
        1
    );
}

/// Every text that refers to something, with what it refers to.
fn references() -> Vec<(&'static str, &'static Reference)> {
    let shapes = kinds().iter().flat_map(Kind::shapes);
    let fields = shapes.flat_map(|shape| {
        let own = shape.variants.iter().flat_map(|variant| variant.fields);
        shape.fields.iter().chain(own)
    });
    let fields = fields.flat_map(|field| field.refers.iter().map(|row| (field.name, row)));
    let parameters = functions().iter().flat_map(|function| {
        let rows = function.parameters.unwrap_or_default().iter();
        rows.flat_map(|row| row.refers.iter().map(|refers| (function.name, refers)))
    });
    fields.chain(parameters).collect()
}

#[test]
fn what_is_listed_is_referred_to() {
    let all = references();
    for list in name_lists() {
        assert!(std::ptr::eq(name_list(list.name).unwrap(), *list));
        // No field of a spec names a project that is there already.
        let referred = all.iter().any(|(_, row)| std::ptr::eq(row.to, *list));
        assert_eq!(referred, list.name != "project", "{}", list.name);
    }
    let of = |name: &str| -> Vec<_> {
        let rows = all.iter().filter(|(field, _)| *field == name);
        rows.map(|(_, row)| (row.to.name, row.by)).collect()
    };
    assert_eq!(of("domainCollectionId"), [("domain", By::Id)]);
    assert_eq!(
        of("@hasAttribute"),
        [("attribute", By::Name), ("attribute", By::ValueOf("name"))]
    );
}

#[test]
fn names_are_found() {
    assert_eq!(token("TableName").unwrap().name, "tablename");
    assert!(source("V2-DATA").unwrap().url.is_some());
    let data = kind("data").unwrap();
    assert!(data.query_parameter("dryRun").is_some());
    assert!(data.query_parameter("reCertify").is_none());
    for token in TOKENS {
        assert_eq!(token.name, token.name.to_lowercase());
    }
}

#[test]
fn snippets_expand_to_their_defaults() {
    assert_eq!(
        snippet::expand(r"a: ${1:b {c} d} \${X} $0{e}"),
        "a: b {c d} ${X} {e}"
    );
}

mod schemas {
    use super::*;
    use serde_json::{Value as Json, json};

    #[test]
    fn references_lead_somewhere() {
        let leads = |schema: &serde_json::Value| {
            let text = schema.to_string();
            for reference in text.split("\"$ref\":\"#").skip(1) {
                let pointer = reference.split('"').next().unwrap();
                assert!(schema.pointer(pointer).is_some(), "{pointer}");
            }
        };
        for kind in kinds() {
            let schema = json_schema(kind);
            leads(&schema);
            assert_eq!(
                schema["definitions"].as_object().unwrap().len(),
                kind.shapes().len()
            );
        }
        leads(&json_schema_of_any());
    }

    #[test]
    fn any_kind_is_told_by_its_marks() {
        let schema = json_schema_of_any();
        let policy = schema["allOf"][1].clone();
        assert_eq!(policy["then"], json!({"$ref": "#/definitions/PolicySpec"}));
        let marks = policy["if"]["anyOf"].as_array().unwrap();
        assert_eq!(marks[0], json!({"allOf": [{"required": ["policyKey"]}]}));
        assert_eq!(
            marks[1]["allOf"][0],
            json!({"required": ["type"], "properties": {"type": {"const": "subscription"}}})
        );
    }

    #[test]
    fn only_documented_requirements_are_required() {
        let schema = json_schema(kind("data").unwrap());
        assert_eq!(
            schema["definitions"]["DataSpec"]["required"],
            json!(["connectionKey", "connection"])
        );
        assert_eq!(schema["definitions"]["Owner"].get("required"), None);
        let variants = schema["definitions"]["Connection"]["allOf"]
            .as_array()
            .unwrap();
        // What depends on the method, or is only observed, is not there.
        let of = |handler: &str| {
            let wanted = json!([handler]);
            let is_it = |row: &&Json| row["if"]["properties"]["handler"]["enum"] == wanted;
            variants.iter().find(is_it).unwrap()["then"]["required"].clone()
        };
        assert_eq!(of("Redshift"), json!(["hostname"]));
        assert_eq!(
            of("Amazon Athena"),
            json!(["region", "queryResultLocationBucket"])
        );
    }

    #[test]
    fn closed_shapes_allow_no_other_keys() {
        let schema = json_schema(kind("data").unwrap());
        assert_eq!(
            schema["definitions"]["Options"]["additionalProperties"],
            json!(false)
        );
        // Which keys a connection has depends on its handler.
        assert_eq!(
            schema["definitions"]["Connection"].get("additionalProperties"),
            None
        );
    }

    #[test]
    fn older_spellings_meet_the_same_conditions() {
        let schema = json_schema(kind("data").unwrap());
        assert!(
            schema
                .to_string()
                .contains(r#""enum":["keyPair","PRIV_KEY_FILE"]"#)
        );
    }
}
