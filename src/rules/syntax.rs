//! Text that cannot be read.

use super::{Report, Rule, Severity};
use crate::spec::Node;
use crate::syntax::{Dialect, Document, Syntax};

pub(super) static RULE: Rule = Rule {
    code: "syntax",
    summary: "The text is not valid YAML or JSON",
    severities: &[Severity::Error, Severity::Warning],
    doc: "\
The text cannot be read as YAML or JSON, so a tenant refuses the file. The finding points at the place, and everything
around it is still checked.

```yaml
advanced: @isInGroups('sales')     # a value cannot start with `@`
advanced: \"@isInGroups('sales')\"   # in quotes it can
```

Frequent causes: a tab in the indentation, a value with `: ` or ` #` in it that needs quotes, a quote that is never
closed, a marker that a merge left behind. A tab between a key and its value is a warning: some readers of YAML refuse it, some
do not.",
    check: Some(tabs),
};

fn tabs(node: &Node<'_, '_>, report: &mut Report) {
    for entry in node.form.map_or(&[][..], |form| &form.entries) {
        let Some((gap, text)) = entry.gap() else {
            continue;
        };
        let blank = text.strip_prefix(':').filter(|blank| {
            blank.contains('\t') && blank.bytes().all(|b| matches!(b, b' ' | b'\t'))
        });
        if blank.is_none() || entry.value.dialect() == Dialect::Json {
            continue;
        }
        let tab = gap.start + 1..gap.end;
        let message = format!(
            "a tab stands between `{}` and its value; many readers of YAML refuse that: write a space",
            entry.name()
        );
        let finding = report.add(Severity::Warning, tab.clone(), message);
        finding.sure_fix("Write a space", tab, " ");
    }
}

/// Reports what could not be read in a piece.
pub(super) fn problems(
    document: &Document<'_>,
    syntax: &Syntax,
    piece: usize,
    report: &mut Report,
) {
    let start = syntax.start(piece);
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
