//! Keys that are there twice.

use super::{Report, Rule, place, words};
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::syntax::{Entry, Kind, Value};

pub(super) static RULE: Rule = Rule {
    code: "duplicate-key",
    summary: "The same key twice in one mapping",
    severities: &[Severity::Error, Severity::Warning],
    fixes: true,
    doc: "\
A mapping has each key once. A tenant refuses YAML with a key twice; of JSON it takes only the last one and forgets the
other without a word.

```yaml
options:
  hardDelete: true
  hardDelete: false     # duplicate
```

Keep one of them. Where an item of a list has all its keys again, a `- ` is missing before the second of them. Two merge keys `<<` become one with a list: `<<: [*a, *b]`.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(form) = node.form {
        among(node.value, &form.entries, report);
    }
    place::unvisited(node, &mut |value| {
        if value.kind() == Kind::Mapping {
            among(value, &value.entries(), report);
        }
    });
}

/// `entries` are those of the mapping `value`.
fn among(value: Value<'_>, entries: &[Entry<'_>], report: &mut Report) {
    let starts = item_starts(value, entries);
    for start in &starts {
        missing_dash(value, entries, *start, report);
    }
    let entries = entries.get(..starts.first().copied().unwrap_or(entries.len()));
    let entries = entries.unwrap_or_default();
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

/// Returns which entries start another item of a list whose dash is missing: those that repeat the first key of an item,
/// with at least one more of its keys after them.
fn item_starts(value: Value<'_>, entries: &[Entry<'_>]) -> Vec<usize> {
    let Some((first, others)) = entries.split_first() else {
        return Vec::new();
    };
    if value.dash().is_none() || value.is_flow() || others.is_empty() {
        return Vec::new();
    }
    let name = first.name();
    let again = others
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.name() == name);
    let starts: Vec<_> = again.map(|(index, _)| index + 1).collect();
    let Some(before) = starts.first().and_then(|start| entries.get(1..*start)) else {
        return Vec::new();
    };
    let goes_on = |start: usize| {
        let next = entries.get(start + 1).map(Entry::name);
        next.is_some_and(|next| before.iter().any(|entry| entry.name() == next))
    };
    if starts.iter().all(|start| goes_on(*start)) {
        starts
    } else {
        Vec::new()
    }
}

fn missing_dash(value: Value<'_>, entries: &[Entry<'_>], start: usize, report: &mut Report) {
    let (Some(first), Some(entry)) = (entries.first(), entries.get(start)) else {
        return;
    };
    let name = words::shown(&entry.name());
    let message = format!("Missing `- `: {name} starts another item of the list.");
    let key = entry.key.range();
    let finding = report.add(Severity::Error, key.clone(), message);
    finding.related(first.key.range(), "The item before starts here");
    let indent = value.dash().map(|dash| value.range().start - dash);
    if let Some(from) = indent.and_then(|indent| key.start.checked_sub(indent)) {
        finding.safe_fix("Add the `- `", from..from + 1, "-");
    }
}

fn tell(first: &Entry<'_>, entry: &Entry<'_>, report: &mut Report) {
    if entry.is_merge() {
        let message = "`<<` is used twice. Merge several mappings with a list: `<<: [*a, *b]`.";
        let diagnostic = report.add(Severity::Warning, entry.key.range(), message);
        diagnostic.related(first.key.range(), "First used here");
        return;
    }
    let message = format!("Duplicate key {}.", words::shown(&entry.name()));
    let diagnostic = report.add(Severity::Error, entry.key.range(), message);
    diagnostic.related(first.key.range(), "First used here");
    let is_same = !first.value.source().is_empty() && first.value.source() == entry.value.source();
    if let Some(lines) = entry.lines().filter(|_| is_same) {
        diagnostic.safe_fix("Remove the second", lines, "");
    }
}
