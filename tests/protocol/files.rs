//! An editor and the command line read a file in the same way.

use crate::client::{Client, capabilities, notification};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// JSON with an error that is none in YAML: the trailing comma.
const SPEC: &str = r#"{"connectionKey": "sales", "connection": {"handler": "Trino", "hostname": "trino.example.com", "authenticationMethod": "No Authentication"}, "sources": [{"schema": "public", "table": "customers"}],}"#;

/// The codes that an editor is told of a file of no language that it knows.
fn in_editor(path: &str, text: &str) -> Vec<Value> {
    let uri = format!("file:///nowhere/{path}");
    let mut client = Client::start(capabilities());
    let item = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
    client.send(&notification(
        "textDocument/didOpen",
        json!({ "textDocument": item }),
    ));
    let told = client.pushed(&uri, 1);
    client.stop();
    told.iter().map(|one| one["code"].clone()).collect()
}

/// The codes that the command line tells of the same text.
fn on_command_line(path: &str, text: &str) -> Vec<Value> {
    let stdin_filename = format!("--stdin-filename=/nowhere/{path}");
    let mut child = Command::new(env!("CARGO_BIN_EXE_immuta-ls"))
        .args(["check", "--format", "json", &stdin_filename, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("an output").stdout;
    let report: Value = serde_json::from_slice(&output).expect("a report");
    let told = report["diagnostics"].as_array().expect("a list");
    told.iter().map(|one| one["code"].clone()).collect()
}

#[test]
fn a_file_is_read_as_the_same_language() {
    for (path, text, codes) in [
        ("spec", SPEC.to_owned(), vec![json!("syntax")]),
        ("spec", format!("\u{feff}\n {SPEC}"), vec![json!("syntax")]),
        ("spec.json", SPEC.to_owned(), vec![json!("syntax")]),
        ("spec.yaml", SPEC.to_owned(), vec![]),
        ("spec", format!("# A comment\n{SPEC}"), vec![]),
    ] {
        assert_eq!(in_editor(path, &text), codes, "in an editor: {path}");
        assert_eq!(
            on_command_line(path, &text),
            codes,
            "on the command line: {path}"
        );
    }
}
