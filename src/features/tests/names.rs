//! What a tenant has, offered and described where a text names something.

mod arguments;
mod everywhere;
mod hovers;

use super::styles::{CURSOR, Document, STYLES, Style};
use crate::catalog::Content;
use crate::features::complete;
use crate::features::completion::{Item, Items};
use crate::syntax::Dialect;
use crate::tenant::names::Names;
use crate::tenant::names::fixture::{many_tags, names};
use std::time::{Duration, Instant, SystemTime};

const NAMES: &str = "
complete:
  tag:
    PII: {description: All of it}
    PII.Email: {id: '7', description: 'An [address](https://example.com)'}
    PII.Phone:
    'Owner''s': 
    '#1: \"odd\", really':
  group: {analysts: , stewards@example.com: }
  user: {ann@example.com: }
  domain: {Marketing: {id: 3f2b8a52-9a5e-4a53-9d0c-1c1f6a1f0b11, description: Ours}, Sales: {id: '12'}}
incomplete:
  attribute: {department: {values: [finance, 'it''s: it']}, country: {values: [DE]}}
";

fn offered(document: &Document, names: &Names) -> Items {
    complete(
        &document.text,
        &document.syntax,
        None,
        Some(names),
        document.offset,
    )
}

fn labels(items: &Items) -> Vec<&str> {
    items.items.iter().map(|item| item.label.as_str()).collect()
}

fn item<'i>(items: &'i Items, label: &str) -> &'i Item {
    let found = items.items.iter().find(|item| item.label == label);
    found.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(items)))
}

/// The document after the item with a label is accepted at the cursor.
fn accepted(source: &str, label: &str) -> String {
    let dialect = if source.starts_with('{') {
        Dialect::Json
    } else {
        Dialect::Yaml
    };
    let document = Document::new(source, dialect);
    let items = offered(&document, &names(NAMES));
    document.accepted(item(&items, label)).source
}

#[test]
fn names_are_written_as_the_place_asks() {
    let list = |tags: &str| format!("projectKey: k\ntags:{tags}\n");
    for (typed, label, expected) in [
        ("\n  - ▮", "PII.Email", "\n  - PII.Email"),
        ("\n  - em▮", "PII.Email", "\n  - PII.Email"),
        ("\n  - PII.▮Phone", "PII.Email", "\n  - PII.Email"),
        ("\n  - 'em▮'", "PII.Email", "\n  - 'PII.Email'"),
        ("\n  - 'ow▮'", "Owner's", "\n  - 'Owner''s'"),
        ("\n  - \"ow▮", "Owner's", "\n  - \"Owner's\""),
        ("\n  - ▮", "Owner's", "\n  - Owner's"),
        (
            "\n  - ▮",
            "#1: \"odd\", really",
            "\n  - '#1: \"odd\", really'",
        ),
        (
            "\n  - \"▮\"",
            "#1: \"odd\", really",
            "\n  - \"#1: \\\"odd\\\", really\"",
        ),
        (" [PII, ▮]", "PII.Email", " [PII, PII.Email]"),
        (" [▮]", "#1: \"odd\", really", " ['#1: \"odd\", really']"),
        (" [PII, em▮", "PII.Email", " [PII, PII.Email"),
    ] {
        assert_eq!(accepted(&list(typed), label), list(expected), "{typed}");
    }
    let json = |tags: &str| format!("{{\"projectKey\": \"k\", \"tags\": [{tags}]}}\n");
    for (typed, label, expected) in [
        ("▮", "PII.Email", "\"PII.Email\""),
        ("\"▮\"", "PII.Email", "\"PII.Email\""),
        ("\"PII\", \"em▮\"", "PII.Email", "\"PII\", \"PII.Email\""),
        (
            "\"▮\"",
            "#1: \"odd\", really",
            "\"#1: \\\"odd\\\", really\"",
        ),
    ] {
        assert_eq!(accepted(&json(typed), label), json(expected), "{typed}");
    }
}

