//! `immuta-ls.yaml`.

use super::*;

#[test]
fn change_severities_and_switch_rules_off() {
    let folder = Folder::new()
        .with(
            "immuta-ls.yaml",
            "rules:\n  invalid-value: hint\n  removes-owners: 'off'\n",
        )
        .with("error.yaml", with_error())
        .with("warning.yaml", with_warning())
        .with("deep/down/error.yaml", with_error())
        .with("other/immuta-ls.yaml", "")
        .with("other/error.yaml", with_error());
    assert_eq!(
        folder.found(&[]),
        [
            "deep/down/error.yaml:3 invalid-value hint",
            "error.yaml:3 invalid-value hint",
            // The nearest file alone counts.
            "other/error.yaml:3 invalid-value error",
        ]
    );
}

#[test]
fn take_off_in_yaml_without_quotes() {
    // A YAML 1.1 reader would take it for `false`.
    let folder = Folder::new()
        .with("immuta-ls.yaml", "rules: {invalid-value: off}\n")
        .with("a.yaml", with_error());
    assert_eq!(folder.found(&[]), Vec::<String>::new());
}

#[test]
fn give_files_their_kind_and_leave_files_out() {
    let settings = "files:\n  kinds:\n    data: ['specs/**']\n  exclude: ['**/old/*.yaml']\n";
    let folder = Folder::new()
        .with("immuta-ls.yaml", settings)
        .with("specs/deep/a.yaml", "owners: 1\n")
        .with("specs/old/b.yaml", "owners: 1\n")
        .with("elsewhere.yaml", "owners: 1\n")
        .with("old/c.yaml", with_error());
    let found = folder.found(&[]);
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|line| line.starts_with("specs/deep/a.yaml:")),
        "{found:?}"
    );
    // From wherever it is called.
    let found = folder.found(&["specs/old", "specs/deep/a.yaml"]);
    assert!(
        found
            .iter()
            .all(|line| line.starts_with("specs/deep/a.yaml:")),
        "{found:?}"
    );
}

#[test]
fn may_name_the_only_files_that_count() {
    let folder = Folder::new()
        .with("immuta-ls.yaml", "files: {include: ['specs/**']}\n")
        .with("specs/a.yaml", with_error())
        .with("b.yaml", with_error());
    assert_eq!(folder.found(&[]), ["specs/a.yaml:3 invalid-value error"]);
}

#[test]
fn that_make_no_sense_are_told_and_the_rest_holds() {
    for (settings, told) in [
        ("rules: [", "line 1: the settings cannot be read: "),
        ("- a\n", "line 1: the settings cannot be read: "),
        (
            "rules:\n  invalid-value: loud\n",
            "line 2: `rules.invalid-value`: unknown severity `loud`. Use `error`, ",
        ),
        (
            "rules:\n  invalid-valeu: off\n",
            "line 2: Unknown rule `invalid-valeu` in `rules`. Did you mean `invalid-value`?",
        ),
        (
            "files:\n  kinds:\n    dataa: '*.yaml'\n",
            "line 3: Unknown kind `dataa` in `files.kinds`. Did you mean `data`?",
        ),
        (
            "files:\n  exclude: ['[']\n",
            "line 2: `files.exclude`: `[` is not a glob",
        ),
        (
            "rule:\n  invalid-value: off\n",
            "line 1: Unknown key `rule`. Did you mean `rules`?",
        ),
        (
            "files:\n  kind:\n    data: '*.yaml'\n",
            "line 2: Unknown key `files.kind`. Did you mean `kinds`?",
        ),
        (
            "rules: 7\n",
            "line 1: `rules` must be a mapping, but it is an integer.",
        ),
        (
            "files: {exclude: ['../x']}\n",
            "line 1: `files.exclude`: `../x` matches nothing",
        ),
    ] {
        let folder = Folder::new()
            .with("immuta-ls.yaml", settings)
            .with("a.yaml", with_error());
        let ran = folder.run(&["check", "--format", "json", "a.yaml"]);
        assert_eq!(ran.code, 2, "{settings}");
        let head = "immuta-ls: ";
        assert!(
            ran.err.starts_with(head) && ran.err.contains("immuta-ls.yaml: "),
            "{}",
            ran.err
        );
        assert!(ran.err.contains(told), "no `{told}` in {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert_eq!(
            ran.json()["diagnostics"].as_array().map(Vec::len),
            Some(1),
            "{settings}"
        );
    }
}

#[test]
fn that_are_null_are_not_set() {
    let folder = Folder::new()
        .with(
            "immuta-ls.yaml",
            "rules:\nfiles: {exclude: null, kinds: ~}\ntenant:\n",
        )
        .with("a.yaml", with_error());
    let ran = folder.run(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

/// Whatever is under the name: one message, and the files are checked.
#[cfg(unix)]
#[test]
fn that_hurt_are_told_in_one_message() {
    let many_rules: String = (0..3_000_000).map(|n| format!("  r{n}: off\n")).collect();
    let nested_glob = format!(
        "files: {{exclude: ['{}b{}']}}\n",
        "{a,".repeat(125),
        "}".repeat(125)
    );
    for (settings, told) in [
        (nested_glob, "`files.exclude`"),
        (
            format!("rules: {}", "[".repeat(50_000)),
            "the settings cannot be read: ",
        ),
        (
            format!("rules:\n{many_rules}"),
            "the settings cannot be read: larger than 1 MiB",
        ),
    ] {
        let folder = Folder::new()
            .with("immuta-ls.yaml", settings)
            .with("a.yaml", with_error());
        let ran = folder.run(&["check", "--format", "json"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.contains(told) && ran.err.lines().count() == 1,
            "{}",
            ran.err
        );
        assert_eq!(ran.json()["diagnostics"].as_array().map(Vec::len), Some(1));
    }
    for target in ["/dev/zero", "nowhere", "."] {
        let folder = Folder::new().with("a.yaml", with_error());
        std::os::unix::fs::symlink(target, folder.0.join("immuta-ls.yaml")).expect("a link");
        let ran = folder.run(&["check", "--format", "json", "a.yaml"]);
        assert_eq!(ran.code, 2, "{target}");
        assert!(
            ran.err.contains("the settings cannot be read: "),
            "{target}: {}",
            ran.err
        );
        assert_eq!(ran.json()["diagnostics"].as_array().map(Vec::len), Some(1));
    }
}
