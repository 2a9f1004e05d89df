//! Having the rules look at a node.

use super::report::Report;
use super::{OF_ANYTHING, RULES, duplicate_item};
use crate::spec::Node;

/// Has the rules look at a node. The items of a list may be `compared` by somebody else.
pub(super) fn look(node: &Node<'_, '_>, compared: bool, report: &mut Report) {
    if node.value.resolved().is_opaque() {
        return;
    }
    let is_older = node.form.is_some_and(|form| form.older.is_some());
    let rules = if node.certain && !is_older {
        RULES
    } else {
        OF_ANYTHING
    };
    for rule in rules {
        if compared && rule.code == duplicate_item::RULE.code {
            continue;
        }
        if let Some(check) = rule.check {
            report.code = rule.code;
            check(node, report);
        }
    }
}

/// Returns whether a code is not among those that have been shown, and adds it to them.
pub(super) fn is_first(code: &'static str, once: &mut Vec<&'static str>) -> bool {
    let first = !once.contains(&code);
    if first {
        once.push(code);
    }
    first
}
