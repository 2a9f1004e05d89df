//! What the tests in editors have in common: the program, the editors, a home for their user, and a tenant.
//!
//! The tests are a package of their own because they need npm, Python and a network: `cargo test` alone leaves them
//! out, `npm test` runs them as well. What they need is put into `.tools`, each in the version, and with the hashes,
//! that the lock files in this folder name.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../../../examples/sandbox-tenant/sandbox/mod.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod sandbox;
mod tenant;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

pub use tenant::{KEY, Tenant};

/// The folder of the repository.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        root.canonicalize().expect("the repository")
    });
    &ROOT
}

/// Has a script of this package install something, and returns where that is.
pub fn install(script: &str, installed: &str) -> PathBuf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let script = root().join("tests/editors").join(script);
    let output = Command::new(&script).output().expect("a script that runs");
    assert!(
        output.status.success(),
        "{} fails, and these tests need what it installs:\n{}",
        script.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    root().join(".tools").join(installed)
}

/// The program, built as the other tests build it, so that there is nothing to do if they did.
pub fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .current_dir(root())
            .args(["build", "--locked", "--profile", "test"])
            // The example has cargo take the features that the tests take.
            .args(["--bin", "immuta-ls", "--example", "sandbox-tenant"])
            .arg("--message-format=json-render-diagnostics");
        // What cargo tells a test about its package would have dependencies built anew.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(&*name);
            }
        }
        let output = cargo.output().expect("cargo");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout)
            .expect("UTF-8")
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .filter(|message| message["target"]["name"] == "immuta-ls")
            .find_map(|message| message["executable"].as_str().map(PathBuf::from))
            .expect("the program")
    });
    &PROGRAM
}

/// The folder with the program, and with `examples/sandbox-tenant`.
pub fn programs() -> &'static Path {
    program().parent().expect("a folder")
}

/// The search path of a user who has installed the program.
pub fn search_path() -> OsString {
    std::env::join_paths([programs(), Path::new("/usr/bin"), Path::new("/bin")])
        .expect("a search path")
}

/// The Python with the terminal that screens are read from.
pub fn pyte() -> PathBuf {
    install("install-pyte.sh", "pyte/bin/python")
}

/// A folder of its own for a scenario, as the home of somebody who has nothing but this.
pub struct Home(pub PathBuf);

impl Home {
    /// Makes one, named after the scenario.
    pub fn new(scenario: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("immuta-ls-{}-{scenario}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        // macOS has its folder for temporary files behind a link.
        Self(folder.canonicalize().expect("a folder for the test"))
    }

    /// A command in this home, with the folders that are its user's.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.0)
            .env_clear()
            .env("LANG", "C.UTF-8")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("HOME", &self.0);
        for name in [
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
            "TMPDIR",
        ] {
            let folder = self.0.join(name.to_lowercase());
            std::fs::create_dir_all(&folder).expect("a folder for the test");
            command.env(name, folder);
        }
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a command and expects it to succeed; returns what it said.
pub fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("a program that starts");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{}\n{said}", output.status);
    said
}
