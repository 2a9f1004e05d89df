//! Signature help, semantic tokens and completion in expressions, with columns in UTF-16.

use super::client::{Client, capabilities};
use serde_json::{Value, json};

const URI: &str = "file:///work/policies/rows.yaml";

const POLICY: &str = "\
policyKey: rows
name: Rows
type: subscription
actions:
  type: entitlements
  advanced: >-
    @hasAttribute('Büro 😀', '@hostname') AND
    @hasTagAsGroup('column') OR @hasAuthorization('a', 'b')
";

fn open() -> Client {
    let mut client = Client::start(capabilities());
    client.open(URI, POLICY);
    let found = client.pushed(URI, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["code"], "deprecated-function");
    client
}

fn at(line: usize, character: usize) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

/// The tokens as line, column, length, type and modifiers.
fn decoded(tokens: &Value) -> Vec<[u64; 5]> {
    let data = tokens["data"].as_array().expect("numbers");
    let data: Vec<u64> = data.iter().map(|n| n.as_u64().expect("a number")).collect();
    let (mut line, mut column) = (0, 0);
    let mut out = Vec::new();
    for token in data.chunks(5) {
        column = if token[0] == 0 { column } else { 0 } + token[1];
        line += token[0];
        out.push([line, column, token[2], token[3], token[4]]);
    }
    out
}

#[test]
fn the_server_says_what_it_can_do() {
    let mut client = Client::spawn();
    let answer = client.request("initialize", json!({ "capabilities": capabilities() }));
    client.notify("initialized", json!({}));
    let can = &answer["capabilities"];
    assert_eq!(
        can["signatureHelpProvider"]["triggerCharacters"],
        json!(["(", ","])
    );
    assert_eq!(can["semanticTokensProvider"]["full"], true);
    assert_eq!(can["semanticTokensProvider"]["range"], true);
    assert_eq!(
        can["semanticTokensProvider"]["legend"]["tokenTypes"],
        json!([
            "function",
            "variable",
            "string",
            "enumMember",
            "keyword",
            "number",
            "comment"
        ])
    );
    let triggers = can["completionProvider"]["triggerCharacters"]
        .as_array()
        .expect("a list");
    assert!(triggers.contains(&json!("@")), "{triggers:?}");
    client.stop();
}

#[test]
fn signatures_are_helped_with() {
    let mut client = open();
    // Behind the emoji, which is two units wide.
    for (character, active) in [(18, 0), (27, 0), (29, 1), (40, 1)] {
        let help = client.request("textDocument/signatureHelp", at(6, character));
        assert_eq!(help["activeParameter"], active, "{character}: {help}");
        let signature = &help["signatures"][0];
        assert_eq!(signature["label"], "@hasAttribute('name', 'value')");
        assert_eq!(signature["parameters"][1]["label"], "'value'");
    }
    for (line, character) in [(6, 4), (6, 43), (1, 3)] {
        let help = client.request("textDocument/signatureHelp", at(line, character));
        assert_eq!(help, Value::Null, "{line}:{character}");
    }
    client.stop();
}

#[test]
fn tokens_are_counted_in_utf_16() {
    let mut client = open();
    let document = json!({ "textDocument": { "uri": URI } });
    let all = client.request("textDocument/semanticTokens/full", document);
    let all = decoded(&all);
    let expected = [
        [6, 4, 13, 0, 0],
        [6, 18, 9, 2, 0],
        [6, 29, 1, 2, 0],
        [6, 30, 9, 1, 0],
        [6, 39, 1, 2, 0],
        [6, 42, 3, 4, 0],
        [7, 4, 14, 0, 0],
        [7, 19, 8, 3, 0],
        [7, 29, 2, 4, 0],
        [7, 32, 17, 0, 1],
        [7, 50, 3, 2, 0],
        [7, 55, 3, 2, 0],
    ];
    assert_eq!(all, expected);
    for (start, end, from) in [(7, 8, 6), (0, 5, 12), (7, 999, 6)] {
        let range = json!({ "start": { "line": start, "character": 0 }, "end": { "line": end, "character": 0 } });
        let some = json!({ "textDocument": { "uri": URI }, "range": range });
        let some = client.request("textDocument/semanticTokens/range", some);
        assert_eq!(decoded(&some), expected[from..], "{start}..{end}");
    }
    client.stop();
}

#[test]
fn functions_are_offered_and_described() {
    let mut client = open();
    let items = client.request("textDocument/completion", at(7, 8));
    let item = items
        .as_array()
        .expect("a list")
        .iter()
        .find(|item| item["label"] == "@isInGroups")
        .expect("a function");
    assert_eq!(item["kind"], 3);
    // The parentheses are there already.
    assert_eq!(item["textEdit"]["newText"], "@isInGroups");
    let range =
        json!({ "start": { "line": 7, "character": 4 }, "end": { "line": 7, "character": 18 } });
    assert_eq!(item["textEdit"]["range"], range);
    let hover = client.request("textDocument/hover", at(7, 8));
    assert_eq!(hover["range"], range);
    client.stop();
}
