//! Policy expressions: `@hasAttribute('office', 'Paris') AND @isInGroups('sales')`.
//!
//! One look at a text gives the findings of all rules here, so that none is told twice: [`syntax`] about what
//! does not fit together, [`sql`] about what is no expression, [`names`] about functions and variables, [`arguments`] about what they are called with,
//! [`naming`] about what those name on the tenant.
//! SQL has names, quotes and operators that no page of Immuta speaks of; of those nothing is said.

mod arguments;
mod names;
mod naming;
mod sql;
mod syntax;

use super::{MAX_FIXES, Report, Rule, has_placeholder, place};
use crate::catalog::{Content, Function};
use crate::diagnostics::{Applicability, Edit, Fix, Severity};
use crate::language::expression::{Expression, Language, parse};
use crate::spec::Node;
use crate::syntax::{Decoded, Value};
use std::ops::Range;

pub(super) static SYNTAX_RULE: Rule = Rule {
    code: "expression-syntax",
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

pub(super) static UNKNOWN_RULE: Rule = Rule {
    code: "unknown-function",
    summary: "A name that is close to a function or variable of policy expressions, and is none",
    severities: &[Severity::Warning, Severity::Hint],
    doc: "\
A name with `@` that is almost one of those Immuta knows, one in another casing, or one without its `@`.

```yaml
advanced: \"@isInGroup('sales')\"        # did you mean `@isInGroups`?
advanced: \"isInGroups('sales')\"        # the `@` is missing
predicate: \"@HasAttribute('a', 'b')\"   # upper and lower case
```

Warehouses have `@` names of their own: one that is close to nothing is left alone.",
    check: None,
};

pub(super) static ARGUMENTS_RULE: Rule = Rule {
    code: "function-arguments",
    summary: "A function of a policy expression is called with the wrong arguments",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    doc: "\
Too many arguments or too few, a text without its quotes, or another value than the few a function takes. Variables such
as `@iam` take none, not even parentheses.

```yaml
advanced: \"@hasAttribute('office')\"              # a value is missing
advanced: \"@hasTagAsGroup('datasource')\"         # 'dataSource'
predicate: \"@isInGroups(stewards)\"               # 'stewards'
predicate: \"@iam() = 'bim'\"                      # @iam
```",
    check: None,
};

pub(super) static DIALECT_RULE: Rule = Rule {
    code: "wrong-dialect",
    summary: "A function of another kind of policy expression",
    severities: &[Severity::Warning, Severity::Hint],
    doc: "\
Functions about rows and columns have a meaning in `predicate`, `conditionalPredicate` and `sqlFunction`; functions about
the tags of a data source in `advanced`. No document says what a tenant does with one in the wrong place; it cannot be
what was meant.

```yaml
actions:
  type: entitlements
  advanced: \"@groupsContains('region')\"   # `@isInGroups`
```",
    check: None,
};

pub(super) static DEPRECATED_RULE: Rule = Rule {
    code: "deprecated-function",
    summary: "A function of policy expressions that is outdated",
    severities: &[Severity::Warning],
    doc: "\
Names of version 2.5, and functions that Immuta has announced to remove. The message says what is used now.

```yaml
predicate: \"@hasAuthorization('a', 'b')\"   # `@hasAttribute`
```",
    check: None,
};

/// An expression, taken apart, and what may stand in it.
struct Subject<'t> {
    text: &'t str,
    content: Content,
    language: Language,
    expression: Expression,
    /// Whether something fills parts of it in before the push.
    filled: bool,
}

impl<'t> Subject<'t> {
    fn new(text: &'t str, content: Content) -> Option<Self> {
        let language = Language::of(content)?;
        Some(Self {
            text,
            content,
            language,
            expression: parse(text, language),
            filled: has_placeholder(text),
        })
    }

    fn part(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// A finding, with places in the expression's text.
struct Complaint {
    code: &'static str,
    severity: Severity,
    range: Range<usize>,
    message: String,
    fixes: Vec<Mending>,
}

/// A fix, with places in the expression's text.
struct Mending {
    title: String,
    range: Range<usize>,
    text: String,
    applicability: Applicability,
}

impl Complaint {
    fn new(rule: &Rule, severity: Severity, range: &Range<usize>, message: String) -> Self {
        Self {
            code: rule.code,
            severity,
            range: range.clone(),
            message,
            fixes: Vec::new(),
        }
    }

    fn fix(
        mut self,
        title: impl Into<String>,
        range: &Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        self.fixes.push(Mending {
            title: title.into(),
            range: range.clone(),
            text: text.into(),
            applicability: Applicability::Unsafe,
        });
        self
    }

    /// Says how certain the fix just added is.
    fn applicability(mut self, applicability: Applicability) -> Self {
        if let Some(last) = self.fixes.last_mut() {
            last.applicability = applicability;
        }
        self
    }
}

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
        let is_whole = complaints
            .iter()
            .all(|other| other.code != SYNTAX_RULE.code);
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
    out.extend(slips.into_iter().filter(|slip| !told.touches(&slip.range)));
    if out.is_empty() {
        out.extend(syntax::unexpected(subject));
    }
    out
}

/// The ranges of complaints: each one's start, ascending, and the furthest end up to there.
struct Ranges(Vec<(usize, usize)>);

impl Ranges {
    fn of(complaints: &[Complaint]) -> Self {
        let ranges = complaints.iter().map(|complaint| &complaint.range);
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
    fn touches(&self, range: &Range<usize>) -> bool {
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
    let start = value.range().start;
    let range = decoded.source_range(&complaint.range);
    let range = start + range.start..start + range.end;
    let fixes = complaint.fixes.into_iter().filter_map(|mending| {
        *proofs = proofs.checked_sub(1)?;
        let (range, text) = value.rewritten(&mending.range, &mending.text)?;
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

/// What an expression is called.
fn called(content: Content) -> &'static str {
    match content {
        Content::Subscription => "an advanced subscription",
        Content::Masking => "a masking function",
        _ => "a predicate",
    }
}

/// A function as it is written: `@hasAttribute('attribute', 'value')`.
fn shown(function: &Function) -> String {
    format!("`{}`", function.signature().label)
}
