//! Findings in an expression, before they are placed in the source.

use crate::diagnostics::{Applicability, Severity};
use std::ops::Range;

/// A finding, with places in the expression's text.
pub(super) struct Complaint {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) fixes: Vec<Mending>,
}

/// A fix, with places in the expression's text.
pub(super) struct Mending {
    pub(super) title: String,
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) applicability: Applicability,
}

impl Complaint {
    pub(super) fn new(
        code: &'static str,
        severity: Severity,
        range: &Range<usize>,
        message: String,
    ) -> Self {
        Self {
            code,
            severity,
            range: range.clone(),
            message,
            fixes: Vec::new(),
        }
    }

    pub(super) fn fix(
        mut self,
        title: impl Into<String>,
        range: &Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        self.fixes.push(Mending {
            title: title.into(),
            range: range.clone(),
            text: text.into(),
            applicability: Applicability::Unsafe,
        });
        self
    }

    /// Says how certain the fix just added is.
    pub(super) fn applicability(mut self, applicability: Applicability) -> Self {
        if let Some(last) = self.fixes.last_mut() {
            last.applicability = applicability;
        }
        self
    }
}
