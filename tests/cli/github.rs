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
