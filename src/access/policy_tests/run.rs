//! Comparing what must hold with what the evaluator answers.

use super::file::{PolicyTests, Test};
use super::invariants::hold;
use super::outcome::{Finding, Outcome, Status, missing};
use crate::access::model::{Persona, Source, World};
use crate::access::{Answer, Case, Form, Rows, columns, rows, subscribed};

/// Runs all tests and invariants against what specs and facts say.
pub fn run(tests: &PolicyTests, world: &World) -> Vec<Outcome> {
    let of_tests = tests.tests.iter().map(|test| one(test, tests, world));
    let of_invariants = tests
        .invariants
        .iter()
        .map(|invariant| hold(invariant, tests, world));
    of_tests.chain(of_invariants).collect()
}

fn one(test: &Test, tests: &PolicyTests, world: &World) -> Outcome {
    let mut finding = Finding::new();
    let Some(source) = world.source(&test.source) else {
        let message = format!(
            "No spec lists the data source `{}`, and no fact names it.",
            test.source
        );
        finding.add(Status::Failed, message, &[]);
        return finding.outcome(&test.name, &test.range);
    };
    for persona in &tests.personas {
        if test.personas.is_empty() || test.personas.contains(&persona.name) {
            of_persona(test, world, source, persona, &mut finding);
        }
    }
    if let (Some(column), Some(expected)) = (&test.column, &test.clear_for) {
        for persona in &tests.personas {
            let expected = if expected.contains(&persona.name) {
                "clear"
            } else {
                "masked"
            };
            of_column(world, source, persona, column, expected, &mut finding);
        }
    }
    finding.outcome(&test.name, &test.range)
}

fn of_persona(
    test: &Test,
    world: &World,
    source: &Source,
    persona: &Persona,
    finding: &mut Finding,
) {
    let case = Case {
        world,
        source,
        persona,
    };
    let who = &persona.name;
    if let Some(expected) = &test.subscribed {
        let what = format!("`{who}`, subscribed to `{}`", source.name);
        let answer = subscribed(&case);
        compare(
            &what,
            expected,
            &answer,
            |one| one.word().to_owned(),
            finding,
        );
    }
    if let Some(expected) = &test.rows {
        let what = format!("`{who}`, rows of `{}`", source.name);
        let answer = rows(&case);
        let word = |one: &Rows| match one.condition() {
            Some(condition) if expected != "some" => format!("some, where {condition}"),
            _ => one.word().to_owned(),
        };
        compare(&what, expected, &answer, word, finding);
    }
    for (column, expected) in &test.columns {
        of_column(world, source, persona, column, expected, finding);
    }
}

fn of_column(
    world: &World,
    source: &Source,
    persona: &Persona,
    named: &str,
    expected: &str,
    finding: &mut Finding,
) {
    let Some(column) = source.columns.iter().find(|column| column.name == named) else {
        let message = format!(
            "`{}` has no known column `{named}`. Name it under `facts`, with its tags and type.",
            source.name
        );
        finding.add(Status::CannotTell, message, &[]);
        return;
    };
    let case = Case {
        world,
        source,
        persona,
    };
    let answer = columns(&case, column);
    let what = format!(
        "`{}`, column `{}` of `{}`",
        persona.name, named, source.name
    );
    // `masked` is any form that is not clear, and a mask of an unknown kind may be any of them.
    if expected == "masked" && !answer.is_open && answer.possible.iter().all(|f| !f.shows_clear()) {
        return;
    }
    let unknown_kind = answer.certain().is_some_and(|form| {
        let word = form.word();
        word == "masked" && FORMS_OF_UNKNOWN_KIND.contains(&expected)
    });
    if unknown_kind {
        let message = format!(
            "{what}: expected {expected}, and it is masked, but it is not known in which form: \
             name the type of the column under `facts`"
        );
        finding.add(Status::CannotTell, message + ".", &answer.because);
        return;
    }
    compare(&what, expected, &answer, Form::word, finding);
}

/// Forms that a mask of an unknown kind may have.
const FORMS_OF_UNKNOWN_KIND: &[&str] = &["hash", "constant", "custom"];

/// Compares an answer with what is expected of it.
fn compare<T: PartialEq>(
    what: &str,
    expected: &str,
    answer: &Answer<T>,
    word: impl Fn(&T) -> String,
    finding: &mut Finding,
) {
    if let Some(certain) = answer.certain() {
        let got = word(certain);
        if got != expected {
            let message = format!("{what}: expected {expected}, got {got}.");
            finding.add(Status::Failed, message, &answer.because);
        }
        return;
    }
    if expected == "cannot-tell" {
        return;
    }
    let possible: Vec<_> = answer.possible.iter().map(&word).collect();
    let missing = missing(&answer.missing);
    // What is expected cannot be, whatever is missing.
    if !answer.is_open && !possible.iter().any(|one| one == expected) {
        let message = format!(
            "{what}: expected {expected}, got {}. {missing}",
            possible.join(" or ")
        );
        finding.add(Status::Failed, message, &answer.because);
        return;
    }
    let message = format!("{what}: expected {expected}, but it cannot be told. {missing}");
    finding.add(Status::CannotTell, message, &answer.because);
}
