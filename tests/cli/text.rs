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
        "2 spec files checked (1 other file passed over): 1 error, 1 warning\n",
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
            .starts_with("no spec file found; 1 file passed over\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("# immuta-ls: kind=policy"), "{}", ran.out);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new().with("a.yaml", with_error());
    let program = assert_cmd::cargo::cargo_bin("immuta-ls");
    let mut child = std::process::Command::new(program)
        .args(["check", "--fail-on", "never", "a.yaml"])
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
