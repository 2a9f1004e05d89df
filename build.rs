//! Turns the catalog's YAML files into static tables, so that the program parses nothing when it starts.
//! A file that is wrong in any way stops the build, with the file, the place and what is wrong.
#![allow(clippy::print_stdout)] // How a build script talks to cargo.

#[path = "build/access.rs"]
mod access;
#[path = "build/check.rs"]
mod check;
#[path = "build/check_vocabulary.rs"]
mod check_vocabulary;
#[path = "build/emit.rs"]
mod emit;
#[path = "build/emit_names.rs"]
mod emit_names;
#[path = "build/format.rs"]
mod format;
#[path = "build/notation.rs"]
mod notation;
#[path = "build/rust.rs"]
mod rust;
#[path = "build/siblings.rs"]
mod siblings;
#[path = "src/catalog/snippet.rs"]
mod snippet;
#[path = "build/tenant.rs"]
mod tenant;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

const CATALOG: &str = "src/catalog";

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed={CATALOG}");
    let problems = match generate() {
        Ok(problems) => problems,
        Err(error) => vec![error.to_string()],
    };
    for problem in &problems {
        println!("cargo::error={}", problem.replace('\n', " "));
    }
    if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Writes `catalog.rs`, or answers with what is wrong with the files.
fn generate() -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(CATALOG)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            paths.push(path);
        }
    }
    paths.sort();

    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in &paths {
        let name = path.display().to_string();
        match serde_yaml::from_str::<format::File>(&fs::read_to_string(path)?) {
            Ok(file) => files.push(format::File { name, ..file }),
            Err(error) => problems.push(format!("{name}: {error}")),
        }
    }
    if problems.is_empty() {
        problems = check::problems(&files);
    }
    if problems.is_empty() {
        let directory = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
        fs::write(Path::new(&directory).join("catalog.rs"), emit::rust(&files))?;
    }
    Ok(problems)
}
