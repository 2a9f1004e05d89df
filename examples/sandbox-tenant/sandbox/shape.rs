//! Whether a spec has the form that the catalog describes.
//!
//! Refused is what the documents say is wrong: a field that is required without contradiction and missing, a value of a
//! wrong type, a value that is not on a closed list; and an unknown key at the top, which is a guess. Unknown keys further
//! down are let through.

use super::refusal::Problem;
use immuta_ls::catalog::{Field, Kind, Others, Requirement, Shape, Status, Type, Variant};
use serde_json::{Map, Value};

/// What is wrong with the form of a spec.
pub(crate) fn check(kind: &Kind, spec: &Value) -> Vec<Problem> {
    let Some(map) = spec.as_object() else {
        let message = format!("A {} is a mapping, and this is {}", kind.title, name(spec));
        return vec![Problem::new("", "type", message)];
    };
    let mut problems = Vec::new();
    for key in map.keys() {
        let known = |field: &&Field| field.name == key || field.aliases.contains(&&**key);
        if !kind.root.every_field().iter().any(known) {
            let message = format!("\"{key}\" is not allowed in a {}", kind.title);
            problems.push(Problem::new(key, "unknown", message));
        }
    }
    mapping(kind.root, map, "", &mut problems);
    problems
}

/// The place of a key in the mapping at a path.
pub(crate) fn at(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn mapping(
    shape: &'static Shape,
    map: &Map<String, Value>,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let sibling = |key: &str| match map.get(key)? {
        Value::String(text) => Some(text.as_str()),
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        Value::Null => None,
        _ => Some(""),
    };
    let variant = shape
        .discriminator
        .and_then(sibling)
        .and_then(|value| shape.variant(value));
    let has = |name: &str| map.get(name).is_some_and(|value| !value.is_null());
    let present = |field: &Field| has(field.name) || field.aliases.iter().any(|name| has(name));
    for field in shape.fields_of(variant) {
        let mut others = shape.fields_of(variant);
        let replaced = others.any(|other| other.instead_of == Some(field.name) && present(other));
        if is_required(shape, variant, field, sibling) && !present(field) && !replaced {
            let message = format!("\"{}\" is required in a {}", field.name, shape.title);
            problems.push(Problem::new(at(path, field.name), "required", message));
        }
    }
    if !shape.one_of.is_empty() && !shape.one_of.iter().any(|name| has(name)) {
        let message = format!("A {} needs one of {}", shape.title, shape.one_of.join(", "));
        problems.push(Problem::new(path, "required", message));
    }
    for (key, inner) in map.iter().filter(|(_, inner)| !inner.is_null()) {
        let known = |field: &&Field| field.name == key || field.aliases.contains(&&**key);
        if let Some(field) = shape.fields_of(variant).find(known) {
            value(field, field.types, inner, &at(path, key), problems);
        }
    }
}

fn is_required<'a>(
    shape: &'static Shape,
    variant: Option<&'static Variant>,
    field: &Field,
    sibling: impl Fn(&str) -> Option<&'a str>,
) -> bool {
    let always = match field.required {
        Requirement::Optional => false,
        Requirement::Always => true,
        Requirement::When(conditions) => shape.holds(variant, conditions, sibling) == Some(true),
    };
    always && field.required_status == Status::Documented
}

fn value(
    field: &Field,
    types: &'static [Type],
    value: &Value,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let Some(r#type) = types.iter().find(|r#type| accepts(r#type, value)) else {
        let message = format!("\"{}\" cannot be {}", field.name, name(value));
        problems.push(Problem::new(path, "type", message));
        return;
    };
    match (r#type, value) {
        (Type::Object(shape), Value::Object(map)) => mapping(shape, map, path, problems),
        (Type::List(item), Value::Array(items)) => {
            for (index, inner) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                self::value(field, std::slice::from_ref(item), inner, &path, problems);
            }
        }
        (Type::String(text), Value::String(written)) => {
            let closed = !text.values.is_empty() && text.others == Others::None;
            if closed && text.allowed(written).is_none() {
                let known: Vec<_> = text.values.iter().map(|allowed| allowed.value).collect();
                let message = format!("\"{written}\" is none of {}", known.join(", "));
                problems.push(Problem::new(path, "value", message));
            }
        }
        _ => {}
    }
}

/// Whether a value can be read as a type. Numbers and booleans in quotes can, which is a guess.
fn accepts(r#type: &Type, value: &Value) -> bool {
    match (r#type, value) {
        (Type::Any, _)
        | (Type::String(_), Value::String(_) | Value::Number(_) | Value::Bool(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::Number | Type::Integer, Value::Number(_))
        | (Type::Object(_), Value::Object(_))
        | (Type::List(_), Value::Array(_)) => true,
        (Type::Boolean, Value::String(text)) => matches!(text.as_str(), "true" | "false"),
        (Type::Number | Type::Integer, Value::String(text)) => text.parse::<f64>().is_ok(),
        _ => false,
    }
}

/// A value in words, for a message.
fn name(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
        Value::String(text) => format!("the text \"{text}\""),
        other => other.to_string(),
    }
}
