//! Paths with dots that repeat the path of the mapping around them: the names of subpurposes.

use super::{Report, Rule, has_placeholder, place, words};
use crate::catalog::{Field, Shape, Type};
use crate::diagnostics::{Edit, Severity};
use crate::spec::{Form, Node};
use crate::syntax::{Entry, Kind, ScalarType, Value, scalar_type};

pub(super) static RULE: Rule = Rule {
    code: "purpose-path",
    summary: "The name of a subpurpose does not repeat the path of the purpose around it",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
A subpurpose is called by its full path: the name of the purpose around it, a dot, and a name of its own.

```yaml
name: Research
subpurposes:
  - name: Research.Churn
    subpurposes:
      - name: Research.Churn.Survey
  - name: Pricing                # it has to be `Research.Pricing`
```

A prefix in other upper and lower case is a warning. Dots elsewhere are a hint: a tenant would take what stands between them for
purposes of their own; this is inferred.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form else { return };
    let Some((entry, field)) = path_of(form) else {
        return;
    };
    let Some(own) = text_of(form, field) else {
        return;
    };
    let outer = node.parent.filter(|parent| path_field(parent).is_some());
    match outer {
        None if node.parent.is_none() => root(own, entry, report),
        None => {}
        Some(outer) => {
            let path = path_field(outer).and_then(|field| text_of(outer, field));
            // A subpurpose without a dot in its own path will have another one first.
            let is_settled =
                |path: &&str| !std::ptr::eq(outer.shape, form.shape) || path.contains('.');
            if let Some(path) = path.filter(is_settled) {
                inner(form, own, path, entry, report);
            }
        }
    }
}

/// The path that those in a mapping start with: that of the mapping around it.
pub(super) fn outer<'n>(node: &Node<'n, '_>) -> Option<&'n str> {
    let outer = node.parent?;
    text_of(outer, path_field(outer)?)
}

