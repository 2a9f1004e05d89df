//! Settings: what an editor sends and what `immuta-ls.yaml` says. The keys are the same.

mod file;
mod model;
mod problem;
mod read;
#[cfg(test)]
mod tests;

pub use file::FileSettings;
pub use model::{Settings, TenantSettings};
pub use problem::Problem;
