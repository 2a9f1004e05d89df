//! Quotes and parentheses that do not close, and what does not join functions.

use super::diagnostic::ExpressionDiagnostic;
use super::subject::Subject;
use crate::diagnostics::{Applicability, Severity};
use crate::language::expression::{
    ArgumentKind, Balance, Expression, ExpressionError, Language, LeafKind, Unbalanced, balance,
    parse,
};
use crate::rules::{Report, words};
use crate::syntax::{Style, Value};
use crate::text::Span;

/// The code of the rule that speaks here.
pub(super) const CODE: &str = "expression-syntax";

/// So many places are tried for a quote that is missing.
const MAX_TRIES: usize = 12;

/// Quotes as in `'Founders''`, where a text is closed twice. All of them, if without them everything fits.
pub(super) fn stray_quotes(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    let text = subject.text;
    if !text.contains("''") || is_sound(text, &subject.expression, subject.language) {
        return Vec::new();
    }
    let strays: Vec<usize> = text
        .match_indices("''")
        .filter(|(at, _)| {
            let before = text.get(..*at).unwrap_or_default();
            let behind = text.get(at + 2..).unwrap_or_default().trim_start();
            let ends_a_text =
                !before.ends_with(|c: char| c.is_whitespace() || "(,='\\".contains(c));
            ends_a_text && !before.is_empty() && behind.starts_with([')', ','])
        })
        .map(|(at, _)| at + 1)
        .collect();
    let kept = text
        .char_indices()
        .filter(|(at, _)| strays.binary_search(at).is_err());
    let fixed: String = kept.map(|(_, c)| c).collect();
    let sound = is_sound(&fixed, &parse(&fixed, subject.language), subject.language);
    if !sound || subject.filled {
        return Vec::new();
    }
    let diagnostic = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let start = before.trim_end_matches('\'').rfind('\'').unwrap_or(at);
        let whole = text.get(start..at).unwrap_or_default();
        let message = format!(
            "one quote too many: {} is closed already",
            words::shown(whole)
        );
        ExpressionDiagnostic::new(CODE, severity(subject), at..at + 1, message).fix(
            "Remove the quote",
            at..at + 1,
            "",
        )
    };
    strays.into_iter().map(diagnostic).collect()
}

/// Whether all parts of an expression fit together.
fn is_sound(text: &str, expression: &Expression, language: Language) -> bool {
    let jumbled = expression
        .names
        .iter()
        .flat_map(|name| &name.call)
        .flat_map(|call| &call.arguments)
        .any(|argument| argument.kind == ArgumentKind::Jumble);
    let fits = expression.unbalanced.is_empty()
        && expression.errors.is_empty()
        && (language == Language::Where || !expression.strange);
    fits && !jumbled && balance(text) == Balance::Closed
}

/// The first quote or parenthesis that does not close, or closes nothing, whatever the warehouse is.
pub(super) fn unbalanced(subject: &Subject<'_>) -> Option<ExpressionDiagnostic> {
    let unbalanced = &subject.expression.unbalanced;
    if unbalanced.is_empty() || subject.filled {
        return None;
    }
    let quote = unbalanced.iter().find_map(|unbalanced| match unbalanced {
        Unbalanced::Quote(at) => Some(*at),
        _ => None,
    });
    match (balance(subject.text), quote) {
        (Balance::OpenQuote, Some(at)) => Some(open_quote(subject, at)),
        (Balance::Parentheses, None) => parenthesis(subject, unbalanced.first()?),
        _ => None,
    }
}

fn open_quote(subject: &Subject<'_>, at: usize) -> ExpressionDiagnostic {
    let text = subject.text;
    let fixed = closing(subject);
    // What closes too late is told where it opens.
    let at = fixed.map_or(at, |(open, _)| open);
    let quote = text.get(at..).and_then(|rest| rest.chars().next());
    let quote = quote.unwrap_or('\'');
    let message = format!("this `{quote}` is never closed");
    let diagnostic = ExpressionDiagnostic::new(CODE, severity(subject), at..at + 1, message);
    match fixed {
        Some((_, end)) => {
            let whole = text.get(at..end).unwrap_or_default();
            let title = format!("Close it: {}", words::shown(&format!("{whole}{quote}")));
            diagnostic.fix(title, end..end, quote.to_string())
        }
        None => diagnostic,
    }
}

