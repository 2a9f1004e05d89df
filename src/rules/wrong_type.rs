//! Values that are not of the type their field takes.

use super::fill;
use super::place;
use super::words::{self, expected, shown, subject};
use super::wrong_form::severity;
use super::{Report, Rule, has_placeholder, v1, wrong_form};
use crate::catalog::{Allowed, Field, Requirement, Shape, Text, Type};
use crate::diagnostics::Severity;
use crate::spec::{Node, picked};
use crate::syntax::{Dialect, Kind, Notation, ScalarType, Value, double_quoted, quoted};

pub(super) static RULE: Rule = Rule {
    code: "wrong-type",
    summary: "A value of another type than the field takes",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
The field must be a string, a number, `true` or `false`, a list or a mapping, and what is there is something else.

```yaml
options:
  staleDataTolerance: one day    # an integer, in seconds: 86400
  tableTags: Finance             # a list: [Finance]
```

Write the value in the form that the message names. `yes`, `no`, `on` and `off` are strings in YAML 1.2. Write
`true` or `false`.",
    check: Some(check),
};

pub(super) static QUOTED_RULE: Rule = Rule {
    code: "quoted-scalar",
    summary: "Quotes around a number or boolean, or none around a string that looks like one",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
Quotes decide what a value is: `\"443\"` is a string, `443` an integer. Whether a tenant converts one into the other is
not documented. A string that looks like a number also changes on the way: `007` becomes `7`.

```yaml
connection:
  port: \"443\"        # a number is meant: 443
  database: 2024     # a string is meant: \"2024\"
```

Unquoted `Null` is YAML's null, not the string, and a tenant refuses it where the string is meant.

```yaml
maskingConfig:
  type: Null         # it has to be \"Null\"
```

The fix adds or removes the quotes.",
    check: None,
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    // The items of a sequence at the root are segments of their own: only from here they are seen together with it.
    if let Some(form) = node.form.filter(|_| node.parent.is_none()) {
        for entry in form.entries.iter().filter(|entry| entry.value.is_cut()) {
            if let Some(child) = Node::of(*entry, form).filter(|child| child.certain) {
                of_value(&child, report);
            }
        }
    }
    if !node.value.is_cut() {
        of_value(node, report);
    }
}

fn of_value(node: &Node<'_, '_>, report: &mut Report) {
    let value = node.value.resolved();
    if matches!(value.kind(), Kind::Missing | Kind::Broken | Kind::Alias)
        || picked(value, node.types).is_some()
        || v1::speaks_of(node)
    {
        return;
    }
    let Some(first) = node.types.first().filter(|_| place::is_certain(node)) else {
        return;
    };
    match value.kind() {
        Kind::Scalar => scalar(node, value, first, report),
        // A template of another language, such as `{{ NAME }}`.
        _ if value.source().starts_with("{{") => {}
        _ => wrong_form::check(node, value, first, report),
    }
}

fn scalar(node: &Node<'_, '_>, value: Value<'_>, first: &'static Type, report: &mut Report) {
    let Some(written) = value.text().filter(|text| !has_placeholder(text)) else {
        return;
    };
    if value.is_null() {
        match place::null_for(value, node.types) {
            Some(allowed) => null_word(node, value, allowed, &written, report),
            None => null_item(node, value, &written, report),
        }
        return;
    }
    let texts = node.types.iter().find_map(|r#type| match r#type {
        Type::String(text) => Some(text),
        _ => None,
    });
    if let Some(text) = texts {
        unquoted(node, value, text, &written, report);
        return;
    }
    match first {
        Type::Boolean | Type::Integer | Type::Number => word(node, value, first, &written, report),
        Type::List(item) => for_a_list(node, value, item, &written, report),
        Type::Object(shape) => for_a_mapping(node, value, shape, &written, report),
        Type::String(_) | Type::Any => {}
    }
}

