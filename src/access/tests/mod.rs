//! The evaluator against worlds from the documents' own examples, and against an evaluator that is slow and simple.

mod naive;
mod worlds;

use super::policy_tests::{self, Outcome, Status};
use super::{File, World};
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use std::sync::Arc;

/// What the specs of a text come to, one document each.
pub(super) fn world(specs: &str) -> World {
    let mut world = World::default();
    let text = Text::from(specs);
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let path = Arc::from("specs.yaml");
    let file = File {
        path: &path,
        text: &text,
    };
    for document in syntax.documents() {
        if document.root().is_none() {
            continue;
        }
        let spec = Spec::read(document, None).expect("a spec");
        world.add(file, &spec).expect("no conflict");
    }
    world
}

/// Runs policy tests against specs.
fn run(specs: &str, tests: &str) -> Vec<Outcome> {
    let (tests, problems) = policy_tests::read(&Text::from(tests));
    assert_eq!(problems, [], "in the tests");
    let mut world = world(specs);
    world.target = tests.target;
    tests.facts.apply(&mut world);
    policy_tests::run(&tests, &world)
}

/// All tests pass.
#[track_caller]
fn pass(specs: &str, tests: &str) {
    for outcome in run(specs, tests) {
        assert_eq!(
            outcome.status,
            Status::Passed,
            "{}: {:#?}",
            outcome.name,
            outcome.messages
        );
    }
}

/// The messages of the tests that do not pass.
fn messages(specs: &str, tests: &str) -> Vec<String> {
    let outcomes = run(specs, tests).into_iter();
    outcomes.flat_map(|outcome| outcome.messages).collect()
}
