//! Policy tests: what must hold for whom, in files named `*.immuta-test.yaml`.
//!
//! A test says what certain personas see of a data source. An invariant says what nobody may see. [`read`] understands a
//! file, [`facts`] adds to the model what no spec says, [`run`] and [`invariants`] compare what must hold with what the
//! evaluator answers. An answer that cannot be told never passes.

mod facts;
mod invariants;
mod mapping;
mod read;
mod run;

pub use facts::Facts;
pub use read::read;
pub use run::run;

use super::Cause;
use super::model::{Origin, Persona, Target};
use std::collections::BTreeMap;
use std::ops::Range;

/// The end of the name of a file with policy tests.
pub const SUFFIX: &str = ".immuta-test.yaml";

/// A file with policy tests.
#[derive(Debug, Default)]
pub struct PolicyTests {
    /// The folders and files with the specs, from the folder of this file; empty for that folder itself.
    pub specs: Vec<String>,
    /// Which Immuta the specs are for.
    pub target: Option<Target>,
    /// What no spec says.
    pub facts: Facts,
    /// The people, in order.
    pub personas: Vec<Persona>,
    /// The tests, in order.
    pub tests: Vec<Test>,
    /// What nobody may see.
    pub invariants: Vec<Invariant>,
}

/// What some personas see of a data source.
#[derive(Debug, Default)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
    /// The data source.
    pub source: String,
    /// The names of the personas; empty for all.
    pub personas: Vec<String>,
    /// Whether they are subscribed, in the word for it.
    pub subscribed: Option<String>,
    /// Which rows they see, in the word for it.
    pub rows: Option<String>,
    /// The form of columns, in the words for it.
    pub columns: BTreeMap<String, String>,
    /// The column that `clear_for` is about.
    pub column: Option<String>,
    /// Exactly these of the personas see the column in clear.
    pub clear_for: Option<Vec<String>>,
}

/// What nobody may see.
#[derive(Debug, Default)]
pub struct Invariant {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
    /// The tag of the columns that it is about.
    pub tag: String,
    /// The form, in the word for it, in which nobody sees them.
    pub never: String,
    /// The people who may all the same: whoever has one of these groups, attributes or purposes.
    pub unless: Vec<super::Condition>,
}

/// Something wrong with a file of policy tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What, with the way out.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
}

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// What must hold does.
    Passed,
    /// It does not.
    Failed,
    /// It cannot be told whether it does.
    CannotTell,
}

impl Status {
    /// The word for it in output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::CannotTell => "cannot-tell",
        }
    }
}

/// The result of a test or an invariant.
#[derive(Debug)]
pub struct Outcome {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
    /// How it came out.
    pub status: Status,
    /// What differs, a line each; empty if it passed.
    pub messages: Vec<String>,
    /// What the answer rests on.
    pub because: Vec<Cause>,
}

/// The places that causes name, in order and each once.
pub fn origins(because: &[Cause]) -> Vec<(&Origin, &str)> {
    let mut found: Vec<(&Origin, &str)> = Vec::new();
    for cause in because {
        if let Some(origin) = &cause.origin
            && !found.iter().any(|(known, _)| *known == origin)
        {
            found.push((origin, &cause.text));
        }
    }
    found
}
