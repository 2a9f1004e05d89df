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
    assert_eq!(paths, ["a/b/c.yml:3", "d.json:1"]);
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
