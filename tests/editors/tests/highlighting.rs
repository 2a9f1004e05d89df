//! The languages in strings, as real editors see them with the queries that `editors/` ships.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use editor_tests::{Home, install, pyte, root, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the sources of a dependency are.
fn sources_of(package: &str) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root());
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let output = cargo.output().expect("cargo");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let found = packages.iter().find(|found| found["name"] == package);
    let manifest = found.expect("the package")["manifest_path"].as_str();
    let folder = Path::new(manifest.expect("a path")).parent();
    folder.expect("a folder").to_owned()
}

/// The parsers that the editors need: those of YAML and JSON, which other people make, and ours.
fn build_parsers(folder: &Path) {
    succeed(Command::new(root().join("editors/build-parsers.sh")).arg(folder));
    for language in ["yaml", "json"] {
        let sources = sources_of(&format!("tree-sitter-{language}")).join("src");
        let mut compiler = Command::new("cc");
        compiler
            .args(["-O1", "-shared", "-fPIC", "-I"])
            .arg(&sources);
        compiler
            .arg("-o")
            .arg(folder.join(format!("{language}.so")));
        for file in ["parser.c", "scanner.c"] {
            let file = sources.join(file);
            if file.exists() {
                compiler.arg(file);
            }
        }
        succeed(&mut compiler);
    }
}

#[test]
fn neovim() {
    let nvim = install("install-neovim.sh", "nvim/bin/nvim");
    let home = Home::new("neovim-highlighting");
    build_parsers(&home.0.join("parser"));
    let mut command = home.command(&nvim);
    command
        .args(["--clean", "--headless", "-l"])
        .arg(root().join("tests/editors/highlighting.lua"))
        .env("PATH", "/usr/bin:/bin")
        .env("PLUGIN", root().join("editors/neovim"))
        .env("SPECS", root().join("tests/fixtures/languages"));
    succeed(&mut command);
}

#[test]
fn helix() {
    let hx = install("install-helix.sh", "helix/hx");
    let home = Home::new("helix-highlighting");
    // As its README tells.
    let runtime = home.0.join("xdg_config_home/helix/runtime");
    let queries = root().join("editors/helix/runtime");
    let mut command = home.command(&pyte());
    succeed(Command::new("mkdir").arg("-p").arg(&runtime));
    succeed(
        Command::new("cp")
            .arg("-r")
            .arg(queries.join("queries"))
            .arg(&runtime),
    );
    build_parsers(&runtime.join("grammars"));
    command
        .arg(root().join("tests/editors/helix_colours.py"))
        .arg(hx)
        .arg(root().join("editors/helix/languages.toml"))
        .arg(root().join("tests/fixtures/languages"))
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm-256color")
        .env("COLORTERM", "truecolor");
    succeed(&mut command);
}

#[test]
fn vs_code() {
    install("install-textmate.sh", "textmate");
    let mut node = Command::new("node");
    node.arg(root().join("tests/editors/textmate.mjs"));
    succeed(&mut node);
}
