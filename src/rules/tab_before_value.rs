//! A tab between a colon and its value.

use super::{Report, Rule};
use crate::diagnostics::Severity;
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "tab-before-value",
    summary: "A tab between a colon and its value",
    severities: &[Severity::Warning],
    fixes: true,
    doc: "\
YAML allows a tab there, but not every reader does: PyYAML, for one, stops at it. It mostly comes from text that was pasted,
and nobody sees it.

The fix writes a space instead.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let entries = node.form.map_or(&[][..], |form| &form.entries);
    for (tab, entry) in entries
        .iter()
        .filter_map(|entry| Some((entry.tab()?, entry)))
    {
        let message = format!(
            "There is a tab between `{}` and its value, which some YAML parsers refuse. Use a space.",
            entry.name()
        );
        let finding = report.add(Severity::Warning, tab.clone(), message);
        finding.safe_fix("Use a space", tab, " ");
    }
}
