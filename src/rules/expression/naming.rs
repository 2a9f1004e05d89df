//! Arguments that name something on the tenant.

use super::diagnostic::ExpressionDiagnostic;
use super::subject::Subject;
use crate::catalog;
use crate::diagnostics::Applicability;
use crate::language::expression::{Argument, ArgumentKind, Name};
use crate::rules::unknown_name::{self, Unknown};
use crate::rules::words;
use crate::tenant::names::Names;
use crate::text::Span;

/// The arguments that name what the tenant does not have.
pub(super) fn check(subject: &Subject<'_>, names: &Names) -> Vec<ExpressionDiagnostic> {
    let calls = subject.expression.names.iter();
    calls
        .flat_map(|name| of_call(subject, name, names))
        .collect()
}

fn of_call(subject: &Subject<'_>, name: &Name, names: &Names) -> Vec<ExpressionDiagnostic> {
    let function = catalog::function(subject.part(name.range));
    let (Some(function), Some(call)) = (function, &name.call) else {
        return Vec::new();
    };
    let sibling = |parameter: &str| {
        let argument = call.arguments.get(function.position(parameter)?)?;
        text(subject, argument)
    };
    let arguments = call.arguments.iter().enumerate();
    arguments
        .filter_map(|(index, argument)| {
            let (_, parameter) = function.parameter(index)?;
            let reference = parameter.refers.first()?;
            let written = text(subject, argument)?;
            let unknown = Unknown::of(names, reference, written, sibling)?;
            let severity = unknown_name::severity(function.status);
            let range = Span::new(argument.range.start + 1, argument.range.end - 1);
            let diagnostic = ExpressionDiagnostic::new(
                unknown_name::RULE.code,
                severity,
                range,
                unknown.message,
            );
            let meant = unknown
                .meant
                .filter(|(meant, _)| !meant.contains(['\'', '\\']));
            Some(match meant {
                Some((meant, closeness)) => diagnostic
                    .fix(format!("Change to `{meant}`"), range, meant)
                    .applicability(closeness.map_or(Applicability::Unsafe, |c| {
                        words::applicability(c).min(Applicability::Unsafe)
                    })),
                None => diagnostic,
            })
        })
        .collect()
}

/// What an argument says that is a text, where that can be told: no quote in it, and no variable.
fn text<'t>(subject: &Subject<'t>, argument: &Argument) -> Option<&'t str> {
    let written = subject.part(argument.range);
    let inner = written.strip_prefix('\'')?.strip_suffix('\'')?;
    let within = subject.expression.names_within(argument.range);
    let is_variable = |name: &&Name| catalog::function(subject.part(name.range)).is_some();
    let mut variables = within.iter().filter(is_variable);
    let is_text = argument.kind == ArgumentKind::Text && !inner.contains(['\'', '\\']);
    (is_text && variables.next().is_none()).then_some(inner)
}
