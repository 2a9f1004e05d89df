//! Query parameters that were written into the file.

use super::{Report, Rule, place};
use crate::catalog::{self, Kind, QueryParameter};
use crate::diagnostics::Severity;
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "query-parameter",
    summary: "A query parameter of the request is in the file",
    severities: &[Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
`dryRun`, `wait` and their like belong into the address of the request. In the file they have no effect: a push with
`dryRun: true` in the file is a real push.

```yaml
connectionKey: sales
dryRun: true         # push to /api/v2/data?dryRun=true instead
```

Take the key out of the file, and add the parameter to the request.",
    check: Some(check),
};

/// The parameter that a key at the root of a spec is, if it is one.
pub(super) fn of(
    node: &Node<'_, '_>,
    key: &str,
) -> Option<(&'static Kind, &'static QueryParameter)> {
    let form = node.form.filter(|_| node.parent.is_none())?;
    let kind = catalog::kinds()
        .iter()
        .find(|kind| std::ptr::eq(kind.root, form.shape))?;
    let mut parameters = kind.query_parameters.iter();
    Some((
        kind,
        parameters.find(|parameter| parameter.name.eq_ignore_ascii_case(key))?,
    ))
}

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form.filter(|_| node.parent.is_none()) else {
        return;
    };
    for (index, entry) in form.entries.iter().enumerate() {
        let key = entry.name();
        let Some((kind, parameter)) = of(node, &key).filter(|_| form.field(&key).is_none()) else {
            continue;
        };
        let name = parameter.name;
        let value = entry.value.resolved().text();
        let plain = |text: &str| {
            !text.is_empty()
                && text.len() < 20
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let value = value.filter(|text| plain(text)).unwrap_or("…".into());
        let message = format!(
            "`{name}` is a query parameter and has no effect in the file. Push to `{}?{name}={value}`.",
            kind.endpoint
        );
        let finding = report.add(Severity::Warning, entry.key.range(), message);
        if let Some(range) = place::removal(form, index) {
            finding.fix(format!("Remove `{name}`"), range, "");
        }
    }
}
