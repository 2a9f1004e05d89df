//! How tests come out.

use crate::access::model::Origin;
use crate::access::{Cause, Question};
use std::ops::Range;

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

/// What has been found out so far.
pub(super) struct Finding {
    pub(super) status: Status,
    pub(super) messages: Vec<String>,
    pub(super) because: Vec<Cause>,
}

impl Finding {
    pub(super) fn new() -> Self {
        Self {
            status: Status::Passed,
            messages: Vec::new(),
            because: Vec::new(),
        }
    }

    /// Takes down that something is not as it must be.
    pub(super) fn add(&mut self, status: Status, message: String, because: &[Cause]) {
        // What is wrong for certain weighs more than what cannot be told.
        if self.status != Status::Failed {
            self.status = status;
        }
        if !self.messages.contains(&message) {
            self.messages.push(message);
        }
        for cause in because {
            if !self.because.contains(cause) {
                self.because.push(cause.clone());
            }
        }
    }

    pub(super) fn outcome(self, name: &str, range: &Range<usize>) -> Outcome {
        Outcome {
            name: name.to_owned(),
            range: range.clone(),
            status: self.status,
            messages: self.messages,
            because: self.because,
        }
    }
}

/// What is missing, as a sentence.
pub(super) fn missing(questions: &[Question]) -> String {
    let texts: Vec<_> = questions
        .iter()
        .map(|question| match question.fact {
            Some(fact) => format!("{} (fact {fact})", question.text),
            None => question.text.clone(),
        })
        .collect();
    format!("It is not known {}.", texts.join("; "))
}
