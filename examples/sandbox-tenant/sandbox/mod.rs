//! A tenant to play with: the four endpoints of the V2 API, and the ones that list names, on loopback and in memory.
//!
//! `world.yaml` says who lives there. A push goes through the `plan` of its endpoint, a function from the state before
//! to an answer and the state after; a dry run throws that state away. What an answer rests on, knowledge or a guess,
//! is told in the README next to this folder.
//!
//! Tests take this folder as a module of their own (`#[path = "../../examples/sandbox-tenant/sandbox/mod.rs"]`) and start
//! a tenant each; so everything in it is there for one test alone.

mod data;
mod http;
mod names;
mod policy;
mod project;
mod purpose;
mod read;
mod references;
mod refusal;
mod shape;
mod sources;
mod state;
mod tenant;
mod world;

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use tenant::Tenant;

/// How to start it.
pub(crate) struct Options {
    /// The port on loopback; 0 takes a free one.
    pub(crate) port: u16,
    /// The API key it asks for.
    pub(crate) key: String,
    /// Whether the key may list users, groups and identity managers.
    pub(crate) admin: bool,
}

/// A tenant that is running; it ends when this is dropped.
pub(crate) struct Sandbox {
    /// Its address: `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// What it holds and what it was asked.
    pub(crate) tenant: Arc<Tenant>,
    server: JoinHandle<io::Result<()>>,
}

impl Sandbox {
    /// Starts it within the current runtime.
    pub(crate) async fn start(options: Options) -> Result<Self, Box<dyn std::error::Error>> {
        let tenant = Arc::new(Tenant::new(world::read()?, options.key, options.admin)?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = http::router(Arc::clone(&tenant));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            url,
            tenant,
            server,
        })
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
