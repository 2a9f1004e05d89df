//! `docs/clients.md` is about this server: what it names is there, and what is there it names.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

#[path = "protocol/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol")]
mod client;

use client::{Client, capabilities};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../docs/clients.md");

/// What is said in the section with a heading.
fn section(heading: &str) -> &'static str {
    let start = PAGE.find(&format!("\n## {heading}\n"));
    let rest = &PAGE[start.unwrap_or_else(|| panic!("no section `{heading}`")) + 1..];
    let end = rest.find("\n## ").unwrap_or(rest.len());
    &rest[..end]
}

/// The first cells of the tables in a section, without their backquotes.
fn first_cells(heading: &str) -> BTreeSet<String> {
    let rows = section(heading)
        .lines()
        .filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().expect("a cell").to_owned())
        .collect()
}

/// What the server says it can do for a client.
fn server_capabilities(pulls: bool) -> Value {
    let mut client = Client::spawn();
    let mut able = capabilities();
    if pulls {
        able["textDocument"]["diagnostic"] = json!({});
    }
    let answer = client.shake_hands(json!({ "capabilities": able }));
    client.stop();
    answer["capabilities"].clone()
}

fn names(object: &Value) -> BTreeSet<String> {
    object
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect()
}

#[test]
fn the_page_lists_the_capabilities() {
    let found = server_capabilities(true);
    assert_eq!(first_cells("What the server can do"), names(&found));
    let pushed = names(&server_capabilities(false));
    let only_pulled: Vec<_> = names(&found).difference(&pushed).cloned().collect();
    assert_eq!(only_pulled, ["diagnosticProvider"]);

    let lists = [
        &found["codeActionProvider"]["codeActionKinds"],
        &found["completionProvider"]["triggerCharacters"],
        &found["signatureHelpProvider"]["triggerCharacters"],
        &found["semanticTokensProvider"]["legend"]["tokenTypes"],
        &found["semanticTokensProvider"]["legend"]["tokenModifiers"],
    ];
    for value in lists
        .iter()
        .flat_map(|list| list.as_array().expect("a list"))
    {
        let value = value.as_str().expect("a text");
        let shown = match value {
            " " => "a space".to_owned(),
            value => format!("`{value}`"),
        };
        assert!(
            section("What the server can do").contains(&shown),
            "{shown} is missing"
        );
    }
}

#[test]
fn the_page_lists_the_commands() {
    let found = server_capabilities(false);
    let commands = found["executeCommandProvider"]["commands"].as_array();
    let commands: BTreeSet<_> = commands
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("a text").to_owned())
        .collect();
    assert_eq!(first_cells("Commands"), commands);
}

/// The least there is: no capability at all, no options.
#[test]
fn a_client_that_can_do_nothing_is_served() {
    let mut client = Client::spawn();
    client.shake_hands(json!({ "capabilities": {} }));
    let uri = "file:///specs/p.yaml";
    client.open(uri, "projectKey: p\nequalization: maybe\n");
    let found = client.pushed(uri, 1);
    assert!(found.iter().any(|d| d["code"] == "wrong-type"), "{found:?}");
    assert!(
        found.iter().all(|d| d.get("codeDescription").is_none()),
        "{found:?}"
    );

    let at = json!({ "line": 1, "character": 3 });
    let place = json!({ "textDocument": { "uri": uri }, "position": at });
    let hover = client.request("textDocument/hover", place.clone());
    assert_eq!(hover["contents"]["kind"], "markdown");
    let items = client.request("textDocument/completion", place);
    let items = items["items"].as_array().or(items.as_array()).cloned();
    for item in items.expect("items") {
        let text = item["textEdit"]["newText"].as_str().expect("a text");
        assert!(!text.contains("${"), "a snippet: {item}");
    }
    let actions = client.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": uri },
            "range": { "start": at, "end": at },
            "context": { "diagnostics": [] },
        }),
    );
    let commands = actions.as_array().expect("a list");
    assert!(
        commands.iter().all(|action| action["command"].is_string()),
        "commands alone: {actions}"
    );
    client.stop();
}
