//! Headers and bodies that are unusual, or none.

use super::client::{Client, capabilities};
use serde_json::{Value, json};

/// The server answers a usual request.
fn lives(client: &mut Client) {
    let id = client.ask("textDocument/unheardOf", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32601);
}

#[test]
fn headers_are_accepted_as_the_protocol_allows_them() {
    let body = |id: i64| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"x/y"}}"#);
    let mut client = Client::start(capabilities());
    for (id, headers) in [
        "Content-Type: application/vscode-jsonrpc\r\nContent-Length: N",
        "Content-Length: N\r\nContent-Type: application/vscode-jsonrpc; charset=UTF-8",
        "Content-Length: N\r\nContent-Type: application/vscode-jsonrpc; charset=utf8",
        "Content-Length: N\r\nContent-Type: application/vscode-jsonrpc;charset=\"utf-8\"",
        "content-length: N",
        "CONTENT-LENGTH:N",
        "Content-Length: N\r\nX-One: 1\r\nX-Two: 2",
        "X-One: 1\r\nContent-Type: a/b\r\nX-Two: 2\r\nContent-Length: N",
    ]
    .into_iter()
    .enumerate()
    {
        let id = 1_000 + i64::try_from(id).expect("few");
        let body = body(id);
        let headers = headers.replace(": N", &format!(": {}", body.len()));
        let headers = headers.replace(":N", &format!(":{}", body.len()));
        client.send_raw(format!("{headers}\r\n\r\n{body}").as_bytes());
        assert_eq!(client.answer(id)["error"]["code"], -32601, "{headers}");
    }
    client.stop();
}

#[test]
fn what_is_no_message_is_answered_and_survived() {
    let deep = "[".repeat(1_000) + &"]".repeat(1_000);
    let cases = [
        ("{".to_owned(), json!(-32700), Value::Null),
        ("null".to_owned(), json!(-32600), Value::Null),
        ("\u{0}\u{1}".to_owned(), json!(-32700), Value::Null),
        ("[]".to_owned(), json!(-32600), Value::Null),
        (
            r#"[{"jsonrpc":"2.0","id":71,"method":"x"}]"#.to_owned(),
            json!(-32600),
            json!(71),
        ),
        (
            r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#.to_owned(),
            json!(-32600),
            json!(1.5),
        ),
        (
            r#"{"jsonrpc":"2.0","id":{"a":1},"method":"x"}"#.to_owned(),
            json!(-32600),
            json!({"a": 1}),
        ),
        (
            r#"{"jsonrpc":"2.0","id":72}"#.to_owned(),
            json!(-32600),
            json!(72),
        ),
        (
            format!(r#"{{"jsonrpc":"2.0","method":"x","params":{deep},"id":73}}"#),
            json!(-32700),
            json!(73),
        ),
        (deep, json!(-32700), Value::Null),
    ];
    let mut client = Client::start(capabilities());
    for (body, code, id) in cases {
        client.send_body(&body);
        let answer = client.answer_to(&id);
        assert_eq!(answer["error"]["code"], code, "{body}");
        lives(&mut client);
    }
    client.stop();
}

#[test]
fn headers_that_make_no_sense_are_answered_and_survived() {
    let mut client = Client::start(capabilities());
    for garbage in [
        "X: y\r\n\r\n",
        "Content-Length: many\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 2\r\nContent-Type: a/b; charset=utf-16\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
    ] {
        client.send_raw(garbage.as_bytes());
        assert_eq!(
            client.answer_to(&Value::Null)["error"]["code"],
            -32700,
            "{garbage:?}"
        );
        lives(&mut client);
    }
    // A length that is too short leaves the rest of a body before the next header.
    client.send_raw(b"Content-Length: 1\r\n\r\n{}");
    assert_eq!(client.answer_to(&Value::Null)["error"]["code"], -32700);
    lives(&mut client);
    client.stop();
}

#[test]
fn requests_before_and_after_their_time_are_answered() {
    let mut client = Client::spawn();
    for method in ["textDocument/hover", "$/unheardOf"] {
        let id = client.ask(method, json!({}));
        assert!(client.answer(id)["error"]["code"].is_i64(), "{method}");
    }
    client.shake_hands(json!({ "capabilities": capabilities() }));
    client.request("shutdown", Value::Null);
    let id = client.ask("textDocument/hover", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32600);
}
