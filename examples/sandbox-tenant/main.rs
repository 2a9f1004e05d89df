//! `cargo run --example sandbox-tenant`: a tenant to play with. See the README in this folder.

#![expect(
    clippy::print_stdout,
    reason = "a program for people; its output is where to reach it"
)]

mod sandbox;

use clap::Parser;
use sandbox::{Options, Sandbox};

/// An imitation of an Immuta tenant on loopback: nothing is real, everything is forgotten when it ends.
#[derive(Parser)]
#[command(name = "sandbox-tenant")]
struct Arguments {
    /// The port on loopback; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The API key it asks for. It protects nothing; never use one of a real tenant [default: what the environment
    /// variable SANDBOX_KEY says, else "sandbox-key"].
    #[arg(long)]
    key: Option<String>,
    /// Refuse to list users, groups and identity managers, as a tenant does for a key without admin permissions.
    #[arg(long)]
    without_admin: bool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let key = arguments
        .key
        .or_else(|| std::env::var("SANDBOX_KEY").ok())
        .filter(|key| !key.is_empty())
        .unwrap_or_else(|| "sandbox-key".to_owned());
    let sandbox = Sandbox::start(Options {
        port: arguments.port,
        key: key.clone(),
        admin: !arguments.without_admin,
    })
    .await?;
    let url = &sandbox.url;
    println!("Sandbox tenant at {url}, API key {key}");
    println!("Ctrl-C ends it; nothing is kept.\n");
    println!("export IMMUTA_URL={url} IMMUTA_API_KEY={key}");
    tokio::signal::ctrl_c().await?;
    println!("\n{} requests came in.", sandbox.tenant.requests().len());
    Ok(())
}
