//! Positions that are not in the text, and text that is none.

use super::client::{Client, capabilities, notification};
use serde_json::{Value, json};

const URI: &str = "file:///work/positions.yaml";

fn range(start: (u64, u64), end: (u64, u64)) -> Value {
    let position = |(line, character): (u64, u64)| json!({ "line": line, "character": character });
    json!({ "start": position(start), "end": position(end) })
}

fn change(version: i64, range: Value, text: &str) -> Value {
    let mut change = json!({ "text": text });
    if !range.is_null() {
        change["range"] = range;
    }
    notification(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [change] }),
    )
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    let codes = diagnostics.iter().map(|d| d["code"].as_str());
    codes.map(|code| code.expect("a code")).collect()
}

#[test]
fn a_change_beyond_the_end_reaches_the_end() {
    let most = u64::from(u32::MAX);
    // The last line goes, as Neovim says it of a text without a line break at its end; and other ways to say it.
    for (start, end) in [
        ((1, 0), (2, 0)),
        ((1, 0), (99, 99)),
        ((1, 0), (1, most)),
        ((1, 0), (most, most)),
    ] {
        let mut client = Client::start(capabilities());
        client.open(URI, "projectKey: p\nfoo: 1");
        let before = client.pushed(URI, 1);
        assert!(codes(&before).contains(&"unknown-field"), "{before:?}");
        client.send(&change(2, range(start, end), ""));
        let after = client.pushed(URI, 2);
        assert!(!codes(&after).contains(&"unknown-field"), "{after:?}");
        client.send(&change(3, range((7, 7), (9, 9)), "bar: 1"));
        let again = client.pushed(URI, 3);
        let found: Vec<_> = again
            .iter()
            .filter(|d| d["code"] == "unknown-field")
            .collect();
        assert_eq!(found[0]["range"], range((1, 0), (1, 3)), "{again:?}");
        client.stop();
    }
}

#[test]
fn requests_beyond_the_end_are_about_the_end() {
    let mut client = Client::start(capabilities());
    client.open(URI, "projectKey: p\npr");
    client.pushed(URI, 1);
    let at = |line: u64, character: u64| json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
    for method in ["textDocument/completion", "textDocument/hover"] {
        let end = client.request(method, at(1, 2));
        for (line, character) in [(1, 99), (2, 0), (99, 99), (4_294_967_295, 4_294_967_295)] {
            let beyond = client.request(method, at(line, character));
            assert_eq!(beyond, end, "{method} at {line}:{character}");
        }
        let line = client.request(method, at(0, 13));
        assert_eq!(client.request(method, at(0, 99)), line, "{method}");
    }
    assert!(
        client
            .request("textDocument/completion", at(9, 9))
            .is_array()
    );
    for method in [
        "textDocument/semanticTokens/range",
        "textDocument/codeAction",
    ] {
        let params = json!({ "textDocument": { "uri": URI }, "range": range((5, 5), (9, 9)), "context": { "diagnostics": [] } });
        assert_ne!(client.request(method, params), Value::Null, "{method}");
    }
    client.stop();
}

#[test]
fn half_a_character_becomes_a_replacement_character() {
    let mut client = Client::start(capabilities());
    client.open(URI, "projectKey: p\nfoo: 1\n");
    client.pushed(URI, 1);
    let half = |version: i64, text: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":{version}}},"contentChanges":[{{"range":{{"start":{{"line":0,"character":12}},"end":{{"line":0,"character":12}}}},"text":"{text}"}}]}}}}"#
        )
    };
    client.send_body(&half(2, r"\ud83d"));
    let found = client.pushed(URI, 2);
    assert!(codes(&found).contains(&"unknown-field"), "{found:?}");
    client.send_body(&half(3, r"\ude00x\ud83d\ude00"));
    client.pushed(URI, 3);
    client.send_body(&half(4, r"\\ud83d"));
    client.pushed(URI, 4);
    client.send(&change(5, Value::Null, "projectKey: p\nbar: 1\n"));
    let found = client.pushed(URI, 5);
    let unknown = found.iter().find(|d| d["code"] == "unknown-field");
    assert!(
        unknown.is_some_and(|d| d["range"] == range((1, 0), (1, 3))),
        "{found:?}"
    );
    client.stop();
}
