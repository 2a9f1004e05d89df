//! Text of a repository and of a tenant that would act where people read it.

use crate::asking::{FINE, GOOD, ask_about};
use crate::editor::Editor;
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, json};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use serde_json::json;

const HOSTILE: &[&str] = &[
    "[Fix it](command:workbench.action.terminal.new)",
    "``` <style>*{display:none}</style> `",
    "`` <u>x</u> [u](https:evil.example.com)",
    "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}dlrow",
    "a\n::stop-commands::x",
    "::error::x ##[error]x @everybody #1",
];

/// Nothing in a message is a link or steers anything.
fn is_inert(message: &str) {
    assert!(!message.contains("]("), "{message:?}");
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!message.contains(steers), "{message:?}");
}

/// Nothing in a report is markup but what is ours: headings, lists, quotes, emphasis and code.
fn is_inert_report(report: &str) {
    let mut options = Options::default();
    options.extension.autolink = true;
    let arena = Arena::new();
    for node in parse_document(&arena, report, &options).descendants() {
        let value = &node.data.borrow().value;
        let active = matches!(
            value,
            NodeValue::Link(_)
                | NodeValue::Image(_)
                | NodeValue::HtmlInline(_)
                | NodeValue::HtmlBlock(_)
        );
        assert!(!active, "{value:?} in {report}");
        if let NodeValue::Text(text) = value {
            assert!(!text.contains("@everybody"), "{report}");
        }
    }
}

#[test]
fn a_profile_that_a_repository_names_is_text() {
    for hostile in HOSTILE {
        let home = Home::new();
        let settings = json!({ "tenant": { "profile": hostile } });
        home.write("work/immuta-ls.yaml", &settings.to_string());
        let uri = home.uri("p.yaml");
        let mut editor = Editor::start(&mut home.command(), json!({ "reports": true }));
        editor.open(&uri, FINE);
        let action = editor.action(&uri, 0).expect("a code action");
        let id = editor.execute(&action["command"]);
        let result = editor.result(id);
        assert_eq!(result["outcome"], "not-sent");
        is_inert(&editor.message());
        is_inert(result["summary"].as_str().expect("a summary"));
        editor.client.stop();
    }
}

#[test]
fn the_words_of_a_tenant_are_text() {
    for hostile in HOSTILE {
        let body = json!({ "message": hostile }).to_string();
        let tenant = Loopback::saying(vec![json("422 Unprocessable Entity", &body)]);
        let ended = ask_about(&tenant.url(), &json!({}), FINE);
        assert_eq!(ended.outcome, "refused");
        is_inert(&ended.message);
    }
}

#[test]
fn the_name_of_a_file_is_text() {
    for hostile in HOSTILE {
        let name = format!("{}.yaml", hostile.replace('/', ":"));
        let home = Home::new();
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let uri = home.uri(&encoded);
        let tenant = Loopback::saying(vec![json("200 OK", GOOD)]);
        let mut command = home.command();
        command
            .env("IMMUTA_URL", tenant.url())
            .env("IMMUTA_API_KEY", KEY);
        let mut editor = Editor::start(&mut command, json!({ "reports": true }));
        editor.open(&uri, FINE);
        let action = editor.action(&uri, 0).expect("a code action");
        let id = editor.execute(&action["command"]);
        is_inert(&editor.answer("Send"));
        is_inert(&editor.progress());
        assert_eq!(editor.result(id)["outcome"], "ok");
        is_inert(&editor.message());
        is_inert_report(&editor.report());
        editor.client.stop();

        // The same on the command line, where a workflow reads along.
        home.write(&format!("work/{name}"), FINE);
        for format in ["text", "markdown", "github", "json"] {
            let mut command = home.command();
            command
                .env("IMMUTA_URL", tenant.url())
                .env("IMMUTA_API_KEY", KEY);
            let output = command.args(["dry-run", ".", "--format", format]).output();
            let output = output.expect("it runs");
            let out = String::from_utf8(output.stdout).expect("UTF-8");
            let ours = |line: &str| format == "github" && line.starts_with("::error file=");
            for line in out.lines().filter(|line| !ours(line)) {
                assert!(!line.trim_start().starts_with("::"), "{format}: {out:?}");
                assert!(
                    !line.contains(|c: char| c.is_control()),
                    "{format}: {out:?}"
                );
            }
            if format == "markdown" {
                is_inert_report(&out);
            }
        }
    }
}
