//! Which files are looked at, and as what.

use super::*;

#[test]
fn of_a_folder_are_those_that_git_does_not_ignore() {
    let folder = Folder::new()
        .with(".git/HEAD", "ref: refs/heads/main\n")
        .with(".gitignore", "out/\n")
        .with("a/b/c.yml", with_error())
        .with(
            "d.json",
            r#"{"connectionKey": "a", "connection": {"handler": "trino"}}"#,
        )
        .with("out/e.yaml", with_error())
        .with(".hidden/f.yaml", with_error())
        .with("g.txt", with_error());
    let found = folder.found(&["."]);
    let paths: Vec<_> = found
        .iter()
        .filter_map(|line| line.strip_suffix(" invalid-value error"))
        .collect();
    // Hidden folders are looked at, such as `.immuta/`.
    assert_eq!(paths, [".hidden/f.yaml:3", "a/b/c.yml:3", "d.json:1"]);
    // A file that is named is looked at, whatever it is called.
    assert_eq!(folder.found(&["g.txt", "out/e.yaml"]).len(), 2);
}

#[test]
fn that_are_no_specs_are_passed_over_however_broken() {
    let folder = Folder::new()
        .with(
            "service.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec:\n\tports: [\n",
        )
        .with(
            "compose.yaml",
            "services:\n  web:\n    image: x\n    image: y\n",
        )
        .with("connection.yaml", "connection:\n  host: x\nowners: 1\n")
        .with(
            "handler.yaml",
            "connection: {handler: x}\na: 1\nb: 2\nc: 3\nd: 4\n",
        )
        .with("empty.yaml", "")
        .with("list.json", "[1, 2")
        .with("package.json", r#"{"name": "x", "connection": "y"}"#);
    let ran = folder.run(&["check", "--format", "json", "--fail-on", "hint"]);
    assert_eq!(
        (ran.code, ran.json()["diagnostics"].clone()),
        (0, json!([]))
    );
}

#[test]
fn may_come_from_standard_input() {
    let folder = Folder::new().with("specs/immuta-ls.yaml", "rules:\n  invalid-value: warning\n");
    let ran = folder.run_with(&["check", "-", "--format", "json"], with_error());
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()["diagnostics"][0]["path"], "stdin.yaml");
    // The name that it is given says which language it is in, and which settings are in force.
    let json = r#"{"connectionKey": "a", "connection": {"handler": "trino", "hostname": "a.example.com"}, "sources": [],}"#;
    let arguments = [
        "check",
        "-",
        "--stdin-filename",
        "specs/b.json",
        "--format",
        "json",
    ];
    let diagnostics = folder.run_with(&arguments, json).json()["diagnostics"].clone();
    let found = |code: &str| {
        diagnostics
            .as_array()
            .into_iter()
            .flatten()
            .find(|d| d["code"] == code)
            .cloned()
    };
    assert_eq!(
        found("invalid-value").expect("the mistake")["severity"],
        "warning"
    );
    assert_eq!(found("syntax").expect("the comma")["path"], "specs/b.json");
}

#[test]
fn may_name_their_kind() {
    let text = "owners: 1\n";
    let folder = Folder::new()
        .with("named.yaml", format!("# immuta-ls: kind=data\n{text}"))
        .with("unnamed.yaml", text)
        .with(
            "left-alone.yaml",
            format!("# immuta-ls: ignore-file\n{}", with_error()),
        );
    let found = folder.found(&["--fail-on", "never"]);
    assert!(
        found.contains(&"named.yaml:2 wrong-type error".to_owned()),
        "{found:?}"
    );
    assert!(
        found.iter().all(|line| line.starts_with("named.yaml:")),
        "{found:?}"
    );
}

