//! How facts are known, and where from.

/// How we know a fact. It decides how loudly a rule may speak about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Stated by Immuta's documents.
    Documented,
    /// Seen in real files or in code that talks to real tenants.
    Observed,
    /// A reasonable reading; never the ground of an error.
    Inferred,
    /// The documents disagree with each other; every reading is accepted.
    Contradictory,
}

/// Where facts come from.
#[derive(Debug)]
pub struct Source {
    /// Its short name, as the tables use it: `V2-DATA`.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its address, where there is a single one.
    pub url: Option<&'static str>,
}
