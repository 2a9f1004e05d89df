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

#[path = "editors/tools.rs"]
mod tools;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tools::{Home, install, root, succeed};

/// The command `nvim`, installed if it is not there.
fn nvim() -> &'static Path {
    static NVIM: OnceLock<PathBuf> = OnceLock::new();
    NVIM.get_or_init(|| install("install-neovim.sh", "nvim/bin/nvim"))
}

fn run(scenario: &str) {
    let home = Home::new(scenario);
    let server = Path::new(env!("CARGO_BIN_EXE_immuta-ls"))
        .parent()
        .expect("a folder");
    let path = std::env::join_paths([server, Path::new("/usr/bin"), Path::new("/bin")])
        .expect("a search path");
    let mut command = home.command(nvim());
    command
        .args(["--clean", "--headless", "-l"])
        .arg(root().join("tests/editors/neovim.lua"))
        .arg(scenario)
        .env("PATH", path)
        .env("PLUGIN", root().join("editors/neovim"));
    succeed(&mut command);
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
