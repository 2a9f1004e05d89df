//! The key, and what placeholders were filled with, are seen nowhere: not in what the server says, not in what the
//! command line prints, not in a file, not in the list of processes.

use crate::editor::Editor;
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, answer, json};
use serde_json::{Value, json};
use std::io::Write;
use std::time::{Duration, Instant};

/// What fills `${PROJECT_SECRET}`: it has what needs escapes.
const SECRET: &str = "hidden-one/ \"quoted\" ä\nhidden-two\\ <more>\n";
/// What no spelling of it can do without.
const PARTS: &[&str] = &[KEY, "hidden-one", "hidden-two"];

const SPEC: &str = "projectKey: p\nname: P\ndescription: ${PROJECT_SECRET}\ntags: [PII]\n";

/// A way of saying back what was sent.
type Echo = fn(&str) -> Vec<u8>;

/// A text as JSON with everything escaped that may be.
fn escaped(text: &str) -> String {
    let unit = |unit: u16| format!("\\u{unit:04x}");
    let escaped: String = text.encode_utf16().map(unit).collect();
    format!("\"{escaped}\"")
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Tenants that give away what they know.
const ECHOES: &[(&str, Echo)] = &[
    ("refused", |sent| {
        json(
            "422 Unprocessable Entity",
            &format!(r#"{{"message": {}}}"#, quoted(sent)),
        )
    }),
    ("refused", |sent| {
        json(
            "400 Bad Request",
            &format!(
                r#"{{"errors": [{{"message": {0}, "path": {0}}}]}}"#,
                escaped(sent)
            ),
        )
    }),
    ("refused", |sent| {
        let long = format!("{}{sent}", "x".repeat(1_800));
        json(
            "400 Bad Request",
            &format!(r#"{{"message": {}}}"#, quoted(&long)),
        )
    }),
    ("refused", |sent| {
        json(
            "409 Conflict",
            &format!(r#"{{"odd": {{{}: 1}}}}"#, quoted(sent)),
        )
    }),
    ("refused", |sent| {
        let inner = format!(r#"{{"received": {}}}"#, quoted(sent));
        json(
            "400 Bad Request",
            &format!(r#"{{"message": {}}}"#, quoted(&inner)),
        )
    }),
    ("failed", |sent| {
        answer(
            "500 Internal Server Error",
            &["content-type: text/plain"],
            sent,
        )
    }),
    ("failed", |sent| json("403 Forbidden", &quoted(sent))),
    ("failed", |sent| json("404 Not Found", sent)),
    ("failed", |sent| json("401 Unauthorized", &quoted(sent))),
    ("failed", |sent| {
        answer("200 OK", &["content-type: text/html"], sent)
    }),
    ("failed", |sent| json("200 OK", sent)),
    ("failed", |sent| {
        let line = sent.replace(['\r', '\n', ' '], "/");
        answer(
            "302 Found",
            &[&format!("location: https://127.0.0.1/{line}?{line}")],
            sent,
        )
    }),
    ("failed", |sent| {
        let line = sent.replace(['\r', '\n'], " ");
        answer(
            "429 Too Many Requests",
            &["retry-after: 3600", &format!("x-sent: {line}")],
            sent,
        )
    }),
    ("failed", |sent| {
        let mut half = json("200 OK", &quoted(sent));
        half.truncate(half.len() - 9);
        half
    }),
    ("ok", |sent| {
        json(
            "200 OK",
            &format!(
                r#"{{"dryRun": true, "creating": [{0}, {{"name": {0}}}, [{0}], {{{0}: {0}}}]}}"#,
                quoted(sent)
            ),
        )
    }),
    ("ok", |sent| {
        json(
            "200 OK",
            &format!(r#"{{"dryRun": true, "updating": {}}}"#, escaped(sent)),
        )
    }),
];

/// None of the secrets is in a text.
fn clean(about: &str, text: &str) {
    for part in PARTS {
        assert!(!text.contains(part), "{about}: `{part}` in {text}");
    }
}

fn environment(command: &mut std::process::Command, url: &str) {
    command
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "full")
        .env("IMMUTA_URL", url)
        .env("IMMUTA_API_KEY", KEY)
        .env("PROJECT_SECRET", SECRET);
}

/// Dry-runs in an editor, and looks for the secrets in everything that can be seen of it.
fn in_an_editor(about: &str, url: &str, reports: bool) -> String {
    let home = Home::new();
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    environment(&mut command, url);
    let mut editor = Editor::start(&mut command, json!({ "reports": reports }));
    editor.open(&uri, SPEC);
    let action = editor.action(&uri, 0).expect("a code action");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    editor.progress();
    let process = format!("/proc/{}", editor.client.pid());
    let arguments = std::fs::read_to_string(format!("{process}/cmdline")).expect("arguments");
    assert!(arguments.contains("immuta-ls"), "{arguments}");
    clean(about, &arguments);
    if !reports {
        let show = editor.client.next("window/showDocument");
        editor.client.reply(&show, json!({ "success": true }));
    }
    let result = editor.result(id);
    editor.message();
    match result["outcome"].as_str() {
        Some("ok") if reports => drop(editor.report()),
        Some("refused") => drop(editor.client.pushed(&uri, 1)),
        _ => {}
    }
    editor.client.request(
        "textDocument/hover",
        json!({
            "textDocument": { "uri": uri },
            "position": { "line": 2, "character": 16 },
        }),
    );
    let transcript = editor.client.transcript();
    assert!(transcript.contains("Dry run of p.yaml"), "{transcript}");
    clean(about, &transcript);
    // Nothing on standard error, either.
    editor.client.stop();
    clean(about, &home.written());
    result["outcome"].as_str().expect("an outcome").to_owned()
}

/// Dry-runs on the command line, and looks for the secrets in what it prints and writes.
fn on_the_command_line(about: &str, url: &str) {
    for format in ["text", "json", "markdown"] {
        let home = Home::new();
        home.write("work/p.yaml", SPEC);
        let mut command = home.command();
        environment(&mut command, url);
        command.args(["dry-run", "p.yaml", "--format", format]);
        let output = command.output().expect("it runs");
        let out = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(
            out.contains("p.yaml") && err.contains("asking"),
            "{about}: {out}{err}"
        );
        clean(about, &out);
        clean(about, &err);
        clean(about, &home.written());
    }
}

#[test]
fn what_a_tenant_says_back_is_taken_out_in_an_editor() {
    for (number, (outcome, echo)) in ECHOES.iter().enumerate() {
        let tenant = Loopback::plain(|request, stream| {
            let _ = stream.write_all(&echo(request));
        });
        let about = format!("case {number}");
        let ended = in_an_editor(&about, &tenant.url(), true);
        assert_eq!(ended, *outcome, "{about}");
        let all = tenant.requests();
        assert!(
            all[0].contains(KEY) && all[0].contains("hidden-two"),
            "it was sent: {all:?}"
        );
    }
}

#[test]
fn what_a_tenant_says_back_is_taken_out_on_the_command_line() {
    for (number, (_, echo)) in ECHOES.iter().enumerate() {
        let tenant = Loopback::plain(|request, stream| {
            let _ = stream.write_all(&echo(request));
        });
        on_the_command_line(&format!("case {number}"), &tenant.url());
    }
}

#[test]
fn a_report_that_is_kept_has_no_secret() {
    let tenant = Loopback::plain(|request, stream| {
        let body = format!(r#"{{"dryRun": true, "creating": [{}]}}"#, quoted(request));
        let _ = stream.write_all(&json("200 OK", &body));
    });
    assert_eq!(in_an_editor("a report", &tenant.url(), false), "ok");
}

#[test]
fn trouble_before_anything_is_sent_tells_no_secret() {
    let plain = Loopback::start(
        |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            stream
        },
        |_, _, _| {},
    );
    for url in [
        format!("https://{}", plain.host),
        "http://127.0.0.1:1".to_owned(),
    ] {
        assert_eq!(in_an_editor(&url, &url, true), "failed");
        on_the_command_line(&url, &url);
    }
    let home = Home::new();
    home.write("work/p.yaml", SPEC);
    for url in [
        format!("https://user:{KEY}@tenant.example.com"),
        format!("https://tenant.example.com/?key={KEY}"),
        format!("https://tenant.example.com/#{KEY}"),
        "https://other.example.com".to_owned(),
    ] {
        let mut command = home.command();
        environment(&mut command, &url);
        command.args(["dry-run", "p.yaml"]);
        if url.contains("other") {
            command.args(["--tenant", "https://tenant.example.com"]);
        }
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        clean(&url, &String::from_utf8_lossy(&output.stdout));
        clean(&url, &String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn names_that_a_tenant_makes_up_of_the_key_are_not_shown() {
    let tenant = Loopback::plain(|request, stream| {
        let key = request.lines().find(|line| line.contains(KEY));
        let key = key.unwrap_or_default();
        let body = json!([{ "id": 1, "name": key, "displayName": key, KEY: KEY }]);
        let _ = stream.write_all(&json("200 OK", &body.to_string()));
    });
    let home = Home::new();
    let uri = home.uri("p.yaml");
    let mut command = home.command();
    environment(&mut command, &tenant.url());
    let options = json!({ "reports": true, "immuta": { "tenant": { "liveNames": true } } });
    let mut editor = Editor::start(&mut command, options);
    editor.open(&uri, SPEC);
    let start = Instant::now();
    while !editor.client.transcript().contains("[API key]") {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "names are offered"
        );
        std::thread::sleep(Duration::from_millis(20));
        for (line, character) in [(3, 7), (2, 3)] {
            let at = json!({
                "textDocument": { "uri": uri },
                "position": { "line": line, "character": character },
            });
            editor.client.request("textDocument/completion", at);
        }
    }
    clean("names", &editor.client.transcript());
    clean("names", &home.written());
}