/// The quote that lacks another, and where with that one all fits together: at the end of an argument.
fn closing(subject: &Subject<'_>) -> Option<(usize, usize)> {
    let text = subject.text;
    let ends = text.match_indices([')', ',']).map(|(at, _)| at);
    ends.take(MAX_TRIES).find_map(|end| {
        let open = text.get(..end)?.rfind('\'')?;
        if end - open < 2 {
            return None;
        }
        let mut fixed = text.to_owned();
        fixed.insert(end, '\'');
        let expression = parse(&fixed, subject.language);
        let is_argument = expression
            .names
            .iter()
            .flat_map(|name| &name.call)
            .flat_map(|call| &call.arguments)
            .any(|argument| {
                argument.range == Span::new(open, end + 1) && argument.kind == ArgumentKind::Text
            });
        (is_argument && is_sound(&fixed, &expression, subject.language)).then_some((open, end))
    })
}

fn parenthesis(subject: &Subject<'_>, unbalanced: &Unbalanced) -> Option<ExpressionDiagnostic> {
    let text = subject.text;
    let (at, message) = match unbalanced {
        Unbalanced::Open(at) => (*at, "this `(` is never closed by a `)`"),
        Unbalanced::Close(at) => (*at, "this `)` closes nothing"),
        Unbalanced::Quote(_) => return None,
    };
    let range = Span::new(at, at + 1);
    let diagnostic = ExpressionDiagnostic::new(CODE, severity(subject), range, message.to_owned());
    let mut fixed = text.to_owned();
    let end = text.trim_end().len();
    match unbalanced {
        Unbalanced::Open(_) => fixed.insert(end, ')'),
        _ => fixed.replace_range(range.range(), ""),
    }
    let expression = parse(&fixed, subject.language);
    if !is_sound(&fixed, &expression, subject.language) {
        return Some(diagnostic);
    }
    Some(match unbalanced {
        Unbalanced::Open(_) => diagnostic.fix("Close it at the end", end..end, ")"),
        _ => diagnostic.fix("Remove it", range, ""),
    })
}

/// A comment in a scalar whose lines are joined: it goes on to the end of the expression.
pub(super) fn endless_comment(value: Value<'_>, subject: &Subject<'_>, report: &mut Report) {
    let mut leaves = subject.expression.leaves.iter();
    let comment = leaves
        .find(|leaf| leaf.kind == LeafKind::Comment && subject.part(leaf.range).starts_with("--"));
    let (Some(comment), Some(decoded)) = (comment, value.decoded()) else {
        return;
    };
    let range = decoded.document_range(comment.range);
    let source = value.source_of(&range).unwrap_or_default();
    let Some((line, below)) = source.split_once(['\n', '\r']) else {
        return;
    };
    if below.trim().is_empty() {
        return;
    }
    let (start, at) = (value.range().start, range.start);
    let message = "The lines of this string are joined, so the comment includes those below. Keep the lines with `|`, \
                   or write `/* ... */`.";
    let finding = report.add(Severity::Warning, at..at + line.trim_end().len(), message);
    if value.style() == Some(Style::Folded) {
        finding.fix("Keep the lines: `|` instead of `>`", start..start + 1, "|");
    }
}

/// What is certain to be refused is an error; how a warehouse reads its SQL is not for us to say.
fn severity(subject: &Subject<'_>) -> Severity {
    match subject.language {
        Language::Subscription => Severity::Error,
        Language::Where => Severity::Warning,
    }
}

/// What is neither a function nor a word that joins functions.
pub(super) fn unexpected(subject: &Subject<'_>) -> Option<ExpressionDiagnostic> {
    let range = subject.expression.unexpected;
    let range = range.filter(|_| subject.language == Language::Subscription && !subject.filled)?;
    let message = format!(
        "Unexpected {}. Only functions, `AND`, `OR`, `NOT` and parentheses are allowed here.",
        words::shown(subject.part(range))
    );
    let severity = Severity::Warning;
    Some(ExpressionDiagnostic::new(CODE, severity, range, message))
}

/// What keeps functions and operators from fitting together.
pub(super) fn errors(subject: &Subject<'_>) -> Vec<ExpressionDiagnostic> {
    if subject.filled {
        return Vec::new();
    }
    let errors = subject.expression.errors.iter();
    errors.map(|error| told(subject, error)).collect()
}

