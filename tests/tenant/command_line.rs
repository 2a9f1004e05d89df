//! `immuta-ls dry-run`, against the sandbox.

use crate::home::{Home, KEY, Sandboxed};
use expect_test::{Expect, expect};
use serde_json::{Value, json};

const FINE: &str = "projectKey: p\nname: P\n";

/// What a command printed, and what it ended with.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(home: &Home, url: &str, arguments: &[&str]) -> Ran {
    let mut command = home.command();
    command.env("IMMUTA_URL", url).env("IMMUTA_API_KEY", KEY);
    let output = command.args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let ran = Ran {
        code: output.status.code().expect("an exit code"),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    assert!(!ran.out.contains(KEY) && !ran.err.contains(KEY));
    ran
}

fn printed(tenant: &Sandboxed, text: &str, expected: &Expect) {
    let host = tenant.url().trim_start_matches("http://");
    expected.assert_eq(&text.replace(host, "HOST"));
}

#[test]
fn files_are_asked_about_and_told_in_order() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/b.yaml", "projectKey: b\nname: B\ntags: [PII, PIX]\n");
    home.write(
        "work/a.yaml",
        "projectKey: a\nname: A\n---\nprojectKey: churn-analysis\nname: C\ndatasources: []\n",
    );
    home.write("work/c.yaml", "services: {}\n");
    home.write("work/d.yaml", "projectKey: d\n");
    let before = tenant.dump();
    let ran = run(&home, tenant.url(), &["dry-run", "."]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    printed(
        &tenant,
        &ran.err,
        &expect![[r#"
        immuta-ls: asking http://HOST about 3 specs; nothing is pushed (address from `IMMUTA_URL`, key from `IMMUTA_API_KEY`)
    "#]],
    );
    printed(
        &tenant,
        &ran.out,
        &expect![[r#"
            a.yaml (document 1): The project would be created.
            a.yaml (document 2): REMOVES: 2 data sources would be taken out of the project, the project would be updated.
            b.yaml: HOST refuses this spec (status 422).

            error[tenant]: Tag "PIX" does not exist
             --> b.yaml:3:13
              |
            3 | tags: [PII, PIX]
              |             ^^^

            d.yaml: Not sent: it has an error of its own.

            error[missing-field]: `name` is missing: every project spec needs it.
             --> d.yaml:1:1
              |
            1 | projectKey: d
              | ^^^^^^^^^^

            `--force` also sends specs that have errors.
            4 specs: 1 with removals, 1 refused, 1 not sent, 1 with other changes.
        "#]],
    );
    assert_eq!(tenant.dump(), before);
    assert_eq!(tenant.tenant().requests().len(), 3);
    assert!(
        tenant
            .tenant()
            .requests()
            .iter()
            .all(|r| r.query == "dryRun=true")
    );
}

#[test]
fn programs_get_one_object_and_pull_requests_a_report() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/b.yaml", "projectKey: b\nname: B\ntags: [PII, PIX]\n");
    home.write("work/churn.yaml", "projectKey: churn\nname: C\n");
    let ran = run(&home, tenant.url(), &["dry-run", ".", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(told["version"], 1);
    let first = &told["specs"][0];
    assert_eq!(first["outcome"], "refused");
    assert_eq!(first["path"], "b.yaml");
    let at = json!({ "start": { "line": 3, "column": 13 }, "end": { "line": 3, "column": 16 } });
    assert_eq!(first["complaints"][0]["range"], at);
    let second = &told["specs"][1];
    assert_eq!(second["outcome"], "ok");
    assert_eq!(second["tenant"], tenant.url());
    assert_eq!(second["changes"][0]["key"], "creating");
    let ran = run(
        &home,
        tenant.url(),
        &["dry-run", ".", "--format", "markdown"],
    );
    assert!(ran.out.starts_with("# Dry run against"), "{}", ran.out);
    assert!(ran.out.contains("* line 3: Tag"), "{}", ran.out);
}

#[test]
fn errors_of_their_own_keep_specs_back_unless_forced() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/d.yaml", "projectKey: d\n");
    let ran = run(&home, tenant.url(), &["dry-run", "d.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("Not sent: it has an error of its own."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("error[missing-field]"), "{}", ran.out);
    assert!(tenant.tenant().requests().is_empty());
    let ran = run(&home, tenant.url(), &["dry-run", "d.yaml", "--force"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("error[tenant]"), "{}", ran.out);
    assert_eq!(tenant.tenant().requests().len(), 1);
}

#[test]
fn what_cannot_be_asked_ends_with_two() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/p.yaml", FINE);
    home.write("work/x.yaml", "projectKey: p\nname: ${NO_SUCH_NAME}\n");
    home.write("work/none/y.yaml", "a: 1\n");
    for (arguments, words) in [
        (&["dry-run", "x.yaml"][..], "`NO_SUCH_NAME` is not set"),
        (&["dry-run", "nowhere"][..], "there is no such file"),
        (&["dry-run"][..], "required arguments"),
        (
            &["dry-run", "p.yaml", "--profile", "x"][..],
            "there are none on this machine",
        ),
        (
            &["dry-run", "p.yaml", "--tenant", "http://tenant.example.com"][..],
            "plain `http`",
        ),
        (
            &["dry-run", "p.yaml", "--tenant", "https://other.example.com"][..],
            "No API key for https://other.example.com",
        ),
        (
            &["dry-run", "p.yaml", "--ca-file", "none.pem"][..],
            "none.pem",
        ),
    ] {
        let ran = run(&home, tenant.url(), arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {} {}", ran.out, ran.err);
        let told = format!("{}{}", ran.out, ran.err);
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
    assert!(tenant.tenant().requests().is_empty());
    let ran = run(&home, "http://127.0.0.1:1", &["dry-run", "p.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("cannot be reached"), "{}", ran.out);
}

#[test]
fn a_profile_is_named_by_the_user_or_the_repository() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/p.yaml", FINE);
    let profiles = format!("sandbox: {{host: {}, api_key: {KEY}}}\n", tenant.url());
    home.write(".immutacfg.yaml", &profiles);
    let mut command = home.command();
    let output = command
        .args(["dry-run", "p.yaml", "--profile", "sandbox"])
        .output();
    assert_eq!(output.expect("it runs").status.code(), Some(0));
    home.write("work/immuta-ls.yaml", "tenant: {profile: sandbox}\n");
    let output = home.command().args(["dry-run", "p.yaml"]).output();
    assert_eq!(output.expect("it runs").status.code(), Some(0));
    assert_eq!(tenant.tenant().requests().len(), 2);
}

#[test]
fn doctor_tells_what_is_set_up_and_shows_no_key() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let profiles = format!(
        "default: {{host: tenant.example.com, api_key: {KEY}}}\nbare: {{host: b.example.com}}\n"
    );
    home.write(".immutacfg.yaml", &profiles);
    home.write("work/immuta-ls.yaml", "tenant: {url: x}\n");
    let ran = run(&home, tenant.url(), &["doctor"]);
    assert_eq!(
        ran.code, 2,
        "the settings have a mistake: {} {}",
        ran.out, ran.err
    );
    let lines: Vec<_> = ran.out.lines().skip(2).map(str::to_owned).collect();
    let told = lines.join("\n") + "\n";
    let told = told.replace(&home.folder.display().to_string(), "HOME");
    printed(
        &tenant,
        &told,
        &expect![[r#"
            settings     HOME/work/immuta-ls.yaml
                         line 1: `tenant.url` is not read from a repository. It belongs in the settings of your editor, on your own machine.
            profiles     default (https://tenant.example.com, with a key, used when nothing else is said), bare (https://b.example.com, without a key) in HOME/.immutacfg.yaml
            environment  IMMUTA_URL is http://HOST; IMMUTA_API_KEY is set
            proxy        none in the environment
            tenant       http://HOST (from `IMMUTA_URL`)
            API key      there, from `IMMUTA_API_KEY`
            answer       the key is Ada Example's, with the permissions CREATE_DATA_SOURCE, CREATE_PROJECT, GOVERNANCE, USER_ADMIN
        "#]],
    );

    home.write("work/immuta-ls.yaml", "");
    let ran = run(&home, tenant.url(), &["doctor"]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let ran = run(&home, "http://127.0.0.1:1", &["doctor"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("cannot be reached"), "{}", ran.out);
    let ran = run(&home, "http://127.0.0.1:1", &["doctor", "--offline"]);
    assert_eq!(ran.code, 0);
    let output = home
        .command()
        .args(["doctor", "--tenant", "https://other.example.com"])
        .output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        out.contains("No API key for https://other.example.com"),
        "{out}"
    );
}

#[test]
fn where_there_is_no_spec_nothing_is_asked_and_nothing_is_wrong() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/y.yaml", "a: 1\n");
    for (format, out) in [
        ("text", ""),
        ("json", "{\"specs\":[],\"version\":1}\n"),
        ("github", ""),
    ] {
        let ran = run(&home, tenant.url(), &["dry-run", ".", "--format", format]);
        assert_eq!(ran.code, 0);
        assert_eq!(ran.out, out);
        assert!(ran.err.contains("no Immuta spec found"), "{}", ran.err);
    }
    assert!(tenant.tenant().requests().is_empty());
}

#[test]
fn deletions_fail_where_that_is_wanted_and_are_annotated() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write(
        "work/c.yaml",
        "projectKey: churn-analysis\nname: C\ndatasources: []\n",
    );
    home.write("work/d.yaml", "projectKey: d\nname: D\ntags: [PIX]\n");
    let ran = run(&home, tenant.url(), &["dry-run", "c.yaml"]);
    assert_eq!(ran.code, 0);
    let ran = run(
        &home,
        tenant.url(),
        &["dry-run", "c.yaml", "--fail-on-delete"],
    );
    assert_eq!(ran.code, 1);
    let ran = run(&home, tenant.url(), &["dry-run", ".", "--format", "github"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<_> = ran.out.lines().collect();
    assert!(
        lines[0].starts_with("::warning file=c.yaml,line=1,"),
        "{lines:?}"
    );
    assert!(lines[0].contains("REMOVES"), "{lines:?}");
    assert!(
        lines[1].starts_with("::error file=d.yaml,line=3,col=8,"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn standard_input_is_asked_about_too() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    let mut command = home.command();
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    command.args(["dry-run", "-", "--stdin-filename", "x.json"]);
    let mut command = assert_cmd::Command::from_std(command);
    let output = command
        .write_stdin("{\"projectKey\": \"p\", \"name\": \"P\"}")
        .output();
    let out = String::from_utf8(output.expect("it runs").stdout).expect("UTF-8");
    assert_eq!(out, "x.json: The project would be created.\n");
    let request = &tenant.tenant().requests()[0];
    assert_eq!(request.headers["content-type"], "application/json");
}

#[test]
fn a_mistake_in_the_settings_leads_to_no_other_tenant() {
    let (home, tenant) = (Home::new(), Sandboxed::start());
    home.write("work/p.yaml", FINE);
    let profiles = format!("default: {{host: {}, api_key: {KEY}}}\n", tenant.url());
    home.write(".immutacfg.yaml", &profiles);
    for settings in [
        "tenant: {profil: staging}\n",
        "tenant:\n  profile: [staging\n",
    ] {
        home.write("work/immuta-ls.yaml", settings);
        let output = home.command().args(["dry-run", "p.yaml"]).output();
        let output = output.expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains("it may be for another tenant"), "{out}");
        assert!(tenant.tenant().requests().is_empty());
    }
    // Who names a tenant knows which one is meant.
    let ran = run(&home, tenant.url(), &["dry-run", "p.yaml"]);
    assert_eq!(ran.code, 2, "the mistake is told all the same");
    assert!(ran.err.contains("immuta-ls.yaml"), "{}", ran.err);
    assert!(ran.out.contains("would be created"), "{}", ran.out);
    assert_eq!(tenant.tenant().requests().len(), 1);
}
