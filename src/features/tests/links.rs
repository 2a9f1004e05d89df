//! Links beside their texts.

use crate::features::links;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use expect_test::{Expect, expect};

/// The texts that are links, and where they lead if not where they say.
fn check(text: &str, dialect: Dialect, expected: &Expect) {
    let syntax = Syntax::new(&Text::from(text), dialect);
    let mut out = String::new();
    for link in links(&syntax, None) {
        out.push_str(&text[link.range.clone()]);
        if let Some(tooltip) = &link.tooltip {
            out.push_str(&format!(" ({tooltip}: {})", link.target));
        } else {
            assert_eq!(text[link.range], link.target);
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn documentation_and_addresses() {
    check(
        "\
# See <https://example.com/a?b=c#d>, (http://example.com:8080/e).
projectKey: p
description: Read https://example.com/f. And \"https://example.com/g\"
documentation: |
  [h](https://example.com/h) and “https://example.com/i”, https://example.com/ä
---
policyKey: q
type: data
",
        Dialect::Yaml,
        &expect![[r#"
            https://example.com/a?b=c#d
            http://example.com:8080/e
            projectKey (Documentation of the project spec: https://documentation.immuta.com/2025.1/developer-guides/api-intro/immuta-v2-api/projects)
            https://example.com/f
            https://example.com/g
            https://example.com/h
            https://example.com/i
            policyKey (Documentation of the policy spec: https://documentation.immuta.com/2025.1/developer-guides/api-intro/immuta-v2-api/policies)
        "#]],
    );
}

#[test]
fn json() {
    check(
        r#"{"projectKey": "p", "description": "https://example.com/a\nb"}"#,
        Dialect::Json,
        &expect![[r#"
            "projectKey" (Documentation of the project spec: https://documentation.immuta.com/2025.1/developer-guides/api-intro/immuta-v2-api/projects)
            https://example.com/a
        "#]],
    );
}

#[test]
fn nothing_else_is_a_link() {
    check(
        "\
# command:workbench.action.quit file:///etc/passwd vscode://a javascript:alert(1) HTTP://example.com
# https://documentation.immuta.com@example.com/ https://${HOST}/a https://example.com/{a} https:// http:///a
# xhttp://example.com https://[::1]/ https://-a https://\u{202e}example.com https://example.com\u{200b}.example.org
projectKey: p
",
        Dialect::Yaml,
        &expect![[r#"
            projectKey (Documentation of the project spec: https://documentation.immuta.com/2025.1/developer-guides/api-intro/immuta-v2-api/projects)
        "#]],
    );
    check(
        "# https://example.com\na: 1\n",
        Dialect::Yaml,
        &expect![[""]],
    );
}
