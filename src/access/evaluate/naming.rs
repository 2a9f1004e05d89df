//! Comparing names: of groups and attributes, of tags with their children, of columns with patterns.

use super::super::inquiry::Inquiry;
use super::super::model::{NamePattern, segments};
use crate::catalog::reading;
use regex::RegexBuilder;

/// The largest program, in bytes, that a pattern may become.
const MAX_PROGRAM: usize = 1 << 20;

/// Whether two names are the same. `what` says what they name.
pub(super) fn same(inquiry: &mut Inquiry, what: &str, a: &str, b: &str) -> bool {
    a == b
        || a.to_lowercase() == b.to_lowercase() && {
            let names = format!("{what} `{a}` and `{b}`");
            !inquiry.reads(&reading::CASE_MATTERS, &names)
        }
}

/// Whether a tag on a column is a policy's tag, or a child of it.
pub(super) fn covers(inquiry: &mut Inquiry, policy: &str, tag: &str) -> bool {
    // A policy on a parent reaches its children, and never the other way round.
    let (policy_parts, tag_parts) = (segments(policy), segments(tag));
    tag_parts.len() >= policy_parts.len()
        && tag_parts
            .get(..policy_parts.len())
            .is_some_and(|head| same(inquiry, "the tags", policy, &head.join(".")))
}

/// How deep a tag is: `PII.SSN` is 2 deep.
pub(super) fn depth(tag: &str) -> usize {
    segments(tag).len()
}

/// Whether a pattern matches a name.
pub(super) fn matches(inquiry: &mut Inquiry, pattern: &NamePattern, name: &str) -> bool {
    let build = |text: &str| {
        RegexBuilder::new(text)
            .case_insensitive(pattern.ignores_case)
            .size_limit(MAX_PROGRAM)
            .build()
    };
    let whole = build(&format!("^(?:{})$", pattern.regex));
    let (Ok(part), Ok(whole)) = (build(&pattern.regex), whole) else {
        let text = format!("whether `{}` matches `{name}`", pattern.regex);
        return inquiry.is_so(text);
    };
    match (part.is_match(name), whole.is_match(name)) {
        (true, false) => {
            let both = format!("`{}` and `{name}`", pattern.regex);
            inquiry.reads(&reading::REGEX_SEARCHES, &both)
        }
        (part, _) => part,
    }
}

/// The values of a list, in quotes.
pub(super) fn quoted<'v>(values: impl IntoIterator<Item = &'v String>) -> String {
    let quoted: Vec<_> = values
        .into_iter()
        .map(|value| format!("'{value}'"))
        .collect();
    quoted.join(", ")
}
