//! The command line, as people and pipelines use it: what it prints, and what it ends with.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A spec that nothing is wrong with.
const CLEAN: &str = "\
connectionKey: sales
connection:
  handler: Trino
  hostname: trino.example.com
  authenticationMethod: No Authentication
sources:
  - schema: public
    table: customers
";

/// The same with one error, in line 3.
fn with_error() -> String {
    CLEAN.replace("Trino", "trino")
}

/// The same with one warning, in line 6.
fn with_warning() -> String {
    CLEAN.replace("sources:", "owners: []\nsources:")
}

/// The same with one hint, in line 1.
fn with_hint() -> String {
    format!("# immuta-ls: ignore[syntax]\n{CLEAN}")
}

/// A folder for one test; it goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "immuta-ls-cli-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        Self(folder)
    }

    fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder for the test");
        std::fs::write(path, content).expect("a file for the test");
        self
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Ran {
        let output = Command::cargo_bin("immuta-ls")
            .expect("the program")
            .current_dir(&self.0)
            .env_remove("CLICOLOR_FORCE")
            .args(arguments)
            .write_stdin(input)
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            code: output.status.code().expect("an exit code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The findings of `check --format json` as `path:line code severity`.
    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let report = self
            .run(&[&["check", "--format", "json"], arguments].concat())
            .json();
        let diagnostics = report["diagnostics"].as_array().expect("a list").iter();
        diagnostics
            .map(|d| {
                let text = |name: &str| d[name].as_str().expect("a text").to_owned();
                let line = &d["range"]["start"]["line"];
                format!(
                    "{}:{line} {} {}",
                    text("path"),
                    text("code"),
                    text("severity")
                )
            })
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What came out of a run.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// Exit codes: 0 nothing to fail on, 1 findings, 2 wrong usage or unreadable input.
mod ends {
    use super::*;

    #[test]
    fn with_0_where_nothing_is_wrong() {
        let ran = Folder::new()
            .with("a.yaml", CLEAN)
            .run(&["check", "a.yaml"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(ran.out, "1 spec file checked: nothing to complain about\n");
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
}

mod json {
    use super::*;

    #[test]
    fn is_one_object_of_this_form() {
        let folder = Folder::new().with("a.yaml", with_error());
        let ran = folder.run(&["check", "--format", "json", "a.yaml"]);
        assert_eq!(ran.code, 1);
        let mut report = ran.json();
        let message = report["diagnostics"][0]["message"].take();
        assert!(
            message
                .as_str()
                .is_some_and(|text| text.contains("`trino`")),
            "{message}"
        );
        let url = report["diagnostics"][0]["url"].take();
        assert!(
            url.as_str().is_some_and(|url| url.starts_with("https://")),
            "{url}"
        );
        assert_eq!(
            report,
            json!({
                "version": 1,
                "files": 1,
                "diagnostics": [{
                    "path": "a.yaml",
                    "kind": "data",
                    "code": "invalid-value",
                    "severity": "error",
                    "message": null,
                    "range": {"start": {"line": 3, "column": 12}, "end": {"line": 3, "column": 17}},
                    "url": null,
                    "fix": true,
                }],
            })
        );
        assert!(
            ran.out.ends_with("}\n") && ran.out.lines().count() == 1,
            "one line"
        );
    }

    #[test]
    fn says_so_where_nothing_is_found() {
        let folder = Folder::new()
            .with("a.yaml", CLEAN)
            .with("b.yaml", "services: {}\n");
        let report = folder.run(&["check", "--format", "json"]).json();
        assert_eq!(report, json!({"version": 1, "files": 2, "diagnostics": []}));
    }

    #[test]
    fn counts_characters_from_1() {
        // In front of the mistake: two bytes that are one character, four bytes that are one, too.
        let folder = Folder::new().with(
            "a.json",
            "{\"connectionKey\": \"é😀\", \"connection\": {\"handler\": \"trino\"}}",
        );
        let report = folder.run(&["check", "--format", "json", "a.json"]).json();
        let diagnostics = report["diagnostics"].as_array().expect("a list");
        let found = diagnostics
            .iter()
            .find(|d| d["code"] == "invalid-value")
            .expect("the mistake");
        let range = json!({"start": {"line": 1, "column": 51}, "end": {"line": 1, "column": 58}});
        assert_eq!(found["range"], range);
    }

    #[test]
    fn columns_do_not_depend_on_line_ends_or_a_byte_order_mark() {
        let dressed = format!("\u{feff}{}", with_error().replace('\n', "\r\n"));
        let folder = Folder::new()
            .with("a.yaml", with_error())
            .with("b.yaml", dressed);
        let report = folder.run(&["check", "--format", "json"]).json();
        assert_eq!(
            report["diagnostics"][0]["range"],
            report["diagnostics"][1]["range"]
        );
        let first = folder.run(&["check", "--format", "json", "-"]).json();
        assert_eq!(first["diagnostics"], json!([]));
    }

    #[test]
    fn is_sorted_by_path_and_position() {
        let two = format!("{}---\n{}", with_warning(), with_error());
        let folder = Folder::new()
            .with("b/a.yaml", with_error())
            .with("a.yaml", format!("# immuta-ls: ignore[template]\n{two}"))
            .with("b.yaml", with_error());
        let expected = [
            "a.yaml:1 unused-ignore hint",
            "a.yaml:7 removes-owners warning",
            "a.yaml:14 invalid-value error",
            "b.yaml:3 invalid-value error",
            "b/a.yaml:3 invalid-value error",
        ];
        assert_eq!(folder.found(&["b", "b.yaml", "a.yaml"]), expected);
        assert_eq!(folder.found(&[]), expected, "the folder itself");
    }

    #[test]
    fn has_each_file_once() {
        let folder = Folder::new().with("a/b.yaml", with_error());
        let report = folder
            .run(&["check", "--format", "json", "a", "a/b.yaml", ".", "./a"])
            .json();
        assert_eq!(report["files"], 1);
        assert_eq!(
            folder.found(&["a", "a/b.yaml", ".", "./a"]),
            ["a/b.yaml:3 invalid-value error"]
        );
    }
}

mod github {
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
}

mod text {
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
}

/// Which files are looked at, and as what.
mod files {
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
        let folder =
            Folder::new().with("specs/immuta-ls.yaml", "rules:\n  invalid-value: warning\n");
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
}

/// Comments that silence.
mod ignore {
    use super::*;

    #[test]
    fn on_the_line_or_the_one_above() {
        let above = with_warning().replace("owners", "# immuta-ls: ignore[removes-owners]\nowners");
        let beside = with_warning().replace("[]", "[] # immuta-ls: ignore[removes-owners]");
        let two = with_warning().replace(
            "[]",
            "[] # immuta-ls: ignore[removes-owners, secret-in-clear]",
        );
        let other = with_warning().replace("[]", "[] # immuta-ls: ignore[secret-in-clear]");
        let folder = Folder::new()
            .with("above.yaml", above)
            .with("beside.yaml", beside)
            .with("other.yaml", other)
            .with("two.yaml", two);
        assert_eq!(
            folder.found(&[]),
            [
                "other.yaml:6 removes-owners warning",
                "other.yaml:6 unused-ignore hint",
                "two.yaml:6 unused-ignore hint",
            ]
        );
    }
}

/// `immuta-ls.yaml`.
mod settings {
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
            ("rules: [", "the settings cannot be read: "),
            ("- a\n", "the settings cannot be read: "),
            (
                "rules:\n  invalid-value: loud\n",
                "`rules`: `loud` is no severity",
            ),
            (
                "rules:\n  invalid-valeu: off\n",
                "`rules`: there is no rule `invalid-valeu`",
            ),
            (
                "files:\n  kinds:\n    dataa: '*.yaml'\n",
                "`files.kinds`: `dataa` is not a kind of spec",
            ),
            ("files:\n  exclude: ['[']\n", "`[` is not a glob"),
            ("rule:\n  invalid-value: off\n", "unknown key `rule`"),
            (
                "files:\n  kind:\n    data: '*.yaml'\n",
                "unknown key `files.kind`",
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
}

mod lists {
    use super::*;

    #[test]
    fn the_rules_and_explains_each() {
        let folder = Folder::new();
        let listed = folder.run(&["rules"]).out;
        assert!(listed.lines().count() > 10, "{listed}");
        for line in listed.lines() {
            let code = line.split_whitespace().next().expect("a code");
            let page = folder.run(&["rules", code]);
            assert_eq!(page.code, 0, "{code}");
            assert!(page.out.starts_with(&format!("# {code}\n")), "{}", page.out);
        }
    }

    #[test]
    fn a_schema_that_is_json() {
        let kinds = ["data", "policy", "project", "purpose"].map(|kind| vec!["schema", kind]);
        for arguments in kinds.iter().chain([&vec!["schema"]]) {
            let schema = Folder::new().run(arguments).json();
            assert!(schema["$schema"].is_string(), "{arguments:?}");
        }
    }
}
