//! Secrets that stand in the file.

use super::{Report, Rule, content, has_placeholder, place};
use crate::catalog::Content;
use crate::diagnostics::Severity;
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "secret-in-clear",
    summary: "A password, token or key in clear text",
    severities: &[Severity::Warning],
    fixes: true,
    doc: "\
The file holds a secret as it is. Whoever can read the repository can read it, now and in its history.

```yaml
connection:
  password: ${SNOWFLAKE_PASSWORD}      # filled in by the pipeline just before the push
```

Write a placeholder and let the pipeline fill it in. If the file has been committed already, replace the secret itself:
removing it from the file does not remove it from the history.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((written, text)) = place::text_of(node.value, node).filter(|(_, text)| text.secret)
    else {
        return;
    };
    if written.trim().is_empty() || has_placeholder(&written) {
        return;
    }
    // What is no base64 is no key yet either; the rule about that speaks.
    if text.content == Content::Base64 && content::why_not_base64(&written).is_some() {
        return;
    }
    let Some(field) = node.field else { return };
    let example = field.example.filter(|example| has_placeholder(example));
    let way_out = example.map_or("a placeholder".to_owned(), |example| {
        format!("a placeholder such as `{example}`")
    });
    let message = format!(
        "`{}` holds a secret in clear text. Use {way_out}.",
        field.name
    );
    let finding = report.add(Severity::Warning, node.value.range(), message);
    if let (Some(example), Some(range)) = (example, place::inner(node.value)) {
        let flow = node.parent.is_some_and(crate::spec::Form::is_flow) && node.value.is_plain();
        let text = if flow {
            format!("\"{example}\"")
        } else {
            example.to_owned()
        };
        finding.fix(format!("Replace by `{example}`"), range, text);
    }
}
