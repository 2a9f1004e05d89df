//! Policy tests: what must hold for whom, in files named `*.immuta-test.yaml`.
//!
//! A test says what certain personas see of a data source. An invariant says what nobody may see. [`read`] understands a
//! file, [`facts`] adds to the model what no spec says, [`run`] and [`invariants`] compare what must hold with what the
//! evaluator answers. An answer that cannot be told never passes.

mod facts;
mod file;
mod invariants;
mod mapping;
mod outcome;
mod read;
mod run;
mod traits;

pub use facts::Facts;
pub use file::{Invariant, PolicyTests, Test};
pub use mapping::Problem;
pub use outcome::{Outcome, Status, origins};
pub use read::read;
pub use run::run;

/// The end of the name of a file with policy tests.
pub const SUFFIX: &str = ".immuta-test.yaml";
