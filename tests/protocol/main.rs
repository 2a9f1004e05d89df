//! The real binary over standard input and output, as an editor drives it.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test that cannot go on says so and stops, and reads best with `json!` in its calls"
)]

#[allow(dead_code, reason = "shared with the tests of the tenant")]
mod client;
mod clients;
mod expressions;
mod files;
mod foreign;
mod framing;
mod latency;
mod life;
mod logging;
mod positions;
mod seeing;
mod settings;

use client::{Client, capabilities, insertion, notification};
use serde_json::{Value, json};

const URI: &str = "file:///work/a.data.yaml";

/// A spec with one mistake: the type of the owner, on line 7.
const SPEC: &str = "\
connectionKey: warehouse-sales
connection:
  handler: Redshift
  hostname: cluster.example.com
  schema: public
  authenticationMethod: userPassword
owners:
  - type: grooup
    name: stewards
sources:
  - table: customers
    schema: public
";

const MISTAKE_LINE: i64 = 7;

/// The spec with nothing to find but the mistake.
fn spec() -> String {
    SPEC.replace(
        "userPassword\n",
        "userPassword\n  username: immuta\n  password: ${PASSWORD}\n",
    )
    .replace("owners", "# owned by those who know\nowners")
}

fn lines(diagnostics: &[Value]) -> Vec<i64> {
    diagnostics
        .iter()
        .map(|d| d["range"]["start"]["line"].as_i64().expect("a line"))
        .collect()
}

fn with(mut capabilities: Value, path: &str, value: Value) -> Value {
    let mut at = &mut capabilities;
    for key in path.split('.') {
        at = &mut at[key];
    }
    *at = value;
    capabilities
}

#[test]
fn a_mistake_is_pushed_with_its_version_and_goes_when_it_is_mended() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    let found = client.pushed(URI, 1);
    assert_eq!(lines(&found), [MISTAKE_LINE + 3], "{found:?}");
    let first = &found[0];
    assert_eq!(first["source"], "immuta");
    assert_eq!(first["code"], "invalid-value");
    assert_eq!(first["severity"], 1);
    assert!(first["codeDescription"]["href"].is_string());
    let range =
        json!({ "start": { "line": 10, "character": 10 }, "end": { "line": 10, "character": 16 } });
    assert_eq!(first["range"], range);
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "range": range, "text": "group" }] }),
    );
    assert_eq!(client.pushed(URI, 2), Vec::<Value>::new());
    client.stop();
}

#[test]
fn two_hundred_edits_at_once_end_in_the_right_diagnostics_while_settings_are_unanswered() {
    let mut client = Client::start(with(capabilities(), "workspace.configuration", json!(true)));
    let question = client.next("workspace/configuration");
    client.open(URI, &spec());
    assert_eq!(lines(&client.pushed(URI, 1)), [MISTAKE_LINE + 3]);
    // A source is typed at the end; each of its line breaks is a newline of the document.
    let typed = "  - table: orders\n    schema: public\n    description: of customers\n".repeat(3);
    let mut edits = Vec::new();
    let (mut line, mut column) = (15, 0);
    for (index, char) in typed.chars().take(200).enumerate() {
        edits.push(insertion(
            URI,
            index as i64 + 2,
            line,
            column,
            &char.to_string(),
        ));
        (line, column) = if char == '\n' {
            (line + 1, 0)
        } else {
            (line, column + 1)
        };
    }
    assert_eq!(edits.len(), 200);
    // The mistake moves down at the very end.
    edits.push(insertion(URI, 202, 0, 0, "# first\n"));
    client.send_all(&edits);
    let found = client.pushed(URI, 202);
    let errors: Vec<_> = found
        .iter()
        .filter(|d| d["severity"] == 1)
        .cloned()
        .collect();
    assert_eq!(lines(&errors), [MISTAKE_LINE + 4], "{found:?}");
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": [null] }));
    client.stop();
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let mut client = Client::start(with(capabilities(), "textDocument.diagnostic", json!({})));
    client.open(URI, &spec());
    let pull = json!({ "textDocument": { "uri": URI } });
    let report = client.request("textDocument/diagnostic", pull.clone());
    assert_eq!(report["kind"], "full");
    assert_eq!(
        lines(report["items"].as_array().expect("items")),
        [MISTAKE_LINE + 3]
    );
    client.send(&insertion(URI, 2, 0, 0, "# c\n"));
    let report = client.request("textDocument/diagnostic", pull);
    assert_eq!(
        lines(report["items"].as_array().expect("items")),
        [MISTAKE_LINE + 4]
    );
    client.quiet();
    client.stop();
}

