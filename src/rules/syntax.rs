//! Text that cannot be read.

use super::{Report, Rule, Severity};
use crate::syntax::{Document, Syntax};

pub(super) static RULE: Rule = Rule {
    code: "syntax",
    summary: "The text is not valid YAML or JSON",
    severities: &[Severity::Error],
    doc: "\
The text cannot be read as YAML or JSON, so a tenant refuses the file. The finding points at the place, and everything
around it is still checked.

```yaml
advanced: @isInGroups('sales')     # a value cannot start with `@`
advanced: \"@isInGroups('sales')\"   # in quotes it can
```

Frequent causes: a tab in the indentation, a value with `: ` or ` #` in it that needs quotes, a quote that is never
closed, a marker that a merge left behind.",
    check: None,
};

/// Reports what could not be read in a piece.
pub(super) fn problems(
    document: &Document<'_>,
    syntax: &Syntax,
    piece: usize,
    report: &mut Report,
) {
    let start = syntax.start(piece);
    if let Some(problem) = document.outdented(piece) {
        let range = start + problem.range.start..start + problem.range.end;
        report
            .add_as(RULE.code, Severity::Error, range, problem.message)
            .once = true;
    }
    let stray = document.stray(piece);
    for problem in syntax.problems(piece).iter().chain(&stray) {
        let range = start + problem.range.start..start + problem.range.end;
        let finding = report.add_as(RULE.code, Severity::Error, range, problem.message.as_str());
        if let Some(mend) = &problem.mend {
            let range = start + mend.range.start..start + mend.range.end;
            finding.sure_fix(mend.title, range, mend.text.as_str());
        }
    }
}
