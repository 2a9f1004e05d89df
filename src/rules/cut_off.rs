//! Text that ends where a comment starts, which was hardly meant as one.

use super::{Report, Rule, fill, place, words};
use crate::diagnostics::Severity;
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "cut-off-text",
    summary: "A `#` that ends a text",
    severities: &[Severity::Hint],
    fixes: true,
    doc: "\
In YAML a `#` after a space starts a comment, also in the middle of a sentence: the text ends before it. This is reported
where a number follows at once, as in `#1`.

```yaml
documentation: Owned by team #1 since May     # the text is \"Owned by team\"
documentation: \"Owned by team #1 since May\"
```

Put the text in quotes, or a space after the `#` of a comment.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if place::text(node).is_none() || !node.value.is_plain() {
        return;
    }
    let value = node.value;
    let Some((range, comment)) = value.comment() else {
        return;
    };
    let number = comment.strip_prefix('#').unwrap_or_default();
    if !number.starts_with(|first: char| first.is_ascii_digit()) {
        return;
    }
    let message = format!(
        "{} starts a comment, so the text ends before it. If it is part of the text, use quotes.",
        words::shown(comment.split(' ').next().unwrap_or_default())
    );
    let whole = value.range().start..range.end;
    let gap = " ".repeat(range.start - value.range().end);
    let text = [value.source(), &gap, comment].concat();
    let quoted = fill::in_quotes(&text, value, report.layout());
    let finding = report.add(Severity::Hint, range, message);
    if !text.contains('\n') {
        finding.fix("Put the whole text in quotes", whole, quoted);
    }
}