#[test]
fn a_pull_that_finds_the_same_says_so() {
    let mut client = Client::start(with(capabilities(), "textDocument.diagnostic", json!({})));
    client.open(URI, &spec());
    let pull = |client: &mut Client, id: &Value| {
        let document = json!({ "uri": URI });
        let params = json!({ "textDocument": document, "previousResultId": id });
        client.request("textDocument/diagnostic", params)
    };
    let first = pull(&mut client, &Value::Null);
    assert_eq!(first["kind"], "full");
    let id = &first["resultId"];
    assert!(id.is_string(), "{first}");
    let again = pull(&mut client, id);
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": id }));
    // An edit that changes nothing about what is wrong.
    client.send(&insertion(URI, 2, 0, 999, " # c"));
    assert_eq!(pull(&mut client, id)["kind"], "unchanged");
    assert_eq!(pull(&mut client, &json!("another"))["kind"], "full");
    client.send(&insertion(URI, 3, 0, 0, "# c\n"));
    let moved = pull(&mut client, id);
    assert_eq!(moved["kind"], "full");
    assert_ne!(&moved["resultId"], id);
    client.stop();
}

#[test]
fn files_of_others_get_nothing() {
    let mut client = Client::start(capabilities());
    for (name, text) in [
        (
            "k8s.yaml",
            "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}\n",
        ),
        ("broken.yaml", "a: x: y\n\tb: @c\n"),
        ("package.json", "{\"name\": \"x\", // c\n}"),
        ("airflow.yaml", "connection:\n  host: a\n  login: b\n"),
    ] {
        let uri = format!("file:///work/{name}");
        client.open(&uri, text);
        assert_eq!(client.pushed(&uri, 1), Vec::<Value>::new(), "{name}");
        let place =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
        assert_eq!(client.request("textDocument/hover", place), Value::Null);
    }
    client.stop();
}

#[test]
fn columns_are_counted_as_negotiated() {
    let text = spec()
        .replace("type: grooup", "{name: é😀, type: grooup}")
        .replace("\n    name: stewards", "");
    for (offered, encoding, column) in [
        (json!(["utf-16", "utf-8"]), "utf-8", 11 + 6 + 8),
        (json!(["utf-16"]), "utf-16", 11 + 3 + 8),
        (json!([]), "utf-16", 11 + 3 + 8),
    ] {
        let capabilities = with(capabilities(), "general.positionEncodings", offered);
        let mut client = Client::spawn();
        let result = client.request(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities }),
        );
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        client.notify("initialized", json!({}));
        client.open(URI, &text);
        let found = client.pushed(URI, 1);
        let found: Vec<_> = found
            .iter()
            .filter(|d| d["code"] == "invalid-value")
            .collect();
        assert_eq!(
            found[0]["range"]["start"]["character"], column,
            "{encoding}"
        );
        client.stop();
    }
}

#[test]
fn odd_words_at_the_start_harm_nothing() {
    for (options, told) in [
        (Value::Null, false),
        (json!(7), true),
        (json!([]), true),
        (json!({}), false),
        (json!({"rules": 3}), true),
        (json!({"immuta": null}), false),
        (json!({"files": {"kinds": {"x": ["["]}}}), true),
    ] {
        let mut client = Client::start_with(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities(), "initializationOptions": options,
        }));
        client.open(URI, &spec());
        assert_eq!(client.pushed(URI, 1).len(), 1);
        if told {
            let message = client.next("window/showMessage");
            let message = message["params"]["message"].as_str().expect("a message");
            assert!(message.ends_with('.'), "{message}");
        }
        client.stop();
    }
    let mut client = Client::start_with(json!({ "capabilities": {} }));
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1).len(), 1);
    client.stop();
}

