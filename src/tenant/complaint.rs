//! What a tenant complains about.
//!
//! No document describes the error bodies of the V2 API, so anything that looks as `tenant.yaml` of the catalog says
//! is read, and what has another look is passed on as it is.

use crate::catalog::tenant_api;
use serde_json::Value;

/// The longest text of a tenant that is passed on, in bytes.
const LONGEST: usize = 2_000;

/// How many complaints of one answer are kept.
const MOST: usize = 100;

/// One thing a tenant complains about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complaint {
    /// What it says, word for word.
    pub message: String,
    /// The place in the payload it names, in the tenant's spelling.
    pub path: Option<String>,
}

/// What a body of an error complains about: its single entries where there are any, else what it says as a
/// whole. Empty for an empty body.
pub(super) fn read(body: &str) -> Vec<Complaint> {
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return raw(body).into_iter().collect();
    };
    let keys = tenant_api().errors.entries.iter();
    let entries = keys.filter_map(|key| value.get(key)).flat_map(entries_of);
    let mut complaints: Vec<_> = entries.take(MOST).collect();
    let whole = message_of(&value);
    for complaint in &mut complaints {
        if complaint.message.is_empty() {
            complaint.message = whole.clone().unwrap_or_default();
        }
    }
    complaints.retain(|complaint| !complaint.message.is_empty());
    if complaints.is_empty() {
        let path = path_of(&value);
        complaints.extend(match whole {
            Some(message) => Some(Complaint { message, path }),
            None => raw(body),
        });
    }
    complaints
}

/// What the body says as a whole.
pub(super) fn says(body: &str) -> Option<String> {
    read(body)
        .into_iter()
        .next()
        .map(|complaint| complaint.message)
}

fn entries_of(value: &Value) -> Vec<Complaint> {
    match value {
        Value::Array(items) => items.iter().filter_map(entry).collect(),
        // One complaint with the places it is about.
        Value::Object(_) => match value.get(tenant_api().errors.places) {
            Some(Value::Array(keys)) => keys
                .iter()
                .filter_map(Value::as_str)
                .map(|key| Complaint {
                    message: message_of(value).unwrap_or_default(),
                    path: Some(short(key)),
                })
                .collect(),
            _ => entry(value).into_iter().collect(),
        },
        _ => Vec::new(),
    }
}

fn entry(value: &Value) -> Option<Complaint> {
    match value {
        Value::String(message) => Some(Complaint {
            message: short(message),
            path: None,
        }),
        Value::Object(_) => {
            let (message, path) = (message_of(value), path_of(value));
            let code = || {
                value
                    .get(tenant_api().errors.code)
                    .and_then(Value::as_str)
                    .map(short)
            };
            let known = message.is_some() || path.is_some();
            let message = message.or_else(code);
            (known || message.is_some()).then(|| Complaint {
                message: message.unwrap_or_default(),
                path,
            })
        }
        _ => None,
    }
}

fn message_of(value: &Value) -> Option<String> {
    let mut keys = tenant_api().errors.message.iter();
    keys.find_map(|key| match value.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(short(text)),
        inner @ Value::Object(_) => message_of(inner),
        _ => None,
    })
}

fn path_of(value: &Value) -> Option<String> {
    let mut keys = tenant_api().errors.path.iter();
    keys.find_map(|key| match value.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(short(text)),
        Value::Array(steps) if !steps.is_empty() => {
            let step = |step: &Value| match step {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some(short(&steps.iter().map(step).collect::<Vec<_>>().join(".")))
        }
        _ => None,
    })
}

/// A body that is no JSON, as it is.
fn raw(body: &str) -> Option<Complaint> {
    let text = body.trim();
    (!text.is_empty()).then(|| Complaint {
        message: short(text),
        path: None,
    })
}

/// At most so much of a text as a person would read.
pub(super) fn short(text: &str) -> String {
    let text = text.trim();
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{} …", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(body: &str) -> Vec<(String, Option<String>)> {
        read(body)
            .into_iter()
            .map(|complaint| (complaint.message, complaint.path))
            .collect()
    }

    fn one(message: &str, path: Option<&str>) -> Vec<(String, Option<String>)> {
        vec![(message.to_owned(), path.map(str::to_owned))]
    }

    #[test]
    fn whatever_the_body_looks_like_its_words_are_found() {
        for (body, message, path) in [
            (r#"{"message": "no such tag"}"#, "no such tag", None),
            (
                r#"{"statusCode": 400, "error": "Bad Request"}"#,
                "Bad Request",
                None,
            ),
            (
                r#"{"statusCode": 400, "error": "Bad Request", "message": "bad"}"#,
                "bad",
                None,
            ),
            (r#"{"error": {"message": "deep", "code": 7}}"#, "deep", None),
            (
                r#"{"validation": [{"code": "unique", "message": "taken", "path": "name"}]}"#,
                "taken",
                Some("name"),
            ),
            (r#"{"validation": [{"code": "unique"}]}"#, "unique", None),
            (
                r#"{"message": "bad", "validation": {"source": "payload", "keys": ["a.b"]}}"#,
                "bad",
                Some("a.b"),
            ),
            (
                r#"{"errors": [{"path": ["sources", 1, "table"], "msg": "unknown"}]}"#,
                "unknown",
                Some("sources.1.table"),
            ),
            (r#"{"errors": ["one"]}"#, "one", None),
            (r#"{"odd": 1}"#, r#"{"odd": 1}"#, None),
            ("plain words\n", "plain words", None),
            ("[1", "[1", None),
        ] {
            assert_eq!(seen(body), one(message, path), "{body}");
        }
        assert_eq!(seen("  "), []);
        assert_eq!(
            read(r#"{"validation": ["a", "b"], "message": "c"}"#).len(),
            2
        );
    }

    #[test]
    fn what_nobody_would_read_is_cut_off() {
        let long = "ä".repeat(4_000);
        let read = read(&long);
        assert!(read[0].message.len() < 2_100);
        let many = serde_json::json!({ "errors": vec!["x"; 5_000] }).to_string();
        assert_eq!(super::read(&many).len(), MOST);
        let deep = serde_json::json!({ "errors": [{ "path": vec!["a"; 5_000], "message": "m" }] });
        let path = super::read(&deep.to_string())[0].path.clone();
        assert!(path.expect("a path").len() < 2_100);
    }
}
