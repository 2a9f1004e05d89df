//! Understanding a file of policy tests.

use super::super::model::{Condition, Persona, Target};
use super::facts::Facts;
use super::file::{Invariant, PolicyTests, Test};
use super::mapping::{Problem, Problems};
use super::traits::{attributes, groups};
use crate::syntax::{Dialect, Syntax, Value};
use crate::text::Text;

/// The words for the answers of a test.
const SUBSCRIBED: &[&str] = &["yes", "eligible", "may-ask", "no", "cannot-tell"];
const ROWS: &[&str] = &["all", "some", "none", "cannot-tell"];

/// The forms of a column that tests name. `masked` is any form but `clear`.
const FORMS: &[&str] = &[
    "clear",
    "masked",
    "hash",
    "null",
    "constant",
    "k-anonymized",
    "custom",
    "partly-hash",
    "partly-null",
    "partly-constant",
    "partly-custom",
    "partly-masked",
    "cannot-tell",
];

/// Reads a file of policy tests. With problems, nothing of it is to be trusted.
pub fn read(text: &Text) -> (PolicyTests, Vec<Problem>) {
    const KNOWN: &[&str] = &[
        "specs",
        "target",
        "facts",
        "personas",
        "tests",
        "invariants",
    ];
    let syntax = Syntax::new(text, Dialect::Yaml);
    let mut problems = Problems::default();
    for segment in 0..syntax.segment_count() {
        let start = syntax.start(segment);
        for error in syntax.errors(segment) {
            let range = start + error.span.start..start + error.span.end;
            problems.add(range, error.message.clone());
        }
    }
    let mut tests = PolicyTests::default();
    let Some(root) = syntax
        .documents()
        .next()
        .and_then(|document| document.root())
    else {
        problems.add(0..0, "The file is empty. It needs `personas` and `tests`.");
        return (tests, problems.0);
    };
    for (name, entry) in problems.entries(root, "A file of policy tests") {
        let value = entry.value;
        match name.as_str() {
            "specs" => tests.specs = problems.strings(value, "A path"),
            "target" => tests.target = target(value, &mut problems),
            "facts" => tests.facts = Facts::read(value, &mut problems),
            "personas" => {
                for (name, entry) in problems.entries(value, "`personas`") {
                    let persona = persona(name, entry.value, &mut problems);
                    tests.personas.push(persona);
                }
            }
            "tests" => {
                for item in problems.items(value) {
                    tests.tests.push(test(item, &mut problems));
                }
            }
            "invariants" => {
                for item in problems.items(value) {
                    tests.invariants.push(invariant(item, &mut problems));
                }
            }
            _ => problems.unknown(&entry, "a file of policy tests", KNOWN),
        }
    }
    named_personas(&tests, &mut problems);
    (tests, problems.0)
}

/// Reads which Immuta it is about.
fn target(value: Value<'_>, problems: &mut Problems) -> Option<Target> {
    let words: Vec<_> = Target::ALL.iter().map(|(word, _)| *word).collect();
    Target::named(&problems.word(value, "target", &words)?)
}

fn persona(name: String, value: Value<'_>, problems: &mut Problems) -> Persona {
    const KNOWN: &[&str] = &["groups", "attributes", "purposes", "project"];
    let mut persona = Persona {
        name,
        ..Persona::default()
    };
    for (name, entry) in problems.entries(value, "A persona") {
        let value = entry.value;
        match name.as_str() {
            "groups" => persona.traits.groups = groups(value, problems),
            "attributes" => persona.traits.attributes = attributes(value, problems),
            "purposes" => {
                let purposes = problems.strings(value, "A purpose");
                persona.purposes = Some(purposes.into_iter().collect());
            }
            "project" => persona.project = problems.string(value, "`project`"),
            _ => problems.unknown(&entry, "a persona", KNOWN),
        }
    }
    persona
}