pub(super) fn told(subject: &Subject<'_>, error: &ExpressionError) -> ExpressionDiagnostic {
    let range = error.range();
    let written = subject.part(range);
    let message = match error {
        ExpressionError::Gap(_) => "Missing `AND` or `OR` between these two.".to_owned(),
        ExpressionError::Joined(_) if joint(written).is_some() => {
            let word = joint(written).unwrap_or_default();
            format!("`{written}` is not an operator here. Use `{word}`.")
        }
        ExpressionError::Joined(_) => {
            format!("`{written}` is not an operator here. Use `AND` or `OR`.")
        }
        ExpressionError::Negated(_) => "`!` is not an operator here. Use `NOT`.".to_owned(),
        ExpressionError::NothingBefore(_) => format!("`{written}` has nothing before it."),
        ExpressionError::NothingBehind(_) => format!("`{written}` has nothing after it."),
        ExpressionError::Empty(_) => "These parentheses are empty.".to_owned(),
    };
    let start = range.start;
    let spaced = |word: &str| {
        let text = subject.text;
        let touches = |part: Option<&str>, is_space: fn(&str) -> bool| {
            part.is_some_and(|part| !part.is_empty() && !is_space(part))
        };
        let before = touches(text.get(..start), |text| {
            text.ends_with(char::is_whitespace)
        });
        let behind = touches(text.get(range.end..), |text| {
            text.starts_with(char::is_whitespace)
        });
        let space = |wanted| if wanted { " " } else { "" };
        format!("{}{word}{}", space(before), space(behind))
    };
    // A gap of white space alone is hard to see: what stands before it is shown, too.
    let told = match error {
        ExpressionError::Gap(_) => Span::new(
            gap_end(subject, start),
            range.end + next_width(subject, range.end),
        ),
        _ => range,
    };
    let diagnostic = ExpressionDiagnostic::new(CODE, Severity::Warning, told, message);
    match error {
        ExpressionError::Gap(_) => ["AND", "OR"].iter().fold(diagnostic, |diagnostic, word| {
            diagnostic.fix(
                format!("Put `{word}` between them"),
                range,
                format!(" {word} "),
            )
        }),
        ExpressionError::Joined(_) => match joint(written) {
            Some(word) => diagnostic
                .fix(format!("Change to `{word}`"), range, spaced(word))
                .applicability(Applicability::Safe),
            None => ["AND", "OR"].iter().fold(diagnostic, |diagnostic, word| {
                diagnostic.fix(format!("Change to `{word}`"), range, spaced(word))
            }),
        },
        ExpressionError::Negated(_) => diagnostic
            .fix("Change to `NOT`", range, spaced("NOT"))
            .applicability(Applicability::Safe),
        ExpressionError::NothingBefore(_) => {
            let behind = subject.text.get(range.end..).unwrap_or_default();
            let space = behind.len() - behind.trim_start().len();
            let range = Span::new(start, range.end + space);
            diagnostic.fix(format!("Remove `{written}`"), range, "")
        }
        // Without it, an AND before a NOT would have nothing behind it.
        ExpressionError::NothingBehind(_) if !written.eq_ignore_ascii_case("not") => {
            let before = subject.text.get(..start).unwrap_or_default();
            let range = Span::new(before.trim_end().len(), range.end);
            diagnostic.fix(format!("Remove `{written}`"), range, "")
        }
        ExpressionError::NothingBehind(_) | ExpressionError::Empty(_) => diagnostic,
    }
}

/// The word that is meant by an operator of other languages.
fn joint(written: &str) -> Option<&'static str> {
    match written {
        "&&" | "&" => Some("AND"),
        "||" | "|" => Some("OR"),
        _ => None,
    }
}

fn gap_end(subject: &Subject<'_>, at: usize) -> usize {
    let before = subject.text.get(..at).unwrap_or_default();
    at - before.chars().next_back().map_or(0, char::len_utf8)
}

fn next_width(subject: &Subject<'_>, at: usize) -> usize {
    let behind = subject.text.get(at..).unwrap_or_default();
    behind.chars().next().map_or(0, char::len_utf8)
}
