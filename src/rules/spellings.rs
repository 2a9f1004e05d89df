//! Spellings that only some of Immuta's documents have, and names that differ from their neighbour in casing alone.

use super::{Report, Rule, has_placeholder, place, words};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node};

pub(super) static OTHER: Rule = Rule {
    code: "other-spelling",
    summary: "A spelling that only some of Immuta's documents have",
    severities: &[Severity::Hint],
    fixes: true,
    doc: "\
The documents disagree about how a key is spelled. Both spellings are accepted here; the fix changes to the one that all examples have.

```yaml
allowedMaskedJoins: true     # `allowMaskedJoins` in every example
```",
    check: Some(check),
};

pub(super) static CASE: Rule = Rule {
    code: "differs-in-case",
    summary: "Two names that differ only in upper and lower case",
    severities: &[Severity::Hint],
    fixes: false,
    doc: "\
The key and the name of a policy or a project are usually the same text. Where they differ only in upper and lower case, one of them is
probably a slip.

```yaml
policyKey: Mask Pii
name: Mask PII
```

The key must stay as it is on the tenant: another key makes a second policy.",
    check: None,
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form.filter(|form| form.older.is_none()) else {
        return;
    };
    for entry in &form.entries {
        let key = entry.name();
        let Some(field) = form.field(&key) else {
            continue;
        };
        if field.aliases.contains(&&*key) && !form.entries.iter().any(|e| e.name() == field.name) {
            let message = format!(
                "`{key}` is spelled `{}` in all of Immuta's examples.",
                field.name
            );
            let found = report.add(Severity::Hint, entry.key.range(), message);
            if let Some(range) = place::inner(entry.key) {
                found.safe_fix(format!("Rename to `{}`", field.name), range, field.name);
            }
        }
        if let Some(other) = field.echoes {
            echo(form, &key, other, report);
        }
    }
}

fn echo(form: &Form<'_>, name: &str, other: &str, report: &mut Report) {
    let (Some(ours), Some(theirs)) = (form.text(name), form.text(other)) else {
        return;
    };
    let lower = ours.to_lowercase();
    // A key in lower case for a name that is not is common.
    let is_slip =
        ours != theirs && lower == theirs.to_lowercase() && ours != lower && theirs != lower;
    let (Some(entry), Some(key)) = (form.entry(name), form.entry(other)) else {
        return;
    };
    if !is_slip || has_placeholder(ours) {
        return;
    }
    let message = format!(
        "`{name}` differs from `{other}` only in upper and lower case: {} and {}.",
        words::shown(ours),
        words::shown(theirs)
    );
    let found = report.add_as(CASE.code, Severity::Hint, entry.value.range(), message);
    found.related(key.value.range(), "differs only in case");
}
