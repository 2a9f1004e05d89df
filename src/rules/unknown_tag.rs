//! Tags that only some application knows.

use super::{Report, Rule};
use crate::diagnostics::Severity;
use crate::syntax::Syntax;

pub(super) static RULE: Rule = Rule {
    code: "unknown-tag",
    summary: "A tag that YAML does not have",
    severities: &[Severity::Information],
    fixes: false,
    doc: "\
A tag such as `!vault`, `!reference` or `!include` means something to one application only. What it makes of the value is
not known, so the value is not checked.

```yaml
connection:
  password: !vault |
    $ANSIBLE_VAULT;1.1;AES256
```

Make sure that something resolves the tag before the file is pushed. The first tag of a document is reported.",
    check: None,
};

/// Reports the first such tag in a segment.
pub(super) fn problems(syntax: &Syntax, segment: usize, report: &mut Report) {
    let Some(range) = syntax.foreign_tags(segment).min_by_key(|range| range.start) else {
        return;
    };
    let start = syntax.start(segment);
    let text = syntax.segment_text(segment);
    let tag = text.get(range.start - start..range.end - start);
    let message = format!(
        "`{}` is not a tag of YAML, so its value is not checked. It must be resolved before the push.",
        tag.unwrap_or_default()
    );
    report.add_as(RULE.code, Severity::Information, range, message);
    report.once();
}