/// `null` where the text of that name is meant.
fn null_word(
    node: &Node<'_, '_>,
    value: Value<'_>,
    allowed: &Allowed,
    written: &str,
    report: &mut Report,
) {
    let meant = double_quoted(allowed.value);
    let written_so = fill::in_quotes(allowed.value, value, report.layout());
    let message = format!(
        "Unquoted {} is YAML's null, but {} must be a string. Write `{meant}`.",
        words::shown(written),
        subject(node)
    );
    let severity = Severity::of(allowed.status);
    let finding = report.add_as(QUOTED_RULE.code, severity, node.value.range(), message);
    finding.safe_fix(format!("Write `{written_so}`"), value.range(), written_so);
}

/// `null` as an item of a list of text. As the value of a key it says that there is none.
fn null_item(node: &Node<'_, '_>, value: Value<'_>, written: &str, report: &mut Report) {
    let is_item = node.entry.is_none() && node.field.is_some();
    if is_item && matches!(node.types, [Type::String(_)]) {
        let message = format!(
            "Unquoted {} is YAML's null, but {} must be a string.",
            shown(written),
            subject(node)
        );
        let quoted = fill::in_quotes(written, value, report.layout());
        let finding = report.add_as(
            QUOTED_RULE.code,
            Severity::Warning,
            node.value.range(),
            message,
        );
        finding.fix("Put it in quotes", value.range(), quoted);
    }
}

/// A number or a boolean where text is meant.
fn unquoted(
    node: &Node<'_, '_>,
    value: Value<'_>,
    text: &Text,
    written: &str,
    report: &mut Report,
) {
    // What is no allowed value with quotes either is another rule's.
    if !text.values.is_empty() && text.allowed(written).is_none()
        || node.value.kind() == Kind::Alias
    {
        return;
    }
    let read_as = match value.scalar_type() {
        Some(ScalarType::Boolean) => "a boolean",
        _ => "a number",
    };
    let what = if text.secret {
        "this".to_owned()
    } else {
        shown(written)
    };
    let message = format!(
        "{} must be a string, but unquoted {what} is {read_as}. Put it in quotes.",
        subject(node)
    );
    let severity = Severity::Warning.min(severity(node.field));
    let quoted = fill::in_quotes(written, value, report.layout());
    let finding = report.add_as(QUOTED_RULE.code, severity, node.value.range(), message);
    if value.is_plain() {
        finding.safe_fix("Put it in quotes", value.range(), quoted);
    }
}

/// A scalar where a number or a boolean is meant.
fn word(node: &Node<'_, '_>, value: Value<'_>, wanted: &Type, written: &str, report: &mut Report) {
    let name = subject(node);
    let trimmed = written.trim();
    let read = reading(trimmed);
    let is_text = value.scalar_type() == Some(ScalarType::String);
    if fits(read, trimmed, wanted) {
        // `443.0` is a whole number all the same.
        if is_text && value == node.value {
            let severity = Severity::Warning.min(severity(node.field));
            let is_plain = value.is_plain();
            let right = trimmed.to_ascii_lowercase();
            // `tRue`, which no reader of YAML takes for `true`.
            let message = if is_plain {
                format!("{name} must be {}. Write `{right}`.", expected(wanted))
            } else {
                let what = expected(wanted);
                format!(
                    "{name} must be {what}, but `\"{trimmed}\"` is a string. Remove the quotes."
                )
            };
            let finding = report.add_as(QUOTED_RULE.code, severity, node.value.range(), message);
            if is_plain {
                finding.safe_fix(format!("Change to `{right}`"), value.range(), right);
            } else {
                finding.safe_fix(
                    "Remove the quotes",
                    value.range(),
                    trimmed.to_ascii_lowercase(),
                );
            }
        }
        return;
    }
    let flag =
        matches!(wanted, Type::Boolean).then(|| match trimmed.to_ascii_lowercase().as_str() {
            "yes" | "on" | "y" => Some("true"),
            "no" | "off" | "n" => Some("false"),
            _ => None,
        });
    let what = match (is_text, read) {
        (true, _) => "a string",
        (false, ScalarType::Boolean) => "a boolean",
        (false, _) => "a number",
    };
    let message = match trimmed {
        "" => format!("{name} must be {}, but is empty.", expected(wanted)),
        _ => format!(
            "{name} must be {}, but {} is {what}.",
            expected(wanted),
            shown(trimmed)
        ),
    };
    match flag.flatten() {
        // Older readers of YAML take these for booleans.
        Some(flag) => {
            let severity = Severity::Warning.min(severity(node.field));
            let finding = report.add(severity, node.value.range(), message);
            finding.safe_fix(format!("Change to `{flag}`"), value.range(), flag);
        }
        None => {
            report.add(severity(node.field), node.value.range(), message);
        }
    }
}

