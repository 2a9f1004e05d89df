//! The server in a real Helix, with the configuration that `editors/helix` ships.
//!
//! What happens in the editor is in `tests/editors/helix_keys.py`, one scenario a test. Helix itself is put into `.tools`
//! by `tests/editors/install-helix.sh`, once.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by a panic"
)]

use editor_tests::{Home, KEY, Tenant, install, pyte, root, search_path, succeed};
use std::process::Command;

/// Helix with a scenario, in a home of its own.
fn scenario(home: &Home, name: &str) -> Command {
    let mut command = home.command(&pyte());
    command
        .arg(root().join("tests/editors/helix_keys.py"))
        .arg(install("install-helix.sh", "helix/hx"))
        .arg(root().join("editors/helix"))
        .arg(name)
        .env("PATH", search_path())
        .env("TERM", "xterm-256color")
        .env("COLORTERM", "truecolor");
    command
}

fn run(name: &str) {
    let home = Home::new(&format!("helix-{name}"));
    succeed(&mut scenario(&home, name));
}

/// Runs a scenario with the sandbox as its tenant, which is to be asked once.
fn run_with_tenant(name: &str) {
    let (home, tenant) = (Home::new(&format!("helix-{name}")), Tenant::start());
    let before = tenant.dump();
    let mut command = scenario(&home, name);
    command.env("IMMUTA_URL", tenant.url());
    succeed(command.env("IMMUTA_API_KEY", KEY));
    assert_eq!(tenant.dry_runs().len(), 1);
    assert_eq!(tenant.dump(), before, "the tenant is as it was");
}

/// One test a scenario, of the same name.
macro_rules! scenarios {
    ($run:ident: $($name:ident)*) => {
        $(#[test] fn $name() { $run(stringify!($name)); })*
    };
}

scenarios! {
    run:
    shows_a_mistake_at_its_place
    completes_a_key
    explains_a_key
    mends_a_mistake
    says_nothing_about_other_files
}

scenarios! {
    run_with_tenant:
    asks_the_tenant_and_opens_the_report
    shows_what_the_tenant_complains_about
}
