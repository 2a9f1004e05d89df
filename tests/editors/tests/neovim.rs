//! The server in a real Neovim, with the plugin that `editors/neovim` ships.
//!
//! What happens in the editor is in `tests/editors/neovim.lua` and beside it, one scenario a test, and for the terminal
//! in `tests/editors/neovim_screen.py`. Neovim itself is put into `.tools` by `tests/editors/install-neovim.sh`, once.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use editor_tests::{Home, KEY, Tenant, install, pyte, root, search_path, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The command `nvim`, installed if it is not there.
fn nvim() -> &'static Path {
    static NVIM: OnceLock<PathBuf> = OnceLock::new();
    NVIM.get_or_init(|| install("install-neovim.sh", "nvim/bin/nvim"))
}

/// Neovim with a scenario, in a home of its own.
fn scenario(home: &Home, name: &str) -> Command {
    let mut command = home.command(nvim());
    command
        .args(["--clean", "--headless", "-l"])
        .arg(root().join("tests/editors/neovim.lua"))
        .arg(name)
        .env("PATH", search_path())
        .env("PLUGIN", root().join("editors/neovim"));
    command
}

fn run(name: &str) {
    let home = Home::new(name);
    succeed(&mut scenario(&home, name));
}

/// Runs a scenario with the sandbox as its tenant, and returns it.
fn run_with_tenant(name: &str) -> Tenant {
    let (home, tenant) = (Home::new(name), Tenant::start());
    let before = tenant.dump();
    let mut command = scenario(&home, name);
    command.env("IMMUTA_URL", tenant.url());
    let said = succeed(command.env("IMMUTA_API_KEY", KEY));
    assert!(!said.contains(KEY), "{said}");
    assert_eq!(tenant.dump(), before, "the tenant is as it was");
    tenant
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
    starts_by_itself_and_can_be_kept_from_it
    commands_ask_the_server_for_what_it_can_do
    fixes_all_that_is_safe
    has_help
    works_from_the_entry_for_nvim_lspconfig
}

#[test]
fn checks_its_health() {
    let tenant = run_with_tenant("checks_its_health");
    assert!(tenant.dry_runs().is_empty());
}

#[test]
fn asks_the_tenant_and_shows_the_report() {
    let tenant = run_with_tenant("asks_the_tenant_and_shows_the_report");
    assert_eq!(tenant.dry_runs().len(), 2);
}

#[test]
fn shows_what_the_tenant_complains_about() {
    run_with_tenant("shows_what_the_tenant_complains_about");
}

#[test]
fn sends_nothing_when_the_user_says_no() {
    let tenant = run_with_tenant("sends_nothing_when_the_user_says_no");
    assert!(tenant.dry_runs().is_empty());
}

#[test]
fn runs_a_code_lens() {
    let tenant = run_with_tenant("runs_a_code_lens");
    assert_eq!(tenant.dry_runs(), ["/api/v2/purpose"]);
}

#[test]
fn completes_names_of_the_tenant() {
    let tenant = run_with_tenant("completes_names_of_the_tenant");
    assert!(tenant.dry_runs().is_empty());
}

#[test]
fn asks_about_a_folder() {
    let tenant = run_with_tenant("asks_about_a_folder");
    assert_eq!(tenant.dry_runs().len(), 2);
}

#[test]
fn takes_the_key_from_a_password_manager() {
    let name = "takes_the_key_from_a_password_manager";
    let (home, tenant) = (Home::new(name), Tenant::start());
    let mut command = scenario(&home, name);
    command.env("SANDBOX", tenant.url()).env("KEPT_KEY", KEY);
    succeed(&mut command);
    assert_eq!(tenant.dry_runs().len(), 1);
}

/// In a terminal, by its keys, checked by what is on the screen.
#[test]
fn the_screen_shows_all_of_it() {
    let (home, tenant) = (Home::new("neovim-screen"), Tenant::start());
    let mut command = home.command(&pyte());
    command
        .arg(root().join("tests/editors/neovim_screen.py"))
        .arg(nvim())
        .arg(root().join("editors/neovim"))
        .env("PATH", search_path())
        .env("TERM", "xterm-256color")
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    succeed(&mut command);
    assert_eq!(tenant.dry_runs().len(), 2);
}
