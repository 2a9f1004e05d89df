//! Bodies of messages as requests and responses.
//!
//! Whatever is no message gets an error for an answer, with its id if it has one that can be found: somebody may wait.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// A message that came in.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// A request, or a notification.
    Request(Request),
    /// The answer to a request of the server's.
    Response(Response),
    /// What is no message, and the answer that it gets.
    Invalid(Value),
}

/// Reads a body. It is one message, or a batch of them, which the protocol does not have.
pub(super) fn read(body: &[u8]) -> Vec<Incoming> {
    match parse(body) {
        Ok(Value::Array(batch)) => {
            let ids: Vec<_> = batch.into_iter().filter_map(id_of).collect();
            let answer =
                |id: &_| Incoming::Invalid(error(id, &invalid("batches are not supported")));
            if ids.is_empty() {
                vec![answer(&Value::Null)]
            } else {
                ids.iter().map(answer).collect()
            }
        }
        Ok(value) => vec![message(value)],
        Err(problem) => {
            let mut answer = Error::parse_error();
            answer.message = format!("Parse error: {problem}").into();
            vec![Incoming::Invalid(error(&outer_id(body), &answer))]
        }
    }
}

/// The answer to something that is no message.
pub(super) fn unreadable(problem: &'static str) -> Value {
    let mut answer = Error::parse_error();
    answer.message = format!("Parse error: {problem}").into();
    error(&Value::Null, &answer)
}

/// Parses JSON. Half characters, which clients send that cut their strings between the two units of one, become U+FFFD,
/// as do bytes that are not UTF-8.
fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|problem| {
        let repaired = without_lone_surrogates(&String::from_utf8_lossy(body));
        serde_json::from_str(&repaired).map_err(|_| problem)
    })
}