#[test]
fn that_are_foreign_and_cannot_be_read_are_a_note() {
    let folder = Folder::new()
        .with("a.yaml", CLEAN)
        .with("latin.yaml", b"name: caf\xe9\nservices: {}\n")
        .with("utf16.json", b"\xff\xfe{\0}\0");
    let ran = folder.run(&["check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        ran.err,
        "immuta-ls: latin.yaml: not UTF-8 from byte 9 on (skipped)\n\
         immuta-ls: utf16.json: UTF-16, not UTF-8 (skipped)\n"
    );
    // A file that settings leave out is not read at all.
    let folder = folder.with(
        "immuta-ls.yaml",
        "files: {exclude: ['latin.yaml', 'utf16.*']}\n",
    );
    let ran = folder.run(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn that_show_signs_of_a_spec_must_be_readable() {
    for content in [
        b"policyKey: caf\xe9\n".as_slice(),
        b"\xff\xfep\0o\0l\0i\0c\0y\0K\0e\0y\0:\0 \0k\0",
    ] {
        let folder = Folder::new()
            .with("a.yaml", CLEAN)
            .with("odd.yaml", content);
        let ran = folder.run(&["check"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("odd.yaml: "), "{ran:?}");
    }
    let settings = "files: {kinds: {data: 'specs/**'}}\n";
    let folder = Folder::new()
        .with("immuta-ls.yaml", settings)
        .with("specs/a.yaml", b"\xe9");
    assert_eq!(folder.run(&["check"]).code, 2);
}

#[test]
fn are_named_by_patterns_in_which_a_star_stays_within_a_folder() {
    let folder = Folder::new()
        .with("specs/a.yaml", with_error())
        .with("specs/prod/b.yaml", with_error())
        .with("archive/deep/c.yaml", with_error());
    for (pattern, expected) in [
        (
            "specs/*.yaml",
            ["archive/deep/c.yaml", "specs/prod/b.yaml"].as_slice(),
        ),
        ("archive", &["specs/a.yaml", "specs/prod/b.yaml"]),
        ("archive/", &["specs/a.yaml", "specs/prod/b.yaml"]),
        ("./archive/**", &["specs/a.yaml", "specs/prod/b.yaml"]),
        ("/archive/**", &["specs/a.yaml", "specs/prod/b.yaml"]),
        ("**/*.yaml", &[]),
    ] {
        std::fs::write(
            folder.0.join("immuta-ls.yaml"),
            format!("files: {{exclude: ['{pattern}']}}\n"),
        )
        .expect("settings");
        let found = folder.found(&[]);
        let found: Vec<_> = found
            .iter()
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(found, expected, "{pattern}");
    }
}

#[test]
fn that_are_one_by_several_paths_are_looked_at_once() {
    let folder = Folder::new()
        .with("a/b.yaml", with_error())
        .with("c/d.yaml", CLEAN);
    let absolute = folder.0.join("a/b.yaml");
    let absolute = absolute.to_str().expect("a path");
    for arguments in [
        ["a/b.yaml", absolute],
        ["a/b.yaml", "c/../a/b.yaml"],
        ["a/b.yaml", "./a"],
        ["a/b.yaml", "./a/./b.yaml"],
    ] {
        let found = folder.found(&arguments);
        assert_eq!(found, ["a/b.yaml:3 invalid-value error"], "{arguments:?}");
    }
}

#[test]
fn have_the_settings_of_the_folder_they_are_in_wherever_the_way_goes() {
    let folder = Folder::new()
        .with("here/immuta-ls.yaml", "rules: {invalid-value: off}\n")
        .with("here/x/y.yaml", CLEAN)
        .with("there/a.yaml", with_error());
    let found = folder.found(&["here/../there/a.yaml"]);
    assert_eq!(found.len(), 1, "{found:?}");
}

/// What is not a regular file.
#[cfg(unix)]
mod odd {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::process::Stdio;

    fn shell(folder: &Folder, script: &str) -> Ran {
        let program = assert_cmd::cargo::cargo_bin("immuta-ls");
        let output = std::process::Command::new("bash")
            .args(["-c", script])
            .env("PROGRAM", program)
            .current_dir(&folder.0)
            .stdin(Stdio::null())
            .output()
            .expect("a shell");
        Ran {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[test]
    fn paths_that_are_named_are_read() {
        let folder = Folder::new().with("a.yaml", with_error());
        for script in [
            "\"$PROGRAM\" check <(cat a.yaml)",
            "cat a.yaml | \"$PROGRAM\" check /dev/stdin",
            "\"$PROGRAM\" check /dev/stdin < a.yaml",
            "mkfifo pipe; cat a.yaml > pipe & \"$PROGRAM\" check pipe",
        ] {
            let ran = shell(&folder, script);
            assert_eq!(ran.code, 1, "{script}: {ran:?}");
            assert!(ran.out.contains("invalid-value"), "{script}: {ran:?}");
        }
        let ran = shell(&folder, "\"$PROGRAM\" check /dev/zero");
        assert_eq!(ran.code, 2);
        assert_eq!(ran.err, "immuta-ls: /dev/zero: larger than 64 MiB\n");
    }

    #[test]
    fn entries_of_a_folder_are_left_alone() {
        let folder = Folder::new().with("a.yaml", CLEAN).with("b.yaml/c.txt", "");
        symlink("/dev/zero", folder.0.join("zero.yaml")).expect("a link");
        symlink("nowhere", folder.0.join("broken.yaml")).expect("a link");
        symlink(".", folder.0.join("loop")).expect("a link");
        let ran = shell(&folder, "mkfifo pipe.yaml; \"$PROGRAM\" check .");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        assert!(ran.out.starts_with("1 spec file checked"), "{ran:?}");
    }

    #[test]
    fn patterns_of_git_are_not_read_from_devices() {
        for target in ["/dev/zero", "pipe", "large"] {
            let folder = Folder::new()
                .with(".git/HEAD", "ref: refs/heads/main\n")
                .with("specs/a.yaml", with_error());
            let large = std::fs::File::create(folder.0.join("large")).expect("a file");
            large.set_len(2 * 1024 * 1024 * 1024).expect("a size");
            shell(&folder, "mkfifo pipe");
            for place in [".gitignore", "specs/.gitignore"] {
                symlink(folder.0.join(target), folder.0.join(place)).expect("a link");
            }
            assert_eq!(folder.found(&[]).len(), 1, "{target}");
            assert_eq!(folder.found(&["specs"]).len(), 1, "{target}");
        }
    }
}

/// A file without an ending is written in what it looks like, for every command.
#[test]
fn are_read_in_the_same_language_by_every_command() {
    let json = r#"{"policyKey": "a", "name": "n", "type": "data", "actions": [],}"#;
    let folder = Folder::new().with("spec", json);
    let found = folder.found(&["spec"]);
    assert!(
        found.iter().any(|line| line.contains(" syntax ")),
        "{found:?}"
    );
    let ran = folder.run(&["dry-run", "spec", "--format", "json"]);
    assert!(ran.out.contains("\"code\":\"syntax\""), "{ran:?}");
}

#[test]
fn are_ignored_by_the_patterns_of_git() {
    let folder = Folder::new()
        .with(".git/HEAD", "ref: refs/heads/main\n")
        .with(".git/info/exclude", "local/\n")
        .with(".git/x.yaml", with_error())
        .with(
            ".gitignore",
            "*.gen.yaml\n/top.yaml\n!keep.gen.yaml\nout/\n",
        )
        .with("a.gen.yaml", with_error())
        .with("keep.gen.yaml", with_error())
        .with("top.yaml", with_error())
        .with("deep/top.yaml", with_error())
        .with("deep/.gitignore", "no.yaml\n")
        .with("deep/no.yaml", with_error())
        .with("no.yaml", with_error())
        .with("local/b.yaml", with_error())
        .with("out/.immuta/c.yaml", with_error())
        .with("other/.git/HEAD", "ref: refs/heads/main\n")
        .with("other/d.gen.yaml", with_error());
    let expected = [
        "deep/top.yaml:3 invalid-value error",
        "keep.gen.yaml:3 invalid-value error",
        "no.yaml:3 invalid-value error",
        // A repository of its own, with patterns of its own.
        "other/d.gen.yaml:3 invalid-value error",
    ];
    assert_eq!(folder.found(&[]), expected);
    // The patterns above a folder count, too.
    assert_eq!(
        folder.found(&["deep"]),
        ["deep/top.yaml:3 invalid-value error"]
    );
}