#[test]
fn a_domain_is_offered_by_its_name_and_written_by_its_id() {
    let options =
        |value: &str| format!("connectionKey: k\noptions:\n  domainCollectionId:{value}\n");
    let id = "3f2b8a52-9a5e-4a53-9d0c-1c1f6a1f0b11";
    for typed in [" ▮", " Mark▮", "▮"] {
        assert_eq!(
            accepted(&options(typed), "Marketing"),
            options(&format!(" {id}")),
            "{typed}"
        );
    }
    assert_eq!(
        accepted(&options(" 'm▮'"), "Marketing"),
        options(&format!(" '{id}'"))
    );
    // As a plain scalar it would be a number.
    assert_eq!(accepted(&options(" ▮"), "Sales"), options(" '12'"));
    let json = |value: &str| {
        format!("{{\"connectionKey\": \"k\", \"options\": {{\"domainCollectionId\": {value}}}}}")
    };
    assert_eq!(
        accepted(&json("\"Mar▮\""), "Marketing"),
        json(&format!("\"{id}\""))
    );
    let filter = |typed: &str| {
        let document = Document::new(&options(typed), Dialect::Yaml);
        let items = offered(&document, &names(NAMES));
        let item = item(&items, "Marketing");
        item.filter_text.clone().unwrap_or(item.label.clone())
    };
    assert_eq!(filter(" mar▮"), "Marketing");
    assert_eq!(filter(" 'mar▮'"), "'Marketing");
}

#[test]
fn siblings_say_what_is_named() {
    let owner = |text: &str| {
        let document = Document::new(
            &format!("connectionKey: k\nowners:\n  - {text}\n"),
            Dialect::Yaml,
        );
        let items = offered(&document, &names(NAMES));
        labels(&items)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(owner("type: user\n    name: ▮"), ["ann@example.com"]);
    assert_eq!(
        owner("name: ▮\n    type: group"),
        ["analysts", "stewards@example.com"]
    );
    assert_eq!(owner("name: an▮"), ["analysts", "ann@example.com"]);
    let attribute = |text: &str| {
        format!(
            "policyKey: k\ntype: subscription\nactions:\n  type: entitlements\n  entitlements:\n    attributes:\n      - {text}\n"
        )
    };
    for (typed, label, expected) in [
        ("name: ▮", "department", "name: department"),
        (
            "name: Department\n        value: ▮",
            "finance",
            "name: Department\n        value: finance",
        ),
        (
            "value: ▮\n        name: department",
            "it's: it",
            "value: 'it''s: it'\n        name: department",
        ),
        (
            "{name: country, value: ▮}",
            "DE",
            "{name: country, value: DE}",
        ),
    ] {
        assert_eq!(
            accepted(&attribute(typed), label),
            attribute(expected),
            "{typed}"
        );
    }
    let document = Document::new(&attribute("name: region\n        value: ▮"), Dialect::Yaml);
    assert_eq!(
        labels(&offered(&document, &names(NAMES))),
        Vec::<&str>::new()
    );
}

#[test]
fn nothing_is_offered_without_a_tenant() {
    let document = Document::new("projectKey: k\ntags: [▮]\n", Dialect::Yaml);
    let none = Names::new("tenant.example.com", SystemTime::now());
    assert_eq!(labels(&offered(&document, &none)), Vec::<&str>::new());
}

#[test]
fn of_many_names_those_come_that_fit() {
    let names = many_tags(50_000);
    let start = Instant::now();
    let ask = |typed: &str| {
        let document = Document::new(&format!("projectKey: k\ntags: [{typed}▮]\n"), Dialect::Yaml);
        let items = offered(&document, &names);
        (
            items.items.len(),
            items.complete,
            items.items.first().map(|item| item.label.clone()),
        )
    };
    assert_eq!(
        ask(""),
        (200, false, Some("Catalog.Area0.Tag00000".to_owned()))
    );
    assert_eq!(
        ask("area7."),
        (200, false, Some("Catalog.Area7.Tag00007".to_owned()))
    );
    assert_eq!(
        ask("Tag49990"),
        (1, true, Some("Catalog.Area90.Tag49990".to_owned()))
    );
    assert_eq!(ask("nothing like it"), (0, true, None));
    let expression = format!("NOT @isInGroups('') OR @columnTagged('{CURSOR}')");
    let document = Document::with(Content::Where, &expression, Style::Single);
    let items = offered(&document, &names);
    assert_eq!((items.items.len(), items.complete), (200, false));
    // Generous: other tests run beside this one.
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}
