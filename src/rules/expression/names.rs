//! Functions and variables: unknown, outdated, or of another kind of expression.

use super::arguments::{self, ARGUMENTS_RULE, shown};
use super::diagnostic::ExpressionDiagnostic;
use super::subject::Subject;
use crate::catalog::{self, Content, Function, functions_within};
use crate::diagnostics::{Applicability, Severity};
use crate::language::expression::{Language, LeafKind, Name};
use crate::rules::{Rule, words};
use crate::spec::suggest::{self, Closeness, Guess};
use crate::text::{InScalar, Span};

pub(in crate::rules) static UNKNOWN_RULE: Rule = Rule {
    code: "unknown-function",
    summary: "A name that is close to a function or variable of policy expressions, and is none",
    severities: &[Severity::Warning, Severity::Hint],
    fixes: true,
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

pub(in crate::rules) static DIALECT_RULE: Rule = Rule {
    code: "wrong-dialect",
    summary: "A function of another kind of policy expression",
    severities: &[Severity::Warning, Severity::Hint],
    fixes: false,
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

pub(in crate::rules) static DEPRECATED_RULE: Rule = Rule {
    code: "deprecated-function",
    summary: "A function of policy expressions that is outdated",
    severities: &[Severity::Warning],
    fixes: true,
    doc: "\
Names of version 2.5, and functions that Immuta has announced to remove. The message says what is used now.

```yaml
predicate: \"@hasAuthorization('a', 'b')\"   # `@hasAttribute`
```",
    check: None,
};

/// What is wrong with the names of an expression and what they are called with.
pub(super) fn check(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    let mut out = Vec::new();
    for name in &subject.expression.names {
        let written = subject.part(name.range);
        match catalog::function(written) {
            Some(_) if name.embedded => {}
            None if name.embedded => out.extend(embedded(subject, name, written)),
            Some(function) if !function.is_within(subject.content) => {
                out.push(elsewhere(subject, name, function));
            }
            Some(function) => match &function.deprecated {
                Some(_) => out.extend(outdated(subject, name, function)),
                None => out.extend(called_right(subject, name, function)),
            },
            None => out.extend(unknown(subject, name, written)),
        }
    }
    out.extend(without_at(subject));
    out
}

/// A known function, with or without its parentheses.
fn called_right(
    subject: &Subject<'_>,
    name: &Name,
    function: &'static Function,
) -> Vec<ExpressionDiagnostic> {
    match (&name.call, function.parameters) {
        (Some(call), Some(_)) => arguments::check(subject, name, call, function),
        (Some(call), None) => {
            let severity = Severity::of(function.status);
            let message = format!("`{}` is a variable, without parentheses", function.name);
            let diagnostic =
                ExpressionDiagnostic::new(ARGUMENTS_RULE.code, severity, name.range, message);
            vec![if call.closed && call.arguments.is_empty() {
                diagnostic.fix("Remove the parentheses", call.range, "")
            } else {
                diagnostic
            }]
        }
        (None, Some(_)) if function.arity().0 > 0 => vec![no_parentheses(subject, name, function)],
        (None, _) => Vec::new(),
    }
}

fn no_parentheses(
    subject: &Subject<'_>,
    name: &Name,
    function: &'static Function,
) -> ExpressionDiagnostic {
    let message = format!(
        "`{}` is a function and needs its arguments in parentheses: {}",
        function.name,
        shown(function)
    );
    let severity = Severity::of(function.status);
    let diagnostic = ExpressionDiagnostic::new(ARGUMENTS_RULE.code, severity, name.range, message);
    // The texts that follow are what it is to be called with.
    let leaves = subject.expression.leaves.iter();
    let mut end = name.range.end;
    let mut count = 0;
    for leaf in leaves.filter(|leaf| leaf.range.start >= name.range.end) {
        let between = subject.part(end..leaf.range.start).trim();
        let follows = match count {
            0 => between.is_empty(),
            _ => between == ",",
        };
        let is_text = leaf.kind == LeafKind::Text && subject.part(leaf.range).starts_with('\'');
        if !follows || !is_text {
            break;
        }
        (end, count) = (leaf.range.end, count + 1);
    }
    let (fewest, most) = function.arity();
    if count < fewest || most.is_some_and(|most| count > most) || count == 0 {
        return diagnostic;
    }
    let range = Span::new(name.range.end, end);
    let given = subject.part(range).trim();
    diagnostic.fix("Put parentheses around them", range, format!("({given})"))
}

/// A name that has no meaning in this kind of expression.
fn elsewhere(
    subject: &Subject<'_>,
    name: &Name,
    function: &'static Function,
) -> ExpressionDiagnostic {
    let is_function = function.parameters.is_some();
    let here = functions_within(subject.content)
        .filter(|other| other.parameters.is_some() == is_function)
        .map(|other| other.name);
    let mut homes: Vec<&str> = Vec::new();
    for content in function.within {
        let home = called(*content);
        if !homes.contains(&home) {
            homes.push(home);
        }
    }
    let what = if is_function {
        "functions"
    } else {
        "variables"
    };
    let message = format!(
        "`{}` has a meaning in {}; the {what} of {} are {}",
        function.name,
        homes.join(" and "),
        called(subject.content),
        words::listed(here, "and")
    );
    // A variable may be the warehouse's own, and no page with all of those of subscriptions is known.
    let severity = if is_function {
        Severity::Warning
    } else {
        Severity::Hint
    };
    ExpressionDiagnostic::new(DIALECT_RULE.code, severity, name.range, message)
}

fn outdated(
    subject: &Subject<'_>,
    name: &Name,
    function: &'static Function,
) -> Option<ExpressionDiagnostic> {
    let deprecated = function.deprecated.as_ref()?;
    let severity = Severity::of(function.status).min(Severity::Warning);
    let note = deprecated.note;
    let now = deprecated.by.and_then(|by| {
        let same =
            |other: &&Function| other.name.trim_start_matches('@') == by.trim_start_matches('@');
        functions_within(subject.content).find(same)
    });
    let Some(now) = now else {
        let message = format!("`{}` is outdated. {note}", function.name);
        return Some(ExpressionDiagnostic::new(
            DEPRECATED_RULE.code,
            severity,
            name.range,
            message,
        ));
    };
    let message = format!(
        "`{}` is outdated: it is `{}` now. {note}",
        function.name, now.name
    );
    let title = format!("Change to `{}`", now.name);
    Some(
        ExpressionDiagnostic::new(DEPRECATED_RULE.code, severity, name.range, message)
            .fix(title, name.range, now.name),
    )
}

/// A name that is none, but close to one.
fn unknown(subject: &Subject<'_>, name: &Name, written: &str) -> Option<ExpressionDiagnostic> {
    let is_call = name.call.is_some();
    let all = || functions_within(subject.content);
    let alike = all().filter(|function| function.parameters.is_some() == is_call);
    let guess = closest(written, alike, is_call).or_else(|| {
        // A function without its parentheses, or a variable with some.
        let other = all().filter(|function| function.parameters.is_some() != is_call);
        closest(written, other, false).filter(|guess| guess.closeness.is_sure())
    })?;
    let what = if is_call { "function" } else { "name" };
    let message = format!(
        "Unknown {what} `{written}`. Did you mean `{}`?{}",
        guess.word,
        guess.closeness.note()
    );
    Some(
        ExpressionDiagnostic::new(UNKNOWN_RULE.code, Severity::Warning, name.range, message)
            .fix(
                format!("Change to `{}`", guess.word),
                name.range,
                guess.word,
            )
            .applicability(words::applicability(guess.closeness)),
    )
}

/// The closest name. A variable has to be closer than a call: anything may be a variable of the warehouse's.
fn closest<'f>(
    written: &str,
    functions: impl Iterator<Item = &'f Function>,
    is_call: bool,
) -> Option<Guess<'f>> {
    let guess = suggest::closest(written, functions.map(|function| function.name))?;
    let close = match guess.closeness {
        Closeness::Case | Closeness::Spelling => true,
        Closeness::Typo(letters) => is_call || letters < 2,
        Closeness::Part => is_call,
    };
    close.then_some(guess)
}

