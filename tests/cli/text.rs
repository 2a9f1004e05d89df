use super::*;

#[test]
fn shows_the_line_and_counts() {
    let folder = Folder::new()
        .with("a.yaml", with_error())
        .with("b.yaml", "a: 1\n")
        .with("c.yaml", with_warning());
    let ran = folder.run(&["check"]);
    for part in [
        "error[invalid-value]: `trino`",
        "--> a.yaml:3:12",
        "3 |   handler: trino\n",
        "  |            ^^^^^\n",
        "warning[removes-owners]",
        "2 spec files checked (1 other file skipped): 1 error, 1 warning\n",
    ] {
        assert!(ran.out.contains(part), "no `{part}` in\n{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'), "colours without a terminal");
}

#[test]
fn says_how_to_make_a_spec_known_where_there_is_none() {
    let ran = Folder::new().with("a.yaml", "a: 1\n").run(&["check"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out
            .starts_with("No Immuta spec found (1 file skipped).\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("# immuta-ls: kind=policy"), "{}", ran.out);
}

#[test]
fn a_named_path_without_a_spec_fails_unless_that_is_allowed() {
    let folder = Folder::new()
        .with("specs/a.yaml", "a: 1\n")
        .with("immuta-ls.yaml", "files:\n  exclude: [left/*.yaml]\n");
    let folder = folder.with("left/b.yaml", "b: 1\n");
    for (arguments, code) in [
        (&["check", "specs"][..], 2),
        (&["check", "specs/a.yaml"], 2),
        (&["check", "specs", "--allow-empty"], 0),
        // Nobody says that there is one.
        (&["check"], 0),
        // Settings exclude it.
        (&["check", "left/b.yaml"], 0),
    ] {
        assert_eq!(folder.run(arguments).code, code, "{arguments:?}");
    }
}

#[test]
fn the_rules_are_there_as_json() {
    let ran = Folder::new().run(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let syntax = &rules[0];
    assert_eq!(syntax["code"], "syntax");
    assert_eq!(syntax["severities"][0], "error");
    let ran = Folder::new().run(&["rules", "syntax", "--format", "json"]);
    let one: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(&one, syntax);
}

/// Runs `check` with nobody who reads what it prints.
fn unread(folder: &Folder, arguments: &[&str]) -> i32 {
    let program = assert_cmd::cargo::cargo_bin("immuta-ls");
    let mut child = std::process::Command::new(program)
        .args(arguments)
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    output.status.code().expect("an exit code")
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new().with("a.yaml", with_error());
    assert_eq!(
        unread(&folder, &["check", "--fail-on", "never", "a.yaml"]),
        0
    );
}

#[test]
fn a_reader_that_goes_away_does_not_make_findings_green() {
    // More than a pipe holds.
    let folder = Folder::new().with("a.yaml", format!("{}---\n", with_error()).repeat(1_000));
    for format in ["text", "json", "github"] {
        let code = unread(&folder, &["check", "--format", format, "a.yaml"]);
        assert_eq!(code, 1, "{format}");
    }
    assert_eq!(unread(&folder, &["rules"]), 0);
}

/// What a repository may hold does nothing to a terminal, and starts no command of a workflow.
#[cfg(unix)]
#[test]
fn of_others_acts_nowhere() {
    let names = [
        "a\n::stop-commands::x.yaml",
        "n\u{1b}]0;x\u{7}.yaml",
        "c\u{9b}31m.yaml",
        "##[error]x.yaml",
        "r\r::error::y.yaml",
        "b\u{202e}.yaml",
    ];
    let content =
        with_error().replace("trino", "\"\\x9b31m ##[error]x\"") + "# ##[error] \u{9b}1m\n";
    let mut folder = Folder::new()
        .with("immuta-ls.yaml", "\"x\\n::error::y\\e[1m\\x9b\": 1\n")
        .with("bad\n::error::z.yaml", b"policyKey: \xff\n");
    for name in names {
        folder = folder.with(name, &content);
    }
    let of = |arguments: &[&str]| {
        let ran = folder.run(arguments);
        [ran.out, ran.err]
    };
    for format in ["text", "json", "github"] {
        for output in of(&["check", "--format", format]) {
            harmless(&output, format == "github");
        }
    }
    for output in of(&["check", "none\n::error::\u{1b}[1m", "--format", "text"]) {
        harmless(&output, false);
    }
    for output in of(&["check", "--no\n::error::\u{1b}[1m"]) {
        harmless(&output, false);
    }
    for output in of(&["doctor", "--offline"]) {
        harmless(&output, false);
    }
    for output in of(&["dry-run", "."]) {
        harmless(&output, false);
    }
}

fn harmless(output: &str, commands: bool) {
    for line in output.split('\n') {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!line.contains('\u{202e}') || commands, "{line:?}");
        let is_command = line.trim_start().starts_with("::");
        if commands && is_command {
            let ours = ["::error file=", "::warning file=", "::notice file="];
            assert!(ours.iter().any(|start| line.starts_with(start)), "{line:?}");
        } else {
            assert!(!is_command && !line.contains("##["), "{line:?}");
        }
    }
}
