//! Every function of the catalog.

use super::styles::{CONTENTS, Document, STYLES, Style};
use crate::catalog::{Content, Function, Takes, functions};
use crate::diagnostics::{Applicability, Diagnostic};
use crate::features::{TokenKind, complete, hover, signature, tokens};

/// What lets an expression begin as it likes, and be a plain scalar.
fn before(content: Content) -> &'static str {
    match content {
        Content::Subscription => "NOT ",
        _ => "x = 1 OR ",
    }
}

/// A call that is right.
fn called(function: &Function, argument: impl Fn(&Takes) -> String) -> String {
    let Some(parameters) = function.parameters else {
        return function.name.to_owned();
    };
    let needed = parameters.iter().filter(|parameter| !parameter.optional);
    let arguments: Vec<_> = needed.map(|parameter| argument(&parameter.takes)).collect();
    format!("{}({})", function.name, arguments.join(", "))
}

fn sensible(takes: &Takes) -> String {
    match takes {
        Takes::Text => "'it'".to_owned(),
        Takes::Choice(values) => format!("'{}'", values[0].0),
        Takes::Expression => "a.b".to_owned(),
    }
}

fn is_current(function: &Function) -> bool {
    function.deprecated.is_none()
}

/// Goes through all functions, contents they have a meaning in, and styles.
fn everywhere(mut check: impl FnMut(&'static Function, Content, Style)) {
    for function in functions() {
        for content in CONTENTS
            .into_iter()
            .filter(|content| function.is_within(*content))
        {
            for style in STYLES {
                check(function, content, style);
            }
        }
    }
}

#[test]
fn functions_are_offered_where_they_have_a_meaning_and_written_right() {
    for content in CONTENTS {
        for style in STYLES {
            for typed in ["@▮", "@h▮", "@▮xyz", "@▮ AND @isInGroups('y')"] {
                let expression = format!("{}{typed}", before(content));
                let document = Document::with(content, &expression, style);
                let items = complete(
                    &document.text,
                    &document.syntax,
                    None,
                    None,
                    document.offset,
                )
                .items;
                let context = || format!("{content:?} {style:?} {typed}\n{items:#?}");
                for function in functions() {
                    let offered = items.iter().find(|item| item.label == function.name);
                    let fits = function.is_within(content) && is_current(function);
                    assert_eq!(offered.is_some(), fits, "{} {}", function.name, context());
                    let Some(item) = offered else { continue };
                    assert_eq!(item.detail, function.signature().label);
                    assert!(
                        item.documentation.as_str().contains(function.doc),
                        "{}",
                        context()
                    );
                    let after = document.accepted(item);
                    let call = called(function, |_| String::new());
                    let name = call.split('(').next().unwrap();
                    let expected = format!("{}{name}", before(content));
                    let found = after.expression();
                    assert!(found.starts_with(&expected), "{found} {}", context());
                    assert!(!found.contains("xyz"), "{found} {}", context());
                    assert_eq!(after.findings(), [], "{}\n{}", after.source, context());
                    assert_eq!(item.snippet, function.parameters.is_some());
                }
            }
        }
    }
}

#[test]
fn an_empty_value_gets_the_quotes_it_needs() {
    for content in CONTENTS {
        for (typed, style) in [
            ("▮", Style::Plain),
            ("@▮", Style::Plain),
            ("@is▮", Style::Plain),
            ("'▮", Style::Plain),
            ("'@▮", Style::Plain),
            ("\"@▮", Style::Plain),
            ("'▮'", Style::Plain),
            ("▮", Style::Double),
            ("@▮", Style::Double),
            ("▮", Style::Literal),
            ("@▮", Style::Literal),
            ("▮", Style::Folded),
            ("▮", Style::Json),
            ("@i▮", Style::Json),
        ] {
            let document = Document::with(content, typed, style);
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                None,
                document.offset,
            )
            .items;
            let context = || {
                format!(
                    "{content:?} {style:?} {typed}\n{items:#?}\n{}",
                    document.source
                )
            };
            for function in functions() {
                let offered = items.iter().find(|item| item.label == function.name);
                let fits = function.is_within(content) && is_current(function);
                assert_eq!(offered.is_some(), fits, "{} {}", function.name, context());
                let Some(item) = offered else { continue };
                let after = document.accepted(item);
                assert!(
                    after.expression().starts_with(function.name),
                    "{}\n{}",
                    after.source,
                    context()
                );
                assert_eq!(after.findings(), [], "{}\n{}", after.source, context());
            }
        }
    }
}

