//! The extension for VS Code, packaged with the server in it, in a real workbench in a browser without a display.
//!
//! What happens in the editor is in `tests/editors/vscode`. VS Code and the browser are put into `.tools` by
//! `tests/editors/install-vscode.sh`, once. `UPDATE_PICTURES=1` renews the pictures of the extension's README.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test fails by a panic, and says how long things took"
)]

#[path = "editors/tools.rs"]
mod tools;

#[allow(dead_code, reason = "what its own tests look at")]
#[path = "../examples/sandbox-tenant/sandbox/mod.rs"]
mod sandbox;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use expect_test::expect_file;
use immuta_ls::catalog;
use serde_json::{Value, json};
use tools::{Home, install, root, succeed};

/// The package for this platform, with the server that these tests are about in it.
fn package() -> &'static PathBuf {
    static PACKAGE: OnceLock<PathBuf> = OnceLock::new();
    PACKAGE.get_or_init(|| {
        let package = root().join(".tools/vscode-test/immuta-ls.vsix");
        let mut node = Command::new("node");
        node.arg(root().join("editors/vscode/package.mjs"))
            .arg("--server")
            .arg(env!("CARGO_BIN_EXE_immuta-ls"))
            .arg("--out")
            .arg(&package);
        print!("{}", succeed(&mut node));
        package
    })
}

/// Where VS Code is, installed if it is not there.
fn vscode() -> &'static Path {
    static VSCODE: OnceLock<PathBuf> = OnceLock::new();
    VSCODE.get_or_init(|| install("install-vscode.sh", "vscode"))
}

/// Runs a script of `tests/editors/vscode` on the package, with more arguments of its own.
fn drive(script: &str, arguments: &[&str]) {
    let home = Home::new(script);
    let mut node = home.command(Path::new("node"));
    node.arg(root().join("tests/editors/vscode").join(script))
        .arg("--vsix")
        .arg(package())
        .arg("--vscode")
        .arg(vscode())
        .arg("--chromium")
        .arg(root().join(".tools/chromium/chromium"))
        .args(arguments)
        .env("PATH", std::env::var_os("PATH").expect("a search path"));
    if let Some(update) = std::env::var_os("UPDATE_PICTURES") {
        node.env("UPDATE_PICTURES", update);
    }
    print!("{}", succeed(&mut node));
}

#[test]
fn the_package_holds_what_it_should() {
    drive("package.mjs", &[]);
}

#[test]
fn in_the_workbench() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let options = sandbox::Options {
        port: 0,
        key: "key-of-the-workbench-0123456789".to_owned(),
        admin: true,
    };
    let key = options.key.clone();
    let tenant = runtime
        .block_on(sandbox::Sandbox::start(options))
        .expect("the sandbox tenant");
    drive("workbench.mjs", &["--tenant", &tenant.url, "--key", &key]);
}

#[test]
fn in_the_extension_host() {
    // Of a tenant whose certificate nobody but its users knows.
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let home = Home::new("certificate");
    let certificate = home.0.join("certificate.pem");
    let key = home.0.join("key.pem");
    std::fs::write(&certificate, own.cert.pem()).expect("a file");
    std::fs::write(&key, own.signing_key.serialize_pem()).expect("a file");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    drive(
        "host.mjs",
        &[
            "--certificate",
            &path(&certificate),
            "--private-key",
            &path(&key),
        ],
    );
}

/// The extension has to know by itself which documents may be specs, and has the templates for new ones.
#[test]
fn what_the_extension_has_of_the_catalog() {
    let kinds: Vec<Value> = catalog::kinds().iter().map(kind).collect();
    let text = serde_json::to_string_pretty(&kinds).expect("JSON");
    expect_file!["../editors/vscode/src/catalog.json"].assert_eq(&(text + "\n"));
}

fn kind(kind: &catalog::Kind) -> Value {
    let mark = |mark: &catalog::Mark| json!({ "path": mark.path, "value": mark.value });
    let marks = kind
        .detect
        .iter()
        .map(|marks| marks.iter().map(mark).collect::<Vec<_>>());
    let mut fields: Vec<String> = Vec::new();
    for field in kind.root.every_field() {
        let names = std::iter::once(&field.name).chain(field.aliases);
        fields.extend(names.map(|name| name.to_lowercase()));
    }
    let template = |template: &catalog::Template| json!({ "label": template.label, "doc": template.doc, "body": template.body });
    json!({
        "name": kind.name,
        "title": kind.title,
        "marks": marks.collect::<Vec<_>>(),
        "fields": fields,
        "templates": kind.templates.iter().map(template).collect::<Vec<_>>(),
    })
}
