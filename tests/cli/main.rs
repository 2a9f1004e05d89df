//! The command line, as people and pipelines use it: what it prints, and what it ends with.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

mod ends;
mod files;
mod foreign;
mod github;
mod ignore;
mod json;
mod lists;
mod policies;
#[cfg(target_os = "linux")]
mod progress;
mod settings;
mod text;

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
