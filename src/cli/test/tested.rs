//! A test that was run.

use crate::access::policy_tests::Outcome;

/// A test that was run, with where it is.
pub(super) struct Tested {
    /// The file, as the user named it.
    pub(super) path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// How it came out.
    pub(super) outcome: Outcome,
}
