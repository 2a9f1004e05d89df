//! The dry run in an editor, from the code action to the report, against the sandbox.

use crate::client::insertion;
use crate::editor::{Editor, able, complaints};
use crate::home::{Home, KEY, Sandboxed};
use expect_test::expect;
use serde_json::{Value, json};

/// Goes through a dry run of the spec at a line, the user agreeing to send it. Gives the result of the command.
fn dry_run(editor: &mut Editor, uri: &str, line: usize) -> Value {
    let action = editor.action(uri, line).expect("a code action");
    assert_eq!(action["kind"], "source.immuta.dryRun");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    editor.progress();
    editor.result(id)
}

fn example(name: &str) -> String {
    let path = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("an example")
}

#[test]
fn every_kind_of_spec_is_asked_about_and_nothing_is_changed() {
    let cases = [
        (
            "bigquery.data.yaml",
            "data",
            "text/plain",
            "2 data sources would be created",
        ),
        (
            "redshift.data.json",
            "data",
            "application/json",
            "2 data sources would be updated",
        ),
        (
            "mask-pii.policy.yaml",
            "policy",
            "text/plain",
            "The policy would be updated",
        ),
        (
            "subscribe-finance.policy.json",
            "policy",
            "application/json",
            "The policy would be created",
        ),
        (
            "churn.project.yaml",
            "project",
            "text/plain",
            "REMOVES: 1 data source would be taken out of the project",
        ),
        (
            "research.purpose.yaml",
            "purpose",
            "text/plain",
            "The purpose would be updated",
        ),
    ];
    let filled = [
        ("BIGQUERY_KEY_BASE64", "a2V5"),
        ("REDSHIFT_PASSWORD", "pass \"word\""),
    ];
    for (file, kind, content_type, outcome) in cases {
        let (home, tenant) = (Home::new(), Sandboxed::start());
        let before = tenant.dump();
        let mut command = home.command();
        command
            .envs(filled)
            .env("IMMUTA_URL", tenant.url())
            .env("IMMUTA_API_KEY", KEY);
        let mut editor = Editor::start(&mut command, json!({ "reports": true }));
        let (uri, text) = (home.uri(file), example(file));
        editor.open(&uri, &text);
        let result = dry_run(&mut editor, &uri, 2);
        assert_eq!(result["outcome"], "ok", "{file}: {result}");
        assert_eq!(result["tenant"], tenant.url());
        let summary = result["summary"].as_str().expect("a summary");
        assert!(summary.contains(outcome), "{file}: {summary}");
        assert_eq!(editor.message(), summary);
        let report = editor.report();
        assert!(
            report.contains(&format!("## {}", file.replace('_', "\\_"))),
            "{report}"
        );
        editor.client.stop();

        assert_eq!(tenant.dump(), before, "{file}: the tenant is as it was");
        let requests = tenant.tenant().requests();
        let [request] = requests.as_slice() else {
            panic!("{file}: one request, not {}", requests.len());
        };
        assert_eq!(request.method, "POST");
        assert_eq!(request.path, format!("/api/v2/{kind}"));
        assert_eq!(request.query, "dryRun=true");
        let header = |name: &str| request.headers.get(name).map(String::as_str);
        assert_eq!(header("authorization"), Some(KEY));
        assert_eq!(header("content-type"), Some(content_type));
        assert_eq!(header("accept"), Some("application/json"));
        let own = concat!("immuta-ls/", env!("CARGO_PKG_VERSION"));
        assert_eq!(header("user-agent"), Some(own));
        let mut names: Vec<_> = request.headers.keys().map(String::as_str).collect();
        names.sort_unstable();
        let all = [
            "accept",
            "accept-encoding",
            "authorization",
            "content-length",
            "content-type",
            "host",
            "user-agent",
        ];
        assert_eq!(names, all, "{file}: nothing else is told");
        let body = text
            .replace("${BIGQUERY_KEY_BASE64}", "\"a2V5\"")
            .replace("${REDSHIFT_PASSWORD}", "pass \\\"word\\\"");
        assert_eq!(request.body, body, "{file}: as it is written");
    }
}

const PAIR: &str = "\
name: Research.Sales
subpurposes: []
---
projectKey: p
name: P
datasources:
  - public.customers
  - no such thing
tags: [PII, Sensitivity.Hihg]
";

