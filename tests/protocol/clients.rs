//! What a client gets, by what it can do.

use crate::client::{Client, capabilities};
use crate::with;
use serde_json::{Value, json};

const URI: &str = "file:///work/clients.yaml";

#[test]
fn other_places_are_sent_to_clients_that_show_them() {
    let text = "projectKey: a\nname: b\nprojectKey: c\n";
    for shows in [true, false] {
        let path = "textDocument.publishDiagnostics.relatedInformation";
        let mut client = Client::start(with(capabilities(), path, json!(shows)));
        client.open(URI, text);
        let told = client.pushed(URI, 1);
        let twice = told.iter().find(|one| one["code"] == "duplicate-key");
        let related = &twice.expect("the mistake")["relatedInformation"];
        if shows {
            let place = json!({
                "uri": URI,
                "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 10 } },
            });
            assert_eq!(
                related,
                &json!([{ "location": place, "message": "First used here" }])
            );
        } else {
            assert_eq!(related, &Value::Null);
        }
        client.stop();
    }
}

/// A text with the edits of a completion item applied, as they are.
fn applied(text: &str, item: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().expect("a line");
        let line = usize::try_from(line).expect("a line");
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let character = position["character"].as_u64().expect("a character");
        before + usize::try_from(character).expect("a character")
    };
    let more = item["additionalTextEdits"].as_array().into_iter().flatten();
    let mut edits: Vec<_> = more.chain([&item["textEdit"]]).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    edits.into_iter().fold(text.to_owned(), |mut text, edit| {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().expect("a text"));
        text
    })
}

#[test]
fn a_client_that_inserts_text_as_it_is_gets_it_indented() {
    let head = "connectionKey: a\nconnection:\n  handler: Trino\nsources:\n  - table: a\n    ";
    let able = with(
        capabilities(),
        "textDocument.completion.completionItem",
        json!({ "insertTextModeSupport": { "valueSet": [1] } }),
    );
    for line_break in ["\n", "\r\n"] {
        let text = format!("{head}\nname: b\n").replace('\n', line_break);
        let mut client = Client::start(able.clone());
        client.open(URI, &text);
        client.pushed(URI, 1);
        let items = client.request(
            "textDocument/completion",
            json!({ "textDocument": { "uri": URI }, "position": { "line": 5, "character": 4 } }),
        );
        let mut several_lines = 0;
        for item in items.as_array().expect("items") {
            let label = item["label"].as_str().expect("a label");
            let new_text = item["textEdit"]["newText"].as_str().expect("a text");
            assert_eq!(item["insertTextMode"], 1, "{label}");
            several_lines += usize::from(new_text.contains('\n'));
            let text = applied(&text, item);
            assert_eq!(
                text.matches('\n').count(),
                text.matches(line_break).count(),
                "{label}: {text:?}"
            );
            let read: Value = serde_yaml::from_str(&text).expect("YAML");
            assert_eq!(read["sources"][0]["table"], "a", "{label}: {text}");
            assert!(read["sources"][0].get(label).is_some(), "{label}: {text}");
            assert_eq!(read["name"], "b", "{label}: {text}");
        }
        assert!(several_lines > 0, "nothing has several lines");
        client.stop();
    }
}
