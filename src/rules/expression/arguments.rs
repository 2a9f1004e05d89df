//! What functions are called with.

use super::diagnostic::ExpressionDiagnostic;
use super::subject::Subject;
use crate::catalog::{Function, Parameter, Takes};
use crate::diagnostics::{Applicability, Severity};
use crate::language::expression::{Argument, ArgumentKind, Call, Name};
use crate::rules::{Rule, has_placeholder, words};
use crate::spec::suggest;
use crate::text::Span;

pub(in crate::rules) static ARGUMENTS_RULE: Rule = Rule {
    code: "function-arguments",
    summary: "A function of a policy expression is called with the wrong arguments",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
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

/// What is wrong with the arguments of a known function.
pub(super) fn check(
    subject: &Subject<'_>,
    name: &Name,
    call: &Call,
    function: &'static Function,
) -> Vec<ExpressionDiagnostic> {
    if let Some(diagnostic) = count(name, call, function) {
        return vec![diagnostic];
    }
    let arguments = call.arguments.iter().enumerate();
    arguments
        .filter_map(|(index, argument)| {
            let (_, parameter) = function.parameter(index)?;
            let diagnostic = kind(subject, argument, parameter, function)?;
            Some(swap(subject, call, function, diagnostic))
        })
        .collect()
}

/// Too many, too few, or one left out.
fn count(name: &Name, call: &Call, function: &'static Function) -> Option<ExpressionDiagnostic> {
    // A comma that is missing is told where it is missing.
    let unknown =
        |argument: &Argument| matches!(argument.kind, ArgumentKind::Unknown | ArgumentKind::Jumble);
    if !call.closed || call.arguments.iter().any(unknown) {
        return None;
    }
    let severity = Severity::of(function.status);
    let left_out = |argument: &&Argument| argument.kind == ArgumentKind::Nothing;
    if let Some(nothing) = call.arguments.iter().find(left_out) {
        let message = format!("An argument is missing here: {}.", shown(function));
        // An empty place cannot be seen: the comma or the parenthesis at it is shown.
        let at = nothing.range.start;
        return Some(ExpressionDiagnostic::new(
            ARGUMENTS_RULE.code,
            severity,
            at..at + 1,
            message,
        ));
    }
    let given = call.arguments.len();
    let (fewest, most) = function.arity();
    if given < fewest {
        let takes = number(fewest, most);
        let message = format!(
            "`{}` takes {takes}, {}, but {} given.",
            function.name,
            shown(function),
            here(given)
        );
        let range = Span::new(name.range.start, call.range.end);
        return Some(ExpressionDiagnostic::new(
            ARGUMENTS_RULE.code,
            severity,
            range,
            message,
        ));
    }
    let most = most.filter(|most| given > *most)?;
    let first = call.arguments.get(most)?;
    let last = call.arguments.last()?;
    let message = format!(
        "Too many arguments: `{}` takes {}, {}.",
        function.name,
        number(fewest, Some(most)),
        shown(function)
    );
    let range = Span::new(first.range.start, last.range.end);
    let diagnostic = ExpressionDiagnostic::new(ARGUMENTS_RULE.code, severity, range, message);
    // With the comma before it.
    let before = most
        .checked_sub(1)
        .and_then(|index| call.arguments.get(index))?;
    let removed = Span::new(before.range.end, last.range.end);
    Some(diagnostic.fix("Remove it", removed, ""))
}

fn number(fewest: usize, most: Option<usize>) -> String {
    let plural = |n: usize| if n == 1 { "argument" } else { "arguments" };
    match most {
        Some(most) if most == fewest => format!("{most} {}", plural(most)),
        Some(most) => format!("{fewest} to {most} arguments"),
        None => format!("{fewest} or more arguments"),
    }
}

fn here(given: usize) -> String {
    match given {
        0 => "none was".to_owned(),
        1 => "1 was".to_owned(),
        n => format!("{n} were"),
    }
}

/// What one argument should be and is not.
fn kind(
    subject: &Subject<'_>,
    argument: &Argument,
    parameter: &'static Parameter,
    function: &'static Function,
) -> Option<ExpressionDiagnostic> {
    let written = subject.part(argument.range);
    if has_placeholder(written) || matches!(parameter.takes, Takes::Expression) {
        return None;
    }
    if let (Takes::Choice(values), ArgumentKind::Text) = (&parameter.takes, argument.kind) {
        return choice(argument, written, values, function);
    }
    let told = words::shown(written);
    let (severity, message, meant) = match argument.kind {
        _ if curly(written).is_some() => (
            Severity::Warning,
            format!("{told} is in typographic quotes. Use straight single quotes."),
            curly(written)?,
        ),
        ArgumentKind::Words => (
            Severity::Warning,
            format!("Expected a quoted string: `'{}'`.", written.trim()),
            written,
        ),
        ArgumentKind::DoubleQuoted => (
            Severity::Hint,
            format!("{told} may be read as the name of a column. Use single quotes for a string."),
            written.get(1..written.len().saturating_sub(1))?,
        ),
        ArgumentKind::Jumble => {
            let message =
                format!("{told} is not a single argument: a comma or an operator is missing.");
            let severity = Severity::Warning;
            return Some(ExpressionDiagnostic::new(
                ARGUMENTS_RULE.code,
                severity,
                argument.range,
                message,
            ));
        }
        _ => return None,
    };
    let severity = severity.min(Severity::of(function.status));
    let meant = match &parameter.takes {
        Takes::Choice(values) => {
            let guess = suggest::closest(meant, values.iter().map(|(value, _)| *value));
            guess.map_or(meant, |guess| guess.word)
        }
        _ => meant,
    };
    let diagnostic =
        ExpressionDiagnostic::new(ARGUMENTS_RULE.code, severity, argument.range, message);
    if meant.contains(['\'', '\\', '"']) {
        return Some(diagnostic);
    }
    let text = format!("'{meant}'");
    // A bare word may be the name of a column, and something else the mistake.
    Some(
        diagnostic
            .fix(format!("Change to `{text}`"), argument.range, text.clone())
            .applicability(match argument.kind {
                ArgumentKind::Words => Applicability::DisplayOnly,
                _ => Applicability::Unsafe,
            }),
    )
}

/// Adds the fix that swaps a name and a text, where each stands in the place of the other.
fn swap(
    subject: &Subject<'_>,
    call: &Call,
    function: &'static Function,
    diagnostic: ExpressionDiagnostic,
) -> ExpressionDiagnostic {
    let takes = |index: usize| function.parameter(index).map(|(_, one)| &one.takes);
    let ([first, second], Some(Takes::Text), Some(Takes::Expression)) =
        (call.arguments.as_slice(), takes(0), takes(1))
    else {
        return diagnostic;
    };
    if first.kind != ArgumentKind::Words || second.kind != ArgumentKind::Text {
        return diagnostic;
    }
    let text = format!(
        "{}, {}",
        subject.part(second.range),
        subject.part(first.range)
    );
    let range = Span::new(first.range.start, second.range.end);
    let mut diagnostic = diagnostic
        .fix(format!("Swap them: `{text}`"), range, text.clone())
        .applicability(Applicability::DisplayOnly);
    diagnostic.fixes.rotate_right(1);
    diagnostic
}

/// What stands in quotes as word processors make them.
fn curly(written: &str) -> Option<&str> {
    const QUOTES: [char; 5] = ['‘', '’', '“', '”', '´'];
    let inner = written.strip_prefix(QUOTES)?.strip_suffix(QUOTES)?;
    (!inner.contains(QUOTES)).then_some(inner)
}

/// A text that should be one of a few.
fn choice(
    argument: &Argument,
    written: &str,
    values: &'static [(&'static str, &'static str)],
    function: &'static Function,
) -> Option<ExpressionDiagnostic> {
    let range = argument.range;
    let inner = written.get(1..written.len().checked_sub(1)?)?;
    if values.iter().any(|(value, _)| *value == inner) || inner.contains('@') {
        return None;
    }
    let guess = suggest::closest(inner, values.iter().map(|(value, _)| *value));
    let severity = Severity::of(function.status);
    let Some(guess) = guess else {
        let all: Vec<_> = values
            .iter()
            .map(|(value, _)| format!("'{value}'"))
            .collect();
        let message = format!(
            "`{written}` is none of {}",
            words::listed(all.iter().map(String::as_str), "and")
        );
        return Some(ExpressionDiagnostic::new(
            ARGUMENTS_RULE.code,
            severity,
            range,
            message,
        ));
    };
    let text = format!("'{}'", guess.word);
    let message = format!(
        "`{written}` is nothing `{}` knows; did you mean `{text}`?{}",
        function.name,
        guess.closeness.note()
    );
    Some(
        ExpressionDiagnostic::new(ARGUMENTS_RULE.code, severity, range, message)
            .fix(format!("Change to `{text}`"), range, text.clone())
            .applicability(words::applicability(guess.closeness)),
    )
}

/// A function as it is written: `@hasAttribute('attribute', 'value')`.
pub(super) fn shown(function: &Function) -> String {
    format!("`{}`", function.signature().label)
}
