//! Keys that are there twice.

use super::{Report, Rule, place, words};
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::syntax::{Entry, Kind};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-key",
    summary: "The same key twice in one mapping",
    severities: &[Severity::Error, Severity::Warning],
    doc: "\
A mapping has each key once. A tenant refuses YAML with a key twice; of JSON it takes only the last one and forgets the
other without a word.

```yaml
options:
  hardDelete: true
  hardDelete: false     # here twice
```

Keep one of them. Two merge keys `<<` become one with a list: `<<: [*a, *b]`.",
    check: Some(check),
};

/// More entries than this are compared by a set.
const FEW: usize = 16;

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(form) = node.form {
        among(&form.entries, report);
    }
    place::unvisited(node, &mut |value| {
        if value.kind() == Kind::Mapping {
            among(&value.entries(), report);
        }
    });
}

fn among(entries: &[Entry<'_>], report: &mut Report) {
    let names: Vec<_> = entries.iter().map(Entry::name).collect();
    let mut seen = HashSet::new();
    for (index, name) in names.iter().enumerate() {
        let repeated = match entries.len() {
            ..=FEW => names.iter().take(index).any(|before| before == name),
            _ => !seen.insert(name),
        };
        // What is no scalar has no name.
        if repeated
            && entries
                .get(index)
                .is_some_and(|entry| entry.key.kind() == Kind::Scalar)
        {
            tell(entries, index, report);
        }
    }
}

fn tell(entries: &[Entry<'_>], index: usize, report: &mut Report) {
    let Some(entry) = entries.get(index) else {
        return;
    };
    if entry.is_merge() {
        let message = "`<<` is here twice; merge several mappings with a list: `<<: [*a, *b]`";
        report.add(Severity::Warning, entry.key.range(), message);
        return;
    }
    let message = format!(
        "{} is here twice; a tenant takes only one",
        words::shown(&entry.name())
    );
    let finding = report.add(Severity::Error, entry.key.range(), message);
    let first = entries
        .iter()
        .take(index)
        .find(|before| before.name() == entry.name());
    let same = first.is_some_and(|first| {
        !first.value.source().is_empty() && first.value.source() == entry.value.source()
    });
    if let Some(lines) = entry.lines().filter(|_| same) {
        finding.safe_fix("Remove the second", lines, "");
    }
}
