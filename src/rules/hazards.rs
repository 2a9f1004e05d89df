//! Consequences of a push that people do not expect. The catalog says which fields have them.

use super::{Report, Rule, Severity, place, unknown_field};
use crate::catalog::{Hazard, Trigger};
use crate::spec::{Form, Node};
use crate::syntax::{Entry, Kind, ScalarType};

pub(super) static REMOVES_OWNERS: Rule = Rule {
    code: "removes-owners",
    summary: "An empty `owners` removes every owner",
    severities: &[Severity::Warning],
    doc: "\
`owners: []` does not mean \"leave the owners as they are\": it removes all of them except whoever pushes the file.

```yaml
owners: []      # removes every owner but you
```

Leave the key out to keep the owners, or list who is to own the data sources.",
    check: Some(check),
};

pub(super) static FREEZES_COLUMNS: Rule = Rule {
    code: "freezes-columns",
    summary: "`columns` stops Immuta from following the table's columns",
    severities: &[Severity::Information],
    doc: "\
With `columns` only the columns in that list exist in Immuta. A column that is added in the warehouse stays invisible until
somebody adds it here.

```yaml
sources:
  - table: customers
    columns:
      - name: id
```

To describe or tag columns, `columnDescriptions` and `tags.columns` do without that effect.",
    check: None,
};

pub(super) static SCHEMA_MONITORING: Rule = Rule {
    code: "schema-monitoring",
    summary: "Every table of the connection becomes a data source, now and later",
    severities: &[Severity::Information],
    doc: "\
Without `sources`, or with `all: true`, schema monitoring is on: each table of the connection becomes a data source, new
tables come by themselves with the tag `New`, and data sources whose table goes are disabled or deleted.

```yaml
sources:
  - all: true       # every other table, too
```

If only certain tables are meant, list them.",
    check: None,
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(form) = node.form {
        absent(node, form, report);
    }
    if let (Some(field), Some(entry)) = (node.field, node.entry) {
        let idle = |hazard: &Hazard| {
            let form = node.parent.filter(|_| !hazard.unless.is_empty());
            form.is_some_and(|form| form.holds(hazard.unless) == Some(true))
        };
        for hazard in field.hazards {
            if is_hit(hazard.trigger, entry) && !idle(hazard) {
                tell(hazard, entry.key.range(), report);
            }
        }
    }
}

/// The hazards of fields that are not there.
fn absent(node: &Node<'_, '_>, form: &Form<'_>, report: &mut Report) {
    for field in form.certain() {
        for hazard in field
            .hazards
            .iter()
            .filter(|hazard| hazard.trigger == Trigger::Absent)
        {
            let away = !form.has(field) && !unknown_field::stands_for(form, field.name);
            if away && node.value.is_complete() {
                tell(hazard, place::anchor(node), report);
            }
        }
    }
}

fn is_hit(trigger: Trigger, entry: Entry<'_>) -> bool {
    let value = entry.value.resolved();
    match trigger {
        Trigger::Absent => false,
        Trigger::Present => !value.is_null() && !matches!(value.kind(), Kind::Broken | Kind::Alias),
        Trigger::Empty => value.is_empty_collection(),
        Trigger::True => {
            value.scalar_type() == Some(ScalarType::Boolean)
                && value
                    .text()
                    .is_some_and(|text| text.eq_ignore_ascii_case("true"))
        }
    }
}

fn tell(hazard: &'static Hazard, range: std::ops::Range<usize>, report: &mut Report) {
    let rules = [&REMOVES_OWNERS, &FREEZES_COLUMNS, &SCHEMA_MONITORING];
    let Some(rule) = rules.into_iter().find(|rule| rule.code == hazard.code) else {
        return;
    };
    let severity = rule
        .severities
        .first()
        .copied()
        .unwrap_or(Severity::Information);
    report
        .add_as(rule.code, severity, range, hazard.message)
        .once = hazard.once;
}
