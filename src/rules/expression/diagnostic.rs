//! Findings in an expression, before they are placed in the source.

use crate::diagnostics::{Applicability, Severity};
use crate::text::{InScalar, Span};

/// A finding in an expression.
pub(super) struct ExpressionDiagnostic {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) range: Span<InScalar>,
    pub(super) message: String,
    pub(super) fixes: Vec<ExpressionFix>,
}

/// A fix of an expression.
pub(super) struct ExpressionFix {
    pub(super) title: String,
    pub(super) range: Span<InScalar>,
    pub(super) text: String,
    pub(super) applicability: Applicability,
}

impl ExpressionDiagnostic {
    pub(super) fn new(
        code: &'static str,
        severity: Severity,
        range: impl Into<Span<InScalar>>,
        message: String,
    ) -> Self {
        Self {
            code,
            severity,
            range: range.into(),
            message,
            fixes: Vec::new(),
        }
    }

    pub(super) fn fix(
        mut self,
        title: impl Into<String>,
        range: impl Into<Span<InScalar>>,
        text: impl Into<String>,
    ) -> Self {
        self.fixes.push(ExpressionFix {
            title: title.into(),
            range: range.into(),
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
