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
