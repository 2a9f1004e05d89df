//! What the thing under the pointer is.

use super::cursor::SpecCursor;
use super::{describe, expression, naming, preview};
use crate::catalog::{self, Content, Kind, Takes};
use crate::display::{Foreign, Markdown};
use crate::language::expression::{Argument, Language, parse};
use crate::language::template;
use crate::spec::{Node, Spec};
use crate::syntax::{Kind as ValueKind, Syntax, Value};
use crate::tenant::names::Names;
use crate::text::{InScalar, Span};
use std::ops::Range;

/// How many sources a name template is shown for.
const SHOWN: usize = 3;

/// A text for a stretch of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: Range<usize>,
    /// The text.
    pub markdown: Markdown,
}

/// What there is to say about the key or the value at an offset. `fixed` is the kind that settings give
/// the file, `names` what the tenant has.
pub fn hover(
    syntax: &Syntax,
    fixed: Option<&'static Kind>,
    names: Option<&Names>,
    offset: usize,
) -> Option<Hover> {
    let cursor = SpecCursor::new(syntax, fixed, offset);
    let spec = cursor.spec.as_ref()?;
    let mut found = None;
    spec.visit_at(offset, &mut |node| {
        found = at_node(spec, node, names, offset).or(found.take());
    });
    found.or_else(|| {
        let (here, start) = expression::unquoted(&cursor)?;
        let found = part(&here.text, here.language()?, here.offset, here.kind, names);
        let (part, markdown) = found?;
        Some(Hover {
            // Without quotes the text is the source.
            range: start + part.start..start + part.end,
            markdown,
        })
    })
}

fn at_node(
    spec: &Spec<'_>,
    node: &Node<'_, '_>,
    names: Option<&Names>,
    offset: usize,
) -> Option<Hover> {
    let field = node.field?;
    let is_on = |value: Value<'_>| value.range().contains(&offset) || value.range().end == offset;
    if let Some(entry) = node.entry.filter(|entry| is_on(entry.key)) {
        return Some(Hover {
            range: entry.key.range(),
            markdown: describe::field(field, spec.kind),
        });
    }
    if node.value.kind() != ValueKind::Scalar || !is_on(node.value) {
        return None;
    }
    let written = node.value.text()?;
    if let Some(language) = expression::content_of(node).and_then(Language::of) {
        return in_expression(spec, node.value, language, names, offset);
    }
    let text = field.text()?;
    let markdown = match text.allowed(&written) {
        Some(allowed) => describe::allowed(allowed, field, spec.kind),
        None if text.content == Content::NameTemplate => templated(spec, node, &written)?,
        None => {
            let sibling = |name: &str| node.parent.and_then(|form| form.text(name));
            naming::about(names?, node.reference()?, &written, sibling)?
        }
    };
    Some(Hover {
        range: node.value.range(),
        markdown,
    })
}

/// What there is to say about a place in the expression that a scalar is.
fn in_expression(
    spec: &Spec<'_>,
    value: Value<'_>,
    language: Language,
    names: Option<&Names>,
    offset: usize,
) -> Option<Hover> {
    let decoded = value.decoded()?;
    let at = decoded.text_offset(offset)?;
    let (part, markdown) = part(&decoded.text, language, at, spec.kind, names)?;
    Some(Hover {
        range: decoded.document_range(part),
        markdown,
    })
}

/// The function, the variable or the argument of an expression at a place in its text.
fn part(
    text: &str,
    language: Language,
    at: usize,
    kind: &Kind,
    names: Option<&Names>,
) -> Option<(Span<InScalar>, Markdown)> {
    let is_on = |range: Span<InScalar>| range.contains(at) || range.end == at;
    let expression = parse(text, language);
    expression.names.iter().find_map(|name| {
        let function = catalog::function(name.range.slice(text)?)?;
        if is_on(name.range) {
            let markdown = describe::function(function, kind);
            return Some((name.range, markdown));
        }
        let call = name.call.as_ref()?;
        let mut arguments = call.arguments.iter().enumerate();
        let (index, argument) = arguments.find(|(_, argument)| is_on(argument.range))?;
        let (_, parameter) = function.parameter(index)?;
        let written = written(text, argument)?;
        let markdown = match parameter.takes {
            Takes::Choice(values) => {
                let (value, doc) = values.iter().find(|(value, _)| *value == written)?;
                describe::choice(value, doc, function, kind)
            }
            _ => {
                let sibling = |parameter: &str| {
                    let index = function.position(parameter)?;
                    self::written(text, call.arguments.get(index)?)
                };
                naming::about(names?, parameter.refers.first()?, written, sibling)?
            }
        };
        Some((argument.range, markdown))
    })
}

