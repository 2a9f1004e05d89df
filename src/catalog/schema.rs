//! The tables as JSON Schema, draft 7, which is what editors understand best.
//!
//! A JSON Schema has errors only, so it is told no more than the rules would report as an error: a requirement or a
//! conflict that is not documented stays out of it, a quoted number or boolean is let through, and so is a
//! `${PLACEHOLDER}` wherever a value is expected.

use super::{
    ANY_VALUE, Condition, Field, Kind, Others, Requirement, Shape, Status, Text, Type, Variant,
    kinds,
};
use serde_json::{Map, Value, json};

/// The JSON Schema of one kind of spec.
pub fn json_schema(kind: &Kind) -> Value {
    let shapes = kind.shapes();
    let definitions: Map<String, Value> = shapes
        .iter()
        .map(|shape| (shape.name.to_owned(), definition(shape)))
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": format!("urn:immuta-ls:{}", kind.name),
        "title": kind.title,
        "description": kind.doc,
        "allOf": [reference(kind.root)],
        "definitions": definitions,
    })
}

/// The JSON Schema of a spec of any kind, which is told by its marks.
pub fn json_schema_of_any() -> Value {
    let kinds = kinds();
    let shapes = kinds.iter().flat_map(Kind::shapes);
    let definitions: Map<String, Value> = shapes
        .map(|shape| (shape.name.to_owned(), definition(shape)))
        .collect();
    let choices = kinds.iter().map(|kind| {
        let marks = kind.marks();
        let marked = marks.iter().map(|marks| {
            let marks: Vec<_> = marks
                .iter()
                .map(|mark| there(mark.path, mark.value))
                .collect();
            json!({"allOf": marks})
        });
        json!({
            "if": {"anyOf": marked.collect::<Vec<_>>()},
            "then": reference(kind.root),
        })
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:immuta-ls:any",
        "title": "Immuta V2 API spec",
        "allOf": choices.collect::<Vec<_>>(),
        "definitions": definitions,
    })
}

/// Something is at the end of a path of keys.
fn there(path: &[&str], value: Option<&str>) -> Value {
    match (path, value) {
        ([], None) => json!({}),
        ([], Some(value)) => json!({"const": value}),
        ([key], None) => json!({"required": [key]}),
        ([key, rest @ ..], value) => {
            json!({"required": [key], "properties": {*key: there(rest, value)}})
        }
    }
}

fn reference(shape: &Shape) -> Value {
    json!({"$ref": format!("#/definitions/{}", shape.name)})
}

fn definition(shape: &Shape) -> Value {
    let mut schema = if shape.variants.is_empty() {
        let names = shape.fields.iter().map(|field| field.name);
        let mut schema = object(shape, None, shape.fields.iter());
        if !shape.open {
            close(&mut schema, names);
        }
        schema
    } else {
        // What a variant replaces is the variant's to say.
        let common = shape
            .fields
            .iter()
            .filter(|field| shape.variants_with(field.name).next().is_none());
        let mut schema = object(shape, None, common);
        let variants = shape.variants.iter().map(|variant| choice(shape, variant));
        push(&mut schema, "allOf", variants);
        schema
    };
    schema.insert("title".to_owned(), json!(shape.title));
    schema.insert("type".to_owned(), json!("object"));
    push(&mut schema, "allOf", one_of(shape));
    Value::Object(schema)
}

/// One variant: if the discriminator has its value, then its fields.
fn choice(shape: &Shape, variant: &'static Variant) -> Value {
    let name = shape.discriminator.unwrap_or_default();
    let mut then = object(shape, Some(variant), variant.fields.iter());
    let names = || shape.fields_of(Some(variant)).map(|field| field.name);
    if !shape.open && variant.open_when.is_empty() {
        close(&mut then, names());
    } else if !shape.open {
        let mut closed = Map::new();
        close(&mut closed, names());
        let open = any_holds(shape, Some(variant), variant.open_when);
        push(&mut then, "allOf", [json!({"if": open, "else": closed})]);
    }
    json!({
        "if": {"required": [name], "properties": {name: {"enum": variant.values}}},
        "then": then,
    })
}

