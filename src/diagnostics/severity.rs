//! How much a diagnostic matters.

use crate::catalog::Status;

/// How much a diagnostic matters. The order is from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that is only inferred, or a way to do better.
    Hint,
    /// A consequence worth knowing.
    Information,
    /// A hazard, or a mistake that is near certain.
    Warning,
    /// The tenant will refuse this, or do something else than it says.
    Error,
}

impl Severity {
    /// The severity that a fact of this status justifies: only what is documented and not contradicted makes an error.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Documented => Self::Error,
            Status::Observed => Self::Warning,
            Status::Inferred | Status::Contradictory => Self::Hint,
        }
    }

    /// The name, as settings and output spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns the severity with this name, or `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Hint, Self::Information, Self::Warning, Self::Error]
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}
