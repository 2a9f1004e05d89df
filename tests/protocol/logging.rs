//! The log: off unless asked for, and without a word of what documents, settings and keys say.

use super::client::{Client, capabilities};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

const URI: &str = "file:///work/logged.yaml";

/// A text with a secret, and settings with another.
fn work(client: &mut Client, options: Value) {
    client.shake_hands(json!({ "capabilities": capabilities(), "initializationOptions": options }));
    client.open(
        URI,
        "connectionKey: k\nconnection:\n  handler: Redshift\n  password: hunter2\n",
    );
    client.pushed(URI, 1);
    client.send_body(r#"{"jsonrpc":"2.0","id":7,"method":"x/hunter3","params":{"a":"hunter4"}}"#);
    client.answer(7);
    client.send_body("{\"hunter5\": ");
    client.answer_to(&Value::Null);
    let range =
        json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 1, "character": 0 } });
    client.notify("textDocument/didChange", json!({
        "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "range": range, "text": "hunter6" }],
    }));
    client.pushed(URI, 2);
}

fn settings() -> Value {
    json!({ "tenant": { "url": "https://admin:hunter7@tenant.example.com" } })
}

/// Whether some text holds one of the secrets.
fn tells(text: &str) -> bool {
    [
        "hunter2", "hunter4", "hunter5", "hunter6", "hunter7", "hunter8",
    ]
    .iter()
    .any(|secret| text.contains(secret))
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("immuta-ls-log-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn a_log_file_has_what_happened_and_no_secret() {
    let path = folder().join("server.log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_immuta-ls"));
    command
        .args(["--stdio", "--log-level", "trace", "--log-file"])
        .arg(&path)
        .env("IMMUTA_API_KEY", "hunter8");
    let mut client = Client::of(&mut command);
    work(&mut client, settings());
    client.next("window/logMessage");
    client.stop();
    let log = std::fs::read_to_string(&path).expect("a log");
    for words in ["textDocument/didOpen", "out of step", "not valid", "-32601"] {
        assert!(log.contains(words), "no `{words}` in {log}");
    }
    assert!(!tells(&log), "{log}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::remove_dir_all(folder()).expect("it goes");
}

#[test]
fn a_log_that_cannot_be_written_is_said_at_the_start() {
    let output = Command::new(env!("CARGO_BIN_EXE_immuta-ls"))
        .args(["serve", "--log-file", "/nowhere/at/all/server.log"])
        .stdin(std::process::Stdio::null())
        .output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("/nowhere/at/all/server.log"), "{told}");
}

#[test]
fn a_client_gets_the_log_if_its_settings_say_so() {
    let mut client = Client::spawn();
    let mut options = settings();
    options["logLevel"] = json!("debug");
    work(&mut client, options);
    let mut lines = Vec::new();
    while !lines
        .iter()
        .any(|line: &String| line.contains("out of step"))
    {
        let line = client.next("window/logMessage")["params"]["message"].to_string();
        assert!(!tells(&line), "{line}");
        lines.push(line);
    }
    assert!(
        lines
            .iter()
            .any(|line| line.contains("textDocument/didOpen")),
        "{lines:?}"
    );
    // Turned off again, it is silent.
    let settings = json!({ "settings": { "immuta": {} } });
    client.notify("workspace/didChangeConfiguration", settings);
    client.pushed(URI, 2);
    client.pass_over("window/logMessage");
    client.open("file:///work/other.yaml", "a: 1\n");
    client.pushed("file:///work/other.yaml", 1);
    client.stop();
}

#[test]
fn a_level_that_does_not_exist_is_said() {
    let mut client = Client::spawn();
    client.shake_hands(
        json!({ "capabilities": capabilities(), "initializationOptions": { "logLevel": "loud" } }),
    );
    let told = client.next("window/logMessage");
    assert!(
        told["params"]["message"]
            .as_str()
            .is_some_and(|text| text.contains("logLevel"))
    );
    client.stop();
}
