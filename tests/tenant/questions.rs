//! What has to be asked before anything is sent, and what stops a run.

use crate::client::capabilities;
use crate::editor::Editor;
use crate::home::{Home, KEY, Sandboxed};
use serde_json::{Value, json};

const FINE: &str = "projectKey: p\nname: P\n";

/// Runs the dry run of a text that is open already.
fn start(editor: &mut Editor, uri: &str) -> i64 {
    let action = editor.action(uri, 0).expect("a code action");
    editor.execute(&action["command"])
}

#[test]
fn a_tenant_is_agreed_to_once_and_for_good() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, tenant.url());
    editor.open(&uri, FINE);
    let id = start(&mut editor, &uri);
    let question = editor.answer("Cancel");
    for part in [
        tenant.url(),
        "${NAME}",
        "`IMMUTA_URL`",
        "`IMMUTA_API_KEY`",
        "Nothing is changed",
    ] {
        assert!(question.contains(part), "{question}");
    }
    assert_eq!(editor.result(id)["outcome"], "cancelled");
    editor.message();
    assert!(tenant.tenant().requests().is_empty());
    let id = start(&mut editor, &uri);
    editor.answer("Send");
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "ok");
    editor.message();
    editor.report();
    editor.client.stop();

    let mut later = Editor::with_environment(&home, tenant.url());
    later.open(&uri, FINE);
    let id = start(&mut later, &uri);
    later.progress();
    assert_eq!(later.result(id)["outcome"], "ok");
    later.message();
    later.report();
    later.client.stop();

    let other = Sandboxed::start();
    let mut elsewhere = Editor::with_environment(&home, other.url());
    elsewhere.open(&uri, FINE);
    let id = start(&mut elsewhere, &uri);
    elsewhere.answer("Cancel");
    assert_eq!(elsewhere.result(id)["outcome"], "cancelled");
    elsewhere.message();
    elsewhere.client.stop();
}

#[test]
fn a_spec_with_errors_of_its_own_is_asked_about_first() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, tenant.url());
    assert!(
        !editor
            .open(&uri, "projectKey: p\nequalization: maybe\n")
            .is_empty()
    );
    let id = start(&mut editor, &uri);
    let question = editor.answer("Do not send");
    assert!(
        question.starts_with("p.yaml has 2 errors of its own"),
        "{question}"
    );
    assert_eq!(editor.result(id)["outcome"], "cancelled");
    editor.message();
    assert!(tenant.tenant().requests().is_empty());
    let id = start(&mut editor, &uri);
    editor.answer("Send all the same");
    editor.answer("Send");
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "refused");
    editor.message();
    editor.client.pushed(&uri, 1);
    assert_eq!(tenant.tenant().requests().len(), 1);
    editor.client.stop();
}

#[test]
fn a_placeholder_without_a_value_stops_the_run() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, tenant.url());
    editor.open(&uri, "projectKey: p\nname: ${NO_SUCH_NAME}\n");
    let id = start(&mut editor, &uri);
    editor.answer("Send");
    let result = editor.result(id);
    assert_eq!(result["outcome"], "not-sent");
    let message = editor.message();
    assert!(message.contains("`NO_SUCH_NAME` is not set"), "{message}");
    assert!(tenant.tenant().requests().is_empty());
    editor.client.stop();
}

#[test]
fn without_a_tenant_or_a_key_the_message_says_what_to_do() {
    let home = Home::new();
    let uri = home.uri("p.yaml");
    let mut editor = Editor::start(&mut home.command(), Value::Null);
    editor.open(&uri, FINE);
    let id = start(&mut editor, &uri);
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    let message = editor.message();
    assert!(
        message.contains("You are not signed in to a tenant"),
        "{message}"
    );
    assert!(message.contains("immuta configure"), "{message}");
    editor.client.stop();

    let mut command = home.command();
    command.env("IMMUTA_API_KEY", KEY);
    let options = json!({ "immuta": { "tenant": { "url": "https://tenant.example.com" } } });
    let mut editor = Editor::start(&mut command, options);
    editor.open(&uri, FINE);
    let id = start(&mut editor, &uri);
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    let message = editor.message();
    assert!(
        message.contains("No API key for https://tenant.example.com"),
        "{message}"
    );
    assert!(message.contains("does not say which tenant"), "{message}");
    assert!(!message.contains(KEY));
    editor.client.stop();
}

#[test]
fn the_clients_own_key_goes_first_and_is_asked_for_by_tenant() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", "another-key");
    let mut editor = Editor::start(
        &mut command,
        json!({ "credentials": true, "reports": true }),
    );
    editor.open(&uri, FINE);
    for (answer, outcome) in [
        (json!({ "apiKey": KEY }), "ok"),
        (json!({ "apiKey": null }), "failed"),
    ] {
        let id = start(&mut editor, &uri);
        let asked = editor.client.next("immuta/credentials");
        assert_eq!(asked["params"], json!({ "host": tenant.url() }));
        editor.client.reply(&asked, answer);
        if outcome == "ok" {
            let question = editor.answer("Send");
            assert!(question.contains("API key from the editor"), "{question}");
        }
        editor.progress();
        assert_eq!(editor.result(id)["outcome"], outcome);
        let message = editor.message();
        if outcome == "ok" {
            editor.report();
        } else {
            assert!(
                message.contains("does not accept the API key (status 401)"),
                "{message}"
            );
        }
    }
    editor.client.stop();
}

