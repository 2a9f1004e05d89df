//! Names that exist on the tenant, in an editor, against the sandbox.

use crate::editor::{Editor, able};
use crate::home::{Home, KEY, Sandboxed};
use crate::loopback::{self, Loopback};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A project with a slip in each of its lists, and a policy with one in an expression.
const SPECS: &str = "\
projectKey: p
name: P
purposes: [Research.Chrun]
datasources: [public.custmers]
tags: [PII, Sensitivity.Hihg]
---
policyKey: q
name: Q
type: subscription
actions:
  type: entitlements
  advanced: \"@isInGroups('Data Stewarts')\"
";

fn chosen_by_environment(home: &Home, tenant: &Sandboxed) -> Command {
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    command
}

fn live() -> Value {
    json!({ "reports": true, "immuta": { "tenant": { "liveNames": true } } })
}

/// What is said of names, by line, from 0.
fn unknown(diagnostics: &[Value]) -> Vec<(u64, String)> {
    let unknown = diagnostics.iter().filter(|d| d["code"] == "unknown-name");
    unknown
        .map(|d| {
            let line = d["range"]["start"]["line"].as_u64().expect("a line");
            (line, d["message"].as_str().expect("a text").to_owned())
        })
        .collect()
}

/// The diagnostics of a text that is open, as soon as this much is said of names.
fn until(editor: &mut Editor, uri: &str, count: usize) -> Vec<Value> {
    loop {
        let found = editor.client.pushed(uri, 1);
        if unknown(&found).len() == count {
            editor.client.pass_over("textDocument/publishDiagnostics");
            return found;
        }
    }
}

fn complete(editor: &mut Editor, uri: &str, line: u64, character: u64) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
    });
    let answer = editor.client.request("textDocument/completion", params);
    let items = answer.get("items").unwrap_or(&answer);
    items.as_array().expect("items").clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item["label"].as_str())
        .collect()
}

#[test]
fn once_a_tenant_is_chosen_its_names_are_known() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::start(&mut chosen_by_environment(&home, &tenant), live());
    let uri = home.uri("p.yaml");
    editor.client.open(&uri, SPECS);
    let found = until(&mut editor, &uri, 4);
    let host = tenant.url().trim_start_matches("http://");
    let expected = [
        (2, "Research.Chrun", "Research.Churn"),
        (3, "public.custmers", "public.customers"),
        (4, "Sensitivity.Hihg", "Sensitivity.High"),
        (11, "Data Stewarts", "data-stewards"),
    ];
    let told = unknown(&found);
    for (line, name, meant) in expected.iter().take(3) {
        let message = told.iter().find(|(at, _)| at == line);
        let message = message.unwrap_or_else(|| panic!("nothing in line {line}: {told:?}"));
        assert!(
            message.1.contains(name) && message.1.contains(meant) && message.1.contains(host),
            "{message:?}"
        );
    }
    let slips = found.iter().filter(|d| d["code"] == "unknown-name");
    assert!(
        slips.clone().all(|d| d["severity"] == 2),
        "warnings: {found:?}"
    );

    // All requests only read, and all carry the key.
    let requests = tenant.tenant().requests();
    assert!(
        requests
            .iter()
            .all(|r| r.method == "GET" && r.headers["authorization"] == KEY)
    );
    let paths: Vec<_> = requests.iter().map(|r| r.path.as_str()).collect();
    for path in [
        "/tag",
        "/governance/purpose",
        "/project",
        "/dataSource",
        "/bim/group",
        "/bim/user",
        "/bim/iam",
        "/domain",
    ] {
        assert!(paths.contains(&path), "{path} among {paths:?}");
    }

    let tags = complete(&mut editor, &uri, 4, 7);
    assert!(
        labels(&tags).contains(&"Sensitivity.High"),
        "{:?}",
        labels(&tags)
    );
    let purposes = complete(&mut editor, &uri, 2, 11);
    assert!(
        labels(&purposes).contains(&"Research.Churn"),
        "{:?}",
        labels(&purposes)
    );
    let groups = complete(&mut editor, &uri, 11, 27);
    assert!(
        labels(&groups)
            .iter()
            .any(|label| label.contains("stewards")),
        "{:?}",
        labels(&groups)
    );

    let hover = editor.client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri }, "position": { "line": 4, "character": 8 } }),
    );
    let words = hover["contents"]["value"].as_str().expect("a text");
    assert!(words.contains(host), "{words}");
    editor.client.stop();
}

#[test]
fn a_domain_is_offered_by_name_and_written_by_id() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::start(&mut chosen_by_environment(&home, &tenant), live());
    let uri = home.uri("d.yaml");
    let text = "connectionKey: k\noptions:\n  domainCollectionId: \n";
    editor.open(&uri, text);
    editor.client.pass_over("textDocument/publishDiagnostics");
    let items = complete(&mut editor, &uri, 2, 22);
    let domain = &tenant.tenant().world.domains[0];
    let item = items
        .iter()
        .find(|item| item["label"] == domain.name.as_str());
    let item = item.unwrap_or_else(|| panic!("{:?}", labels(&items)));
    assert_eq!(item["textEdit"]["newText"], domain.id.as_str());
    editor.client.stop();
}

