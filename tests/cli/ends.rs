//! Exit codes: 0 nothing to fail on, 1 findings, 2 wrong usage or unreadable input.

use super::*;

#[test]
fn with_0_where_nothing_is_wrong() {
    let ran = Folder::new()
        .with("a.yaml", CLEAN)
        .run(&["check", "a.yaml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "1 spec file checked: no problems\n");
}

#[test]
fn with_1_from_the_severity_on_that_it_is_told_to_fail_on() {
    let folder = Folder::new()
        .with("error.yaml", with_error())
        .with("warning.yaml", with_warning())
        .with("hint.yaml", with_hint());
    for (level, error, warning, hint) in [
        (None, 1, 0, 0),
        (Some("error"), 1, 0, 0),
        (Some("warning"), 1, 1, 0),
        (Some("hint"), 1, 1, 1),
        (Some("never"), 0, 0, 0),
    ] {
        let code = |file: &str| {
            let level: Vec<_> = level
                .iter()
                .flat_map(|level| ["--fail-on", level])
                .collect();
            folder
                .run(&[&["check", file], level.as_slice()].concat())
                .code
        };
        let codes = (code("error.yaml"), code("warning.yaml"), code("hint.yaml"));
        assert_eq!(codes, (error, warning, hint), "{level:?}");
    }
}

#[test]
fn with_2_where_it_is_used_wrongly() {
    let folder = Folder::new();
    for arguments in [
        &["chekc"][..],
        &["check", "--no-such-option"],
        &["check", "--format", "xml"],
        &["check", "--fail-on", "information"],
        &["schema", "dataa"],
        &["rules", "no-such-rule"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?} says nothing");
    }
}

#[test]
fn with_2_where_a_file_cannot_be_read_and_checks_the_rest() {
    let folder = Folder::new()
        .with("bytes.yaml", b"connectionKey: \xff\xfe\n")
        .with("wrong.yaml", with_error());
    let ran = folder.run(&[
        "check",
        "missing.yaml",
        "bytes.yaml",
        "wrong.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "immuta-ls: missing.yaml: there is no such file or folder\n\
         immuta-ls: bytes.yaml: not UTF-8 from byte 15 on\n"
    );
    assert_eq!(ran.json()["diagnostics"].as_array().map(Vec::len), Some(1));
    // It does not matter what it is told to fail on.
    assert_eq!(
        folder
            .run(&["check", "missing.yaml", "--fail-on", "never"])
            .code,
        2
    );
}

#[test]
fn with_2_where_standard_input_is_not_text() {
    let ran = Folder::new().run_with(&["check", "-"], b"a: \xff\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("immuta-ls: standard input: "),
        "{}",
        ran.err
    );
}

#[test]
fn with_0_where_it_is_asked_about_itself() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["check", "--help"],
        &["rules"],
        &["schema"],
        &["rules", "syntax"],
    ] {
        let ran = Folder::new().run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.out.is_empty(), "{arguments:?}");
    }
}

/// A client that hangs up without a word: the server ends.
#[test]
fn when_there_is_no_client_any_more() {
    for arguments in [&[][..], &["serve"], &["--stdio"], &["serve", "--stdio"]] {
        let ran = Folder::new().run(arguments);
        assert_eq!(
            (ran.out.as_str(), ran.err.as_str()),
            ("", ""),
            "{arguments:?}"
        );
    }
}
