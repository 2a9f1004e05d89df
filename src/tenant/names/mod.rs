//! The names that a tenant has: tags, groups, purposes and so on.
//!
//! [`Names`] is a snapshot that does not change. [`Fetch`] makes a list of it: it says what to ask for and takes the
//! answers, and leaves the asking to others. What there is to list, and how, is in the catalog.

mod derived;
mod fetch;
#[cfg(test)]
pub(crate) mod fixture;
mod list;
mod near;
mod outline;
mod read;
mod snapshot;
#[cfg(test)]
mod tests;

pub use fetch::{Fetch, Fetched, Query};
pub use list::{List, Name, State};
pub use near::best;
pub use snapshot::{Answer, Names};
