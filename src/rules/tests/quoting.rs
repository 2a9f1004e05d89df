//! What a fix puts in quotes is the whole value, and the quotes are those of the document.

use super::*;
use crate::diagnostics::{Applicability, fix_all};

/// A policy whose strings are in certain quotes, with an expression as it is written.
fn policy(quote: char, advanced: &str) -> String {
    format!(
        "policyKey: {quote}a{quote}\nname: {quote}b{quote}\ntype: {quote}subscription{quote}\nactions:\n  type: entitlements\n  \
         advanced: {advanced}\n  description: c\n"
    )
}

#[test]
fn a_value_is_put_in_quotes_as_a_whole() {
    for (quote, broken, right) in [
        (
            '"',
            "@isInGroups(x)\n    AND\n    @isInGroups(y)",
            "\"@isInGroups(x)\n    AND\n    @isInGroups(y)\"",
        ),
        (
            '\'',
            "@isInGroups(x)\n    AND\n    @isInGroups(y)",
            "'@isInGroups(x)\n    AND\n    @isInGroups(y)'",
        ),
        (
            '\'',
            "@isInGroups('x')\n\n    AND @isInGroups('y')",
            "\"@isInGroups('x')\n\n    AND @isInGroups('y')\"",
        ),
        ('\'', "@isInGroups(\"x\")", "'@isInGroups(\"x\")'"),
        ('"', "@isInGroups(\"x\")", "'@isInGroups(\"x\")'"),
    ] {
        let text = policy(quote, broken);
        let found = findings(&text, Dialect::Yaml);
        let finding = found.iter().find(|finding| finding.code == "syntax");
        let finding = finding.unwrap_or_else(|| panic!("nothing is said of {text}"));
        let expected = policy(quote, right);
        assert_eq!(applied(&text, &finding.fixes[0]), expected);
        let all = fix_all(std::slice::from_ref(finding), Applicability::Safe);
        assert_eq!(apply(&text, &all).as_deref(), Some(expected.as_str()));
        let left = codes(&findings(&expected, Dialect::Yaml));
        assert!(!left.contains(&"syntax"), "{left:?} in {expected}");
    }
}

#[test]
fn a_plain_scalar_that_a_fix_changes_gets_the_quotes_of_the_document() {
    for (quote, right) in [('"', "\"x: @group\""), ('\'', "'x: @group'")] {
        let text = policy(quote, "x");
        let text = Text::from(text.as_str());
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let document = syntax.document_at(0).expect("a document");
        let quotes = crate::syntax::Layout::of(&document).quotes;
        let root = document.root().expect("a root");
        let actions = root.get("actions").expect("a mapping");
        let value = actions.get("advanced").expect("a scalar");
        let (_, written) = value
            .rewritten((0..1).into(), "x: @group", quotes)
            .expect("text");
        assert_eq!(written, right);
    }
}
