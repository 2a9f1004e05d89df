//! What surrounds the program in a test: a tenant, and a user with a home of their own.

use crate::sandbox::{Options, Sandbox, Tenant};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The key for the sandbox. It must not be seen anywhere but in the one header.
pub(crate) const KEY: &str = "key-5f0c-that-nobody-may-see";

/// A sandbox tenant that runs beside the test.
pub(crate) struct Sandboxed {
    sandbox: Sandbox,
    _runtime: tokio::runtime::Runtime,
}

impl Sandboxed {
    pub(crate) fn start() -> Self {
        Self::start_as(true)
    }

    /// A sandbox whose key may list people, or not.
    pub(crate) fn start_as(admin: bool) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let options = Options {
            port: 0,
            key: KEY.to_owned(),
            admin,
        };
        let sandbox = runtime
            .block_on(Sandbox::start(options))
            .expect("the sandbox starts");
        Self {
            sandbox,
            _runtime: runtime,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.sandbox.url
    }

    pub(crate) fn tenant(&self) -> &Arc<Tenant> {
        &self.sandbox.tenant
    }

    pub(crate) fn dump(&self) -> String {
        self.tenant().dump().expect("a state")
    }
}

/// A user's home, and the folder they work in. It goes with the test.
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
}

impl Home {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "immuta-ls-tenant-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("work")).expect("a folder");
        Self { folder }
    }

    /// Writes a file, from the home on.
    pub(crate) fn write(&self, path: &str, content: &str) -> PathBuf {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// The URI of a file in the folder that the user works in.
    pub(crate) fn uri(&self, path: &str) -> String {
        let path = self.folder.join("work").join(path);
        format!("file://{}", path.display())
    }

    /// The program, with nothing of the surroundings of the test but what is needed to run.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_immuta-ls"));
        command
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap_or_default())
            .env("HOME", &self.folder)
            .current_dir(self.folder.join("work"));
        command
    }

    /// Everything that the program wrote into the home.
    pub(crate) fn written(&self) -> String {
        let mut all = String::new();
        read_all(&self.folder, &mut all);
        all
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn read_all(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_all(&path, all);
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            all.push_str(&format!(
                "{}\n{}\n",
                path.display(),
                String::from_utf8_lossy(&bytes)
            ));
        }
    }
}
