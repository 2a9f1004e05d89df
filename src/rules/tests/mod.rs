//! The rules over the fixtures of `tests/fixtures`. How a fixture says what it expects is told in `fixture.rs`.
#![allow(
    clippy::string_slice,
    reason = "a slice that cuts a character fails its test"
)]

mod broken;
mod edited;
mod fixture;
mod growth;
mod planted;
mod planted_older;
mod quoting;
mod reach;
mod rewritten;

use super::*;
use crate::catalog::{self, Kind};
use crate::diagnostics::{CODES, Fix, apply};
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::{Dialect, Syntax};
use crate::tenant::names::Names;
use crate::tenant::names::fixture::{many_tags, names as names_from};
use crate::text::Text;
use fixture::{Fixture, fixtures, valid_specs};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What the rules find in a text.
fn findings(text: &str, dialect: Dialect) -> Vec<Diagnostic> {
    findings_with(text, dialect, &Options::default())
}

fn findings_with(text: &str, dialect: Dialect, options: &Options) -> Vec<Diagnostic> {
    let text = Text::from(text);
    check_text(&text, &Syntax::new(&text, dialect), options)
}

/// What the rules find in a fixture, or in another text in its place.
fn findings_in(fixture: &Fixture, text: &str) -> Vec<Diagnostic> {
    findings_with(text, fixture.dialect, &fixture.options())
}

