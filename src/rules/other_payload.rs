//! Payloads of other endpoints that are easily taken for a spec. The catalog says which there are.

use super::Rule;
use crate::catalog::OtherPayload;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::Document;

pub(super) static RULE: Rule = Rule {
    code: "other-payload",
    summary: "A payload of another endpoint that looks like a spec",
    severities: &[Severity::Information],
    fixes: false,
    doc: "\
Immuta has other APIs whose payloads look much like V2 API specs: that for connections shares `connectionKey` and `connection` with the
data source specs, that of V1 most of its words. Such a file is not checked.

```yaml
connectionKey: warehouse
connection:
  technology: Snowflake            # a V2 spec has `handler: Snowflake`
  authenticationType: keyPair      # and `authenticationMethod`
```

If a V2 spec is meant, put `# immuta-ls: kind=data` at the top: then the file is checked as one. To leave the file alone, put
`# immuta-ls: ignore-file` there.",
    check: None,
};

/// Says once what a document is that is not a spec.
pub(super) fn diagnostic(
    document: &Document<'_>,
    payload: &'static OtherPayload,
) -> Option<Diagnostic> {
    let first = document.root()?.entries().into_iter().next()?;
    Some(Diagnostic {
        code: RULE.code,
        kind: payload.like,
        severity: Severity::Information,
        range: first.key.range(),
        message: payload.message.to_owned(),
        related: Vec::new(),
        fixes: Vec::new(),
    })
}
