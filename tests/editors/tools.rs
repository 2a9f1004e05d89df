//! What the tests of editors need, put into `.tools` if it is not there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Has a script of `tests/editors` install something, and gives back where that is.
pub(crate) fn install(script: &str, installed: &str) -> PathBuf {
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

/// The search path of a user who has installed the program.
#[allow(dead_code, reason = "not every suite starts the program")]
pub(crate) fn search_path() -> OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_immuta-ls"));
    let folder = program.parent().expect("a folder");
    std::env::join_paths([folder, Path::new("/usr/bin"), Path::new("/bin")]).expect("a search path")
}

/// The Python with the terminal that screens are read from.
#[allow(dead_code, reason = "not every suite looks at a screen")]
pub(crate) fn pyte() -> PathBuf {
    install("install-pyte.sh", "pyte/bin/python")
}

/// A folder of its own for a scenario, as the home of somebody who has nothing but this.
pub(crate) struct Home(pub(crate) PathBuf);

impl Home {
    pub(crate) fn new(scenario: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("immuta-ls-{}-{scenario}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        // macOS has its folder for temporary files behind a link.
        Self(folder.canonicalize().expect("a folder for the test"))
    }

    /// A command in this home, with the folders that are its user's.
    pub(crate) fn command(&self, program: &Path) -> Command {
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

/// Runs a command and expects it to succeed.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("a program that starts");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{}\n{said}", output.status);
    said
}