/// A text with a fix applied.
fn applied(text: &str, fix: &Fix) -> String {
    apply(text, &fix.edits).expect("edits that fit")
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn every_fixture_gets_what_it_expects() {
    let mut wrong = String::new();
    for fixture in fixtures("rules") {
        let found = findings_in(&fixture, &fixture.text);
        wrong.push_str(&fixture.difference(&found));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_has_good_and_bad_fixtures() {
    let all = fixtures("rules");
    for rule in RULES {
        let own = || all.iter().filter(|fixture| fixture.rule() == rule.code);
        let speaks = |fixture: &&Fixture| fixture.expected.iter().any(|e| e.code == rule.code);
        assert!(
            own().any(|f| f.is("bad") && speaks(&f)),
            "{}: a bad fixture is missing",
            rule.code
        );
        assert!(
            own().any(|f| f.is("good")),
            "{}: a good fixture is missing",
            rule.code
        );
        assert!(
            !own().any(|f| f.is("good") && speaks(&f)),
            "{}: a good fixture is not",
            rule.code
        );
    }
}

#[test]
fn every_finding_is_of_a_severity_its_rule_has() {
    for fixture in fixtures("rules") {
        for finding in findings_in(&fixture, &fixture.text) {
            let rule = rule(finding.code).unwrap();
            assert!(
                rule.severities.contains(&finding.severity),
                "{}: {finding:?}",
                fixture.name
            );
        }
    }
}

#[test]
fn a_rule_says_whether_it_has_fixes() {
    let fixable: BTreeSet<_> = fixtures("rules")
        .iter()
        .flat_map(|fixture| findings_in(fixture, &fixture.text))
        .filter(|finding| !finding.fixes.is_empty())
        .map(|finding| finding.code)
        .collect();
    let say_so = RULES.iter().filter(|rule| rule.fixes);
    let say_so: BTreeSet<_> = say_so.map(|rule| rule.code).collect();
    assert_eq!(say_so, fixable);
}

#[test]
fn every_fix_mends_its_finding_and_breaks_nothing() {
    let mut fixes = 0;
    for fixture in fixtures("rules") {
        let before = findings_in(&fixture, &fixture.text);
        for finding in &before {
            for fix in &finding.fixes {
                let text = applied(&fixture.text, fix);
                let mut after = findings_in(&fixture, &text);
                // A field that was added is there to be filled in.
                if finding.code == "missing-field" {
                    after.retain(|finding| !finding.message.ends_with(" is empty."));
                }
                let context = || {
                    format!(
                        "{}: {} of {finding:#?}\n{text}\n{after:#?}",
                        fixture.name, fix.title
                    )
                };
                assert!(after.len() < before.len(), "{}", context());
                for code in codes(&after) {
                    let count = |codes: Vec<&str>| codes.into_iter().filter(|c| *c == code).count();
                    assert!(
                        count(codes(&after)) <= count(codes(&before)),
                        "{}",
                        context()
                    );
                }
                fixes += 1;
            }
        }
    }
    assert!(fixes > 50, "{fixes}");
}

#[test]
fn yaml_and_its_json_twin_get_the_same() {
    let mut twins = 0;
    for fixture in fixtures("rules").into_iter().chain(valid_specs()) {
        let Some(json) = fixture.json_twin() else {
            continue;
        };
        let found = findings_with(&json, Dialect::Json, &fixture.options());
        let expected = findings_in(&fixture, &fixture.text);
        assert_eq!(
            codes(&found),
            codes(&expected),
            "{}\n{json}\n{found:#?}",
            fixture.name
        );
        twins += 1;
    }
    assert!(twins > 30, "{twins}");
}

#[test]
fn every_range_is_inside_the_text() {
    for fixture in fixtures("rules") {
        for finding in findings_in(&fixture, &fixture.text) {
            assert!(
                fixture.text.get(finding.range.clone()).is_some(),
                "{}: {finding:?}",
                fixture.name
            );
            for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
                assert!(
                    fixture.text.get(edit.range.clone()).is_some(),
                    "{}: {edit:?}",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn every_hazard_of_the_catalog_has_a_rule() {
    for shape in catalog::kinds().iter().flat_map(Kind::shapes) {
        for field in shape.every_field() {
            let values = field.text().map_or(&[][..], |text| text.values);
            let of_values = values.iter().flat_map(|allowed| allowed.hazards);
            for hazard in field.hazards.iter().chain(of_values) {
                let rule = hazards::rule(hazard.code).unwrap_or_else(|| panic!("{}", hazard.code));
                let level = match hazard.level {
                    Some(catalog::Level::Hint) => Severity::Hint,
                    Some(catalog::Level::Warning) => Severity::Warning,
                    None => continue,
                };
                assert!(rule.severities.contains(&level), "{}", hazard.code);
            }
        }
    }
}

#[test]
fn the_templates_of_the_catalog_are_clean() {
    for kind in catalog::kinds() {
        for template in kind.templates {
            let found = findings(&template.text(), Dialect::Yaml);
            assert!(
                found.iter().all(|f| f.severity < Severity::Warning),
                "{}: {found:#?}",
                template.label
            );
        }
    }
}

#[test]
fn no_message_quotes_a_secret() {
    for text in [
        "12345678",
        "'hunter2'",
        "[hunter2]",
        "{hunter2: x}",
        "-----BEGIN hunter2",
        "hunter2.pem",
    ] {
        for key in ["password", "token", "clientSecret"] {
            let text = format!(
                "connectionKey: k\nconnection:\n  handler: Databricks\n  {key}: {text}\n  userFiles: [{{content: {text}}}]\n"
            );
            for finding in findings(&text, Dialect::Yaml) {
                assert!(
                    !finding.message.contains("hunter2") && !finding.message.contains("12345678"),
                    "{finding:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_spec_gets_nothing() {
    for text in [
        "a: 1\na: 2\n",
        "- x\n",
        "",
        "# connectionKey: k\n",
        "kind: Deployment\nspec: {owners: []}\n",
    ] {
        assert_eq!(findings(text, Dialect::Yaml), [], "{text}");
    }
}

#[test]
fn a_document_that_is_no_spec_any_more_keeps_nothing() {
    let source = "connectionKey: k\nconnection: {handler: Trino, hostname: h}\nsources:\n  - table: a\n  - table: b\n";
    let mut text = Text::from(source);
    let mut syntax = Syntax::new(&text, Dialect::Yaml);
    let mut checker = Checker::default();
    assert_eq!(checker_run(&mut checker, &text, &syntax, None), []);
    let at = source.find("b\n").unwrap();
    let edited = text.replace(at..at + 1, "a");
    let change = syntax.update(&text, &edited);
    let found = checker_run(&mut checker, &text, &syntax, Some(change));
    assert_eq!(codes(&found), ["duplicate-item"]);
    let related: Vec<_> = found[0].related.iter().collect();
    assert_eq!(related.len(), 1, "{found:?}");
    assert_eq!(text.line_at(related[0].range.start), 3, "{found:?}");
    let edited = text.replace(0..0, "# immuta-ls: ignore-file\n");
    let change = syntax.update(&text, &edited);
    assert_eq!(checker_run(&mut checker, &text, &syntax, Some(change)), []);
}

fn checker_run(
    checker: &mut Checker,
    text: &Text,
    syntax: &Syntax,
    change: Option<crate::syntax::SegmentChange>,
) -> Vec<Diagnostic> {
    if let Some(change) = change {
        checker.follow(syntax, change);
    }
    checker
        .run(text, syntax, &Options::default(), &|| true)
        .unwrap()
}

#[test]
fn other_names_are_checked_anew() {
    let source = "projectKey: k\nname: n\ntags:\n  - PII\n  - New\npurposes: [Research]\n";
    let text = Text::from(source);
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let mut checker = Checker::default();
    let mut found = |names: Option<&str>| {
        let options = Options {
            names: names.map(|yaml| Arc::new(names_from(yaml))),
            ..Options::default()
        };
        let found = checker.run(&text, &syntax, &options, &|| true).unwrap();
        let texts = found.iter().map(|finding| &source[finding.range.clone()]);
        texts.collect::<Vec<_>>()
    };
    assert_eq!(found(None), Vec::<&str>::new());
    assert_eq!(found(Some("complete: {tag: {PII: }}")), ["New"]);
    assert_eq!(
        found(Some("complete: {tag: {New: }, purpose: {}}")),
        ["PII", "Research"]
    );
    assert_eq!(found(Some("incomplete: {tag: {}}")), Vec::<&str>::new());
}

#[test]
fn many_names_cost_little() {
    let mut source = "projectKey: k\nname: n\ntags:\n".to_owned();
    for index in 0..1_000 {
        source.push_str(&format!("  - Catalog.Area{}.Tag{index:05}\n", index % 100));
    }
    // A few of them are not there.
    for index in 0..5 {
        source.push_str(&format!("  - Catalog.Area{index}.Tga{index:05}\n"));
    }
    let timed = |names: Option<Arc<Names>>| {
        let options = Options {
            names,
            ..Options::default()
        };
        let start = std::time::Instant::now();
        let found = findings_with(&source, Dialect::Yaml, &options);
        (found.len(), start.elapsed())
    };
    let names = Arc::new(many_tags(50_000));
    let (without, bare) = timed(None);
    let (with, full) = timed(Some(names));
    assert_eq!((without, with), (0, 5));
    // Generous: other tests run beside this one.
    let most = bare * 5 + std::time::Duration::from_millis(500);
    assert!(full < most, "{full:?}, {bare:?} without names");
}

#[test]
fn the_list_of_codes_is_that_of_the_rules() {
    let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, CODES);
}