#[test]
fn an_unquoted_value_is_put_in_quotes_as_a_whole() {
    for (typed, expected) in [
        (
            "@isInGroups('a') AND @host▮",
            "@isInGroups('a') AND @hostname",
        ),
        (
            "@isInGroups('a') AND @host▮ OR @database",
            "@isInGroups('a') AND @hostname OR @database",
        ),
    ] {
        let document = Document::with(Content::Subscription, typed, Style::Plain);
        let items = complete(
            &document.text,
            &document.syntax,
            None,
            None,
            document.offset,
        )
        .items;
        let item = items
            .iter()
            .find(|item| item.label == "@hostname")
            .expect("an item");
        let after = document.accepted(item);
        assert_eq!(after.expression(), expected);
        assert_eq!(after.findings(), [], "{}", after.source);
    }
    // In brackets a comma would end the value.
    let source =
        "policyKey: k\ntype: subscription\nactions: {type: entitlements, advanced: NOT @hasA▮}\n";
    let document = Document::new(source, crate::syntax::Dialect::Yaml);
    let items = complete(
        &document.text,
        &document.syntax,
        None,
        None,
        document.offset,
    )
    .items;
    let item = items
        .iter()
        .find(|item| item.label == "@hasAttribute")
        .expect("an item");
    let after = document.accepted(item);
    assert!(
        after.expression().starts_with("NOT @hasAttribute('"),
        "{}",
        after.source
    );
    assert_eq!(after.findings(), [], "{}", after.source);
}

#[test]
fn arguments_of_few_values_are_offered() {
    for style in STYLES {
        for (typed, expected) in [
            ("NOT @hasTagAsGroup(▮)", "NOT @hasTagAsGroup('column')"),
            ("NOT @hasTagAsGroup(co▮)", "NOT @hasTagAsGroup('column')"),
            ("NOT @hasTagAsGroup('▮')", "NOT @hasTagAsGroup('column')"),
            ("NOT @hasTagAsGroup('co▮l')", "NOT @hasTagAsGroup('column')"),
            (
                "NOT @hasTagAsAttribute('a', '▮",
                "NOT @hasTagAsAttribute('a', 'column'",
            ),
            (
                "NOT @hasTagAsAttribute('a', ▮)",
                "NOT @hasTagAsAttribute('a', 'column')",
            ),
        ] {
            let document = Document::with(Content::Subscription, typed, style);
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                None,
                document.offset,
            )
            .items;
            let labels: Vec<_> = items.iter().map(|item| item.label.as_str()).collect();
            assert_eq!(labels, ["dataSource", "column"], "{style:?} {typed}");
            let after = document.accepted(&items[1]);
            let folded = after.expression().replace('\n', " ");
            assert_eq!(folded, expected, "{style:?} {typed}");
        }
        for typed in [
            "NOT @isInGroups('▮')",
            "NOT @isInGroups(▮)",
            "NOT @hasTagAsGroup('column'▮)",
            "NOT @isInGroups('team@▮')",
        ] {
            let document = Document::with(Content::Subscription, typed, style);
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                None,
                document.offset,
            )
            .items;
            assert_eq!(items, [], "{style:?} {typed}");
        }
        let document = Document::with(
            Content::Subscription,
            "NOT @hasAttribute('a', '@da▮.*')",
            style,
        );
        let items = complete(
            &document.text,
            &document.syntax,
            None,
            None,
            document.offset,
        )
        .items;
        assert!(
            !items.is_empty() && items.iter().all(|item| !item.snippet),
            "{items:?}"
        );
        let database = items
            .iter()
            .find(|item| item.label == "@database")
            .expect("a variable");
        let after = document.accepted(database).expression().replace('\n', " ");
        assert_eq!(after, "NOT @hasAttribute('a', '@database.*')");
        for typed in ["x = '@▮'", "x = 1 -- @▮", "x = 1 ▮", "mail = 'a@▮'"] {
            let document = Document::with(Content::Where, typed, style);
            let items = complete(
                &document.text,
                &document.syntax,
                None,
                None,
                document.offset,
            )
            .items;
            assert_eq!(items, [], "{style:?} {typed}");
        }
    }
}