/// What a text would be without quotes.
fn reading(text: &str) -> ScalarType {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && text.parse::<f64>().is_ok();
    match text.to_ascii_lowercase().as_str() {
        "true" | "false" => ScalarType::Boolean,
        _ if number && unsigned.bytes().all(|b| b.is_ascii_digit()) => ScalarType::Integer,
        _ if number => ScalarType::Float,
        _ => ScalarType::String,
    }
}

fn fits(read: ScalarType, text: &str, wanted: &Type) -> bool {
    match (read, wanted) {
        (ScalarType::Boolean, Type::Boolean)
        | (ScalarType::Integer, Type::Integer | Type::Number)
        | (ScalarType::Float, Type::Number) => true,
        (ScalarType::Float, Type::Integer) => text
            .parse::<f64>()
            .is_ok_and(|number| number.fract() == 0.0),
        _ => false,
    }
}

fn for_a_list(
    node: &Node<'_, '_>,
    value: Value<'_>,
    item: &Type,
    written: &str,
    report: &mut Report,
) {
    let way_out = match value.dialect() {
        Dialect::Yaml => "Put each item on its own line below the key, starting with `- `.",
        Dialect::Json => "Put it in `[` and `]`.",
    };
    let message = format!(
        "{} must be a list, but {} is a string. {way_out}",
        subject(node),
        shown(written)
    );
    let finding = report.add(severity(node.field), node.value.range(), message);
    let single = value.is_plain() || value.source().starts_with('"');
    if single && matches!(item, Type::String(_)) && !written.contains(['[', ']', '{', '}', '\n']) {
        // A comma is more likely to part two items than to belong to one.
        finding.fix(
            "Make it a list",
            value.range(),
            format!("[{}]", value.source()),
        );
    }
}

fn for_a_mapping(
    node: &Node<'_, '_>,
    value: Value<'_>,
    shape: &'static Shape,
    written: &str,
    report: &mut Report,
) {
    let name = subject(node);
    let single = match shape.identity {
        [[only]] => Some(only),
        _ => None,
    };
    // A text that one field alone takes is meant for that one.
    let takes = |field: &&Field| {
        let text = field.text().filter(|text| !text.values.is_empty());
        text.is_some_and(|text| text.allowed(written).is_some())
    };
    let taken = shape.fields.iter().find(takes).map(|field| &field.name);
    let Some(key) = shape.one_of.first().or(single).or(taken) else {
        let message = format!(
            "{name} must be a mapping, but {} is a string.",
            shown(written)
        );
        report.add(severity(node.field), node.value.range(), message);
        return;
    };
    let json = value.dialect() == Dialect::Json;
    let notation = match (json, node.entry.is_some()) {
        (true, _) => Notation::Json,
        (false, true) => Notation::Flow,
        (false, false) => fill::notation(value),
    };
    let text = quoted(written, notation, report.layout().quotes);
    let entry = match (json, node.entry.is_some()) {
        (true, _) => format!("{{\"{key}\": {text}}}"),
        (false, true) => format!("{{{key}: {text}}}"),
        (false, false) => format!("{key}: {text}"),
    };
    let message = format!("{name} must be a mapping. Write {}.", shown(&entry));
    let finding = report.add(severity(node.field), node.value.range(), message);
    let mut others = shape.fields.iter().filter(|field| field.name != *key);
    let chosen = shape.variant(written).map_or(&[][..], |v| v.fields);
    let asks = |field: &Field| matches!(field.required, Requirement::Always);
    if others.any(asks) || chosen.iter().any(asks) || value != node.value {
        return;
    }
    finding.fix(format!("Change to {}", shown(&entry)), value.range(), entry);
}
