//! What is written inside texts: words that have to be in them, and base64.

use super::{Report, Rule, has_placeholder, place, words};
use crate::catalog::{Content, Field};
use crate::diagnostics::Severity;
use crate::spec::Node;

pub(super) static REQUIRED_TEXT_RULE: Rule = Rule {
    code: "missing-text",
    summary: "A text lacks something that has to occur in it",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
Some texts must contain a certain word: `nativeSchemaFormat`, the schema that Immuta makes its views in, must contain
`_immuta`.

```yaml
nameTemplate:
  nativeSchemaFormat: <schema>           # `_immuta` has to be in it
  nativeSchemaFormat: <schema>_immuta    # so
```

Add the word.",
    check: Some(required_text),
};

pub(super) static BASE64_RULE: Rule = Rule {
    code: "not-base64",
    summary: "The content of a file is not in base64",
    severities: &[Severity::Error, Severity::Warning, Severity::Hint],
    fixes: false,
    doc: "\
The `content` of a user file is the whole file in base64: letters, digits, `+` and `/`. The key or certificate as it
stands, or the path of the file, does not do.

```yaml
userFiles:
  - keyName: PRIV_KEY_FILE
    content: ${PRIVATE_KEY_BASE64}       # filled in from the output of: base64 -w0 key.p8
    userFilename: key.p8
```

White space and line breaks are fine, so is a placeholder.",
    check: Some(base64),
};

fn required_text(node: &Node<'_, '_>, report: &mut Report) {
    let Some((written, text)) = place::text(node) else {
        return;
    };
    let Some((wanted, why)) = text.must_contain else {
        return;
    };
    if written.contains(wanted) || has_placeholder(&written) {
        return;
    }
    let message = format!("{} must contain `{wanted}`: {why}.", words::subject(node));
    let finding = report.add(severity(node.field), node.value.range(), message);
    if let Some(range) = place::inner(node.value) {
        finding.fix(format!("Add `{wanted}`"), range.end..range.end, wanted);
    }
}

fn base64(node: &Node<'_, '_>, report: &mut Report) {
    let Some((written, text)) = place::text(node) else {
        return;
    };
    if text.content != Content::Base64 {
        return;
    }
    if let Some(complaint) = why_not_base64(&written) {
        let message = format!(
            "{} must be the content of the file in base64, but {complaint}.",
            words::subject(node)
        );
        report.add(severity(node.field), node.value.range(), message);
    }
}

/// What is wrong with a text that should be base64. Nothing of the text is quoted: it may be a secret.
pub(super) fn why_not_base64(text: &str) -> Option<&'static str> {
    if has_placeholder(text) {
        return None;
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some("it is empty");
    }
    if trimmed.starts_with("-----BEGIN") {
        return Some("this is the key or certificate itself");
    }
    if trimmed.starts_with('{') {
        return Some("this is the JSON itself");
    }
    let digits = || trimmed.bytes().filter(|b| !b.is_ascii_whitespace());
    let padding = digits().rev().take_while(|b| *b == b'=').count();
    let count = digits().count() - padding;
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_');
    if !digits().take(count).all(is_digit) {
        let is_path = trimmed.contains(['.', '~', '\\']) && !trimmed.contains(char::is_whitespace);
        return Some(if is_path {
            "this looks like the name of a file"
        } else {
            "it has characters that are not base64"
        });
    }
    // One digit alone holds no whole byte.
    (padding > 2 || count % 4 == 1).then_some("it is cut short")
}

fn severity(field: Option<&Field>) -> Severity {
    field.map_or(Severity::Hint, |field| Severity::of(field.status))
}