#[test]
fn what_the_key_may_not_list_is_not_held_against_anybody() {
    let (home, tenant) = (Home::new(), Sandboxed::start_as(false));
    let mut editor = Editor::start(&mut chosen_by_environment(&home, &tenant), live());
    let uri = home.uri("p.yaml");
    editor.client.open(&uri, SPECS);
    let told = unknown(&until(&mut editor, &uri, 3));
    let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4], "not of the group: {told:?}");
    editor.client.stop();
}

#[test]
fn names_are_fetched_anew_on_request() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::start(&mut chosen_by_environment(&home, &tenant), live());
    let uri = home.uri("p.yaml");
    editor
        .client
        .open(&uri, "projectKey: p\nname: P\npurposes: [Brand New]\n");
    until(&mut editor, &uri, 1);
    push(&tenant, "purpose", "name: Brand New\n");
    let command = json!({ "command": "immuta.refreshTenant", "arguments": [] });
    let id = editor.execute(&command);
    assert!(editor.progress().starts_with("Fetching the names of"));
    let refreshed = editor.result(id);
    assert_eq!(refreshed["tenant"], tenant.url());
    let lists = refreshed["lists"].as_array().expect("lists");
    let state = |name: &str| {
        &lists
            .iter()
            .find(|list| list["name"] == name)
            .expect("a list")["state"]
    };
    assert_eq!(state("tags"), "complete");
    assert_eq!(state("purposes"), "complete");
    assert_eq!(state("attributes"), "incomplete");
    let message = editor.message();
    assert!(message.contains(" tags, "), "{message}");
    assert_eq!(
        unknown(&editor.client.pushed(&uri, 1)).len(),
        0,
        "it exists now"
    );
    editor.client.stop();
}

/// Pushes a spec for real.
fn push(tenant: &Sandboxed, kind: &str, spec: &str) {
    let host = tenant.url().trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(host).expect("the sandbox");
    let request = format!(
        "POST /api/v2/{kind} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {KEY}\r\nContent-Type: text/plain\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{spec}",
        spec.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn what_a_repository_names_is_used_only_after_its_user_used_it() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let profiles = format!("sandbox: {{host: {}, api_key: {KEY}}}\n", tenant.url());
    home.write(".immutacfg.yaml", &profiles);
    home.write("work/immuta-ls.yaml", "tenant: {profile: sandbox}\n");
    let mut editor = Editor::start(&mut home.command(), live());
    let uri = home.uri("p.yaml");
    let text = "projectKey: p\nname: P\ntags: [PII]\n";
    editor.open(&uri, text);
    complete(&mut editor, &uri, 2, 7);
    editor.client.quiet();
    let refresh = json!({ "command": "immuta.refreshTenant", "arguments": [uri] });
    let id = editor.execute(&refresh);
    assert_eq!(editor.result(id)["tenant"], Value::Null);
    let message = editor.message();
    for part in [tenant.url(), "the profile `sandbox`", "dry run"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(tenant.tenant().requests().is_empty());

    let action = editor.action(&uri, 0).expect("a code action");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    editor.progress();
    editor.result(id);
    editor.message();
    editor.report();
    let is_known = |editor: &mut Editor| {
        editor.client.pass_over("textDocument/publishDiagnostics");
        labels(&complete(editor, &uri, 2, 7)).contains(&"Sensitivity.High")
    };
    assert!((0..50).any(|_| is_known(&mut editor)), "no names came");
    let id = editor.execute(&refresh);
    editor.progress();
    assert_eq!(editor.result(id)["tenant"], tenant.url());
    editor.message();
    editor.client.pass_over("textDocument/publishDiagnostics");
    editor.client.stop();
}

/// A tenant with one tag that says nothing before it is let.
fn held_back() -> (Loopback, Arc<AtomicBool>) {
    let let_go = Arc::new(AtomicBool::new(false));
    let may = Arc::clone(&let_go);
    let tenant = Loopback::plain(move |_, stream| {
        while !may.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let body = json!([{ "id": 1, "name": "Left.Behind" }]).to_string();
        let _ = stream.write_all(&loopback::json("200 OK", &body));
    });
    (tenant, let_go)
}

#[test]
fn after_a_request_that_was_cancelled_names_are_fetched_again() {
    let home = Home::new();
    let (tenant, let_go) = held_back();
    let mut editor = Editor::with_environment(&home, &tenant.url());
    let command = json!({ "command": "immuta.refreshTenant", "arguments": [] });
    let id = editor.execute(&command);
    let create = editor.client.next("window/workDoneProgress/create");
    editor.client.reply(&create, Value::Null);
    editor.client.next("$/progress");
    editor.client.notify("$/cancelRequest", json!({ "id": id }));
    assert!(editor.client.answer(id).get("error").is_some());
    while editor.client.next("$/progress")["params"]["value"]["kind"] != "end" {}
    let_go.store(true, Ordering::Relaxed);
    let id = editor.execute(&command);
    editor.progress();
    assert_eq!(editor.result(id)["tenant"], tenant.url());
    editor.message();
    editor.client.stop();
}

#[test]
fn what_comes_from_a_tenant_that_was_left_is_not_kept() {
    let home = Home::new();
    let (tenant, let_go) = held_back();
    let profiles = format!(
        "left: {{host: {}, api_key: {KEY}}}\nnext: {{host: 'http://127.0.0.1:1', api_key: {KEY}}}\n",
        tenant.url()
    );
    home.write(".immutacfg.yaml", &profiles);
    let with = |profile: &str| json!({ "tenant": { "liveNames": true, "profile": profile } });
    let mut editor = Editor::start(&mut home.command(), json!({ "immuta": with("left") }));
    let uri = home.uri("p.yaml");
    editor.open(&uri, "projectKey: p\nname: P\ntags: [PII]\n");
    for _ in 0..500 {
        if !tenant.requests().is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!tenant.requests().is_empty(), "nothing was fetched");
    editor.client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "immuta": with("next") } }),
    );
    editor.client.pushed(&uri, 1);
    let_go.store(true, Ordering::Relaxed);
    editor.client.pass_over("textDocument/publishDiagnostics");
    let tags = complete(&mut editor, &uri, 2, 7);
    assert!(!labels(&tags).contains(&"Left.Behind"), "{tags:?}");
    editor.client.stop();
}

