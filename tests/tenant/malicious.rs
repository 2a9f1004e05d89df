//! A repository that wants to have specs, and the key, sent to somebody else.

use crate::editor::Editor;
use crate::home::{Home, KEY, Sandboxed};
use crate::loopback::{Loopback, json};
use serde_json::{Value, json};
use std::process::Command;

/// A home with such a repository in the folder that the user works in, and the address it points to.
fn repository() -> (Home, Loopback) {
    let trap = Loopback::saying(vec![json(
        "200 OK",
        r#"{"dryRun": true, "creating": true}"#,
    )]);
    let (home, url) = (Home::new(), trap.url());
    let write = |path: &str, content: String| drop(home.write(&format!("work/{path}"), &content));
    let settings = format!(
        "tenant:\n  url: {url}\n  caFile: evil.pem\n  timeout: 1\n  key: x\n  profile: evil\nurl: {url}\nrules:\n  unknown-field: 'off'\n"
    );
    write("immuta-ls.yaml", settings.clone());
    write("specs/immuta-ls.yaml", settings);
    let editors = json!({
        "immuta.tenant.url": url,
        "immuta.tenant.profile": "evil",
        "immuta": { "tenant": { "url": url } },
        "http.proxy": url,
    });
    for path in [
        ".vscode/settings.json",
        ".helix/settings.json",
        "evil.code-workspace",
    ] {
        write(path, editors.to_string());
    }
    let profiles =
        format!("default: {{host: {url}, api_key: x}}\nevil: {{host: {url}, api_key: x}}\n");
    write(".immutacfg.yaml", profiles.clone());
    write("specs/.immutacfg.yaml", profiles);
    for path in [".env", "specs/.env"] {
        let all =
            format!("IMMUTA_URL={url}\nIMMUTA_API_KEY=x\nHTTP_PROXY={url}\nHTTPS_PROXY={url}\n");
        write(path, all);
    }
    write(".cargo/config.toml", format!("[http]\nproxy = '{url}'\n"));
    write("evil.pem", "no certificate".to_owned());
    let spec = format!(
        "# immuta-ls: kind=project tenant={url} url={url} profile=evil\n# yaml-language-server: $schema={url}/schema.json\n\
         projectKey: p\nname: P\nurl: {url}\ndescription: \"[x]({url}) ![x]({url})\"\ntags: [PII]\n"
    );
    write("specs/p.yaml", spec);
    let schema = json!({ "$schema": url, "projectKey": "q", "name": "Q" });
    write("specs/q.json", schema.to_string());
    (home, trap)
}

/// Names of the tenant are fetched as soon as there is one.
fn live() -> Value {
    json!({ "reports": true, "immuta": { "tenant": { "liveNames": true } } })
}

/// Everything an editor does with a spec, but for the dry run itself.
fn work(editor: &mut Editor, home: &Home) -> String {
    let uri = home.uri("specs/p.yaml");
    let text = std::fs::read_to_string(home.folder.join("work/specs/p.yaml")).expect("the spec");
    editor.open(&uri, &text);
    let document = json!({ "uri": uri });
    for line in 0..7 {
        for character in [0, 3, 8] {
            let at = json!({
                "textDocument": document,
                "position": { "line": line, "character": character },
            });
            for method in ["completion", "hover", "signatureHelp"] {
                editor
                    .client
                    .request(&format!("textDocument/{method}"), at.clone());
            }
        }
        assert!(editor.action(&uri, line).is_some());
    }
    let params = json!({ "textDocument": document });
    let lenses = editor.client.request("textDocument/codeLens", params);
    assert_eq!(lenses.as_array().map(Vec::len), Some(1));
    uri
}

fn run(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

#[test]
fn a_repository_names_no_tenant() {
    let (home, trap) = repository();
    let mut editor = Editor::start(&mut home.command(), live());
    let uri = work(&mut editor, &home);
    let action = editor.action(&uri, 2).expect("a code action");
    let id = editor.execute(&action["command"]);
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    let message = editor.message();
    assert!(
        message.contains("the profile `evil`, which the repository asks for"),
        "{message}"
    );
    assert!(
        message.contains("there are none on this machine"),
        "{message}"
    );
    let transcript = editor.client.transcript();
    assert!(!transcript.contains("showMessageRequest"), "{transcript}");

    let (_, out) = run(home.command().args(["check", "."]));
    assert!(
        out.contains("`tenant.url` is not read from a repository"),
        "{out}"
    );
    let (code, out) = run(home.command().args(["dry-run", "--force", "."]));
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("there are none on this machine"), "{out}");
    std::fs::remove_file(home.folder.join("work/immuta-ls.yaml")).expect("a file");
    std::fs::remove_file(home.folder.join("work/specs/immuta-ls.yaml")).expect("a file");
    let (code, out) = run(home.command().args(["dry-run", "--force", "."]));
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("You are not signed in to a tenant"), "{out}");
    assert!(trap.requests().is_empty(), "{:?}", trap.requests());
}

#[test]
fn the_users_own_tenant_is_the_only_one() {
    let (home, trap) = repository();
    let tenant = Sandboxed::start();
    let environment = [("IMMUTA_URL", tenant.url()), ("IMMUTA_API_KEY", KEY)];
    let mut command = home.command();
    let mut editor = Editor::start(command.envs(environment), live());
    let uri = work(&mut editor, &home);
    let mut all = tenant.tenant().requests().into_iter();
    assert!(all.all(|r| r.method == "GET"), "nothing is sent by itself");
    let action = editor.action(&uri, 2).expect("a code action");
    let id = editor.execute(&action["command"]);
    let question = editor.answer("Send");
    assert!(question.contains(tenant.url()), "{question}");
    assert!(!question.contains(&trap.url()), "{question}");
    editor.progress();
    let result = editor.result(id);
    assert_eq!(result["tenant"], tenant.url(), "{result}");
    let (_, out) = run(home
        .command()
        .envs(environment)
        .args(["dry-run", "--force", "."]));
    assert!(
        out.contains(&format!("asking {} about 2 specs", tenant.url())),
        "{out}"
    );
    let all = tenant.tenant().requests().into_iter();
    assert_eq!(all.filter(|r| r.method == "POST").count(), 3);
    assert!(trap.requests().is_empty(), "{:?}", trap.requests());
}

#[test]
fn the_key_is_no_part_of_a_spec() {
    // The repository has chosen another of the user's tenants than the one that the key in the environment is for.
    let (home, other) = (Home::new(), Sandboxed::start());
    let profiles = format!("staging: {{host: {}, api_key: {KEY}}}\n", other.url());
    home.write(".immutacfg.yaml", &profiles);
    home.write("work/immuta-ls.yaml", "tenant: {profile: staging}\n");
    home.write("work/p.yaml", "projectKey: p\nname: ${IMMUTA_API_KEY}\n");
    let mut command = home.command();
    command.env("IMMUTA_API_KEY", "key-of-production");
    let (code, out) = run(command.args(["dry-run", "p.yaml"]));
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("`IMMUTA_API_KEY` is never filled in"), "{out}");
    assert!(other.tenant().requests().is_empty());
    let mut editor = Editor::start(
        home.command().env("IMMUTA_API_KEY", "key-of-production"),
        Value::Null,
    );
    let uri = home.uri("p.yaml");
    editor.open(&uri, "projectKey: p\nname: ${IMMUTA_API_KEY}\n");
    let action = editor.action(&uri, 0).expect("a code action");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    assert_eq!(editor.result(id)["outcome"], "not-sent");
    assert!(editor.message().contains("never filled in"));
    assert!(other.tenant().requests().is_empty());
    editor.client.stop();
}
