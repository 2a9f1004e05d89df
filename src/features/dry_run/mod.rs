//! What a dry run brought, for people: where in the spec a complaint belongs, and a report of what would happen.

mod blame;
mod report;

pub use blame::blame;
pub use report::{Run, headline, report, sentence};
