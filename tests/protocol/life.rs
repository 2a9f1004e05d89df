//! When the server ends, and that nothing keeps it.

use super::client::{Client, capabilities};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// At once, on a loaded machine.
const AT_ONCE: Duration = Duration::from_secs(5);

const URI: &str = "file:///work/life.yaml";

/// A server that waits: for the key of a tenant, which it has asked its client for.
fn waiting() -> Client {
    let mut command = Command::new(env!("CARGO_BIN_EXE_immuta-ls"));
    command.env("IMMUTA_URL", "https://tenant.example.com");
    let mut client = Client::of(&mut command);
    client.shake_hands(json!({
        "capabilities": capabilities(),
        "initializationOptions": { "credentials": true, "rules": { "missing-field": "off" }, "tenant": { "liveNames": false } },
    }));
    client.open(URI, "projectKey: p\nname: P\ndescription: none\n");
    client.pushed(URI, 1);
    let arguments = json!([URI]);
    client.ask(
        "workspace/executeCommand",
        json!({ "command": "immuta.dryRun", "arguments": arguments }),
    );
    client.next("immuta/credentials");
    client
}

fn in_time<T>(what: &str, end: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = end();
    assert!(start.elapsed() < AT_ONCE, "{what}: {:?}", start.elapsed());
    result
}

#[test]
fn the_end_of_the_input_and_exit_do_not_wait_for_requests() {
    let mut client = waiting();
    assert_eq!(in_time("end of input", || client.hang_up()), Some(1));
    let mut client = waiting();
    client.notify("exit", Value::Null);
    assert_eq!(in_time("exit", || client.wait()), Some(1));
    let mut client = waiting();
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(in_time("shutdown and exit", || client.wait()), Some(0));
}

#[test]
fn what_was_said_before_the_end_is_answered() {
    let mut client = Client::start(capabilities());
    let all = [
        json!({ "jsonrpc": "2.0", "id": 71, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    client.send_all(&all);
    assert!(client.answer(71).get("error").is_none());
    assert_eq!(client.wait(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_that_started_it() {
    let mut parent = Command::new("sleep").arg("600").spawn().expect("a process");
    let mut client = waiting_for(&json!(parent.id()));
    client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } }),
    );
    parent.kill().expect("it lives");
    // Not waited for, so that it is still listed.
    in_time("the parent ends", || client.wait());
    parent.wait().expect("it ends");
    let mut client = waiting_for(&json!(parent.id()));
    in_time("the parent has ended before", || client.wait());
}

#[cfg(unix)]
fn waiting_for(parent: &Value) -> Client {
    let mut client = Client::spawn();
    client.ask(
        "initialize",
        json!({ "processId": parent, "capabilities": {} }),
    );
    client
}

/// A server whose output nobody reads.
fn unread() -> Child {
    Command::new(env!("CARGO_BIN_EXE_immuta-ls"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts")
}

fn ends(child: &mut Child) {
    in_time("nobody reads", || {
        let start = Instant::now();
        while child.try_wait().expect("a child").is_none() && start.elapsed() < AT_ONCE {
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
#[test]
fn a_closed_output_ends_the_server_before_it_has_something_to_say() {
    let mut child = unread();
    drop(child.stdout.take());
    ends(&mut child);
}

#[cfg(unix)]
#[test]
fn a_stuck_output_does_not_keep_it() {
    let mut child = unread();
    let mut input = child.stdin.take().expect("an input");
    let body = format!(
        r#"{{"jsonrpc":"2.0","id":"{}","method":"x"}}"#,
        "x".repeat(10_000)
    );
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // As much as the pipes hold, and then some; the thread is left writing.
    std::thread::spawn(move || while input.write_all(frame.as_bytes()).is_ok() {});
    std::thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().expect("a child").is_none(), "it waits");
    drop(child.stdout.take());
    ends(&mut child);
}

#[test]
fn to_close_what_is_not_open_costs_nothing() {
    let mut client = Client::start(capabilities());
    for index in 0..20_000 {
        let uri = format!("file:///work/{index}.yaml");
        client.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }
    client.quiet();
    client.stop();
}

/// The processor time of a process in clock ticks.
#[cfg(target_os = "linux")]
fn work_done(client: &Client) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", client.pid()));
    let stat = stat.expect("it lives");
    // After the name, in parentheses: the state, and on the twelfth and thirteenth place the times.
    let after = stat.rsplit(')').next().expect("fields");
    let fields = after.split_whitespace().skip(11).take(2);
    fields
        .map(|ticks| ticks.parse::<u64>().expect("a number"))
        .sum()
}

#[cfg(target_os = "linux")]
#[test]
fn a_cancelled_dry_run_looks_at_no_more_files() {
    let root = std::env::temp_dir().join(format!("immuta-ls-walk-{}", std::process::id()));
    let spec = "projectKey: p\nname: P\n".to_owned() + &"# a comment\n".repeat(2_000);
    for folder in 0..100 {
        let folder = root.join(folder.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        for file in 0..40 {
            std::fs::write(folder.join(format!("{file}.yaml")), &spec).expect("a file");
        }
    }
    let mut client = Client::start(capabilities());
    let arguments = json!([format!("file://{}", root.display())]);
    let command = json!({ "command": "immuta.dryRun", "arguments": arguments });
    let id = client.ask("workspace/executeCommand", command);
    std::thread::sleep(Duration::from_millis(50));
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    // What is being read is read to its end.
    std::thread::sleep(Duration::from_millis(300));
    let before = work_done(&client);
    std::thread::sleep(Duration::from_millis(700));
    let ticks = work_done(&client) - before;
    assert!(ticks <= 2, "{ticks} ticks after the answer");
    client.stop();
    std::fs::remove_dir_all(root).expect("it goes");
}
