//! Aliases of anchors that are not there.

use super::{Report, Rule, place, words};
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::syntax::{Kind, Value};

pub(super) static RULE: Rule = Rule {
    code: "unknown-anchor",
    summary: "An alias names an anchor that is not there",
    severities: &[Severity::Error],
    fixes: false,
    doc: "\
`*name` repeats what `&name` marks earlier in the same document. There is no such mark before this place, so the file
cannot be read.

```yaml
sources:
  - table: customers
    owners: &team
      - {type: group, name: data-stewards}
  - table: orders
    owners: *teem          # the anchor is `&team`
```

Correct the name, or move the anchor before its first use. A text that starts with `*` needs quotes.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if node.value.kind() == Kind::Alias {
        look(node.value, report);
        return;
    }
    place::unvisited(node, &mut |value| look(value, report));
}

fn look(value: Value<'_>, report: &mut Report) {
    if value.kind() == Kind::Alias && value.target().is_none() {
        let name = value.source().trim_start_matches('*');
        let message = format!(
            "Unknown anchor {}: nothing before it is marked `&{name}`.",
            words::shown(value.source())
        );
        report.add(Severity::Error, value.range(), message);
    }
}
