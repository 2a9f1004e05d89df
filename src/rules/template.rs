//! Name templates: `<schema>.<tablename>`.

use super::report::MAX_FIXES;
use super::{Report, Rule, has_placeholder, place, words};
use crate::catalog::{self, Content, TOKENS};
use crate::diagnostics::{Diagnostic, Severity};
use crate::language::template::{Part, parse};
use crate::spec::Node;
use crate::spec::suggest;
use crate::text::{InScalar, Span};
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "template",
    summary: "A mistake in a name template",
    severities: &[Severity::Warning],
    fixes: true,
    doc: "\
In `nameTemplate` the tokens `<tablename>`, `<schema>` and `<database>` stand for names in the warehouse. Anything else in
angle brackets is not known to stand for anything, and would end up in the names of data sources as it is.

```yaml
nameTemplate:
  dataSourceFormat: <table>        # did you mean `<tablename>`?
  schemaFormat: <schema            # the `<` is never closed
  tableFormat: \"{tablename}\"       # `<tablename>`
```

The casing of a token is the casing of the result: `<Tablename>`, `<TABLENAME>`.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((written, text)) = place::text(node) else {
        return;
    };
    let is_template = text.content == Content::NameTemplate && written.contains(['<', '>', '{']);
    if !is_template || has_placeholder(&written) {
        return;
    }
    let Some(decoded) = node.value.decoded() else {
        return;
    };
    let place = |part| decoded.document_range(part);
    let quotes = report.layout().quotes;
    let mut proofs = MAX_FIXES;
    let mut rewritten = |part: Span<InScalar>, new: &str| {
        proofs = proofs.checked_sub(1)?;
        node.value.rewritten(part, new, quotes)
    };
    for part in parse(&written) {
        match part {
            Part::Token { token: Some(_), .. } => {}
            Part::Literal(range) => {
                for (range, token) in braced(&written, range) {
                    let message = format!("tokens stand in angle brackets: `{token}`");
                    let finding = report.add(Severity::Warning, place(range), message);
                    if let Some((range, text)) = rewritten(range, &token) {
                        finding.fix(format!("Change to `{token}`"), range, text);
                    }
                }
            }
            Part::Token { range, token: None } => {
                let name = written.get(range.start + 1..range.end - 1);
                let finding = unknown_token(name.unwrap_or_default(), place(range), report);
                let Some((word, finding)) = finding else {
                    continue;
                };
                if let Some((range, text)) = rewritten(range, &word) {
                    finding.fix(format!("Change to `{word}`"), range, text);
                }
            }
            Part::Unclosed(range) => {
                let message = "this `<` is never closed by a `>`";
                let finding = report.add(Severity::Warning, place(range), message);
                let inner = written.get(range.start + 1..).unwrap_or_default();
                let end = inner.find(|c: char| !c.is_alphanumeric());
                let name = inner.get(..end.unwrap_or(inner.len())).unwrap_or_default();
                let end = range.start + 1 + name.len();
                if catalog::token(name).is_some()
                    && let Some((range, text)) = rewritten(Span::empty(end), ">")
                {
                    finding.fix(format!("Close it: `<{name}>`"), range, text);
                }
            }
            Part::Stray(range) => {
                let message = "this `>` closes nothing; a token is written `<tablename>`";
                report.add(Severity::Warning, place(range), message);
            }
        }
    }
}

/// Tokens in braces within a stretch of a template, and how they are written.
fn braced(written: &str, within: Span<InScalar>) -> Vec<(Span<InScalar>, String)> {
    let text = within.slice(written).unwrap_or_default();
    let opened = text.match_indices('{').filter_map(|(open, _)| {
        let inner = text.get(open + 1..)?;
        let end = inner.find(|c: char| !c.is_alphanumeric())?;
        inner.get(end..)?.strip_prefix('}')?;
        let name = inner.get(..end)?;
        catalog::token(name)?;
        let start = within.start + open;
        Some((
            Span::new(start, start + name.len() + 2),
            format!("<{name}>"),
        ))
    });
    opened.collect()
}

/// Reports a token that is none; gives the one that was meant, if there is one.
fn unknown_token<'r>(
    name: &str,
    range: Range<usize>,
    report: &'r mut Report,
) -> Option<(String, &'r mut Diagnostic)> {
    let head = format!("Unknown token `<{name}>`.");
    let Some(guess) = suggest::closest(name, TOKENS.iter().map(|token| token.name)) else {
        let tokens: Vec<_> = TOKENS.iter().map(|t| format!("<{}>", t.name)).collect();
        let known = words::listed(tokens.iter().map(String::as_str), "and");
        report.add(
            Severity::Warning,
            range,
            format!("{head} The tokens are {known}."),
        );
        return None;
    };
    let message = format!("{head} Did you mean `<{}>`?", guess.word);
    // The casing of a token is the casing of the result.
    let word = if name.chars().any(char::is_lowercase) {
        guess.word.to_owned()
    } else {
        guess.word.to_uppercase()
    };
    let finding = report.add(Severity::Warning, range, message);
    Some((format!("<{word}>"), finding))
}