/// The text that an argument is. Returns `None` for anything else, and where quotes in it leave open what it says.
fn written<'t>(text: &'t str, argument: &Argument) -> Option<&'t str> {
    let inner = argument.range.slice(text)?.strip_prefix('\'')?;
    inner
        .strip_suffix('\'')
        .filter(|inner| !inner.contains(['\'', '\\']))
}

/// What a name template makes of the first sources.
fn templated(spec: &Spec<'_>, node: &Node<'_, '_>, written: &str) -> Option<Markdown> {
    let field = node.field?;
    let previews = preview::names(spec, field, written, SHOWN);
    if previews.is_empty() {
        let parts = template::parse(written).into_iter();
        let tokens = parts.filter_map(|part| match part {
            template::Part::Token { token, .. } => token,
            _ => None,
        });
        let tokens = tokens.map(|token| describe::token(token, spec.kind));
        let tokens = Markdown::join(tokens, "\n\n---\n\n");
        return (!tokens.is_empty()).then_some(tokens);
    }
    let mut table = Markdown::from("**").with(Foreign(field.name).code());
    table += "** gives\n\n| Source | Name |\n|---|---|";
    for name in previews {
        table += "\n| ";
        table += Foreign(&name.source).cell();
        table += " | ";
        table += Foreign(&name.name).cell();
        table += if name.overridden {
            " (its own name) |"
        } else {
            " |"
        };
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Dialect;
    use crate::text::Text;

    /// What is said at `▮`, and about which text.
    fn said(fixture: &str) -> Option<(String, String)> {
        let offset = fixture.find('▮').expect("a cursor in the fixture");
        let text = fixture.replacen('▮', "", 1);
        let dialect = if text.starts_with('{') {
            Dialect::Json
        } else {
            Dialect::Yaml
        };
        let hover = hover(
            &Syntax::new(&Text::from(text.as_str()), dialect),
            None,
            None,
            offset,
        )?;
        Some((
            text.get(hover.range)?.to_owned(),
            hover.markdown.into_string(),
        ))
    }

    fn check(fixture: &str, about: &str, parts: &[&str]) {
        let (range, markdown) =
            said(fixture).unwrap_or_else(|| panic!("nothing is said in\n{fixture}"));
        assert_eq!(range, about);
        for part in parts {
            assert!(
                markdown.contains(part),
                "{part:?} is missing in\n{markdown}"
            );
        }
    }

    const SNOWFLAKE: &str = "connectionKey: a\nconnection:\n  handler: Snowflake\n";

    #[test]
    fn a_key_says_what_it_is_and_how_we_know() {
        check(
            &format!("{SNOWFLAKE}  pass▮word: x\n"),
            "password",
            &[
                "**`password`** · text · sometimes required",
                "with `keyPair` it must not be there",
                "Required when `authenticationMethod` is `userPassword`.",
                "Only has a meaning when `authenticationMethod` is `userPassword` or `oAuthClientCredentials`.",
                "*Documented* (Immuta's page on the payload attributes",
            ],
        );
        check(
            &format!("{SNOWFLAKE}options:\n  ▮hardDelete: true\n"),
            "hardDelete",
            &["true or false", "Default: `false`."],
        );
        check(
            &format!("{SNOWFLAKE}owners▮: []\n"),
            "owners",
            &["list of owners", "**Mind:** An empty `owners`"],
        );
    }

    #[test]
    fn a_key_means_what_its_variant_says() {
        check(
            &format!("{SNOWFLAKE}  authentication▮Method: keyPair\n"),
            "authenticationMethod",
            &[
                "Values: `userPassword`, `keyPair`",
                "Required (the documents disagree).",
            ],
        );
        check(
            "connectionKey: a\nconnection:\n  handler: Trino\n  authentication▮Method: x\n",
            "authenticationMethod",
            &["`LDAP Authentication`", "others may exist"],
        );
    }

    #[test]
    fn a_value_says_what_it_means() {
        check(
            "connectionKey: a\nconnection:\n  handler: Snow▮flake\n",
            "Snowflake",
            &["value of `handler`", "key pair"],
        );
        check(
            "{\"connectionKey\": \"a\", \"owners\": [{\"type\": \"gr▮oup\"}]}",
            "\"group\"",
            &["Every member of a group"],
        );
        check(
            &format!("{SNOWFLAKE}  authenticationMethod: PRIV_▮KEY_FILE\n"),
            "PRIV_KEY_FILE",
            &[
                "An older spelling of `keyPair`.",
                "*The documents disagree*",
            ],
        );
    }

    #[test]
    fn a_name_template_shows_the_names_it_gives() {
        let template = "nameTemplate:\n  dataSourceFormat: <SCHEMA>.<table▮name>\n";
        let sources = "  schema: sales\nsources:\n  - table: Customers\n    schema: crm\n  - table: orders\n  \
                       - query: select 1\n    naming: {datasource: mine}\n  - all: true\n  - table: fourth\n";
        check(
            &format!("{SNOWFLAKE}{sources}{template}"),
            "<SCHEMA>.<tablename>",
            &[
                "**`dataSourceFormat`** gives\n\n| Source | Name |\n|---|---|\n| `crm.Customers` | `CRM.customers` |\n",
                "| `orders` | `SALES.orders` |\n| `query` | `mine` (its own name) |",
            ],
        );
        check(
            &format!("{SNOWFLAKE}{template}"),
            "<SCHEMA>.<tablename>",
            &["**`<schema>`** · token of name templates"],
        );
        check(
            &format!(
                "{SNOWFLAKE}sources:\n  - table: a\n    naming: {{datasource: mine}}\n{template}"
            ),
            "<SCHEMA>.<tablename>",
            &["| `a` | `mine` (its own name) |"],
        );
    }

    #[test]
    fn a_rule_says_what_to_mind_and_where_we_have_it_from() {
        let rule = "policyKey: a\nname: b\ntype: data\nactions:\n  - rules:\n      - type: ";
        let (_, markdown) = said(&rule.replace("- type", "- ty▮pe")).expect("a hover");
        assert!(markdown.contains("`Row Restriction by User"), "{markdown}");
        assert!(!markdown.contains("`Row Restriction By User"), "{markdown}");
        let config =
            format!("{rule}Masking\n        config:\n          maskingConfig:\n            type: ");
        check(
            &format!("{config}K-Anon▮ymization\n"),
            "K-Anonymization",
            &["**Mind:** K-anonymization must be activated"],
        );
        let entitlements =
            format!("{rule}Row Restriction by User Entitlements\n        config:\n          ");
        check(
            &format!("{entitlements}match▮es: []\n"),
            "matches",
            &["list of matches", "Required, as files in use show."],
        );
        let (_, markdown) = said(
            "policyKey: a\nname: b\ntype: subscription\nactions:\n  type: entitlements\n  \
             advanced: \"@isIn▮Groups('a')\"\n",
        )
        .expect("a hover");
        assert!(markdown.contains("May be repeated."), "{markdown}");
        assert!(
            !markdown.contains("]("),
            "another page is linked: {markdown}"
        );
    }

    #[test]
    fn of_anything_else_nothing_is_said() {
        for fixture in [
            "services:\n  we▮b: 1\n",
            "connectionKey: a ▮ # b\n",
            "connectionKey: wareh▮ouse\n",
            "connectionKey: a\nunkn▮own: b\n",
            "# immuta-ls: ignore-file\nconnection▮Key: a\n",
        ] {
            assert_eq!(said(fixture), None, "{fixture}");
        }
    }
}
