//! A tab between a colon and its value.

use super::{Report, Rule, Severity};
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "tab-before-value",
    summary: "A tab stands between a colon and its value",
    severities: &[Severity::Hint],
    doc: "\
YAML allows a tab there, but not every reader does: PyYAML, for one, stops at it. It mostly comes from text that was pasted,
and nobody sees it.

The fix writes a space instead.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(range) = node.entry.and_then(|entry| entry.tab()) {
        let message =
            "a tab stands before this value, which some readers of YAML refuse; write a space";
        let finding = report.add(Severity::Hint, range.clone(), message);
        finding.sure_fix("Replace the tab by a space", range, " ");
    }
}
