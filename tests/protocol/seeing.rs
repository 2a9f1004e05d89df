//! What an editor shows of a whole document.

use super::client::{Client, capabilities};
use super::{URI, spec, with};
use serde_json::{Value, json};

/// A client with a document of some text.
fn open(capabilities: Value, text: &str) -> Client {
    let mut client = Client::start(capabilities);
    client.open(URI, text);
    client.pushed(URI, 1);
    client
}

fn document() -> Value {
    json!({ "textDocument": { "uri": URI } })
}

fn names(symbols: &Value) -> Vec<&str> {
    let symbols = symbols.as_array().expect("a list").iter();
    symbols
        .map(|s| s["name"].as_str().expect("a name"))
        .collect()
}

#[test]
fn symbols_are_nested_where_the_client_shows_that() {
    let nesting = "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport";
    let mut client = open(with(capabilities(), nesting, json!(true)), &spec());
    let symbols = client.request("textDocument/documentSymbol", document());
    assert_eq!(
        names(&symbols),
        ["connectionKey", "connection", "owners", "sources"]
    );
    let source = &symbols[3]["children"][0];
    assert_eq!(source["name"], "public.customers");
    assert_eq!(source["selectionRange"]["start"]["line"], 13);
    client.stop();

    let mut client = open(capabilities(), &spec());
    let symbols = client.request("textDocument/documentSymbol", document());
    assert!(names(&symbols).contains(&"public.customers"), "{symbols}");
    let all = symbols.as_array().expect("a list");
    let source = all.iter().find(|s| s["name"] == "public.customers");
    assert_eq!(source.expect("a source")["containerName"], "sources");
    client.stop();
}

#[test]
fn values_comments_and_regions_fold() {
    let text = format!("# one\n# two\n# region data\n{}# endregion\n", spec());
    let mut client = open(capabilities(), &text);
    let folds = client.request("textDocument/foldingRange", document());
    let folds = folds.as_array().expect("a list");
    assert_eq!(
        folds[0],
        json!({ "startLine": 0, "endLine": 1, "kind": "comment" })
    );
    assert_eq!(
        folds[1],
        json!({ "startLine": 2, "endLine": 18, "kind": "region" })
    );
    // The connection.
    assert_eq!(folds[2], json!({ "startLine": 4, "endLine": 10 }));
    client.stop();
}

#[test]
fn selections_grow_to_the_document() {
    let mut client = open(capabilities(), &spec());
    let places = [(13, 14), (0, 0), (99, 0)]
        .map(|(line, character)| json!({ "line": line, "character": character }));
    let params = json!({ "textDocument": { "uri": URI }, "positions": places });
    let found = client.request("textDocument/selectionRange", params);
    assert_eq!(found.as_array().map(Vec::len), Some(3), "{found}");
    let table =
        json!({ "start": { "line": 13, "character": 11 }, "end": { "line": 13, "character": 20 } });
    assert_eq!(found[0]["range"], table);
    assert_eq!(
        found[0]["parent"]["range"]["start"],
        json!({ "line": 13, "character": 4 })
    );
    assert_eq!(found[2]["range"]["end"]["line"], 15);
    client.stop();
}

#[test]
fn the_places_of_a_name_are_highlighted() {
    let text = "projectKey: p\ntags: [a, b]\npurposes: [&x c]\ndatasources: [*x]\n";
    let mut client = open(capabilities(), text);
    let at = |line: u64, character: u64| json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
    let found = client.request("textDocument/documentHighlight", at(3, 15));
    let range = |line: u64, from: u64, to: u64| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    let expected = json!([
        { "range": range(2, 11, 13), "kind": 3 },
        { "range": range(3, 14, 16), "kind": 2 },
    ]);
    assert_eq!(found, expected);
    let found = client.request("textDocument/documentHighlight", at(0, 2));
    assert_eq!(found, Value::Null);
    client.stop();
}

#[test]
fn only_addresses_of_the_web_are_links() {
    let text = format!(
        "# see https://example.com/a, command:foo and file:///etc/passwd\n{}",
        spec()
    );
    let mut client = open(capabilities(), &text);
    let links = client.request("textDocument/documentLink", document());
    let links = links.as_array().expect("a list");
    let targets: Vec<_> = links
        .iter()
        .filter_map(|link| link["target"].as_str())
        .collect();
    assert_eq!(targets.len(), 2, "{links:?}");
    assert_eq!(targets[0], "https://example.com/a");
    assert!(
        targets[1].starts_with("https://documentation.immuta.com/"),
        "{links:?}"
    );
    client.stop();
}