#[test]
fn complaints_stand_where_they_belong_until_their_text_is_edited() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::with_environment(&home, tenant.url());
    let uri = home.uri("pair.yaml");
    editor.open(&uri, PAIR);
    let result = dry_run(&mut editor, &uri, 5);
    assert_eq!(result["outcome"], "refused", "{result}");
    let message = editor.message();
    assert!(message.contains("pair.yaml (document 2)"), "{message}");
    assert!(
        message.contains("refuses this spec (status 422)"),
        "{message}"
    );
    let found = editor.client.pushed(&uri, 1);
    let found = complaints(&found);
    assert_eq!(
        found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [7, 8],
        "{found:?}"
    );
    assert!(found[0].1.contains("no such thing"), "{found:?}");
    assert!(found[1].1.contains("Sensitivity.Hihg"), "{found:?}");
    let body = &tenant.tenant().requests()[0].body;
    assert_eq!(
        *body,
        PAIR[PAIR.find("---").expect("a marker")..],
        "the second document alone"
    );

    // A line more above moves them along; an edit in the text of one takes that one away.
    editor.client.send(&insertion(&uri, 2, 0, 0, "# more\n"));
    let found = editor.client.pushed(&uri, 2);
    assert_eq!(
        complaints(&found)
            .iter()
            .map(|(line, _)| *line)
            .collect::<Vec<_>>(),
        [8, 9]
    );
    editor.client.send(&insertion(&uri, 3, 8, 6, "x"));
    let found = editor.client.pushed(&uri, 3);
    assert_eq!(
        complaints(&found)
            .iter()
            .map(|(line, _)| *line)
            .collect::<Vec<_>>(),
        [9]
    );

    // The first document is another spec: its dry run leaves the complaints about the second alone.
    let action = editor.action(&uri, 1).expect("a code action");
    assert_eq!(action["command"]["arguments"], json!([uri, 0]));
    let id = editor.execute(&action["command"]);
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "ok");
    editor.message();
    editor.report();
    editor.client.send(&insertion(&uri, 4, 0, 0, "# more\n"));
    let found = editor.client.pushed(&uri, 4);
    assert_eq!(complaints(&found).len(), 1);
    editor.client.stop();
}

#[test]
fn what_was_mended_while_the_tenant_was_asked_is_not_complained_about() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::with_environment(&home, tenant.url());
    let uri = home.uri("p.yaml");
    let text = "projectKey: p\nname: P\ntags: [PIX, PIY]\n";
    editor.open(&uri, text);
    let action = editor.action(&uri, 0).expect("a code action");
    let id = editor.execute(&action["command"]);
    let question = editor.client.next("window/showMessageRequest");
    editor.client.send(&insertion(&uri, 2, 2, 7, "I"));
    editor.client.pushed(&uri, 2);
    let send = question["params"]["actions"][0].clone();
    editor.client.reply(&question, send);
    editor.progress();
    assert_eq!(editor.result(id)["outcome"], "refused");
    editor.message();
    let found = editor.client.pushed(&uri, 2);
    let [found] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(
        found["message"].as_str().expect("a text").contains("PIY"),
        "{found}"
    );
    assert_eq!(found["range"]["start"]["character"], 13);
    editor.client.stop();
}

#[test]
fn a_client_that_pulls_has_the_complaints_pushed() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut pulls = able();
    pulls["textDocument"]["diagnostic"] = json!({});
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    let mut editor = Editor::start_as(&mut command, pulls, json!({ "reports": true }));
    let uri = home.uri("p.yaml");
    editor
        .client
        .open(&uri, "projectKey: p\nname: P\nowners: 1\ntags: [PIX]\n");
    let result = dry_run(&mut editor, &uri, 0);
    assert_eq!(result["outcome"], "refused", "{result}");
    editor.message();
    let found = editor.client.pushed(&uri, 1);
    assert_eq!(
        found.len(),
        complaints(&found).len(),
        "nothing of our own is pushed"
    );
    assert!(!found.is_empty());
    let pulled = editor.client.request(
        "textDocument/diagnostic",
        json!({ "textDocument": { "uri": uri } }),
    );
    let pulled = pulled["items"].as_array().expect("items").clone();
    assert!(
        !pulled.is_empty() && complaints(&pulled).is_empty(),
        "{pulled:?}"
    );
    editor.client.send(&insertion(&uri, 2, 3, 8, "x"));
    assert_eq!(
        complaints(&editor.client.pushed(&uri, 2)).len(),
        found.len() - 1
    );
    editor.client.stop();
}

