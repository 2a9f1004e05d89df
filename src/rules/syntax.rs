//! Text that cannot be read.

use super::{Report, Rule};
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::{Document, InSegment, Layout, Syntax};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    code: "syntax",
    summary: "The text is not valid YAML or JSON",
    severities: &[Severity::Error, Severity::Information],
    fixes: true,
    doc: "\
The text cannot be read as YAML or JSON, so a tenant refuses the file. The finding points at the place, and everything
around it is still checked.

```yaml
advanced: @isInGroups('sales')     # a value cannot start with `@`
advanced: \"@isInGroups('sales')\"   # in quotes it can
```

Frequent causes: a tab in the indentation, a value with `: ` or ` #` in it that needs quotes, a quote that is never
closed, a marker that a merge left behind.

A block of more than 32,000 lines, or one that is nested very deep, is not read. An information says so.",
    check: None,
};

/// Returns the error of a text that starts with more than one byte order mark, for its first document.
pub(super) fn second_mark(
    document: &Document<'_>,
    syntax: &Syntax,
    kind: &'static str,
) -> Option<Diagnostic> {
    const MARK: usize = '\u{feff}'.len_utf8();
    let end = syntax.start(0);
    if document.index > 0 || end <= MARK {
        return None;
    }
    let mut report = Report::on(kind, None, Layout::default());
    let message = "The text starts with more than one byte order mark, U+FEFF. Only the first is not part of the first key.";
    let finding = report.add_as(RULE.code, Severity::Error, MARK..end, message);
    finding.safe_fix("Remove the others", MARK..end, "");
    report.found.pop().map(|found| found.diagnostic)
}

/// Reports what could not be read in a segment.
pub(super) fn errors(
    document: &Document<'_>,
    syntax: &Syntax,
    segment: usize,
    report: &mut Report,
) {
    let start = syntax.start(segment);
    let range = |span: Span<InSegment>| start + span.start..start + span.end;
    if let Some(error) = document.outdented(segment) {
        report.add_as(RULE.code, Severity::Error, range(error.span), error.message);
        report.once();
    }
    let stray = document.stray(segment);
    let quotes = report.layout().quotes;
    for error in syntax.errors(segment).iter().chain(&stray) {
        // What is only too much to be read may be right.
        let severity = if error.unread {
            Severity::Information
        } else {
            Severity::Error
        };
        let message = error.message.as_str();
        let finding = report.add_as(RULE.code, severity, range(error.span), message);
        if let Some(fix) = &error.fix {
            finding.safe_fix(fix.title, range(fix.span), fix.text.written(quotes));
        }
    }
}
