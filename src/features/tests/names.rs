//! What a tenant has, offered and described where a text names something.

use super::styles::{CURSOR, Document, STYLES, Style};
use crate::catalog::{By, Content, Kind, Reference, Takes, functions, kinds};
use crate::features::completion::{Item, Items};
use crate::features::{Hover, complete, hover};
use crate::rules::has_placeholder;
use crate::spec::{Node, Spec};
use crate::syntax::{Dialect, Kind as ValueKind, Style as ScalarStyle};
use crate::tenant::names::fixture::{many_tags, names};
use crate::tenant::names::{Fetch, Names};
use serde_json::json;
use std::path::Path;
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
    let dialect = match source.starts_with('{') {
        true => Dialect::Json,
        false => Dialect::Yaml,
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
                assert_eq!(first.kind, crate::features::completion::ItemKind::Value);
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

/// The valid specs, in YAML and in JSON.
fn specs() -> Vec<(String, Dialect)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut specs = Vec::new();
    for kind in kinds() {
        for entry in std::fs::read_dir(root.join(kind.name)).expect("fixtures") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
            let text: String = text
                .split_inclusive('\n')
                .filter(|line| !line.trim().starts_with("#! "))
                .collect();
            if text.starts_with('{') {
                specs.push((text, Dialect::Json));
                continue;
            }
            if let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&text)
                && !text.contains("<<")
            {
                let json = serde_json::to_string_pretty(&value).expect("JSON");
                specs.push((json, Dialect::Json));
            }
            specs.push((text, Dialect::Yaml));
        }
    }
    specs
}

/// Every scalar that names something: where the cursor goes in it, what it refers to, and the sibling that matters.
fn named(document: &Document) -> Vec<(usize, &'static Reference, Option<String>)> {
    let mut found = Vec::new();
    for part in document.syntax.documents() {
        let spec = Spec::read(part, None).expect("a spec");
        let root = spec.form();
        for piece in part.pieces() {
            spec.visit_piece(&root, piece, &mut |node: &Node<'_, '_>| {
                let Some(reference) = node.reference() else {
                    return;
                };
                let text = node.value.text().filter(|text| !has_placeholder(text));
                if node.value.kind() != ValueKind::Scalar || text.is_none() {
                    return;
                }
                let inside = usize::from(node.value.style() != Some(ScalarStyle::Plain));
                let sibling = match reference.by {
                    By::ValueOf(name) => node.parent.and_then(|form| form.text(name)),
                    _ => None,
                };
                let at = node.value.range().start + inside;
                found.push((at, reference, sibling.map(str::to_owned)));
            });
        }
    }
    found
}

/// The text at a place that is named there.
fn text_at(document: &Document, at: usize) -> Option<String> {
    let spec = Spec::read(document.syntax.document_at(at)?, None)?;
    let mut found = None;
    spec.visit_at(at, &mut |node| {
        if node.reference().is_some() && node.value.kind() == ValueKind::Scalar {
            found = node.value.text().map(std::borrow::Cow::into_owned);
        }
    });
    found
}

#[test]
fn wherever_something_is_named_the_names_are_offered() {
    let id = "no: 7";
    let mut reached = 0;
    for (source, dialect) in specs() {
        let document = Document::new(&source, dialect);
        for (at, reference, sibling) in named(&document) {
            // Nothing is completed yet in brackets with an anchor before them.
            let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
            if source[line..at].contains(" &") {
                continue;
            }
            // Behind the first letter of what is there.
            let first = source[at..].chars().next().expect("a text");
            let at = at + first.len_utf8();
            let name = format!("{first}'s: \"a\" #1 [x], {{y}}");
            let name = name.as_str();
            let entry = match &sibling {
                Some(sibling) => json!({sibling: {"values": [name]}}),
                None => json!({name: {"id": id}}),
            };
            let yaml = json!({"incomplete": {reference.to.name: entry}}).to_string();
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                Some(&names(&yaml)),
                at,
            );
            assert_eq!(labels(&items), [name], "{reference:?} at {}", &source[at..]);
            let item = &items.items[0];
            let expected = if reference.by == By::Id { id } else { name };
            let after = document.accepted(item);
            assert_eq!(
                text_at(&after, item.range.start).as_deref(),
                Some(expected),
                "{}",
                after.source
            );
            reached += 1;
        }
    }
    assert!(reached > 60, "{reached}");
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

fn said(source: &str, dialect: Dialect) -> Option<(String, String)> {
    let document = Document::new(source, dialect);
    let Hover { range, markdown } = hover(
        &document.syntax,
        None::<&'static Kind>,
        Some(&names(NAMES)),
        document.offset,
    )?;
    Some((document.source[range].to_owned(), markdown))
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
    let email = "**`PII.Email`** · tag on tenant.example.com\n\nAn \\[address\\]\\(https\\:\\/\\/example\\.com\\)\n\n\
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
            assert!(found.markdown.starts_with(heading), "{}", found.markdown);
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
    let fetch = Fetch::new(crate::catalog::name_list("tag").expect("tags"));
    let mut none = Names::new("tenant.example.com", SystemTime::now());
    none.add(
        crate::catalog::name_list("tag").expect("tags"),
        fetch.finish(),
    );
    let document = Document::new("projectKey: k\ntags: [PII▮]\n", Dialect::Yaml);
    assert_eq!(
        hover(&document.syntax, None, Some(&none), document.offset),
        None
    );
}