#[test]
fn what_is_unknown_is_answered_or_passed_over() {
    let mut client = Client::start(capabilities());
    client.notify("$/unheardOf", json!({}));
    client.notify("textDocument/unheardOf", json!({ "x": 1 }));
    client.notify("textDocument/didChange", json!({ "nonsense": true }));
    client.send(&insertion("file:///never/opened.yaml", 2, 0, 0, "x"));
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": "file:///never/opened.yaml" } }),
    );
    for method in ["immuta/unheardOf", "textDocument/unheardOf", "$/unheardOf"] {
        let id = client.ask(method, json!({}));
        assert_eq!(client.answer(id)["error"]["code"], -32601, "{method}");
    }
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1).len(), 1);
    client.stop();
}

#[test]
fn impossible_changes_lose_the_text_until_it_comes_whole() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1).len(), 1);
    let impossible = |version: i64| {
        let range =
            json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 1, "character": 0 } });
        notification(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [{ "range": range, "text": "x" }] }),
        )
    };
    client.send(&impossible(2));
    let told = client.next("window/logMessage");
    assert!(
        told["params"]["message"]
            .as_str()
            .is_some_and(|text| text.starts_with(URI))
    );
    assert_eq!(
        client.pushed(URI, 2),
        Vec::<Value>::new(),
        "nothing is said of a text that is not known"
    );
    // It is told once, and no answer is of a text that the client does not have.
    client.send(&impossible(3));
    client.send(&insertion(URI, 4, 0, 0, "# c\n"));
    assert_eq!(client.pushed(URI, 4), Vec::<Value>::new());
    let place =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 2, "character": 4 } });
    for method in ["textDocument/hover", "textDocument/completion"] {
        assert_eq!(
            client.request(method, place.clone()),
            Value::Null,
            "{method}"
        );
    }
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 5 }, "contentChanges": [{ "text": format!("# c\n{}", spec()) }] }),
    );
    assert_eq!(lines(&client.pushed(URI, 5)), [MISTAKE_LINE + 4]);
    assert!(client.request("textDocument/hover", place).is_object());
    // The next time it is told again; opening the document anew puts it right, too.
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 6 }, "contentChanges": [{ "range": { "start": { "line": -1 } }, "text": 7 }] }),
    );
    client.next("window/logMessage");
    assert_eq!(
        client.pushed(URI, 5),
        Vec::<Value>::new(),
        "nobody knows its version"
    );
    client.open(URI, &spec());
    assert_eq!(lines(&client.pushed(URI, 1)), [MISTAKE_LINE + 3]);
    client.stop();
}

#[test]
fn closing_clears_and_reopening_starts_anew() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1).len(), 1);
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": URI } }),
    );
    assert_eq!(
        client.next("textDocument/publishDiagnostics")["params"]["diagnostics"],
        json!([])
    );
    client.open(URI, "connectionKey: a\n");
    assert!(
        client
            .pushed(URI, 1)
            .iter()
            .all(|d| d["code"] != "invalid-value")
    );
    client.stop();
}

#[test]
fn settings_take_effect_at_once() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1)[0]["severity"], 1);
    let settings = json!({ "settings": { "immuta": { "rules": { "invalid-value": "warning" } } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(client.pushed(URI, 1)[0]["severity"], 2);
    let settings = json!({ "settings": { "immuta": { "rules": { "invalid-value": "off" } } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(client.pushed(URI, 1), Vec::<Value>::new());
    client.stop();
}

#[test]
fn asked_for_settings_take_effect_when_they_come() {
    let mut client = Client::start(with(capabilities(), "workspace.configuration", json!(true)));
    let question = client.next("workspace/configuration");
    assert_eq!(
        question["params"]["items"],
        json!([{ "section": "immuta" }])
    );
    client.open(URI, &spec());
    assert_eq!(client.pushed(URI, 1).len(), 1);
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": [{ "rules": { "invalid-value": "off" } }] }));
    assert_eq!(client.pushed(URI, 1), Vec::<Value>::new());
    client.stop();
}

#[test]
fn a_quick_fix_mends_the_finding() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    let found = client.pushed(URI, 1);
    let actions = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": URI }, "range": found[0]["range"], "context": { "diagnostics": found } }),
    );
    let action = &actions[0];
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["isPreferred"], true);
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": URI, "version": 2 },
            "contentChanges": [{ "range": change["edits"][0]["range"], "text": change["edits"][0]["newText"] }],
        }),
    );
    assert_eq!(client.pushed(URI, 2), Vec::<Value>::new());
    client.stop();
}