/// JSON in which no escape stands for half a character.
fn without_lone_surrogates(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let unit = |at: usize| {
            let digits = escape.get(at..)?.strip_prefix("\\u")?.get(..4)?;
            u32::from_str_radix(digits, 16).ok()
        };
        let length = match (unit(0), unit(6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str("\\uFFFD");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The character behind the backslash belongs to it.
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (whole, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(whole);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn message(mut value: Value) -> Incoming {
    let id = value.get("id").cloned();
    let Some(fields) = value.as_object_mut() else {
        return Incoming::Invalid(error(&Value::Null, &invalid("a message is an object")));
    };
    let refuse = |problem| {
        Incoming::Invalid(error(
            id.as_ref().unwrap_or(&Value::Null),
            &invalid(problem),
        ))
    };
    let is_answer = !fields.contains_key("method")
        && (fields.contains_key("result") || fields.contains_key("error"));
    if is_answer {
        let id = id.as_ref().and_then(known_id).unwrap_or_default();
        return Incoming::Response(match fields.remove("error") {
            None => Response::from_ok(id, fields.remove("result").unwrap_or_default()),
            Some(error) => Response::from_error(
                id,
                serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error()),
            ),
        });
    }
    if fields.get("jsonrpc") != Some(&json!("2.0")) {
        return refuse("`jsonrpc` must be \"2.0\"");
    }
    let Some(Value::String(method)) = fields.remove("method") else {
        return refuse("`method` must be a string");
    };
    let mut request = Request::build(method);
    if let Some(params) = fields.remove("params") {
        request = request.params(params);
    }
    match id.as_ref().map(known_id) {
        None => Incoming::Request(request.finish()),
        Some(Some(id)) => Incoming::Request(request.id(id).finish()),
        Some(None) => refuse("`id` must be an integer or a string"),
    }
}

/// An id as the library knows it: the protocol has integers and strings.
fn known_id(id: &Value) -> Option<Id> {
    match id {
        Value::Null => Some(Id::Null),
        Value::String(id) => Some(Id::String(id.clone())),
        id => id.as_i64().map(Id::Number),
    }
}

fn id_of(mut message: Value) -> Option<Value> {
    message.as_object_mut()?.remove("id")
}

/// The id of a message that cannot be read, for whatever reason stands behind it or deeper in it.
fn outer_id(body: &[u8]) -> Value {
    #[derive(Deserialize)]
    struct Outer {
        id: Value,
    }
    // What is passed over is not read into, so that its depth does not matter.
    serde_json::from_slice::<Outer>(body)
        .map(|outer| outer.id)
        .unwrap_or_default()
}

fn invalid(problem: &'static str) -> Error {
    let mut error = Error::invalid_request();
    error.message = format!("Invalid request: {problem}").into();
    error
}

/// The answer to a message with an id of any sort.
fn error(id: &Value, error: &Error) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_replaced_and_a_whole_one_is_not() {
        for (json, expected) in [
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83d\ud83d\ude00\ude00""#, "\u{fffd}😀\u{fffd}"),
            (r#""\ud83dx\\ud83d\\\ud83d""#, "\u{fffd}x\\ud83d\\\u{fffd}"),
            (r#""é\ud83d\n\uD83D\u0041""#, "é\u{fffd}\n\u{fffd}A"),
        ] {
            assert_eq!(parse(json.as_bytes()).ok(), Some(json!(expected)), "{json}");
        }
        assert_eq!(
            parse(b"\"a\xff\xfeb\"").ok(),
            Some(json!("a\u{fffd}\u{fffd}b"))
        );
        for broken in [
            "\"\\ud83",
            "\"\\ud83d",
            "\\",
            "\"\\ud8 3d\"",
            "\\ud83d\u{e9}",
        ] {
            assert!(parse(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    /// The code of the error that a message gets, and the id.
    fn refused(body: &str) -> Vec<(Value, Value)> {
        let all = read(body.as_bytes()).into_iter().map(|one| match one {
            Incoming::Invalid(answer) => (answer["error"]["code"].clone(), answer["id"].clone()),
            good => panic!("{body} is read as {good:?}"),
        });
        all.collect()
    }

    #[test]
    fn what_is_no_message_is_answered_with_its_id() {
        let deep = "[".repeat(200) + &"]".repeat(200);
        let deep = format!(r#"{{"jsonrpc":"2.0","params":{deep},"id":7,"method":"x"}}"#);
        for (body, code, id) in [
            ("", -32700, Value::Null),
            ("{", -32700, Value::Null),
            ("\u{0}", -32700, Value::Null),
            (deep.as_str(), -32700, json!(7)),
            ("1", -32600, Value::Null),
            ("{}", -32600, Value::Null),
            (r#"{"id":3}"#, -32600, json!(3)),
            (
                r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#,
                -32600,
                json!(1.5),
            ),
            (
                r#"{"jsonrpc":"2.0","id":[1],"method":"x"}"#,
                -32600,
                json!([1]),
            ),
            (r#"{"jsonrpc":"2.0","id":1,"method":2}"#, -32600, json!(1)),
            (r#"{"jsonrpc":"1.0","id":1,"method":"x"}"#, -32600, json!(1)),
            (r#"{"id":"a","method":"x"}"#, -32600, json!("a")),
            ("[]", -32600, Value::Null),
            (
                r#"[{"jsonrpc":"2.0","id":4,"method":"x"}]"#,
                -32600,
                json!(4),
            ),
        ] {
            assert_eq!(refused(body), [(json!(code), id)], "{body}");
        }
        let batch = r#"[{"id":1,"method":"x"},{"method":"y"},{"id":"b"},3]"#;
        assert_eq!(refused(batch).len(), 2);
    }

    #[test]
    fn messages_are_told_apart() {
        let one = |body: &str| read(body.as_bytes()).pop();
        let request = Request::build("x").id(1).params(json!([2])).finish();
        assert_eq!(
            one(r#"{"jsonrpc":"2.0","id":1,"method":"x","params":[2]}"#),
            Some(Incoming::Request(request))
        );
        assert_eq!(
            one(r#"{"jsonrpc":"2.0","method":"x"}"#),
            Some(Incoming::Request(Request::build("x").finish()))
        );
        assert_eq!(
            one(r#"{"jsonrpc":"2.0","id":1,"result":null}"#),
            Some(Incoming::Response(Response::from_ok(1.into(), Value::Null)))
        );
        let failed = Response::from_error("a".into(), Error::internal_error());
        assert_eq!(
            one(r#"{"jsonrpc":"2.0","id":"a","error":"odd"}"#),
            Some(Incoming::Response(failed))
        );
    }
}