/// Something like a variable inside a text.
fn embedded(subject: &Subject<'_>, name: &Name, written: &str) -> Option<ExpressionDiagnostic> {
    let variables = functions_within(subject.content).filter(|function| function.embedded);
    let guess = closest(written, variables, false)?;
    let message = format!(
        "Unknown variable `{written}`. Did you mean `{}`?{}",
        guess.word,
        guess.closeness.note()
    );
    Some(
        ExpressionDiagnostic::new(UNKNOWN_RULE.code, Severity::Hint, name.range, message).fix(
            format!("Change to `{}`", guess.word),
            name.range,
            guess.word,
        ),
    )
}

/// Calls of our functions that lack the `@`.
fn without_at(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    let words = subject.expression.leaves.iter();
    words
        .filter(|leaf| leaf.kind == LeafKind::Word)
        .filter_map(|leaf| lacks_at(subject, leaf.range))
        .collect()
}

fn lacks_at(subject: &Subject<'_>, range: Span<InScalar>) -> Option<ExpressionDiagnostic> {
    let before = subject.text.get(..range.start)?;
    let behind = subject.text.get(range.end..)?;
    if !behind.trim_start().starts_with('(') || before.ends_with(['.', '@', '"', '`', ':']) {
        return None;
    }
    let written = subject.part(range);
    let is_subscription = subject.language == Language::Subscription;
    let functions = || functions_within(subject.content).filter(|function| function.arity().0 > 0);
    let exact = functions().find(|function| function.name.trim_start_matches('@') == written);
    // In SQL a name that is merely close is the warehouse's.
    let guess = exact.map(|function| function.name).or_else(|| {
        let guess = closest(written, functions(), true).filter(|_| is_subscription)?;
        Some(guess.word)
    })?;
    let apart = before.trim_end();
    // `$isInGroups`: another mark stands in the place of the `@`.
    if let Some(head) = before.strip_suffix(['$', '#', '%']) {
        let wrong = is_subscription && exact.is_some();
        let range = Span::new(head.len(), range.end);
        let message = format!("Missing `@`. Write `{guess}`.");
        let diagnostic =
            ExpressionDiagnostic::new(UNKNOWN_RULE.code, Severity::Warning, range, message);
        return wrong.then(|| diagnostic.fix(format!("Change to `{guess}`"), range, guess));
    }
    let (range, message) = match apart.strip_suffix('@') {
        Some(head) if !head.ends_with('@') => (
            Span::new(head.len(), range.end),
            format!("There must be no white space after the `@`. Write `{guess}`."),
        ),
        _ if exact.is_some() => (range, format!("Missing `@`. Write `{guess}`.")),
        _ => (
            range,
            format!("Unknown function `{written}`. Did you mean `{guess}`?"),
        ),
    };
    Some(
        ExpressionDiagnostic::new(UNKNOWN_RULE.code, Severity::Warning, range, message)
            .fix(format!("Change to `{guess}`"), range, guess)
            .applicability(if is_subscription && exact.is_some() {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            }),
    )
}

/// What an expression is called.
fn called(content: Content) -> &'static str {
    match content {
        Content::Subscription => "an advanced subscription",
        Content::Masking => "a masking function",
        _ => "a predicate",
    }
}
