//! How far a long run is, on a terminal and nowhere else.

use super::*;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

/// Runs a command in a folder while one of the files that it reads, a pipe, takes longer than anybody likes to wait.
/// Gives all that it says.
fn slowly(folder: &Folder, program: &str, arguments: &[&str]) -> String {
    let pipe = folder.0.join("slow.yaml");
    let _ = std::fs::remove_file(&pipe);
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("`mkfifo` runs").success());
    let child = std::process::Command::new(program)
        .args(arguments)
        .current_dir(&folder.0)
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // This waits until somebody reads.
    let mut writer = std::fs::File::options()
        .write(true)
        .open(&pipe)
        .expect("a reader");
    std::thread::sleep(Duration::from_millis(1_200));
    writer.write_all(CLEAN.as_bytes()).expect("a reader");
    drop(writer);
    let output = child.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    String::from_utf8(said).expect("UTF-8")
}

#[test]
fn is_shown_on_a_terminal_and_nowhere_else() {
    let folder = Folder::new().with("a.yaml", CLEAN).with("b.yaml", CLEAN);
    let program = assert_cmd::cargo::cargo_bin("immuta-ls");
    let program = program.to_str().expect("a path");
    let arguments = ["check", "slow.yaml", "a.yaml", "b.yaml"];
    let command = format!("'{program}' {}", arguments.join(" "));
    let shown = slowly(&folder, "script", &["-qec", &command, "/dev/null"]);
    assert!(shown.contains("3/3 files"), "{shown:?}");
    // It is wiped away before the results.
    let (bar, results) = shown.split_once("3 spec files checked").expect("results");
    assert!(!results.contains("/3 files"), "{shown:?}");
    assert!(
        bar.contains("\u{1b}[2K") || bar.contains("\u{1b}[K"),
        "{shown:?}"
    );
    let piped = slowly(&folder, program, &arguments);
    assert!(!piped.contains("/3 files"), "{piped:?}");
    assert_eq!(piped.lines().count(), 1, "{piped:?}");
}
