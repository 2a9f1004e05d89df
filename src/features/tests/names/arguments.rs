//! Names in the arguments of expressions.

use super::*;
use crate::catalog::{By, Content, Takes, functions};
use crate::features::completion::ItemKind;

/// Begins so that a plain scalar is possible, as the expressions of the other tests here do.
fn before(content: Content) -> &'static str {
    match content {
        Content::Subscription => "NOT ",
        _ => "x = 1 OR ",
    }
}

#[test]
fn arguments_are_completed_in_every_style() {
    let names = names(NAMES);
    for style in STYLES {
        for (content, typed, label, expected) in [
            (
                Content::Where,
                "@columnTagged(▮)",
                "PII.Email",
                "@columnTagged('PII.Email')",
            ),
            (
                Content::Where,
                "@columnTagged('▮",
                "PII.Email",
                "@columnTagged('PII.Email'",
            ),
            (
                Content::Where,
                "@columnTagged('▮')",
                "PII.Email",
                "@columnTagged('PII.Email')",
            ),
            (
                Content::Where,
                "@columnTagged(PII.Em▮)",
                "PII.Email",
                "@columnTagged('PII.Email')",
            ),
            (
                Content::Masking,
                "@columnTagged('PII.▮Phone')",
                "PII.Email",
                "@columnTagged('PII.Email')",
            ),
            (
                Content::Where,
                "@columnTagged('ow▮')",
                "Owner's",
                r"@columnTagged('Owner\'\'s')",
            ),
            (
                Content::Where,
                "@columnTagged('▮')",
                "#1: \"odd\", really",
                "@columnTagged('#1: \"odd\", really')",
            ),
            (
                Content::Subscription,
                "@isInGroups('analysts', '▮')",
                "stewards@example.com",
                "@isInGroups('analysts', 'stewards@example.com')",
            ),
            (
                Content::Subscription,
                "@isInGroups('ste▮wards@other.com')",
                "stewards@example.com",
                "@isInGroups('stewards@example.com')",
            ),
            (
                Content::Subscription,
                "@isInGroups('▮) AND @hostname",
                "analysts",
                "@isInGroups('analysts') AND @hostname",
            ),
            (
                Content::Subscription,
                "@hasAttribute('dep▮', 'x')",
                "department",
                "@hasAttribute('department', 'x')",
            ),
            (
                Content::Subscription,
                "@hasAttribute('Department', '▮')",
                "finance",
                "@hasAttribute('Department', 'finance')",
            ),
        ] {
            let typed = format!("{}{typed}", before(content));
            let expected = format!("{}{expected}", before(content));
            let document = Document::with(content, &typed, style);
            let items = offered(&document, &names);
            let after = document.accepted(item(&items, label));
            let folded = match style {
                Style::Folded | Style::Literal => expected.replace(", ", ",\n"),
                _ => expected.clone(),
            };
            let found = after.expression();
            assert!(
                found == expected || found == folded,
                "{style:?} {typed}: {found}\n{}",
                after.source
            );
            if !label.contains('\'') && typed.contains(')') {
                assert_eq!(after.findings(), [], "{}", after.source);
            }
        }
        // How a quote is written there, nobody says; the variables of a text stay on offer.
        let document = Document::with(Content::Subscription, "NOT @isInGroups('@▮')", style);
        let items = offered(&document, &names);
        assert!(
            labels(&items).contains(&"@database"),
            "{:?}",
            labels(&items)
        );
        let document = Document::with(Content::Subscription, "NOT @isInGroups('a'▮)", style);
        assert_eq!(labels(&offered(&document, &names)), Vec::<&str>::new());
    }
}

#[test]
fn every_argument_that_names_something_is_completed() {
    let names = names(
        NAMES
            .replace("domain:", "purpose: {Research: }\n  domain:")
            .as_str(),
    );
    let mut reached = 0;
    for function in functions() {
        let rows = function.parameters.unwrap_or_default().iter().enumerate();
        for (index, parameter) in rows.filter(|(_, row)| !row.refers.is_empty()) {
            let reference = &parameter.refers[0];
            assert!(matches!(parameter.takes, Takes::Text));
            let before = "'department', ".repeat(index);
            for content in function.within {
                let call = format!("{}({before}'▮')", function.name);
                let document = Document::with(*content, &call, Style::Double);
                let items = offered(&document, &names);
                let first = items.items.first().unwrap_or_else(|| panic!("{call}"));
                assert_eq!(first.kind, ItemKind::Value);
                let detail = match reference.by {
                    By::ValueOf(_) => "value of `department` on tenant.example.com".to_owned(),
                    _ => format!("{} of tenant.example.com", reference.to.name),
                };
                assert_eq!(first.detail, detail);
                reached += 1;
            }
        }
    }
    assert!(reached > 15, "{reached}");
}

#[test]
fn an_edit_holds_the_cursor_wherever_it_is_in_quotes() {
    let names = names(NAMES);
    let mut offers = 0;
    for predicate in [
        "'@isInGroups(''warehouse'', '''') AND @isInGroups('''')'",
        "'@attributeValuesContains(''department'', ''it'''''') OR '''' = '''''",
        "\"@isInGroups(\\\"a\\\", '', '\\u00e9') \\\" '\"",
        "@isInGroups('', 'x''y', \"\") AND @isInGroups(''''",
        "|\n              @isInGroups('',\n              '''')",
        "''",
        "''''",
        "'",
        "\"\\",
    ] {
        let text = format!(
            "policyKey: k\nname: n\ntype: data\nactions:\n  - type: Row\n    rules:\n      - type: Row Restriction by Custom Where Clause\n        config:\n          predicate: {predicate}\n          tags: ['', \"\", ''''] # end\n"
        );
        for (offset, _) in text.char_indices() {
            let document = Document::new(
                &format!("{}{CURSOR}{}", &text[..offset], &text[offset..]),
                Dialect::Yaml,
            );
            for item in offered(&document, &names).items {
                let range = item.range.clone();
                assert!(
                    range.start <= offset && offset <= range.end,
                    "{item:?} at {offset} in {text}"
                );
                assert!(
                    text.get(range).is_some_and(|old| !old.contains('\n')),
                    "{item:?} at {offset} in {text}"
                );
                offers += 1;
            }
        }
    }
    assert!(offers > 1000, "{offers}");
}
