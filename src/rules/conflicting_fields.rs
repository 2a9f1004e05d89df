//! Fields that do not go together.

use super::{Report, Rule, has_placeholder, missing_field, place, words};
use crate::catalog::Field;
use crate::diagnostics::Severity;
use crate::spec::{Form, Node};
use crate::syntax::{Entry, Kind, ScalarType};

pub(super) static RULE: Rule = Rule {
    code: "conflicting-fields",
    summary: "Fields that do not go together",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
One field rules another out. A source is a `table`, a `query` or `all: true`, never two of them; a key pair leaves no
place for a password; `advanced` takes the place of `entitlements`.

```yaml
connection:
  handler: Snowflake
  authenticationMethod: keyPair
  password: ${SNOWFLAKE_PASSWORD}    # cannot be used with `authenticationMethod: keyPair`
```

Take out the one that is not meant. It is an error where Immuta documents that the two exclude each other, a warning where one
takes the place of the other, a hint where a field merely has no effect beside the other.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form else { return };
    if two_of_one(form, report) {
        return;
    }
    stand_ins(form, report);
    spellings(form, report);
    for (index, entry) in form.entries.iter().enumerate() {
        let name = entry.name();
        // The same key twice is another rule's.
        let is_first = form.index_of(&name) == Some(index);
        let field = form.field(&name).filter(|field| !field.when.is_empty());
        let Some(field) = field.filter(|_| is_first) else {
            continue;
        };
        let silent = entry.is_merge() || matches!(entry.value.kind(), Kind::Missing | Kind::Broken);
        if silent || form.holds(field.when) != Some(false) {
            continue;
        }
        let Some((sibling, obstacle)) = words::obstacle(form, field.when) else {
            continue;
        };
        let message = format!("`{}` cannot be used with {obstacle}", field.name);
        let finding = report.add(Severity::of(field.when_status), entry.key.range(), message);
        if let Some(sibling) = form.entry(sibling) {
            finding.related(sibling.key.range(), format!("{obstacle} is here"));
        }
        if let Some(range) = place::removal(form, index) {
            finding.fix(format!("Remove `{}`", field.name), range, "");
        }
    }
}

/// Fields that stand in for others that are there, too.
fn stand_ins(form: &Form<'_>, report: &mut Report) {
    let says = |entry: &Entry<'_>| {
        let value = entry.value.resolved();
        !entry.is_merge() && !value.is_null() && value.kind() != Kind::Broken
    };
    for (index, entry) in form.entries.iter().enumerate().filter(|(_, e)| says(e)) {
        let field = form.field(&entry.name());
        let Some((field, other)) = field.and_then(|field| Some((field, field.instead_of?))) else {
            continue;
        };
        let beside = form.index_of(other);
        let Some((beside, second)) =
            beside.and_then(|index| Some((index, form.entries.get(index).filter(|e| says(e))?)))
        else {
            continue;
        };
        let message = format!(
            "`{}` cannot be used with `{other}`: it is not documented which of them counts.",
            field.name
        );
        let finding = report.add(Severity::Warning, entry.key.range(), message);
        finding.related(second.key.range(), format!("`{other}` is here"));
        for (index, name) in [(index, field.name), (beside, other)] {
            if let Some(range) = place::removal(form, index) {
                finding.fix(format!("Remove `{name}`"), range, "");
            }
        }
    }
}

/// The same field in two of its spellings.
fn spellings(form: &Form<'_>, report: &mut Report) {
    for (index, entry) in form.entries.iter().enumerate() {
        let name = entry.name();
        let Some(field) = form.field(&name).filter(|field| !field.aliases.is_empty()) else {
            continue;
        };
        let spellings = std::iter::once(&field.name).chain(field.aliases);
        let others = spellings.filter(|other| **other != name);
        let before = others.filter_map(|other| form.index_of(other).filter(|at| *at < index));
        let Some(other) = before.min().and_then(|at| form.entries.get(at)) else {
            continue;
        };
        let (other, other_range) = (other.name(), other.key.range());
        let message = format!("`{name}` and `{other}` are two spellings of one field. Keep one.");
        let finding = report.add(Severity::Warning, entry.key.range(), message);
        finding.related(other_range, format!("`{other}` is here"));
        if let Some(range) = place::removal(form, index) {
            finding.fix(format!("Remove `{name}`"), range, "");
        }
    }
}

/// Two fields of which there may be only one. Tells whether there were.
fn two_of_one(form: &Form<'_>, report: &mut Report) -> bool {
    if form.shape.one_of.is_empty() {
        return false;
    }
    let mut first: Option<(&'static Field, &Entry<'_>)> = None;
    let mut found = false;
    for (index, entry) in form.entries.iter().enumerate() {
        let field = form
            .field(&entry.name())
            .filter(|field| form.shape.one_of.contains(&field.name));
        let Some(field) = field.filter(|_| speaks(form, entry)) else {
            continue;
        };
        match first {
            None => first = Some((field, entry)),
            // The same key twice is another rule's.
            Some((first, _)) if first.name == field.name => {}
            Some((first, other)) => {
                let message = format!(
                    "`{}` cannot be used with `{}`: {} has one of {}",
                    field.name,
                    first.name,
                    words::a(form.shape.title),
                    words::listed(form.shape.one_of.iter().copied(), "or")
                );
                let severity = missing_field::choice_severity(form);
                let finding = report.add(severity, entry.key.range(), message);
                finding.related(other.key.range(), format!("`{}` is here", first.name));
                if let Some(range) = place::removal(form, index) {
                    finding.fix(format!("Remove `{}`", field.name), range, "");
                }
                found = true;
            }
        }
    }
    found
}

/// Whether the value of an entry says something definite.
fn speaks(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    let value = entry.value.resolved();
    let scalar = value.kind() == Kind::Scalar && value.scalar_type() != Some(ScalarType::Null);
    scalar
        && !form.is_switched_off(entry)
        && !value.text().is_some_and(|text| has_placeholder(&text))
}
