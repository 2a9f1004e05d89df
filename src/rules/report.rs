//! What the rules find, and where they put it.

use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::Layout;
use crate::tenant::names::Names;
use std::ops::Range;
use std::sync::Arc;

/// So many fixes are proven in one scalar: each proof reads all of it. Once they are applied, the next ones are offered.
pub(super) const MAX_FIXES: usize = 64;

/// Where the rules put what they find.
#[derive(Debug, Default)]
pub struct Report {
    kind: &'static str,
    pub(super) code: &'static str,
    /// The names that the tenant has, for the rules that ask.
    pub(super) names: Option<Arc<Names>>,
    /// How the document is written.
    layout: Layout,
    pub(super) found: Vec<Found>,
}

/// A diagnostic, and how often it is shown.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) diagnostic: Diagnostic,
    /// Whether showing it once a document is enough.
    pub(super) once: bool,
}

impl Found {
    /// The same with every offset moved.
    pub(super) fn moved(&self, to: impl Fn(usize) -> usize) -> Self {
        Self {
            diagnostic: self.diagnostic.moved(to),
            once: self.once,
        }
    }
}

impl Report {
    /// An empty report on a spec of a kind.
    pub(super) fn on(kind: &'static str, names: Option<&Arc<Names>>, layout: Layout) -> Self {
        Self {
            kind,
            names: names.cloned(),
            layout,
            ..Self::default()
        }
    }

    /// How the document is written, for fixes to follow.
    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// Adds a diagnostic.
    pub fn add(
        &mut self,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.found.push(Found {
            diagnostic: Diagnostic {
                code: self.code,
                kind: self.kind,
                severity,
                range,
                message: message.into(),
                related: Vec::new(),
                fixes: Vec::new(),
            },
            once: false,
        });
        // Just pushed.
        let last = self.found.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the vector is not empty")]
        &mut self.found[last].diagnostic
    }

    /// Has the last diagnostic shown only once a document, if it is found there several times.
    pub fn once(&mut self) {
        if let Some(last) = self.found.last_mut() {
            last.once = true;
        }
    }

    /// Adds a diagnostic whose code is not the rule's own: one rule may speak for several codes.
    pub fn add_as(
        &mut self,
        code: &'static str,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let finding = self.add(severity, range, message);
        finding.code = code;
        finding
    }
}
