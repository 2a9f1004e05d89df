//! `workspace/executeCommand`.

use super::session::Session;
use super::{dry_run, names};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::task::JoinHandle;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// All commands.
pub(super) const COMMANDS: &[&str] = &[dry_run::COMMAND, names::COMMAND];

/// How many commands may be under way. Each holds one of the places for messages that are handled at the same
/// time while it waits for a tenant, or for the user; others must stay free.
const MOST: usize = 8;

/// Runs a command.
pub(super) async fn execute(
    session: &Arc<Session>,
    params: lsp::ExecuteCommandParams,
) -> Result<Option<serde_json::Value>> {
    let Some(_slot) = CommandSlot::take(session) else {
        return Err(Error::invalid_params(
            "too many commands are under way; wait for one to end",
        ));
    };
    // A dry run goes to the tenant that the user has just chosen.
    session.settings_in_force().await;
    match params.command.as_str() {
        dry_run::COMMAND => {
            let session = Arc::clone(session);
            // In a task of its own, since it asks the client and waits for its answers.
            let run = tokio::spawn(async move { dry_run::run(&session, params.arguments).await });
            let report = Cancelled(run).outcome().await?;
            match report {
                Some(report) => Ok(serde_json::to_value(report).ok()),
                None => Err(Error::invalid_params(
                    "the first argument is the URI of a document or a folder, or a list of them",
                )),
            }
        }
        names::COMMAND => {
            let session = Arc::clone(session);
            let run =
                tokio::spawn(async move { names::refresh(&session, &params.arguments).await });
            let refreshed = Cancelled(run).outcome().await?;
            Ok(serde_json::to_value(refreshed).ok())
        }
        other => Err(Error::invalid_params(format!(
            "there is no command `{other}`"
        ))),
    }
}

/// One of the places for commands.
struct CommandSlot<'s>(&'s Session);

impl<'s> CommandSlot<'s> {
    fn take(session: &'s Session) -> Option<Self> {
        let before = session.commands.fetch_add(1, Ordering::AcqRel);
        let place = Self(session);
        (before < MOST).then_some(place)
    }
}

impl Drop for CommandSlot<'_> {
    fn drop(&mut self) {
        self.0.commands.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A task that ends with the request that waits for it.
struct Cancelled<T>(JoinHandle<T>);

impl<T> Cancelled<T> {
    async fn outcome(mut self) -> Result<T> {
        (&mut self.0).await.map_err(|_| Error::internal_error())
    }
}

impl<T> Drop for Cancelled<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
