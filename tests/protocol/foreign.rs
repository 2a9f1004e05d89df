//! Text of a repository in what editors show: hovers, findings, fixes.

use super::*;
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("../hostile.json")).expect("a list of texts")
}

/// Specs that have a text wherever one can be.
fn specs(text: &str) -> [String; 3] {
    let data = json!({
        "connectionKey": text,
        "connection": { "handler": text, "hostname": text, text: text },
        "nameTemplate": { "dataSourceFormat": text },
        "owners": [{ "type": text, "name": text }],
        "sources": [{ "table": text, "schema": text, "tags": [text] }, { text: text }],
        text: text,
    });
    let policy = json!({
        "policyKey": text,
        "name": text,
        "type": "data",
        "actions": [{
            "type": text,
            "rules": [{ "type": "Masking", "config": { "fields": [{ "type": text, "columnTag": text }],
                "maskingConfig": { "type": text, text: text } }, "exceptions": { "groups": [text] } }]
        }],
        "circumstances": [{ "type": text, "columnTag": text }],
    });
    let rows = json!({
        "policyKey": "k",
        "name": text,
        "type": "data",
        "actions": [{ "type": "Row", "rules": [
            { "type": "Row Restriction by Custom Where Clause", "config": { "predicate": text } },
            { "type": "Row Restriction by Custom Where Clause", "config": { "predicate": format!("@{text}('{text}')") } },
        ] }],
    });
    [data, policy, rows].map(|spec| serde_json::to_string_pretty(&spec).expect("JSON"))
}

/// What acts in Markdown that an editor shows: HTML, images, and links that are not our own.
fn active(markdown: &str) -> Option<String> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    let arena = Arena::new();
    parse_document(&arena, markdown, &options)
        .descendants()
        .find_map(|node| match &node.data.borrow().value {
            NodeValue::Link(link)
                if link.url.starts_with("https://") && !link.url.contains("evil") =>
            {
                None
            }
            value @ (NodeValue::Link(_)
            | NodeValue::Image(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::HtmlBlock(_)) => Some(format!("{value:?}")),
            _ => None,
        })
}

/// Whether something is in a text that acts where it is shown as it is: the messages of findings and the titles of fixes
/// are plain text, in which editors find no links.
fn steers(text: &str) -> bool {
    let steers = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.contains(steers)
}

#[test]
fn what_a_spec_says_is_text_wherever_an_editor_shows_it() {
    let mut capabilities = with(
        capabilities(),
        "textDocument.hover",
        json!({ "contentFormat": ["markdown"] }),
    );
    capabilities = with(
        capabilities,
        "textDocument.publishDiagnostics.relatedInformation",
        json!(true),
    );
    let mut client = Client::start(capabilities);
    let (mut hovers, mut messages, mut titles) = (0, 0, 0);
    for (number, text) in hostile().iter().enumerate() {
        for (kind, spec) in specs(text).iter().enumerate() {
            let uri = format!("file:///work/{number}-{kind}.json");
            client.open(&uri, spec);
            for diagnostic in client.pushed(&uri, 1) {
                let mut told = vec![&diagnostic["message"]];
                let related = diagnostic["relatedInformation"].as_array();
                told.extend(
                    related
                        .into_iter()
                        .flatten()
                        .map(|related| &related["message"]),
                );
                for message in told {
                    let message = message.as_str().expect("a text");
                    assert!(!steers(message), "{text:?}: {message:?}");
                    messages += 1;
                }
            }
            let places = spec.lines().enumerate().flat_map(|(line, content)| {
                let key = content.find('"').map(|at| at + 1);
                let value = content.rsplit_once('"');
                let value = value.map(|(before, _)| before.encode_utf16().count());
                [key, value].into_iter().flatten().map(move |at| (line, at))
            });
            let asked: Vec<_> = places
                .map(|(line, character)| {
                    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
                    client.ask("textDocument/hover", at)
                })
                .collect();
            for id in asked {
                let hover = client.answer(id)["result"]["contents"]["value"].clone();
                if let Some(markdown) = hover.as_str() {
                    assert_eq!(active(markdown), None, "{text:?}: {markdown}");
                    hovers += 1;
                }
            }
            let end = json!({ "line": spec.lines().count(), "character": 0 });
            let whole = json!({ "textDocument": { "uri": uri }, "range": { "start": { "line": 0, "character": 0 }, "end": end },
                "context": { "diagnostics": [] } });
            let actions = client.request("textDocument/codeAction", whole);
            for action in actions.as_array().into_iter().flatten() {
                let title = action["title"].as_str().expect("a title");
                assert!(
                    !steers(title) && !title.contains('\n'),
                    "{text:?}: {title:?}"
                );
                titles += 1;
            }
            let closed = json!({ "textDocument": { "uri": uri } });
            client.notify("textDocument/didClose", closed);
        }
    }
    // Each text was really shown.
    assert!(
        hovers > 3000 && messages > 1000 && titles > 100,
        "{hovers} {messages} {titles}"
    );
}