#[test]
fn nothing_is_fetched_before_the_settings_are_known() {
    for (settings, count) in [
        (Value::Null, 4),
        (json!({ "tenant": { "liveNames": false } }), 0),
    ] {
        let (home, tenant) = (Home::new(), Sandboxed::start());
        let mut able = able();
        able["workspace"]["configuration"] = json!(true);
        let mut command = chosen_by_environment(&home, &tenant);
        let mut editor = Editor::start_as(&mut command, able, live());
        let question = editor.client.next("workspace/configuration");
        let uri = home.uri("p.yaml");
        editor.open(&uri, SPECS);
        editor.client.quiet();
        assert!(tenant.tenant().requests().is_empty());
        editor.client.reply(&question, json!([settings]));
        until(&mut editor, &uri, count);
        assert_eq!(tenant.tenant().requests().is_empty(), count == 0);
        editor.client.stop();
    }
}

#[test]
fn without_trust_or_with_the_setting_off_nothing_is_fetched() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let untrusted = json!({ "trusted": false, "immuta": { "tenant": { "liveNames": true } } });
    let off = json!({ "immuta": { "tenant": { "liveNames": false } } });
    for options in [untrusted, off] {
        let mut editor = Editor::start(&mut chosen_by_environment(&home, &tenant), options);
        let uri = home.uri("p.yaml");
        editor.open(&uri, SPECS);
        complete(&mut editor, &uri, 4, 7);
        editor.client.quiet();
        assert!(tenant.tenant().requests().is_empty());
        editor.client.stop();
    }
}

#[test]
fn a_tenant_that_does_not_answer_is_not_mentioned() {
    let home = Home::new();
    let mut command = home.command();
    command
        .env("IMMUTA_URL", "http://127.0.0.1:1")
        .env("IMMUTA_API_KEY", KEY);
    let mut editor = Editor::start(&mut command, live());
    let uri = home.uri("p.yaml");
    assert_eq!(unknown(&editor.open(&uri, SPECS)), []);
    editor.client.quiet();
    editor.client.stop();
}

#[test]
fn a_tenant_that_lists_for_ever_is_left() {
    let home = Home::new();
    let endless = Loopback::plain(|request, stream| {
        let offset = request.split("offset=").nth(1).unwrap_or_default();
        let digits: String = offset.chars().take_while(char::is_ascii_digit).collect();
        let first: usize = digits.parse().unwrap_or(0);
        let row = |number: usize| json!({ "id": number, "name": format!("name {number}"), "userid": format!("user {number}") });
        let rows: Vec<_> = (first..first + 250).map(row).collect();
        let body = json!({ "hits": rows }).to_string();
        let _ = stream.write_all(&loopback::json("200 OK", &body));
    });
    let mut command = home.command();
    command
        .env("IMMUTA_URL", endless.url())
        .env("IMMUTA_API_KEY", KEY);
    let mut editor = Editor::start(&mut command, Value::Null);
    let uri = home.uri("p.yaml");
    editor.open(
        &uri,
        "projectKey: p\nname: P\ndatasources: [no such name]\n",
    );
    let id = editor.execute(&json!({ "command": "immuta.refreshTenant", "arguments": [] }));
    editor.progress();
    let refreshed = editor.result(id);
    let lists = refreshed["lists"].as_array().expect("lists");
    let sources = lists.iter().find(|list| list["name"] == "data sources");
    let expected = json!({ "name": "data sources", "state": "incomplete", "count": 50_000 });
    assert_eq!(sources, Some(&expected));
    editor.message();
    // What a list lacks that goes on and on is not said to be missing.
    until(&mut editor, &uri, 0);
    editor.client.stop();
}
