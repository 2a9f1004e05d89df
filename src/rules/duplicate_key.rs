//! Keys that are there twice.

use super::{Report, Rule, place, words};
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::syntax::{Entry, Kind};

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
    let mut by_name: Vec<_> = entries.iter().map(|entry| (entry.name(), entry)).collect();
    // Stable: of the same name the first comes first.
    by_name.sort_by(|(one, _), (other, _)| one.cmp(other));
    for same in by_name.chunk_by(|(one, _), (other, _)| one == other) {
        let Some(((_, first), others)) = same.split_first() else {
            continue;
        };
        for (_, entry) in others {
            // What is no scalar has no name.
            if entry.key.kind() == Kind::Scalar {
                tell(first, entry, report);
            }
        }
    }
}

fn tell(first: &Entry<'_>, entry: &Entry<'_>, report: &mut Report) {
    if entry.is_merge() {
        let message = "`<<` is here twice; merge several mappings with a list: `<<: [*a, *b]`";
        let diagnostic = report.add(Severity::Warning, entry.key.range(), message);
        diagnostic.related(first.key.range(), "first here");
        return;
    }
    let message = format!(
        "{} is here twice; a tenant takes only one",
        words::shown(&entry.name())
    );
    let diagnostic = report.add(Severity::Error, entry.key.range(), message);
    diagnostic.related(first.key.range(), "first here");
    let is_same = !first.value.source().is_empty() && first.value.source() == entry.value.source();
    if let Some(lines) = entry.lines().filter(|_| is_same) {
        diagnostic.safe_fix("Remove the second", lines, "");
    }
}
