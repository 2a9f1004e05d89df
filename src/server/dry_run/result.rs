//! What the command comes back with.

use serde::Serialize;

/// The result of the command.
#[derive(Debug, Serialize)]
pub(in super::super) struct Report {
    /// `ok`, `refused`, `failed`, `not-sent` or `cancelled`; of several specs the worst.
    pub(super) outcome: &'static str,
    /// The same in a sentence.
    pub(super) summary: String,
    /// The tenant, if it came to that.
    pub(super) tenant: Option<String>,
}

impl Report {
    /// A result without a tenant.
    pub(super) fn new(outcome: &'static str, summary: String) -> Self {
        Self {
            outcome,
            summary,
            tenant: None,
        }
    }
}