#[test]
fn a_profile_of_immutas_own_command_line_will_do() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let profiles = format!(
        "default:\n  host: https://tenant.example.com\n  api_key: x\nsandbox:\n  host: {}\n  api_key: {KEY}\n",
        tenant.url()
    );
    home.write(".immutacfg.yaml", &profiles);
    home.write("work/immuta-ls.yaml", "tenant:\n  profile: sandbox\n");
    let uri = home.uri("p.yaml");
    let mut editor = Editor::start(&mut home.command(), json!({ "reports": true }));
    editor.open(&uri, FINE);
    let id = start(&mut editor, &uri);
    let question = editor.answer("Send");
    assert!(
        question.contains("the profile `sandbox`, which the repository asks for"),
        "{question}"
    );
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "ok");
    editor.message();
    editor.report();
    editor.client.stop();
}

#[test]
fn a_folder_that_is_not_trusted_makes_no_request() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    let mut editor = Editor::start(&mut command, json!({ "trusted": false }));
    editor.open(&uri, FINE);
    assert!(editor.action(&uri, 0).is_none());
    let params = json!({ "textDocument": { "uri": uri } });
    assert_eq!(
        editor.client.request("textDocument/codeLens", params),
        Value::Null
    );
    let id = editor.execute(&json!({ "command": "immuta.dryRun", "arguments": [uri] }));
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    assert!(editor.message().contains("not trusted"));
    assert!(tenant.tenant().requests().is_empty());
    editor.client.stop();
}

#[test]
fn progress_can_be_cancelled_and_so_can_the_request() {
    let home = Home::new();
    // Somebody who listens and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, &url);
    editor.open(&uri, FINE);
    let id = start(&mut editor, &uri);
    editor.answer("Send");
    let create = editor.client.next("window/workDoneProgress/create");
    editor.client.reply(&create, Value::Null);
    editor.client.next("$/progress");
    let token = json!({ "token": create["params"]["token"] });
    editor
        .client
        .notify("window/workDoneProgress/cancel", token);
    assert_eq!(editor.result(id)["outcome"], "cancelled");
    assert!(editor.message().starts_with("Cancelled"));
    assert_eq!(
        editor.client.next("$/progress")["params"]["value"]["kind"],
        "end"
    );

    let id = start(&mut editor, &uri);
    let create = editor.client.next("window/workDoneProgress/create");
    editor.client.reply(&create, Value::Null);
    editor.client.next("$/progress");
    editor.client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(editor.client.answer(id)["error"]["code"], -32800);
    assert_eq!(
        editor.client.next("$/progress")["params"]["value"]["kind"],
        "end"
    );
    editor.client.stop();
}

#[test]
fn a_bare_client_gets_a_command_and_messages() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    let mut bare = capabilities();
    bare["textDocument"] = json!({});
    bare["workspace"] = json!({});
    let mut editor = Editor::start_as(&mut command, bare, Value::Null);
    editor.open(&uri, FINE);
    let action = editor.action(&uri, 0).expect("a command");
    assert_eq!(action["command"], "immuta.dryRun");
    let id = editor.execute(&action);
    editor.answer("Send");
    assert_eq!(editor.result(id)["outcome"], "ok");
    assert!(editor.message().contains("The project would be created"));
    editor.client.stop();
}

#[test]
fn commands_that_make_no_sense_are_refused() {
    let home = Home::new();
    let mut editor = Editor::start(&mut home.command(), Value::Null);
    for command in [
        json!({ "command": "immuta.push", "arguments": ["file:///p.yaml"] }),
        json!({ "command": "immuta.dryRun", "arguments": [] }),
        json!({ "command": "immuta.dryRun", "arguments": [7] }),
    ] {
        let id = editor.execute(&command);
        assert_eq!(
            editor.client.answer(id)["error"]["code"],
            -32602,
            "{command}"
        );
    }
    let nowhere = json!({ "command": "immuta.dryRun", "arguments": [home.uri("none.yaml"), 3] });
    let id = editor.execute(&nowhere);
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    assert!(editor.message().contains("no Immuta spec here"));
    editor.client.stop();
}

/// A client that cannot ask says so; then the same command again is the answer.
#[test]
fn a_client_that_cannot_ask_is_told_and_run_again() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, tenant.url());
    editor.open(&uri, "projectKey: p\nequalization: maybe\n");
    let expected = [
        "Nothing is sent yet; run it again to send all the same. p.yaml has 2 errors of its own",
        "Nothing is sent yet; run it again to send to http://127.0.0.1",
    ];
    for (run, words) in expected.into_iter().enumerate() {
        let id = start(&mut editor, &uri);
        for _ in 0..=run {
            editor.cannot_ask();
        }
        let result = editor.result(id);
        assert_eq!(result["outcome"], "not-sent", "{result}");
        let message = editor.message();
        assert!(message.starts_with(words), "{message}");
    }
    assert!(tenant.tenant().requests().is_empty());
    let id = start(&mut editor, &uri);
    editor.cannot_ask();
    editor.cannot_ask();
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "refused");
    editor.message();
    editor.client.pushed(&uri, 1);
    assert_eq!(tenant.tenant().requests().len(), 1);
    editor.client.stop();
}