/// Some fields of a shape: what they hold, which must be there, and which conflict.
fn object(
    shape: &Shape,
    variant: Option<&'static Variant>,
    fields: impl Iterator<Item = &'static Field>,
) -> Map<String, Value> {
    let mut schema = Map::new();
    let mut properties = Map::new();
    for field in fields {
        for name in field.aliases.iter().chain([&field.name]) {
            properties.insert((*name).to_owned(), property(field));
        }
        if field.required_status == Status::Documented {
            match field.required {
                Requirement::Optional => {}
                Requirement::Always if field.aliases.is_empty() => {
                    push(&mut schema, "required", [json!(field.name)]);
                }
                Requirement::Always => push(&mut schema, "allOf", [present(field)]),
                Requirement::When(conditions) => {
                    let needed = any_holds(shape, variant, conditions);
                    let rule = json!({"if": needed, "then": present(field)});
                    push(&mut schema, "allOf", [rule]);
                }
            }
        }
        if field.when_status == Status::Documented && !field.when.is_empty() {
            let meaningless = none_holds(shape, variant, field.when);
            let rule = json!({"if": meaningless, "then": {"properties": {field.name: false}}});
            push(&mut schema, "allOf", [rule]);
        }
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema
}

/// The field is there, under any of its accepted names.
fn present(field: &Field) -> Value {
    let names = field.aliases.iter().chain([&field.name]);
    let mut alternatives: Vec<Value> = names.map(|name| json!({"required": [name]})).collect();
    match alternatives.pop() {
        Some(only) if alternatives.is_empty() => only,
        own => json!({"anyOf": alternatives.into_iter().chain(own).collect::<Vec<_>>()}),
    }
}

/// Allows no keys but those that `schema` has and these.
fn close(schema: &mut Map<String, Value>, names: impl Iterator<Item = &'static str>) {
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    if let Some(properties) = properties.as_object_mut() {
        for name in names {
            properties.entry(name).or_insert_with(|| json!({}));
        }
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
}

/// Exactly one of the fields; only not two of them, where we are not sure how all of them are spelled.
fn one_of(shape: &Shape) -> Vec<Value> {
    let names = shape.one_of;
    if names.is_empty() {
        return Vec::new();
    }
    let sure = |name: &&str| {
        shape
            .field(name)
            .is_some_and(|field| field.status == Status::Documented)
    };
    let exactly = names
        .iter()
        .map(|name| json!({"required": [name]}))
        .collect::<Vec<_>>();
    if names.iter().all(sure) {
        return vec![json!({"oneOf": exactly})];
    }
    let pairs = names.iter().enumerate().flat_map(|(i, one)| {
        let others = names.iter().skip(i + 1);
        others.map(move |other| json!({"not": {"required": [one, other]}}))
    });
    pairs.collect()
}

/// Any of the conditions holds.
fn any_holds(shape: &Shape, variant: Option<&'static Variant>, conditions: &[Condition]) -> Value {
    let conditions = conditions.iter().map(|condition| {
        let properties: Map<String, Value> = condition
            .iter()
            .map(|(name, wanted)| {
                (
                    (*name).to_owned(),
                    matching(shape.field_of(variant, name), wanted, true),
                )
            })
            .collect();
        let required: Vec<&str> = condition.iter().map(|(name, _)| *name).collect();
        json!({"required": required, "properties": properties})
    });
    json!({"anyOf": conditions.collect::<Vec<_>>()})
}

/// None of the conditions holds, and it is known why: in each some sibling has another value that we know.
fn none_holds(shape: &Shape, variant: Option<&'static Variant>, conditions: &[Condition]) -> Value {
    let conditions = conditions.iter().map(|condition| {
        let reasons = condition.iter().map(|(name, wanted)| {
            let other = matching(shape.field_of(variant, name), wanted, false);
            json!({"required": [name], "properties": {*name: other}})
        });
        json!({"anyOf": reasons.collect::<Vec<_>>()})
    });
    json!({"allOf": conditions.collect::<Vec<_>>()})
}

/// The values of a field that are the wanted one, or those known values that are not.
fn matching(field: Option<&Field>, wanted: &str, equal: bool) -> Value {
    if wanted == ANY_VALUE {
        return json!(equal);
    }
    let Some(field) = field else {
        return json!(false);
    };
    let values = match field.text() {
        None => [true, false]
            .into_iter()
            .filter(|value| (value.to_string() == wanted) == equal)
            .flat_map(|value| [json!(value), json!(value.to_string())])
            .collect(),
        Some(text) if text.values.is_empty() && equal => vec![json!(wanted)],
        Some(text) if text.values.is_empty() => return json!({"not": {"const": wanted}}),
        Some(text) => text
            .values
            .iter()
            .filter(|allowed| {
                (field.known_value(allowed.value) == field.known_value(wanted)) == equal
            })
            .map(|allowed| json!(allowed.value))
            .collect::<Vec<_>>(),
    };
    json!({"enum": values})
}

fn property(field: &Field) -> Value {
    let mut schema = match field.types {
        [only] => r#type(only),
        several => {
            let several: Vec<Value> = several
                .iter()
                .map(|row| Value::Object(r#type(row)))
                .collect();
            Map::from_iter([("anyOf".to_owned(), json!(several))])
        }
    };
    schema.insert("description".to_owned(), json!(field.doc));
    schema.insert("markdownDescription".to_owned(), json!(field.doc));
    if let Some(default) = field.default {
        // `false` and `0` are written as such, anything else is text.
        let default = match field.text() {
            Some(_) => json!(default),
            None => serde_json::from_str(default).unwrap_or_else(|_| json!(default)),
        };
        schema.insert("default".to_owned(), default);
    }
    Value::Object(schema)
}

fn r#type(row: &Type) -> Map<String, Value> {
    let schema = match row {
        Type::String(row) => text(row),
        Type::Boolean => quotable("boolean", "true|false"),
        Type::Integer => quotable("integer", "-?[0-9]+"),
        Type::Number => quotable("number", "-?[0-9]+([.][0-9]+)?"),
        // In draft 7 nothing may stand beside `$ref`.
        Type::Object(shape) => json!({"allOf": [reference(shape)]}),
        Type::List(item) => json!({"type": "array", "items": r#type(item)}),
        Type::Any => json!({}),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// A type that is also let through in quotes or as a placeholder.
fn quotable(name: &str, pattern: &str) -> Value {
    json!({"type": [name, "string"], "pattern": format!(r"^({pattern}|\$\{{.*\}})$")})
}

fn text(text: &Text) -> Value {
    if text.values.is_empty() {
        return json!({"type": "string"});
    }
    let values: Vec<&str> = text.values.iter().map(|allowed| allowed.value).collect();
    let docs: Vec<&str> = text.values.iter().map(|allowed| allowed.doc).collect();
    let other = if text.others != Others::None {
        json!({"type": "string"})
    } else {
        json!({"type": "string", "pattern": r"\$\{.*\}"})
    };
    json!({"anyOf": [{"enum": values, "enumDescriptions": docs, "markdownEnumDescriptions": docs}, other]})
}

fn push(schema: &mut Map<String, Value>, key: &str, items: impl IntoIterator<Item = Value>) {
    let mut items = items.into_iter().peekable();
    if items.peek().is_some()
        && let Some(list) = schema
            .entry(key)
            .or_insert_with(|| json!([]))
            .as_array_mut()
    {
        list.extend(items);
    }
}