fn test(value: Value<'_>, problems: &mut Problems) -> Test {
    const KNOWN: &[&str] = &[
        "name",
        "source",
        "personas",
        "subscribed",
        "rows",
        "columns",
        "column",
        "clear_for",
    ];
    let mut test = Test {
        range: head(value),
        ..Test::default()
    };
    for (name, entry) in problems.entries(value, "A test") {
        let value = entry.value;
        match name.as_str() {
            "name" => test.name = problems.string(value, "`name`").unwrap_or_default(),
            "source" => test.source = problems.string(value, "`source`").unwrap_or_default(),
            "personas" => test.personas = problems.strings(value, "A persona"),
            "subscribed" => {
                test.subscribed = problems.word(value, "answer to `subscribed`", SUBSCRIBED);
            }
            "rows" => test.rows = problems.word(value, "answer to `rows`", ROWS),
            "columns" => {
                for (name, entry) in problems.entries(value, "`columns`") {
                    if let Some(form) = problems.word(entry.value, "form of a column", FORMS) {
                        test.columns.insert(name, form);
                    }
                }
            }
            "column" => test.column = problems.string(value, "`column`"),
            "clear_for" => test.clear_for = Some(problems.strings(value, "A persona")),
            _ => problems.unknown(&entry, "a test", KNOWN),
        }
    }
    if test.source.is_empty() {
        problems.add(
            test.range.clone(),
            "`source` is missing: every test is about a data source.",
        );
    }
    if test.column.is_some() != test.clear_for.is_some() {
        problems.add(
            test.range.clone(),
            "`column` and `clear_for` only make sense together.",
        );
    }
    let asks = test.subscribed.is_some()
        || test.rows.is_some()
        || !test.columns.is_empty()
        || test.clear_for.is_some();
    if !asks {
        problems.add(
            test.range.clone(),
            "This test expects nothing. Add `subscribed`, `rows`, `columns` or `clear_for`.",
        );
    }
    if test.name.is_empty() {
        test.name = format!("`{}`", test.source);
    }
    test
}

fn invariant(value: Value<'_>, problems: &mut Problems) -> Invariant {
    const KNOWN: &[&str] = &["name", "tag", "never", "unless"];
    let mut invariant = Invariant {
        range: head(value),
        ..Invariant::default()
    };
    for (name, entry) in problems.entries(value, "An invariant") {
        let value = entry.value;
        match name.as_str() {
            "name" => invariant.name = problems.string(value, "`name`").unwrap_or_default(),
            "tag" => invariant.tag = problems.string(value, "`tag`").unwrap_or_default(),
            "never" => {
                invariant.never = problems
                    .word(value, "form for `never`", &["clear"])
                    .unwrap_or_default();
            }
            "unless" => invariant.unless = unless(value, problems),
            _ => problems.unknown(&entry, "an invariant", KNOWN),
        }
    }
    if invariant.tag.is_empty() || invariant.never.is_empty() {
        problems.add(
            invariant.range.clone(),
            "An invariant needs `tag` and `never`: which columns, and how nobody may see them.",
        );
    }
    if invariant.name.is_empty() {
        invariant.name = format!("`{}` never {}", invariant.tag, invariant.never);
    }
    invariant
}

fn unless(value: Value<'_>, problems: &mut Problems) -> Vec<Condition> {
    const KNOWN: &[&str] = &["groups", "attributes", "purposes"];
    let mut conditions = Vec::new();
    for (name, entry) in problems.entries(value, "`unless`") {
        let value = entry.value;
        match name.as_str() {
            "groups" => {
                conditions.extend(groups(value, problems).into_iter().map(Condition::Group));
            }
            "purposes" => {
                let purposes = problems.strings(value, "A purpose");
                conditions.extend(purposes.into_iter().map(Condition::Purpose));
            }
            "attributes" => {
                for (name, values) in attributes(value, problems) {
                    conditions.extend(values.into_iter().map(|value| Condition::Attribute {
                        name: name.clone(),
                        value,
                    }));
                }
            }
            _ => problems.unknown(&entry, "`unless`", KNOWN),
        }
    }
    conditions
}

/// The place to name for a mapping: its first key with its value.
fn head(value: Value<'_>) -> std::ops::Range<usize> {
    let first = value.resolved().entries().into_iter().next();
    first.map_or_else(
        || value.range(),
        |entry| entry.key.range().start..entry.value.range().end,
    )
}

/// Every persona that a test names is there.
fn named_personas(tests: &PolicyTests, problems: &mut Problems) {
    for test in &tests.tests {
        let named = test.personas.iter().chain(test.clear_for.iter().flatten());
        for name in named {
            if !tests.personas.iter().any(|persona| persona.name == *name) {
                problems.add(
                    test.range.clone(),
                    format!("The persona `{name}` is not defined under `personas`."),
                );
            }
        }
    }
}