#[test]
fn a_lens_stands_above_each_spec_and_does_the_same() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut editor = Editor::with_environment(&home, tenant.url());
    let uri = home.uri("pair.yaml");
    editor.open(&uri, PAIR);
    let params = json!({ "textDocument": { "uri": uri } });
    let lenses = editor
        .client
        .request("textDocument/codeLens", params.clone());
    let lenses = lenses.as_array().expect("lenses");
    let seen: Vec<_> = lenses
        .iter()
        .map(|lens| (&lens["range"]["start"]["line"], &lens["command"]["title"]))
        .collect();
    let title = json!("Dry-run against tenant");
    assert_eq!(seen, [(&json!(0), &title), (&json!(3), &title)]);
    let id = editor.execute(&lenses[0]["command"]);
    editor.answer("Send");
    assert_eq!(editor.progress(), "Dry run of pair.yaml (document 1)");
    assert_eq!(editor.result(id)["outcome"], "ok");
    editor.message();
    editor.report();
    let own = json!({ "codeLens": false, "tenant": { "liveNames": false } });
    let settings = json!({ "settings": { "immuta": own } });
    editor
        .client
        .notify("workspace/didChangeConfiguration", settings);
    editor.client.pushed(&uri, 1);
    assert_eq!(
        editor.client.request("textDocument/codeLens", params),
        Value::Null
    );
    editor.client.stop();
}

#[test]
fn a_folder_is_asked_about_as_it_is_in_the_editor_and_on_the_disk() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/specs/a.yaml", "projectKey: a\nname: A\n");
    home.write("work/specs/b.yaml", "projectKey: b\nname: B\ntags: [PIX]\n");
    home.write("work/specs/c.yaml", "kind: Deployment\nmetadata: {}\n");
    let mut editor = Editor::with_environment(&home, tenant.url());
    let open = home.uri("specs/a.yaml");
    editor.open(&open, "projectKey: a\nname: A in the editor\n");
    let command = json!({ "command": "immuta.dryRun", "arguments": [home.uri("specs")] });
    let id = editor.execute(&command);
    let question = editor.answer("Send");
    assert!(question.starts_with("These 2 specs go to"), "{question}");
    assert_eq!(editor.progress(), "Dry run of 2 specs");
    let result = editor.result(id);
    assert_eq!(result["outcome"], "refused");
    let summary = editor.message();
    assert_eq!(
        summary,
        "Dry run of 2 specs: 1 refused, 1 with other changes. The report has the details."
    );
    let report = editor.report();
    assert!(report.contains("line 3: Tag"), "{report}");
    // A file that is not open has its complaints, too, until it changes.
    let closed = home.uri("specs/b.yaml");
    let told = editor.client.next("textDocument/publishDiagnostics");
    assert_eq!(told["params"]["uri"], closed);
    let diagnostics = told["params"]["diagnostics"].as_array().expect("a list");
    assert_eq!(complaints(diagnostics)[0].0, 2);
    let changed = json!({ "changes": [{ "uri": closed, "type": 2 }] });
    editor
        .client
        .notify("workspace/didChangeWatchedFiles", changed);
    let told = editor.client.next("textDocument/publishDiagnostics");
    assert_eq!(told["params"]["diagnostics"], json!([]));
    editor.client.pushed(&open, 1);
    let bodies: Vec<_> = tenant
        .tenant()
        .requests()
        .into_iter()
        .map(|r| r.body)
        .collect();
    assert!(
        bodies.iter().any(|body| body.contains("A in the editor")),
        "{bodies:?}"
    );
    editor.client.stop();
}

#[test]
fn an_editor_that_shows_documents_gets_the_report_as_a_file() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    let mut editor = Editor::start(&mut command, Value::Null);
    let uri = home.uri("churn.project.yaml");
    editor.open(&uri, &example("churn.project.yaml"));
    let action = editor.action(&uri, 2).expect("a code action");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    editor.progress();
    let show = editor.client.next("window/showDocument");
    editor.client.reply(&show, json!({ "success": true }));
    assert_eq!(editor.result(id)["outcome"], "ok");
    editor.message();
    let shown = show["params"]["uri"].as_str().expect("a URI");
    let path = shown
        .strip_prefix("file://")
        .expect("a file")
        .replace("%20", " ");
    let report = std::fs::read_to_string(path).expect("the report");
    let host = tenant.url().trim_start_matches("http://");
    expect![[r#"
        # Dry run against HOST

        Simulated by the tenant. Nothing was changed.

        ## churn.project.yaml

        > **⚠ This push removes things.** 1 data source would be taken out of the project (the tenant does not name them).

        **1 data source would be taken out of the project**.

        The workspace would be created.

        1 data source would be added to the project.

        The project would be updated.
    "#]]
    .assert_eq(&report.replace(host, "HOST"));
    editor.client.stop();
}
