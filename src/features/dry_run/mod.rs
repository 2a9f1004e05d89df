//! What a dry run brought, for people: where in the spec a complaint belongs, and a report of what would happen.

mod locate;
mod mentions;
mod outcome;
mod report;

pub use locate::locate;
pub use outcome::{DryRunError, DryRunOutcome, RemoteDiagnostic, TENANT, errors_in, name_of};
pub use report::{change_sentence, report, sentence, tally};
