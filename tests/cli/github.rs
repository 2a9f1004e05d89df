use super::*;

#[test]
fn is_a_workflow_command_a_finding() {
    let folder = Folder::new()
        .with("error.yaml", with_error())
        .with("hint.yaml", with_hint())
        .with("warning.yaml", with_warning());
    let ran = folder.run(&["check", "--format", "github"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    let head = "::error file=error.yaml,line=3,col=12,endLine=3,endColumn=17,title=invalid-value::`trino` ";
    assert!(lines[0].starts_with(head), "{}", lines[0]);
    assert!(
        lines[1].starts_with("::notice file=hint.yaml,line=1,"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("::warning file=warning.yaml,line=6,"),
        "{}",
        lines[2]
    );
}

#[test]
fn escapes_what_would_end_a_command() {
    let odd = CLEAN.replace("Trino", "\"100%\\nx: y\"");
    let folder = Folder::new().with("a,b/50%: c.yaml", odd);
    let ran = folder.run(&["check", "--format", "github", "--fail-on", "never"]);
    assert_eq!(ran.code, 0);
    let line = ran.out.lines().next().unwrap_or_default();
    assert!(
        line.contains(" file=a%2Cb/50%25%3A c.yaml,line=3,"),
        "{line}"
    );
    let message = line.rsplit_once("::").expect("a message").1;
    assert!(
        message.contains("100%25") && !message.contains("% "),
        "{message}"
    );
    assert!(
        ran.out.lines().all(|line| line.starts_with("::")),
        "{}",
        ran.out
    );
}

#[test]
fn names_files_from_the_root_of_the_repository() {
    let folder = Folder::new().with("deep/specs/a.yaml", with_error());
    let run = |root: &std::path::Path, arguments: &[&str]| {
        let output = Command::cargo_bin("immuta-ls")
            .expect("the program")
            .current_dir(folder.0.join("deep"))
            .env("GITHUB_WORKSPACE", root)
            .args(["check", "--format", "github"])
            .args(arguments)
            .output()
            .expect("the program runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let absolute = folder.0.join("deep/specs/a.yaml");
    for arguments in [
        &["."][..],
        &["specs/a.yaml"],
        &[absolute.to_str().expect("a path")],
    ] {
        let out = run(&folder.0, arguments);
        assert!(out.starts_with("::error file=deep/specs/a.yaml,"), "{out}");
    }
    let out = run(std::path::Path::new("/elsewhere"), &["."]);
    assert!(out.starts_with("::error file=specs/a.yaml,"), "{out}");
}
