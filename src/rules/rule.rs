//! What a rule is.

use super::report::Report;
use crate::diagnostics::Severity;
use crate::spec::Node;

/// A rule: what it is called, what it says, and how it looks.
pub struct Rule {
    /// Its code. It never changes meaning.
    pub code: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// How much its diagnostics matter; several where that depends on how sure the fact is.
    pub severities: &'static [Severity],
    /// Whether some of its diagnostics come with a fix.
    pub fixes: bool,
    /// Why it matters and what to do, in Markdown.
    pub doc: &'static str,
    /// What it does with each node; `None` for rules that another one, or the checker, speaks for.
    pub(super) check: Option<fn(&Node<'_, '_>, &mut Report)>,
}
