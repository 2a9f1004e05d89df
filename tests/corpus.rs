//! What holds for every spec in the repository: the fixtures, the examples and the catalog's templates.
//!
//! Each is typed from the first character to the last, with LF, with CRLF and with a byte order mark, and
//! each of its JSON twins too. After every character, in the twins after every third, every feature answers:
//! nothing panics, and every range lies inside the text. At the end of every line, following the edits has
//! found what reading anew finds.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on says so and stops"
)]

use immuta_ls::diagnostics::Diagnostic;
use immuta_ls::features;
use immuta_ls::rules::{Checker, Options};
use immuta_ls::syntax::{Dialect, Syntax};
use immuta_ls::text::Text;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A text and what to call it.
struct Spec {
    name: String,
    text: String,
    dialect: Dialect,
}

fn corpus() -> Vec<Spec> {
    let mut specs = Vec::new();
    for folder in ["tests/fixtures", "examples"] {
        let mut paths = Vec::new();
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut paths,
        );
        paths.sort();
        for path in paths {
            let dialect = if path.extension().is_some_and(|e| e == "json") {
                Dialect::Json
            } else {
                Dialect::Yaml
            };
            let text = std::fs::read_to_string(&path).expect("a fixture is text");
            specs.push(Spec {
                name: path.display().to_string(),
                text,
                dialect,
            });
        }
    }
    for template in immuta_ls::catalog::kinds()
        .iter()
        .flat_map(|kind| kind.templates)
    {
        specs.push(Spec {
            name: template.label.to_owned(),
            text: template.text(),
            dialect: Dialect::Yaml,
        });
    }
    assert!(specs.len() > 40, "the corpus is there: {}", specs.len());
    specs
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") {
            paths.push(path);
        }
    }
}

fn fresh(text: &Text, dialect: Dialect) -> Vec<Diagnostic> {
    let syntax = Syntax::new(text, dialect);
    Checker::default()
        .run(text, &syntax, &Options::default(), &|| true)
        .expect("nobody stops it")
}

/// The codes found on each line. Line 0 is the first.
fn by_line(text: &Text, dialect: Dialect) -> BTreeMap<usize, Vec<&'static str>> {
    let mut lines: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in fresh(text, dialect) {
        lines
            .entry(text.line_at(finding.range.start))
            .or_default()
            .push(finding.code);
    }
    lines
}

fn inside(whole: &str, range: &std::ops::Range<usize>) -> bool {
    whole.get(range.clone()).is_some()
}

fn assert_inside(name: &str, whole: &str, findings: &[Diagnostic]) {
    for finding in findings {
        assert!(inside(whole, &finding.range), "{name}: {finding:?}");
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(inside(whole, &edit.range), "{name}: {finding:?}");
        }
    }
}

/// Types a text and asks everything after every so many characters.
fn type_through(name: &str, source: &str, dialect: Dialect, every: usize) {
    let mut text = Text::default();
    let mut syntax = Syntax::new(&text, dialect);
    let mut checker = Checker::default();
    for (count, (at, char)) in source.char_indices().enumerate() {
        let end = text.len();
        let whole = source.get(..at + char.len_utf8()).unwrap_or_default();
        let edited = text.replace(end..end, char.encode_utf8(&mut [0; 4]));
        let change = syntax.update(&text, &edited);
        checker.follow(&syntax, change);
        if char != '\n' && count % every != 0 {
            continue;
        }
        let findings = checker
            .run(&text, &syntax, &Options::default(), &|| true)
            .expect("nobody stops it");
        let end = text.len();
        for item in features::complete(&text, &syntax, None, None, end).items {
            assert!(
                inside(whole, &item.range),
                "{name}: {} at {:?}",
                item.label,
                item.range
            );
        }
        if let Some(hover) = features::hover(&syntax, None, None, end) {
            assert!(
                inside(whole, &hover.range),
                "{name}: hover at {:?}",
                hover.range
            );
        }
        features::signature(&syntax, None, end);
        if char == '\n' {
            assert_inside(name, whole, &findings);
            for token in features::tokens(&syntax, None, &(0..end)) {
                assert!(inside(whole, &token.range), "{name}: {token:?}");
            }
            assert_eq!(findings, fresh(&text, dialect), "{name}: after\n{text}");
        }
    }
}

#[test]
fn typing_any_spec_harms_nothing_and_finds_what_reading_it_finds() {
    for spec in corpus() {
        type_through(&spec.name, &spec.text, spec.dialect, 1);
    }
}

#[test]
fn the_same_as_json() {
    let mut twins = 0;
    for spec in corpus() {
        if spec.dialect == Dialect::Json {
            continue;
        }
        // What is broken on purpose, or several documents in one file, has no twin.
        let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&spec.text) else {
            continue;
        };
        let json = serde_json::to_string_pretty(&value).expect("a value can be written");
        type_through(&format!("{} as JSON", spec.name), &json, Dialect::Json, 3);
        twins += 1;
    }
    assert!(twins > 20, "there are twins: {twins}");
}

#[test]
fn the_same_with_crlf_and_a_byte_order_mark() {
    for spec in corpus() {
        let crlf = spec.text.replace('\n', "\r\n");
        type_through(&spec.name, &format!("\u{feff}{crlf}"), spec.dialect, 3);
    }
}

#[test]
fn line_breaks_and_a_byte_order_mark_change_no_finding() {
    for spec in corpus() {
        let plain = by_line(&Text::from(spec.text.as_str()), spec.dialect);
        for (what, text) in [
            ("CRLF", spec.text.replace('\n', "\r\n")),
            ("CR", spec.text.replace('\n', "\r")),
            ("a byte order mark", format!("\u{feff}{}", spec.text)),
        ] {
            assert_eq!(
                by_line(&Text::from(text.as_str()), spec.dialect),
                plain,
                "{} with {what}",
                spec.name
            );
        }
    }
}

/// Taking out and putting back any line of a spec ends where it began.
#[test]
fn an_edit_undone_is_no_edit() {
    for spec in corpus() {
        let mut text = Text::from(spec.text.as_str());
        let mut syntax = Syntax::new(&text, spec.dialect);
        let mut checker = Checker::default();
        let options = Options::default();
        let before = checker
            .run(&text, &syntax, &options, &|| true)
            .expect("nobody stops it");
        for line in 0..text.line_count() {
            let range = text.line_start(line)..text.line_start(line + 1);
            let taken = text.slice(range.clone()).into_owned();
            for (range, put) in [
                (range.clone(), ""),
                (range.start..range.start, taken.as_str()),
            ] {
                let edited = text.replace(range, put);
                let change = syntax.update(&text, &edited);
                checker.follow(&syntax, change);
                let found = checker
                    .run(&text, &syntax, &options, &|| true)
                    .expect("nobody stops it");
                if put.is_empty() {
                    assert_eq!(
                        found,
                        fresh(&text, spec.dialect),
                        "{} without line {}",
                        spec.name,
                        line + 1
                    );
                } else {
                    assert_eq!(found, before, "{} with line {} again", spec.name, line + 1);
                }
            }
        }
    }
}
