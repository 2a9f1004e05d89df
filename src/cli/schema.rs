//! `immuta-ls schema`.

use super::outcome::Outcome;
use super::terminal::{self, complain};
use crate::catalog::{self, json_schema, json_schema_of_any};
use std::io::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The kind of spec; without it one schema for any kind.
    kind: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let schema = match &arguments.kind {
        None => json_schema_of_any(),
        Some(name) => match catalog::kind(name) {
            Some(kind) => json_schema(kind),
            None => {
                let known: Vec<_> = catalog::kinds().iter().map(|kind| kind.name).collect();
                complain(&format!(
                    "`{name}` is not a kind of spec; there are: {}",
                    known.join(", ")
                ));
                return Ok(Outcome::Failed);
            }
        },
    };
    let mut out = terminal::plain();
    serde_json::to_writer_pretty(&mut out, &schema)?;
    writeln!(out)?;
    Ok(Outcome::Clean)
}
