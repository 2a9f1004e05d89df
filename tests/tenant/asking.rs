//! A dry run in an editor against a tenant that a test has made, from the start of the editor to its end.

use crate::editor::Editor;
use crate::home::{Home, KEY};
use crate::loopback::Loopback;
use serde_json::{Value, json};

pub(crate) const FINE: &str = "projectKey: p\nname: P\n";
pub(crate) const GOOD: &str = r#"{"dryRun": true, "creating": true}"#;

/// What came of a dry run.
pub(crate) struct Ended {
    /// The outcome as the command has it.
    pub(crate) outcome: String,
    /// The one message to the user.
    pub(crate) message: String,
    /// How much memory the server took for it at most, in KiB.
    pub(crate) memory: u64,
}

/// Dry-runs a spec in an editor whose environment names a tenant; `settings` are those below `tenant`. Exactly one
/// message comes, and a hover is answered afterwards.
pub(crate) fn ask(url: &str, settings: &Value) -> Ended {
    ask_about(url, settings, FINE)
}

pub(crate) fn ask_about(url: &str, settings: &Value, text: &str) -> Ended {
    let home = Home::new();
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    command.env("IMMUTA_URL", url).env("IMMUTA_API_KEY", KEY);
    let options = json!({ "reports": true, "immuta": { "tenant": settings } });
    let mut editor = Editor::start(&mut command, options);
    editor.open(&uri, text);
    let action = editor.action(&uri, 0).expect("a code action");
    let before = peak(&editor);
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    editor.progress();
    let result = editor.result(id);
    let ended = Ended {
        outcome: result["outcome"].as_str().expect("an outcome").to_owned(),
        message: editor.message(),
        memory: peak(&editor) - before,
    };
    assert_eq!(result["summary"], ended.message.as_str());
    match ended.outcome.as_str() {
        "ok" => drop(editor.report()),
        "refused" => drop(editor.client.pushed(&uri, 1)),
        _ => {}
    }
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
    let hover = editor.client.request("textDocument/hover", at);
    assert!(hover["contents"].is_object(), "it lives on: {hover}");
    editor.client.stop();
    ended
}

/// The most memory that the server ever had, in KiB.
fn peak(editor: &Editor) -> u64 {
    let path = format!("/proc/{}/status", editor.client.pid());
    let status = std::fs::read_to_string(path).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.expect("a number").parse().expect("a number")
}

impl Ended {
    /// The message says all of this.
    pub(crate) fn says(&self, about: &str, words: &[&str]) {
        for part in words {
            let message = &self.message;
            assert!(
                message.contains(part),
                "{about}: no `{part}` in `{message}`"
            );
        }
    }
}

/// A case: what it is, the answers to one request after another, how many requests that makes, how it ends and
/// what the message says.
pub(crate) type Case<'a> = (&'a str, Vec<Vec<u8>>, usize, &'a str, &'a [&'a str]);

/// Goes through cases.
pub(crate) fn ends(cases: Vec<Case<'_>>) {
    for (about, answers, requests, outcome, words) in cases {
        let tenant = Loopback::saying(answers);
        let ended = ask(&tenant.url(), &Value::Null);
        assert_eq!(ended.outcome, outcome, "{about}: {}", ended.message);
        ended.says(about, words);
        ended.says(about, &["Dry run of p.yaml"]);
        let all = tenant.requests();
        assert_eq!(all.len(), requests, "{about}");
        for request in all {
            assert!(request.starts_with("POST /api/v2/project?dryRun=true "));
        }
    }
}