#[test]
fn fix_all_is_offered_when_asked_for_by_name() {
    let mut client = Client::start(capabilities());
    // Only what is sure is fixed without a look: a difference in case, not a guess.
    client.open(URI, &spec().replace("Redshift", "redshift"));
    client.pushed(URI, 1);
    let ask = |only: Value| {
        json!({
            "textDocument": { "uri": URI },
            "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            "context": { "diagnostics": [], "only": only },
        })
    };
    let actions = client.request("textDocument/codeAction", ask(json!(["source.fixAll"])));
    assert_eq!(actions[0]["kind"], "source.fixAll.immuta");
    assert_eq!(actions.as_array().map(Vec::len), Some(1));
    let actions = client.request("textDocument/codeAction", ask(json!(["refactor"])));
    assert_eq!(actions, json!([]));
    client.stop();
}

#[test]
fn hover_and_completion_answer() {
    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    client.pushed(URI, 1);
    let at = |line: usize, character: usize| json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
    let hover = client.request("textDocument/hover", at(2, 4));
    assert!(
        hover["contents"]["value"]
            .as_str()
            .is_some_and(|text| text.contains("handler")),
        "{hover}"
    );
    client.send(&insertion(URI, 2, 6, 0, "  ro\n"));
    let items = client.request("textDocument/completion", at(6, 4));
    let labels: Vec<_> = items
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["label"].clone())
        .collect();
    assert!(labels.contains(&json!("port")), "{labels:?}");
    client.pushed(URI, 2);
    client.stop();
}

#[test]
fn requests_for_what_is_not_open_get_nothing() {
    let mut client = Client::start(capabilities());
    let place = json!({ "textDocument": { "uri": "file:///nowhere.yaml" }, "position": { "line": 9, "character": 9 } });
    for method in ["textDocument/hover", "textDocument/completion"] {
        assert_eq!(client.request(method, place.clone()), Value::Null);
    }
    client.stop();
}

#[test]
fn a_cancelled_request_is_answered_and_the_server_lives() {
    let mut client = Client::start(with(capabilities(), "textDocument.diagnostic", json!({})));
    let mut text = spec();
    for index in 0..5_000 {
        text.push_str(&format!("  - table: t{index}\n    schema: s\n"));
    }
    client.open(URI, &text);
    let pull = json!({ "textDocument": { "uri": URI } });
    let id = client.ask("textDocument/diagnostic", pull.clone());
    client.notify("$/cancelRequest", json!({ "id": id }));
    client.answer(id);
    let report = client.request("textDocument/diagnostic", pull);
    assert_eq!(
        lines(report["items"].as_array().expect("items")),
        [MISTAKE_LINE + 3]
    );
    client.stop();
}

#[test]
fn the_end_comes_however_it_is_said() {
    let mut client = Client::start(capabilities());
    client.request("shutdown", Value::Null);
    assert_eq!(
        client.hang_up(),
        Some(0),
        "shutdown without exit, then silence"
    );

    let mut client = Client::start(capabilities());
    client.send_all(&[notification("exit", Value::Null)]);
    assert_eq!(client.wait(), Some(1), "exit without shutdown");

    let mut client = Client::start(capabilities());
    client.open(URI, &spec());
    client.hang_up();

    let mut client = Client::spawn();
    client.hang_up();
}
