//! That no document waits for another, and that a long session does not grow.

use super::client::{Client, capabilities, insertion};
use serde_json::json;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const SMALL: &str = "file:///work/small.yaml";
const LARGE: &str = "file:///work/large.yaml";

/// How long a hover may take in the median, on a loaded machine.
const SOON: Duration = Duration::from_millis(250);

/// Texts in which an edit is dear.
fn dear() -> Vec<(&'static str, String)> {
    let mut unknown = "connectionKey: k\nconnection:\n  handler: Redshift\n".to_owned();
    for index in 0..4_000 {
        let _ = writeln!(unknown, "  unknown{index}: 1");
    }
    let mut unclosed = "connectionKey: k\nsources:\n".to_owned();
    unclosed += &"  - [table: {x\n".repeat(1_000);
    let comments = format!(
        "policyKey: k\nname: n\ntype: data\nactions:\n  - type: Row\n    rules:\n      - config: {{predicate: \"{}\"}}\n",
        "/* ".repeat(8_000)
    );
    let flow = format!(
        "connectionKey: k\nsources: [{}\n",
        "{table: t}, ".repeat(10_000)
    );
    vec![
        ("unknown keys", unknown),
        ("unclosed brackets", unclosed),
        ("open comments", comments),
        ("a flow list", flow),
    ]
}

#[test]
fn a_hover_does_not_wait_for_an_edit_of_another_document() {
    for (name, text) in dear() {
        let mut client = Client::start(capabilities());
        client.open(
            SMALL,
            "connectionKey: k\nconnection:\n  handler: Redshift\n",
        );
        client.pushed(SMALL, 1);
        client.open(LARGE, &text);
        let hover =
            json!({ "textDocument": { "uri": SMALL }, "position": { "line": 2, "character": 4 } });
        let mut times = Vec::new();
        for version in 2..9 {
            client.send(&insertion(LARGE, version, 0, 16, "x"));
            for method in ["textDocument/completion", "textDocument/codeAction"] {
                let at = json!({ "line": 1, "character": 3 });
                let range = json!({ "start": at, "end": at });
                client.ask(method, json!({ "textDocument": { "uri": LARGE }, "position": at, "range": range, "context": { "diagnostics": [] } }));
            }
            let start = Instant::now();
            assert!(
                client
                    .request("textDocument/hover", hover.clone())
                    .is_object()
            );
            times.push(start.elapsed());
        }
        times.sort();
        assert!(times[times.len() / 2] < SOON, "{name}: {times:?}");
    }
}

/// The resident memory of a process in KiB.
#[cfg(target_os = "linux")]
fn memory(client: &Client) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.pid()));
    let status = status.expect("it lives");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.expect("a number").parse().expect("a number")
}

/// Edits of some among 2,000 open documents. The number of edits can be given, for a longer run.
#[cfg(target_os = "linux")]
#[test]
fn a_long_session_does_not_grow() {
    let edits: i64 = std::env::var("IMMUTA_SOAK_EDITS")
        .ok()
        .and_then(|edits| edits.parse().ok())
        .unwrap_or(3_000);
    let mut client = Client::start(capabilities());
    let uri = |index: i64| format!("file:///work/soak/{index}.yaml");
    let text = super::spec();
    for index in 0..2_000 {
        client.open(&uri(index), &text);
        client.pushed(&uri(index), 1);
    }
    let mut versions = vec![1; 2_000];
    let mut early = 0;
    for edit in 0..edits {
        let index = edit * 7 % 2_000;
        let version: &mut i64 = &mut versions[usize::try_from(index).expect("an index")];
        *version += 1;
        // A line comes, and goes with the next edit of this document.
        if *version % 2 == 0 {
            client.send(&insertion(&uri(index), *version, 0, 0, "# a comment\n"));
        } else {
            let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } });
            client.notify(
                "textDocument/didChange",
                json!({
                    "textDocument": { "uri": uri(index), "version": version },
                    "contentChanges": [{ "range": range, "text": "" }],
                }),
            );
        }
        let found = client.pushed(&uri(index), *version);
        assert_eq!(found.len(), 1, "{found:?}");
        if edit == edits / 3 {
            early = memory(&client);
        }
    }
    let late = memory(&client);
    println!(
        "{edits} edits, 2,000 open documents: {early} KiB after a third, {late} KiB at the end"
    );
    assert!(
        late - early < 8 * 1024,
        "{early} KiB after a third, {late} KiB at the end"
    );
    client.stop();
}
