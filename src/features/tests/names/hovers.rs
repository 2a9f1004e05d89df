//! What is said of a name under the pointer.

use super::*;
use crate::catalog::{Content, name_list};
use crate::features::{Hover, hover};
use crate::tenant::names::Fetch;

fn said(source: &str, dialect: Dialect) -> Option<(String, String)> {
    let document = Document::new(source, dialect);
    let Hover { range, markdown } =
        hover(&document.syntax, None, Some(&names(NAMES)), document.offset)?;
    Some((document.source[range].to_owned(), markdown.into_string()))
}

#[test]
fn a_name_says_what_the_tenant_knows_of_it() {
    let check = |source: &str, dialect, about: &str, expected: &str| {
        let (range, markdown) = said(source, dialect).unwrap_or_else(|| panic!("{source}"));
        assert_eq!(
            (range.as_str(), markdown.as_str()),
            (about, expected),
            "{source}"
        );
    };
    let email = "**`PII.Email`** · tag on tenant.example.com\n\nAn \\[address\\](https:/\u{200b}/example.com)\n\n\
                 Id: `7`\n\n*Listed 5 minutes ago.*";
    check(
        "projectKey: k\ntags: [pii.e▮mail]\n",
        Dialect::Yaml,
        "pii.email",
        email,
    );
    check(
        "{\"projectKey\": \"k\", \"tags\": [\"PII.▮Email\"]}",
        Dialect::Json,
        "\"PII.Email\"",
        email,
    );
    check(
        "projectKey: k\ntags:\n  - PII.E▮mial\n",
        Dialect::Yaml,
        "PII.Emial",
        "**`PII.Emial`** · no tag on tenant.example.com\n\n*Listed 5 minutes ago.*",
    );
    check(
        "connectionKey: k\noptions:\n  domainCollectionId: 3f2b8a52▮-9a5e-4a53-9d0c-1c1f6a1f0b11\n",
        Dialect::Yaml,
        "3f2b8a52-9a5e-4a53-9d0c-1c1f6a1f0b11",
        "**`Marketing`** · domain on tenant.example.com\n\nOurs\n\nId: `3f2b8a52-9a5e-4a53-9d0c-1c1f6a1f0b11`\n\n\
         *Listed 5 minutes ago.*",
    );
    check(
        "connectionKey: k\noptions:\n  domainCollectionId: Mark▮eting\n",
        Dialect::Yaml,
        "Marketing",
        "**`Marketing`** · the id of no domain on tenant.example.com\n\n*Listed 5 minutes ago.*",
    );
    for style in STYLES {
        for (expression, about, heading) in [
            (
                "NOT @hasAttribute('depart▮ment', 'finance')",
                "department",
                "**`department`** · attribute on",
            ),
            (
                "NOT @hasAttribute('department', 'fin▮ance')",
                "finance",
                "**`finance`** · value of `department` on",
            ),
            (
                "NOT @isInGroups('ana▮lists')",
                "analists",
                "**`analists`** · no group on",
            ),
        ] {
            let document = Document::with(Content::Subscription, expression, style);
            let found = hover(&document.syntax, None, Some(&names(NAMES)), document.offset);
            let found = found.unwrap_or_else(|| panic!("{}", document.source));
            assert!(
                found.markdown.as_str().starts_with(heading),
                "{}",
                found.markdown
            );
            assert!(document.source[found.range].contains(about));
        }
    }
}

#[test]
fn of_what_is_not_known_nothing_is_said() {
    for source in [
        "projectKey: k\npurposes: [Re▮search]\n",
        "projectKey: k\ntags: ['▮']\n",
        "policyKey: k\ntype: subscription\nactions:\n  type: entitlements\n  entitlements:\n    attributes: [{name: regi▮on}]\n",
        "policyKey: k\ntype: subscription\nactions:\n  type: entitlements\n  advanced: \"@hasAttribute('reg▮ion', 'x')\"\n",
        "connectionKey: k\nowners: [{name: an▮n@example.com}]\n",
    ] {
        assert_eq!(said(source, Dialect::Yaml), None, "{source}");
    }
    let fetch = Fetch::new(name_list("tag").expect("tags")).expect("a request");
    let mut none = Names::new("tenant.example.com", SystemTime::now());
    none.add(name_list("tag").expect("tags"), fetch.finish());
    let document = Document::new("projectKey: k\ntags: [PII▮]\n", Dialect::Yaml);
    assert_eq!(
        hover(&document.syntax, None, Some(&none), document.offset),
        None
    );
}
