//! What is wrong at a place, in words, with the places that belong to it and ways to fix it.

use super::fix::{Applicability, Edit, Fix};
use super::severity::Severity;
use std::ops::Range;

/// Something wrong, or worth knowing, at a place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule that it comes from.
    pub code: &'static str,
    /// The short name of the kind of spec it is in.
    pub kind: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The bytes it is about.
    pub range: Range<usize>,
    /// What is wrong and what to do about it.
    pub message: String,
    /// Other places in the text that belong to it.
    pub related: Vec<Related>,
    /// Ways to fix it, the best one first.
    pub fixes: Vec<Fix>,
}

/// Another place in the same text that a diagnostic refers to, and what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The bytes of the place.
    pub range: Range<usize>,
    /// What is there: "first listed here".
    pub message: String,
}

impl Diagnostic {
    /// Adds a fix that consists of one edit, and that somebody should look at.
    pub fn fix(&mut self, title: impl Into<String>, range: Range<usize>, text: impl Into<String>) {
        self.fix_as(Applicability::Unsafe, title, range, text);
    }

    /// Adds a fix that consists of one edit and is certain to be what was meant.
    pub fn safe_fix(
        &mut self,
        title: impl Into<String>,
        range: Range<usize>,
        text: impl Into<String>,
    ) {
        self.fix_as(Applicability::Safe, title, range, text);
    }

    /// Adds a fix that consists of one edit.
    pub fn fix_as(
        &mut self,
        applicability: Applicability,
        title: impl Into<String>,
        range: Range<usize>,
        text: impl Into<String>,
    ) {
        let text = text.into();
        self.fixes.push(Fix {
            title: title.into(),
            edits: vec![Edit { range, text }],
            applicability,
        });
    }

    /// Adds another place that belongs to it.
    pub fn related(&mut self, range: Range<usize>, message: impl Into<String>) {
        let message = message.into();
        self.related.push(Related { range, message });
    }

    /// Returns the same diagnostic with every offset mapped by `to`.
    #[must_use]
    pub fn moved(&self, to: impl Fn(usize) -> usize) -> Self {
        let shift = |range: &mut Range<usize>| *range = to(range.start)..to(range.end);
        let mut moved = self.clone();
        shift(&mut moved.range);
        for related in &mut moved.related {
            shift(&mut related.range);
        }
        for edit in moved.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            shift(&mut edit.range);
        }
        moved
    }
}
