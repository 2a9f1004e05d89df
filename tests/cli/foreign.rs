//! Text of a repository in what the command line prints: on a terminal, in the log of a workflow, in a review.

use super::*;
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("../hostile.json")).expect("a list of texts")
}

/// A folder with specs that have hostile texts wherever one can be, each in a file that is named after it.
fn folder() -> Folder {
    hostile().iter().enumerate().fold(Folder::new(), |folder, (number, text)| {
        let data = json!({
            "connectionKey": text,
            "connection": { "handler": text, "hostname": text, text: text },
            "owners": [{ "type": text, "name": text }],
            "sources": [{ "table": text, "schema": text, "tags": [text, text] }, { text: text }],
            text: text,
        });
        let policy = json!({
            "policyKey": text,
            "name": text,
            "type": "data",
            "actions": [{
                "type": "masking",
                "rules": [{ "type": "Masking", "config": { "fields": [{ "type": "tags", "columnTag": text }],
                    "maskingConfig": { "type": "Constant", "constant": text } }, "exceptions": { "groups": [text] } }]
            }],
            "circumstances": [{ "type": "tags", "tag": text }],
        });
        let name: String = text.chars().filter(|c| !matches!(c, '/' | '\0')).take(40).collect();
        let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
        folder
            .with(&format!("{number} {name}.data.json"), pretty(&data))
            .with(&format!("{number} {name}.policy.json"), pretty(&policy))
    })
}

/// Nothing that a terminal would do is in an output, and no line of it is a command of a workflow.
fn is_text(output: &str, what: &str) {
    for line in output.lines() {
        let steers = |c: char| {
            c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!line.contains(steers), "{what}: {line:?}");
        assert!(
            !line.trim_start().starts_with("::") && !line.contains("##["),
            "{what}: {line:?}"
        );
    }
}

#[test]
fn what_specs_say_is_text_in_every_output() {
    let folder = folder();
    for arguments in [&["check"][..], &["explain"], &["dry-run"]] {
        let ran = folder.run(arguments);
        is_text(&ran.out, "output");
        is_text(&ran.err, "standard error");
        assert!(
            ran.out.len() + ran.err.len() > 100,
            "{arguments:?}: {ran:?}"
        );
    }
    // A line each, and each is ours.
    let ran = folder.run(&["check", "--format", "github"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert!(lines.len() > hostile().len());
    let ours = ["::error file=", "::warning file=", "::notice file="];
    for line in lines {
        let rest = ours.iter().find_map(|head| line.strip_prefix(head));
        let rest = rest.unwrap_or_else(|| panic!("{line:?}"));
        // A runner that has found a command looks for no other in the line.
        assert!(
            !rest.contains(|c: char| c.is_control() && c != '\t'),
            "{line:?}"
        );
    }
    let json = folder.run(&["check", "--format", "json"]).json();
    assert!(json["diagnostics"].as_array().expect("a list").len() > hostile().len());
    let markdown = folder.run(&["explain", "--format", "markdown"]).out;
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    let arena = Arena::new();
    let mut texts = 0;
    for node in parse_document(&arena, &markdown, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(text) => {
                texts += 1;
                assert!(!text.contains("@everybody"), "{text}");
            }
            value @ (NodeValue::Link(_)
            | NodeValue::Image(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::HtmlBlock(_)) => {
                panic!("{value:?} in {markdown}")
            }
            _ => {}
        }
    }
    assert!(texts > hostile().len());
}
