//! What is generated in `docs/`, and for editors from the catalog, is what the program says today.
//! `UPDATE_EXPECT=1 cargo test --test docs` writes it anew.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use assert_cmd::Command;
use expect_test::expect_file;
use immuta_ls::catalog;
use serde_json::{Value, json};

/// What the program prints; with colours, as in a terminal.
fn printed(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("immuta-ls")
        .expect("the program")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .args(arguments)
        .output()
        .expect("the program runs");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_reference_of_the_rules() {
    expect_file!["../docs/rules.md"].assert_eq(&printed(&["rules", "--markdown"]));
}

#[test]
fn the_picture_of_the_command_line() {
    expect_file!["../docs/check.svg"].assert_eq(&checked("examples/broken.data.yaml"));
}

#[test]
fn the_picture_of_a_policy() {
    expect_file!["../docs/policy.svg"].assert_eq(&checked("examples/broken.policy.yaml"));
}

/// The configuration for Neovim has to know by itself which buffers may be specs.
#[test]
fn the_marks_that_neovim_looks_for() {
    let lua = include_str!("../editors/neovim/lsp/immuta_ls.lua");
    let kinds = catalog::kinds().iter();
    for evidence in kinds.flat_map(|kind| kind.detect) {
        let key = evidence.path.first().expect("a key");
        let is_enough = evidence.weight >= catalog::ENOUGH;
        assert!(!is_enough || lua.contains(&format!("'{key}'")), "{key}");
    }
}

/// The extension has to know by itself which documents may be specs, and has the templates for new ones.
#[test]
fn what_the_extension_has_of_the_catalog() {
    let kinds: Vec<Value> = catalog::kinds().iter().map(kind).collect();
    let text = serde_json::to_string_pretty(&kinds).expect("JSON");
    expect_file!["../editors/vscode/src/catalog.json"].assert_eq(&(text + "\n"));
}

fn kind(kind: &catalog::Kind) -> Value {
    let evidence = |row: &catalog::Evidence| json!({ "path": row.path, "value": row.value, "weight": row.weight });
    let detect = kind.detect.iter().map(evidence);
    let mut fields: Vec<String> = Vec::new();
    for field in kind.root.every_field() {
        let names = std::iter::once(&field.name).chain(field.aliases);
        fields.extend(names.map(|name| name.to_lowercase()));
    }
    let template = |template: &catalog::Template| json!({ "label": template.label, "doc": template.doc, "body": template.body });
    json!({
        "name": kind.name,
        "title": kind.title,
        "detect": detect.collect::<Vec<_>>(),
        "fields": fields,
        "templates": kind.templates.iter().map(template).collect::<Vec<_>>(),
    })
}

/// `docs/neovim.sh` takes the screen.
#[test]
fn the_picture_of_neovim() {
    expect_file!["../docs/neovim.svg"]
        .assert_eq(&picture(include_str!("../docs/neovim.ansi").trim_end()));
}

/// A picture of the command that checks a file.
fn checked(path: &str) -> String {
    let command_line = format!("$ \u{1b}[1mimmuta-ls check {path}\u{1b}[0m\n");
    picture(&(command_line + &printed(&["check", path])))
}

fn picture(screen: &str) -> String {
    let terminal = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE);
    terminal.render_svg(screen)
}

/// The clean examples have nothing wrong with them, the broken ones do.
#[test]
fn the_examples_are_what_they_say() {
    let report = printed(&["check", "--format", "json", "examples"]);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let mut found = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for diagnostic in report["diagnostics"].as_array().expect("a list") {
        let text = |name: &str| diagnostic[name].as_str().expect("a text");
        found.entry(text("path")).or_default().push(text("code"));
    }
    let list: Vec<_> = found
        .iter()
        .map(|(path, codes)| format!("{path}: {}", codes.join(", ")))
        .collect();
    expect_test::expect![[r#"
        examples/broken-handler.data.json: missing-field, invalid-value, query-parameter, duplicate-item, syntax
        examples/broken-sources.data.yaml: invalid-value, syntax, wrong-type, syntax, duplicate-item, unknown-field
        examples/broken.data.yaml: missing-field, quoted-scalar, conflicting-fields, secret-in-clear, template, removes-owners, unknown-field
        examples/broken.policy.yaml: quoted-scalar, v1-payload, unknown-function, missing-otherwise, expression-syntax, unknown-field
        examples/databricks.data.yaml: schema-monitoring"#]].assert_eq(&list.join("\n"));
}
