//! The server in a real Neovim, with the configuration that `editors/neovim` ships.
//!
//! What happens in the editor is in `tests/editors/neovim.lua`, one scenario a test. Neovim itself is put into
//! `.tools` by `tests/editors/install-neovim.sh`, once.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The command `nvim`, installed if it is not there.
fn nvim() -> &'static Path {
    static NVIM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let installed = NVIM.get_or_init(|| {
        let script = root().join("tests/editors/install-neovim.sh");
        let output = Command::new(&script)
            .output()
            .map_err(|error| format!("{}: {error}", script.display()))?;
        if output.status.success() {
            Ok(root().join(".tools/nvim/bin/nvim"))
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(format!(
                "Neovim cannot be installed, and these tests need it:\n{said}"
            ))
        }
    });
    match installed {
        Ok(nvim) => nvim,
        Err(problem) => panic!("{problem}"),
    }
}

/// A folder of its own for a scenario, as the home of somebody who has nothing but this.
struct Home(PathBuf);

impl Home {
    fn new(scenario: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("immuta-ls-{}-{scenario}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        // macOS has its folder for temporary files behind a link.
        Self(folder.canonicalize().expect("a folder for the test"))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(scenario: &str) {
    let nvim = nvim();
    let home = Home::new(scenario);
    let server = Path::new(env!("CARGO_BIN_EXE_immuta-ls"))
        .parent()
        .expect("a folder");
    let path = std::env::join_paths([server, Path::new("/usr/bin"), Path::new("/bin")])
        .expect("a search path");
    let mut command = Command::new(nvim);
    command
        .args(["--clean", "--headless", "-l"])
        .arg(root().join("tests/editors/neovim.lua"))
        .arg(scenario)
        .current_dir(&home.0)
        .env_clear()
        .env("PATH", path)
        .env("LANG", "C.UTF-8")
        .env("HOME", &home.0)
        .env("PLUGIN", root().join("editors/neovim"));
    for name in [
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
        "TMPDIR",
    ] {
        let folder = home.0.join(name.to_lowercase());
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        command.env(name, folder);
    }
    let output = command.output().expect("Neovim starts");
    assert!(
        output.status.success(),
        "{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// One test a scenario, of the same name.
macro_rules! scenarios {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*
    };
}

scenarios! {
    attaches_to_specs_and_to_nothing_else
    attaches_once_a_buffer_becomes_a_spec
    shows_a_mistake_at_its_place
    shows_a_mistake_in_json
    completes_a_key_of_the_handler
    completes_an_item_of_a_list
    completes_a_value
    offers_values_without_being_asked
    completes_a_token_of_a_name_template
    explains_a_key
    mends_a_mistake
    ends_with_the_editor
}