#[test]
fn every_function_is_described_where_it_stands() {
    everywhere(|function, content, style| {
        let call = called(function, sensible);
        let expression = format!("{}▮{call} OR {call}", before(content));
        let document = Document::with(content, &expression, style);
        for (offset, what) in [(1, "in it"), (function.name.len(), "behind it")] {
            let hover = hover(&document.syntax, None, None, document.offset + offset);
            let hover = hover.unwrap_or_else(|| panic!("{what} {}", document.source));
            assert_eq!(&document.source[hover.range], function.name, "{what}");
            let label = function.signature().label;
            for part in [label.as_str(), function.doc] {
                assert!(
                    hover.markdown.as_str().contains(part),
                    "{part} in {}",
                    hover.markdown
                );
            }
            let outdated = hover.markdown.as_str().contains("**Outdated.**");
            assert_eq!(outdated, !is_current(function));
            let parameters = function.parameters.unwrap_or_default();
            assert!(
                parameters
                    .iter()
                    .all(|parameter| hover.markdown.as_str().contains(parameter.doc))
            );
        }
    });
    let document = Document::with(
        Content::Subscription,
        "NOT @hasTagAsGroup('col▮umn')",
        Style::Single,
    );
    let hover = hover(&document.syntax, None, None, document.offset).expect("an argument");
    assert_eq!(&document.source[hover.range], "''column''");
    assert!(
        hover
            .markdown
            .as_str()
            .contains("argument of `@hasTagAsGroup`"),
        "{}",
        hover.markdown
    );
}

#[test]
fn a_value_that_lacks_its_quotes_is_understood_and_mended() {
    let typed = "@isInGroups('a') AND @has▮TagAsGroup('column')";
    let document = Document::with(Content::Subscription, typed, Style::Plain);
    let hover = hover(&document.syntax, None, None, document.offset).expect("a function");
    assert_eq!(&document.source[hover.range], "@hasTagAsGroup");
    let found = document.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, "syntax");
    let fix = &found[0].fixes[0];
    assert_eq!(fix.applicability, Applicability::Safe);
    let edits = fix
        .edits
        .iter()
        .map(|edit| (edit.range.clone(), edit.text.clone()));
    let mended = document.edited(&edits.collect::<Vec<_>>());
    assert_eq!(mended.findings(), []);
    assert_eq!(mended.expression(), typed.replacen('▮', "", 1));
}

#[test]
fn every_function_shows_what_it_is_called_with() {
    everywhere(|function, content, style| {
        let Some(parameters) = function.parameters.filter(|all| !all.is_empty()) else {
            return;
        };
        for (index, _) in parameters.iter().enumerate() {
            let arguments: Vec<_> = parameters
                .iter()
                .take(index + 1)
                .map(|p| sensible(&p.takes))
                .collect();
            let arguments = arguments.join(", ");
            for end in ["▮", "▮)", "▮, 'x'"] {
                let expression = format!("{}{}({arguments}{end}", before(content), function.name);
                let document = Document::with(content, &expression, style);
                let found = signature(&document.syntax, None, document.offset);
                let found = found.unwrap_or_else(|| panic!("{style:?} {expression}"));
                assert_eq!(found.label, function.signature().label);
                assert_eq!(found.active, Some(index), "{style:?} {expression}");
                assert_eq!(found.parameters.len(), parameters.len());
            }
        }
        // Behind the last there is more of it, or nothing.
        let more = "1, ".repeat(parameters.len() + 2);
        let expression = format!("{}{}({more}▮)", before(content), function.name);
        let document = Document::with(content, &expression, style);
        let found = signature(&document.syntax, None, document.offset).expect("it");
        let last = parameters.len() - 1;
        let endless = parameters[last].repeated;
        assert_eq!(found.active, endless.then_some(last), "{expression}");
    });
    // A quote that is open, in a document that cannot be read for it.
    for (typed, style) in [
        ("'@isInGroups(''a'', ''▮", Style::Plain),
        ("@isInGroups('a', ▮", Style::Plain),
    ] {
        let document = Document::with(Content::Subscription, typed, style);
        let found = signature(&document.syntax, None, document.offset);
        assert_eq!(found.and_then(|found| found.active), Some(0), "{typed}");
    }
}

#[test]
fn every_function_has_its_colour() {
    everywhere(|function, content, style| {
        let call = called(function, sensible);
        let document = Document::with(content, &format!("{}{call}", before(content)), style);
        let all = tokens(&document.syntax, None, &(0..document.source.len()));
        let is_name = |kind| matches!(kind, TokenKind::Function | TokenKind::Variable);
        let own: Vec<_> = all.iter().filter(|token| is_name(token.kind)).collect();
        assert_eq!(own.len(), 1, "{all:?}");
        assert_eq!(&document.source[own[0].range.clone()], function.name);
        let expected = match function.parameters {
            Some(_) => TokenKind::Function,
            None => TokenKind::Variable,
        };
        assert_eq!(
            (own[0].kind, own[0].deprecated),
            (expected, !is_current(function))
        );
        for token in &all {
            assert!(!document.source[token.range.clone()].contains('\n'));
        }
    });
}

