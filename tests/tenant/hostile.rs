//! Tenants that misbehave. Whatever they do, the user gets one clear message, and the server lives on.

use crate::asking::{FINE, GOOD, ask, ask_about, ends};
use crate::editor::Editor;
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, answer, json};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

#[test]
fn each_refusal_has_its_sentence() {
    let says = r#"{"message": "words of the tenant"}"#;
    let validation = r#"{"message": "m", "validation": [{"message": "bad name", "path": "name"}]}"#;
    ends(vec![
        (
            "401",
            vec![json("401 Unauthorized", says)],
            1,
            "failed",
            &["does not accept the API key (status 401)", "mistyped"],
        ),
        (
            "403",
            vec![json("403 Forbidden", says)],
            1,
            "failed",
            &[
                "(status 403): words of the tenant",
                "the permission `CREATE_PROJECT`",
            ],
        ),
        (
            "404",
            vec![json("404 Not Found", says)],
            1,
            "failed",
            &[
                "has no `/api/v2/project` (status 404): words of the tenant",
                "the address",
            ],
        ),
        (
            "400",
            vec![json("400 Bad Request", "not json")],
            1,
            "refused",
            &["refuses this spec (status 400)", "not json"],
        ),
        (
            "409",
            vec![json("409 Conflict", says)],
            1,
            "refused",
            &["refuses this spec (status 409)", "words of the tenant"],
        ),
        (
            "422",
            vec![json("422 Unprocessable Entity", validation)],
            1,
            "refused",
            &["refuses this spec (status 422)", "bad name"],
        ),
        (
            "422 without a body",
            vec![json("422 Unprocessable Entity", "")],
            1,
            "refused",
            &["(status 422)", "does not say why"],
        ),
        (
            "429 for long",
            vec![answer("429 Too Many Requests", &["retry-after: 3600"], "")],
            1,
            "failed",
            &["too many requests (status 429)", "Try again in 3600 s"],
        ),
        (
            "500",
            vec![json("500 Internal Server Error", says)],
            1,
            "failed",
            &[
                "problem of its own (status 500): words of the tenant",
                "Try again later",
            ],
        ),
    ]);
}

#[test]
fn what_may_help_is_tried_once_more() {
    let now = &["retry-after: 0"];
    let later = answer("429 Too Many Requests", &["retry-after: 1"], "");
    let busy = answer("503 Service Unavailable", now, "");
    let page = answer(
        "503 Service Unavailable",
        &["retry-after: 0", "content-type: text/html"],
        "<p>",
    );
    let past = &["retry-after: Sun, 06 Nov 1994 08:49:37 GMT"];
    let past = answer("503 Service Unavailable", past, "");
    let good = json("200 OK", GOOD);
    let start = Instant::now();
    ends(vec![(
        "429 and then an answer",
        vec![later, good.clone()],
        2,
        "ok",
        &["would be created"],
    )]);
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "it waited as asked"
    );
    ends(vec![
        (
            "503 and then an answer",
            vec![busy.clone(), good.clone()],
            2,
            "ok",
            &["would be created"],
        ),
        (
            "503 until a time that is over",
            vec![past, good.clone()],
            2,
            "ok",
            &["would be created"],
        ),
        (
            "503 as a page and then an answer",
            vec![page, good],
            2,
            "ok",
            &["would be created"],
        ),
        (
            "503 twice",
            vec![busy],
            2,
            "failed",
            &["problem of its own (status 503)"],
        ),
        (
            "429 twice",
            vec![answer("429 Too Many Requests", now, "")],
            2,
            "failed",
            &["too many requests (status 429)"],
        ),
    ]);
}