/// The field that is the path of such a mapping.
fn path_field(form: &Form<'_>) -> Option<&'static Field> {
    form.certain()
        .find(|field| field.text().is_some_and(|text| text.path))
}

fn path_of<'f, 'a>(form: &'f Form<'a>) -> Option<(&'f Entry<'a>, &'static Field)> {
    let field = path_field(form)?;
    let entry = form.entries.iter().find(|e| e.name() == field.name)?;
    Some((entry, field))
}

/// The path of a mapping, where it is one that something can be said of.
fn text_of<'f>(form: &'f Form<'_>, field: &Field) -> Option<&'f str> {
    let text = form.text(field.name)?;
    // What reads as a number is told by the rule about that.
    let is_text = scalar_type(text) == ScalarType::String && !text.trim().is_empty();
    (is_text && !has_placeholder(text)).then_some(text)
}

fn root(own: &str, entry: &Entry<'_>, report: &mut Report) {
    if let Some((head, rest)) = own.split_once('.') {
        let message = format!(
            "Immuta probably treats {} as subpurpose {} of {}. Nest it, or avoid the dot.",
            words::shown(own),
            words::shown(rest),
            words::shown(head)
        );
        report.add(Severity::Hint, entry.value.range(), message);
    }
}

fn inner(form: &Form<'_>, own: &str, path: &str, entry: &Entry<'_>, report: &mut Report) {
    let range = entry.value.range();
    let rest = own
        .strip_prefix(path)
        .and_then(|rest| rest.strip_prefix('.'));
    if let Some(rest) = rest {
        if rest.contains('.') {
            let message = format!(
                "{} is more than one level below {}. A dot probably separates two purposes.",
                words::shown(own),
                words::shown(path)
            );
            report.add(Severity::Hint, range, message);
        }
        return;
    }
    let head = own.get(..path.len()).unwrap_or_default();
    let behind = own.get(path.len()..).unwrap_or_default();
    let cased = head.eq_ignore_ascii_case(path) && behind.starts_with('.');
    let wanted = if cased {
        Some(format!("{path}{behind}"))
    } else {
        joined(path, own)
    };
    let (severity, note) = if cased {
        (Severity::Warning, " It is case-sensitive.")
    } else {
        (
            path_field(form).map_or(Severity::Warning, |field| Severity::of(field.status)),
            "",
        )
    };
    let message = format!(
        "{} must start with the path of its parent {}{}{}.{note}",
        words::shown(own),
        words::shown(path),
        wanted
            .as_ref()
            .map(|wanted| format!(": {}", words::shown(wanted)))
            .unwrap_or_default(),
        if note.is_empty() { "" } else { "." },
    );
    let finding = report.add(severity, range, message);
    if entry.value.kind() != Kind::Alias
        && let (Some(range), Some(wanted)) = (place::inner(entry.value), wanted)
    {
        finding.fix(format!("Change to `{wanted}`"), range, wanted.as_str());
        if let Some(fix) = finding.fixes.last_mut() {
            below(form.value, form.shape, own, &wanted, &mut fix.edits);
        }
    }
}

/// Has the paths below a mapping follow the one that it gets.
fn below(
    mapping: Value<'_>,
    shape: &'static Shape,
    own: &str,
    wanted: &str,
    edits: &mut Vec<Edit>,
) {
    for entry in mapping.entries() {
        let name = entry.name();
        let mut fields = shape.fields_named(&name);
        let list = fields.find_map(|field| match field.types.first() {
            Some(Type::List(Type::Object(shape))) => Some(*shape),
            _ => None,
        });
        let Some(shape) = list else { continue };
        for item in entry.value.items() {
            let form = Form::new(item, shape);
            let Some((entry, field)) = path_of(&form) else {
                continue;
            };
            let (Some(text), Some(range)) = (text_of(&form, field), place::inner(entry.value))
            else {
                continue;
            };
            let rest = text
                .strip_prefix(own)
                .and_then(|rest| rest.strip_prefix('.'));
            let name = match rest {
                Some(rest) => rest,
                None if !text.contains('.') => text,
                None => continue,
            };
            let path = format!("{wanted}.{name}");
            below(item, shape, text, &path, edits);
            edits.push(Edit { range, text: path });
        }
    }
}

/// A path and a name below it. Returns `None` if it is not clear what the name is. It may begin with the end of the path,
/// have the path in its midst, or repeat a part of its beginning: `A.B` and `B.C` make `A.B.C`, `A` and `X.A.C` make
/// `A.C`, `A.B` and `A.C` make `A.B.C`.
fn joined(path: &str, own: &str) -> Option<String> {
    let segments: Vec<_> = path.split('.').collect();
    let plain = own.trim().trim_start_matches('.');
    // Other marks part names as well, but only where the path itself comes first.
    let marked: Vec<_> = plain.split(['>', '/', '\\']).map(str::trim).collect();
    let first = marked.first().copied().unwrap_or_default();
    let own_segments: Vec<_> = if marked.len() > 1
        && (first == path || first == segments.first().copied().unwrap_or_default())
    {
        marked.iter().flat_map(|part| part.split('.')).collect()
    } else {
        plain.split('.').collect()
    };
    if own_segments.iter().any(|segment| segment.is_empty()) {
        return None;
    }
    let below = |count: usize| {
        let rest = own_segments.iter().skip(count);
        let all: Vec<_> = segments.iter().chain(rest).copied().collect();
        all.join(".")
    };
    let within = own_segments
        .windows(segments.len())
        .position(|w| w == segments)
        .map(|at| at + segments.len());
    if let Some(count) = within.filter(|count| *count < own_segments.len()) {
        return Some(below(count));
    }
    let most = segments.len().min(own_segments.len().saturating_sub(1));
    let shared = (1..=most).rev().find(|count| {
        let end = segments.iter().rev().take(*count).rev();
        end.eq(own_segments.iter().take(*count))
    });
    if let Some(shared) = shared {
        return Some(below(shared));
    }
    let common = segments.iter().zip(&own_segments);
    let common = common.take_while(|(one, other)| one == other).count();
    match (common, own_segments.len()) {
        (_, 1) => Some(below(0)),
        // What stands where the path goes on differently may be the name, or a slip in the path.
        (1.., count) => (count == common + 1).then(|| below(common)),
        (0, _) => None,
    }
}
