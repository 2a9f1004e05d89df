//! The real program against tenants: the sandbox, and servers that are no good.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic, and reads better with literals"
)]

#[path = "../protocol/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol")]
mod client;
#[path = "../../examples/sandbox-tenant/sandbox/mod.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod sandbox;

mod asking;
mod certificates;
mod command_line;
mod dry_run;
mod editor;
mod elsewhere;
mod foreign;
mod home;
mod hostile;
mod loopback;
mod malicious;
mod names;
mod questions;
mod secrets;
mod size;