/// What is found in an expression: one thing, of this code, and pointing at this. With the first fix applied.
fn one(
    content: Content,
    expression: &str,
    style: Style,
    code: &str,
    about: &str,
) -> (Diagnostic, Option<Document>) {
    let document = Document::with(content, &format!("{}{expression}", before(content)), style);
    let mut found = document.findings();
    let context = format!("{style:?}\n{}\n{found:#?}", document.source);
    assert_eq!(found.len(), 1, "{context}");
    let finding = found.remove(0);
    assert_eq!(finding.code, code, "{context}");
    let escaped = |text: &str| match style {
        Style::Single => text.replace('\'', "''"),
        Style::Double | Style::Json => text.replace('"', "\\\""),
        _ => text.to_owned(),
    };
    let pointed: Vec<_> = document.source[finding.range.clone()]
        .split_whitespace()
        .collect();
    assert_eq!(pointed.join(" "), escaped(about), "{context}");
    let fixed = finding.fixes.first().map(|fix| {
        let edits = fix
            .edits
            .iter()
            .map(|edit| (edit.range.clone(), edit.text.clone()));
        document.edited(&edits.collect::<Vec<_>>())
    });
    if let Some(fixed) = &fixed {
        let left: Vec<_> = fixed
            .findings()
            .into_iter()
            .filter(|left| left.code == code)
            .collect();
        assert_eq!(left, [], "{context}\n{}", fixed.source);
    }
    (finding, fixed)
}

#[test]
fn every_mistake_about_a_function_is_found_and_mended() {
    everywhere(|function, content, style| {
        let call = called(function, sensible);
        let name = function.name;
        if !is_current(function) {
            one(content, &call, style, "deprecated-function", name);
            return;
        }
        let renamed = |new: &str| call.replacen(name, new, 1);
        let mended = |fixed: Option<Document>| {
            let fixed = fixed.expect("a fix").expression().replace('\n', " ");
            assert_eq!(fixed, format!("{}{call}", before(content)));
        };
        // A letter is missing.
        let typo = format!("{}{}", &name[..2], &name[3..]);
        let (found, fixed) = one(content, &renamed(&typo), style, "unknown-function", &typo);
        assert_ne!(found.fixes[0].applicability, Applicability::Safe);
        mended(fixed);
        // Upper case.
        let upper = name.to_uppercase();
        let (found, fixed) = one(content, &renamed(&upper), style, "unknown-function", &upper);
        assert_eq!(found.fixes[0].applicability, Applicability::Safe);
        mended(fixed);
        let Some(parameters) = function.parameters else {
            let (_, fixed) = one(
                content,
                &format!("{name}()"),
                style,
                "function-arguments",
                name,
            );
            mended(fixed);
            return;
        };
        // The `@` is missing.
        let (_, fixed) = one(
            content,
            &renamed(&name[1..]),
            style,
            "unknown-function",
            &name[1..],
        );
        mended(fixed);
        // No parentheses, no arguments, too many.
        one(content, name, style, "function-arguments", name);
        let empty = format!("{name}()");
        one(content, &empty, style, "function-arguments", &empty);
        if let (_, Some(most)) = function.arity() {
            let full: Vec<_> = parameters.iter().map(|p| sensible(&p.takes)).collect();
            assert_eq!(full.len(), most);
            let full = format!("{name}({}, 'x')", full.join(", "));
            one(content, &full, style, "function-arguments", "'x'");
        }
        // What should be a text is none, or not the right one.
        if matches!(parameters[0].takes, Takes::Text) {
            for (bare, found) in [("Some.Name", "Some.Name"), ("\"it\"", "\"it\"")] {
                let wrong = call.replacen("'it'", bare, 1);
                let (_, fixed) = one(content, &wrong, style, "function-arguments", found);
                assert!(fixed.is_some());
            }
        }
        for (value, _) in parameters
            .iter()
            .flat_map(|parameter| match parameter.takes {
                Takes::Choice(values) => values,
                _ => &[],
            })
        {
            if !call.contains(value) {
                continue;
            }
            let wrong = call.replacen(value, &value.to_lowercase(), 1);
            if wrong != call {
                let about = format!("'{}'", value.to_lowercase());
                let (found, fixed) = one(content, &wrong, style, "function-arguments", &about);
                assert_eq!(found.fixes[0].applicability, Applicability::Safe);
                mended(fixed);
            }
        }
    });
}

#[test]
fn every_function_is_told_from_those_of_other_expressions() {
    for function in functions() {
        for content in CONTENTS
            .into_iter()
            .filter(|content| !function.is_within(*content))
        {
            for style in STYLES {
                let call = called(function, sensible);
                one(content, &call, style, "wrong-dialect", function.name);
            }
        }
    }
}
