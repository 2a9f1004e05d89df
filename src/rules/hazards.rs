//! Consequences of a push that people do not expect. The catalog says which fields have them.

use super::{Report, Rule, place, query_parameter};
use crate::catalog::{Hazard, Level, Trigger};
use crate::diagnostics::Severity;
use crate::spec::{Form, Node};
use crate::syntax::{Entry, Kind, ScalarType, Value};

pub(super) static REMOVES_OWNERS: Rule = Rule {
    code: "removes-owners",
    summary: "An empty `owners` removes every owner",
    severities: &[Severity::Warning],
    fixes: false,
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
    fixes: false,
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
    fixes: false,
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

pub(super) static HARD_DELETE: Rule = Rule {
    code: "hard-delete",
    summary: "A table that is gone takes its data source with it for good",
    severities: &[Severity::Information],
    fixes: false,
    doc: "\
With `hardDelete: true` a data source whose table is dropped, in the warehouse or from `sources`, is deleted. With `false`, which
is the default, it is disabled.

```yaml
options:
  hardDelete: true
```

There is nothing to mend if that is what is meant.",
    check: None,
};

pub(super) static K_ANONYMIZATION: Rule = Rule {
    code: "k-anonymization",
    summary: "K-anonymization has to be activated, and stores samples of the column",
    severities: &[Severity::Information],
    fixes: false,
    doc: "\
To find K, Immuta queries the column and keeps the results, which may be regulated data, in its own metadata database. Where
that database is decides where the data goes. The masking has to be activated for the tenant first, and works on Snowflake only.

```yaml
maskingConfig:
  type: K-Anonymization
```

There is nothing to mend if all of that is known.",
    check: None,
};

pub(super) static NO_APPROVER: Rule = Rule {
    code: "no-approver",
    summary: "A subscription needs approval, and nobody is there to give it",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
With `type: approval` each item of `approvals` is an approval that is needed. An empty list asks nobody.

```yaml
actions:
  type: approval
  approvals: []        # who approves?
```

List who approves, such as `requiredPermission: OWNER`, or choose another `type`.",
    check: None,
};

pub(super) static IMPLIES_EQUALIZATION: Rule = Rule {
    code: "implies-equalization",
    summary: "A workspace switches equalization on",
    severities: &[Severity::Information, Severity::Warning],
    fixes: false,
    doc: "\
In a project with a `workspace` all members see the data as the one with the fewest rights does, whether or not `equalization`
is there. `equalization: false` beside a workspace says something else than what happens: that is a warning.

```yaml
workspace: {type: snowflake, config: {schema: SHARED, warehouses: [ANALYSIS_WH]}}
equalization: true     # says what happens
```

Write `equalization: true`.",
    check: None,
};

pub(super) static RETIRED_FIELD: Rule = Rule {
    code: "retired-field",
    summary: "A field that newer documents no longer have",
    severities: &[Severity::Information, Severity::Hint],
    fixes: false,
    doc: "\
Older documents of Immuta list the field, those of today do not. A tenant of today may ignore it.

```yaml
name: Research
kAnonNoiseReduction: low     # gone from the documents since 2025.1
```

Take it out, unless your tenant is an older one.",
    check: None,
};

pub(super) static CANNOT_BE_STAGED: Rule = Rule {
    code: "cannot-be-staged",
    summary: "A policy that applies where data owners select it is staged",
    severities: &[Severity::Hint],
    fixes: false,
    doc: "\
A policy without `circumstances` applies, depending on how the tenant reads the file, to all data sources or only where a data owner
selects it. Immuta cannot stage a policy of the latter sort.

```yaml
policyKey: mask-pii
type: data
staged: true
circumstances: null
```

List the `circumstances` that the policy is for, or remove `staged`.",
    check: None,
};

pub(super) static NEEDS_PROJECT: Rule = Rule {
    code: "needs-project",
    summary: "A purpose counts only for people who work in a project",
    severities: &[Severity::Information],
    fixes: false,
    doc: "\
An exception for a purpose applies to a person who has switched to a project that has the purpose and contains the data source. The
purpose must be approved for the project, and acknowledged by the person. Without all of that the rule applies as if the exception
were not there.

```yaml
exceptions:
  purposes: [Research]     # takes a project with this purpose
```

There is nothing to fix if such a project exists.",
    check: None,
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    if let Some(form) = node.form {
        absent(node, form, report);
    }
    let Some(field) = node.field else { return };
    if let Some(entry) = node.entry {
        for hazard in field.hazards {
            if is_hit(hazard.trigger, entry) && is_due_at(node, hazard) {
                tell(hazard, entry.key.range(), report);
            }
        }
    }
    let values = field.text().map_or(&[][..], |text| text.values);
    if values.iter().all(|allowed| allowed.hazards.is_empty()) {
        return;
    }
    let allowed = place::text(node).and_then(|(written, text)| text.allowed(&written));
    for hazard in allowed.map_or(&[][..], |allowed| allowed.hazards) {
        if is_due_at(node, hazard) {
            tell(hazard, node.value.range(), report);
        }
    }
}

/// Whether the conditions of a hazard are met beside a node.
fn is_due_at(node: &Node<'_, '_>, hazard: &Hazard) -> bool {
    match node.parent {
        Some(form) => is_due(form, hazard),
        None => hazard.when.is_empty(),
    }
}

/// Whether the conditions of a hazard are met in the mapping that its field belongs to.
fn is_due(form: &Form<'_>, hazard: &Hazard) -> bool {
    let holds = |conditions| form.holds(conditions) == Some(true);
    (hazard.when.is_empty() || holds(hazard.when))
        && (hazard.unless.is_empty() || !holds(hazard.unless))
}

/// Whether the conditions of a hazard ask for an entry.
fn is_asked_for(hazard: &Hazard, entry: &Entry<'_>) -> bool {
    let mut asked = hazard.when.iter().flat_map(|all| all.iter());
    asked.any(|(name, _)| entry.name() == *name)
}

/// The hazards of fields that are not there.
fn absent(node: &Node<'_, '_>, form: &Form<'_>, report: &mut Report) {
    for field in form.certain() {
        for hazard in field
            .hazards
            .iter()
            .filter(|hazard| matches!(hazard.trigger, Trigger::Absent | Trigger::Unset))
        {
            let away = !form.has(field) && !form.diff().stands_for(field.name);
            if away && node.value.is_complete() && is_due(form, hazard) {
                let cause = form
                    .entries
                    .iter()
                    .find(|entry| is_asked_for(hazard, entry));
                let range = cause.map_or_else(|| place::anchor(node), |entry| entry.key.range());
                tell(hazard, range, report);
            }
        }
    }
}

fn is_hit(trigger: Trigger, entry: Entry<'_>) -> bool {
    let value = entry.value.resolved();
    match trigger {
        Trigger::Absent => false,
        Trigger::Unset => value.is_null(),
        Trigger::Present => !value.is_null() && !matches!(value.kind(), Kind::Broken | Kind::Alias),
        Trigger::Empty => value.is_empty_collection(),
        Trigger::True => is_flag(value, "true"),
        Trigger::False => is_flag(value, "false"),
    }
}

fn is_flag(value: Value<'_>, wanted: &str) -> bool {
    let written = value
        .text()
        .filter(|_| value.scalar_type() == Some(ScalarType::Boolean));
    written.is_some_and(|text| text.eq_ignore_ascii_case(wanted))
}

/// The rules that the hazards of the catalog are reported by.
static OF_HAZARDS: &[&Rule] = &[
    &REMOVES_OWNERS,
    &FREEZES_COLUMNS,
    &SCHEMA_MONITORING,
    &HARD_DELETE,
    &K_ANONYMIZATION,
    &NO_APPROVER,
    &IMPLIES_EQUALIZATION,
    &RETIRED_FIELD,
    &CANNOT_BE_STAGED,
    &NEEDS_PROJECT,
    &query_parameter::RULE,
];

/// The rule that reports the hazards with this code.
pub(super) fn rule(code: &str) -> Option<&'static Rule> {
    OF_HAZARDS.iter().find(|rule| rule.code == code).copied()
}

fn tell(hazard: &'static Hazard, range: std::ops::Range<usize>, report: &mut Report) {
    let Some(rule) = rule(hazard.code) else {
        return;
    };
    let usual = rule.severities.first().copied();
    let severity = match hazard.level {
        Some(Level::Warning) => Severity::Warning,
        Some(Level::Hint) => Severity::Hint,
        None => usual.unwrap_or(Severity::Information),
    };
    report.add_as(rule.code, severity, range, hazard.message);
    if hazard.once {
        report.once();
    }
}
