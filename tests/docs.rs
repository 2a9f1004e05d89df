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

/// Everything that the catalog says of fields and values, with how it is known.
#[test]
fn the_table_of_facts() {
    expect_file!["../docs/facts.md"].assert_eq(&facts());
}

fn facts() -> String {
    let mut page = "\
# What is known of Immuta

Every field and value of the V2 API specs that this program knows, how it is known, and from where. This page is made from
`src/catalog`. How a fact is known decides how loudly it is held against a file: only what is documented and not contradicted makes an
error.

| known | meaning | severity at most |
| --- | --- | --- |
| documented | stated by Immuta's documents | error |
| observed | seen in real files, or in code that talks to real tenants | warning |
| inferred | a reasonable reading | hint |
| contradictory | the documents disagree; every reading is accepted | hint |

## Sources

| source | what it is |
| --- | --- |
"
    .to_owned();
    for source in catalog::SOURCES {
        let link = source.url.map(|url| format!(" [Page]({url})"));
        page += &format!(
            "| {} | {}{} |\n",
            source.name,
            source.doc,
            link.unwrap_or_default()
        );
    }
    let mut seen = Vec::new();
    for kind in catalog::kinds() {
        page += &format!("\n## {} (`POST {}`)\n", kind.title, kind.endpoint);
        for shape in kind.shapes() {
            // Shapes that kinds share are told once.
            if seen.contains(&shape.name) {
                continue;
            }
            seen.push(shape.name);
            page += &format!("\n### {}\n\n", shape.name);
            page +=
                "| field | takes | required | known | source |\n| --- | --- | --- | --- | --- |\n";
            page += &shape
                .fields
                .iter()
                .map(|field| row(field, ""))
                .collect::<String>();
            for variant in shape.variants {
                let of = format!("{}: ", variant.values.join(", "));
                page += &variant
                    .fields
                    .iter()
                    .map(|field| row(field, &of))
                    .collect::<String>();
            }
        }
    }
    page
}

/// A field, and a line for each of its values. `of` is the variant that it belongs to.
fn row(field: &catalog::Field, of: &str) -> String {
    let types: Vec<_> = field.types.iter().map(takes).collect();
    let required = match field.required {
        catalog::Requirement::Optional => "no".to_owned(),
        catalog::Requirement::Always => format!("yes ({})", known(field.required_status)),
        catalog::Requirement::When(_) => format!("sometimes ({})", known(field.required_status)),
    };
    let mut rows = format!(
        "| {of}`{}` | {} | {required} | {} | {} |\n",
        field.name,
        types.join(" or "),
        known(field.status),
        field.source
    );
    for allowed in field.text().map_or(&[][..], |text| text.values) {
        rows += &format!(
            "| {of}`{}: {}` | | | {} | {} |\n",
            field.name,
            allowed.value,
            known(allowed.status),
            allowed.source
        );
    }
    rows
}

fn takes(r#type: &catalog::Type) -> String {
    match r#type {
        catalog::Type::String(_) => "string".to_owned(),
        catalog::Type::Boolean => "boolean".to_owned(),
        catalog::Type::Integer => "integer".to_owned(),
        catalog::Type::Number => "number".to_owned(),
        catalog::Type::Any => "anything".to_owned(),
        catalog::Type::Object(shape) => {
            format!("[{0}](#{1})", shape.name, shape.name.to_lowercase())
        }
        catalog::Type::List(item) => format!("list of {}", takes(item)),
    }
}

fn known(status: catalog::Status) -> &'static str {
    match status {
        catalog::Status::Documented => "documented",
        catalog::Status::Observed => "observed",
        catalog::Status::Inferred => "inferred",
        catalog::Status::Contradictory => "contradictory",
    }
}
