//! `access`, `test` and `explain`.

use super::*;

const POLICY: &str = "\
policyKey: mask-pii
name: Mask personal data
type: data
circumstances: [{type: columnTags, columnTag: PII}]
actions:
  - rules:
      - type: Masking
        config:
          fields: [{type: columnTags, columnTag: PII}]
          maskingConfig: {type: Hash}
        exceptions: {groups: [Auditors]}
";

const DATA: &str = "\
connectionKey: sales
connection: {handler: Trino, hostname: trino.example.com, authenticationMethod: No Authentication}
sources:
  - schema: public
    table: customers
    tags: {columns: [{columnName: mail, tags: [PII.Mail]}]}
";

const TESTS: &str = "\
facts:
  sources:
    public.customers: {columns: {mail: {type: string}}}
personas:
  ada: {groups: [Auditors]}
  bo: {}
tests:
  - name: auditors see addresses
    source: public.customers
    personas: [ada]
    columns: {mail: clear}
  - name: nobody else does
    source: public.customers
    column: mail
    clear_for: [ada]
";

fn folder() -> Folder {
    Folder::new()
        .with("mask.yaml", POLICY)
        .with("sales.yaml", DATA)
        .with("sales.immuta-test.yaml", TESTS)
}

#[test]
fn tests_pass_and_say_so() {
    let ran = folder().run(&["test"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(
        ran.out,
        "sales.immuta-test.yaml\n  ok      auditors see addresses\n  ok      nobody else does\n\
         2 tests: 2 passed, 0 failed\n"
    );
}

#[test]
fn a_failed_test_names_persona_column_and_the_policy_that_decides() {
    let folder = folder().with(
        "sales.immuta-test.yaml",
        TESTS.replace("personas: [ada]", "personas: [bo]"),
    );
    let ran = folder.run(&["test"]);
    assert_eq!(ran.code, 1);
    for expected in [
        "FAILED  auditors see addresses (line 8)",
        "`bo`, column `mail` of `public.customers`: expected clear, got hash.",
        "mask.yaml:1: The policy `mask-pii` masks it.",
        "2 tests: 1 passed, 1 failed",
    ] {
        assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
    }
}

#[test]
fn what_cannot_be_told_does_not_pass() {
    let folder = folder().with(
        "other.yaml",
        POLICY
            .replace("mask-pii", "null-pii")
            .replace("Hash", "\"Null\""),
    );
    let ran = folder.run(&["test", "--format", "json"]);
    assert_eq!(ran.code, 0);
    let report = ran.json();
    assert_eq!(report["version"], 1);
    assert_eq!(
        (&report["tests"], &report["passed"], &report["failed"]),
        (&json!(2), &json!(2), &json!(0)),
        "both mask it, whoever wins: {report}"
    );
    let hashed = TESTS.replace(
        "personas: [ada]\n    columns: {mail: clear}",
        "personas: [bo]\n    columns: {mail: hash}",
    );
    let ran = folder
        .with("sales.immuta-test.yaml", hashed)
        .run(&["test", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let result = &ran.json()["results"][0];
    assert_eq!(result["status"], "cannot-tell");
    assert_eq!(result["line"], 8);
    let message = result["message"].as_str().expect("a message");
    assert!(message.contains("the order in which"), "{message}");
}

#[test]
fn junit_is_xml_with_a_failure() {
    let folder = folder().with(
        "sales.immuta-test.yaml",
        TESTS
            .replace("auditors see addresses", "<auditors> & others")
            .replace("personas: [ada]", "personas: [bo]"),
    );
    let ran = folder.run(&["test", "--format", "junit"]);
    assert_eq!(ran.code, 1);
    for expected in [
        "<testsuites name=\"immuta-ls\" tests=\"2\" failures=\"1\" errors=\"0\">",
        "name=\"&lt;auditors&gt; &amp; others\"",
        "<failure message=\"`bo`, column `mail`",
    ] {
        assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
    }
}

#[test]
fn a_mistake_in_a_test_file_is_told_with_its_line() {
    let folder = folder().with(
        "sales.immuta-test.yaml",
        TESTS.replace("clear_for: [ada]", "clear_fro: [ada]"),
    );
    let ran = folder.run(&["test"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("sales.immuta-test.yaml:15: Unknown key `clear_fro` in a test."),
        "{}",
        ran.err
    );
    let empty = Folder::new().with("mask.yaml", POLICY);
    let ran = empty.run(&["test"]);
    assert_eq!(ran.code, 2, "no tests are not passed tests");
}

#[test]
fn two_specs_of_one_policy_are_refused() {
    let ran = folder().with("copy.yaml", POLICY).run(&["test"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("the policy `mask-pii` is defined twice"),
        "{}",
        ran.err
    );
}

#[test]
fn access_is_a_table_of_people_by_columns() {
    let ran = folder().run(&["access", "--persona", "sales.immuta-test.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<Vec<&str>> = ran
        .out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0], ["public.customers"]);
    assert_eq!(lines[1], ["subscribed", "rows", "mail"]);
    assert_eq!(lines[2], ["ada", "cannot-tell", "all", "clear"]);
    assert_eq!(lines[3], ["bo", "cannot-tell", "all", "hash"]);
    let ran = folder().run(&["access", "--group", "Auditors", "--format", "csv"]);
    assert!(
        ran.out.ends_with("\"mail\",\"PII.Mail\",\"clear\"\n"),
        "{}",
        ran.out
    );
    let ran = folder().run(&["access", "--source", "nothing"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn access_as_json_says_what_each_answer_rests_on() {
    let ran = folder().run(&["access", "--format", "json"]);
    let report = ran.json();
    let source = &report["sources"][0];
    assert_eq!(report["complete"], false, "nobody says who is subscribed");
    assert_eq!(source["name"], "public.customers");
    assert_eq!(
        (&source["path"], &source["line"]),
        (&json!("sales.yaml"), &json!(4))
    );
    let column = &source["columns"][0];
    assert_eq!(
        column["answer"], "masked",
        "no file says the type of the column"
    );
    assert_eq!(column["because"][0]["path"], "mask.yaml");
    assert!(
        report["notes"]
            .as_array()
            .is_some_and(|notes| !notes.is_empty())
    );
}

#[test]
fn explain_says_what_policies_do() {
    let ran = folder().run(&["explain", "mask.yaml"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        "Mask personal data (`mask-pii`)  [mask.yaml:1]\n  \
         Mask columns tagged `PII` using hashing for everyone except anyone who is a member of the group `Auditors` \
         on data sources with columns tagged `PII`.\n\n"
    );
    let ran = folder().run(&["explain", "sales.yaml"]);
    assert_eq!(ran.code, 2, "there is no policy");
}
