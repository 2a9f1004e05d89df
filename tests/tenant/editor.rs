//! An editor on the folder of a [`Home`].

use crate::client::{Client, capabilities};
use crate::home::{Home, KEY};
use serde_json::{Value, json};
use std::process::Command;

/// An editor with an open server.
pub(crate) struct Editor {
    pub(crate) client: Client,
}

/// What an editor with all that matters here can do.
pub(crate) fn able() -> Value {
    let mut able = capabilities();
    able["window"] = json!({
        "workDoneProgress": true,
        "showDocument": { "support": true },
    });
    able
}

impl Editor {
    /// An editor whose environment has the tenant's address and key.
    pub(crate) fn with_environment(home: &Home, url: &str) -> Self {
        let mut command = home.command();
        command.env("IMMUTA_URL", url).env("IMMUTA_API_KEY", KEY);
        Self::start(&mut command, json!({ "reports": true }))
    }

    /// An editor that starts the server by a command, with these `initializationOptions`.
    pub(crate) fn start(command: &mut Command, options: Value) -> Self {
        Self::start_as(command, able(), options)
    }

    /// The same for an editor with certain abilities. Unless the options say otherwise, no names are fetched, so
    /// that all requests are the test's own.
    pub(crate) fn start_as(command: &mut Command, capabilities: Value, mut options: Value) -> Self {
        if options.is_null() {
            options = json!({});
        }
        let live = &mut options["immuta"]["tenant"]["liveNames"];
        if live.is_null() {
            *live = json!(false);
        }
        let mut client = Client::of(command);
        client.shake_hands(json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "initializationOptions": options,
        }));
        Self { client }
    }

    /// Opens a text and gives what is wrong with it.
    pub(crate) fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        self.client.open(uri, text);
        self.client.pushed(uri, 1)
    }

    /// The code action for the dry run at the start of a line.
    pub(crate) fn action(&mut self, uri: &str, line: usize) -> Option<Value> {
        let at = json!({ "line": line, "character": 0 });
        let actions = self.client.request(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": uri },
                "range": { "start": at, "end": at },
                "context": { "diagnostics": [] },
            }),
        );
        let actions = actions.as_array().cloned().unwrap_or_default();
        actions
            .into_iter()
            .find(|action| action["title"] == "Dry-run against tenant")
    }

    /// Runs the command of a code action or a lens, without waiting for its end. Gives the id of the request.
    pub(crate) fn execute(&mut self, command: &Value) -> i64 {
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        self.client.ask("workspace/executeCommand", params)
    }

    /// Answers the next question, and gives it.
    pub(crate) fn answer(&mut self, title: &str) -> String {
        let question = self.client.next("window/showMessageRequest");
        let titles = question["params"]["actions"].as_array().expect("answers");
        let chosen = titles.iter().find(|item| item["title"] == title);
        let chosen = chosen.unwrap_or_else(|| panic!("no `{title}` among {titles:?}"));
        self.client.reply(&question, chosen.clone());
        question["params"]["message"]
            .as_str()
            .expect("a text")
            .to_owned()
    }

    /// Answers the next question as a client does that has no way to ask.
    pub(crate) fn cannot_ask(&mut self) {
        let question = self.client.next("window/showMessageRequest");
        let error = json!({ "code": -32601, "message": "Method not found" });
        let answer = json!({ "jsonrpc": "2.0", "id": question["id"], "error": error });
        self.client.send(&answer);
    }

    /// Lets the server show its progress, to the end. Gives the title.
    pub(crate) fn progress(&mut self) -> String {
        let create = self.client.next("window/workDoneProgress/create");
        self.client.reply(&create, Value::Null);
        let begin = self.client.next("$/progress");
        assert_eq!(begin["params"]["token"], create["params"]["token"]);
        assert_eq!(begin["params"]["value"]["kind"], "begin");
        loop {
            let next = self.client.next("$/progress");
            if next["params"]["value"]["kind"] == "end" {
                break;
            }
        }
        begin["params"]["value"]["title"]
            .as_str()
            .expect("a title")
            .to_owned()
    }

    /// The result of a request that succeeds.
    pub(crate) fn result(&mut self, id: i64) -> Value {
        let answer = self.client.answer(id);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    /// The next message to the user.
    pub(crate) fn message(&mut self) -> String {
        let message = self.client.next("window/showMessage");
        message["params"]["message"]
            .as_str()
            .expect("a text")
            .to_owned()
    }

    /// The next report.
    pub(crate) fn report(&mut self) -> String {
        let report = self.client.next("immuta/report");
        report["params"]["markdown"]
            .as_str()
            .expect("a text")
            .to_owned()
    }
}

/// The complaints of the tenant among diagnostics: line, from 0, and message.
pub(crate) fn complaints(diagnostics: &[Value]) -> Vec<(u64, String)> {
    let tenants = diagnostics
        .iter()
        .filter(|d| d["source"] == "immuta (tenant)");
    tenants
        .map(|d| {
            let line = d["range"]["start"]["line"].as_u64().expect("a line");
            (line, d["message"].as_str().expect("a text").to_owned())
        })
        .collect()
}
