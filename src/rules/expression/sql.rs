//! SQL that is more, or less, than an expression: a `WHERE` in front, a `;` behind, two functions with nothing between.

use super::diagnostic::ExpressionDiagnostic;
use super::subject::Subject;
use super::syntax;
use crate::catalog;
use crate::diagnostics::Severity;
use crate::language::expression::{ExpressionError, Language, LeafKind, Name};
use crate::text::{InScalar, Span};

/// What is wrong with an expression as SQL, as far as that is certain for every warehouse.
pub(super) fn check(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    if subject.language != Language::Where || subject.filled {
        return Vec::new();
    }
    let mut out: Vec<_> = keyword(subject).into_iter().collect();
    out.extend(gaps(subject));
    out.extend(semicolon(subject));
    out
}

/// The keyword that a clause starts with, where the clause alone is asked for.
fn keyword(subject: &Subject<'_>) -> Option<ExpressionDiagnostic> {
    let first = subject.expression.leaves.first()?;
    let written = subject.part(first.range);
    let behind = subject.text.get(first.range.end..)?;
    let is_where = first.kind == LeafKind::Word && written.eq_ignore_ascii_case("where");
    // `where` may be somebody's column: `where = 1`, `where.a`, `where IS NULL`.
    let operand = behind.trim_start().starts_with(|c: char| {
        c.is_alphabetic() && !starts_with_operator(behind.trim_start()) || "(@'\"`".contains(c)
    });
    if !is_where || !operand || !behind.starts_with(char::is_whitespace) {
        return None;
    }
    let space = behind.len() - behind.trim_start().len();
    let message = format!("`{written}` is not part of the expression; write the condition alone");
    let diagnostic =
        ExpressionDiagnostic::new(syntax::CODE, Severity::Warning, first.range, message);
    let removed = Span::new(first.range.start, first.range.end + space);
    Some(diagnostic.fix(format!("Remove `{written}`"), removed, ""))
}

/// Whether a text starts with a word that goes between two operands.
fn starts_with_operator(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next();
    let operators = ["is", "in", "not", "like", "ilike", "between", "and", "or"];
    operators
        .iter()
        .any(|operator| word.is_some_and(|word| word.eq_ignore_ascii_case(operator)))
}

/// A semicolon at the end: it ends statements, and this is none.
fn semicolon(subject: &Subject<'_>) -> Option<ExpressionDiagnostic> {
    let text = subject.text.trim_end();
    let at = text.strip_suffix(';')?.len();
    let mut leaves = subject.expression.leaves.iter();
    if leaves.any(|leaf| leaf.range.contains(at)) {
        return None;
    }
    let range = Span::new(at, at + 1);
    let message = "`;` ends a statement, and this is an expression".to_owned();
    let diagnostic = ExpressionDiagnostic::new(syntax::CODE, Severity::Warning, range, message);
    Some(diagnostic.fix("Remove it", range, ""))
}

/// Two of our functions in a row, which no SQL joins.
fn gaps(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    let names = &subject.expression.names;
    let end = |name: &Name| {
        catalog::function(subject.part(name.range))?;
        let call = name.call.as_ref().filter(|call| call.closed)?;
        Some(call.range.end)
    };
    let gap = |one: &Name| -> Option<Span<InScalar>> {
        let end = end(one)?;
        let next = names.get(names.partition_point(|name| name.range.start < end))?;
        if !is_ours(subject, next) {
            return None;
        }
        let gap = Span::new(end, next.range.start);
        subject.part(gap).trim().is_empty().then_some(gap)
    };
    let gaps = names.iter().filter_map(gap).map(ExpressionError::Gap);
    gaps.map(|error| syntax::told(subject, &error)).collect()
}

fn is_ours(subject: &Subject<'_>, name: &Name) -> bool {
    name.call.is_some() && catalog::function(subject.part(name.range)).is_some()
}