#[test]
fn what_is_no_answer_is_no_success() {
    let html = &["content-type: text/html; charset=utf-8"];
    let half = json("200 OK", GOOD);
    let half = half[..half.len() - 5].to_vec();
    let chunk = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"cre\r\n".to_vec();
    let deep = "[".repeat(200_000);
    ends(vec![
        (
            "a page",
            vec![answer("200 OK", html, "<h1>Sign in</h1>")],
            1,
            "failed",
            &[
                "page for people instead of data (status 200)",
                "`HTTPS_PROXY`",
            ],
        ),
        (
            "a page of a gateway",
            vec![answer("502 Bad Gateway", html, "<h1>502</h1>")],
            1,
            "failed",
            &[
                "page for people instead of data (status 502)",
                "gateway",
                "later",
            ],
        ),
        (
            "not dry",
            vec![json("200 OK", r#"{"dryRun": false, "creating": true}"#)],
            1,
            "failed",
            &["NOT a dry run", "may have applied"],
        ),
        (
            "empty",
            vec![json("200 OK", "")],
            1,
            "failed",
            &["cannot be understood (status 200): it is empty"],
        ),
        (
            "no content",
            vec![b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec()],
            1,
            "failed",
            &["(status 204): it is empty"],
        ),
        (
            "a list",
            vec![json("200 OK", "[]")],
            1,
            "failed",
            &["it is no JSON object", "Nothing is known"],
        ),
        (
            "unknown keys",
            vec![json("200 OK", r#"{"dryRun": true, "fine": true}"#)],
            1,
            "failed",
            &["none of the keys"],
        ),
        (
            "very deep",
            vec![json("200 OK", &deep)],
            1,
            "failed",
            &["it is no JSON"],
        ),
        (
            "half of it",
            vec![half],
            1,
            "failed",
            &["ended in the middle of the answer", "Try again"],
        ),
        (
            "half in chunks",
            vec![chunk],
            1,
            "failed",
            &["ended in the middle of the answer"],
        ),
        (
            "nothing",
            vec![Vec::new()],
            1,
            "failed",
            &["ended in the middle of the answer"],
        ),
        (
            "another protocol",
            vec![b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()],
            1,
            "failed",
            &["127.0.0.1"],
        ),
    ]);
}

#[test]
fn silence_ends_with_the_time_that_is_set_or_when_the_user_cancels() {
    let (gone, ends) = std::sync::mpsc::channel();
    let tenant = Loopback::plain(move |_, stream| {
        // Nothing more comes from a client that waits; only the end does.
        let mut more = Vec::new();
        let read = stream.read_to_end(&mut more);
        gone.send((read.is_ok() || more.is_empty(), more.len()))
            .expect("a test");
    });
    let start = Instant::now();
    let ended = ask(&tenant.url(), &json!({ "timeout": 1 }));
    assert_eq!(ended.outcome, "failed");
    ended.says(
        "silence",
        &["gave no answer within 1 s", "`tenant.timeout`"],
    );
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(ends.recv_timeout(Duration::from_secs(5)), Ok((true, 0)));

    let home = Home::new();
    let uri = home.uri("p.yaml");
    let mut editor = Editor::with_environment(&home, &tenant.url());
    editor.open(&uri, FINE);
    let action = editor.action(&uri, 0).expect("a code action");
    let id = editor.execute(&action["command"]);
    editor.answer("Send");
    let create = editor.client.next("window/workDoneProgress/create");
    editor.client.reply(&create, Value::Null);
    // The request has to be there before it can be called off; the first one was another's.
    while tenant.requests().get(1).is_none_or(String::is_empty) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let token = json!({ "token": create["params"]["token"] });
    editor
        .client
        .notify("window/workDoneProgress/cancel", token);
    assert_eq!(editor.result(id)["outcome"], "cancelled");
    assert!(editor.message().starts_with("Cancelled"));
    let hung_up = ends.recv_timeout(Duration::from_secs(5));
    assert_eq!(hung_up, Ok((true, 0)), "the request is called off");
    loop {
        if editor.client.next("$/progress")["params"]["value"]["kind"] == "end" {
            break;
        }
    }
    editor.client.stop();
}

#[test]
fn nothing_a_tenant_says_steers_a_terminal() {
    let evil = "\\u001b]0;title\\u0007 \\u001b[2J\\r \\u009b2J \\u202eturned";
    let message = format!(r#"{{"message": "bad {evil}"}}"#);
    let names = format!(r#"{{"dryRun": true, "creating": ["bad {evil}"]}}"#);
    let raw = "bad \u{1b}]0;title\u{7} \u{1b}[2J\r \u{9b}2J \u{202e}turned";
    let data = "connectionKey: c\nconnection:\n  handler: Snowflake\n  hostname: h.example.com\n  port: 443\n  database: D\n  warehouse: W\n  authenticationMethod: userPassword\n  username: u\n  password: p\n";
    for (said, code) in [
        (json("422 Unprocessable Entity", &message), 1),
        (json("500 Internal Server Error", &message), 2),
        (json("500 Internal Server Error", raw), 2),
        (json("200 OK", &names), 0),
    ] {
        let tenant = Loopback::saying(vec![said]);
        let home = Home::new();
        home.write("work/d.yaml", data);
        for format in ["text", "json", "markdown"] {
            let mut command = home.command();
            // Colours, as on a terminal: what is no colour must not come through.
            command
                .env("CLICOLOR_FORCE", "1")
                .env("TERM", "xterm-256color");
            command
                .env("IMMUTA_URL", tenant.url())
                .env("IMMUTA_API_KEY", KEY);
            command.args(["dry-run", "d.yaml", "--force", "--format", format]);
            let output = command.output().expect("it runs");
            let out = String::from_utf8(output.stdout).expect("UTF-8");
            let err = String::from_utf8(output.stderr).expect("UTF-8");
            assert_eq!(output.status.code(), Some(code), "{format}: {out}{err}");
            assert!(out.contains("bad"), "{format}: {out}");
            for bad in ["\u{1b}]", "\u{1b}[2J", "\u{7}", "\r", "\u{9b}", "\u{202e}"] {
                assert!(
                    !out.contains(bad) && !err.contains(bad),
                    "{format}: {out:?} {err:?}"
                );
            }
        }
    }
}

#[test]
fn a_storm_of_complaints_does_not_hold_the_server_up() {
    let quoted = "\"ab\" a.b ".repeat(250);
    let path = vec!["sources"; 200_000];
    let all: Vec<_> = (0..200)
        .map(|_| json!({ "message": quoted, "path": path[..2_000] }))
        .chain([json!({ "message": "m", "path": path })])
        .collect();
    let tenant = Loopback::saying(vec![json(
        "422 Unprocessable Entity",
        &json!({ "errors": all }).to_string(),
    )]);
    let mut text = "projectKey: p\nname: P\ntags:\n".to_owned();
    for number in 0..2_000 {
        text += &format!("  - tag {number}\n");
    }
    let start = Instant::now();
    let ended = ask_about(&tenant.url(), &Value::Null, &text);
    assert_eq!(ended.outcome, "refused");
    ended.says("storm", &["and 99 more"]);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "it took {took:?}");
}

#[test]
fn a_tenant_that_writes_for_ever_before_the_answer_is_left() {
    let tenant = Loopback::plain(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream
            .write_all(&b"x-more: and more of it\r\n".repeat(1_000))
            .is_ok()
        {}
    });
    let ended = ask(&tenant.url(), &json!({ "timeout": 5 }));
    assert_eq!(ended.outcome, "failed");
    assert!(ended.memory < 64 * 1024, "{} KiB", ended.memory);
    ended.says("headers", &[&tenant.host]);
}
