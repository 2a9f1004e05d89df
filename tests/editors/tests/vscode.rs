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

use editor_tests::{Home, KEY, Tenant, install, program, root, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The package for this platform, with the server that these tests are about in it.
fn package() -> &'static PathBuf {
    static PACKAGE: OnceLock<PathBuf> = OnceLock::new();
    PACKAGE.get_or_init(|| {
        let package = root().join(".tools/vscode-test/immuta-ls.vsix");
        let mut node = Command::new("node");
        node.arg(root().join("editors/vscode/package.mjs"))
            .arg("--server")
            .arg(program())
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
    let tenant = Tenant::start();
    drive("workbench.mjs", &["--tenant", tenant.url(), "--key", KEY]);
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
