//! Paths with dots that repeat the path of the mapping around them: the names of subpurposes.

use super::fill::{Content, Filled};
use super::{Report, Rule, Severity, has_placeholder, place, words};
use crate::catalog::Field;
use crate::spec::{Form, Node};
use crate::syntax::{Entry, Kind, ScalarType, scalar_type};

pub(super) static RULE: Rule = Rule {
    code: "purpose-path",
    summary: "The name of a subpurpose does not repeat the path of the purpose around it",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
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
purposes of their own, by our reading.",
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
            if let Some(path) = path {
                inner(own, path, field, entry, report);
            }
        }
    }
}

/// Has the path of a new mapping start with the one around it.
pub(super) fn settle(node: &Node<'_, '_>, added: &mut [Filled]) {
    let outer = node
        .parent
        .and_then(|outer| text_of(outer, path_field(outer)?));
    let Some(outer) = outer else { return };
    for filled in added {
        if let Content::Text(text) = &mut filled.content
            && filled.field.text().is_some_and(|text| text.path)
        {
            let last = text.rsplit('.').next().unwrap_or_default();
            *text = format!("{outer}.{last}");
        }
    }
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
            "{} stands at the top; by our reading its dot makes it {} within {}",
            words::shown(own),
            words::shown(rest),
            words::shown(head)
        );
        report.add(Severity::Hint, entry.value.range(), message);
    }
}

fn inner(own: &str, path: &str, field: &'static Field, entry: &Entry<'_>, report: &mut Report) {
    let range = entry.value.range();
    let rest = own
        .strip_prefix(path)
        .and_then(|rest| rest.strip_prefix('.'));
    if let Some(rest) = rest {
        if rest.contains('.') {
            let message = format!(
                "{} is more than one level below {}, which is around it; by our reading a dot parts two purposes",
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
        format!("{path}{behind}")
    } else {
        joined(path, own)
    };
    let (severity, note) = match cased {
        true => (Severity::Warning, " Upper and lower case matter."),
        false => (Severity::of(field.status), ""),
    };
    let message = format!(
        "{} is within {}, whose path comes first: {}{}{note}",
        words::shown(own),
        words::shown(path),
        words::shown(&wanted),
        if note.is_empty() { "" } else { "." },
    );
    let finding = report.add(severity, range, message);
    if entry.value.kind() != Kind::Alias
        && let Some(range) = place::inner(entry.value)
    {
        finding.fix(format!("Change to `{wanted}`"), range, wanted);
    }
}

/// A path and a name below it. The name may begin with the end of the path, or have the path in its midst: `A.B` and `B.C`
/// make `A.B.C`, `A` and `X.A.C` make `A.C`.
fn joined(path: &str, own: &str) -> String {
    let segments: Vec<_> = path.split('.').collect();
    let own_segments: Vec<_> = own.trim_start_matches('.').split('.').collect();
    let within = own_segments
        .windows(segments.len())
        .position(|w| w == segments);
    if let Some(rest) = within.map(|at| own_segments.iter().skip(at + segments.len()))
        && rest.len() > 0
    {
        let all: Vec<_> = segments.iter().chain(rest).copied().collect();
        return all.join(".");
    }
    let most = segments.len().min(own_segments.len().saturating_sub(1));
    let shared = (1..=most).rev().find(|count| {
        let end = segments.iter().rev().take(*count).rev();
        end.eq(own_segments.iter().take(*count))
    });
    let rest = own_segments.iter().skip(shared.unwrap_or(0));
    let all: Vec<_> = segments.iter().chain(rest).copied().collect();
    all.join(".")
}
