//! Things that one list of a mapping names and another lacks: columns with tags that are not among the columns.

use super::{Report, Rule, has_placeholder, words};
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::syntax::{Entry, Kind, ScalarType, Value};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: "unlisted-column",
    summary: "A column has tags or a description and is not among the `columns`",
    severities: &[Severity::Hint],
    fixes: false,
    doc: "\
With `columns` only the columns in that list exist in Immuta, so tags and descriptions of others have no effect.

```yaml
sources:
  - table: customers
    columns:
      - {name: id, dataType: integer}
    tags:
      columns:
        - {columnName: email, tags: [PII]}    # no such column
```

Add the column to `columns`, or leave `columns` out.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form.filter(|form| form.value.is_complete()) else {
        return;
    };
    for row in form.shape.listed {
        let mut listed = Vec::new();
        let Some((head, path)) = row.all.split_first() else {
            continue;
        };
        let Some(list) = form.entry(head) else {
            continue;
        };
        ends(list.value, path, &mut listed);
        let texts: Option<HashSet<_>> = listed.iter().map(|value| text(*value)).collect();
        // Columns may come from elsewhere.
        let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
            continue;
        };
        for path in row.named {
            let mut named = Vec::new();
            ends(form.value, path, &mut named);
            for value in named {
                let Some(name) = text(value).filter(|name| !texts.contains(name)) else {
                    continue;
                };
                let message = format!(
                    "{} is not listed in `{head}`, so it does not exist in Immuta.",
                    words::shown(&name)
                );
                let found = report.add(Severity::Hint, value.range(), message);
                found.related(list.key.range(), "these are all there are");
            }
        }
    }
}

/// The text of a scalar, for comparing: most warehouses do not mind the case of a column.
fn text(value: Value<'_>) -> Option<String> {
    let is_text = value.scalar_type() == Some(ScalarType::String);
    let text = value
        .text()
        .filter(|text| is_text && !has_placeholder(text))?;
    Some(text.to_lowercase())
}

/// The values at the ends of a path, through mappings and sequences.
fn ends<'a>(value: Value<'a>, path: &[&str], found: &mut Vec<Value<'a>>) {
    let value = value.resolved();
    match (value.kind(), path.split_first()) {
        (Kind::Sequence, _) => {
            for item in value.items() {
                ends(item, path, found);
            }
        }
        (_, None) => found.push(value),
        (Kind::Mapping, Some((key, rest))) if !value.entries().iter().any(Entry::is_merge) => {
            if let Some(next) = value.get(key) {
                ends(next, rest, found);
            }
        }
        _ => {}
    }
}
