//! Policy expressions: `@hasAttribute('office', 'Paris') AND @isInGroups('sales')`.
//!
//! One look at a text gives the findings of all rules here, so that none is told twice: [`syntax`] about what
//! does not fit together, [`sql`] about what is no expression, [`names`] about functions and variables, [`arguments`] about what they are called with,
//! [`naming`] about what those name on the tenant.
//! SQL has names, quotes and operators that no page of Immuta speaks of; of those nothing is said.

mod arguments;
mod diagnostic;
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
use diagnostic::ExpressionDiagnostic;
use subject::Subject;

pub(super) static SYNTAX_RULE: Rule = Rule {
    code: syntax::CODE,
    summary: "A policy expression whose parts do not fit together",
    severities: &[Severity::Error, Severity::Warning],
    fixes: true,
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
    let mut diagnostics = diagnostics(&subject);
    if let Some(names) = &report.names {
        // Where parts do not fit together, it is not certain what an argument is.
        let is_whole = diagnostics.iter().all(|other| other.code != syntax::CODE);
        let unknown = is_whole.then(|| naming::check(&subject, names));
        diagnostics.extend(unknown.into_iter().flatten());
    }
    if diagnostics.is_empty() {
        return;
    }
    let Some(decoded) = node.value.decoded() else {
        return;
    };
    let mut proofs = MAX_FIXES;
    for diagnostic in diagnostics {
        tell(node.value, &decoded, diagnostic, &mut proofs, report);
    }
}

/// All that is wrong with an expression, each mistake once.
fn diagnostics(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    let strays = syntax::stray_quotes(subject);
    if !strays.is_empty() {
        // Behind a stray quote, texts and what is between them are swapped.
        return strays;
    }
    let mut out = names::check(subject);
    if let Some(unbalanced) = syntax::unbalanced(subject) {
        // What is open hides how the rest was meant.
        let counts = |other: &ExpressionDiagnostic| {
            other.code != ARGUMENTS_RULE.code || other.range.end <= unbalanced.range.start
        };
        out.retain(counts);
        out.push(unbalanced);
        return out;
    }
    let mut errors = syntax::errors(subject);
    errors.extend(sql::check(subject));
    let told = Ranges::of(&out);
    out.extend(
        errors
            .into_iter()
            .filter(|error| !told.touches(error.range)),
    );
    if out.is_empty() {
        out.extend(syntax::unexpected(subject));
    }
    out
}

/// The ranges of diagnostics: each one's start, ascending, and the furthest end up to there.
struct Ranges(Vec<(usize, usize)>);

impl Ranges {
    fn of(diagnostics: &[ExpressionDiagnostic]) -> Self {
        let ranges = diagnostics.iter().map(|diagnostic| diagnostic.range);
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

/// Reports a diagnostic where it stands in the source, with the fixes that the scalar's style can say.
fn tell(
    value: Value<'_>,
    decoded: &Decoded,
    diagnostic: ExpressionDiagnostic,
    proofs: &mut usize,
    report: &mut Report,
) {
    let quotes = report.layout().quotes;
    let range = decoded.document_range(diagnostic.range);
    let fixes = diagnostic.fixes.into_iter().filter_map(|fix| {
        *proofs = proofs.checked_sub(1)?;
        let (range, text) = value.rewritten(fix.range, &fix.text, quotes)?;
        Some(Fix {
            title: fix.title,
            edits: vec![Edit { range, text }],
            applicability: fix.applicability,
        })
    });
    let fixes: Vec<_> = fixes.collect();
    let finding = report.add_as(
        diagnostic.code,
        diagnostic.severity,
        range,
        diagnostic.message,
    );
    finding.fixes = fixes;
}
