//! Policy expressions: `@hasAttribute('office', 'Paris') AND @isInGroups('sales')`.
//!
//! One look at a text gives the findings of all rules here, so that none is told twice: [`syntax`] about what
//! does not fit together, [`sql`] about what is no expression, [`names`] about functions and variables, [`arguments`] about what they are called with,
//! [`naming`] about what those name on the tenant.
//! SQL has names, quotes and operators that no page of Immuta speaks of; of those nothing is said.

mod arguments;
mod complaint;
mod names;
mod naming;
mod sql;
mod subject;
mod syntax;

pub(super) use arguments::ARGUMENTS_RULE;
pub(super) use names::{DEPRECATED_RULE, DIALECT_RULE, UNKNOWN_RULE};

use super::report::MAX_FIXES;
use super::{Report, Rule, place};
use crate::diagnostics::{Edit, Fix, Severity};
use crate::spec::Node;
use crate::syntax::{Decoded, Value};
use crate::text::{InScalar, Span};
use complaint::Complaint;
use subject::Subject;

pub(super) static SYNTAX_RULE: Rule = Rule {
    code: syntax::CODE,
    summary: "A policy expression whose parts do not fit together",
    severities: &[Severity::Error, Severity::Warning],
    doc: "\
In `advanced`, `predicate`, `conditionalPredicate` and `sqlFunction` a quote or a parenthesis stays open, or closes
nothing. In `advanced` also: two functions with no `AND` or `OR` between them, or with something else there.

```yaml
advanced: \"@isInGroups('Founders'')\"                        # one quote too many
advanced: \"@isInGroups('a') && @isInGroups('b')\"            # `AND`
predicate: \"(country = 'DE' OR @isInGroups('stewards')\"     # the parenthesis stays open
```

And in SQL: a comment that begins with `--` in a scalar whose lines are joined, as with `>`, and so goes on over all that
follows.

SQL is only looked at as far as that goes for every warehouse: what could be well-formed in one is not reported. A `WHERE` in
front of the condition, a `;` behind it and two functions with nothing between them are.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((text, known)) = place::text(node) else {
        return;
    };
    let Some(subject) = Subject::new(&text, known.content) else {
        return;
    };
    syntax::endless_comment(node.value, &subject, report);
    let mut complaints = complaints(&subject);
    if let Some(names) = &report.names {
        // Where parts do not fit together, it is not certain what an argument is.
        let is_whole = complaints.iter().all(|other| other.code != syntax::CODE);
        let unknown = is_whole.then(|| naming::check(&subject, names));
        complaints.extend(unknown.into_iter().flatten());
    }
    if complaints.is_empty() {
        return;
    }
    let Some(decoded) = node.value.decoded() else {
        return;
    };
    let mut proofs = MAX_FIXES;
    for complaint in complaints {
        tell(node.value, &decoded, complaint, &mut proofs, report);
    }
}

/// All that is wrong with an expression, each mistake once.
fn complaints(subject: &Subject<'_>) -> Vec<Complaint> {
    let strays = syntax::stray_quotes(subject);
    if !strays.is_empty() {
        // Behind a stray quote, texts and what is between them are swapped.
        return strays;
    }
    let mut out = names::check(subject);
    if let Some(loose) = syntax::loose(subject) {
        // What is open hides how the rest was meant.
        let counts = |other: &Complaint| {
            other.code != ARGUMENTS_RULE.code || other.range.end <= loose.range.start
        };
        out.retain(counts);
        out.push(loose);
        return out;
    }
    let mut slips = syntax::slips(subject);
    slips.extend(sql::check(subject));
    let told = Ranges::of(&out);
    out.extend(slips.into_iter().filter(|slip| !told.touches(slip.range)));
    if out.is_empty() {
        out.extend(syntax::unexpected(subject));
    }
    out
}

/// The ranges of complaints: each one's start, ascending, and the furthest end up to there.
struct Ranges(Vec<(usize, usize)>);

impl Ranges {
    fn of(complaints: &[Complaint]) -> Self {
        let ranges = complaints.iter().map(|complaint| complaint.range);
        let mut ranges: Vec<_> = ranges.map(|range| (range.start, range.end)).collect();
        ranges.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ranges {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(ranges)
    }

    /// Whether one of them overlaps a range, or no more than one byte is between the two.
    fn touches(&self, range: Span<InScalar>) -> bool {
        let before = self.0.partition_point(|(start, _)| *start <= range.end + 1);
        let last = before.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|(_, end)| range.start <= *end + 1)
    }
}

/// Reports a complaint where it stands in the source, with the fixes that the scalar's style can say.
fn tell(
    value: Value<'_>,
    decoded: &Decoded,
    complaint: Complaint,
    proofs: &mut usize,
    report: &mut Report,
) {
    let quotes = report.layout().quotes;
    let range = decoded.document_range(complaint.range);
    let fixes = complaint.fixes.into_iter().filter_map(|mending| {
        *proofs = proofs.checked_sub(1)?;
        let (range, text) = value.rewritten(mending.range, &mending.text, quotes)?;
        Some(Fix {
            title: mending.title,
            edits: vec![Edit { range, text }],
            applicability: mending.applicability,
        })
    });
    let fixes: Vec<_> = fixes.collect();
    let finding = report.add_as(complaint.code, complaint.severity, range, complaint.message);
    finding.fixes = fixes;
}
