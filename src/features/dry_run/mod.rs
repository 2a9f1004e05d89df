//! What a dry run brought, for people: where in the spec a complaint belongs, and a report of what would happen.

mod asked;
mod blame;
mod report;

pub use asked::{Asked, Complained, TENANT, Trouble, errors_in, name_of};
pub use blame::blame;
pub use report::{happenings, report, sentence, tally};
