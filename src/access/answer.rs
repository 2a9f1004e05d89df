//! What an evaluation comes to, and why.

use super::model::Origin;
use crate::catalog::Reading;
use std::collections::BTreeSet;

/// Something that is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// What is not known, to complete "It is not known ...": `whether ...`, `in which order ...`.
    pub text: String,
    /// The number of the fact that leaves it open, if a fact does.
    pub fact: Option<&'static str>,
}

/// An answer: what can be the case, and what decides between several.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    /// What may be the case.
    pub possible: Vec<T>,
    /// Whether something else may be the case, too, that nobody can tell.
    pub is_open: bool,
    /// What would have to be known for a certain answer.
    pub missing: Vec<Question>,
    /// What the answer rests on.
    pub because: Vec<Cause>,
    /// The readings of Immuta's documents that were taken for granted.
    pub assumptions: Vec<&'static Reading>,
}

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self {
            possible: Vec::new(),
            is_open: false,
            missing: Vec::new(),
            because: Vec::new(),
            assumptions: Vec::new(),
        }
    }
}

impl<T> Answer<T> {
    /// What is the case for certain. Returns `None` if that cannot be told.
    pub fn certain(&self) -> Option<&T> {
        match self.possible.as_slice() {
            [only] if !self.is_open => Some(only),
            _ => None,
        }
    }
}

/// Something an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What, as a sentence.
    pub text: String,
    /// Where it is written.
    pub origin: Option<Origin>,
}

/// Whether somebody is subscribed to a data source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subscribed {
    /// Immuta does not grant access. Other grants of the warehouse may.
    No,
    /// May ask for approval.
    MayAsk,
    /// May subscribe by themselves.
    Eligible,
    /// Is subscribed.
    Yes,
}

/// Which rows somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// None.
    None,
    /// Those for which all of these conditions hold.
    Some(BTreeSet<String>),
    /// All.
    All,
}

/// In what form somebody sees a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Clear,
    /// Masked in every row.
    Masked(Masking),
    /// Masked in the rows for which the condition holds, and as it is in all others.
    Partly(Masking, String),
}

/// What is left of a masked value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Masking {
    /// A hash.
    Hash,
    /// Nothing.
    Null,
    /// A constant text.
    Constant(String),
    /// A value that is not rare.
    KAnonymized,
    /// What an expression of SQL makes of it.
    Custom,
    /// It is not known what.
    Unknown,
}

impl Subscribed {
    /// The word for it in tests and output.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::MayAsk => "may-ask",
            Self::Eligible => "eligible",
            Self::Yes => "yes",
        }
    }
}

impl Rows {
    /// The word for it in tests and output.
    pub fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some(_) => "some",
            Self::All => "all",
        }
    }

    /// The conditions in one text, if there are any.
    pub fn condition(&self) -> Option<String> {
        let Self::Some(conditions) = self else {
            return None;
        };
        let parts: Vec<_> = conditions.iter().map(String::as_str).collect();
        Some(match parts.as_slice() {
            [one] => (*one).to_owned(),
            _ => parts
                .iter()
                .map(|part| format!("({part})"))
                .collect::<Vec<_>>()
                .join(" AND "),
        })
    }
}

impl Masking {
    /// The word for it in tests and output.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Hash => "hash",
            Self::Null => "null",
            Self::Constant(_) => "constant",
            Self::KAnonymized => "k-anonymized",
            Self::Custom => "custom",
            Self::Unknown => "masked",
        }
    }
}

impl Form {
    /// The word for it in tests and output: `partly-hash` for a hash in some rows.
    pub fn word(&self) -> String {
        match self {
            Self::Clear => "clear".to_owned(),
            Self::Masked(masking) => masking.word().to_owned(),
            Self::Partly(masking, _) => format!("partly-{}", masking.word()),
        }
    }

    /// Whether somebody sees the values as they are, if only in some rows.
    pub fn shows_clear(&self) -> bool {
        !matches!(self, Self::Masked(_))
    }
}
